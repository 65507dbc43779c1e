"""What is due, and that somebody was told: each reminder and each escalation is written once, with its messages."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from chalicelib.model.alert import Alert
from chalicelib.model.case import Case, Entry
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineState
from chalicelib.model.escalation import Escalation
from chalicelib.model.task import TaskState
from chalicelib.store import keys, table
from chalicelib.store.decisions import alert_item, deadline_item, relist_requests

_PAGE = 200
_NEW = "attribute_not_exists(pk)"


def cases_with_dates(until: date) -> tuple[str, ...]:
    """Ids of the cases in which a deadline or task is open whose day comes until then, or has gone by."""
    found = [*_listed("DEADLINES#open", until), *_listed("TASKS#open", until)]
    return tuple(sorted({str(one["pk"]).removeprefix(keys.CASE_PREFIX) for one in found}))


def _listed(listing: str, until: date) -> Iterator[table.Item]:
    end = (until + timedelta(days=1)).isoformat()
    after: str | None = None
    while True:
        page, after = table.query_listing(listing, after=after, limit=_PAGE)
        for one in page:
            if str(one["listed_at"]) >= end:
                return
            yield one
        if after is None:
            return


def record(entries: Iterable[Entry], alerts: Iterable[Alert]) -> bool:
    """Whether this was new: the entries say that it was told, the alerts tell it.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    requests = [table.put_request(table.item(keys.entry(one.case_id, one.id), "entry", one), _NEW) for one in entries]
    return not table.transact([*requests, *_tell(alerts)])


def record_escalation(escalation: Escalation, entry: Entry | None, alerts: Iterable[Alert]) -> bool:
    """Whether the alert was not yet handed on to this person; raises as `record`."""
    key = keys.escalation(escalation.alert_id, escalation.id)
    requests = [table.put_request(table.item(key, "escalation", escalation), _NEW)]
    if entry:
        requests.append(table.put_request(table.item(keys.entry(entry.case_id, entry.id), "entry", entry)))
    return not table.transact([*requests, *_tell(alerts)])


def escalations_of(alerts: Iterable[Alert]) -> tuple[Escalation, ...]:
    """To whom these alerts were handed on."""
    found = (one for alert in alerts for one in table.query(keys.alert(alert.id).pk, prefix="ESCALATION#"))
    return tuple(table.read(one, Escalation) for one in found)


def put_lapsed(case: Case, lapsed: Deadline) -> bool:
    """Whether the deadline is now marked as gone by; False when the case moved on since it was read."""
    unchanged = table.check_request(keys.case(case.id), "version = :read", {":read": case.version})
    return not table.transact([table.put_request(deadline_item(lapsed, case)), unchanged])


def put_away(file: CaseFile) -> None:
    """Takes the open work of a case that is over off the lists, where it was left; nothing if the case moved on."""
    tasks = (one for one in file.tasks if one.state is TaskState.OPEN)
    deadlines = (one for one in file.deadlines if one.state is DeadlineState.OPEN)
    requests = relist_requests([*tasks, *deadlines], file.case)
    for start in range(0, len(requests), table.TRANSACTION_LIMIT - 1):
        unchanged = table.check_request(keys.case(file.case.id), "version = :read", {":read": file.case.version})
        table.transact([unchanged, *requests[start : start + table.TRANSACTION_LIMIT - 1]])


def _tell(alerts: Iterable[Alert]) -> Iterator[table.Item]:
    for one in alerts:
        yield table.put_request(alert_item(one))
        if one.message.case_id:
            yield table.put_request(table.link(keys.alert_of_case(one.message.case_id, one.id), "alert_link"))
