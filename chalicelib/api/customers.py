"""Customers as the firm's own systems keep them here."""

from datetime import datetime
from typing import Any

from chalice.app import Blueprint
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model

from chalicelib import clock
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import checked, endpoint
from chalicelib.errors import InvalidIdentifierError, InvalidInputError, NotFoundError, Problem
from chalicelib.model.customer import Customer
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.identifier import Identifier, parse_identifier
from chalicelib.model.record import Record
from chalicelib.store import credit, customers, ledgers

blueprint = Blueprint(__name__)

# A customer as the caller sends it: all but what the path and the clock say, so that what GET gave can be PUT again.
_sent_fields: dict[str, Any] = {name: (field.annotation, field) for name, field in Customer.model_fields.items()}
_sent_fields["number"] = (CustomerNumber | None, Field(default=None, description="when given, the one in the path"))
_sent_fields["updated_at"] = (datetime | None, Field(default=None, description="ignored; set by the receiver"))
CustomerBody: type[BaseModel] = create_model(
    "CustomerBody", __base__=Record, __doc__="A customer to be kept under the number in the path.", **_sent_fields
)


class CustomerKept(Record):
    """The customer as it is kept now, and whether this request changed anything."""

    customer: Customer
    changed: bool = Field(description="false when it was the same already")


@endpoint(
    blueprint,
    "GET /v1/customers/{number}",
    scopes=(Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE),
    answer=Customer,
    problems=(404, 503),
)
def get_customer(number: str) -> Customer:
    """The customer as it is kept here."""
    customer = customers.get(number)
    if customer is None:
        raise NotFoundError(f"no customer {number!r}")
    return customer


@endpoint(
    blueprint,
    "PUT /v1/customers/{number}",
    scopes=(Scope.CUSTOMERS_WRITE,),
    answer=CustomerKept,
    body=CustomerBody,
    problems=(404, 409, 422, 503),
)
def put_customer(number: str, body: BaseModel) -> CustomerKept:
    """Keep a customer: a new one, or the whole of a known one anew.

    A changed customer is compared with the notices already known. The same request again changes nothing.
    """
    from chalicelib import intake  # noqa: PLC0415 - 0.1 s that no block question shall pay at a cold start

    customer = customer_from(number, body.model_dump(exclude_unset=True), clock.now())
    return CustomerKept(customer=customer, changed=intake.keep_customer(customer))


@endpoint(
    blueprint,
    "DELETE /v1/customers/{number}",
    scopes=(Scope.CUSTOMERS_WRITE,),
    answer=None,
    problems=(404, 409, 503),
)
def delete_customer(number: str) -> None:
    """Forget a customer, its account and what bureaus said of it. With an active block (409) release that first."""
    try:
        customers.delete(number)
    except NotFoundError:  # an earlier request may have ended in between
        if _can_be_one(number):
            _forget_the_rest(number)
        raise
    _forget_the_rest(number)


def _can_be_one(number: str) -> bool:
    try:
        TypeAdapter(CustomerNumber).validate_python(number)
    except ValidationError:
        return False
    return True


def _forget_the_rest(number: str) -> None:
    ledgers.forget(number)
    credit.forget_customer(number, clock.now())


def customer_from(number: str, sent: dict[str, object], now: datetime) -> Customer:
    """The customer that was sent, under the path's number, with its identifiers checked.

    Raises:
        InvalidInputError: another number in the body, or an identifier that cannot exist.
    """
    if sent.get("number") not in (None, number):
        raise InvalidInputError([Problem("number", str(sent["number"]), f"the path says {number!r}")])
    customer = checked(Customer, {**sent, "number": number, "updated_at": now})
    return customer.model_copy(update={"identifiers": _in_normal_form(customer.identifiers)})


def _in_normal_form(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    found: dict[str, Identifier] = {}
    problems: list[Problem] = []
    for at, given in enumerate(identifiers):
        printed = f"{given.value} {given.suffix}" if given.suffix else given.value
        try:
            identifier = parse_identifier(given.scheme, printed, given.office)
        except InvalidIdentifierError as error:
            field = "office" if error.problems[0].path == "register_court" else "value"
            problems.append(Problem(f"identifiers.{at}.{field}", printed, error.problems[0].reason))
        else:
            found.setdefault(identifier.key, identifier)
    if problems:
        raise InvalidInputError(problems)
    return tuple(found.values())
