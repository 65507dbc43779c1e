"""Our books about customers: open items, and payments that came in."""

from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field, StrictBool

from chalicelib import clock
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import endpoint
from chalicelib.api.uploads import MOST, Kept, Sent, Upload, described
from chalicelib.errors import InvalidInputError, NotFoundError, Problem
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.ledger import BooksKept, Ledger
from chalicelib.model.open_item import ItemKind, ItemNumber, OpenItem, Payment
from chalicelib.model.record import Record
from chalicelib.store import customers, ledgers

blueprint = Blueprint(__name__)
_READERS = (Scope.LEDGER_READ, Scope.LEDGER_WRITE)
_SentItems = Annotated[tuple[Sent, ...], Field(max_length=MOST, **described(OpenItem))]
_SentPayments = Annotated[tuple[Sent, ...], Field(min_length=1, max_length=MOST, **described(Payment))]


class OfCustomer(Record):
    """Whose books."""

    customer_number: CustomerNumber


class OpenItemsSent(Record):
    """Open items of any customers."""

    items: _SentItems = ()
    complete: StrictBool = Field(
        default=False, description="for each customer named here this is the whole account: what is missing is settled"
    )
    nothing_open: tuple[CustomerNumber, ...] = Field(
        default=(), max_length=MOST, description="customers that owe nothing any more; only with `complete`"
    )


class PaymentsSent(Record):
    """Payments of any customers; they are added to those already known."""

    payments: _SentPayments


class OpenItems(Record):
    """The open items of a customer by due date."""

    customer_number: str
    items: tuple[OpenItem, ...]


class Payments(Record):
    """The payments of a customer by day of receipt."""

    customer_number: str
    payments: tuple[Payment, ...]


class OneItem(Record):
    """One open item."""

    customer_number: CustomerNumber
    number: ItemNumber
    kind: ItemKind = ItemKind.INVOICE


class OnePayment(Record):
    """One payment."""

    customer_number: CustomerNumber
    number: ItemNumber


@endpoint(
    blueprint,
    "PUT /v1/open-items",
    scopes=(Scope.LEDGER_WRITE,),
    answer=Kept,
    body=OpenItemsSent,
    problems=(409, 422, 503),
)
def put_open_items(body: OpenItemsSent) -> Kept:
    """Keep open items, new or changed; each is answered by itself.

    With `complete` a customer's items that are missing here are settled, unless one of its items was refused.
    """
    now = clock.now()
    if body.nothing_open and not body.complete:
        raise InvalidInputError([Problem("nothing_open", "", "only with complete: true")])
    _all_known(body.nothing_open)
    upload = Upload(OpenItem, body.items, {"updated_at": now}, lambda one: one.id)

    def keep(number: str, items: list[OpenItem]) -> BooksKept:
        whole = body.complete and not upload.spoilt(number)
        return ledgers.keep_items(number, items, now, complete=whole)

    return upload.kept(keep, body.nothing_open)


@endpoint(
    blueprint, "GET /v1/open-items", scopes=_READERS, answer=OpenItems, query=OfCustomer, problems=(404, 422, 503)
)
def get_open_items(query: OfCustomer) -> OpenItems:
    """A customer's open items."""
    return OpenItems(customer_number=query.customer_number, items=account(query.customer_number).items)


@endpoint(
    blueprint,
    "DELETE /v1/open-items",
    scopes=(Scope.LEDGER_WRITE,),
    answer=None,
    query=OneItem,
    problems=(404, 409, 422, 503),
)
def settle_open_item(query: OneItem) -> None:
    """Settle one open item."""
    ledgers.settle_item(query.customer_number, query.kind, query.number, clock.now())


@endpoint(
    blueprint,
    "PUT /v1/payments",
    scopes=(Scope.LEDGER_WRITE,),
    answer=Kept,
    body=PaymentsSent,
    problems=(409, 422, 503),
)
def put_payments(body: PaymentsSent) -> Kept:
    """Keep payments that came in; those of ten years matter to an administrator. Each is answered by itself."""
    now = clock.now()
    upload = Upload(Payment, body.payments, {"updated_at": now}, lambda one: one.id)
    return upload.kept(lambda number, some: ledgers.keep_payments(number, some, now))


@endpoint(blueprint, "GET /v1/payments", scopes=_READERS, answer=Payments, query=OfCustomer, problems=(404, 422, 503))
def get_payments(query: OfCustomer) -> Payments:
    """A customer's payments."""
    return Payments(customer_number=query.customer_number, payments=account(query.customer_number).payments)


@endpoint(
    blueprint,
    "DELETE /v1/payments",
    scopes=(Scope.LEDGER_WRITE,),
    answer=None,
    query=OnePayment,
    problems=(404, 409, 422, 503),
)
def remove_payment(query: OnePayment) -> None:
    """Take back a payment that was booked by mistake."""
    ledgers.remove_payment(query.customer_number, query.number, clock.now())


@endpoint(blueprint, "GET /v1/customers/{number}/ledger", scopes=_READERS, answer=Ledger, problems=(404, 503))
def get_ledger(number: str) -> Ledger:
    """All that our books say of a customer, with the firm's policies."""
    return account(number)


def account(number: str) -> Ledger:
    """The customer's account; empty where the books say nothing of a customer we know.

    Raises:
        NotFoundError: no such customer.
    """
    _all_known((number,))
    return ledgers.get(number) or Ledger(customer_number=number, policies=ledgers.policies())


def _all_known(numbers: tuple[str, ...]) -> None:
    unknown = sorted(set(numbers) - set(customers.get_many(numbers)))
    if unknown:
        raise NotFoundError(f"no customer {', '.join(unknown)}")
