"""An iCalendar file that calendar programs subscribe to.

Source: RFC 5545 (iCalendar), RFC 7986 (name, refresh interval).
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Component, Event

from chalicelib.calendars.entries import CalendarEntry, Style

_REFRESH = timedelta(hours=1)
_MORNING = timedelta(hours=9)
# Everything below blank but the line break, DEL to U+009F, and halves of characters: not allowed in a text value.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MEDIA_TYPE = "text/calendar; charset=utf-8"


def feed(name: str, entries: Iterable[CalendarEntry], stamp: datetime, style: Style) -> bytes:
    """The feed of a reader of this name; `stamp` is the moment at which it was made."""
    title = _clean(style.say("calendar", name=name))
    calendar = Calendar()
    calendar.add("prodid", f"-//Insolvency Watch//Calendar 1//{style.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)  # what Outlook, Google and Apple read
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, stamp: datetime) -> Component:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("dtstart", entry.starts or entry.day)
    event.add("dtend", entry.ends or entry.day + timedelta(days=1))
    event.add("summary", _clean(entry.title).replace("\n", " "))
    event.add("description", _clean(entry.text))
    event.add("categories", [entry.category])
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "OPAQUE" if entry.starts else "TRANSPARENT")  # a whole day must not look busy
    if entry.place:
        event.add("location", _clean(entry.place))
    if entry.link:
        event.add("url", entry.link)
    for days in entry.alarm_days:
        event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: CalendarEntry, days: int) -> Component:
    """A reminder so many days before: at nine on that day, or as much before the hearing's hour."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _clean(entry.title).replace("\n", " "))
    alarm.add("trigger", -timedelta(days=days) + (timedelta(0) if entry.starts else _MORNING))
    return alarm


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
