"""What people do in a case: each a form above its folders, and a decision on record."""

from collections.abc import Callable

from chalice.app import Blueprint

from chalicelib import activity, decide
from chalicelib.acting import Decided, acted, alarmed, found, in_view, one_of_ours
from chalicelib.answering import all_acknowledged
from chalicelib.cockpit.case_forms import (
    AcknowledgeForm,
    AlarmForm,
    AssignForm,
    CaseForm,
    FactsForm,
    NoteForm,
    ReopenForm,
    StageForm,
    WhyForm,
)
from chalicelib.cockpit.case_page import path_of
from chalicelib.cockpit.case_possible import digest, facts, hands, weaker
from chalicelib.cockpit.page import Moved, page
from chalicelib.cockpit.printing import Printer
from chalicelib.cockpit.rendering import word
from chalicelib.cockpit.visit import Visit
from chalicelib.deciding.stages import wanted
from chalicelib.errors import ConcurrentChangeError, ConflictError
from chalicelib.model.alert import Recipient
from chalicelib.model.case import EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.people import Role

blueprint = Blueprint(__name__)
_CASE = "/cockpit/cases/{case_id}"


@page(blueprint, f"POST {_CASE}/acknowledgement", role=Role.CLERK, form=AcknowledgeForm)
def acknowledge(visit: Visit, case_id: str, form: AcknowledgeForm) -> Moved:
    """Every message of the case that the person saw, answered."""
    found(case_id)
    answered = all_acknowledged(case_id, form.ids, visit.signature, visit.now)
    return _back(case_id, form, "case_acknowledged" if answered else "case_acknowledged_before")


@page(blueprint, f"POST {_CASE}/stage", role=Role.CLERK, form=StageForm)
def change_stage(visit: Visit, case_id: str, form: StageForm) -> Moved:
    """The block at the suggested stage, or at the one that was chosen; a weaker one is a manager's to choose."""
    said = decide.Word(person=visit.signature, reason=form.reason)

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        suggested, stage, no_payouts = wanted(file.case), form.stage, form.no_payouts
        if form.accept and suggested:
            stage, no_payouts = suggested.stage, suggested.no_payouts
        if weaker(stage, suggested, file.block, no_payouts=no_payouts):
            visit.needs(Role.MANAGER)
        return decide.on_stage_change(file, occasion, said, stage=stage, no_payouts=no_payouts)

    _act(visit, case_id, decided, in_view, form.seen)
    return _back(case_id, form, "case_stage")


@page(blueprint, f"POST {_CASE}/release", role=Role.CLERK, form=WhyForm)
def release(visit: Visit, case_id: str, form: WhyForm) -> Moved:
    """The block of this case taken back, by whoever its stage lets release it."""
    said = decide.Word(person=visit.signature, reason=form.reason)

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        if file.block and file.block.active:
            visit.needs(Role(file.block.may_release))
        return decide.on_release(file, occasion, said)

    _act(visit, case_id, decided, in_view, form.seen, ends=True)
    return _back(case_id, form, "case_released")


@page(blueprint, f"POST {_CASE}/assignment", role=Role.CLERK, form=AssignForm)
def assign(visit: Visit, case_id: str, form: AssignForm) -> Moved:
    """The case in somebody's hands; the new owner is told."""
    case = found(case_id).case
    standing = frozenset({case.owner, case.deputy})
    owner = _one_of_ours(visit, form.owner, "owner", standing)
    deputy = _one_of_ours(visit, form.deputy, "deputy", standing)
    said = decide.Word(person=visit.signature, reason=form.reason or _done(visit))

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        return decide.on_assigned(file, occasion, said, owner=owner, deputy=deputy.address if deputy else None)

    _act(visit, case_id, decided, hands, form.seen)
    return _back(case_id, form, "case_assigned")


@page(blueprint, f"POST {_CASE}/notes", role=Role.CLERK, form=NoteForm)
def add_note(visit: Visit, case_id: str, form: NoteForm) -> Moved:
    """A note in the file."""
    said = decide.Word(person=visit.signature, reason=form.text)
    acted(case_id, lambda file, occasion: decide.on_note(file, occasion, said), now=visit.now)
    return _back(case_id, form, "case_noted")


