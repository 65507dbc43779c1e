"""What stands in a reader's calendar, gathered from all cases."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.calendars.entries import CalendarEntry, Style, entries_of
from chalicelib.calendars.feed import feed
from chalicelib.calendars.work import CaseWork, addresses_of, concerning
from chalicelib.errors import NotFoundError
from chalicelib.model.case import Case, CaseState
from chalicelib.model.customer import Customer
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.store import cases, customers, people, work

_SHOWN_AFTER_THE_END = timedelta(days=60)
_READERS = 16


class Feed(NamedTuple):
    """An iCalendar file and the mark that changes when an entry does."""

    content: str
    etag: str


def reader_of(firm: Organisation, address: str) -> Person | Department:
    """The person with this address, or the department whose mailbox it is.

    Raises:
        NotFoundError: none of our people and no department.
    """
    reader = firm.person(address) or firm.mailbox(address)
    if reader is None:
        raise NotFoundError("none of our people, and no department's mailbox, has this address")
    return reader


def feed_of(address: str, now: datetime) -> Feed:
    """The reader's calendar: running cases, and ended ones for two months so that their entries are cancelled.

    Raises:
        NotFoundError: the reader has left the firm.
    """
    firm = people.organisation()
    reader = reader_of(firm, address)
    style = Style(language=reader.language, time_zone=_zone(reader))
    found = concerning(reader, _works(reader, firm, now), firm)
    entries = tuple(entry for one in found for entry in entries_of(one, style))
    content = feed(reader.name, entries, now, style).decode()
    return Feed(content, _mark(entries, style))


def _works(reader: Person | Department, firm: Organisation, now: datetime) -> list[CaseWork]:
    """The reader's cases with dates and tasks, and those in which a task is theirs."""
    addresses = addresses_of(reader, firm)
    known = list(_cases(now))
    by_number = customers.get_many({case.customer_number for case in known})
    told = {case.id: _responsible(case, by_number.get(case.customer_number)) for case in known}
    theirs = {case_id for case_id, responsible in told.items() if addresses & {one.casefold() for one in responsible}}
    with_tasks = work.open_tasks(
        lambda task: bool(addresses & {one.casefold() for one in (task.owner, task.deputy) if one}),
        until=None,
        after=None,
        limit=1000,
    )
    wanted = sorted(theirs | {task.case_id for task in with_tasks.records})
    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        files = list(pool.map(cases.get, wanted))
    return [
        CaseWork(case=file.case, deadlines=file.deadlines, tasks=file.tasks, responsible=told.get(file.case.id, ()))
        for file in files
        if file
    ]


def _cases(now: datetime) -> Iterator[Case]:
    for state in (CaseState.OPEN, CaseState.REVIEW):
        yield from cases.all_in(state)
    for state in (CaseState.CLOSED, CaseState.DISMISSED):
        yield from cases.all_in(state, since=now - _SHOWN_AFTER_THE_END)


def _responsible(case: Case, customer: Customer | None) -> tuple[str, ...]:
    named = (*customer.responsible, *customer.departments) if customer else ()
    hands = (one for one in (case.owner, case.deputy) if one)
    return (*(one.email for one in named), *hands)


def _zone(reader: Person | Department) -> str:
    return reader.time_zone if isinstance(reader, Person) else Style().time_zone


def _mark(entries: tuple[CalendarEntry, ...], style: Style) -> str:
    """A digest of what is shown, without the moment at which it was made."""
    digest = hashlib.sha256(style.model_dump_json().encode())
    for entry in entries:
        digest.update(entry.model_dump_json().encode())
    return f'"{digest.hexdigest()[:32]}"'
