"""Which duties an event creates, by when, and that none is asked twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.deadlines import countries
from chalicelib.deciding import tasks
from chalicelib.deciding.duties import standing_events, tasks_for_event, tasks_without_object
from chalicelib.errors import InvalidInputError
from chalicelib.model.case import Case, CaseState, NoticeInCase
from chalicelib.model.deadline import DateQuestion, QuestionKind, Severity
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import Authority, EventKind, Hearing, HearingKind
from chalicelib.model.task import Task, TaskKind, TaskState
from tests.builders import NOW, a_match

TODAY = NOW.date()  # Monday, 2 March 2026
EXAMINATION = Hearing(kind=HearingKind.REPORT_AND_EXAMINATION, date=date(2026, 5, 26))


def counted(authority: Authority) -> NoticeInCase:
    return NoticeInCase(
        notice_id="n1",
        event_kind=EventKind.OPENED,
        publication_date=TODAY,
        result=MatchResult.POSITIVE,
        authority=authority,
    )


def a_case(**fields: object) -> Case:
    defaults: dict[str, object] = {
        "id": "c1",
        "customer_number": "104711",
        "customer_name": "Hafenlogistik Sonnenried GmbH",
        "proceedings_id": "p1",
        "state": CaseState.OPEN,
        "natural_person": False,
        "source": "de_insolvenzbekanntmachungen",
        "debtor_name": "Hafenlogistik Sonnenried GmbH",
        "event_kind": EventKind.OPENED,
        "opening_date": date(2026, 3, 2),
        "claim_deadline": date(2026, 4, 28),
        "hearing_dates": (EXAMINATION,),
        "notices": (counted(Authority.REGISTER),),
        "match": a_match(),
        "opened_at": NOW,
        "updated_at": NOW,
    }
    return Case.model_validate(defaults | fields)


def duties(kind: EventKind, case: Case | None = None, **options: object) -> dict[TaskKind, Task]:
    flags = {"has_security": True, "insured": True} | options
    return {one.kind: one for one in tasks_for_event(case or a_case(), kind, NOW, **flags)}  # type: ignore[arg-type] # flags by name


def test_an_opening_creates_every_duty_of_a_creditor() -> None:
    asked = duties(EventKind.OPENED)
    assert set(asked) == {
        TaskKind.TELL_SECURITY_RIGHTS,
        TaskKind.LODGE_CLAIM,
        TaskKind.ASK_CHOICE_103,
        TaskKind.STOP_DUNNING,
        TaskKind.STOP_GOODS_IN_TRANSIT,
        TaskKind.PAY_ESTATE_NOT_DEBTOR,
        TaskKind.ADJUST_VAT,
        TaskKind.NOTIFY_INSURER,
        TaskKind.CHECK_TABLE,
        TaskKind.WATCH_LIMITATION,
    }
    assert asked[TaskKind.LODGE_CLAIM].rule == "InsO 28(1), 174"
    assert "nicht beim Gericht" in asked[TaskKind.LODGE_CLAIM].text_de
    assert asked[TaskKind.WATCH_LIMITATION].severity is Severity.INFORMATION


def test_days_follow_the_law_and_the_notice() -> None:
    days = {kind: one.due_at.date() for kind, one in duties(EventKind.OPENED).items()}
    assert days[TaskKind.STOP_GOODS_IN_TRANSIT] == days[TaskKind.PAY_ESTATE_NOT_DEBTOR] == TODAY
    assert days[TaskKind.NOTIFY_INSURER] == date(2026, 3, 3)
    assert days[TaskKind.TELL_SECURITY_RIGHTS] == date(2026, 3, 5)  # three working days
    assert days[TaskKind.LODGE_CLAIM] == date(2026, 4, 28)
    assert days[TaskKind.CHECK_TABLE] == date(2026, 5, 27)  # the working day after the examination
    assert days[TaskKind.ADJUST_VAT] == date(2026, 4, 10)
    assert days[TaskKind.WATCH_LIMITATION] == date(2026, 10, 2)


def test_the_vat_return_is_due_on_the_tenth_of_the_month_after_the_opening() -> None:
    opened = a_case(opening_date=date(2026, 5, 4))
    assert duties(EventKind.OPENED, opened)[TaskKind.ADJUST_VAT].due_at.date() == date(2026, 6, 10)


PRELIM, LIFTED, OPENED = EventKind.PRELIM_MEASURES, EventKind.MEASURES_LIFTED, EventKind.OPENED


@pytest.mark.parametrize(
    ("events", "opened", "due"),
    [
        ({PRELIM: "2026-01-28"}, None, TODAY),  # 10 February has gone by
        ({EventKind.REFUSED_NO_ASSETS: "2026-02-27"}, None, date(2026, 3, 10)),
        ({OPENED: "2026-02-27"}, None, date(2026, 3, 10)),
        ({PRELIM: "2026-02-26", OPENED: "2026-03-02"}, date(2026, 3, 1), date(2026, 3, 10)),
        ({PRELIM: "2026-01-28", LIFTED: "2026-02-03", OPENED: "2026-03-02"}, date(2026, 3, 1), date(2026, 4, 10)),
    ],
)
def test_the_vat_period_is_that_of_the_event(events: dict[EventKind, str], opened: date | None, due: date) -> None:
    told = counted(Authority.REGISTER).model_dump()
    notices = [told | {"event_kind": kind, "publication_date": day} for kind, day in events.items()]
    asked = duties([*events][-1], a_case(notices=notices, opening_date=opened))
    assert asked[TaskKind.ADJUST_VAT].due_at.date() == due


def test_in_self_administration_the_custodian_is_asked_about_payments() -> None:
    pay = duties(EventKind.OPENED_SELF_ADMIN)[TaskKind.PAY_ESTATE_NOT_DEBTOR]
    assert "Sachwalter" in pay.text_de
    assert pay.rule == "InsO 270, 275(2), 94 to 96"
    assert set(duties(EventKind.OPENED_SELF_ADMIN)) == set(duties(EventKind.OPENED))


def test_a_claim_deadline_on_a_holiday_is_met_before_it() -> None:
    case = a_case(claim_deadline=date(2026, 5, 1))
    assert duties(EventKind.OPENED, case)[TaskKind.LODGE_CLAIM].due_at.date() == date(2026, 4, 30)


def test_without_a_printed_date_the_shortest_lawful_one_is_taken() -> None:
    case = a_case(claim_deadline=None, hearing_dates=())
    asked = duties(EventKind.OPENED, case)
    assert asked[TaskKind.LODGE_CLAIM].due_at.date() == date(2026, 3, 16)
    assert asked[TaskKind.CHECK_TABLE].due_at.date() > date(2026, 6, 2) + timedelta(days=60)


def test_a_day_that_has_gone_by_is_due_now() -> None:
    late = a_case(claim_deadline=date(2026, 1, 5), opening_date=date(2025, 11, 10), hearing_dates=())
    assert all(one.due_at > NOW for one in duties(EventKind.OPENED, late).values())


def test_rights_and_policy_create_their_duty_only_where_there_are_any() -> None:
    asked = duties(EventKind.OPENED, has_security=False, insured=False)
    assert not {TaskKind.TELL_SECURITY_RIGHTS, TaskKind.NOTIFY_INSURER} & set(asked)


def test_a_refusal_for_lack_of_assets_asks_nobody_to_lodge() -> None:
    asked = duties(EventKind.REFUSED_NO_ASSETS)
    assert set(asked) == {
        TaskKind.STOP_GOODS_IN_TRANSIT,
        TaskKind.NOTIFY_INSURER,
        TaskKind.ADJUST_VAT,
        TaskKind.WATCH_LIMITATION,
    }
    assert "Versicherungsfall" in asked[TaskKind.NOTIFY_INSURER].text_de
    assert "nothing to lodge" in asked[TaskKind.ADJUST_VAT].text_en


def test_a_persons_claim_names_what_survives_the_discharge() -> None:
    lodge = duties(EventKind.OPENED, a_case(natural_person=True))[TaskKind.LODGE_CLAIM]
    assert "302" in (lodge.rule or "")
    assert "unerlaubten Handlung" in lodge.text_de


def test_before_the_opening_there_is_nothing_to_lodge_and_dunning_is_a_question() -> None:
    asked = duties(EventKind.PRELIM_MEASURES)
    assert not {TaskKind.LODGE_CLAIM, TaskKind.TELL_SECURITY_RIGHTS, TaskKind.ASK_CHOICE_103} & set(asked)
    assert asked[TaskKind.STOP_DUNNING].text_de.startswith("Entscheiden")
    assert TaskKind.PAY_ESTATE_NOT_DEBTOR not in duties(EventKind.PRELIM_SELF_ADMIN)


def test_the_question_before_the_opening_does_not_stand_for_the_duty_after_it() -> None:
    before = tuple(duties(EventKind.PRELIM_MEASURES).values())
    after = duties(EventKind.OPENED, known=before)
    assert TaskKind.STOP_DUNNING in after
    assert TaskKind.NOTIFY_INSURER in after
    assert TaskKind.STOP_GOODS_IN_TRANSIT not in after  # one truck is stopped once


def test_no_duty_is_asked_twice_even_when_done() -> None:
    first = tuple(duties(EventKind.OPENED).values())
    done = tuple(one.model_copy(update={"state": TaskState.DONE}) for one in first)
    assert not tasks_for_event(a_case(), EventKind.OPENED, NOW, has_security=True, insured=True, known=first)
    moved = a_case(claim_deadline=date(2026, 5, 12))
    assert not tasks_for_event(moved, EventKind.OPENED, NOW, has_security=True, insured=True, known=done)
    later = NOW + timedelta(days=9)
    assert not tasks_for_event(a_case(), EventKind.OPENED, later, has_security=True, insured=True, known=first)


def test_an_open_duty_follows_a_date_that_was_moved() -> None:
    first = tuple(duties(EventKind.OPENED).values())
    moved = a_case(claim_deadline=date(2026, 5, 12))
    (lodge,) = tasks_for_event(
        moved, EventKind.HEARING_OR_DEADLINE_SET, NOW, has_security=True, insured=True, known=first
    )
    assert (lodge.kind, lodge.due_at.date(), lodge.version) == (TaskKind.LODGE_CLAIM, date(2026, 5, 12), 2)
    assert lodge.id in {one.id for one in first}


@pytest.mark.parametrize(
    "case",
    [
        a_case(),
        a_case(claim_deadline=date(2026, 3, 3)),
        a_case(claim_deadline=None, opening_date=None, hearing_dates=()),
    ],
)
def test_the_passing_of_time_moves_no_duty(case: Case) -> None:
    known = tuple(duties(EventKind.OPENED, case).values())
    for days in (1, 13, 40, 300):
        later = NOW + timedelta(days=days)
        assert not tasks_for_event(case, EventKind.OPENED, later, has_security=True, insured=True, known=known)


def events(*kinds: EventKind, latest: EventKind) -> tuple[EventKind, ...]:
    first = counted(Authority.REGISTER)
    notices = [
        first.model_copy(
            update={"notice_id": f"n{day}", "event_kind": kind, "publication_date": date(2026, 3, day + 1)}
        )
        for day, kind in enumerate(kinds)
    ]
    return standing_events(a_case(notices=tuple(reversed(notices)), event_kind=latest))


def test_a_case_confirmed_late_has_the_duties_of_what_still_stands() -> None:
    measures, opened, hearing = EventKind.PRELIM_MEASURES, EventKind.OPENED, EventKind.HEARING_OR_DEADLINE_SET
    assert events(measures, opened, hearing, latest=hearing) == (opened, hearing)
    assert events(measures, latest=measures) == (measures,)
    assert events(opened, EventKind.CLOSED_LIFTED, latest=EventKind.CLOSED_LIFTED) == (EventKind.CLOSED_LIFTED,)
    taken_back = counted(Authority.REGISTER).model_copy(update={"withdrawn_by": "n9"})
    assert not standing_events(a_case(notices=(taken_back,)))


@pytest.mark.parametrize("state", [CaseState.REVIEW, CaseState.DISMISSED, CaseState.CLOSED])
def test_nothing_is_asked_while_the_debtor_may_be_somebody_else(state: CaseState) -> None:
    assert not duties(EventKind.OPENED, a_case(state=state))


@pytest.mark.parametrize("country", [*sorted(set(countries()) - {"DE"}), "PL"])
def test_abroad_no_german_statute_of_insolvency_is_cited(country: str) -> None:
    asked = duties(EventKind.OPENED, a_case(country=country))
    assert TaskKind.LODGE_CLAIM in asked
    assert TaskKind.ASK_CHOICE_103 not in asked
    assert (asked[TaskKind.LODGE_CLAIM].rule is not None) is (country in countries())
    assert not [one for one in asked.values() if "InsO" in (one.rule or "")]


def test_on_a_bureaus_word_goods_stop_and_the_insurer_hears_and_the_rest_waits_for_the_register() -> None:
    rumour = a_case(notices=(counted(Authority.BUREAU),))
    early = duties(EventKind.OPENED, rumour)
    assert set(early) == {TaskKind.STOP_GOODS_IN_TRANSIT, TaskKind.NOTIFY_INSURER}
    both = a_case(notices=(counted(Authority.BUREAU), counted(Authority.REGISTER)))
    after = duties(EventKind.OPENED, both, known=tuple(early.values()))
    assert TaskKind.LODGE_CLAIM in after
    assert not set(early) & set(after)
    assert set(duties(EventKind.ADVERSE_INFORMATION, rumour)) == {TaskKind.NOTIFY_INSURER}
    assert not duties(EventKind.SCORE_DROPPED, rumour)


def test_every_event_is_answered_without_a_failure() -> None:
    for kind in EventKind:
        for one in duties(kind).values():
            assert one.text_de != one.text_en


def test_the_end_of_proceedings_ends_their_duties() -> None:
    known = tuple(duties(EventKind.OPENED).values())
    ended = tasks_without_object(EventKind.DISCHARGE_GRANTED, known, NOW)
    assert {one.kind for one in ended} >= {TaskKind.LODGE_CLAIM, TaskKind.CHECK_TABLE}
    assert {(one.state, one.done_by, one.version) for one in ended} == {(TaskState.DONE, "register", 2)}
    kept = {one.kind for one in known} - {one.kind for one in ended}
    assert {TaskKind.ADJUST_VAT, TaskKind.NOTIFY_INSURER, TaskKind.STOP_DUNNING} == kept
    # The table gives a title after the end, so it is still worth a look.
    assert TaskKind.CHECK_TABLE not in {one.kind for one in tasks_without_object(EventKind.CLOSED_LIFTED, known, NOW)}


def test_a_question_about_dates_becomes_a_task_with_its_words() -> None:
    question = DateQuestion(
        id="q1",
        case_id="c1",
        kind=QuestionKind.OUT_OF_BOUNDS,
        text_de="Frist?",
        text_en="Period?",
        inputs={},
        rule="InsO 28(1)",
    )
    asked = tasks.check_dates(question, a_case(), NOW)
    assert (asked.kind, asked.text_de, asked.rule) == (TaskKind.CHECK_DATES, "Frist?", "InsO 28(1)")


def test_a_task_given_by_hand_says_what_and_by_when() -> None:
    given = tasks.manual(
        a_case(), "Bürgen anschreiben", "Eva Kern", NOW, owner="eva.kern@example.com", due_on=date(2026, 3, 6)
    )
    assert (given.text_de, given.owner) == ("Bürgen anschreiben", "eva.kern@example.com")
    assert given.due_at == datetime(2026, 3, 6, 16, tzinfo=UTC)
    with pytest.raises(InvalidInputError) as refused:
        tasks.manual(a_case(), "  ", "Eva Kern", NOW, due_on=date(2026, 3, 1))
    assert [one.path for one in refused.value.problems] == ["text", "due_on"]
