"""Step 2 for bureaus: what a bureau told about somebody meets the customers that are this somebody."""

from typing import Any

import stamina

from chalicelib import clock, decide
from chalicelib.deadlines.retention import expires_at, of_notice
from chalicelib.deciding import credit as rules
from chalicelib.deciding import meeting
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.credit import CreditEvent, IndexEntry, Subject
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.record import content_id
from chalicelib.occasions import occasion_of
from chalicelib.store import cases, credit, customers, decisions, notices
from functions.entry import count, count_block, logger, queue_step, wanted


def apply(message: dict[str, Any], _context: Any) -> None:
    """Decides for each customer the event is about. One about nobody of ours stays stored until somebody is linked."""
    pk, sk = wanted(message, "pk", "sk")
    event = credit.event_at(pk, sk)
    if event is None:
        logger.info("credit event is gone", key=pk)
        return
    numbers = (event.customer_number,) if event.customer_number else _linked(event)
    for number, customer in sorted(customers.get_many(numbers).items()):
        known = credit.file_of(number)
        subject = known.subject(event.bureau) if event.subject_id else None
        _remember_index(event, customer)
        if rules.overcome(event, known):
            logger.info("the index has recovered since", credit_event=event.id)
            continue
        settle(rules.compared(event, known), customer, subject)
    if not numbers:
        count("CreditEventsUnlinked")
        logger.warning("credit event about nobody of ours", bureau=event.bureau, credit_event=event.id)


def _linked(event: CreditEvent) -> tuple[str, ...]:
    return credit.customers_of(event.bureau, event.subject_id) if event.subject_id else ()


def _remember_index(event: CreditEvent, customer: Customer) -> None:
    """Adds what a watched subject's index became to the customer's history; a check has added its own."""
    if event.index is None or event.subject_id is None:
        return
    entry = IndexEntry(
        id=content_id(event.id),
        customer_number=customer.number,
        bureau=event.bureau,
        index=event.index,
        on=event.on,
        source="watch",
    )
    credit.add_index(entry, clock.now())


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.05, wait_max=1.0)
def settle(event: CreditEvent, customer: Customer, subject: Subject | None) -> None:
    """Writes what follows for one customer; repeating it is harmless."""
    kind = rules.kind_of(event)
    if kind is None:
        return
    now = clock.now()
    notice = rules.notice_of(event, kind, customer)
    known = cases.of_customer(customer.number)
    moved = notices.cases_moved_by(notice.id)
    continued = next((case for case in known if case.id in moved), None) or meeting.continued(notice, known)
    if meeting.dismissed_before(notice, known):
        event = event.model_copy(update={"certain": False})  # a person has said that these proceedings are not ours
    retention = of_notice(notice, now) if customer.kind is CustomerKind.PERSON else None
    notices.keep_bureau_notice(notice, expires_at=expires_at(notice, now), retention=retention)
    occasion = occasion_of(customer, now)
    file = cases.get(continued.id) if continued else None
    decision = decide.on_credit_event(file, event, subject, occasion)
    if decision is None or not decisions.record(decision):
        return
    count("CreditEventsApplied")
    count_block(decision.block)
    logger.info(
        "decided",
        credit_event=event.id,
        notice=notice.id,
        case=decision.case.id,
        kind=kind,
        alerts=len(decision.alerts),
    )


handler = queue_step("apply_credit_events", apply)
