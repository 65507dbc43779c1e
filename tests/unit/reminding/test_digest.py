"""The daily digest: what is late, ahead, new and unanswered, and nothing of cases that are over."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.model.case import CaseState
from chalicelib.model.deadline import DeadlineKind, Severity
from chalicelib.model.people import DigestPreference
from chalicelib.reminding.digest import (
    Desk,
    digest,
    reminder_waits_for_digest,
    waits_for_digest,
    wants_digest,
)
from chalicelib.reminding.reminders import reminders_due
from tests.builders import NOW
from tests.unit.reminding.builders import BERLIN, FILING, a_case, a_deadline, a_due, a_firm, a_person, a_waiting_alert

TODAY = NOW.date()
OLD = NOW - timedelta(days=30)


def a_desk(**fields: Any) -> Desk:
    return Desk(**{"cases": (a_case(opened_at=OLD),)} | fields)


def test_dates_are_sorted_into_late_and_ahead() -> None:
    dues = (
        a_due(TODAY + timedelta(days=7), id="week"),
        a_due(TODAY - timedelta(days=2), id="late"),
        a_due(TODAY, id="today"),
        a_due(TODAY + timedelta(days=8), id="later"),
        a_due(TODAY - timedelta(days=1), id="heard", is_event=True),
    )
    made = digest(a_person(), a_desk(dues=dues), TODAY, BERLIN)
    assert [(one.due.id, one.days_left) for one in made.late] == [("late", -2)]
    assert [one.due.id for one in made.ahead] == ["today", "week"]
    assert made.ahead[0].case.customer_number == "104711"


@pytest.mark.parametrize("state", [CaseState.DISMISSED, CaseState.CLOSED])
def test_a_case_that_is_over_says_nothing(state: CaseState) -> None:
    desk = Desk(cases=(a_case(state=state),), dues=(a_due(TODAY),), deadlines=(a_deadline(safe_date=None),))
    assert digest(a_person(), desk, TODAY, BERLIN).empty


def test_an_empty_desk_makes_no_mail() -> None:
    assert digest(a_person(), a_desk(), TODAY, BERLIN).empty


@pytest.mark.parametrize(
    "desk",
    [
        a_desk(dues=(a_due(TODAY - timedelta(days=2)),)),
        a_desk(dues=(a_due(TODAY),)),
        a_desk(deadlines=(a_deadline(safe_date=None),)),
        a_desk(cases=(a_case(),)),
        a_desk(cases=(a_case(state=CaseState.REVIEW, opened_at=OLD),)),
        a_desk(alerts=(a_waiting_alert(),)),
        a_desk(alerts=(a_waiting_alert(sent_at=None, wants_acknowledgement=False, severity=Severity.INFORMATION),)),
    ],
)
def test_one_thing_is_enough_for_a_mail(desk: Desk) -> None:
    made = digest(a_person(), desk, TODAY, BERLIN)
    assert not made.empty
    assert type(made).model_validate_json(made.model_dump_json()) == made


def test_new_cases_and_cases_to_review_are_named() -> None:
    yesterday = NOW.replace(hour=23) - timedelta(days=2)  # already the next day in Berlin
    before = yesterday - timedelta(hours=1)
    desk = Desk(
        cases=(
            a_case(id="new", opened_at=yesterday),
            a_case(id="known", opened_at=before),
            a_case(id="review", state=CaseState.REVIEW, opened_at=OLD),
        )
    )
    made = digest(a_person(), desk, TODAY, BERLIN)
    assert [one.case_id for one in made.new_cases] == ["new"]
    assert [one.case_id for one in made.to_review] == ["review"]


def test_a_duty_without_a_date_is_not_forgotten() -> None:
    unknown = a_deadline(DeadlineKind.NO_RULES, safe_date=None, final_date=None, title_en="Unknown, no rules for PL")
    made = digest(a_person(), a_desk(deadlines=(unknown,)), TODAY, BERLIN)
    assert [one.title_en for one in made.undated] == ["Unknown, no rules for PL"]


def test_reminders_of_low_severity_are_in_it_unless_the_date_is_listed_anyway() -> None:
    hearing = a_due(FILING, severity=Severity.INFORMATION, is_event=True)
    day = FILING - timedelta(days=21)
    reminders = reminders_due([hearing], (), day, NOW)
    desk = a_desk(dues=(hearing,), reminders=reminders)
    assert digest(a_person(), desk, day, BERLIN).reminded == reminders
    near = FILING - timedelta(days=3)
    listed = digest(
        a_person(), a_desk(dues=(hearing,), reminders=reminders_due([hearing], (), near, NOW)), near, BERLIN
    )
    assert (listed.reminded, len(listed.ahead)) == ((), 1)


def test_alerts_without_an_answer_and_low_ones_without_a_mail_are_in_it() -> None:
    low = a_waiting_alert(id="low", sent_at=None, wants_acknowledgement=False, severity=Severity.INFORMATION)
    stale = low.model_copy(update={"id": "stale", "created_at": OLD})
    waiting = a_waiting_alert(id="waiting")
    made = digest(a_person(), a_desk(alerts=(low, stale, waiting)), TODAY, BERLIN)
    assert [one.id for one in made.news] == ["low"]
    assert [one.id for one in made.unanswered] == ["waiting"]


def test_a_department_reads_its_own_language_at_its_mailbox() -> None:
    (credit,) = a_firm().departments
    made = digest(credit, a_desk(dues=(a_due(TODAY),)), TODAY, BERLIN)
    assert (made.address, made.language, made.name) == ("credit@example.com", "en", "Credit")


def test_its_id_is_the_same_all_day_and_another_tomorrow() -> None:
    first = digest(a_person(), a_desk(), TODAY, BERLIN).id
    assert first == digest(a_person(), Desk(), TODAY, BERLIN).id
    assert first != digest(a_person(), a_desk(), date(2026, 3, 3), BERLIN).id


@pytest.mark.parametrize(
    ("preference", "severity", "urgent", "waits"),
    [
        (DigestPreference.LOW, Severity.INFORMATION, False, True),
        (DigestPreference.LOW, Severity.RECOVERABLE, False, False),
        (DigestPreference.ALL_THAT_CAN_WAIT, Severity.RECOVERABLE, False, True),
        (DigestPreference.ALL_THAT_CAN_WAIT, Severity.RECOVERABLE, True, False),
        (DigestPreference.ALL_THAT_CAN_WAIT, Severity.FINAL, False, False),
        (DigestPreference.NEVER, Severity.INFORMATION, False, False),
    ],
)
def test_what_waits_for_the_digest_is_the_persons_choice(
    preference: DigestPreference, severity: Severity, urgent: bool, waits: bool
) -> None:
    assert waits_for_digest(a_person(digest=preference), severity, urgent=urgent) is waits
    assert wants_digest(a_person(digest=preference)) is (preference is not DigestPreference.NEVER)


def test_a_reminder_of_tomorrow_does_not_wait_even_if_all_may() -> None:
    patient = a_person(digest=DigestPreference.ALL_THAT_CAN_WAIT)
    week, tomorrow, late = (reminders_due([a_due()], (), FILING - timedelta(days=left), NOW)[0] for left in (7, 1, -1))
    assert reminder_waits_for_digest(patient, week)
    assert not reminder_waits_for_digest(patient, tomorrow)
    assert not reminder_waits_for_digest(patient, late)
    assert not reminder_waits_for_digest(None, week)
