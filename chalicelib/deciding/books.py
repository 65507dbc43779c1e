"""What our own books change in a case, and what a person chose to do with the claim."""

from chalicelib.deciding import casework
from chalicelib.deciding.concluding import recorded
from chalicelib.deciding.occasion import Change, Occasion
from chalicelib.errors import ConflictError
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.recovery import Choice
from chalicelib.model.task import BOOKS


def on_date_passed(file: CaseFile, occasion: Occasion) -> Decision | None:
    """The dates and duties that follow once a date went by, such as lodging late; None when nothing follows."""
    return _moved(file, occasion, by="calendar", why="a date went by")


def on_books_changed(file: CaseFile, occasion: Occasion) -> Decision | None:
    """The dates and duties that follow from the customer's account as it is now, or None when none of them changes.

    Security rights, the insurer and limitation depend on the account; a closed or dismissed case no longer follows.
    Nobody is told: what is new shows up as a duty or date with its own reminders.
    """
    return _moved(file, occasion, by=BOOKS, why="our books changed")


def _moved(file: CaseFile, occasion: Occasion, *, by: str, why: str) -> Decision | None:
    if file.case.state not in {CaseState.OPEN, CaseState.REVIEW}:
        return None
    case = file.case.model_copy(update={"updated_at": occasion.now})
    due = recorded(file, Change(case, None, ()), occasion)
    if not due.deadlines and not due.tasks:
        return None
    changed = sorted({*(str(one.kind) for one in due.deadlines), *(str(one.kind) for one in due.tasks)})
    text = f"{why}: {', '.join(changed)}"
    entry = casework.entry_for_person(case, EntryKind.FACTS_ENTERED, by, text, occasion.now)
    return due.model_copy(update={"entries": (entry,)})


def on_choice(file: CaseFile, choice: Choice, occasion: Occasion) -> Decision:
    """What a person decided to do with the claim, on record with the reason; a later choice replaces it.

    Raises:
        ConflictError: the debtor of the case is not our customer.
    """
    if file.case.state is CaseState.DISMISSED:
        raise ConflictError(f"case {file.case.id} is dismissed: its debtor is not our customer, nothing is to choose")
    case = file.case.model_copy(update={"choice": choice, "updated_at": occasion.now})
    advised = f"advised: {choice.advised}" if choice.advised else "nothing was advised"
    text = f"{choice.option} ({advised}): {choice.reason}"
    entry = casework.entry_for_person(case, EntryKind.CHOICE, choice.person, text, occasion.now)
    return recorded(file, Change(case, None, (entry,)), occasion)
