"""One decision, one transaction: case, entries, block, tasks and alerts are all there or none is."""

from collections.abc import Iterable, Mapping

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.alert import Alert, AlertState
from chalicelib.model.case import Case, EntryKind
from chalicelib.model.deadline import Deadline, DeadlineState
from chalicelib.model.decision import Decision
from chalicelib.model.notice import publication_of
from chalicelib.model.retention import Retention
from chalicelib.model.task import Task, TaskState
from chalicelib.store import keys, table
from chalicelib.store.cases import case_item, replace_request

_NEW = _GONE = "attribute_not_exists(pk)"
_THERE = "attribute_exists(pk)"


def record(decision: Decision, *, customer_gone: bool = False) -> bool:
    """Whether the decision was written; False when it had been written before. It rests on the customer's being there,
    or, with `customer_gone`, on its having been deleted.

    Raises:
        ConcurrentChangeError: the case moved on since it was read; read again and decide again.
        StoreUnreachableError: the table does not answer.
    """
    entries = [
        table.put_request(table.item(keys.entry(decision.case.id, entry.id), "entry", entry), _NEW)
        for entry in decision.entries
    ]
    rest = [_put_case(decision), *_puts(decision), *_links(decision)]
    customer = keys.customer(decision.case.customer_number)
    rest.append(table.check_request(customer, _GONE) if customer_gone else _stays(customer))
    rest += _not_withdrawn(decision)
    # In an accident work may be listed too long, which costs a look; never too short, which would cost a reminder.
    relisted = relist_requests(decision.relisted, decision.case)
    earlier, later = ([], relisted) if decision.case.state.over else (relisted, [])
    codes = table.transact_around([*earlier, *_alert_links(decision)], [*entries, *rest], later)
    if codes and entries and all(code == "ConditionalCheckFailed" for code in codes[: len(entries)]):
        return False
    if codes:
        raise ConcurrentChangeError(
            f"case {decision.case.id}, its customer or its notice changed meanwhile; decide again"
        )
    return True


def _stays(customer: keys.Key) -> table.Item:
    """That the customer is there; a deletion that has looked for blocks before this one looks again.

    It costs what a check costs, and where no deletion is under way it changes nothing, so the stream tells nothing.
    """
    return table.update_request(customer, "REMOVE leaving", condition=_THERE)


def _not_withdrawn(decision: Decision) -> list[table.Item]:
    """That no notice that now counts was taken back meanwhile, nor the publication about several debtors it is from."""
    counted = {one.notice_id for one in decision.entries if one.kind is EntryKind.NOTICE and one.notice_id}
    wanted = sorted(counted | {publication_of(one) for one in counted})
    return [table.check_request(keys.withdrawal(one), "attribute_not_exists(pk)") for one in wanted]


def _put_case(decision: Decision) -> table.Item:
    case = decision.case
    if decision.previous_version == 0:
        return table.put_request(case_item(case), _NEW)
    return replace_request(case, decision.previous_version)


def _puts(decision: Decision) -> list[table.Item]:
    requests = [table.put_request(task_item(task, decision.case)) for task in decision.tasks]
    requests += [table.put_request(deadline_item(one, decision.case)) for one in decision.deadlines]
    requests += [
        table.put_request(table.item(keys.document(one.case_id, one.id), "document", one)) for one in decision.documents
    ]
    requests += [table.put_request(alert_item(alert), _NEW) for alert in decision.alerts]
    requests += [acknowledgement(decision.acknowledged)] if decision.acknowledged else []
    requests += _deletion(decision.case)
    if decision.block:
        block = decision.block
        requests.append(table.put_request(table.item(keys.block(block.customer_number, block.case_id), "block", block)))
    return requests


def _deletion(case: Case) -> list[table.Item]:
    """When the person's facts go; while the proceedings run the mark is not listed. No step may delete items for it."""
    if not case.natural_person:
        return []
    key = keys.deletion(keys.case(case.id).pk)
    return [deletion_mark(key, case.retention) if case.retention else table.put_request(table.link(key, "deletion"))]


def deletion_mark(key: keys.Key, retention: Retention, payload: str | None = None) -> table.Item:
    """The request that lists a case or a notice by the day on which its personal facts are deleted."""
    listed_at = _mark(retention.delete_on.isoformat(), key.pk)
    mark = table.item(key, "deletion", retention, listing="DELETE#due", listed_at=listed_at)
    return table.put_request(mark | ({"payload": payload} if payload else {}))


