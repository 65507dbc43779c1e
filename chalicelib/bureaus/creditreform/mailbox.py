"""The mailbox through which orders and monitoring deliver: positions in it, entries, and the events of a delivery."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from chalicelib.bureaus.creditreform import NAME as SOURCE
from chalicelib.bureaus.creditreform import report
from chalicelib.bureaus.creditreform.scale import PAYMENTS_CEASED
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.errors import SourceChangedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import CreditEvent, Feature, Lapse, LapseKind
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind

_OPEN_STATES = frozenset({"Outstanding", "Void"})
_STATES = frozenset({"Outstanding", "Void", "Ready", "Called"})
_ENTRY = (
    "id", "orderId", "originOrderId", "productCode", "crefoId", "reference1", "reference2", "state", "orderState",
    "orderInformation", "orderDate", "deliveryDate", "fetchDate", "modificationFlags", "alertCodes",
)  # fmt: skip


@dataclass(frozen=True)
class Position:
    """Every entry up to `last` is read, except those that were still outstanding.

    >>> Position.parse("900;12,17").start, str(Position(900, frozenset({17, 12})))
    (11, '900;12,17')
    """

    last: int
    outstanding: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, printed: str) -> "Position":
        """The position as it was printed; raises SourceChangedError for any other text."""
        if not re.fullmatch(r"\d{1,18}(;\d{1,18}(,\d{1,18})*)?", printed):
            raise SourceChangedError(SOURCE, f"position {printed[:40]!r} is none of ours")
        last, _, outstanding = printed.partition(";")
        return cls(int(last), frozenset(int(one) for one in outstanding.split(",") if one))

    def __str__(self) -> str:
        outstanding = ",".join(str(one) for one in sorted(self.outstanding))
        return f"{self.last};{outstanding}" if outstanding else str(self.last)

    @property
    def start(self) -> int:
        """LastId to list from, so that the outstanding ones are seen again."""
        return min(self.outstanding) - 1 if self.outstanding else self.last

    def wants(self, entry: int) -> bool:
        """Whether the entry has not been read yet."""
        return entry > self.last or entry in self.outstanding

    def behind(self, entry: int, *, is_open: bool) -> "Position":
        """The position once the entry is read, or remembered as outstanding."""
        rest = self.outstanding | {entry} if is_open else self.outstanding - {entry}
        return Position(max(self.last, entry), rest)


@dataclass(frozen=True)
class Entry:
    """One entry as far as the walk through the mailbox needs it."""

    id: int
    is_open: bool
    from_monitoring: bool
    attributes: Mapping[str, str]


def page(content: bytes, monitoring_product: str) -> tuple[list[Entry], int | None]:
    """Entries of a page in the order of their ids, and where the next page begins; None behind the last one."""
    answer = read_object(SOURCE, content, "mailbox")
    entries = [_entry(one, monitoring_product) for one in answer.items("data")]
    return sorted(entries, key=lambda one: one.id), next_id(answer)


def next_id(answer: Members) -> int | None:
    """LastId of the next page; None at the end.

    Raises:
        SourceChangedError: the page does not say whether it is the last one.
    """
    if "keySetPaginationInfo" not in answer or "data" not in answer:
        raise answer.changed("without keySetPaginationInfo and data")
    paging = answer.inner("keySetPaginationInfo")
    if "nextId" not in paging.values:
        raise paging.changed("without nextId")
    return paging.whole("nextId")


def check(content: bytes) -> None:
    """Reads a page strictly; it says nothing that its reports' documents do not say again.

    Raises:
        SourceChangedError: an unknown member or state, or a cut page.
    """
    answer = read_object(SOURCE, content, "mailbox")
    next_id(answer)
    for one in answer.items("data"):
        if one.only(*_ENTRY).need("state") not in _STATES:
            raise one.changed(f"unknown state {one.need('state')!r}")
        one.need("crefoId")
        one.moment("deliveryDate", report.ZONE)


def _entry(one: Members, monitoring_product: str) -> Entry:
    number = one.whole("id")
    if number is None:
        raise one.changed("without id")
    order, origin = one.text("orderId"), one.text("originOrderId")
    delivered = one.moment("deliveryDate", report.ZONE)
    return Entry(
        id=number,
        is_open=one.need("state") in _OPEN_STATES,
        from_monitoring=one.text("productCode") == monitoring_product or (origin is not None and origin != order),
        attributes={
            "kind": "report",
            "entry": str(number),
            "crefo_id": one.text("crefoId") or "",
            "reference": one.text("reference1") or "",
            "alert_codes": " ".join(one.codes("alertCodes")),
            "modification_flags": " ".join(one.codes("modificationFlags")),
            "delivered_at": delivered.isoformat() if delivered else "",
        },
    )


def changes_in(document: Document, plan: BureauPlan) -> Iterator[CreditEvent | Lapse]:
    """What one delivered report of a monitoring order tells: its codes, the index, the firm's state.

    Raises:
        SourceChangedError: an unknown shape.
    """
    codes = f"{document.attributes.get('alert_codes', '')} {document.attributes.get('modification_flags', '')}".split()
    told = list(report.features_of_codes(tuple(dict.fromkeys(codes)), plan))
    if document.attributes.get("status") in {"404", "410"}:
        text = "the bureau no longer has the report of this delivery"
        told.append(Feature(code="report_missing", event_kind=EventKind.UNCLASSIFIED, text=text))
        yield from (_event(document, one, None) for one in told)
        return
    found = report.read(read_object(SOURCE, document.content, "report"), plan)
    if found.index and Decimal(found.index.value) < PAYMENTS_CEASED:
        yield _event(document, None, found)
    told += found.features
    if not told and not codes and not found.index:
        text = "a change was delivered without any code: read the report"
        told.append(Feature(code="no_code", event_kind=EventKind.UNCLASSIFIED, text=text))
    yield from (_event(document, one, found) for one in told)
    if found.requested_id and found.requested_id != found.crefo_id:
        yield Lapse(
            bureau=SOURCE,
            event_id=f"{document.attributes.get('entry', '')}:transferred",
            subject_id=found.requested_id,
            kind=LapseKind.TRANSFERRED,
            moved_to=found.crefo_id,
            text="the CrefoID that was ordered is now another one",
            on=_local_day(document),
        )


def _event(document: Document, told: Feature | None, found: report.Report | None) -> CreditEvent:
    """The event of one code or feature; with neither, the index moved."""
    code = told.code if told else "index"
    carries_index = found is not None and (told is None or told.code == "index600")
    return CreditEvent(
        bureau=SOURCE,
        event_id=f"{document.attributes.get('entry', '')}:{code}",
        subject_id=document.attributes.get("crefo_id") or (found.crefo_id if found else None),
        subject_name=found.name if found else None,
        event_kind=told.event_kind if told else None,
        original_code=code,
        text=(told.text or "") if told else "",
        on=_local_day(document),
        at=_delivered_at(document),
        country="CH",
        index=found.index if found and carries_index else None,
        fetched_at=document.fetched_at,
        payload=document.digest,
    )


def _delivered_at(document: Document) -> datetime:
    printed = document.attributes.get("delivered_at")
    return datetime.fromisoformat(printed).astimezone(UTC) if printed else document.fetched_at


def _local_day(document: Document) -> date:
    return _delivered_at(document).astimezone(ZoneInfo(report.ZONE)).date()
