"""Latvia: Uzņēmumu reģistrs, insolvency proceedings of legal persons, as one table of open data a day.

A snapshot: it holds every proceeding since 2008 in its present state. A notice's id is made from its row, so that only
what changed is new. Of each snapshot proceedings that run, and those that ended or were entered within two months, are
kept; what ended long ago says nothing about deliveries. Natural persons have a table of their own, which is not read.

Source: column names and values of `proceeding_form` as four public clients use them (2024-2026). No row was ever seen.
The words of `proceeding_resolution_name` refine what form and dates say and never contradict them.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceChangedError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice, Omission
from chalicelib.model.record import content_id
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.latvian import table
from chalicelib.web import Web

_NAME = "lv_ur"
_ORIGIN = "https://data.gov.lv"
FILE = (
    f"{_ORIGIN}/dati/dataset/bb54838d-9365-4f76-8513-804f4efa8ab6/resource/8065ad80-1a4d-4afb-b1d1-d93b9a62b1cc/"
    "download/insolvency_legal_person_proceeding.csv"
)
FEWEST_ROWS = 10_000  # a client counted 17,955 in 2026, and proceedings stay in the table
_ROWS_A_DOCUMENT = 1000
_LOOKED_BACK = timedelta(days=60)
_ZONE = "Europe/Riga"

REGISTER = Register(
    name=_NAME,
    title="Uzņēmumu reģistrs: insolvency proceedings of legal persons",
    country="LV",
    origins=(_ORIGIN,),
    terms_of_use="No key. CC0 1.0.",
    poll_every=timedelta(hours=12),  # the table is new once a day
    overlap=timedelta(0),  # each snapshot is looked at as a whole
    expected_per_business_day=(0, 60),  # believed
    time_zone=_ZONE,
    retention="proceedings stay in the table after their end",
    seconds_between_requests=1.0,
    largest_window_days=366,  # days mean nothing to a snapshot
    access=Access.OPEN,
    proof=Proof.BELIEVED,
    covers="legal persons",
    identifiers=(Scheme.LV_REG,),
    believed="the file's address; the debtor's name in `debtor_name`; column names and forms (four public "
    "clients); the words of resolutions",
    verified_by="column names and forms by public clients; no recorded payload, words of resolutions believed",
)
_FORMS = {
    "INSOLVENCY": EventKind.OPENED,
    "LEGAL_PROTECTION": EventKind.RESTRUCTURING,  # tiesiskās aizsardzības process
    "OUT_OF_COURT_LEGAL_PROTECTION": EventKind.RESTRUCTURING,
}
# Beginnings of words in what the court resolved, all believed.
_PETITION = ("ierosin",)  # the case was begun, nothing is declared yet
_REFUSED = ("noraid", "atteik", "atstāt")
_DEADLINES = ("days", "weeks", "months", "years")


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """The rows of the snapshot that matter, a thousand a document.

    Raises:
        TooManyHitsError: the table has fewer rows than it ever had: it was cut.
        SourceError: as `Web.get` and `table.read`.
    """
    header, rows = table.read(web.get(FILE).content)
    if len(rows) < FEWEST_ROWS:
        raise TooManyHitsError(_NAME, f"{FILE} holds {len(rows)} rows, fewer than {FEWEST_ROWS}: it was cut")
    web.name_rows(len(rows))
    since = min(window.start, web.fetched_at.date()) - _LOOKED_BACK
    kept = [cells for cells in rows if _matters(header, cells, since)]
    for start in range(0, len(kept), _ROWS_A_DOCUMENT):
        yield Document(
            source=_NAME,
            url=FILE,
            media_type="text/csv",
            content=table.written(header, kept[start : start + _ROWS_A_DOCUMENT]),
            fetched_at=web.fetched_at,
        )


def _matters(header: list[str], cells: list[str], since: date) -> bool:
    """Whether it runs, or was entered or ended lately; a row that cannot be read matters until `parse` says why."""
    try:
        row = table.row(header, cells)
        ended, entered = table.day(row, "proceeding_ended_on"), table.day(row, "entry_created_on")
    except SourceChangedError:
        return True
    return ended is None or ended >= since or (entered is not None and entered >= since)


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per row: the proceeding's present state.

    Raises:
        SourceChangedError: no such table, or a row that cannot be read; that only after all others were yielded.
    """
    header, rows = table.read(document.content)
    not_understood: SourceChangedError | None = None
    for cells in rows:
        try:
            yield _notice(document, table.row(header, cells))
        except SourceChangedError as error:
            not_understood = not_understood or error
    if not_understood:
        raise not_understood


