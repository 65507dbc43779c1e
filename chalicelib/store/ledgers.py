"""What our books say of each customer, and the policies that insure the firm's claims."""

from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.ledger import Ledger
from chalicelib.model.open_item import OpenItem, Payment
from chalicelib.store import keys, table


def get(number: str) -> Ledger | None:
    """The customer's account in one consistent read, or None when the books have never said anything of it."""
    found = table.query(keys.ledger(number))
    if not found:
        return None
    items = (table.read(one, OpenItem) for one in found if one["type"] == "open_item")
    payments = (table.read(one, Payment) for one in found if one["type"] == "payment")
    limits = (table.read(one, CreditLimit) for one in found if one["type"] == "credit_limit")
    return Ledger(
        customer_number=number,
        items=tuple(sorted(items, key=lambda one: (one.due_date, one.number, one.kind))),
        payments=tuple(sorted(payments, key=lambda one: (one.received_on, one.number))),
        limits=tuple(sorted(limits, key=lambda one: (one.valid_from, one.policy_number))),
        policies=policies(),
    )


def policies() -> tuple[Policy, ...]:
    """The firm's credit insurance policies by number."""
    return tuple(table.read(one, Policy) for one in table.query(keys.POLICIES))
