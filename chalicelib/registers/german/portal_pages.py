"""What the portal's result page and detail answer say."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from chalicelib.errors import SourceChangedError, SourceRefusedError
from chalicelib.registers.german.portal_form import CAPTCHA, served_fields, view_state
from chalicelib.registers.german.row import SOURCE

_ROW = re.compile(r"(?P<prefix>(?:.*:)?\d+):otx_datum")
_COLUMNS = {
    "datum": "otx_datum",
    "aktenzeichen": "otx_azAkt",
    "gericht": "otx_Gericht",
    "name": "otx_schuldner",
    "sitz": "otx_Sitz",
    "register": "otx_register",
}
_NEEDED = frozenset({"datum", "aktenzeichen", "gericht", "name"})
_TOO_MANY = re.compile(r"zu viele Treffer|maximale Trefferzahl", re.IGNORECASE)
_NONE = re.compile(r"\bkeine(?:n|rlei)? (?:Treffer|Ergebnisse|Bekanntmachungen?|Daten)\b|\b0 Treffer\b", re.IGNORECASE)
_EXPIRED = re.compile(
    r"ViewExpiredException|Sitzung (?:ist )?abgelaufen|session (?:has )?expired|Sitzung .{0,30}beendet", re.IGNORECASE
)
_NEXT = re.compile(r"^(?:weiter|nächste(?: Seite)?|next|»|>)$", re.IGNORECASE)


class Answer(Enum):
    """What a search answered."""

    ROWS = auto()
    NONE = auto()
    TOO_MANY = auto()
    EXPIRED = auto()


@dataclass(frozen=True)
class DetailRequest:
    """What to post for one row's text."""

    action: str
    form: dict[str, str]


@dataclass(frozen=True)
class ResultRow:
    """The list's columns as printed and the request for the text."""

    columns: dict[str, str]
    detail: DetailRequest


@dataclass(frozen=True)
class ResultPage:
    """A result page; `following` is what to post for the next one, when the page offers one."""

    answer: Answer
    rows: tuple[ResultRow, ...] = ()
    following: DetailRequest | None = None


def read_results(page: str) -> ResultPage:
    """The rows of a result page, or what it says instead of rows.

    Raises:
        SourceRefusedError: a captcha.
        SourceChangedError: neither rows nor a known message.
    """
    tree = LexborHTMLParser(page)
    words = re.sub(r"\s+", " ", (tree.body or tree.root).text(separator=" ")) if (tree.body or tree.root) else ""  # type: ignore[union-attr] # checked in the condition
    if _TOO_MANY.search(words):
        return ResultPage(Answer.TOO_MANY)
    spans = {node.attributes.get("id") or "": node for node in tree.css("span[id], td[id], div[id]")}
    prefixes = [match["prefix"] for name in spans if (match := _ROW.fullmatch(name))]
    if prefixes:
        rows = tuple(_row(tree, spans, prefix) for prefix in prefixes)
        return ResultPage(Answer.ROWS, rows, _following(tree))
    if CAPTCHA.search(page):
        raise SourceRefusedError(SOURCE, "the portal asks for a captcha; a person must look at the access")
    if _EXPIRED.search(words):
        return ResultPage(Answer.EXPIRED)
    if _NONE.search(words):
        return ResultPage(Answer.NONE)
    raise SourceChangedError(SOURCE, "the result page shows neither rows nor a known message")


def _row(tree: LexborHTMLParser, spans: dict[str, LexborNode], prefix: str) -> ResultRow:
    columns = {
        column: spans[f"{prefix}:{ending}"].text(strip=True).replace("\u00ad", "")
        for column, ending in _COLUMNS.items()
        if f"{prefix}:{ending}" in spans
    }
    missing = _NEEDED - set(columns)
    form = next((node for node in tree.css("form") if node.attributes.get("id") == f"{prefix}:frm_detail"), None)
    if missing or form is None:
        raise SourceChangedError(SOURCE, f"a result row lacks {sorted(missing) or 'its detail form'}")
    return ResultRow(columns, _detail(tree, form))


def _detail(tree: LexborHTMLParser, form: LexborNode) -> DetailRequest:
    form_id = form.attributes.get("id") or ""
    fields = served_fields(form)
    state = view_state(fields) or _page_state(tree)
    source = _button(form, form_id)
    if state is None or source is None:
        raise SourceChangedError(SOURCE, "a result row's detail form has no button or no view state")
    faces, value = state
    asked = {
        form_id: form_id,
        f"{faces}.partial.ajax": "true",
        f"{faces}.source": source,
        f"{faces}.partial.execute": source,
        f"{faces}.partial.render": "msgs frm_text:ihd_text",
        f"{faces}.partial.event": "click",
        f"{faces}.behavior.event": "click",
        f"{faces}.ViewState": value,
    }
    return DetailRequest(form.attributes.get("action") or "", fields | asked)


def _button(form: LexborNode, form_id: str) -> str | None:
    """The component that opens the text: an image button whose number differs with every release."""
    for node in form.css("input, button, a"):
        kind = node.attributes.get("type")
        name = node.attributes.get("id") or node.attributes.get("name") or ""
        if kind != "hidden" and name.startswith(form_id + ":"):
            return name
    return None


def _page_state(tree: LexborHTMLParser) -> tuple[str, str] | None:
    return next((state for form in tree.css("form") if (state := view_state(served_fields(form)))), None)


def _following(tree: LexborHTMLParser) -> DetailRequest | None:
    """The request of an enabled 'next page' button. Believed: no recorded page has one."""
    for form in tree.css("form"):
        for node in form.css("input, button"):
            name = node.attributes.get("name")
            says = {node.attributes.get("value") or "", node.attributes.get("title") or "", node.text(strip=True)}
            if name and "disabled" not in node.attributes and any(_NEXT.match(one.strip()) for one in says):
                fields = served_fields(form)
                state = view_state(fields) or _page_state(tree)
                with_state = {f"{state[0]}.ViewState": state[1]} if state else {}
                return DetailRequest(
                    form.attributes.get("action") or "",
                    fields | with_state | {name: node.attributes.get("value") or ""},
                )
    return None


class Detail(Enum):
    """What a detail request answered."""

    TEXT = auto()
    EXPIRED = auto()
    OLDER_WAY = auto()


def read_detail(content: bytes) -> Detail:
    """Whether a detail answer carries the text, an expired session, or sends us the older way.

    Raises:
        SourceChangedError: it is none of them.
    """
    words = content.decode("utf-8", errors="replace")
    if _EXPIRED.search(words):
        return Detail.EXPIRED
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        if (
            "veroefftext" in words
            or "text.xhtml" in words
            or words.lstrip()[:15].lower().startswith(("<!doctype html", "<html"))
        ):
            return Detail.OLDER_WAY
        raise SourceChangedError(SOURCE, "the detail answer is neither a partial response nor a page") from error
    if any(
        str(update.get("id", "")).endswith("ihd_text") and (update.text or "").strip() for update in root.iter("update")
    ):
        return Detail.TEXT
    return Detail.OLDER_WAY
