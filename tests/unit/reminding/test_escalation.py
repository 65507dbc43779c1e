"""Escalation: deputy, then head, sooner the nearer the deadline; an answer stops it, quiet hours delay the rest."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.model.alert import Alert, AlertState, Recipient
from chalicelib.model.block import Stage
from chalicelib.model.deadline import Severity
from chalicelib.model.escalation import Escalation, Step
from chalicelib.model.message import SourceMessage
from chalicelib.model.people import Organisation
from chalicelib.reminding.dues import Due
from chalicelib.reminding.escalation import (
    Waits,
    escalations_due,
    unanswered,
)
from chalicelib.reminding.reminders import reminders_due
from chalicelib.reminding.writing import reminder_alert
from tests.builders import NOW
from tests.unit.reminding.builders import BERLIN, a_case, a_due, a_firm, a_person, a_waiting_alert

FIRM = a_firm()
FAR = a_due(date(2026, 6, 30))


def story(
    alert: Alert, dues: tuple[Due, ...] = (FAR,), firm: Organisation = FIRM, *, hours: float = 96
) -> list[tuple[Step, str, datetime]]:
    """Who hears when, with a run every five minutes from the alert on."""
    made: tuple[Escalation, ...] = ()
    for minutes in range(0, int(hours * 60), 5):
        now = alert.created_at + timedelta(minutes=minutes)
        made += escalations_due([alert], firm, made, dues, now, zone=BERLIN)
    return [(one.step, one.address.partition(".")[0], one.due_at) for one in made]


def test_the_deputy_hears_first_and_then_the_head() -> None:
    """Sent on Monday at 8:15: eight working hours end at 16:15, the deputy's eight on Tuesday at noon."""
    assert story(a_waiting_alert()) == [
        (Step.DEPUTY, "otto", datetime(2026, 3, 2, 15, 15, tzinfo=UTC)),
        (Step.HEAD, "hanna", datetime(2026, 3, 3, 11, 15, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("severity", "hours"), [(Severity.FINAL, 2), (Severity.RECOVERABLE, 8), (Severity.INFORMATION, 24)]
)
def test_the_wait_depends_on_severity(severity: Severity, hours: int) -> None:
    firm = a_firm(quiet=None)
    step, _, moment = story(a_waiting_alert(severity=severity), firm=firm, hours=60)[0]
    assert (step, moment - NOW) == (Step.DEPUTY, timedelta(hours=hours))


def test_the_wait_is_measured_against_the_deadline() -> None:
    """Needed by five o'clock in Berlin, sent at a quarter past eight: a quarter of what is left."""
    today = a_due(NOW.date())
    heard = story(a_waiting_alert(), (today,))
    assert [step for step, *_ in heard] == [Step.DEPUTY, Step.HEAD]
    assert heard[0][2] - NOW == timedelta(minutes=135)  # 8:45 h / 4 = 131 minutes, seen at the next run
    assert heard[1][2] - heard[0][2] < timedelta(minutes=135)
    assert heard[1][2] < today.needed_by(BERLIN)


def test_a_deadline_so_near_still_leaves_a_quarter_of_an_hour() -> None:
    late = a_waiting_alert(sent_at=NOW + timedelta(hours=8, minutes=40))
    heard = story(late, (a_due(NOW.date()),))
    assert heard[0][2] - (NOW + timedelta(hours=8, minutes=40)) == timedelta(minutes=15)


def test_a_final_deadline_within_a_week_makes_the_alert_as_severe() -> None:
    def wait(day: date) -> timedelta:
        return story(a_waiting_alert(), (a_due(day, severity=Severity.FINAL),))[0][2] - NOW

    assert wait(date(2026, 3, 8)) == timedelta(hours=2)
    assert wait(date(2026, 3, 9)) == timedelta(hours=8)  # seven days and nine hours


def test_what_went_by_before_and_hearings_and_other_cases_press_nobody() -> None:
    gone, hearing = a_due(date(2026, 2, 2)), a_due(NOW.date(), id="h", is_event=True)
    other = a_due(NOW.date(), case_id="c2")
    assert story(a_waiting_alert(), (gone, hearing, other)) == story(a_waiting_alert(), ())


def test_an_answer_stops_it() -> None:
    assert not story(a_waiting_alert(acknowledged_by="eva.kern@example.com", acknowledged_at=NOW))
    assert not story(a_waiting_alert(wants_acknowledgement=False))


def test_one_recipients_answer_answers_the_same_news_for_all() -> None:
    mine = a_waiting_alert(acknowledged_by="eva.kern@example.com", acknowledged_at=NOW)
    theirs = a_waiting_alert(id="b", recipient=mine.recipient.model_copy(update={"address": "credit@example.com"}))
    later_news = a_waiting_alert(id="c", created_at=NOW + timedelta(hours=1))
    assert unanswered([mine, theirs, later_news]) == (later_news,)


def test_the_answer_between_deputy_and_head_spares_the_head() -> None:
    alert = a_waiting_alert()
    made = escalations_due([alert], FIRM, (), (FAR,), NOW + timedelta(hours=9), zone=BERLIN)
    answered = alert.model_copy(update={"acknowledged_at": NOW + timedelta(hours=10)})
    assert [one.step for one in made] == [Step.DEPUTY]
    assert not escalations_due([answered], FIRM, made, (FAR,), NOW + timedelta(days=9), zone=BERLIN)


def test_nobody_hears_twice() -> None:
    heard = story(a_waiting_alert(), hours=120)
    assert len(heard) == len({address for _, address, _ in heard}) == 2


def test_without_a_deputy_the_head_hears_and_without_both_the_admins() -> None:
    assert [step for step, *_ in story(a_waiting_alert(), firm=a_firm(deputy=None))] == [Step.HEAD]
    lone = Organisation(people=(a_person(), FIRM.people[3]))
    assert [(step, who) for step, who, _ in story(a_waiting_alert(), firm=lone)] == [(Step.ADMIN, "ada")]
    assert not story(a_waiting_alert(), firm=Organisation())


def test_a_mailbox_has_a_head_and_the_head_is_not_told_of_their_own_alert() -> None:
    recipient = a_waiting_alert().recipient
    box = a_waiting_alert(recipient=recipient.model_copy(update={"address": "Credit@Example.com"}))
    assert [(step, who) for step, who, _ in story(box)] == [(Step.HEAD, "hanna")]
    head = a_waiting_alert(recipient=recipient.model_copy(update={"address": "hanna.brook@example.com"}))
    assert [step for step, *_ in story(head)] == [Step.ADMIN]


def test_of_the_same_news_the_head_hears_after_the_deputies_and_each_once() -> None:
    """Eva and her department's mailbox are told: the mailbox has no deputy, but its head waits for Eva's."""
    eva = a_waiting_alert()
    box = a_waiting_alert(id="b", recipient=eva.recipient.model_copy(update={"address": "credit@example.com"}))
    made: tuple[Escalation, ...] = ()
    for hours in range(96):
        made += escalations_due([box, eva], FIRM, made, (FAR,), NOW + timedelta(hours=hours), zone=BERLIN)
    assert [(one.step, one.name) for one in made] == [(Step.DEPUTY, "Otto Lind"), (Step.HEAD, "Hanna Brook")]
    assert made[1].due_at - made[0].due_at >= timedelta(hours=8)


def test_a_deputy_who_was_told_anyway_is_passed_over() -> None:
    eva = a_waiting_alert()
    otto = a_waiting_alert(id="b", recipient=eva.recipient.model_copy(update={"address": "otto.lind@example.com"}))
    made = escalations_due([eva, otto], FIRM, (), (FAR,), NOW + timedelta(days=1), zone=BERLIN)
    assert [(one.step, one.name) for one in made] == [(Step.HEAD, "Hanna Brook")]


def test_what_can_wait_is_handed_on_in_the_morning() -> None:
    """Sent on Friday at 17:00: two hours of Friday and six of Monday morning."""
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)
    heard = story(a_waiting_alert(created_at=friday, sent_at=friday), hours=72)
    assert heard[0][2] == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_a_new_block_at_the_strictest_stage_is_handed_on_at_night() -> None:
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)

    def first(**message: Any) -> datetime:
        return story(a_waiting_alert(message, created_at=friday, sent_at=friday), hours=72)[0][2]

    assert first(stage=Stage.NO_DELIVERIES) == friday + timedelta(hours=8)
    monday = datetime(2026, 3, 9, 12, tzinfo=UTC)
    assert first(stage=Stage.PREPAYMENT_ONLY) == monday
    assert first(stage=Stage.NO_DELIVERIES, previous_stage=Stage.NO_DELIVERIES) == monday  # nothing new
    assert first(stage=Stage.PREPAYMENT_ONLY, previous_stage=Stage.NO_DELIVERIES) == monday


