"""Addresses of entities."""

from typing import Any

from chalicelib.model.address import PostalAddress
from chalicelib.registers.norwegian.json_shape import a_list, an_object, word


def address_of(found: Any) -> PostalAddress | None:
    """The address as it is printed; c/o lines stay in `printed`.

    Raises:
        SourceChangedError: it is of another form.
    """
    if found is None:
        return None
    address = an_object(found, "an address")
    lines = [str(line) for line in a_list(address.get("adresse"), "adresse") if line]
    return PostalAddress(
        street=lines[-1] if lines else None,
        postcode=word(address, "postnummer"),
        city=word(address, "poststed"),
        country=word(address, "landkode"),
        printed=", ".join([*lines, *filter(None, (word(address, "postnummer"), word(address, "poststed")))]),
    )
