"""All that is known of one customer, read at once and put in order for the page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple

from chalicelib import proving, readers
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import InvalidIdentifierError, NotFoundError
from chalicelib.model.block import Block
from chalicelib.model.case import Case
from chalicelib.model.comparison import Comparison
from chalicelib.model.credit import CreditFile, IndexEntry
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.identifier import Identifier, Scheme, parse_identifier
from chalicelib.model.ledger import Ledger
from chalicelib.model.people import Role
from chalicelib.model.proof import CheckProof
from chalicelib.model.reading import Reading
from chalicelib.model.source import SourceStatus
from chalicelib.proving import checks
from chalicelib.store import cases, comparisons, credit, customers, ledgers, readings, search, sources

Hint = Literal[
    "no_identifier", "no_register_number", "no_address", "no_postcode", "no_street", "no_birth_date", "no_first_name",
    "no_responsible", "wrong_identifier",
]  # fmt: skip


class OpenSum(NamedTuple):
    """What is open in one currency, how much of it is overdue, and the longest wait in days."""

    currency: str
    open: Decimal
    overdue: Decimal
    items: int
    days: int


class History(NamedTuple):
    """The index of one bureau over time, newest last, as numbers where its scale is one."""

    bureau: str
    title: str
    points: tuple[tuple[IndexEntry, float | None], ...]


class CustomerPage(NamedTuple):
    """What the page shows of a customer."""

    customer: Customer
    blocks: tuple[Block, ...]
    cases: tuple[Case, ...]
    ledger: Ledger | None
    credit: CreditFile
    next_check: datetime | None
    registers: tuple[checks.RegisterCheck, ...]
    bureaus: tuple[checks.BureauCheck, ...]
    readings: tuple[Reading, ...]
    statuses: tuple[SourceStatus, ...]
    comparison: Comparison | None

    def proof(self, prepared_for: str, now: datetime) -> CheckProof:
        """All of it that proves what was checked."""
        known = proving.Known(self.customer, self.cases, self.credit, self.statuses, self.comparison)
        return proving.proof(known, prepared_for, now)

    @property
    def block(self) -> Block | None:
        """The strictest block in force."""
        standing = [one for one in self.blocks if one.active]
        return max(standing, key=lambda one: (one.stage.rank, one.since), default=None)

    @property
    def running(self) -> Case | None:
        """The latest case that is not over."""
        return next((case for case in self.cases if not case.state.over), None)


def opened(visit: Visit, number: str) -> CustomerPage:
    """The customer's page; whoever reads a natural person's is noted.

    Raises:
        NotFoundError: there is no such customer.
    """
    customer = customers.get(number)
    if customer is None:
        raise NotFoundError(f"no customer {number!r}")
    with ThreadPoolExecutor(7) as pool:
        blocks = pool.submit(search.blocks_of, number)
        files, ledger = pool.submit(cases.of_customer, number), pool.submit(ledgers.get, number)
        said, due = pool.submit(credit.file_of, number), pool.submit(credit.due_at, number)
        states, compared = pool.submit(sources.statuses), pool.submit(comparisons.get)
        read = pool.submit(readings.of_customer, number) if visit.may(Role.MANAGER) else None
    own = tuple(reversed(files.result()))
    readers.noted_customer(customer, visit.signature, visit.now, own)
    return CustomerPage(
        customer=customer,
        blocks=blocks.result(),
        cases=own,
        ledger=ledger.result(),
        credit=said.result(),
        next_check=due.result(),
        registers=checks.registers_of(customer, own, states.result(), compared.result(), visit.now),
        bureaus=checks.bureaus_of(customer, said.result(), states.result(), visit.now),
        readings=read.result() if read else (),
        statuses=states.result(),
        comparison=compared.result(),
    )


def open_sums(ledger: Ledger | None, today: date) -> tuple[OpenSum, ...]:
    """What the customer owes, by currency."""
    by_currency = defaultdict(list)
    for item in ledger.invoices if ledger else ():
        by_currency[item.open.currency].append(item)
    return tuple(
        OpenSum(
            currency=currency,
            open=sum((one.open.amount for one in items), Decimal(0)),
            overdue=sum((one.open.amount for one in items if one.due_date < today), Decimal(0)),
            items=len(items),
            days=max(0, *((today - one.due_date).days for one in items)),
        )
        for currency, items in sorted(by_currency.items())
    )


def histories(page: CustomerPage) -> tuple[History, ...]:
    """The index history of each bureau that gave one."""
    titles = {one.name: one.title for one in page.bureaus}
    by_bureau: dict[str, list[IndexEntry]] = defaultdict(list)
    for entry in page.credit.history:
        by_bureau[entry.bureau].append(entry)
    return tuple(
        History(bureau, titles.get(bureau, bureau), tuple((entry, _number(entry)) for entry in entries))
        for bureau, entries in sorted(by_bureau.items())
    )


def _number(entry: IndexEntry) -> float | None:
    """The value as a number; where the scale is one of letters, the band's place counted from the worst."""
    try:
        return float(Decimal(entry.index.value.replace(",", ".")))
    except InvalidOperation:
        return 5.0 - entry.index.band.rank if entry.index.band else None


def valid(identifier: Identifier) -> bool:
    """Whether the identifier can exist: shape and check digits."""
    printed = f"{identifier.value} {identifier.suffix}" if identifier.suffix else identifier.value
    try:
        parse_identifier(identifier.scheme, printed, identifier.office)
    except InvalidIdentifierError:
        return False
    return True


def hints(customer: Customer) -> tuple[Hint, ...]:
    """What is missing for a sure match, or for somebody to hear of it; what matters most comes first."""
    return tuple(hint for hint, applies in _hints(customer) if applies)


def _hints(customer: Customer) -> Iterable[tuple[Hint, bool]]:
    person = customer.kind is CustomerKind.PERSON
    address = customer.address
    yield "wrong_identifier", not all(map(valid, customer.identifiers))
    yield "no_identifier", not person and not customer.identifiers
    yield (
        "no_register_number",
        not person and _lacks_register_number(customer.identifiers, address.country if address else None),
    )
    yield "no_birth_date", person and customer.birth_date is None
    yield "no_first_name", person and not customer.first_name and " " not in customer.name.strip()
    yield "no_address", address is None or not (address.city or address.postcode or address.printed)
    yield "no_postcode", address is not None and bool(address.city) and not address.postcode
    yield "no_street", person and address is not None and not (address.street or address.printed)
    yield "no_responsible", not customer.responsible and not customer.departments


def _lacks_register_number(identifiers: Sequence[Identifier], country: str | None) -> bool:
    """A German firm that has other identifiers, of which no German notice speaks."""
    schemes = {one.scheme for one in identifiers}
    return bool(schemes) and country in {None, "DE"} and schemes <= {Scheme.VAT, Scheme.LEI}
