"""What every folder of a case file has in common: the file, noted as read, and the frame around the folder."""

from collections.abc import Mapping
from typing import Any

from chalicelib import readers
from chalicelib.acting import found
from chalicelib.cockpit.page import Shown
from chalicelib.cockpit.visit import Visit
from chalicelib.model.case_file import CaseFile

FOLDERS = ("overview", "parties", "proceedings", "open-items", "deadlines", "documents", "advice", "activity")


def opened(visit: Visit, case_id: str) -> CaseFile:
    """The case file; whoever reads a natural person's is noted in it, once a day.

    Raises:
        NotFoundError: there is no such case.
    """
    file = found(case_id)
    return found(case_id) if readers.noted(file, visit.signature, visit.now) else file


def folder(visit: Visit, file: CaseFile, name: str, values: Mapping[str, Any]) -> Shown:
    """A folder of the file as a page: templates/case/<name>.html inside templates/case/frame.html."""
    about = {"file": file, "case": file.case, "block": file.block, "folder": name, "folders": _folders(file)}
    return Shown(f"case/{name.replace('-', '_')}.html", {**about, **values})


def path_of(case_id: str, name: str = "overview") -> str:
    """Where a folder of a case is."""
    return f"/cockpit/cases/{case_id}" if name == "overview" else f"/cockpit/cases/{case_id}/{name}"


def _folders(file: CaseFile) -> list[tuple[str, str, int | None]]:
    """Each folder with its path, and how much there is to do in it."""
    open_work = sum(one.state == "open" for one in (*file.tasks, *file.deadlines))
    counts = {"deadlines": open_work, "documents": len(file.documents)}
    return [(name, path_of(file.case.id, name), counts.get(name)) for name in FOLDERS]
