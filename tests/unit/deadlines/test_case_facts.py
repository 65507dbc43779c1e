"""Facts from a case file, odd facts, and the courts' Laender."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import registers
from chalicelib.deadlines import countries, deadlines_of, recomputed
from chalicelib.deadlines.german.court_land import LANDS, land_of
from chalicelib.model.case import Case, CaseState, NoticeInCase
from chalicelib.model.case_facts import CaseEvent, CaseFacts, ClaimFacts, EnteredDates, facts_of_case
from chalicelib.model.deadline import DeadlineKind, QuestionKind
from chalicelib.model.event import EventKind
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import Hearing, HearingKind
from tests.builders import a_match
from tests.unit.deadlines.facts import NOW, an_event, opened, the


def a_case(*notices: NoticeInCase) -> Case:
    return Case(
        id="case-1",
        customer_number="104711",
        customer_name="Hafenlogistik Sonnenried GmbH",
        proceedings_id="p",
        state=CaseState.OPEN,
        natural_person=False,
        source="de_insolvenzbekanntmachungen",
        court="Amtsgericht Hamburg",
        debtor_name="Hafenlogistik Sonnenried GmbH",
        event_kind=EventKind.OPENED,
        opening_date=date(2026, 3, 16),
        claim_deadline=date(2026, 4, 28),
        hearing_dates=(Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 5, 26)),),
        match=a_match(),
        notices=notices,
        opened_at=NOW,
        updated_at=NOW,
    )


def a_counted_notice(number: int, day: int, kind: EventKind = EventKind.OPENED, **fields: object) -> NoticeInCase:
    return NoticeInCase.model_validate(
        {
            "notice_id": f"source:{number}",
            "event_kind": kind,
            "publication_date": date(2026, 3, day),
            "result": MatchResult.POSITIVE,
        }
        | fields
    )


def test_corrections_of_corrections_keep_the_first_notice() -> None:
    facts = facts_of_case(
        a_case(
            a_counted_notice(1, 17, withdrawn_by="source:2"),
            a_counted_notice(2, 19, withdrawn_by="source:3"),
            a_counted_notice(3, 24),
            a_counted_notice(4, 25, EventKind.DISTRIBUTION),
            a_counted_notice(5, 26, EventKind.DISTRIBUTION, result=MatchResult.NEGATIVE),
            a_counted_notice(6, 27, EventKind.LATE_EXAM, withdrawn_by="source:7"),
        ),
        "DE",
    )
    assert [(one.notice_id, one.cause, one.earliest_publication.day) for one in facts.events] == [
        ("source:3", "source:1", 17),
        ("source:4", "source:4", 25),
    ]
    assert the(DeadlineKind.CLAIM_FILING, facts).final_date == date(2026, 4, 28)


def test_notices_that_take_each_other_back_end() -> None:
    case = a_case(
        a_counted_notice(1, 17, withdrawn_by="source:2"),
        a_counted_notice(2, 19, withdrawn_by="source:1"),
        a_counted_notice(3, 20, withdrawn_by="source:3"),
    )
    assert facts_of_case(case, "DE").events == ()


def test_every_court_that_the_register_prints_has_its_land() -> None:
    printed = (Path(registers.__path__[0]) / "german" / "insolvency_courts.txt").read_text(encoding="utf-8")
    assert [name for name in printed.splitlines() if name and land_of(f"Amtsgericht {name}") not in LANDS] == []


@pytest.mark.parametrize(
    ("court", "land"),
    [
        ("Amtsgericht Charlottenburg (Berlin)", "BE"),
        ("AG Frankfurt (Oder)", "BB"),
        ("Amtsgericht Frankfurt am Main", "HE"),
        ("Amtsgericht Weiden i.d. OPf.", "BY"),
        ("Amtsgericht Dessau-Roßlau", "ST"),
        ("Amtsgericht Saarbrücken Zweigstelle Sulzbach", "SL"),
        ("Amtsgericht Hansestadt Stendal", "ST"),
        ("Amtsgericht Atlantis", None),
        ("", None),
        (None, None),
    ],
)
def test_land_of_a_court(court: str | None, land: str | None) -> None:
    assert land_of(court) == land


# ---- odd input asks, it never raises ----------------------------------------------------------------------------


def test_an_impossible_date_asks_and_does_not_count() -> None:
    facts = opened(claim_deadline=date(9999, 12, 31), claim=ClaimFacts(earliest_due_year=9998))
    dues = deadlines_of(facts, NOW)
    odd = [one.inputs for one in dues.questions if one.kind is QuestionKind.IMPLAUSIBLE]
    assert {"claim_deadline": "9999-12-31"} in odd
    assert {"earliest_due_year": "9998"} in odd
    assert the(DeadlineKind.CLAIM_FILING, facts).final_date is None


def test_an_impossible_first_publication_is_put_aside() -> None:
    event = an_event(EventKind.OPENED, "2026-03-17", first_publication_date=date(1, 1, 1))
    assert the(DeadlineKind.SECURITY_RIGHTS, opened(events=(event,))).inputs["published_or_opened"] == "2026-03-17"


ANY_DAY = st.one_of(st.dates(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
MAYBE = st.none() | ANY_DAY
EVENTS = st.builds(
    CaseEvent,
    kind=st.sampled_from(EventKind),
    publication_date=ANY_DAY,
    notice_id=st.sampled_from(["a", "b", "c"]),
    first_notice_id=st.none(),
    first_publication_date=MAYBE,
)
ANY_CLAIM = st.builds(
    ClaimFacts,
    earliest_due_year=st.none() | st.integers(),
    titled=st.none() | st.booleans(),
    titled_on=MAYBE,
    filed_on=MAYBE,
    established_on=MAYBE,
)
ANY_FACTS = st.builds(
    CaseFacts,
    case_id=st.just("case-1"),
    country=st.sampled_from([*countries(), "PL", "?"]),
    court=st.none() | st.sampled_from(["Amtsgericht Hamburg", "?"]),
    court_land=st.none() | st.sampled_from(["BY", "XX", ""]),
    natural_person=st.booleans(),
    creditor_country=st.none() | st.sampled_from(["DE", "FR", "??"]),
    events=st.lists(EVENTS, max_size=4).map(tuple),
    petition_date=MAYBE,
    opening_date=MAYBE,
    claim_deadline=MAYBE,
    claim_deadline_rule=st.none(),
    hearings=st.lists(
        st.builds(Hearing, kind=st.sampled_from(HearingKind), date=ANY_DAY, time=st.none(), place=st.none()), max_size=3
    ).map(tuple),
    closing_date=MAYBE,
    claim=ANY_CLAIM,
    entered=st.fixed_dictionaries(dict.fromkeys(EnteredDates.model_fields, MAYBE)).map(EnteredDates.model_validate),
)
NOWS = st.dates(date(2020, 1, 1), date(2035, 1, 1)).map(lambda day: datetime.combine(day, time(8), UTC))


@given(facts=ANY_FACTS, before=ANY_FACTS, now=NOWS)
def test_any_facts_give_an_answer(facts: CaseFacts, before: CaseFacts, now: datetime) -> None:
    dues = deadlines_of(facts, now)
    assert len({one.id for one in dues.deadlines}) == len(dues.deadlines)
    assert len({one.id for one in dues.questions}) == len(dues.questions)
    for one in dues.deadlines:
        if one.raw_date and one.final_date and one.safe_date:
            assert one.safe_date <= one.raw_date <= one.final_date
    old = deadlines_of(before, now).deadlines
    merged = recomputed(old, dues, now)
    lost = {one.id for one in (*old, *dues.deadlines)} - {one.id for one in merged}
    assert lost <= {one.id for one in dues.deadlines if one.kind is DeadlineKind.LATE_FILING}
    assert recomputed(merged, dues, now) == merged
