"""Whom a bureau watches for us: customers linked to its subjects, added, compared with its own list, and healed."""

from datetime import date, timedelta
from typing import NamedTuple

from chalicelib import bureaus, inquiring, reading
from chalicelib.bureaus import Access
from chalicelib.deciding.linking import asked_for, linked
from chalicelib.errors import (
    InvalidInputError,
    NotAskedError,
    SourceChangedError,
    SourceError,
    SourceRefusedError,
)
from chalicelib.model.bureau import Ability
from chalicelib.model.credit import Candidate, Lapse, LapseKind, Subject, SubjectState, Watched
from chalicelib.model.customer import Customer
from chalicelib.model.source import PortfolioState
from chalicelib.settings import settings
from chalicelib.store import credit, customers, evidence, queues

_SHOULD_BE_WATCHED = frozenset({SubjectState.LINKED, SubjectState.WATCHED})
_RENEWED_IN_THE_LAST = timedelta(days=14)
_ENDS_SOON = timedelta(days=7)  # renewing was tried for a week then
_LARGEST_HEALING = 0.5
_SMALL_PORTFOLIO = 20


def link(desk: Access, customer: Customer, before: Subject | None) -> Subject:
    """Who the customer is at the bureau, looked for when never asked, or asked by other facts; then watched.

    What the bureau told about the subject before it was known as the customer is told again as soon as the link is
    stored, and again with each attempt to watch it: watching may fail, and then nobody would tell it.

    Raises:
        NotAskedError: the bureau cannot be asked about such a customer.
        SourceError: the bureau did not answer, or the budget does not cover the search.
    """
    name = desk.web.source
    facts = bureaus.load(name).BUREAU
    subject = before
    if _must_search(before, customer) and Ability.SEARCH in facts.abilities:
        subject = _kept(before, _found(desk, customer))
        credit.put_subject(subject, before)
    if subject is None:
        return linked(name, customer, (), desk.now)
    to_watch = subject.state is SubjectState.LINKED and Ability.WATCH in facts.abilities and desk.plan.watch
    is_another = before is None or before.subject_id != subject.subject_id
    if subject.subject_id and (is_another or to_watch):
        tell_again(subject)
    if to_watch:
        subject = _watch(desk, subject)
    if before and is_another:
        unwatch(desk, before)
    return subject


def _kept(before: Subject | None, found: Subject) -> Subject:
    """What a repeated search leaves: a link is given up for another link only, never for nobody or for doubt."""
    had = before.state if before and before.subject_id else None
    is_doubt = found.state is SubjectState.TO_REVIEW
    if before is None or found.subject_id or had is None or (had is SubjectState.LOST and is_doubt):
        return found
    still = f"the customer's record changed, and a new search says: {found.reason}; {before.subject_id} is kept"
    changes = {"asked_for": found.asked_for, "reason": still, "candidates": found.candidates, "certain": False}
    return before.model_copy(update=changes)


def _must_search(before: Subject | None, customer: Customer) -> bool:
    if before is None:
        return True
    settled = before.state in _SHOULD_BE_WATCHED and before.certain
    return not settled and before.asked_for != asked_for(customer)


def _found(desk: Access, customer: Customer) -> Subject:
    name, cost = desk.web.source, desk.plan.cost_per_search
    module = bureaus.load(name)
    candidates: list[Candidate] = []
    heard = False
    if cost:
        inquiring.pay(name, desk.plan, desk.now, cost)
    try:
        for document in module.search(desk, customer):
            heard = True
            key = evidence.keep(document)
            with reading.of_payload(name, key):
                candidates += module.candidates(document)
    except (SourceError, InvalidInputError) as error:
        free = isinstance(error, SourceRefusedError | NotAskedError | InvalidInputError)
        if cost and not heard and (free or not getattr(error, "sent", True)):
            inquiring.give_back(name, desk.now, cost)
        if isinstance(error, InvalidInputError):
            raise NotAskedError(name, f"customer {customer.number}: {error}") from error
        raise
    return linked(name, customer, candidates, desk.now)


