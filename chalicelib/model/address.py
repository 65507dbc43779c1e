"""A postal address as a register or a customer record gives it."""

from chalicelib.model.record import Record


class PostalAddress(Record):
    """Parts that are known; `printed` keeps the source's own line when it was not taken apart."""

    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    printed: str | None = None

    def one_line(self) -> str:
        """The address in one line, as a reader expects it.

        >>> PostalAddress(street="Hafenweg 3", postcode="20457", city="Hamburg").one_line()
        'Hafenweg 3, 20457 Hamburg'
        """
        place = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, place) if part) or self.printed or ""
