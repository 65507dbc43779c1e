"""What may be kept no longer: found by its day, planned by key, deleted or replaced; repeating it is harmless.

Of a natural person's case goes what registers and bureaus said: notices with their texts, payloads and match keys, the
values that were compared, messages' contents, bureaus' events. What the business must keep by law (HGB 257) is split
off and stays: the file by its numbers, dates and decisions, our own letters, the ledger, the customer's own record.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from pydantic import ValidationError

from chalicelib import reading, registers
from chalicelib.deciding import faceless
from chalicelib.deciding.credit import notice_of
from chalicelib.errors import InsolvencyWatchError, NotFoundError
from chalicelib.matching.keys import FORMER_VERSION, KEY_VERSION, keys_of
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.dossier import DossierState
from chalicelib.model.event import EARLY_WARNINGS, EventKind
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.retention import Purged
from chalicelib.store import alerts, cases, credit, customers, deletions, evidence, keys, notices, table
from chalicelib.store.decisions import alert_item, task_item
from chalicelib.store.deletions import Mark


class Plan(NamedTuple):
    """Everything that one purge would do."""

    puts: tuple[table.Item, ...] = ()
    deletes: tuple[keys.Key, ...] = ()
    match_keys: tuple[keys.Key, ...] = ()
    payloads: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    drafts_of: str | None = None
    """The case whose drafts go; letters that a person approved stay."""
    last: tuple[table.Item, ...] = ()
    """Written in one transaction when all else is gone."""


def purge(today: date, *, dry: bool = False) -> Iterator[Purged]:
    """What went, or (`dry`) would go, oldest day first; trouble with one lets the others go on."""
    for mark in list(deletions.due(today)):
        yield from tried(mark, partial(_planned, mark, today), dry=dry)


def tried(mark: Mark, planned: Callable[[], list[Plan]], *, dry: bool) -> Iterator[Purged]:
    """What was, or (`dry`) would be, done; why it could not be; nothing where only the mark has served."""
    try:
        plans = planned()
        for plan in () if dry else plans:
            _carry_out(plan)
    except ValidationError as error:  # its own text would quote what the record holds
        yield _withheld(mark, f"a record of it cannot be read: {error.error_count()} problems in {error.title}")
    except InsolvencyWatchError as error:
        yield _withheld(mark, f"{type(error).__name__}: {error}")
    else:
        if any(plan._replace(last=()) != Plan() for plan in plans):  # else a case keeps the notice
            yield _told(mark, plans)


def _planned(mark: Mark, today: date) -> list[Plan]:
    if mark.pk.startswith(keys.NOTICE_PREFIX):
        return [_notice_plan(mark)]
    file = cases.get(mark.pk.removeprefix(keys.CASE_PREFIX))
    end = (table.delete_request(keys.deletion(mark.pk)),)
    return [case_plan(file, today, end) if file else Plan(last=end)]


def _carry_out(plan: Plan) -> None:
    for key in plan.payloads:
        deletions.delete_payload(key)
    if plan.drafts_of:
        deletions.delete_drafts(plan.drafts_of)
    deletions.delete_match_keys(plan.match_keys)
    deletions.apply(plan.puts, plan.deletes, plan.last)


def _withheld(mark: Mark, reason: str) -> Purged:
    return Purged(subject=mark.pk, retention=mark.retention, withheld=reason)


def _told(mark: Mark, plans: list[Plan]) -> Purged:
    return Purged(
        subject=mark.pk,
        retention=mark.retention,
        deleted=tuple(f"{one.pk} {one.sk}" for plan in plans for one in plan.deletes),
        replaced=tuple(f"{one['pk']} {one['sk']}" for plan in plans for one in plan.puts),
        match_keys=sum(len(plan.match_keys) for plan in plans),
        payloads=tuple(dict.fromkeys(one for plan in plans for one in plan.payloads)),
        shared=tuple(dict.fromkeys(one for plan in plans for one in plan.shared)),
    )


def _notice_plan(mark: Mark) -> Plan:
    """A notice that opened no case."""
    end = (table.delete_request(keys.deletion(mark.pk)),)
    notice = notices.get(mark.pk.removeprefix(keys.NOTICE_PREFIX))
    if notice and notices.cases_moved_by(notice.id):
        return Plan(last=end)  # a case keeps it, and the case's own day counts
    if notice is None:  # TTL was here first, and took the keys along
        payloads = _payloads({mark.payload} if mark.payload else set(), set())
        return Plan(payloads=payloads[0], shared=payloads[1], last=end)
    return without_notices([notice])._replace(last=end)


def without_notices(found: list[InsolvencyNotice], beside: Collection[str] = ()) -> Plan:
    """Notices go with their match keys, marks and payloads, and payloads `beside` them."""
    gone = {one.id for one in found}
    payloads, shared = _payloads({*beside, *(one.payload for one in found if one.payload)}, gone)
    deletes = [keys.notice(one.id) for one in found]
    deletes += [keys.deletion(keys.notice(one.id).pk) for one in found]
    deletes += [keys.watched_notice(one.source, one.publication_date.isoformat(), one.id) for one in found]
    places = {
        keys.notice_match(place, one.id)
        for one in found
        for version in (KEY_VERSION, FORMER_VERSION)
        for place in keys_of(one, version).places()
    }
    return Plan(deletes=tuple(deletes), match_keys=tuple(sorted(places)), payloads=payloads, shared=shared)


def _payloads(wanted: set[str], gone: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Payloads that go, and those that stay because notices in them are still kept: the last one takes it along."""
    shared = {one for one in wanted if any(notices.get(other) for other in _inside(one) - gone)}
    return tuple(sorted(wanted - shared)), tuple(sorted(shared))