def test_a_final_deadline_before_the_morning_is_handed_on_at_night() -> None:
    evening = datetime(2026, 3, 6, 19, tzinfo=UTC)
    saturday = a_due(date(2026, 3, 7), severity=Severity.FINAL)
    heard = story(a_waiting_alert(created_at=evening, sent_at=evening), (saturday,), hours=72)
    assert [one[2].astimezone(BERLIN).day for one in heard] == [6, 7]
    assert heard[-1][2] < saturday.needed_by(BERLIN)


def test_an_alert_that_reached_nobody_is_handed_on_at_once() -> None:
    failed = a_waiting_alert(state=AlertState.FAILED, sent_at=None)
    assert story(failed)[0][2] == NOW
    assert story(failed)[1][2] > NOW + timedelta(hours=7)


def test_after_a_pause_of_ours_the_deputy_still_hears_before_the_head() -> None:
    much_later = NOW + timedelta(days=3)
    first = escalations_due([a_waiting_alert()], FIRM, (), (FAR,), much_later, zone=BERLIN)
    again = escalations_due([a_waiting_alert()], FIRM, first, (FAR,), much_later + timedelta(hours=1), zone=BERLIN)
    assert ([one.step for one in first], again) == ([Step.DEPUTY], ())


def test_news_of_a_source_escalates_without_a_case() -> None:
    message = SourceMessage(source="fr_bodacc", health="late", reason="no answer", occurred_at=NOW)
    made = escalations_due(
        [a_waiting_alert().model_copy(update={"message": message})],
        FIRM,
        (),
        (FAR,),
        NOW + timedelta(days=1),
        zone=BERLIN,
    )
    assert [(one.step, one.case_id) for one in made] == [(Step.DEPUTY, None)]


