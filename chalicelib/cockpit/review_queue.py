"""What waits for a person's word: possible matches of notices, and bureaus' candidates; most money first."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from urllib.parse import quote

from chalicelib import bureaus
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Customer, Money
from chalicelib.model.event import EventKind
from chalicelib.model.lines import CaseLine, CustomerLine
from chalicelib.store import credit, ledgers, lines

Order = Literal["money", "age"]
_AT_ONCE = 8
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Waiting:
    """One question: about a case, or (`bureau`) about who a customer is at a bureau."""

    key: str
    number: str
    name: str
    open: tuple[Money, ...] = ()
    since: datetime | None = None
    unsure_since: datetime | None = None
    debtor: str = ""
    event_kind: EventKind | None = None
    score: int | None = None
    bureau: str | None = None

    @property
    def largest(self) -> Decimal:
        """The amount that counts in the order; amounts of different currencies are not added up."""
        return max((one.amount for one in self.open), default=_NOTHING)

    @property
    def path(self) -> str:
        """Where it is answered."""
        return f"/cockpit/reviews/{self.key}"


@dataclass(frozen=True)
class Place:
    """Where a question stands in the queue, with its neighbours; `number` is 0 for one that is not in it."""

    number: int
    count: int
    before: Waiting | None
    after: Waiting | None


def waiting(by: Order = "money") -> tuple[Waiting, ...]:
    """Everything that waits, in order."""
    with ThreadPoolExecutor(1) as pool:
        listed = pool.submit(lines.cases, CaseState.REVIEW)
        asked = _asked_by_bureaus()
    found = listed.result()
    numbers = {*(case.customer_number for case in found), *(number for _, number in asked)}
    with ThreadPoolExecutor(2) as pool:
        booked = pool.submit(ledgers.open_amounts, numbers)
        known = lines.customers(numbers)
    owed = {number: owed_by(customer, booked.result()) for number, customer in known.items()}
    return ordered([*of_cases(found, owed), *of_bureaus(asked, known, owed)], by)


def owed_by(customer: Customer | CustomerLine | None, booked: Mapping[str, tuple[Money, ...]]) -> tuple[Money, ...]:
    """What our books say is open; while nobody has sent them, what the customer's own record says."""
    if customer is None or customer.number in booked:
        return booked[customer.number] if customer else ()
    return (customer.open_amount,) if customer.open_amount else ()


def of_cases(found: Iterable[CaseLine], owed: Mapping[str, tuple[Money, ...]]) -> list[Waiting]:
    """The question of each case."""
    return [
        Waiting(
            key=case.id,
            number=case.customer_number,
            name=case.customer_name,
            open=owed.get(case.customer_number, ()),
            since=case.opened_at,
            unsure_since=case.unsure_since,
            debtor=case.debtor_name,
            event_kind=case.event_kind,
            score=case.score,
        )
        for case in found
    ]


def of_bureaus(
    asked: Iterable[tuple[str, str]], known: Mapping[str, CustomerLine], owed: Mapping[str, tuple[Money, ...]]
) -> list[Waiting]:
    """The question of each bureau about each customer; those of customers that are gone ask nobody."""
    return [
        Waiting(
            key=bureau_key(bureau, number),
            number=number,
            name=known[number].name,
            open=owed.get(number, ()),
            bureau=bureau,
        )
        for bureau, number in asked
        if number in known
    ]


def bureau_key(bureau: str, number: str) -> str:
    """How the question of a bureau about a customer is called in paths."""
    return f"bureaus/{bureau}/{quote(number, safe='')}"


def ordered(found: Iterable[Waiting], by: Order) -> tuple[Waiting, ...]:
    """Notices before bureaus, what nobody could say yet behind the others; then most money or longest waiting first."""

    def rank(one: Waiting) -> tuple[object, ...]:
        amount = -one.largest
        last = one.unsure_since or one.since
        age = last.isoformat() if last else ""
        apart = (one.bureau is not None, one.unsure_since is not None)
        return (*apart, age, amount, one.key) if by == "age" or one.unsure_since else (*apart, amount, age, one.key)

    return tuple(sorted(found, key=rank))


def place(queue: tuple[Waiting, ...], key: str) -> Place:
    """Where the question stands; for one that was answered, the queue begins anew behind it."""
    keys = [one.key for one in queue]
    if key not in keys:
        return Place(0, len(queue), None, queue[0] if queue else None)
    at = keys.index(key)
    after = queue[at + 1] if at + 1 < len(queue) else None
    return Place(at + 1, len(queue), queue[at - 1] if at else None, after)


def following(queue: tuple[Waiting, ...], key: str) -> Waiting | None:
    """What comes up when this one is answered: the next one, at the end the first that is left."""
    after = place(queue, key).after
    return after or next((one for one in queue if one.key != key), None)


def _asked_by_bureaus() -> list[tuple[str, str]]:
    names = bureaus.names()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        numbers = pool.map(credit.to_review, names)
    return [(name, number) for name, found in zip(names, numbers, strict=True) for number in found]
