"""The portal's Faces form as it was served: action, every field with its default, and what each field is for."""

import re
from dataclasses import dataclass, field
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from chalicelib.errors import SourceChangedError, SourceRefusedError
from chalicelib.registers.german.row import SOURCE

# What a field's name contains in every generation of the form seen, and its label as a second way.
_ROLES = {
    "from": (re.compile(r"datumvon", re.IGNORECASE), re.compile(r"^(?:Datum |Veröffentlicht )?von\b", re.IGNORECASE)),
    "to": (re.compile(r"datumbis", re.IGNORECASE), re.compile(r"^(?:Datum |Veröffentlicht )?bis\b", re.IGNORECASE)),
    "category": (re.compile(r"gegenstand", re.IGNORECASE), re.compile(r"Gegenstand")),
    "state": (re.compile(r"bundesland", re.IGNORECASE), re.compile(r"Bundesland")),
    "court": (re.compile(r"insolvenzgericht", re.IGNORECASE), re.compile(r"Insolvenzgericht")),
}
_SUBMIT = re.compile(r"cbt_suchen|^suchen$", re.IGNORECASE)
_EMPTY_CHOICE = frozenset({"", "NO_CODE", "-1", "null"})
CAPTCHA = re.compile(r"captcha|Sicherheitsabfrage|Sind Sie ein Mensch", re.IGNORECASE)
_BUTTONS = frozenset({"submit", "button", "image", "reset"})


@dataclass(frozen=True)
class Choice:
    """One option of a select field."""

    value: str
    label: str


@dataclass(frozen=True)
class SearchForm:
    """A served search form. `fields` holds all names with their defaults, the submit button included."""

    action: str
    fields: dict[str, str]
    names: dict[str, str]
    iso_dates: bool
    choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    def filled(self, start: date, end: date, chosen: dict[str, str]) -> dict[str, str]:
        """All fields to send for the days from `start` to `end` and the choices made."""
        changed = {self.names["from"]: self._day(start), self.names["to"]: self._day(end)}
        changed |= {self.names[role]: value for role, value in chosen.items()}
        return self.fields | changed

    def _day(self, day: date) -> str:
        return day.isoformat() if self.iso_dates else day.strftime("%d.%m.%Y")


def read_form(page: str) -> SearchForm:
    """The search form of a page.

    Raises:
        SourceRefusedError: a captcha.
        SourceChangedError: no form with publication dates, a search button and a view state.
    """
    for form in LexborHTMLParser(page).css("form"):
        fields, names = served_fields(form), _names(form)
        submit = next((node for node in form.css("input, button") if _is_submit(node)), None)
        dates = [
            node for node in form.css("input") if node.attributes.get("name") in (names.get("from"), names.get("to"))
        ]
        if submit is None or len(dates) != 2 or not view_state(fields):
            continue
        fields[submit.attributes["name"] or ""] = submit.attributes.get("value") or "Suchen"
        iso = all(
            node.attributes.get("type") == "date" or "Html5" in (node.attributes.get("name") or "") for node in dates
        )
        choices: dict[str, tuple[Choice, ...]] = {
            role: _choices(form, names[role]) for role in ("category", "state", "court") if role in names
        }
        return SearchForm(form.attributes.get("action") or "", fields, names, iso, choices)
    if CAPTCHA.search(page):
        raise SourceRefusedError(SOURCE, "the portal asks for a captcha; a person must look at the access")
    raise SourceChangedError(SOURCE, "the search page has no form with publication dates, search button and view state")


def served_fields(form: LexborNode) -> dict[str, str]:
    """Every field of the form with the value it was served with; buttons are left out."""
    fields: dict[str, str] = {}
    for node in form.css("input, select, textarea"):
        name, kind = node.attributes.get("name"), node.attributes.get("type") or "text"
        if not name or kind in _BUTTONS or (kind in {"checkbox", "radio"} and "checked" not in node.attributes):
            continue
        if node.tag == "select":
            fields[name] = _selected(node)
        elif node.tag == "textarea":
            fields[name] = node.text()
        else:
            fields[name] = node.attributes.get("value") or ""
    return fields


def view_state(fields: dict[str, str]) -> tuple[str, str] | None:
    """Prefix of the Faces generation ('jakarta.faces' or 'javax.faces') and the view state's value."""
    for name, value in fields.items():
        match = re.fullmatch(r"(jakarta\.faces|javax\.faces)\.ViewState", name)
        if match and value:
            return match[1], value
    return None


def _is_submit(node: LexborNode) -> bool:
    name, value = node.attributes.get("name") or "", node.attributes.get("value") or ""
    is_button = node.tag == "button" or node.attributes.get("type") in {"submit", "image"}
    return is_button and bool(name) and bool(_SUBMIT.search(name.rsplit(":", 1)[-1]) or _SUBMIT.search(value.strip()))


def _names(form: LexborNode) -> dict[str, str]:
    labels = {node.attributes.get("for"): node.text(strip=True) for node in form.css("label")}
    names: dict[str, str] = {}
    for node in form.css("input, select"):
        name = node.attributes.get("name") or ""
        label = labels.get(node.attributes.get("id"), "")
        for role, (in_name, in_label) in _ROLES.items():
            fits = in_name.search(name) or in_label.search(label)
            if (
                name
                and role not in names
                and fits
                and (node.tag == "select") == (role in {"category", "state", "court"})
            ):
                names[role] = name
    return names


def _selected(select: LexborNode) -> str:
    options = select.css("option")
    chosen = next((one for one in options if "selected" in one.attributes), options[0] if options else None)
    return _option(chosen).value if chosen is not None else ""


def _option(node: LexborNode) -> Choice:
    label = node.text(strip=True)
    value = node.attributes.get("value")
    return Choice(label if value is None else value, label)


def _choices(form: LexborNode, name: str) -> tuple[Choice, ...]:
    select = next(node for node in form.css("select") if node.attributes.get("name") == name)
    options = (_option(node) for node in select.css("option"))
    return tuple(one for one in options if one.value not in _EMPTY_CHOICE)