@given(
    st.sampled_from(list(Severity)),
    st.timedeltas(timedelta(days=-30), timedelta(days=400)),
)
def test_a_nearer_deadline_never_means_a_longer_wait(severity: Severity, left: timedelta) -> None:
    waits = Waits()
    nearer = waits.wait(severity, NOW, NOW + left)
    assert timedelta(minutes=15) <= nearer <= waits.wait(severity, NOW, NOW + left + timedelta(hours=1))
    assert nearer <= waits.wait(severity, NOW, None)


def test_waits_must_know_every_severity() -> None:
    with pytest.raises(ValidationError, match="final, information"):
        Waits(at_most={Severity.RECOVERABLE: timedelta(hours=1)})


def test_the_deputy_whom_the_case_names_stands_in_before_the_persons_own() -> None:
    hanna = "hanna.brook@example.com"
    alert, late = a_waiting_alert(), NOW + timedelta(days=1)
    of_eva = a_case(owner="Eva.Kern@example.com", deputy=hanna)
    of_otto = a_case(owner="otto.lind@example.com", deputy=hanna)
    for case, heard in ((of_eva, hanna), (of_otto, "otto.lind@example.com"), (None, "otto.lind@example.com")):
        made = escalations_due([alert], FIRM, (), (FAR,), late, zone=BERLIN, case=case)
        assert [(one.step, one.address) for one in made] == [(Step.DEPUTY, heard)]


def test_the_deputy_whom_the_task_names_stands_in_for_its_reminder() -> None:
    hands = {"owner": "eva.kern@example.com", "deputy": "hanna.brook@example.com"}
    due = a_due(date(2026, 6, 30), **hands)
    (reminder,) = reminders_due((due,), (), due.safe_date - timedelta(days=3), NOW, days_ahead=(3,))
    alert = reminder_alert(reminder, a_case(), Recipient(address="eva.kern@example.com"), "email")
    alert = alert.model_copy(update={"sent_at": NOW})
    made = escalations_due([alert], FIRM, (), (due,), NOW + timedelta(days=1), zone=BERLIN, case=a_case())
    assert [one.address for one in made] == ["hanna.brook@example.com"]
