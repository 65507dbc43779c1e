"""One row of the file into one customer, or into everything that is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from pydantic import ValidationError

from chalicelib.imports.cells import SCIENTIFIC, CellReader
from chalicelib.imports.headers import Field
from chalicelib.imports.identifiers import read_identifiers
from chalicelib.imports.kinds import Naming, read_naming
from chalicelib.imports.responsible import read_departments, read_responsible
from chalicelib.imports.values import read_country, read_currency, read_date, read_list, read_money
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, CustomerKind, Money

T = TypeVar("T")
_EARLIEST_BIRTH = date(1880, 1, 1)


@dataclass
class RowReader(CellReader[Field]):
    """Reads one row; problems collect in `problems`, so that a clerk sees all of them at once."""

    now: datetime

    def customer(self) -> Customer | None:
        """The customer, or None with the problems filled."""
        if self.cut_to_columns():
            built = self._built()
            return None if self.problems else built
        return None

    def field_named(self, path: str) -> Field | None:
        """Any field of a customer, also one that the file has no column for: its absence is what is wrong."""
        return Field(path) if path in Field.__members__.values() else None

    def _built(self) -> Customer | None:
        naming = self._naming()
        given: dict[str, object] = {
            "number": self._number(),
            "kind": naming and naming.kind,
            "name": naming and naming.name,
            "first_name": naming and naming.first_name,
            "surname": naming and naming.surname,
            "birth_date": self._birth_date(naming),
            "former_names": read_list(self.cells.get(Field.FORMER_NAMES, "")),
            "trade_names": self._trade_names(naming),
            "address": self._address(),
            "identifiers": self._several(Field.REGISTER, read_identifiers),
            "responsible": self._several(Field.RESPONSIBLE_EMAIL, read_responsible),
            "departments": self._several(Field.DEPARTMENT_EMAIL, read_departments),
            **self._amounts(),
            "updated_at": self.now,
        }
        return None if self.problems else self._checked(given)

    def _checked(self, given: dict[str, object]) -> Customer | None:
        try:
            return Customer.model_validate(given)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                field_name = str(detail["loc"][0]) if detail["loc"] else ""
                meaning = _MEANING_OF.get(field_name)
                self.report(meaning, self.cells.get(meaning, "") if meaning else "", detail["msg"])
            return None

    def _number(self) -> str | None:
        number = self.cells.get(Field.NUMBER)
        if number is None:
            self.report(Field.NUMBER, "", "the customer number is missing")
        elif SCIENTIFIC.fullmatch(number):
            self.report(Field.NUMBER, number, "a spreadsheet has rounded this number; export the column as text")
        return number

    def _naming(self) -> Naming | None:
        said_in = next(
            (kind for kind in (Field.KIND, Field.ADDRESS_TYPE, Field.NATURAL_PERSON) if kind in self.cells), None
        )
        with self.reporting(said_in):
            naming = read_naming(self.cells)
            if naming is None:
                self.report(Field.NAME, "", "the name is missing")
            return naming
        return None

    def _address(self) -> PostalAddress | None:
        country = self.read(Field.COUNTRY, read_country)
        street = " ".join(self.cells[part] for part in (Field.STREET, Field.HOUSE_NUMBER) if part in self.cells)
        postcode, city = self.cells.get(Field.POSTCODE), self.cells.get(Field.CITY)
        printed = self.cells.get(Field.WHOLE_ADDRESS)
        if not (street or postcode or city or country or printed):
            return None
        if postcode and country == "DE" and re.fullmatch(r"\d{4}", postcode):
            postcode = "0" + postcode  # a spreadsheet eats the leading zero of Saxony's postcodes
        return PostalAddress(street=street or None, postcode=postcode, city=city, country=country, printed=printed)

    def _birth_date(self, naming: Naming | None) -> date | None:
        born = self.read(Field.BIRTH_DATE, read_date)
        if born is None:
            return None
        if not _EARLIEST_BIRTH <= born <= self.now.date():
            self.report(Field.BIRTH_DATE, self.cells[Field.BIRTH_DATE], "not a possible birth date")
        elif naming and naming.kind is CustomerKind.ORGANISATION:
            reason = f"an organisation has no birth date; correct the name {naming.name!r}, the kind or this date"
            self.report(Field.BIRTH_DATE, self.cells[Field.BIRTH_DATE], reason)
        return born

    def _trade_names(self, naming: Naming | None) -> tuple[str, ...]:
        own = (naming.trade_name,) if naming and naming.trade_name else ()
        return tuple(dict.fromkeys((*own, *read_list(self.cells.get(Field.TRADE_NAMES, "")))))

    def _amounts(self) -> dict[str, Money | None]:
        currency = self.read(Field.CURRENCY, read_currency)
        limit = self.read(Field.CREDIT_LIMIT, lambda text: read_money(text, currency))
        if limit and limit.amount < 0:
            self.report(Field.CREDIT_LIMIT, self.cells[Field.CREDIT_LIMIT], "a credit limit is not negative")
        return {
            "credit_limit": limit,
            "open_amount": self.read(Field.OPEN_AMOUNT, lambda text: read_money(text, currency)),
        }

    def _several(self, meaning: Field, parse: Callable[[Mapping[Field, str]], tuple[T, ...]]) -> tuple[T, ...]:
        with self.reporting(meaning):
            return parse(self.cells)
        return ()


_MEANING_OF = {
    "number": Field.NUMBER,
    "name": Field.NAME,
    "first_name": Field.FIRST_NAME,
    "surname": Field.SURNAME,
    "birth_date": Field.BIRTH_DATE,
    "former_names": Field.FORMER_NAMES,
    "trade_names": Field.TRADE_NAMES,
    "responsible": Field.RESPONSIBLE_EMAIL,
    "departments": Field.DEPARTMENT_EMAIL,
    "credit_limit": Field.CREDIT_LIMIT,
    "open_amount": Field.OPEN_AMOUNT,
}