def _notice(document: Document, row: table.Row) -> InsolvencyNotice:
    if not row["proceeding_id"] or not row["debtor_registration_number"]:
        raise SourceChangedError(_NAME, f"row {row['proceeding_id']!r} without a number of case or debtor")
    started, ended = table.day(row, "proceeding_started_on"), table.day(row, "proceeding_ended_on")
    today = document.fetched_at.astimezone(ZoneInfo(_ZONE)).date()
    kind = _kind(row, started, ended if ended and ended <= today else None)
    return InsolvencyNotice(
        publication_id=f"{row['proceeding_id']}-{content_id(json.dumps(table.identity(row)))}",
        publication_date=_published(row, started, ended, today),
        event_kind=kind,
        original_kind="/".join(filter(None, (row["proceeding_form"], row.get("proceeding_resolution_name"))))
        or "no form",
        original_text="\n".join(f"{name}: {value}" for name, value in row.items() if value),
        opening_date=started,
        closing_date=ended,
        court=row["court_name"] or None,
        case_number=row["court_case_initial_number"] or None,
        proceeding_kind=" ".join(filter(None, (row["proceeding_form"], row.get("proceeding_type")))) or None,
        claim_deadline=table.day(row, "creditor_applications_deadline_date"),
        claim_deadline_rule=_rule(row),
        fetched_at=document.fetched_at,
        **_debtor(document, row),
    )


def _kind(row: table.Row, started: date | None, ended: date | None) -> EventKind:
    """Form and dates decide; an unknown form is for a person."""
    running = _FORMS.get(row["proceeding_form"].upper(), EventKind.UNCLASSIFIED)
    words = row.get("proceeding_resolution_name", "").casefold()
    if running is EventKind.UNCLASSIFIED:
        return running
    if ended:
        refused = started is None or (started == ended and any(word in words for word in _REFUSED))
        return EventKind.MEASURES_LIFTED if refused else EventKind.CLOSED_LIFTED
    if running is EventKind.OPENED and (started is None or any(word in words for word in _PETITION)):
        return EventKind.PETITION_FILED
    return running


def _published(row: table.Row, started: date | None, ended: date | None, today: date) -> date:
    """The newest of the row's days that is not ahead; the day it was read where it has none."""
    days = (table.day(row, "entry_created_on"), started, ended)
    return max((when for when in days if when and when <= today), default=today)


def _rule(row: table.Row) -> str | None:
    """The time limit for lodging claims as the register counts it."""
    parts = [
        f"{value} {unit}" for unit in _DEADLINES if (value := row.get(f"creditor_applications_deadline_in_{unit}"))
    ]
    return " ".join(parts) or None


def _debtor(document: Document, row: table.Row) -> dict[str, Any]:
    number, name = row["debtor_registration_number"], row.get("debtor_name") or row.get("debtor_cleaned_name")
    unnamed = Omission(field="debtor_name", reason="the table tells the debtor's register number only")
    return {
        "source": _NAME,
        "country": "LV",
        "debtor_kind": DebtorKind.ORGANISATION,
        "debtor_name": name or f"company {number}",
        "debtor_reg_no": number,
        "debtor_reg_office": "Uzņēmumu reģistrs",
        "debtor_identifiers": parse_all([(Scheme.LV_REG, number, None)]),
        "omissions": () if name else (unnamed,),
        "payload": document.digest,
    }
