"""A customer: who may receive goods on account, and who is responsible for it in our firm."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_serializer, model_validator

from chalicelib.model.address import PostalAddress
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.identifier import Identifier
from chalicelib.model.record import Record

EmailAddress = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"),
]
Language = Literal["de", "en"]


class CustomerKind(StrEnum):
    """Natural persons (sole traders too) are protected by data protection law; organisations are not."""

    ORGANISATION = "organisation"
    PERSON = "person"


class Money(Record):
    """An amount with its ISO 4217 currency; a string in JSON, never a float."""

    amount: Decimal
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"

    @field_serializer("amount")
    def _as_string(self, amount: Decimal) -> str:
        return str(amount)


class Responsible(Record):
    """Somebody to be told: a person or a department's mailbox, in their language."""

    name: str = Field(min_length=1)
    email: EmailAddress
    department: str | None = None
    language: Language = "de"


class Customer(Record):
    """A customer as the firm keeps it.

    For a person `name` is the full name and the parts may be given apart; `responsible` are the people and
    `departments` the mailboxes that hear of this customer's insolvency.
    """

    number: CustomerNumber
    kind: CustomerKind
    name: str = Field(min_length=1, max_length=400)
    first_name: str | None = Field(default=None, max_length=200)
    surname: str | None = Field(default=None, max_length=200)
    birth_date: date | None = None
    former_names: tuple[str, ...] = Field(default=(), max_length=20)
    trade_names: tuple[str, ...] = Field(default=(), max_length=20)
    address: PostalAddress | None = None
    identifiers: tuple[Identifier, ...] = Field(default=(), max_length=20)
    responsible: tuple[Responsible, ...] = Field(default=(), max_length=20)
    departments: tuple[Responsible, ...] = Field(default=(), max_length=20)
    credit_limit: Money | None = None
    open_amount: Money | None = None
    updated_at: datetime

    @model_validator(mode="after")
    def _only_persons_are_born(self) -> "Customer":
        if self.birth_date and self.kind is not CustomerKind.PERSON:
            raise ValueError("birth_date: only a person has one; set kind to person or leave it out")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the customer may be published under, present name first."""
        return (self.name, *self.former_names, *self.trade_names)
