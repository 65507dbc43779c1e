"""What lists show: a few parts of many records, read in as few questions as the table allows."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.model.alert import AlertState
from chalicelib.model.case import CaseState
from chalicelib.model.deadline import DeadlineState
from chalicelib.model.lines import AlertHead, AlertLine, BlockLine, CaseLine, CaseName, CustomerLine, WorkLine
from chalicelib.model.task import CAUSE_CASE, SAME_ACT, TaskKind, TaskState, task_id
from chalicelib.store import keys, table
from chalicelib.store.cases import listing_of

_PAGE = 2000  # an answer holds 1 MB of records, whatever is read of them: more than this only of small ones
_TOGETHER = 3
_ALERT = (
    "id",
    "kind",
    "state",
    "severity",
    "created_at",
    "recipient.name",
    "recipient.address",
    "wants_acknowledgement",
    "acknowledged_at",
    "message.case_id",
    "message.event_kind",
    "message.source",
    "message.line.case.case_id",
    "message.line.due_id",
    "message.line.title_de",
    "message.line.title_en",
)
_DEADLINE = (
    "id",
    "case_id",
    "kind",
    "cause",
    "severity",
    "safe_date",
    "final_date",
    "state",
)
_TASK = ("id", "case_id", "kind", "severity", "due_at", "owner", "deputy", "state")
_TITLES = (("title_de", "text_de"), ("title_en", "text_en"))
_CUSTOMER = ("number", "name", "kind", "open_amount", "responsible", "departments")


def cases(state: CaseState, since: datetime | None = None) -> tuple[CaseLine, ...]:
    """Every case in a state, or those changed since then; oldest change first."""
    fields = tuple(one for one in CaseLine.model_fields if one != "score")
    found = _listed(listing_of(state), (*fields, "match.score"), after=since.isoformat() if since else None)
    return tuple(CaseLine(**_some(one, fields), **_some(one.get("match", {}), ("score",))) for one in found)


def case_names(state: CaseState) -> tuple[CaseName, ...]:
    """Which cases are in a state; oldest change first."""
    fields = tuple(CaseName.model_fields)
    return tuple(CaseName(**_some(one, fields)) for one in _listed(listing_of(state), fields))


def blocks(of: Iterable[CaseName]) -> dict[str, BlockLine]:
    """The block of each case, by the case's id; in force or released."""
    fields = tuple(BlockLine.model_fields)
    wanted = [keys.block(one.customer_number, one.id) for one in of]
    found = table.get_many(wanted, only=_paths(fields))
    lines = (BlockLine.model_validate(_some(one["record"], fields)) for one in found)
    return {line.case_id: line for line in lines}


def customers(numbers: Iterable[str]) -> dict[str, CustomerLine]:
    """Customers by number; one that was deleted is missing."""
    found = table.get_many([keys.customer(one) for one in sorted(set(numbers))], only=_paths(_CUSTOMER))
    lines = (_customer(one["record"]) for one in found)
    return {line.number: line for line in lines}


def work(until: date | None, zone: ZoneInfo) -> tuple[WorkLine, ...]:
    """Open deadlines and tasks whose day comes until then, or has gone by, without titles; what is the same act once.

    To say whether a debtor is our customer is left out: the list of reviews asks that.
    Those of cases that are over are not listed, but in an accident some may be: look at the case.
    """
    end = (until + timedelta(days=1)).isoformat() if until else None
    with ThreadPoolExecutor(max_workers=1) as pool:
        listed = pool.submit(lambda: list(_listed("DEADLINES#open", _DEADLINE, end=end)))
        tasks = [one for one in _listed("TASKS#open", _TASK, end=end) if _is_open(one, TaskState.OPEN)]
    deadlines = [one for one in listed.result() if _is_open(one, DeadlineState.OPEN)]
    said = {task_id(one["case_id"], SAME_ACT[one["kind"]], CAUSE_CASE) for one in deadlines if _has_task(one)}
    of = {one["id"]: one for one in tasks}
    lines = [_deadline(one, of) for one in deadlines if one.get("safe_date")]
    lines += [_task(one, zone) for one in tasks if one["id"] not in said and one["kind"] != TaskKind.REVIEW_MATCH]
    return tuple(sorted(lines, key=lambda one: (one.safe_date, one.id)))


def next_dates() -> dict[str, WorkLine]:
    """The next deadline of each running case by its id, without title: hearings and the like, and tasks, are none."""
    lines = [_deadline(one, {}) for one in _listed("DEADLINES#open", _DEADLINE) if one.get("safe_date")]
    first: dict[str, WorkLine] = {}
    for line in sorted(lines, key=lambda one: (one.safe_date, one.id)):
        if not line.is_event:
            first.setdefault(line.case_id, line)
    return first


