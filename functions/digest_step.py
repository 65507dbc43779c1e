"""The day's mail to every person and department that has something before them, once a day at their morning hour."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.model.alert import Alert, AlertState, Recipient
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.people import Department, Person
from chalicelib.reminding.digest import Desk, Digest, digest, may_wait, wants_digest
from chalicelib.reminding.dues import Due
from chalicelib.reminding.quiet import is_quiet
from chalicelib.reminding.readers import Reader, reader, readers
from chalicelib.reminding.reminders import Reminder, reminders_due
from chalicelib.reminding.writing import digest_alert
from chalicelib.store import alerts, cases, digests, work
from functions.entry import logger
from functions.office import Enough, Office, all_cases, alone, never

HOME = ZoneInfo("Europe/Berlin")
_PAGE = 200
_STRANGERS = "*"
"""Stands for the addresses that only customers' records name: who they are is known after all cases are read."""


@dataclass(frozen=True)
class _Round:
    """Who is to be served now; `strangers` on which day, None when they were, or when it is too early.

    `served` are addresses that were on that day, in an earlier run or a moment ago.
    """

    known: tuple[Reader, ...]
    strangers: date | None
    served: frozenset[str]


def send_digests(office: Office, waiting: dict[str | None, tuple[Alert, ...]], enough: Enough = never) -> int:
    """How many digests were written; when it is enough the next run goes on with those who have had none."""
    todo = _round(office)
    if not todo.known and todo.strangers is None:
        return 0
    desks, strangers = _desks(office)
    files: dict[str, CaseFile | None] = {}
    others = [who for address, who in strangers.items() if address not in todo.served] if todo.strangers else []
    made = 0
    for done, who in enumerate((*todo.known, *others)):
        if done and enough():
            logger.warning("goes on in the next run", round="digests", left=len(todo.known) + len(others) - done)
            return made
        with alone("digest", "one reader"):
            made += _serve(who, _cases_of(who, desks, office), files, waiting, office)
    if todo.strangers:
        digests.put_served(todo.strangers, _STRANGERS)
    return made


def _desks(office: Office) -> tuple[Mapping[str, list[Case]], dict[str, Reader]]:
    """The running cases of each reader and of each owner of an open task by address, and which of them are not ours."""
    desks: defaultdict[str, list[Case]] = defaultdict(list)
    strangers: dict[str, Reader] = {}
    owners = _task_owners()
    for case in all_cases(CaseState.OPEN, CaseState.REVIEW):
        doing = (Recipient(address=one) for one in sorted(owners.get(case.id, ())))
        for one in readers((*(known.recipient for known in office.readers(case)), *doing), office.firm):
            desks[one.recipient.address.casefold()].append(case)
            if not _is_ours(one, office):
                strangers[one.recipient.address.casefold()] = one
    return desks, strangers


