"""Our firm as the creditor: whom the administrator enters in the table, and who acts for it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import stdnum.bic
import stdnum.iban
from pydantic import AfterValidator, Field
from stdnum.exceptions import ValidationError as StdnumError

from chalicelib.errors import InvalidIdentifierError
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import EmailAddress
from chalicelib.model.identifier import Scheme, parse_identifier
from chalicelib.model.record import Record


def _iban(printed: str) -> str:
    try:
        return str(stdnum.iban.validate(printed))
    except StdnumError as error:
        raise ValueError(f"no IBAN that can exist: {error}") from error


def _bic(printed: str) -> str:
    try:
        return str(stdnum.bic.validate(printed))
    except StdnumError as error:
        raise ValueError(f"no BIC that can exist: {error}") from error


def _vat_id(printed: str) -> str:
    try:
        return parse_identifier(Scheme.VAT, printed).value
    except InvalidIdentifierError as error:
        raise ValueError(str(error)) from error


Iban = Annotated[str, AfterValidator(_iban)]
Bic = Annotated[str, AfterValidator(_bic)]
VatId = Annotated[str, AfterValidator(_vat_id)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class BankAccount(Record):
    """Where a dividend is to be paid; the IBAN is kept without blanks.

    >>> BankAccount(holder="Muster GmbH", iban="DE89 3704 0044 0532 0130 00").printed_iban
    'DE89 3704 0044 0532 0130 00'
    """

    holder: Line
    iban: Iban
    bic: Bic | None = None
    bank: Line | None = None

    @property
    def printed_iban(self) -> str:
        """The IBAN in groups of four."""
        return str(stdnum.iban.format(self.iban))


class RegisterEntry(Record):
    """Where the firm is registered: court or office, and number as printed there."""

    office: Line
    number: Line


class Contact(Record):
    """Who answers questions."""

    name: Line | None = None
    phone: Line | None = None
    email: EmailAddress | None = None


class RepresentativeKind(StrEnum):
    """Who may lodge for the creditor (InsO 174(1) s. 3 allows registered collection firms)."""

    LAWYER = "lawyer"
    COLLECTION_FIRM = "collection_firm"
    OTHER = "other"


class Representative(Record):
    """Somebody with power of attorney that covers insolvency matters; `may_collect` names who receives the money."""

    kind: RepresentativeKind
    name: Line
    address: PostalAddress | None = None
    contact: Contact = Contact()
    reference: Line | None = None
    power_of_attorney_on: date | None = None
    power_of_attorney_enclosed: bool = False
    may_collect: bool = False


class Creditor(Record):
    """Our firm under its exact registered name.

    Everything but the name may be missing here; a document prints what is missing as missing.
    """

    name: Line
    address: PostalAddress | None = None
    legal_representatives: tuple[Line, ...] = Field(default=(), max_length=10, description="by law: managing directors")
    contact: Contact = Contact()
    reference: Line | None = Field(default=None, description="our reference for this claim")
    bank_account: BankAccount | None = None
    register_entry: RegisterEntry | None = None
    vat_id: VatId | None = None
    representative: Representative | None = None
