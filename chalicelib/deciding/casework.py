"""The case as a notice leaves it."""

from datetime import datetime

from chalicelib.deciding import standing_facts
from chalicelib.deciding.hearings import standing_hearings
from chalicelib.deciding.reactions import NO_CASE, REACTIONS
from chalicelib.deciding.stages import SOFT_RULES
from chalicelib.model.case import Case, CaseState, Entry, EntryKind, NoticeInCase, StatedFacts
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import Authority, DebtorKind, InsolvencyNotice
from chalicelib.model.record import content_id


def case_id(customer: Customer, notice: InsolvencyNotice) -> str:
    """Id of the customer's case in the notice's proceedings."""
    return content_id(customer.number, notice.proceedings_id)


def certain(match: Match, notice: InsolvencyNotice) -> bool:
    """Whether the match and the event may block without a person's word."""
    kind = notice.effective_kind
    proved = match.result is MatchResult.POSITIVE and match.rule not in SOFT_RULES
    return proved and kind not in NO_CASE and REACTIONS[kind].certain


def opened(match: Match, notice: InsolvencyNotice, customer: Customer, now: datetime) -> Case:
    """A new case from its first notice."""
    person = customer.kind is CustomerKind.PERSON or notice.debtor_kind is DebtorKind.PERSON
    case = Case(
        id=case_id(customer, notice),
        customer_number=customer.number,
        customer_name=customer.name,
        proceedings_id=notice.proceedings_id,
        state=CaseState.OPEN if certain(match, notice) else CaseState.REVIEW,
        natural_person=person,
        source=notice.source,
        country=notice.country,
        debtor_name=notice.debtor_name,
        event_kind=notice.effective_kind,
        match=match,
        opened_at=now,
        updated_at=now,
    )
    return with_notice(case, match, notice, now)


def with_notice(case: Case, match: Match, notice: InsolvencyNotice, now: datetime) -> Case:
    """The case with one more notice: what the notice states replaces what was known, what it leaves out stays."""
    result = _result_in_case(case, match, notice)
    counted = NoticeInCase(
        notice_id=notice.id,
        event_kind=notice.effective_kind,
        publication_date=notice.publication_date,
        result=result,
        soft=match.rule in SOFT_RULES,
        authority=notice.authority,
        hearing_dates=notice.hearing_dates,
        stated=standing_facts.stated_in(case, notice),
    )
    notices = (*case.notices, counted)
    changes: dict[str, object] = {"notices": notices, "updated_at": now, "unsure_since": None}
    changes |= {"debtor_name": notice.debtor_name} if case.purged_on else {}
    if result is not MatchResult.NEGATIVE:
        changes |= _facts_taken(case, notice) | _hearings(notices, case)
    if case.purged_on or match.score > case.match.score or (case.state is CaseState.REVIEW and certain(match, notice)):
        changes["match"] = match
    return case.model_copy(update=changes)


def _facts_taken(case: Case, notice: InsolvencyNotice) -> dict[str, object]:
    """What the notice changes in the file: the newest word of the highest authority stands, others only fill gaps."""
    counted = [one for one in case.notices if not one.withdrawn_by]
    equals = [one for one in counted if one.authority is notice.authority]
    newest = all(one.publication_date <= notice.publication_date for one in equals)
    outranked = notice.authority is Authority.BUREAU and len(equals) < len(counted)
    stated = {field: value for field in StatedFacts.model_fields if (value := getattr(notice, field)) is not None}
    if outranked:
        gaps = {field: value for field, value in stated.items() if not getattr(case, field)}
        docket = {"court", "case_number"}
        # a register's own count is no court's: a docket is taken as a whole
        return gaps | ({field: stated[field] for field in docket} if not case.court and docket <= stated.keys() else {})
    taken = {**stated, "event_kind": notice.effective_kind} if newest else {}
    if case.court and not notice.court:
        taken.pop("case_number", None)  # a register's own count takes no court's docket number away
    if notice.authority is Authority.REGISTER and case.notices and case.by_bureau_alone:
        taken |= {"source": notice.source, "debtor_name": notice.debtor_name, "country": notice.country}
        taken |= {"proceedings_id": notice.proceedings_id}
    return taken