def _task_owners() -> Mapping[str, set[str]]:
    """Who has an open task, by case."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    after: str | None = None
    while True:
        page = work.open_tasks(lambda task: task.owner is not None, until=None, after=after, limit=_PAGE)
        for task in page.records:
            owners[task.case_id].add(task.owner or "")
        if page.next is None:
            return owners
        after = page.next


def _round(office: Office) -> _Round:
    """Readers of our own whose hour has come and who were not served today."""
    ours: tuple[Person | Department, ...] = (*office.firm.people, *office.firm.departments)
    addressed = (reader(Recipient(address=_address(one)), office.firm) for one in ours if wants_digest(one))
    served = {day: digests.served(day) for day in {_day(one, office.now) for one in (None, *office.firm.people)}}
    known = [
        one
        for one in addressed
        if _hour_has_come(one.person, office)
        and one.recipient.address.casefold() not in served[_day(one.person, office.now)]
    ]
    today = _day(None, office.now)
    now = _hour_has_come(None, office) and _STRANGERS not in served[today]
    return _Round(tuple(known), today if now else None, served[today])


def _serve(
    who: Reader,
    own: list[Case],
    files: dict[str, CaseFile | None],
    waiting: dict[str | None, tuple[Alert, ...]],
    office: Office,
) -> int:
    """1 when a mail was written; a day without anything to say is served, too."""
    zone = who.person.zone if who.person else HOME
    day = office.now.astimezone(zone).date()
    for case in own:
        if case.id not in files:
            files[case.id] = cases.get(case.id)
    found = [file for case in own if (file := files[case.id])]
    last = _last_digest(who, day)
    desk = _desk(found, waiting, last, office)
    made = digest(who.who, desk, day, zone, days=office.plan.digest_days, last=last)
    written = 0
    if not made.empty:
        by_id = {file.case.id: file.case for file in found}
        for channel in office.audience.people_channels:
            mail = digest_alert(made, by_id, who.recipient, channel, office.now)
            written |= alerts.add(mail, getattr(mail.message, "case_ids", ()))
            _settle(made, mail, office.now)
    digests.put_served(day, who.recipient.address.casefold())
    logger.info("digest", digest=made.id, cases=len(found), empty=made.empty)
    return int(written)


def _settle(made: Digest, mail: Alert, now: datetime) -> None:
    """What waited for the digest has been told: nothing sends it later, and no list shows it as not sent yet.

    What came behind the mail, when a run that died had written it before, is in no mail and waits for the next one.
    """
    kept = alerts.get(mail.id) or mail
    told = (one for one in made.news if one.created_at <= kept.created_at)
    for one in (each for each in told if may_wait(each) and each.state is AlertState.PENDING):
        sent = {"state": AlertState.SENT, "sent_at": now, "receipt": f"digest {made.id}"}
        alerts.update(one.model_copy(update=sent))


def _desk(found: list[CaseFile], waiting: dict[str | None, tuple[Alert, ...]], last: date, office: Office) -> Desk:
    dues = [(file, office.dues(file)) for file in found]
    unanswered = [one for file in found for one in waiting.get(file.case.id, ())]
    return Desk(
        cases=tuple(file.case for file in found),
        deadlines=tuple(one for file in found for one in file.deadlines),
        dues=tuple(one for _, some in dues for one in some),
        reminders=tuple(one for file, some in dues for one in _new_reminders(file, some, last, office)),
        alerts=tuple({one.id: one for one in (*unanswered, *_held_back(found, last))}.values()),
    )


def _held_back(found: list[CaseFile], last: date) -> list[Alert]:
    """News that was not sent alone, because its reader wants it here."""
    changed = [file.case.id for file in found if file.case.updated_at.date() >= last]
    pending = (one for case_id in changed for one in alerts.of_case(case_id) if one.state is AlertState.PENDING)
    return [one for one in pending if may_wait(one)]


def _new_reminders(file: CaseFile, dues: tuple[Due, ...], last: date, office: Office) -> list[Reminder]:
    """The reminders whose day has come since the reader's last digest."""
    today, days = office.today(file.case), office.plan.days_ahead
    before = {one.id for one in reminders_due(dues, (), last, office.now, days_ahead=days)}
    return list(reminders_due(dues, before, today, office.now, days_ahead=days))


def _last_digest(who: Reader, day: date) -> date:
    """The day before, or the last one on which the reader may be disturbed."""
    last = day - timedelta(days=1)
    while who.person and _closed(who.person, last) and day - last < timedelta(days=7):
        last -= timedelta(days=1)
    return last


def _closed(person: Person, day: date) -> bool:
    """Whether the person is not disturbed on that day at all, such as on a Sunday."""
    return is_quiet(person, datetime.combine(day, time(12), person.zone))


def _cases_of(who: Reader, desks: Mapping[str, list[Case]], office: Office) -> list[Case]:
    """The cases a reader answers for; a department answers for those of its people, too."""
    addresses = {who.recipient.address.casefold()}
    if isinstance(who.who, Department):
        addresses |= {one.email.casefold() for one in office.firm.members(who.who.name)}
    own = {case.id: case for address in sorted(addresses) for case in desks.get(address, ())}
    return sorted(own.values(), key=lambda case: (case.opened_at, case.id))


def _is_ours(who: Reader, office: Office) -> bool:
    return bool(office.firm.person(who.recipient.address) or office.firm.mailbox(who.recipient.address))


def _address(one: Person | Department) -> str:
    return one.email if isinstance(one, Person) else one.mailbox


def _day(person: Person | None, now: datetime) -> date:
    return now.astimezone(person.zone if person else HOME).date()


def _hour_has_come(person: Person | None, office: Office) -> bool:
    zone = person.zone if person else HOME
    reached = office.now.astimezone(zone).time() >= office.plan.digest_at
    return reached and not (person and is_quiet(person, office.now))
