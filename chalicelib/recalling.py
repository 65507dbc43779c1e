"""Removals that registers tell are obeyed once a day: what was copied of the case goes, our own books stay.

Of a natural person's case everything goes that a purge on its day takes (`purging`). Of an organisation's the
register's notices and payloads go; the case, its block and what we wrote stay as business records (HGB 257).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from chalicelib import purging, registers
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.removal import Removal
from chalicelib.model.retention import Purged, Retention
from chalicelib.purging import Plan
from chalicelib.store import cases, keys, notices, recalls, sources, table
from chalicelib.store.deletions import Mark

_LATE_AFTER = timedelta(days=3)  # the list is asked for with each poll, at least daily
_COPIES_KEPT_FOR = timedelta(days=3 * 365 + 184)  # as long as notices are kept while proceedings run


def obey(today: date, now: datetime, *, dry: bool = False) -> Iterator[Purged]:
    """What went, or (`dry`) would go, because a register took it back; trouble with one lets the others go on."""
    for removal in recalls.due(today):
        yield from purging.tried(_mark(removal, today), partial(_plans, removal, today, now), dry=dry)


def late_lists(now: datetime) -> list[str]:
    """A sentence for each register whose removals were not heard of for days while copies of it may be kept."""
    found = []
    for name in registers.names():
        if not hasattr(registers.load(name), "removals"):
            continue
        status = sources.get(name)
        heard = status.checked_through or status.failing_since
        if status.notices_total and heard and _LATE_AFTER < now - heard < _COPIES_KEPT_FOR:
            kept = f"{status.notices_total} notices were copied"
            found.append(f"{name}: removals were last heard of {heard:%Y-%m-%d %H:%M} UTC, and {kept}")
    return found


def _mark(removal: Removal, today: date) -> Mark:
    reason = f"the register took it back ({removal.reason}) and copies must follow"
    told = removal.told_at.date()
    retention = Retention(source=removal.source, published_on=told, delete_on=today, reason=reason)
    return Mark(pk=recalls.key_of(removal).pk, retention=retention)


def _plans(removal: Removal, today: date, now: datetime) -> list[Plan]:
    """First the cases of persons, one by one; last the notices and payloads, with the removal itself."""
    stored = recalls.of_case(removal.source, removal.case_number)
    known = {one: notices.get(one) for one in stored.notices}
    called = [one for one in known.values() if one and _is_meant(removal, one)]
    ids = {one.id for one in called}
    moved = sorted({case for one in called for case in notices.cases_moved_by(one.id)})
    files = [file for one in moved if (file := cases.get(one)) and file.case.natural_person]
    plans = [
        purging.case_plan(file, today, (table.delete_request(keys.deletion(keys.case(file.case.id).pk)),))
        for file in files
    ]
    gone = ids | {name for name, one in known.items() if one is None}
    all_gone = gone == known.keys()
    links = [one for one in stored.links if one.sk.removeprefix("NOTICE#") in gone]
    payloads = set(stored.payloads) | {one.payload for one in called if one.payload}
    if all_gone:
        links = list(stored.links)
    base = purging.without_notices(called, payloads)
    last = (*base.last, recalls.obeyed(removal, now))
    return [*plans, base._replace(deletes=(*base.deletes, *links), last=last)]


def _is_meant(removal: Removal, notice: InsolvencyNotice) -> bool:
    number = removal.company_number
    before = notice.fetched_at is None or notice.fetched_at <= removal.told_at
    return before and (number is None or notice.debtor_reg_no in {number, None})
