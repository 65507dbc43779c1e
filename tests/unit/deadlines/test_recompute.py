"""After a correction: nothing done is undone, nothing moved is forgotten, nothing disappears."""

from datetime import UTC, date, datetime, timedelta

from chalicelib.deadlines import deadlines_of, lapsed, recomputed
from chalicelib.model.case_facts import CaseFacts, ClaimFacts
from chalicelib.model.deadline import Deadline, DeadlineKind, DeadlineState, Dues
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind
from tests.unit.deadlines.facts import NOW, a_hearing, an_event, opened

NEXT_DAY = NOW + timedelta(days=1)
MAY = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def at_first(facts: CaseFacts | None = None) -> tuple[Deadline, ...]:
    return recomputed((), deadlines_of(facts or opened(), NOW), NOW)


def again(old: tuple[Deadline, ...], facts: CaseFacts, now: datetime = NEXT_DAY) -> tuple[Deadline, ...]:
    return recomputed(old, deadlines_of(facts, now), now)


def one(deadlines: tuple[Deadline, ...], kind: DeadlineKind) -> Deadline:
    (found,) = [each for each in deadlines if each.kind is kind]
    return found


def ticked_off(deadlines: tuple[Deadline, ...], kind: DeadlineKind) -> tuple[Deadline, ...]:
    done = {"state": DeadlineState.DONE, "done_by": "Eva Kern", "done_at": NOW}
    return tuple(each.model_copy(update=done) if each.kind is kind else each for each in deadlines)


def test_the_same_facts_change_nothing() -> None:
    old = at_first()
    assert again(old, opened()) == old


def test_a_moved_date_keeps_its_id_and_its_history() -> None:
    old = at_first()
    new = one(again(old, opened(claim_deadline=date(2026, 5, 12))), DeadlineKind.CLAIM_FILING)
    before = one(old, DeadlineKind.CLAIM_FILING)
    assert new.id == before.id
    assert (new.final_date, new.state, new.computed_at) == (date(2026, 5, 12), DeadlineState.OPEN, NEXT_DAY)
    (version,) = new.history
    assert (version.final_date, version.computed_at, version.replaced_at) == (date(2026, 4, 28), NOW, NEXT_DAY)
    assert "claim_deadline: 2026-04-28 -> 2026-05-12" in version.reason


def test_two_corrections_make_two_versions() -> None:
    twice = again(again(at_first(), opened(claim_deadline=date(2026, 5, 12))), opened(), MAY)
    assert [each.final_date for each in one(twice, DeadlineKind.CLAIM_FILING).history] == [
        date(2026, 4, 28),
        date(2026, 5, 12),
    ]


def test_done_stays_done_also_when_the_date_moves_or_goes() -> None:
    old = ticked_off(at_first(), DeadlineKind.CLAIM_FILING)
    moved = one(again(old, opened(claim_deadline=date(2026, 5, 12))), DeadlineKind.CLAIM_FILING)
    assert (moved.state, moved.done_by, moved.done_at) == (DeadlineState.DONE, "Eva Kern", NOW)
    assert (moved.final_date, len(moved.history)) == (date(2026, 5, 12), 1)
    over = opened(events=(*opened().events, an_event(EventKind.CLOSED_LIFTED, "2026-03-20")))
    assert one(again(old, over), DeadlineKind.CLAIM_FILING).state is DeadlineState.DONE


def test_ticking_off_the_filing_asks_for_no_late_filing() -> None:
    old = ticked_off(at_first(), DeadlineKind.CLAIM_FILING)
    kinds = {each.kind for each in again(old, opened(), MAY)}
    assert DeadlineKind.LATE_FILING not in kinds
    assert DeadlineKind.LATE_FILING in {each.kind for each in again(at_first(), opened(), MAY)}


def test_time_alone_lapses_without_a_new_version() -> None:
    gone = one(again(at_first(), opened(), MAY), DeadlineKind.CLAIM_FILING)
    assert (gone.state, gone.history, gone.computed_at) == (DeadlineState.LAPSED, (), NOW)