def _watch(desk: Access, subject: Subject) -> Subject:
    """The subject, watched at the bureau; noted only after the bureau said yes."""
    if subject.subject_id is None:
        return subject
    module = bureaus.load(desk.web.source)
    try:
        module.add(desk, subject.subject_id, subject.customer_number)
    except (SourceChangedError, SourceRefusedError):  # the first customer ever: there is nothing yet to add to
        module.prepare(desk)
        module.add(desk, subject.subject_id, subject.customer_number)
    watched = subject.model_copy(update={"state": SubjectState.WATCHED})
    credit.put_subject(watched, subject)
    return watched


def unwatch(desk: Access, subject: Subject) -> None:
    """Ends to watch who is no customer of ours any more; one that another customer is too stays watched.

    Raises:
        SourceError: the bureau did not take it.
    """
    name, module = desk.web.source, bureaus.load(desk.web.source)
    if subject.subject_id is None or Ability.WATCH not in module.BUREAU.abilities:
        return
    if not credit.customers_of(name, subject.subject_id):
        module.remove(desk, subject.subject_id)


def tell_again(subject: Subject) -> None:
    """Brings what the bureau has told about a subject before it was linked to the step that applies it."""
    for event in credit.events_about(subject.bureau, subject.subject_id or ""):
        key = credit.event_key(event)
        queues.send(settings().credit_events_queue_url, {"type": "credit_event", "pk": key.pk, "sk": key.sk})


def compare(desk: Access) -> PortfolioState:
    """The bureau's list beside ours, read to its last page before anything is healed.

    Missing ones are added, those of customers that are gone removed. What somebody else put there is left alone. When
    most of ours is missing it is probably another portfolio: nothing is healed and a person is told. Subscriptions in
    their last days are renewed. Where the plan says not to watch, nobody is added.

    Raises:
        SourceError: the list could not be read whole, or the bureau refused a change.
    """
    module = bureaus.load(desk.web.source)
    remarks = list(module.prepare(desk))
    theirs = {one.subject_id: one for one in module.watched(desk)}
    gap = _gap(desk, theirs)
    unhealthy = len(gap.wanted) > _SMALL_PORTFOLIO and len(gap.missing) > _LARGEST_HEALING * len(gap.wanted)
    remark = None
    added = removed = 0
    failures: list[str] = []
    if unhealthy and gap.known_as_watched > _SMALL_PORTFOLIO:
        remark = f"{len(gap.missing)} of {len(gap.wanted)} customers are missing: another portfolio? Nothing was healed"
    else:
        added = sum(_healed(desk, subject_id, numbers, failures) for subject_id, numbers in sorted(gap.missing.items()))
        _renew(desk, gap, theirs, failures)
        remark = f"{len(failures)} could not be added, such as {failures[0]}" if failures else None
        removed = sum(_removed(desk, subject_id, number, theirs) for subject_id, number in gap.gone)
    return PortfolioState(
        compared_at=desk.now,
        watched=len(theirs) + added,
        added=added,
        removed=removed,
        missing=len(gap.missing) - added,
        not_ours=len(theirs.keys() - gap.wanted.keys() - {subject_id for subject_id, _ in gap.gone}),
        lost=gap.lost,
        to_review=len(customers.get_many(credit.to_review(desk.web.source))),
        ending=sum(_ends_within(one, _ENDS_SOON, desk) for one in theirs.values() if one.subject_id in gap.wanted),
        remark=remark or ("; ".join(remarks) if remarks and not theirs else None),
    )


class _Gap(NamedTuple):
    wanted: dict[str, tuple[str, ...]]
    missing: dict[str, tuple[str, ...]]
    gone: tuple[tuple[str, str], ...]
    known_as_watched: int
    lost: int


