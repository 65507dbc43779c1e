"""When our own credit insurance no longer covers new deliveries: a warning like a bureau's, before any insolvency."""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.model.credit import OUR_POLICY, CreditEvent
from chalicelib.model.event import EventKind
from chalicelib.model.insurance import Finding
from chalicelib.model.ledger import BooksLook, Ledger
from chalicelib.model.record import content_id
from chalicelib.recovery.insurance import findings


def blocking_findings(ledger: Ledger, on: date) -> tuple[Finding, ...]:
    """What stops new deliveries on account on a day: a limit withdrawn, the maximum extension exceeded."""
    return tuple(
        one
        for policy, limits in ledger.policies_on(on)
        for one in findings(policy, limits, ledger.items, on)
        if one.blocks
    )


def cover_warnings(ledger: Ledger, last: BooksLook | None, now: datetime) -> tuple[CreditEvent, ...]:
    """One event for each finding that stops deliveries; its id stays the same as long as the finding does.

    What ended and came back, even since the same day (a payment that bounced), is another event: its id has in it
    when deliveries were last seen covered.
    """
    covered_at = last.covered_at if last else None
    again = (covered_at.isoformat(),) if covered_at else ()
    return tuple(_warning(one, ledger, again, now) for one in blocking_findings(ledger, now.date()))


def cover_is_back(ledger: Ledger, before: Sequence[str], now: datetime) -> CreditEvent:
    """The event that nothing any more stops deliveries, after the warnings with these ids."""
    return CreditEvent(
        bureau=OUR_POLICY,
        event_id=content_id("cover is back", *before),
        customer_number=ledger.customer_number,
        event_kind=EventKind.CREDIT_RECOVERED,
        original_code="cover_is_back",
        text="neue Lieferungen sind wieder gedeckt\nnew deliveries are covered again",
        on=now.date(),
        at=now,
    )


def _warning(finding: Finding, ledger: Ledger, again: Sequence[str], now: datetime) -> CreditEvent:
    return CreditEvent(
        bureau=OUR_POLICY,
        event_id=content_id(finding.kind, finding.rule, finding.since.isoformat(), *again),
        customer_number=ledger.customer_number,
        event_kind=EventKind.LIMIT_WITHDRAWN,
        original_code=finding.kind,
        text=f"{finding.text_de}\n{finding.text_en}",
        on=finding.since,
        at=now,
    )
