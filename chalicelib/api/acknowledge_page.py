"""The page behind the link in a mail: what is to be acknowledged, a button, and nothing that could run or be loaded.

The link may be passed on, so the page names the customer's number and no person but our own who answered.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from html import escape

from chalicelib.api.endpoint import FileAnswer
from chalicelib.model.alert import Alert
from chalicelib.model.customer import Language
from chalicelib.model.message import CaseMessage

_STYLE = (
    "body{font:16px/1.5 Helvetica,Arial,sans-serif;margin:0;background:#f3f4f6;color:#1c2430}"
    "main{max-width:34em;margin:3em auto;padding:1.5em 2em;background:#fff;border:1px solid #dfe3e8;border-radius:8px}"
    "h1{font-size:1.3em;margin:0 0 .6em}dt{color:#5b6470}dd{margin:0 0 .6em}section+section{margin-top:2em}"
    "button{font:inherit;font-weight:bold;color:#fff;background:#1a4f8b;border:0;border-radius:6px;padding:.7em 1.4em;"
    "cursor:pointer}button:focus-visible{outline:3px solid #9a4b00;outline-offset:2px}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
_WORDS: dict[Language, dict[str, tuple[str, str]]] = {
    "de": {
        "asks": ("Bitte bestätigen", "Wissen Sie Bescheid? Dann bestätigen Sie es; sonst hört es Ihre Vertretung."),
        "thanks": ("Danke, bestätigt", "Es steht in der Akte. Sie können dieses Fenster schließen."),
        "answered": ("Schon bestätigt", "Hier ist nichts mehr zu tun."),
        "expired": (
            "Dieser Link ist abgelaufen",
            "Er galt 30 Tage. Bitte bestätigen Sie in der Akte, oder bitten Sie Ihre Finanzabteilung darum.",
        ),
        "invalid": (
            "Dieser Link ist nicht gültig",
            "Bitte kopieren Sie ihn vollständig aus der Mail. Hilft das nicht, bestätigen Sie in der Akte.",
        ),
        "unreachable": (
            "Das ging gerade nicht",
            "Es wurde nichts bestätigt. Bitte öffnen Sie den Link in einigen Minuten noch einmal.",
        ),
    },
    "en": {
        "asks": ("Please confirm", "Do you know about this? Then confirm it; else your deputy is told."),
        "thanks": ("Thank you, confirmed", "It is in the case file. You may close this window."),
        "answered": ("Confirmed before", "Nothing is left to do here."),
        "expired": (
            "This link has expired",
            "It was good for 30 days. Please confirm in the case file, or ask your finance department to.",
        ),
        "invalid": (
            "This link is not valid",
            "Please copy it whole from the mail. If that does not help, confirm in the case file.",
        ),
        "unreachable": (
            "That did not work just now",
            "Nothing was confirmed. Please open the link again in a few minutes.",
        ),
    },
}
_LABELS: dict[Language, dict[str, str]] = {
    "de": {
        "button": "Zur Kenntnis genommen",
        "customer": "Kunde",
        "case": "Akte",
        "told": "Gemeldet am",
        "by": "Bestätigt von",
        "at": "Bestätigt am",
    },
    "en": {
        "button": "I have read this",
        "customer": "Customer",
        "case": "Case",
        "told": "Told on",
        "by": "Confirmed by",
        "at": "Confirmed on",
    },
}


@dataclass(frozen=True)
class Page:
    """What the page says; without a known language it says it in both."""

    state: str
    alert: Alert | None = None
    language: Language | None = None


def page(shown: Page, *, status: int = 200) -> FileAnswer:
    """The page as the answer."""
    languages: tuple[Language, ...] = (shown.language,) if shown.language else ("de", "en")
    title = _WORDS[languages[0]][shown.state][0]
    body = "".join(_section(shown, language) for language in languages)
    html = (
        f'<!doctype html><html lang="{languages[0]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
    return FileAnswer(html, "text/html; charset=utf-8", None, status, _HEADERS)


def _section(shown: Page, language: Language) -> str:
    title, text = _WORDS[language][shown.state]
    parts = [f'<section lang="{language}"><h1>{escape(title)}</h1>']
    if shown.alert:
        rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in _rows(shown, language))
        parts.append(f"<dl>{rows}</dl>")
    parts.append(f"<p>{escape(text)}</p>")
    if shown.state == "asks":
        parts.append(f'<form method="post"><button>{escape(_LABELS[language]["button"])}</button></form>')
    return "".join([*parts, "</section>"])


def _rows(shown: Page, language: Language) -> list[tuple[str, str]]:
    alert, label = shown.alert, _LABELS[language]
    if alert is None:
        return []
    rows = []
    if isinstance(alert.message, CaseMessage):
        rows += [(label["customer"], alert.message.customer_number), (label["case"], alert.message.case_id)]
    rows.append((label["told"], _moment(alert.created_at, language)))
    if alert.acknowledged_at and shown.state != "asks":
        rows.append((label["by"], alert.acknowledged_by or ""))
        rows.append((label["at"], _moment(alert.acknowledged_at, language)))
    return rows


def _moment(moment: datetime, language: Language) -> str:
    return f"{moment:%d.%m.%Y, %H:%M} UTC" if language == "de" else f"{moment:%Y-%m-%d, %H:%M} UTC"
