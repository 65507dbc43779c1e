"""What a person enters about a case: checked, laid over what is known, and told apart for the record."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from chalicelib.deciding import tasks
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.case import Case
from chalicelib.model.case_file import CaseFile
from chalicelib.model.entered import ClaimFacts, EnteredDates
from chalicelib.model.record import Record
from chalicelib.model.task import Task, TaskKind, TaskState, same_acts

_EARLIEST = date(1999, 1, 1)  # the Insolvency Statute came into force
_UNKNOWN = "-"
R = TypeVar("R", bound=Record)


_AHEAD = frozenset({"claim_deadline"})
_LONGEST_AHEAD = timedelta(days=366)


def check(claim: ClaimFacts | None, entered: EnteredDates | None, today: date) -> None:
    """Passes when everything that was entered can have happened; a day's grace for whoever is east of us.

    Raises:
        InvalidInputError: with the path of each date that cannot be.
    """
    problems = [*_dates_that_cannot_be("claim", claim, today), *_dates_that_cannot_be("entered", entered, today)]
    year = claim.earliest_due_year if claim else None
    if year is not None and not _EARLIEST.year <= year <= today.year + 1:
        problems.append(Problem("claim.earliest_due_year", str(year), "no year in which an open claim fell due"))
    if problems:
        raise InvalidInputError(problems)


def entered_in(
    case: Case, claim: ClaimFacts | None, entered: EnteredDates | None, information_system: str | None
) -> Case:
    """The case with the fields that were given; an empty address takes the administrator's system back."""
    changes: dict[str, object] = {"claim": _over(case.claim, claim), "entered": _over(case.entered, entered)}
    if information_system is not None:
        changes["information_system"] = information_system or None
    return case.model_copy(update=changes)


def differences(before: Case, after: Case) -> list[str]:
    """Each fact that changed, from what to what."""
    found = [*_changes("claim", before.claim, after.claim), *_changes("entered", before.entered, after.entered)]
    if before.information_system != after.information_system:
        found.append(f"information_system: {before.information_system or _UNKNOWN} -> {after.information_system}")
    return found


def lodging(file: CaseFile, after: Case, person: str, now: datetime) -> tuple[Task, ...]:
    """The tasks of lodging as a filing date leaves them: done by one that is entered, open again by one taken back.

    What somebody ticked off as such stays done, and so does what the register ended.
    """
    before, filed = file.case.claim.filed_on, after.claim.filed_on
    if filed and not before:
        return tasks.done(file.tasks, {TaskKind.LODGE_CLAIM}, person, now)
    if filed or not before:
        return ()
    ticked = {task.id for deadline, task in same_acts(after.id, file.deadlines, file.tasks) if deadline.done_by}
    of_lodging = (one for one in file.tasks if one.kind is TaskKind.LODGE_CLAIM and one.state is TaskState.DONE)
    by_date = (one for one in of_lodging if one.id not in ticked and one.done_by != tasks.REGISTER)
    return tuple(tasks.open_again(one) for one in by_date)


def _over(known: R, given: R | None) -> R:
    """What is known, with the fields that were given."""
    return known.model_copy(update={name: getattr(given, name) for name in given.model_fields_set}) if given else known


def _dates_that_cannot_be(path: str, given: Record | None, today: date) -> Iterator[Problem]:
    for name, value in given or ():
        latest = today + (_LONGEST_AHEAD if name in _AHEAD else timedelta(days=1))
        if isinstance(value, date) and not _EARLIEST <= value <= latest:
            yield Problem(f"{path}.{name}", value.isoformat(), "has not happened yet, or long ago: check the year")


def _changes(path: str, before: Record, after: Record) -> Iterator[str]:
    for name, value in after:
        if (known := getattr(before, name)) != value:
            yield f"{path}.{name}: {_written(known)} -> {_written(value)}"


def _written(value: object) -> str:
    return _UNKNOWN if value is None else str(value)