def titled(works: Sequence[WorkLine]) -> tuple[WorkLine, ...]:
    """The same with their titles; one that was deleted meanwhile has none."""
    wanted = [_key(one) for one in works]
    parts = ("pk", "sk", *(f"record.{name}" for names in _TITLES for name in names))
    found = {keys.Key(one["pk"], one["sk"]): one.get("record", {}) for one in table.get_many(wanted, only=parts)}
    return tuple(
        one.model_copy(
            update={title: found.get(key, {}).get(text if one.is_task else title, "") for title, text in _TITLES}
        )
        for one, key in zip(works, wanted, strict=True)
    )


def unanswered() -> tuple[AlertLine, ...]:
    """Messages that want an answer and have none from any recipient of the same news, oldest first."""
    with ThreadPoolExecutor(max_workers=_TOGETHER) as pool:
        read = pool.map(lambda name: list(_listed(name, _ALERT)), ("ALERTS#waiting", "ALERTS#held", "ALERTS#failed"))
        found = [_alert(one) for some in read for one in some]
    waiting = [one for one in found if one and not one.answered]
    if not waiting:
        return ()
    since = min(one.created_at for one in waiting).astimezone(UTC).isoformat()
    answers = [*found, *(_alert(one) for one in _listed("ALERTS#answered", _ALERT, after=since))]
    answered = {one.news for one in answers if one and one.answered}
    return tuple(sorted((one for one in waiting if one.news not in answered), key=lambda one: (one.created_at, one.id)))


def waiting_in(case_id: str) -> tuple[AlertHead, ...]:
    """Messages about the case that nobody has answered yet, oldest first."""
    links = table.query(keys.case(case_id).pk, prefix=keys.ALERT_PREFIX)
    wanted = [keys.alert(str(one["sk"]).removeprefix(keys.ALERT_PREFIX)) for one in links]
    fields = tuple(AlertHead.model_fields)
    read = table.get_many(wanted, only=_paths((*fields, "wants_acknowledgement", "acknowledged_at")))
    open_ = (one["record"] for one in read if one["record"].get("wants_acknowledgement"))
    heads = (AlertHead(**_some(one, fields)) for one in open_ if not one.get("acknowledged_at"))
    return tuple(sorted(heads, key=lambda one: (one.created_at, one.id)))


def _listed(listing: str, fields: Iterable[str], *, after: str | None = None, end: str | None = None) -> Iterator[Any]:
    """These parts of the records of a listing, page by page."""
    while True:
        page, after = table.query_listing(listing, after=after, limit=_PAGE, only=_paths(fields), end=end)
        yield from (one["record"] for one in page)
        if after is None:
            return


def _paths(fields: Iterable[str]) -> list[str]:
    return [f"record.{one}" for one in fields]


def _some(record: Any, fields: Iterable[str]) -> dict[str, Any]:
    return {one: record[one] for one in fields if one in record}


def _customer(record: Any) -> CustomerLine:
    return CustomerLine(
        **_some(record, ("number", "name", "kind", "open_amount")),
        people=tuple(one["email"] for one in record.get("responsible", ())),
        mailboxes=tuple(one["email"] for one in record.get("departments", ())),
    )


def _is_open(record: Any, is_open: str) -> bool:
    return bool(record.get("state", is_open) == is_open)


def _has_task(deadline: Any) -> bool:
    """Whether a task of the case is the same act, so that one line is enough."""
    return deadline["kind"] in SAME_ACT and deadline["cause"] == CAUSE_CASE and bool(deadline.get("safe_date"))


def _deadline(record: Any, tasks: dict[str, Any]) -> WorkLine:
    twin = tasks.get(task_id(record["case_id"], SAME_ACT[record["kind"]], CAUSE_CASE)) if _has_task(record) else None
    final = record.get("final_date") or record["safe_date"]
    same = ("id", "case_id", "severity", "safe_date")
    return WorkLine(**_some(record, same), final_date=final, **_some(twin or {}, ("owner", "deputy")))


def _task(record: Any, zone: ZoneInfo) -> WorkLine:
    day = datetime.fromisoformat(record["due_at"]).astimezone(zone).date()
    return WorkLine(
        **_some(record, ("id", "case_id", "severity", "owner", "deputy")),
        safe_date=day,
        final_date=day,
        is_task=True,
    )


def _key(work: WorkLine) -> keys.Key:
    return keys.task(work.case_id, work.id) if work.is_task else keys.deadline(work.case_id, work.id)


def _alert(record: Any) -> AlertLine | None:
    """The message, when it wants an answer."""
    if not record.get("wants_acknowledgement"):
        return None
    message, recipient = record["message"], record["recipient"]
    line = message.get("line") or {}
    case_id = message.get("case_id") or line.get("case", {}).get("case_id")
    about = f"{case_id}#{line['due_id']}" if line else case_id or message.get("source", "")
    return AlertLine(
        **_some(record, ("id", "kind", "severity", "created_at")),
        state=record.get("state", AlertState.PENDING),
        recipient=recipient.get("name") or recipient["address"],
        address=recipient["address"],
        answered=bool(record.get("acknowledged_at")),
        case_id=case_id,
        subject=about,
        **_some(line, ("title_de", "title_en")),
        **_some(message, ("event_kind", "source")),
    )
