"""A file before it is imported: where it lies, what it would do; and the import itself as it goes on."""

import re
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConflictError, NotFoundError
from chalicelib.imports.decoding import first_lines, whole_lines
from chalicelib.imports.preview import FileKind, IsCustomer, Preview, preview
from chalicelib.model.import_run import ImportRun
from chalicelib.model.open_item import OpenItem
from chalicelib.store import customers, imports, ledgers

READ_AT_ONCE = 400 * 1024
LINES_AT_ONCE = 2000
"""How much of a file a preview reads, so that a large one is shown as fast as a small one."""

RESULT_AT_ONCE = 4 * 1024 * 1024
_ACCOUNTS_AT_ONCE = 8
SHOWN_ROWS = 12
SHOWN_PROBLEMS = 50
_NAME = re.compile(r"[^\w.() -]+")


class Upload(NamedTuple):
    """The form that takes a file, and the origin it goes to."""

    form: imports.DraftForm
    origin: str


class Settles(NamedTuple):
    """Known open items that are not in the file and so count as settled once it is imported."""

    items: int
    customers: int


class Draft(NamedTuple):
    """A file that waits for a person's word."""

    name: str
    size: int
    whole: bool
    rows_in_all: int
    found: Preview
    settles: Settles | None = None

    @property
    def good_in_all(self) -> int:
        """Rows that will be kept: counted where the whole file was read, else about as many as in its beginning."""
        good = len(self.found.good)
        return good if self.whole or not self.found.rows else round(self.rows_in_all * good / self.found.rows)


def upload(visit: Visit) -> Upload:
    """A place of its own for the next file of this session."""
    draft_id = secrets.token_hex(8)
    back = f"{visit.address}/cockpit/imports/drafts/{draft_id}"
    form = imports.draft_form(_folder(visit, draft_id), back)
    parts = urlsplit(form.url)
    return Upload(form, f"{parts.scheme}://{parts.netloc}")


def draft(visit: Visit, draft_id: str, key: str, kind: FileKind | None) -> Draft:
    """What the file would do; of a large one its beginning is read.

    Raises:
        NotFoundError: there is no such draft of this person.
    """
    _own(visit, draft_id, key)
    content, size = imports.beginning(key, READ_AT_ONCE)
    read = first_lines(content, LINES_AT_ONCE)
    whole = len(read) >= size
    if len(read) == len(content) and not whole:
        read = whole_lines(content)
    found = preview(read, kind, _known, visit.now)
    rows = found.rows if whole else round(found.rows * size / max(len(read), 1))
    return Draft(_shown_name(key), size, whole, rows, found, settled_by(found) if whole else None)


def settled_by(found: Preview) -> Settles | None:
    """What the file settles, by the rules of its import; None when it holds no open items."""
    if found.kind is not FileKind.OPEN_ITEMS or found.refused:
        return None
    told: dict[str, set[str]] = {}
    for one in found.good:
        if isinstance(one, OpenItem):
            told.setdefault(one.customer_number, set()).add(one.id)
    if "" in found.spoilt:
        return Settles(0, 0)
    complete = [number for number in told if number not in found.spoilt]
    with ThreadPoolExecutor(_ACCOUNTS_AT_ONCE) as pool:
        books = pool.map(ledgers.get, complete)
        gone = [
            sum(item.id not in told[number] for item in ledger.items) if ledger else 0
            for number, ledger in zip(complete, books, strict=True)
        ]
    return Settles(sum(gone), sum(one > 0 for one in gone))


def confirmed(visit: Visit, draft_id: str, key: str, kind: FileKind) -> ImportRun:
    """The import, begun.

    Raises:
        NotFoundError: there is no such draft of this person.
        ConflictError: the file cannot be read at all.
    """
    waiting = draft(visit, draft_id, key, kind)
    if waiting.found.refused:
        raise ConflictError("the file cannot be read", german="Die Datei ist so nicht lesbar.")
    run = ImportRun(
        id=imports.new_run_id(visit.now),
        kind=kind.value,
        file=_NAME.sub("_", waiting.name)[-100:] or "file.csv",
        by=visit.signature,
        at=visit.now,
        rows=waiting.rows_in_all,
    )
    imports.start(key, run)
    return run


def found_run(run_id: str) -> ImportRun:
    """The import.

    Raises:
        NotFoundError: there is none, or it was forgotten after its time.
    """
    run = imports.get_run(run_id)
    if run is None:
        raise NotFoundError(f"no import {run_id!r}")
    return run


def problems_of(run: ImportRun) -> str:
    """The file that lists what was left out; of a very large one the first megabytes.

    Raises:
        NotFoundError: the import is not over yet, or its file was forgotten.
    """
    if run.result is None:
        raise NotFoundError(f"import {run.id} has no result yet")
    content, size = imports.beginning(run.result, RESULT_AT_ONCE)
    return (content if len(content) >= size else whole_lines(content)).decode()


def seems_stuck(run: ImportRun, now: datetime) -> bool:
    """Whether nothing was heard of the import for longer than it usually waits."""
    return not run.over and run.done == 0 and (now - run.at).total_seconds() > _STUCK_SECONDS


_STUCK_SECONDS = 120


def _known(numbers: Iterable[str]) -> IsCustomer:
    found = customers.get_many(numbers)
    return lambda number: number in found


def _folder(visit: Visit, draft_id: str) -> str:
    """Where a session's drafts lie: nobody else's session can show or import them."""
    return f"{visit.session.id[:16]}/{draft_id}"


def _own(visit: Visit, draft_id: str, key: str) -> None:
    if not imports.is_draft(key, _folder(visit, draft_id)):
        raise NotFoundError("no such draft: send the file again")


def _shown_name(key: str) -> str:
    return key.rpartition("/")[2]
