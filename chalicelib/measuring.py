"""Measuring the firm's figures: every account is read once, every case file of the last twelve months once."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from chalicelib.figures import exposure, files, receivables, recovered
from chalicelib.figures.accounts import AccountSums, account_sums, unmatched
from chalicelib.figures.files import FileFacts, file_facts
from chalicelib.figures.months import begin, fine
from chalicelib.model.case import CaseState
from chalicelib.model.figures import CaseClaim, Snapshot
from chalicelib.model.ledger import Ledger
from chalicelib.store import cases, figures, ledgers, settled

HOME = ZoneInfo("Europe/Berlin")
AT_ONCE = 12
_ROUND = 20 * AT_ONCE
_NOT_OURS = frozenset({CaseState.DISMISSED})
T = TypeVar("T")


@dataclass
class _Reading:
    """What one measurement gathers, and how long it may take."""

    now: datetime
    until: float | None
    began: float = field(default_factory=time.monotonic)
    facts: dict[str, FileFacts] = field(default_factory=dict)
    claims: dict[str, CaseClaim] = field(default_factory=dict)
    accounts: dict[str, AccountSums] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(HOME).date()

    @property
    def late(self) -> bool:
        return self.until is not None and time.monotonic() > self.until


def measured(now: datetime, at_most: timedelta | None = None) -> Snapshot | None:
    """All figures as they are now, kept as the day's; None when it takes longer than `at_most`.

    Raises:
        StoreUnreachableError: the table does not answer; nothing is kept.
    """
    until = time.monotonic() + at_most.total_seconds() if at_most else None
    reading = _Reading(now, until)
    if not _read_files(reading) or not _read_accounts(reading):
        return None
    snapshot = _snapshot(reading)
    figures.put(snapshot)
    return snapshot


def _read_files(reading: _Reading) -> bool:
    """Whether all files were read in time."""
    since = datetime.combine(begin(reading.today), datetime.min.time(), UTC)
    standing = (case for state in (CaseState.OPEN, CaseState.REVIEW) for case in cases.all_in(state))
    over = (case for state in (CaseState.CLOSED, CaseState.DISMISSED) for case in cases.all_in(state, since))
    ids = (case.id for some in (standing, over) for case in some)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for some in _rounds(ids):
            if reading.late:
                return False
            found = (file for file in pool.map(cases.get, some) if file)
            reading.facts.update((file.case.id, file_facts(file)) for file in found)
    return True


def _read_accounts(reading: _Reading) -> bool:
    """Whether all accounts were read in time; claims of cases are taken from the account while it is there."""
    reading.claims = figures.claims()
    of_customer: dict[str, list[FileFacts]] = {}
    for one in reading.facts.values():
        of_customer.setdefault(one.customer_number, []).append(one)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for some in _rounds(dict.fromkeys((*ledgers.numbers(), *of_customer))):
            if reading.late:
                return False
            for number, ledger, due_dates in pool.map(lambda one: _account(one, reading.today), some):
                if ledger:
                    reading.accounts[number] = account_sums(ledger, due_dates, reading.today)
                    _follow_claims(of_customer.get(number, ()), ledger, reading)
    return True


def _account(number: str, today: date) -> tuple[str, Ledger | None, dict[str, date]]:
    ledger = ledgers.account(number)
    return number, ledger, settled.due_dates(number) if ledger and unmatched(ledger, today) else {}


def _follow_claims(own: Iterable[FileFacts], ledger: Ledger, reading: _Reading) -> None:
    """Keeps what was open at each block, and what came back of it until the case was closed or today.

    A payment that names no invoice counts once, for the customer's oldest claim.
    """
    left = recovered.unnamed(ledger)
    stopped = [(one.figures.blocked_at, one) for one in own if one.state not in _NOT_OURS and not one.withdrawn]
    for blocked_at, one in sorted(((at, one) for at, one in stopped if at), key=lambda pair: pair[0]):
        known = reading.claims.get(one.figures.case_id)
        since = blocked_at.astimezone(HOME).date()
        if known is None:
            claim = recovered.claim_at_block(one.figures.case_id, since, ledger, reading.today, left)
        else:
            claim = recovered.with_payments(known, ledger, left)
        if claim != known:
            figures.put_claim(claim)
            reading.claims[claim.case_id] = claim


def _snapshot(reading: _Reading) -> Snapshot:
    today, facts, sums = reading.today, list(reading.facts.values()), list(reading.accounts.values())
    books = receivables.books_by_currency(sums)
    currency = books[0].currency if books else receivables.EURO
    closed = [one for one in facts if one.state is CaseState.CLOSED and one.figures.blocked_at and not one.withdrawn]
    known = [
        (_closed_on(one), reading.claims[one.figures.case_id])
        for one in closed
        if one.figures.case_id in reading.claims
    ]
    measured_figures = (
        receivables.overdue_share(books),
        receivables.turnover_share(books, figures.get().targets.turnover),
        receivables.days_to_payment(sums, today),
        receivables.days_overdue(sums),
        recovered.recovery_rate(known, len(closed) - len(known), currency, today),
        files.hours_to_block(facts, today, HOME),
        files.hours_to_answer(facts, today, HOME),
        files.false_alarms(facts, today, HOME),
    )
    return Snapshot(
        at=reading.now,
        day=today,
        figures=measured_figures,
        books=books,
        stages=exposure.by_stage(facts, reading.accounts),
        cases=files.cases_by_month(facts, today, HOME),
        accounts=len(sums),
        files=len(facts),
        seconds=fine(Decimal(str(time.monotonic() - reading.began))),
    )


def _closed_on(one: FileFacts) -> date:
    at = one.figures.closed_at or one.figures.opened_at
    return at.astimezone(HOME).date()


def _rounds(ids: Iterable[T]) -> Iterator[list[T]]:
    """The things in portions, so that time is looked at in between."""
    left = iter(ids)
    while some := list(islice(left, _ROUND)):
        yield some
