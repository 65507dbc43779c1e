"""What our own books change in a case, and what a person chose to do with the claim."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deciding.books import on_books_changed, on_choice
from chalicelib.deciding.occasion import Occasion
from chalicelib.errors import ConflictError
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import OUR_POLICY, CreditEvent
from chalicelib.model.customer import CustomerKind
from chalicelib.model.deadline import DeadlineKind
from chalicelib.model.event import EventKind
from chalicelib.model.ledger import Ledger
from chalicelib.model.open_item import RetentionOfTitle
from chalicelib.model.recovery import Choice, Option
from chalicelib.model.task import TaskKind
from tests.builders import NOW, a_customer, a_match, a_notice, an_occasion, filed
from tests.unit.recovery.books import OPENED_ON, an_item
from tests.unit.recovery.test_cover_warnings import a_policy

RETAINED: dict[str, Any] = {"retention_of_title": RetentionOfTitle.EXTENDED, "insured_share": Decimal(90)}


def a_file() -> CaseFile:
    return filed(decide.on_match(a_match(), a_notice(opening_date=OPENED_ON), an_occasion()))


def with_books(*items: Any) -> Occasion:
    return an_occasion().model_copy(update={"ledger": Ledger(customer_number="104711", items=items)})


def test_a_security_that_the_books_show_brings_its_deadline_and_its_duty() -> None:
    file = a_file()
    decision = on_books_changed(file, with_books(an_item(**RETAINED)))
    assert decision is not None
    assert DeadlineKind.SECURITY_RIGHTS in {one.kind for one in decision.deadlines}
    assert {TaskKind.TELL_SECURITY_RIGHTS, TaskKind.NOTIFY_INSURER} <= {one.kind for one in decision.tasks}
    assert (decision.previous_version, decision.case.version) == (file.case.version, file.case.version + 1)
    (entry,) = decision.entries
    assert (entry.kind, entry.by) == (EntryKind.FACTS_ENTERED, "books")
    assert decision.alerts == ()
    assert decision.block is None


def test_the_same_books_again_change_nothing() -> None:
    file = a_file()
    books = with_books(an_item(**RETAINED))
    after = filed(on_books_changed(file, books), file)
    assert on_books_changed(after, books) is None


def test_a_paid_account_takes_back_what_rested_on_it_and_keeps_the_history() -> None:
    file = a_file()
    after = filed(on_books_changed(file, with_books(an_item(**RETAINED))), file)
    decision = on_books_changed(after, with_books())
    assert decision is not None
    first, last = ({one.kind: one for one in each.deadlines}[DeadlineKind.SECURITY_RIGHTS] for each in (file, decision))
    assert last.inputs == first.inputs
    assert len(last.history) == 2


def test_compensation_is_asked_for_by_the_policys_own_day_which_follows_the_opening() -> None:
    file, day = a_file(), date(2026, 6, 14)  # sixty days after 16 March and thirty more after a correction
    books = with_books(an_item(**RETAINED))
    assert books.ledger is not None
    insured = books.model_copy(update={"ledger": books.ledger.model_copy(update={"policies": (a_policy(),)})})
    after = filed(on_books_changed(file, insured), file)
    (task,) = [one for one in after.tasks if "compensation" in one.text_en]
    assert (task.kind, task.severity, task.due_at.date()) == (TaskKind.CLAIM_COMPENSATION, "final", date(2026, 5, 15))
    later = after.case.model_copy(update={"opening_date": OPENED_ON + timedelta(days=30)})
    decision = on_books_changed(after.model_copy(update={"case": later}), insured)
    assert decision is not None
    (moved,) = [one for one in decision.tasks if one.id == task.id]
    assert (moved.due_at.date(), moved.version) == (day, 2)


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.DISMISSED])
def test_a_case_that_is_over_does_not_follow(state: CaseState) -> None:
    file = a_file()
    over = file.model_copy(update={"case": file.case.model_copy(update={"state": state})})
    assert on_books_changed(over, with_books(an_item(**RETAINED))) is None


def a_choice(option: Option = Option.PURSUE) -> Choice:
    return Choice(case_id="c", option=option, person="Eva Kern", reason="small", at=NOW, advised=None)


def test_a_choice_stands_in_the_case_and_a_later_one_replaces_it() -> None:
    file = a_file()
    first = on_choice(file, a_choice(), an_occasion())
    assert first.case.choice is not None
    assert [entry.kind for entry in first.entries] == [EntryKind.CHOICE]
    second = on_choice(filed(first, file), a_choice(Option.WRITE_OFF), an_occasion())
    assert second.case.choice is not None
    assert second.case.choice.option is Option.WRITE_OFF


def test_in_a_dismissed_case_nothing_is_to_choose() -> None:
    file = a_file()
    dismissed = file.model_copy(update={"case": file.case.model_copy(update={"state": CaseState.DISMISSED})})
    with pytest.raises(ConflictError):
        on_choice(dismissed, a_choice(), an_occasion())


def a_warning() -> CreditEvent:
    return CreditEvent(
        bureau=OUR_POLICY,
        event_id="e1",
        customer_number="104711",
        event_kind=EventKind.LIMIT_WITHDRAWN,
        original_code="extension_exceeded",
        text="nicht mehr gedeckt\nno longer covered",
        on=NOW.date(),
    )


def test_our_own_insurance_is_certain_of_whom_it_speaks_and_says_on_what_the_block_rests() -> None:
    decision = decide.on_credit_event(None, a_warning(), None, an_occasion())
    assert decision is not None
    assert decision.block is not None
    assert (decision.case.state, decision.block.stage) == (CaseState.OPEN, "prepayment_only")
    assert "Kreditversicherer" in decision.block.ground.reason_de
    (evidence,) = decision.case.match.evidence
    assert (evidence.sentence_de, evidence.sentence_en) == ("nicht mehr gedeckt", "no longer covered")


def test_a_natural_person_is_not_blocked_by_cover_alone() -> None:
    person = a_customer(kind=CustomerKind.PERSON, name="Jan Wolf")
    decision = decide.on_credit_event(None, a_warning(), None, an_occasion(person))
    assert decision is not None
    assert decision.block is not None
    assert decision.block.stage == "warn"
