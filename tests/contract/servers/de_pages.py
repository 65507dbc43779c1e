"""The pages of the playing German portal, in the two generations of field names that clients have seen."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

STATES = {
    "BW": ("Baden-Württemberg", frozenset({"Stuttgart", "Ulm"})),
    "BY": ("Bayern", frozenset({"Augsburg", "Nürnberg", "Regensburg"})),
    "BE": ("Berlin", frozenset({"Charlottenburg (Berlin)"})),
    "NI": ("Niedersachsen", frozenset({"Aurich", "Cloppenburg", "Göttingen", "Tostedt"})),
    "NW": ("Nordrhein-Westfalen", frozenset({"Bochum", "Düsseldorf", "Kleve", "Köln", "Mönchengladbach"})),
}
REST_OF_GERMANY = ("XX", "übrige Länder")
_CATEGORIES = ("Sicherungsmaßnahmen", "Abweisungen mangels Masse", "Eröffnungen", "Sonstiges")


@dataclass(frozen=True)
class Generation:
    """Names of one generation of the form."""

    faces: str
    category: str
    state: str
    court: str | None
    others: tuple[str, ...]
    category_codes: tuple[str, ...]
    no_choice: str
    button: str
    start: str = "frm_suche:ldi_datumVon:datumHtml5"
    end: str = "frm_suche:ldi_datumBis:datumHtml5"

    @property
    def state_name(self) -> str:
        """Name of the hidden view state."""
        return f"{self.faces}.ViewState"

    def field_names(self) -> tuple[str, ...]:
        """Every field that a browser sends with the form."""
        own = (self.start, self.end, self.category, self.state, *((self.court,) if self.court else ()), *self.others)
        return (*own, "frm_suche", "frm_suche:cbt_suchen", self.state_name)


_TEXTS = (
    "frm_suche:litx_firmaNachName:text",
    "frm_suche:litx_vorname:text",
    "frm_suche:litx_sitzWohnsitz:text",
    "frm_suche:lsom_wildcard:lsom",
)
GENERATIONS = {
    "old": Generation(
        faces="javax.faces",
        category="frm_suche:lsom_gegenstand:lsom",
        state="frm_suche:lsom_bundesland:lsom",
        court=None,
        others=(*_TEXTS, "frm_suche:ireg_registereintrag:som_registergericht", "frm_suche:iaz_aktenzeichen:som_jahr"),
        category_codes=("0", "1", "2"),
        no_choice="",
        button="j_idt120",
    ),
    "new": Generation(
        faces="jakarta.faces",
        category="frm_suche:lsom_gegenstand:codelist:mysom",
        state="frm_suche:lsom_bundesland:codelist:scl_bundesland:mysom",
        court="frm_suche:lsi_insolvenzgerichte:codelist:scl_insolvenzgericht:mysom",
        others=(
            *_TEXTS,
            "frm_suche:ir_registereintrag:som_registergericht:mysom",
            "frm_suche:iaz_aktenzeichen:itx_jahr",
        ),
        category_codes=("SICHMASS", "ABWEIS", "EROEFF", "SONST"),
        no_choice="NO_CODE",
        button="j_idt151",
    ),
}


def _page(body: str) -> str:
    head = "<head><title>Insolvenzbekanntmachungen</title><meta charset='UTF-8'/></head>"
    return f"<!DOCTYPE html>\n<html lang='de'>{head}<body><div id='msgs'></div>{body}</body></html>"


def _select(name: str, label: str, choices: Iterable[tuple[str, str]], no_choice: str) -> str:
    options = "".join(f'<option value="{html.escape(value)}">{html.escape(text)}</option>' for value, text in choices)
    return (
        f'<label for="{name}">{label}</label><select id="{name}" name="{name}" size="1">'
        f'<option value="{no_choice}" selected="selected">---</option>{options}</select>'
    )


def _input(kind: str, name: str, value: str = "", more: str = "") -> str:
    return f'<input id="{name}" type="{kind}" name="{name}" value="{html.escape(value)}" {more}/>'


def _form(name: str, action: str, inner: str) -> str:
    marker = f'<input type="hidden" name="{name}" value="{name}" />'
    return f'<form id="{name}" name="{name}" method="post" action="{action}">{marker}{inner}</form>'


def search_page(form: Generation, session: str, state: str, courts: list[str]) -> str:
    """The search page as served to a new or known session."""
    texts = "".join(_input("text", name) for name in form.others if not name.endswith("lsom"))
    wildcard = (
        '<select name="frm_suche:lsom_wildcard:lsom"><option value="0">exakt</option>'
        '<option value="1" selected="selected">beginnt mit</option></select>'
    )
    categories = zip(form.category_codes, _CATEGORIES, strict=False)
    states = (*((code, name) for code, (name, _courts) in STATES.items()), REST_OF_GERMANY)
    inner = (
        _input("date", form.start)
        + _input("date", form.end)
        + texts
        + wildcard
        + _select(form.category, "Gegenstand der Veröffentlichung", categories, form.no_choice)
        + _select(form.state, "Bundesland", states, form.no_choice)
    )
    if form.court:
        inner += _select(form.court, "Insolvenzgericht", ((court, court) for court in courts), form.no_choice)
    inner += _input("submit", "frm_suche:cbt_suchen", "Suchen") + '<input type="reset" value="Zurücksetzen" />'
    inner += _input("hidden", form.state_name, state, 'autocomplete="off"')
    navigation = _form("frm_nav", "/ap/start.jsf", _input("submit", "frm_nav:start", "Startseite"))
    return _page(navigation + _form("frm_suche", f"/ap/suche.jsf;jsessionid={session}", inner))


def result_page(
    form: Generation,
    rows: Sequence[Mapping[str, Any]],
    state: str,
    *,
    message: str = "",
    first: int = 0,
    following: bool = False,
) -> str:
    """A result page: rows, or the message instead of them."""
    if message:
        return _page(f'<ul id="msgs"><li class="meldung">{message}</li></ul>')
    table = "".join(_row(form, first + number, row, state) for number, row in enumerate(rows))
    more = _form(
        "frm_blaettern",
        "/ap/ergebnis.jsf",
        _input("hidden", "frm_blaettern:ab", str(first + len(rows)))
        + _input("hidden", form.state_name, state)
        + _input("submit", "frm_blaettern:weiter", "weiter"),
    )
    return _page(f'<table id="tbl_ergebnis"><tbody>{table}</tbody></table>' + (more if following else ""))


def _row(form: Generation, number: int, row: Mapping[str, Any], state: str) -> str:
    prefix = f"tbl_ergebnis:{number}"
    day = date.fromisoformat(str(row["datum"])).strftime("%d.%m.%Y")
    values = {
        "otx_datum": day,
        "otx_azAkt": row["inso_kennzeichen"],
        "otx_Gericht": row["gericht"],
        "otx_schuldner": row["name"],
        "otx_Sitz": row.get("sitz", ""),
        "otx_register": row.get("register", ""),
    }
    cells = "".join(_cell(f"{prefix}:{name}", str(value)) for name, value in values.items())
    image = _input("image", f"{prefix}:frm_detail:{form.button}", "", 'src="/ap/detail.png" alt="Text" ')
    button = _form(f"{prefix}:frm_detail", "/ap/ergebnis.jsf", image + _input("hidden", form.state_name, state))
    return f"<tr>{cells}<td>{button}</td></tr>"


def _cell(name: str, value: str) -> str:
    title = html.escape(chr(0xAD).join(value))
    return f'<td><span id="{name}" title="{title}">{html.escape(value)}</span></td>'


def partial(escaped_text: str, state: str, faces: str) -> str:
    """The partial response to a detail request; its input's value is the text."""
    field = (
        f'<input id="frm_text:ihd_text" type="hidden" name="frm_text:ihd_text" value="{escaped_text}" />'
        if escaped_text
        else ""
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<partial-response id=\"j_id1\"><changes>"
        '<update id="msgs"><![CDATA[<ul id="msgs"></ul>]]></update>'
        f'<update id="frm_text:ihd_text">{html.escape(field)}</update>'
        f'<update id="j_id1:{faces}.ViewState:0"><![CDATA[{state}]]></update></changes></partial-response>'
    )


def text_page(text: str) -> str:
    """The older way's page with the text."""
    return _page(f'<pre id="veroefftext">{html.escape(text)}</pre>')
