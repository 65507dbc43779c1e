"""What a bureau costs in a month: reserved before a call is made, so that the budget is never exceeded."""

from datetime import datetime
from decimal import Decimal

from chalicelib.errors import ConcurrentChangeError
from chalicelib.store import keys, table


def reserve(bureau: str, now: datetime, cost: Decimal, budget: Decimal) -> bool:
    """Whether the month's budget covers the cost, which is then counted as spent.

    Raises:
        ConcurrentChangeError: somebody else was counting; try again.
    """
    if cost > budget:
        return False
    values = {":cost": cost, ":one": 1, ":room": budget - cost, ":type": "spent"}
    request = table.update_request(
        keys.spent(bureau, month(now)),
        "SET #type = :type ADD amount :cost, calls :one",
        values,
        condition="attribute_not_exists(amount) OR amount <= :room",
    )
    codes = table.transact([request])
    if codes and codes[0] != "ConditionalCheckFailed":
        raise ConcurrentChangeError(f"the budget of {bureau} was being counted by somebody else; try again")
    return not codes


def give_back(bureau: str, now: datetime, cost: Decimal) -> None:
    """Takes back a reservation whose call the bureau refused, so that nothing was delivered.

    Raises:
        ConcurrentChangeError: somebody else was counting; try again.
    """
    values = {":cost": -cost, ":one": -1}
    if table.transact([table.update_request(keys.spent(bureau, month(now)), "ADD amount :cost, calls :one", values)]):
        raise ConcurrentChangeError(f"the budget of {bureau} was being counted by somebody else; try again")


def spent(bureau: str, now: datetime) -> tuple[Decimal, int]:
    """Amount and number of calls of the month."""
    found = table.get(keys.spent(bureau, month(now)))
    return (Decimal(found["amount"]), int(found["calls"])) if found else (Decimal(0), 0)


def month(now: datetime) -> str:
    """The month a call belongs to, in UTC.

    >>> from datetime import UTC
    >>> month(datetime(2026, 3, 17, tzinfo=UTC))
    '2026-03'
    """
    return f"{now:%Y-%m}"
