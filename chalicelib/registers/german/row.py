"""One entry of the register's list with the text that belongs to it, whatever carried it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree, html

from chalicelib.errors import SourceChangedError
from chalicelib.model.document import Document
from chalicelib.registers.german.dates import read_date
from chalicelib.web.json_text import read_json

SOURCE = "de_insolvenzbekanntmachungen"
_KEYS = frozenset({"datum", "inso_kennzeichen", "gericht", "name", "sitz", "register", "gegenstand", "text"})
_OLD_LIST = {
    "date": "datum",
    "insolvency_court": "gericht",
    "court_file_number": "inso_kennzeichen",
    "subject": "gegenstand",
    "name_debtor": "name",
    "domicile_debtor": "sitz",
}
_CATEGORIES = {
    "0": "Sicherungsmaßnahmen",
    "1": "Abweisung mangels Masse",
    "2": "Eröffnung",
    "SICHMASS": "Sicherungsmaßnahmen",
}
_FROM_LIST = {"aktenzeichen": "inso_kennzeichen"}
_OF_THE_POLL = frozenset({"row_key", "day"})  # what fetch notes for the next poll


@dataclass(frozen=True)
class Row:
    """The list's columns as printed, and the announcement's text ('' when only the list is known)."""

    published: date
    case_number: str
    court: str
    name: str
    seat: str
    register: str
    category: str
    text: str


def rows(document: Document) -> Iterator[Row]:
    """The entries that a document holds.

    Raises:
        SourceChangedError: an unknown media type, key or date, or a detail answer without its text.
    """
    kind = document.media_type.split(";")[0].strip()
    if kind == "application/x-ndjson":
        yield from _json_lines(_decoded(document))
    elif kind == "text/csv":
        yield from _csv(_decoded(document))
    elif kind in {"text/xml", "application/xml"}:
        yield _row({**document.attributes, "text": _partial_text(document.content)})
    elif kind in {"text/html", "application/xhtml+xml"}:
        yield _row({**document.attributes, "text": _page_text(document.content)})
    else:
        raise SourceChangedError(SOURCE, f"media type {document.media_type!r} is not known")


def _decoded(document: Document) -> str:
    try:
        return document.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceChangedError(SOURCE, f"the payload is not UTF-8: {error.reason} at {error.start}") from error


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = read_json(line)
        except ValueError as error:
            raise SourceChangedError(SOURCE, f"line {number} is not JSON") from error
        if not isinstance(fields, dict):
            raise SourceChangedError(SOURCE, f"line {number} is not a row")
        yield _row({str(key): "" if value is None else str(value) for key, value in fields.items()})


def _csv(text: str) -> Iterator[Row]:
    try:
        for fields in csv.DictReader(io.StringIO(text), strict=True):
            named = {_OLD_LIST.get(key or "", key or "") or "": value or "" for key, value in fields.items()}
            yield _row(named)
    except csv.Error as error:
        raise SourceChangedError(SOURCE, f"the list is not CSV: {error}") from error


def _row(fields: Mapping[str, str]) -> Row:
    named = {_FROM_LIST.get(key, key): value for key, value in fields.items() if key not in _OF_THE_POLL}
    unknown = set(named) - _KEYS
    missing = {"datum", "inso_kennzeichen", "gericht", "name"} - set(named)
    if unknown or missing:
        raise SourceChangedError(SOURCE, f"unknown keys {sorted(unknown)}, missing keys {sorted(missing)}")
    if not named["name"].strip():
        raise SourceChangedError(SOURCE, f"a row of {named['datum']!r} names no debtor")
    category = named.get("gegenstand", "").strip()
    return Row(
        published=_published(named["datum"]),
        case_number=named["inso_kennzeichen"].strip(),
        court=named["gericht"].strip(),
        name=named["name"].strip(),
        seat=named.get("sitz", "").strip(),
        register=named.get("register", "").strip(),
        category=_CATEGORIES.get(category, category),
        text=named.get("text", ""),
    )


def _published(printed: str) -> date:
    try:
        return date.fromisoformat(printed.strip())
    except ValueError:
        day = read_date(printed)
    if day is None:
        raise SourceChangedError(SOURCE, f"publication date {printed!r} is not a date")
    return day


def _partial_text(content: bytes) -> str:
    """The text in a partial response: the value of an input within escaped HTML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceChangedError(SOURCE, f"the detail answer is not XML: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:  # an entity would end the text where it stands
        raise SourceChangedError(SOURCE, "the detail answer brings a document type, which the portal never sends")
    for update in root.iter("update"):
        if str(update.get("id", "")).endswith("ihd_text") and update.text:
            return _value(html.fromstring(f"<div>{update.text}</div>"))
    raise SourceChangedError(SOURCE, "the detail answer has no update of ihd_text")


def _value(fragment: html.HtmlElement) -> str:
    for element in fragment.iter("input", "textarea", "pre"):
        value = element.get("value") or element.text_content()
        if value and value.strip():
            return str(value)
    raise SourceChangedError(SOURCE, "the detail answer's input is empty")


def _page_text(content: bytes) -> str:
    """The text of the older detail page, `<pre id="veroefftext">`."""
    try:
        page = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError as error:
        raise SourceChangedError(SOURCE, "the detail page is empty") from error
    found = next((element for element in page.iter() if element.get("id") == "veroefftext"), None)
    text = "".join(map(str, found.itertext())) if found is not None else ""
    if not text.strip():
        raise SourceChangedError(SOURCE, "the detail page has no veroefftext")
    return re.sub(r"\r\n?", "\n", text)