def _inside(payload: str) -> set[str]:
    """Ids of the notices in a register's payload; a bureau's answer is about one customer alone."""
    source = payload.partition("/")[0]
    if source not in registers.names():
        return set()
    try:
        document = evidence.get(payload)
    except NotFoundError:
        return set()
    with reading.of_payload(source, payload):
        return {one.id for one in registers.load(source).parse(document)}


def case_plan(file: CaseFile, today: date, end: tuple[table.Item, ...]) -> Plan:
    """A natural person's case becomes the business record that stays; `end` is written with it."""
    case = file.case
    customer = customers.get(case.customer_number)
    known = [notices.get(one.notice_id) for one in case.notices]
    found = [one for one in known if one]
    sweep = faceless.Sweep(faceless.words_of(case, customer, found) | faceless.words_of_discharge(file))
    dues = faceless.told_of_discharge(file)
    messages = [(one, faceless.alert(one, case.id, sweep, dues)) for one in alerts.of_case(case.id)]
    said = _said_by_bureaus(file, customer)
    base = without_notices(found)
    payloads, shared = _payloads({*said.payloads}, {one.id for one in found})
    after = faceless.case(case, sweep, today)
    puts = [alert_item(new) for _, new in messages if new]
    puts += [table.item(keys.entry(case.id, one.id), "entry", faceless.entry(one, sweep)) for one in file.entries]
    puts += [task_item(one, case) for one in (faceless.task(one, sweep) for one in file.tasks) if one]
    if file.block:
        block = keys.block(case.customer_number, case.id)
        puts.append(table.item(block, "block", sweep.record(file.block)))
    letters, drafts = _without_drafts(file)
    dates = [keys.deadline(case.id, one.id) for one in faceless.discharge_dates(file)]
    unsent = [keys.alert(old.id) for old, new in messages if not new]
    return Plan(
        puts=(*puts, *letters),
        deletes=(*base.deletes, *said.deletes, *unsent, *drafts, *dates),
        match_keys=base.match_keys,
        payloads=(*base.payloads, *payloads),
        shared=(*base.shared, *shared),
        drafts_of=case.id,
        last=(cases.replace_request(after, case.version), *end),
    )


def _without_drafts(file: CaseFile) -> tuple[list[table.Item], list[keys.Key]]:
    """Documents without their drafts, and those of which nothing is left; what a person approved stays on record."""
    puts, deletes = [], []
    for one in file.documents:
        letters = tuple(step for step in one.history if step.state is not DossierState.DRAFT)
        key = keys.document(file.case.id, one.id)
        if not letters:
            deletes.append(key)
        elif letters != one.history:
            puts.append(table.item(key, "document", one.model_copy(update={"history": letters})))
    return puts, deletes


def _said_by_bureaus(file: CaseFile, customer: Customer | None) -> Plan:
    """Bureaus' events behind the case's notices, and answers to checks that told of insolvency."""
    if customer is None:
        return Plan()
    known = credit.file_of(customer.number)
    ids = {one.notice_id for one in file.case.notices}
    abouts = {(one.bureau, one.subject_id) for one in known.subjects if one.subject_id}
    abouts |= {(one.bureau, customer.number) for one in known.subjects}
    abouts |= {(one.bureau, customer.number) for one in known.inquiries}
    events = [one for bureau, about in sorted(abouts) for one in credit.events_about(bureau, about)]
    kind = EventKind.UNCLASSIFIED  # an event's id as a notice does not depend on its kind
    behind = [one for one in events if notice_of(one, kind, customer).id in ids]
    telling = [
        one
        for one in known.inquiries
        if any(feature.event_kind not in EARLY_WARNINGS for feature in one.answer.features)
    ]
    deletes = [credit.event_key(one) for one in behind] + [credit.inquiry_key(one) for one in telling]
    payloads = {one.payload for one in behind} | {one.payload for one in telling} | {one.result for one in telling}
    return Plan(deletes=tuple(deletes), payloads=tuple(sorted(one for one in payloads if one)))