def test_what_no_longer_follows_is_moot_unless_it_went_by() -> None:
    over = opened(events=(*opened().events, an_event(EventKind.CLOSED_LIFTED, "2026-03-20")))
    moot = one(again(at_first(), over), DeadlineKind.CLAIM_FILING)
    assert (moot.state, moot.history[0].state) == (DeadlineState.MOOT, DeadlineState.OPEN)
    assert one(again(at_first(), over, MAY), DeadlineKind.CLAIM_FILING).state is DeadlineState.LAPSED
    assert again((moot,), over, MAY)[0] == moot


def test_what_comes_back_is_open_again() -> None:
    over = opened(events=(*opened().events, an_event(EventKind.CLOSED_LIFTED, "2026-03-20")))
    back = one(again(again(at_first(), over), opened()), DeadlineKind.CLAIM_FILING)
    assert back.state is DeadlineState.OPEN
    assert [each.state for each in back.history] == [DeadlineState.OPEN, DeadlineState.MOOT]


def test_a_deadline_of_another_notice_replaces_the_one_that_is_gone() -> None:
    first = opened(events=(*opened().events, an_event(EventKind.DISTRIBUTION, "2026-03-17")))
    other = opened(events=(*opened().events, an_event(EventKind.DISTRIBUTION, "2026-03-19", number=2)))
    states = {
        each.cause: each.state for each in again(at_first(first), other) if each.kind is DeadlineKind.SHORTFALL_PROOF
    }
    assert states == {"source:DISTRIBUTION1": DeadlineState.REPLACED, "source:DISTRIBUTION2": DeadlineState.OPEN}


def test_filing_recorded_later_is_done() -> None:
    filed = one(again(at_first(), opened(claim=ClaimFacts(filed_on=date(2026, 3, 21)))), DeadlineKind.CLAIM_FILING)
    assert filed.state is DeadlineState.DONE
    assert "filed_on: not known -> 2026-03-21" in filed.history[0].reason


def test_a_filing_date_that_was_entered_by_mistake_can_be_taken_back() -> None:
    filed = again(at_first(), opened(claim=ClaimFacts(filed_on=date(2026, 3, 21))))
    back = again(filed, opened(), MAY)
    assert one(back, DeadlineKind.CLAIM_FILING).state is DeadlineState.LAPSED
    assert DeadlineKind.LATE_FILING in {each.kind for each in back}


def test_limitation_done_for_one_years_claims_is_open_for_anothers() -> None:
    old = ticked_off(at_first(opened(claim=ClaimFacts(earliest_due_year=2023))), DeadlineKind.LIMITATION)
    assert one(again(old, opened(claim=ClaimFacts(earliest_due_year=2023))), DeadlineKind.LIMITATION).done_by
    next_year = one(again(old, opened(claim=ClaimFacts(earliest_due_year=2024))), DeadlineKind.LIMITATION)
    assert (next_year.state, next_year.done_by, next_year.done_at) == (DeadlineState.OPEN, None, None)
    assert next_year.history[-1].state is DeadlineState.DONE
    paid = one(again(old, opened()), DeadlineKind.LIMITATION)
    assert paid.state is DeadlineState.DONE


def test_what_is_only_late_never_lapses() -> None:
    secured = opened(claim=ClaimFacts(secured=True))
    rights = one(at_first(secured), DeadlineKind.SECURITY_RIGHTS)
    assert rights.final_date
    assert rights.final_date < MAY.date()
    assert lapsed(rights, MAY.date(), MAY) is None
    assert lapsed(one(at_first(), DeadlineKind.CLAIM_FILING), MAY.date(), MAY)
    unsaid = rights.model_copy(update={"lapses": True})  # as written before it was kept
    assert one(again((unsaid,), secured), DeadlineKind.SECURITY_RIGHTS) == rights


def test_a_hearing_that_moved_says_so() -> None:
    moved = opened(hearings=(a_hearing(HearingKind.REPORT_AND_EXAMINATION, "2026-06-02"),))
    check = one(again(at_first(), moved), DeadlineKind.TABLE_CHECK)
    assert check.history[0].reason == "hearing: 2026-05-26 -> 2026-06-02"


def test_records_survive_json() -> None:
    dues = Dues(deadlines=again(at_first(), opened(claim_deadline=date(2026, 5, 12))))
    assert Dues.model_validate_json(dues.model_dump_json()) == dues
