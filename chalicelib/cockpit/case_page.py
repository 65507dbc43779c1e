"""What every folder of a case file has in common: the file, noted as read, and the frame around the folder."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib import readers
from chalicelib.acting import found, orphaned
from chalicelib.cockpit.case_possible import possible
from chalicelib.cockpit.page import Shown
from chalicelib.cockpit.rendering import word
from chalicelib.cockpit.visit import Visit
from chalicelib.model.alert import Alert
from chalicelib.model.block import Stage
from chalicelib.model.case import Case
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.deadline import DeadlineState
from chalicelib.model.event import EventKind
from chalicelib.model.lines import AlertHead
from chalicelib.model.message import BY_HAND
from chalicelib.model.people import Organisation, Role
from chalicelib.model.task import TaskState
from chalicelib.store import lines

FOLDERS = ("overview", "parties", "proceedings", "open-items", "deadlines", "documents", "advice", "activity")


def opened(visit: Visit, case_id: str) -> CaseFile:
    """The case file; whoever reads a natural person's is noted in it, once a day.

    Raises:
        NotFoundError: there is no such case.
    """
    file = found(case_id)
    return found(case_id) if readers.noted(file, visit.signature, visit.now) else file


def folder(
    visit: Visit,
    file: CaseFile,
    name: str,
    values: Mapping[str, Any],
    waiting: Sequence[Alert | AlertHead] | None = None,
) -> Shown:
    """A folder of the file as a page: templates/case/<name>.html inside templates/case/frame.html.

    The template has `file`, `case`, `block`, `can` (what the person may do), `folder`, `subject` (of mails), the
    functions `person_name` (of an address) and `stage_means` (of a stage), and the values. `waiting` are the case's
    unanswered messages, where the folder has read them anyway.
    """
    case = file.case
    about: dict[str, Any] = {"file": file, "case": case, "block": file.block, "folder": name}
    gone = visit.may(Role.CLERK) and orphaned(case)
    if waiting is None:
        waiting = lines.waiting_in(case.id) if visit.may(Role.CLERK) else ()
    about["can"] = possible(visit, file, waiting, gone=gone)
    about["folders"] = _folders(file)
    about["subject"] = " – ".join(part for part in (case.case_number, case.debtor_name) if part)
    about["person_name"] = lambda address: person_name(visit.firm, address)
    about["stage_means"] = lambda stage: stage_means(case, stage, visit.language)
    return Shown(f"case/{name.replace('-', '_')}.html", {**about, **values})


def path_of(case_id: str, name: str = "overview") -> str:
    """Where a folder of a case is."""
    return f"/cockpit/cases/{case_id}" if name == "overview" else f"/cockpit/cases/{case_id}/{name}"


def person_name(firm: Organisation, address: str | None) -> str:
    """The name of one of our people or departments; the address when nobody has it."""
    if not address:
        return ""
    known = firm.person(address) or firm.mailbox(address)
    return known.name if known else address


def published(case: Case) -> bool:
    """Whether a register or a bureau has said anything; behind an alarm there may be a person's word alone."""
    return case.source != BY_HAND or case.event_kind is not EventKind.UNCLASSIFIED


def stage_means(case: Case, stage: Stage, language: Language) -> str:
    """What a stage means for deliveries, in words."""
    by_hand = stage is Stage.WARN and not published(case)
    return word("case.warned_by_hand" if by_hand else f"stage_explained.{stage}", language)


def _folders(file: CaseFile) -> list[tuple[str, str, int | None]]:
    """Each folder with its path, and how much there is to do in it."""
    tasks = sum(one.state is TaskState.OPEN for one in file.tasks)
    open_work = tasks + sum(one.state is DeadlineState.OPEN for one in file.deadlines)
    counts = {"deadlines": open_work, "documents": len(file.documents)}
    return [(name, path_of(file.case.id, name), counts.get(name)) for name in FOLDERS]
