"""Step 2 for our own books: a changed account moves the dates and duties of the customer's cases, and its cover."""

from datetime import datetime, timedelta
from typing import Any

import stamina

from chalicelib import clock
from chalicelib.deciding.books import on_books_changed
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Customer
from chalicelib.model.ledger import BooksLook, Ledger
from chalicelib.occasions import occasion_of
from chalicelib.recovery.cover_warnings import cover_is_back, cover_warnings
from chalicelib.store import cases, credit, customers, decisions, ledgers
from functions.entry import count, logger, queue_step, wanted

_RUNNING = {CaseState.OPEN, CaseState.REVIEW}
_AGAIN = timedelta(days=1)
_EVENTS_KEPT = timedelta(days=365)


def follow(message: dict[str, Any], _context: Any) -> None:
    """Lets each running case of the customer follow the books, then looks whether new deliveries are still covered."""
    (key,) = wanted(message, "pk")
    number = key.removeprefix("LEDGER#")
    customer = customers.get(number)
    if customer is None:
        logger.info("customer is gone")
        return
    for case in cases.of_customer(number):
        if case.state in _RUNNING:
            _move(case.id, customer)
    _look(number, clock.now())


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.05, wait_max=1.0)
def _move(case_id: str, customer: Customer) -> None:
    file = cases.get(case_id)
    decision = on_books_changed(file, occasion_of(customer, clock.now())) if file else None
    if decision and decisions.record(decision):
        count("CasesMovedByBooks")
        logger.info("moved", case=case_id, deadlines=len(decision.deadlines), tasks=len(decision.tasks))


def _look(number: str, now: datetime) -> None:
    """Tells what now stops deliveries, or no longer does; an insured account is looked at again every day."""
    ledger = ledgers.get(number)
    if ledger is None:
        return
    before = ledgers.look(number)
    known = before.warnings if before else ()
    events = cover_warnings(ledger, before, now)
    told = events if events or not known else (cover_is_back(ledger, known, now),)
    for event in told:
        if credit.add_event(event, expires_at=now + _EVENTS_KEPT, of_a_source=False):
            count("CoverEvents")
    covered_at = (before.covered_at if before else None) if events else now
    warnings = tuple(one.id for one in events)
    seen = BooksLook(customer_number=number, looked_at=now, warnings=warnings, covered_at=covered_at)
    if before or ledger.insured:
        ledgers.put_look(seen, _next_look(ledger, seen, now))


def _next_look(ledger: Ledger, seen: BooksLook, now: datetime) -> datetime | None:
    return now + _AGAIN if ledger.insured or seen.warnings else None


handler = queue_step("follow_books", follow)
