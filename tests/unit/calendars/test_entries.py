"""Calendar entries: the safe date with the final one in words, stable ids, growing sequence, no person's name."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.calendars.entries import CalendarEntry, Style, entries_of, for_deadline, for_hearing, for_task
from chalicelib.calendars.words import HEARINGS, WORDS
from chalicelib.calendars.work import CaseWork, concerning
from chalicelib.model.case import CaseState
from chalicelib.model.deadline import Deadline, DeadlineKind, DeadlineState, DeadlineVersion, Severity
from chalicelib.model.notice import Hearing, HearingKind
from chalicelib.model.task import TaskKind, TaskState
from tests.builders import NOW
from tests.unit.reminding.builders import FILING, a_case, a_deadline, a_firm, a_task

STYLE = Style(cases_url="https://cockpit.example.com/cases/")
ENGLISH = Style(language="en")
LATER = NOW + timedelta(days=3)


def entry(deadline: Deadline | None = None, style: Style = STYLE, **case: Any) -> CalendarEntry:
    made = for_deadline(deadline or a_deadline(), a_case(**case), style)
    assert made
    return made


def moved(deadline: Deadline, **fields: Any) -> Deadline:
    """The deadline after a correction."""
    before = DeadlineVersion(
        **deadline.model_dump(
            include={"rule", "inputs", "raw_date", "final_date", "safe_date", "state", "computed_at"}
        ),
        replaced_at=LATER,
        reason="corrected",
    )
    return deadline.model_copy(update={"history": (*deadline.history, before)} | fields)


def test_a_deadline_stands_on_its_safe_date_and_names_the_final_one() -> None:
    made = entry(a_deadline(safe_date=date(2026, 4, 30), final_date=date(2026, 5, 4)))
    assert (made.day, made.starts) == (date(2026, 4, 30), None)
    assert made.title == "Forderung anmelden: Hafenlogistik Sonnenried GmbH (104711)"
    assert "Letzter Tag: Montag, 4. Mai 2026." in made.text
    assert "letzten sicheren Arbeitstag davor" in made.text
    assert "Regel: InsO 28(1)" in made.text
    assert "claim_deadline 2026-04-28" in made.text
    assert "Amtsgericht Hamburg, 67a IN 17/26" in made.text
    assert made.link == "https://cockpit.example.com/cases/c1"
    assert "sicheren" not in entry().text


def test_it_speaks_the_readers_language() -> None:
    made = entry(style=ENGLISH)
    assert made.title.startswith("Lodge the claim:")
    assert "Last day: Tuesday, 28 April 2026" in made.text
    assert WORDS["de"].keys() == WORDS["en"].keys()
    assert set(HEARINGS["de"]) == set(HEARINGS["en"]) == set(HearingKind)


def test_a_natural_person_is_a_customer_number() -> None:
    person = {"customer_name": "Jonas Wellenbrink", "debtor_name": "Wellenbrink, Jonas", "natural_person": True}
    case = a_case(**person, hearing_dates=(Hearing(kind=HearingKind.FINAL, date=FILING, place="Saal 4"),))
    work = CaseWork(case=case, deadlines=(a_deadline(),), tasks=(a_task(),))
    for style in (STYLE, ENGLISH):
        shown = " ".join(one.model_dump_json() for one in entries_of(work, style))
        assert "Wellenbrink" not in shown
        assert "67a IN" not in shown
        assert "2026-04-28" in shown
        assert "104711" in shown


def test_a_moved_deadline_keeps_its_uid_and_its_sequence_grows() -> None:
    before = entry()
    after = entry(moved(a_deadline(), safe_date=date(2026, 5, 12), final_date=date(2026, 5, 12)))
    assert (after.uid, after.day) == (before.uid, date(2026, 5, 12))
    assert after.sequence > before.sequence
    assert (before.changed_at, after.changed_at) == (NOW, LATER)


def test_an_unchanged_one_stays_as_it_is() -> None:
    assert entry() == entry()


@pytest.mark.parametrize("state", [DeadlineState.MOOT, DeadlineState.REPLACED])
def test_what_has_no_object_any_more_is_cancelled(state: DeadlineState) -> None:
    before, after = entry(), entry(moved(a_deadline(), state=state))
    assert (after.cancelled, after.alarm_days, after.uid) == (True, (), before.uid)
    assert after.sequence > before.sequence


def test_a_date_that_was_taken_back_is_cancelled_where_it_stood() -> None:
    after = entry(moved(a_deadline(), safe_date=None, final_date=None))
    assert (after.cancelled, after.day) == (True, FILING)
    assert for_deadline(a_deadline(safe_date=None), a_case(), STYLE) is None


def test_a_done_one_stays_without_alarms() -> None:
    done = entry(a_deadline(state=DeadlineState.DONE, done_at=LATER))
    assert done.title.startswith("Erledigt: ")
    assert (done.cancelled, done.alarm_days, done.changed_at) == (False, (), LATER)
    assert done.sequence > entry().sequence
    assert entry(a_deadline(state=DeadlineState.LAPSED)).title.startswith("Verstrichen: ")


@pytest.mark.parametrize("state", [CaseState.DISMISSED, CaseState.CLOSED])
def test_a_case_that_is_over_cancels_everything_but_what_was_done(state: CaseState) -> None:
    hearing = Hearing(kind=HearingKind.FINAL, date=FILING)
    case = a_case(state=state, version=2, hearing_dates=(hearing,))
    tasks = (a_task(), a_task(TaskKind.NOTIFY_INSURER, state=TaskState.DONE, version=2))
    found = entries_of(CaseWork(case=case, deadlines=(a_deadline(),), tasks=tasks), STYLE)
    assert [one.cancelled for one in found if one.category != "Aufgabe"] == [True, True]
    assert not any(one.alarm_days for one in found)
    assert sorted((one.cancelled, one.title[:9]) for one in found if one.category == "Aufgabe") == [
        (False, "Erledigt:"),
        (True, "Umsatzste"),
    ]


def test_the_sequence_never_falls_when_a_case_is_taken_up_again() -> None:
    versions = [(CaseState.OPEN, 1), (CaseState.DISMISSED, 2), (CaseState.OPEN, 3)]
    cases = [a_case(state=state, version=version) for state, version in versions]
    for numbers in (
        [entry(state=one.state, version=one.version).sequence for one in cases],
        [for_task(a_task(), one, STYLE).sequence for one in cases],
    ):
        assert numbers == sorted(set(numbers))


def test_severity_decides_about_alarms() -> None:
    days = {one: entry(a_deadline(severity=one)).alarm_days for one in Severity}
    assert days == {Severity.FINAL: (14, 7, 3, 1), Severity.RECOVERABLE: (7, 1), Severity.INFORMATION: (1,)}
    assert "verliert das Recht" in entry(a_deadline(severity=Severity.FINAL)).text


def test_a_believed_rule_says_so() -> None:
    assert "nicht im Gesetzestext" in entry(a_deadline(believed=True)).text


def test_a_hearing_has_its_hour_on_the_courts_clock_and_a_place() -> None:
    hearing = Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 5, 26), time=time(9, 30))
    made = for_hearing(0, a_case(hearing_dates=(hearing,)), STYLE)
    assert made.starts == datetime(2026, 5, 26, 7, 30, tzinfo=UTC)
    assert made.ends == datetime(2026, 5, 26, 8, 30, tzinfo=UTC)
    assert (made.place, made.title[:14]) == ("Amtsgericht Hamburg", "Prüfungstermin")


def test_a_written_procedure_is_a_day_without_hour_or_place() -> None:
    hearing = Hearing(kind=HearingKind.EXAMINATION, date=FILING, time=time(9, 30), written=True)
    made = for_hearing(0, a_case(hearing_dates=(hearing,)), STYLE)
    assert (made.starts, made.place, made.title[:27]) == (None, None, "Prüfungstermin (schriftlich")


def test_a_hearing_that_moves_keeps_its_uid() -> None:
    report, first, second = (
        Hearing(kind=HearingKind.REPORT, date=date(2026, 4, 20)),
        Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 5, 26)),
        Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 6, 26)),
    )
    before = [for_hearing(number, a_case(hearing_dates=(report, first, second)), STYLE) for number in range(3)]
    later = first.model_copy(update={"date": date(2026, 6, 2)})
    after = [for_hearing(number, a_case(hearing_dates=(later, second), version=2), STYLE) for number in range(2)]
    assert [one.uid for one in after] == [before[1].uid, before[2].uid]
    assert len({one.uid for one in before}) == 3
    assert after[0].sequence > before[1].sequence


def test_a_task_shows_its_first_sentence_and_says_the_rest_below() -> None:
    task = a_task(text_de="Mahnlauf stoppen. Bürgen bleiben belangbar.", rule="InsO 87, 89")
    made = for_task(task, a_case(), STYLE)
    assert made.title == "Mahnlauf stoppen: Hafenlogistik Sonnenried GmbH (104711)"
    assert made.text.startswith("Mahnlauf stoppen. Bürgen bleiben belangbar.\nRegel: InsO 87, 89\n")
    done = for_task(task.model_copy(update={"state": TaskState.DONE, "version": 2}), a_case(), STYLE)
    assert done.sequence > made.sequence
    assert not done.alarm_days


def test_what_is_the_same_stands_there_once() -> None:
    hearing = Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 5, 26))
    examination = a_deadline(DeadlineKind.EXAMINATION, final_date=hearing.date, safe_date=hearing.date)
    work = CaseWork(
        case=a_case(hearing_dates=(hearing,)),
        deadlines=(a_deadline(), examination),
        tasks=(a_task(TaskKind.LODGE_CLAIM), a_task()),
    )
    found = entries_of(work, STYLE)
    assert [(one.day, one.category) for one in found] == [
        (date(2026, 4, 10), "Aufgabe"),
        (FILING, "Frist"),
        (hearing.date, "Termin"),
    ]


EVA, OTTO, HANNA, _ = a_firm().people
(CREDIT,) = a_firm().departments


def works() -> tuple[CaseWork, ...]:
    own = CaseWork(
        case=a_case(),
        deadlines=(a_deadline(),),
        tasks=(a_task(), a_task(TaskKind.MANUAL, owner=OTTO.email)),
        responsible=("EVA.Kern@example.com",),
    )
    other = CaseWork(
        case=a_case(id="c2", hearing_dates=(Hearing(kind=HearingKind.FINAL, date=FILING),)),
        deadlines=(a_deadline(case_id="c2"),),
        tasks=(a_task(TaskKind.NOTIFY_INSURER, id="t2", deputy=EVA.email),),
        responsible=("sales@example.com",),
    )
    return own, other


def test_the_responsible_person_sees_the_case_and_a_deputy_only_the_task() -> None:
    mine, deputy = concerning(EVA, works(), a_firm())
    assert ([one.kind for one in mine.tasks], len(mine.deadlines)) == ([TaskKind.ADJUST_VAT], 1)
    assert (len(deputy.tasks), deputy.deadlines, deputy.case.hearing_dates) == (1, (), ())


def test_an_owner_sees_the_task_and_others_nothing() -> None:
    (task_only,) = concerning(OTTO, works(), a_firm())
    assert [one.kind for one in task_only.tasks] == [TaskKind.MANUAL]
    assert not concerning(HANNA, works(), a_firm())


def test_a_department_sees_what_its_people_see() -> None:
    mine, deputy = concerning(CREDIT, works(), a_firm())
    assert len(mine.tasks) == 2
    assert not deputy.deadlines