@page(blueprint, f"POST {_CASE}/alarm", role=Role.CLERK, form=AlarmForm)
def give_alarm(visit: Visit, case_id: str, form: AlarmForm) -> Moved:
    """Everybody told, and a task with its day."""
    said = decide.Word(person=visit.signature, reason=form.text)
    owner = _one_of_ours(visit, form.owner, "owner")

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        return decide.on_manual_alarm(file, occasion, said, due_on=form.due_on, owner=owner)

    acted(case_id, decided, now=visit.now)
    return _back(case_id, form, "case_alarm")


@page(blueprint, "POST /cockpit/customers/{number}/alarm", role=Role.CLERK, form=AlarmForm)
def give_alarm_about_customer(visit: Visit, number: str, form: AlarmForm) -> Moved:
    """A new case with a warning, for a customer who has none that runs."""
    said = decide.Word(person=visit.signature, reason=form.text)
    owner = _one_of_ours(visit, form.owner, "owner")
    file = alarmed(number, said, due_on=form.due_on, owner=owner, now=visit.now)
    return _back(file.case.id, form, "case_alarm")


@page(blueprint, f"POST {_CASE}/facts", role=Role.CLERK, form=FactsForm)
def enter_facts(visit: Visit, case_id: str, form: FactsForm) -> Moved:
    """What no register prints; deadlines follow from it at once."""
    said = decide.Word(person=visit.signature, reason=form.reason)

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        address = form.information_system
        return decide.on_facts_entered(
            file, occasion, said, claim=form.claim, entered=form.entered, information_system=address
        )

    _act(visit, case_id, decided, facts, form.seen)
    return _back(case_id, form, "case_facts")


@page(blueprint, f"POST {_CASE}/close", role=Role.MANAGER, form=WhyForm)
def close(visit: Visit, case_id: str, form: WhyForm) -> Moved:
    """The case closed."""
    said = decide.Word(person=visit.signature, reason=form.reason)

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        return decide.on_closed(file, occasion, said)

    _act(visit, case_id, decided, in_view, form.seen, ends=True)
    return _back(case_id, form, "case_closed")


@page(blueprint, f"POST {_CASE}/reopen", role=Role.MANAGER, form=ReopenForm)
def reopen(visit: Visit, case_id: str, form: ReopenForm) -> Moved:
    """The closed case open again."""
    said = decide.Word(person=visit.signature, reason=form.reason)

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        return decide.on_reopened(file, occasion, said, with_block=form.with_block)

    _act(visit, case_id, decided, in_view, form.seen)
    return _back(case_id, form, "case_reopened")


def _act(
    visit: Visit,
    case_id: str,
    decided: Decided,
    about: Callable[[CaseFile], object],
    seen: str,
    *,
    ends: bool = False,
) -> None:
    """Runs the action on what the person saw; one that `ends` something also without the customer.

    Raises:
        ConcurrentChangeError: that has changed; says what it is now.
    """

    def only_on_what_was_seen(file: CaseFile, occasion: decide.Occasion) -> Decision:
        if digest(about(file)) != seen:
            raise changed(visit, file)
        return decided(file, occasion)

    acted(case_id, only_on_what_was_seen, about, now=visit.now, ends=ends)


def changed(visit: Visit, file: CaseFile) -> ConflictError:
    """What the case is now, and who was the last to do something in it."""
    told = [one for one in file.entries if one.kind is not EntryKind.READ]
    last, block, language = told[-1], file.block, visit.language
    stage = block.stage if block and block.active else "none"
    now_is = word(
        "case_action.now_is",
        language,
        stage=word(f"stage.{stage}", language),
        state=word(f"case_state.{file.case.state}", language),
        kind=activity.kind_in_words(last.kind, language),
        by=last.by,
        at=Printer(visit).moment(last.at),
    )
    return ConcurrentChangeError(now_is, german=now_is)


def _one_of_ours(
    visit: Visit, address: str | None, path: str, standing: frozenset[str | None] = frozenset()
) -> Recipient | None:
    return one_of_ours(visit.firm, address, path, standing) if address else None


def _done(visit: Visit) -> str:
    return word("case_action.no_reason", visit.language)


def _back(case_id: str, form: CaseForm, done: str) -> Moved:
    return Moved(path_of(case_id, form.folder), done=done)
