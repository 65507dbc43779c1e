"""What a bureau's word does: warnings, cases, and how a register outranks it in the same case."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import decide
from chalicelib.deciding import credit, meeting
from chalicelib.model.alert import AlertKind
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import (
    Answer,
    Band,
    CreditEvent,
    Feature,
    IndexValue,
    Inquiry,
    InquiryReason,
    Outcome,
    Reservation,
    Subject,
    SubjectState,
)
from chalicelib.model.customer import Customer, CustomerKind, Money
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind
from chalicelib.model.task import TaskKind
from tests.builders import NOW, WORD, a_customer, a_match, a_notice, an_occasion, filed, questions

E = EventKind
SUBJECT = Subject(
    bureau="creditsafe",
    customer_number="104711",
    state=SubjectState.WATCHED,
    subject_id="DE-1",
    certain=True,
    score=97,
    since=NOW,
)
MARIE = {"kind": CustomerKind.PERSON, "name": "Marie Sonnenried", "birth_date": date(1980, 5, 1)}


def an_event(kind: EventKind | None = E.OPENED, number: int = 1, **fields: Any) -> CreditEvent:
    """Something the bureau tells about the watched customer."""
    defaults: dict[str, Any] = {
        "bureau": "creditsafe",
        "event_id": f"e{number}",
        "subject_id": "DE-1",
        "event_kind": kind,
        "original_code": "1234",
        "on": date(2026, 3, min(number, 28)),
    }
    return CreditEvent(**defaults | fields)


def moved(before: Band | None, after: Band, number: int = 1) -> CreditEvent:
    """The index went from one band to another."""
    values = [IndexValue(scale="s", value=str(band), band=band) if band else None for band in (before, after)]
    return an_event(None, number, previous_index=values[0], index=values[1])


def told(event: CreditEvent, file: CaseFile | None = None, customer: Customer | None = None) -> CaseFile:
    """The file after the bureau told it about the certainly linked customer."""
    return filed(decide.on_credit_event(file, event, SUBJECT, an_occasion(customer)), file)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Band.A, Band.B, None),
        (Band.A, Band.C, E.SCORE_DROPPED),
        (Band.C, Band.D, E.SCORE_DROPPED),
        (Band.D, Band.E, E.SCORE_DROPPED),
        (Band.D, Band.D, None),
        (Band.D, Band.C, E.CREDIT_RECOVERED),
        (Band.C, Band.A, None),
        (None, Band.E, E.SCORE_DROPPED),
        (None, Band.D, None),
    ],
)
def test_an_index_warns_when_it_falls_far_or_low(before: Band | None, after: Band, kind: EventKind | None) -> None:
    assert credit.kind_of(moved(before, after)) is kind


def test_the_same_fact_found_with_more_certainty_is_news() -> None:
    feature = Feature(code="INSOLVENCY_OPENED", event_kind=E.OPENED, on=date(2026, 2, 1))
    doubtful = an_inquiry(features=(feature,), reservations=(Reservation.NO_BIRTH_DATE,))
    certain = an_inquiry(features=(feature,))
    (first,) = credit.events_of(doubtful, a_customer(), None)
    (second,) = credit.events_of(certain, a_customer(), None)
    assert first.id != second.id


def test_a_warning_asks_for_prepayment_and_says_that_no_proceedings_are_known() -> None:
    file = told(moved(Band.B, Band.E))
    assert file.block is not None
    assert file.block.stage is Stage.PREPAYMENT_ONLY
    assert "BGB 321" in file.block.ground.statute
    assert "no insolvency proceedings" in file.block.ground.reason_en
    assert file.case.early_warning


@pytest.mark.parametrize("kind", [E.SCORE_DROPPED, E.LIMIT_WITHDRAWN])
def test_a_score_alone_never_blocks_a_natural_person(kind: EventKind) -> None:
    marie = a_customer(**MARIE)
    file = told(an_event(kind), customer=marie)
    assert file.block is not None
    assert file.block.stage is Stage.WARN
    confirmed = filed(
        decide.on_judgement(file, credit.notice_of(an_event(kind), kind, marie), an_occasion(marie), WORD, ours=True),
        file,
    )
    assert confirmed.block is not None
    assert confirmed.block.stage is Stage.WARN


def test_a_persons_payment_default_asks_for_prepayment_and_a_review() -> None:
    file = told(an_event(E.PAYMENT_DEFAULT), customer=a_customer(**MARIE))
    assert file.block is not None
    assert file.block.stage is Stage.PREPAYMENT_ONLY
    assert {task.kind for task in questions(file)} == {TaskKind.REVIEW_PERSON_BLOCK}


@pytest.mark.parametrize(
    ("event", "subject", "customer"),
    [
        (an_event(reservations=(Reservation.OTHER_ADDRESS,)), SUBJECT, a_customer()),
        (an_event(certain=False), SUBJECT, a_customer()),
        (an_event(), SUBJECT.model_copy(update={"certain": False}), a_customer()),
        (an_event(), None, a_customer()),
        (an_event(), SUBJECT, a_customer(**MARIE | {"birth_date": None})),
        (an_event(E.UNCLASSIFIED), SUBJECT, a_customer()),
    ],
)
def test_doubt_only_warns_and_asks_a_person(event: CreditEvent, subject: Subject | None, customer: Customer) -> None:
    file = filed(decide.on_credit_event(None, event, subject, an_occasion(customer)))
    assert file.case.state is CaseState.REVIEW
    assert file.block is not None
    assert file.block.stage is Stage.WARN
    assert TaskKind.REVIEW_MATCH in {task.kind for task in questions(file)}


def test_an_insolvency_told_with_certainty_blocks_as_a_notice_does() -> None:
    file = told(an_event(E.OPENED))
    assert file.block is not None
    assert (file.block.stage, file.block.no_payouts) == (Stage.NO_DELIVERIES, True)
    assert file.case.match.evidence[-1].field == "bureau"
    assert file.case.by_bureau_alone


def test_the_register_takes_the_bureaus_case_over() -> None:
    bureaus_file = told(an_event(E.PRELIM_MEASURES))
    notice = a_notice(E.OPENED, 2, practitioner_name="Dr. Ina Feld")
    assert meeting.continued(notice, [bureaus_file.case]) == bureaus_file.case
    decision = decide.on_later_notice(bureaus_file, a_match(number=2), notice, an_occasion())
    assert decision is not None
    assert decision.follows == decision.case.proceedings_id
    assert decision.case.id == bureaus_file.case.id
    assert (decision.case.source, decision.case.case_number) == (notice.source, notice.case_number)
    assert decision.case.proceedings_id == notice.proceedings_id
    assert decision.case.event_kind is E.OPENED
    assert decision.case.practitioner_name == "Dr. Ina Feld"


def test_the_bureau_changes_nothing_that_the_register_said() -> None:
    register = filed(decide.on_match(a_match(), a_notice(E.PETITION_FILED), an_occasion()))
    told_later = an_event(E.REFUSED_NO_ASSETS, 20, court="AG Kiel", case_number=None)
    decision = decide.on_credit_event(register, told_later, SUBJECT, an_occasion())
    assert decision is not None
    assert decision.case.event_kind is E.PETITION_FILED
    assert decision.case.court == "Amtsgericht Hamburg"
    assert decision.block is not None
    assert decision.block.stage is Stage.PREPAYMENT_ONLY
    assert decision.case.notices[-1].event_kind is E.REFUSED_NO_ASSETS


def test_a_bureau_that_says_the_end_makes_a_person_compare() -> None:
    register = filed(decide.on_match(a_match(), a_notice(), an_occasion()))
    decision = decide.on_credit_event(register, an_event(E.CLOSED_LIFTED, 9), SUBJECT, an_occasion())
    assert decision is not None
    assert {task.kind for task in questions(decision)} == {TaskKind.CHECK_CORRECTION}
    assert decision.block is not None
    assert decision.block.stage is Stage.NO_DELIVERIES


def test_a_bureau_that_repeats_the_register_is_kept_and_told_to_nobody() -> None:
    register = filed(decide.on_match(a_match(), a_notice(), an_occasion()))
    decision = decide.on_credit_event(register, an_event(E.OPENED, 9), SUBJECT, an_occasion())
    assert decision is not None
    assert decision.entries
    assert not decision.alerts


def test_a_released_warning_comes_back_with_the_next_drop_and_recovery_asks_for_release() -> None:
    file = told(moved(Band.A, Band.D))
    file = filed(decide.on_release(file, an_occasion(), WORD), file)
    again = decide.on_credit_event(file, moved(Band.D, Band.E, 2), SUBJECT, an_occasion())
    assert again is not None
    assert again.block is not None
    assert again.block.active
    assert {alert.kind for alert in again.alerts} == {AlertKind.BLOCK_PLACED}
    well = decide.on_credit_event(filed(again, file), moved(Band.E, Band.B, 3), SUBJECT, an_occasion())
    assert well is not None
    assert {task.kind for task in questions(well)} == {TaskKind.DECIDE_RELEASE}
    assert well.block is not None
    assert well.block.active


def test_recovery_and_small_moves_open_no_file() -> None:
    assert decide.on_credit_event(None, moved(Band.E, Band.A), SUBJECT, an_occasion()) is None
    assert decide.on_credit_event(None, moved(Band.B, Band.C), SUBJECT, an_occasion()) is None


def an_inquiry(**answer: Any) -> Inquiry:
    """A check answered with this."""
    return Inquiry(
        id="i1",
        bureau="schufa",
        customer_number="104711",
        reason=InquiryReason.ORDER,
        asked_by="shop",
        asked_at=NOW,
        valid_until=NOW,
        answer=Answer(outcome=Outcome.ANSWERED, **answer),
        cost=Money(amount=Decimal(1)),
    )


def test_a_repeated_check_tells_nothing_twice() -> None:
    feature = Feature(code="INSOLVENCY_OPENED", event_kind=E.OPENED, on=date(2026, 2, 1), reference="36w IN 1/26")
    index = IndexValue(scale="s", value="300", band=Band.C)
    first = credit.events_of(an_inquiry(features=(feature,), index=index), a_customer(), None)
    again = credit.events_of(an_inquiry(features=(feature,), index=index), a_customer(), index)
    assert [event.id for event in again] == [first[0].id]
    assert first[0].case_number == "36w IN 1/26"
    assert first[1].index == index


@pytest.mark.parametrize(
    ("kind", "certain", "warned"),
    [
        (E.OPENED, True, False),  # one case asks a person once
        (E.OPENED, False, True),  # alone it would only be reviewed
        (E.DISCHARGE_GRANTED, True, True),  # an end explains no drop
        (E.PAYMENT_DEFAULT, True, True),  # goes into the same case of warnings
    ],
)
def test_a_drop_beside_proceedings_opens_no_case_of_its_own(kind: EventKind, *, certain: bool, warned: bool) -> None:
    feature = Feature(code="X", event_kind=kind, on=date(2026, 2, 1), certain=certain)
    fallen = an_inquiry(features=(feature,), index=IndexValue(scale="s", value="600", band=Band.E))
    before = IndexValue(scale="s", value="250", band=Band.B)
    told = [credit.kind_of(event) for event in credit.events_of(fallen, a_customer(), before)]
    assert told == [kind, *([E.SCORE_DROPPED] if warned else [])]


@given(st.lists(st.tuples(st.sampled_from(EventKind), st.booleans(), st.booleans()), min_size=1, max_size=8))
def test_whatever_comes_in_whatever_order_nothing_is_lifted_by_itself(
    story: list[tuple[EventKind, bool, bool]],
) -> None:
    """Events of bureau and register in any order: the stage of the block never falls, and no event is lost."""
    file: CaseFile | None = None
    for number, (kind, by_register, sure) in enumerate(story, start=1):
        if kind is E.CANCELLATION:
            continue
        before = file.block if file else None
        result = MatchResult.POSITIVE if sure else MatchResult.UNSURE
        if by_register and file:
            notice = a_notice(kind, number)
            decision = decide.on_later_notice(file, a_match(result, number), notice, an_occasion())
        elif by_register:
            decision = decide.on_match(a_match(result, number), a_notice(kind, number), an_occasion())
        else:
            decision = decide.on_credit_event(file, an_event(kind, number, certain=sure), SUBJECT, an_occasion())
        if decision is None:
            continue
        file = filed(decision, file)
        if before and before.active:
            assert file.block
            assert file.block.active
            assert file.block.stage.rank >= before.stage.rank
        assert len(file.case.notices) == len({one.notice_id for one in file.case.notices})