def _links(decision: Decision) -> list[table.Item]:
    case: Case = decision.case
    followed = {decision.follows} if decision.follows else set()
    followed |= {case.proceedings_id} if decision.previous_version == 0 else set()
    wanted = {keys.case_of_proceedings(one, case.id) for one in followed}
    wanted |= {keys.case_of_notice(entry.notice_id, case.id) for entry in decision.entries if entry.notice_id}
    kept = {entry.notice_id for entry in decision.entries if entry.kind is EntryKind.NOTICE and entry.notice_id}
    return [
        *(table.put_request(table.link(key, "case_link")) for key in sorted(wanted)),
        *(
            table.update_request(keys.notice(notice_id), "REMOVE expires_at", condition="attribute_exists(pk)")
            for notice_id in sorted(kept)
        ),
    ]


def _alert_links(decision: Decision) -> list[table.Item]:
    """Which messages name the case; one that was never sent after all is a link to nothing."""
    named = (keys.alert_of_case(decision.case.id, alert.id) for alert in decision.alerts)
    return [table.put_request(table.link(key, "alert_link")) for key in named]


def task_item(task: Task, case: Case) -> table.Item:
    """Item of a task; open ones of a case that is not over are listed by due time."""
    return table.item(keys.task(task.case_id, task.id), "task", task, **_listed(task, case))


def deadline_item(deadline: Deadline, case: Case) -> table.Item:
    """Item of a deadline; open ones of a case that is not over are listed by the day on which reminding may begin."""
    return table.item(keys.deadline(deadline.case_id, deadline.id), "deadline", deadline, **_listed(deadline, case))


def relist_requests(work: Iterable[Task | Deadline], case: Case) -> list[table.Item]:
    """The requests that list work as the state of its case asks for, and leave everything else of it as it is."""
    return [_relist(one, _listed(one, case)) for one in work]


def _relist(one: Task | Deadline, listed: Mapping[str, str]) -> table.Item:
    key = keys.task(one.case_id, one.id) if isinstance(one, Task) else keys.deadline(one.case_id, one.id)
    if not listed:
        return table.update_request(key, "REMOVE listing, listed_at", condition="attribute_exists(pk)")
    values = {f":{name}": value for name, value in listed.items()}
    expression = "SET listing = :listing, listed_at = :listed_at"
    return table.update_request(key, expression, values, condition="attribute_exists(pk)")


def _listed(one: Task | Deadline, case: Case) -> dict[str, str]:
    if case.state.over:
        return {}
    if isinstance(one, Task):
        is_open, listing, first = one.state is TaskState.OPEN, "TASKS#open", one.due_at.isoformat()
    else:
        day = min(filter(None, (one.safe_date, one.warn_from)), default=None)
        is_open, listing, first = one.state is DeadlineState.OPEN, "DEADLINES#open", day.isoformat() if day else ""
    return {"listing": listing, "listed_at": _mark(first, one.id)} if is_open and first else {}


def alert_item(alert: Alert) -> table.Item:
    """Item of an alert; failed ones are listed until they are sent, others as waiting for an answer or answered."""
    asks = "ALERTS#answered" if alert.acknowledged_at else "ALERTS#waiting" if alert.wants_acknowledgement else None
    listing = "ALERTS#failed" if alert.state is AlertState.FAILED else asks
    listed = {"listing": listing, "listed_at": _mark(alert.created_at.isoformat(), alert.id)} if listing else {}
    answered = {"acknowledged": 1} if alert.acknowledged_at else {}
    return table.item(keys.alert(alert.id), "alert", alert, sending=_sending(alert), **answered, **listed)


def acknowledgement(alert: Alert) -> table.Item:
    """The request that keeps who acknowledged an alert, unless somebody did before or it was sent meanwhile."""
    condition = "attribute_not_exists(acknowledged) AND (attribute_not_exists(sending) OR sending = :read)"
    return table.put_request(alert_item(alert), condition, {":read": _sending(alert)})


def _sending(alert: Alert) -> str:
    """How far the sending is, so that whoever writes an alert notices that it went on."""
    return f"{alert.state} {alert.attempts}"


def _mark(moment: str, unique: str) -> str:
    return f"{moment}#{unique}"