def _hearings(notices: tuple[NoticeInCase, ...], case: Case) -> dict[str, object]:
    """The case's hearings, when any of its notices is known to have set some."""
    known = any(one.hearing_dates for one in notices)
    return {"hearing_dates": standing_hearings(notices) if known else case.hearing_dates}


def _result_in_case(case: Case, match: Match, notice: InsolvencyNotice) -> MatchResult:
    """In an open case the same proceedings confirm a weaker match; a contradiction is never confirmed."""
    same = notice.proceedings_id == case.proceedings_id
    if match.result is MatchResult.UNSURE and case.state is CaseState.OPEN and same:
        return MatchResult.POSITIVE
    return match.result


def confirmed(case: Case) -> Case:
    """The case after a person said that the debtor is this customer."""
    notices = tuple(
        one.model_copy(update={"result": MatchResult.POSITIVE, "soft": False})
        if one.result is not MatchResult.NEGATIVE
        else one
        for one in case.notices
    )
    return case.model_copy(update={"notices": notices, "state": CaseState.OPEN})


def rematched(case: Case, match: Match, notice: InsolvencyNotice, now: datetime) -> Case:
    """The case after the customer's completed record proved a counted notice to be about this customer."""
    proved = {"result": match.result, "soft": False}
    notices = tuple(one.model_copy(update=proved) if one.notice_id == notice.id else one for one in case.notices)
    changes = {"notices": notices, "match": match, "state": CaseState.OPEN, "updated_at": now}
    return case.model_copy(update=changes)


def without_notice(case: Case, withdrawn: str, by: str, now: datetime) -> Case:
    """The case with one notice marked as taken back; the newest event of those that stand is its event again."""
    notices = tuple(
        one.model_copy(update={"withdrawn_by": by}) if one.notice_id == withdrawn else one for one in case.notices
    )
    changes = {"updated_at": now, "event_kind": standing_facts.event(notices, case), **_hearings(notices, case)}
    return case.model_copy(update={"notices": notices, **changes})


def as_if_never_published(case: Case, withdrawn: str, by: str, now: datetime) -> Case:
    """The case with one notice cancelled: what it alone stated is as the others state it.

    A correction replaces instead: what it leaves out stays as it was.
    """
    after = without_notice(case, withdrawn, by, now)
    return after.model_copy(update=standing_facts.restored(after, withdrawn))


def entry_for_notice(
    case: Case, match: Match, notice: InsolvencyNotice, now: datetime, *, occasion: str = "notice"
) -> Entry:
    """The entry that records a notice with its comparison."""
    return Entry(
        id=content_id(case.id, occasion, notice.id),
        case_id=case.id,
        kind=EntryKind.NOTICE,
        at=now,
        by=notice.source,
        text=notice.original_kind,
        notice_id=notice.id,
        event_kind=notice.event_kind,
        publication_date=notice.publication_date,
        match=match,
    )


def entry_for_withdrawal(case: Case, withdrawn: str, notice: InsolvencyNotice, now: datetime) -> Entry:
    """The entry that records that a notice was taken back."""
    return Entry(
        id=content_id(case.id, "withdrawn", withdrawn, notice.id),
        case_id=case.id,
        kind=EntryKind.NOTICE_WITHDRAWN,
        at=now,
        by=notice.source,
        text=f"{withdrawn} was taken back by {notice.id}",
        notice_id=notice.id,
        event_kind=notice.event_kind,
        publication_date=notice.publication_date,
    )


def entry_for_person(case: Case, kind: EntryKind, person: str, text: str, now: datetime) -> Entry:
    """The entry that records what a person did and why."""
    return Entry(
        id=content_id(case.id, kind, person, now.isoformat(), text),
        case_id=case.id,
        kind=kind,
        at=now,
        by=person,
        text=text,
    )
