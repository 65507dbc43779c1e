"""Subject, text and HTML of a mail, from an alert, in the recipient's language."""

import json
import textwrap
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date, format_datetime, format_time, get_timezone_name

from chalicelib.channels.rendering.citations import cited
from chalicelib.model.alert import Alert
from chalicelib.model.message import CaseMessage, Message, SourceMessage
from chalicelib.model.news import DigestMessage, EscalationMessage, ReminderMessage, ReportMessage

_HERE = Path(__file__).parent


_TEMPLATES: dict[type[Message], str] = {
    CaseMessage: "case",
    SourceMessage: "source",
    ReminderMessage: "reminder",
    EscalationMessage: "escalation",
    DigestMessage: "digest",
    ReportMessage: "report",
}
_HOME = ZoneInfo("Europe/Berlin")
_LONGEST_IN_SUBJECT = 60


class Mail(NamedTuple):
    """A mail without its addresses."""

    subject: str
    text: str
    html: str


def render(alert: Alert, *, acknowledge_url: str | None = None, case_url: str | None = None) -> Mail:
    """The mail for this alert's recipient, with where it is acknowledged and the case's page, if any."""
    words = words_of(alert.recipient.language)
    message = alert.message
    name = _TEMPLATES[type(message)]
    figures = [(one.heading, one.value) for one in message.figures] if isinstance(message, ReportMessage) else []
    values: dict[str, Any] = {"alert": alert, "message": message, "words": words, "figures": figures}
    values |= {"acknowledge_url": acknowledge_url, "case_url": case_url, **_filters(alert)}
    templates = _templates()
    subject = templates.get_template(f"{name}.subject.txt").render(values)
    return Mail(
        subject=" ".join(subject.split()),
        text=templates.get_template(f"{name}.txt").render(values).strip() + "\n",
        html=templates.get_template(f"{name}.html").render(values),
    )


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def words_of(language: str) -> dict[str, Any]:
    """What mails say in a language, by section and name."""
    words: dict[str, Any] = json.loads((_HERE / f"words.{language}.json").read_text(encoding="utf-8"))
    return words


def _filters(alert: Alert) -> dict[str, Any]:
    language = alert.recipient.language
    locale = "en_GB" if language == "en" else language

    def day(value: date | None) -> str:
        return format_date(value, format="long", locale=locale) if value else ""

    def clock(value: time | None) -> str:
        return format_time(value, format="short", locale=locale) if value else ""

    def moment(value: datetime | None) -> str:
        return format_datetime(value, format="long", locale=locale) if value else ""

    def when(value: datetime | None) -> str:
        """With the zone's name, since readers may have another."""
        if value is None:
            return ""
        local = value.astimezone(_HOME)
        zone = get_timezone_name(local, width="short", locale=locale)
        return f"{format_date(local, 'medium', locale)}, {format_time(local, 'short', locale=locale)} {zone}"

    def days(left: int) -> str:
        words = words_of(language)["days"]
        name = {-1: "late_one", 0: "today", 1: "one"}.get(left, "late" if left < 0 else "ahead")
        return str(words[name].format(n=abs(left)))

    def short(text: str) -> str:
        return textwrap.shorten(text, _LONGEST_IN_SUBJECT, placeholder=" …")

    def first_upper(words: str) -> str:
        return words[:1].upper() + words[1:]  # capitalize would lower-case German nouns behind it

    def law(text: str | None) -> str | None:
        return cited(text, language) if text else None

    named = {"law": law, "day": day, "clock": clock, "moment": moment, "when": when, "days": days, "short": short}
    return {**named, "first_upper": first_upper, "language": language}
