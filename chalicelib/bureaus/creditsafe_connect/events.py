"""Notification events of the monitored companies.

Source: OpenAPI 1.10.4, /monitoring/notificationEvents and its examples; rule 107 in a third party's repository. Times
have no zone in the examples; UTC is believed. `eventId` is the same in every portfolio, `notificationEventId` is not.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from chalicelib.bureaus.creditsafe_connect import JSON
from chalicelib.bureaus.creditsafe_connect.report import index_value
from chalicelib.bureaus.json_shape import members
from chalicelib.errors import SourceChangedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import CreditEvent
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind

_PAGE = {"correlationId", "totalCount", "data", "paging"}
_EVENT = members(
    "company eventId eventDate newValue oldValue notificationEventId notificationId processedDate ruleCode "
    "ruleName summary ruleText localEventCode isProcessed createdDate globalEventCode"
)
_COMPANY = {"id", "safeNumber", "name", "countryCode", "portfolioId", "portfolioName"}
_SCORE, _LIMIT = "101", "102"
_IGNORED = frozenset({"105", "107"})  # address and directors: neither says anything about credit
NOTHING = "NotificationEvent resource not found"


def read_page(content: bytes) -> tuple[list[dict[str, Any]], int | None]:
    """A page's events, and how many the bureau counts over all pages.

    Raises:
        SourceChangedError: an unknown shape, or a cut page.
    """
    page = JSON.read(content)
    if page == {"message": NOTHING}:
        return [], 0
    page = JSON.members(page, _PAGE, "page")
    count = page.get("totalCount")
    if count is not None and (isinstance(count, bool) or not isinstance(count, int)):
        raise SourceChangedError(JSON.source, f"totalCount is {count!r}")
    return JSON.listed(page.get("data"), _EVENT, "data"), count


def read_events(document: Document, plan: BureauPlan) -> Iterator[CreditEvent]:
    """The page's events in its order; one that is not understood holds back no other.

    A limit that moved without being withdrawn, an address and a director are left out: they decide nothing.

    Raises:
        SourceChangedError: an unknown shape, or a cut page.
    """
    not_understood: SourceChangedError | None = None
    for found in read_page(document.content)[0]:
        try:
            event = _event(found, document, plan)
        except SourceChangedError as error:
            not_understood = not_understood or error
        else:
            if event is not None:
                yield event
    if not_understood:
        raise not_understood


def _event(found: dict[str, Any], document: Document, plan: BureauPlan) -> CreditEvent | None:
    rule, local = JSON.needed(found, "ruleCode", "event"), JSON.word(found, "localEventCode")
    new, old = JSON.word(found, "newValue"), JSON.word(found, "oldValue")
    company = JSON.members(found.get("company"), _COMPANY, "company")
    agreed = plan.codes.get(local or "") or plan.codes.get(rule)
    if agreed is None and (rule in _IGNORED or (rule == _LIMIT and not _withdrawn(new, old))):
        return None
    at = _moment(JSON.needed(found, "eventDate", "event"))
    scored = agreed is None and rule == _SCORE and new is not None
    kind = agreed or (EventKind.LIMIT_WITHDRAWN if rule == _LIMIT else EventKind.UNCLASSIFIED)
    return CreditEvent(
        bureau=JSON.source,
        event_id=JSON.needed(found, "eventId", "event"),
        subject_id=JSON.needed(company, "id", "company"),
        subject_name=JSON.word(company, "name"),
        event_kind=None if scored else kind,
        original_code=f"{rule}/{local}" if local else rule,
        text=_text(found, None if scored else (old, new)),
        on=at.date(),
        at=at,
        country=JSON.word(company, "countryCode"),
        index=index_value(new) if scored and new else None,
        previous_index=index_value(old) if scored and old else None,
        fetched_at=document.fetched_at,
        payload=document.digest,
    )


def _withdrawn(new: str | None, old: str | None) -> bool:
    """Whether the limit went to nothing. No new value after an amount counts as withdrawn (believed)."""
    before, after = _amount(old), _amount(new)
    if before is not None and before <= 0:
        return False
    return after <= 0 if after is not None else new is None and before is not None


def _amount(printed: str | None) -> Decimal | None:
    try:
        amount = None if printed is None else Decimal(printed)
    except InvalidOperation as error:
        raise SourceChangedError(JSON.source, f"the limit {str(printed)[:40]!r} is no number") from error
    if amount is not None and not amount.is_finite():
        raise SourceChangedError(JSON.source, f"the limit {str(printed)[:40]!r} is no amount")
    return amount


def _text(found: dict[str, Any], values: tuple[str | None, str | None] | None) -> str:
    said = JSON.word(found, "summary") or JSON.word(found, "ruleText") or JSON.word(found, "ruleName") or ""
    moved = " -> ".join(value or "-" for value in values) if values and any(values) else ""
    return ": ".join(part for part in (said, moved) if part)


def _moment(printed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(printed)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise SourceChangedError(JSON.source, f"eventDate is {printed[:40]!r}") from error