def _gap(desk: Access, theirs: dict[str, Watched]) -> _Gap:
    known = credit.portfolio(desk.web.source)
    existing = customers.get_many(number for _, number, _ in known)
    ours = [row for row in known if row[2] in _SHOULD_BE_WATCHED]
    wanted: dict[str, tuple[str, ...]] = {}
    for subject_id, number, _ in ours:
        if number in existing:
            wanted[subject_id] = (*wanted.get(subject_id, ()), number)
    gone = tuple((subject_id, number) for subject_id, number, _ in ours if number not in existing)
    missing = {one: numbers for one, numbers in wanted.items() if one not in theirs or not theirs[one].active}
    lost = sum(state is SubjectState.LOST and number in existing for _, number, state in known)
    known_as_watched = sum(state is SubjectState.WATCHED for _, _, state in ours)
    return _Gap(wanted, missing if desk.plan.watch else {}, gone, known_as_watched, lost)


def _healed(desk: Access, subject_id: str, numbers: tuple[str, ...], failures: list[str]) -> bool:
    """Whether the subject is watched again; one that the bureau does not know holds up nobody else."""
    try:
        bureaus.load(desk.web.source).add(desk, subject_id, numbers[0])
    except SourceChangedError as error:
        failures.append(f"customer {numbers[0]}: {error.reason}")
        return False
    for number in numbers:
        subject = credit.file_of(number).subject(desk.web.source)
        if subject and subject.subject_id == subject_id:
            credit.put_subject(subject.model_copy(update={"state": SubjectState.WATCHED}), subject)
    return True


def _removed(desk: Access, subject_id: str, number: str, theirs: dict[str, Watched]) -> bool:
    shared = any(other != number for other in credit.customers_of(desk.web.source, subject_id))
    if subject_id in theirs and not shared:
        bureaus.load(desk.web.source).remove(desk, subject_id)
    credit.forget_subject(desk.web.source, subject_id, number)
    return not shared


def _renew(desk: Access, gap: _Gap, theirs: dict[str, Watched], failures: list[str]) -> None:
    """Adds anew whoever's subscription runs out; a bureau that renews by itself takes it as watched already."""
    module = bureaus.load(desk.web.source)
    for subject_id, numbers in sorted(gap.wanted.items()) if desk.plan.watch else ():
        entry = theirs.get(subject_id)
        if entry and entry.active and entry.until and _ends_within(entry, _RENEWED_IN_THE_LAST, desk):
            try:
                module.add(desk, subject_id, numbers[0])
            except SourceChangedError as error:
                failures.append(f"customer {numbers[0]}: {error.reason}")


def _ends_within(entry: Watched, span: timedelta, desk: Access) -> bool:
    """Whether an entry is about to end; one that has ended is missing, and counted there."""
    last: date = (desk.now + span).date()
    return entry.active and entry.until is not None and entry.until <= last


def lapsed(lapse: Lapse) -> tuple[str, ...]:
    """Numbers of the customers that the bureau no longer watches, or watches under another id, noted as such.

    A lapse from before a customer was linked says nothing about the link, and the one that was noted last changes
    nothing when it is read again: a person may have chosen anew since.
    """
    noted = []
    for number in credit.customers_of(lapse.bureau, lapse.subject_id):
        before = credit.file_of(number).subject(lapse.bureau)
        if before is None or lapse.on < before.since.date():
            continue
        noted.append(number)
        if before.lapse != lapse.event_id:
            after = _after(before, lapse).model_copy(update={"lapse": lapse.event_id})
            credit.put_subject(after, before)
            if after.subject_id != before.subject_id:
                tell_again(after)
    return tuple(noted)


def _after(subject: Subject, lapse: Lapse) -> Subject:
    if lapse.kind is LapseKind.UNDER_REVIEW:
        return subject.model_copy(update={"reason": f"under review at the bureau since {lapse.on.isoformat()}"})
    if lapse.kind is LapseKind.RESTORED:
        return subject.model_copy(update={"state": SubjectState.WATCHED, "reason": None})
    if lapse.kind is LapseKind.TRANSFERRED and lapse.moved_to:
        reason = f"{lapse.subject_id} became {lapse.moved_to} at the bureau"
        moved = {"subject_id": lapse.moved_to, "state": SubjectState.LINKED, "certain": False, "reason": reason}
        return subject.model_copy(update=moved)
    reason = f"{lapse.kind} on {lapse.on.isoformat()}: {lapse.text}"
    return subject.model_copy(update={"state": SubjectState.LOST, "reason": reason})
