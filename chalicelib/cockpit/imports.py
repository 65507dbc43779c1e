"""Import of files: choose one, see what it would do, let it be done, follow it, read what was left out."""

from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.cockpit import import_words
from chalicelib.cockpit.page import Moved, Sent, Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.model.people import Role
from chalicelib.model.record import Record

blueprint = Blueprint(__name__)

Kind = Literal["customers", "open-items", "payments"]


class DraftQuery(Record):
    """Where the draft lies; bucket and etag come with the storage's redirect and say nothing here."""

    key: str = Field(min_length=1, max_length=1000)
    kind: Kind | None = None
    bucket: str = ""
    etag: str = ""


class ConfirmForm(Record):
    """The draft to be imported, and as what."""

    key: str = Field(min_length=1, max_length=1000)
    kind: Kind


@page(blueprint, "GET /cockpit/imports", role=Role.CLERK)
def choose_file(visit: Visit) -> Shown:
    """A place for a file, and the latest imports."""
    from chalicelib.cockpit.import_files import upload  # noqa: PLC0415 - no block question shall pay for it
    from chalicelib.store import imports  # noqa: PLC0415 - beside the other

    place = upload(visit)
    return Shown("imports.html", {"upload": place.form, "runs": imports.runs(20)}, forms_go_to=(place.origin,))


@page(blueprint, "GET /cockpit/imports/drafts/{draft_id}", role=Role.CLERK, query=DraftQuery)
def show_draft(visit: Visit, draft_id: str, query: DraftQuery) -> Shown:
    """What the file would do."""
    from chalicelib.cockpit import import_files  # noqa: PLC0415 - see above
    from chalicelib.imports.preview import FileKind  # noqa: PLC0415 - see above

    draft = import_files.draft(visit, draft_id, query.key, FileKind(query.kind) if query.kind else None)
    values = {"draft": draft, "found": draft.found, "draft_id": draft_id, "key": query.key, "kinds": list(FileKind)}
    shown = {"most_rows": import_files.SHOWN_ROWS, "most_problems": import_files.SHOWN_PROBLEMS}
    said = {
        "reason": lambda text: import_words.reason(text, visit.language),
        "meant": lambda field: import_words.meaning(field, visit.language),
    }
    return Shown("import_draft.html", {**values, **shown, **said})


@page(blueprint, "POST /cockpit/imports/drafts/{draft_id}", role=Role.CLERK, form=ConfirmForm)
def confirm(visit: Visit, draft_id: str, form: ConfirmForm) -> Moved:
    """The file handed on to be imported."""
    from chalicelib.cockpit.import_files import confirmed  # noqa: PLC0415 - see above
    from chalicelib.imports.preview import FileKind  # noqa: PLC0415 - see above

    run = confirmed(visit, draft_id, form.key, FileKind(form.kind))
    return Moved(f"/cockpit/imports/{run.id}")


@page(blueprint, "GET /cockpit/imports/{run_id}", role=Role.CLERK)
def show_run(visit: Visit, run_id: str) -> Shown:
    """How far an import is, and what it did."""
    from chalicelib.cockpit import import_files  # noqa: PLC0415 - see above

    run = import_files.found_run(run_id)
    return Shown("import_run.html", {"run": run, "stuck": import_files.seems_stuck(run, visit.now)})


@page(blueprint, "GET /cockpit/imports/{run_id}/problems", role=Role.CLERK)
def send_problems(visit: Visit, run_id: str) -> Sent:
    """The rows that were left out, with their reasons, for a spreadsheet."""
    from chalicelib.cockpit import import_files  # noqa: PLC0415 - see above

    run = import_files.found_run(run_id)
    return Sent(import_files.problems_of(run), "text/csv; charset=utf-8", f"{run.file}.errors.csv")
