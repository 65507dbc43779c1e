"""The running cases with what is at stake in each: what Today and the list of cases are made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import NamedTuple

from chalicelib.cockpit.visit import Visit
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Money
from chalicelib.model.lines import BlockLine, CaseLine, CustomerLine
from chalicelib.store import ledgers, lines

RUNNING = (CaseState.REVIEW, CaseState.OPEN)


class CaseRow(NamedTuple):
    """A case with its block, and what its customer owes us by currency, as our books say."""

    case: CaseLine
    block: BlockLine | None
    customer: CustomerLine | None
    open: tuple[Money, ...]

    @property
    def largest(self) -> Decimal:
        """The amount by which cases are put in order; amounts of different currencies are not added up."""
        return max((one.amount for one in self.open), default=Decimal(0))


def rows(cases: Iterable[CaseLine]) -> tuple[CaseRow, ...]:
    """The cases in their order, each with block and amount: three questions for a hundred of them.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    cases = tuple(cases)
    numbers = {one.customer_number for one in cases}
    with ThreadPoolExecutor(max_workers=3) as pool:
        asked = pool.submit(lines.blocks, cases)
        booked = pool.submit(ledgers.open_amounts, numbers)
        customers = lines.customers(numbers)
        blocks, amounts = asked.result(), booked.result()
    return tuple(
        CaseRow(
            one, blocks.get(one.id), customers.get(one.customer_number), _open(one.customer_number, amounts, customers)
        )
        for one in cases
    )


def totals(found: Iterable[CaseRow]) -> tuple[Money, ...]:
    """What the customers of these cases owe us, each customer once: the largest currency first."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in {one.case.customer_number: one for one in found}.values():
        for money in row.open:
            sums[money.currency] += money.amount
    amounts = [Money(amount=amount, currency=currency) for currency, amount in sums.items()]
    return tuple(sorted(amounts, key=lambda one: (one.currency != "EUR", -one.amount)))


def is_mine(row: CaseRow, visit: Visit) -> bool:
    """Whether the case is the visitor's: given to them; or given to nobody, and the customer's record names them.

    What nobody at all is named for is everybody's.
    """
    hands = {one.casefold() for one in (row.case.owner, row.case.deputy) if one}
    if row.case.owner:
        return visit.session.email.casefold() in hands
    customer = row.customer
    named = {one.casefold() for one in (*customer.people, *customer.mailboxes)} if customer else set()
    return not named or bool(named & addresses(visit))


def addresses(visit: Visit) -> frozenset[str]:
    """The addresses at which the visitor is told: their own and that of their department."""
    department = visit.firm.department_of(visit.session.email)
    return frozenset({visit.session.email.casefold(), *([department.mailbox.casefold()] if department else [])})


def _open(
    number: str, amounts: Mapping[str, tuple[Money, ...]], customers: Mapping[str, CustomerLine]
) -> tuple[Money, ...]:
    """What the open items come to; while nobody has sent them, what the customer's own record says."""
    if number in amounts:
        return tuple(sorted(amounts[number], key=lambda one: -one.amount))
    customer = customers.get(number)
    return (customer.open_amount,) if customer and customer.open_amount else ()
