"""The feed as a calendar program reads it: folded, escaped, complete, and the same after parsing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from chalicelib.calendars.entries import CalendarEntry, Style
from chalicelib.calendars.feed import feed

STAMP = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)


def an_entry(**fields: Any) -> CalendarEntry:
    defaults: dict[str, Any] = {
        "uid": "a1b2@insolvency-watch",
        "sequence": 4,
        "title": "Forderung anmelden: Hafenlogistik Sonnenried GmbH (104711)",
        "text": "Letzter Tag: Dienstag, 28. April 2026\nRegel: InsO 28(1); BGB 193",
        "day": date(2026, 4, 28),
        "category": "Frist",
        "changed_at": STAMP - timedelta(days=1),
        "alarm_days": (7, 1),
    }
    return CalendarEntry(**defaults | fields)


def parsed(*entries: CalendarEntry) -> list[Component]:
    return Calendar.from_ical(feed("Eva Kern", entries, STAMP, Style())).walk("VEVENT")


def lines(*entries: CalendarEntry) -> list[str]:
    return feed("Eva Kern", entries, STAMP, Style()).decode().split("\r\n")


def test_a_calendar_program_reads_back_what_was_written() -> None:
    (event,) = parsed(an_entry(link="https://cockpit.example.com/cases/c1", place="Saal 4, Sievekingplatz 1"))
    assert event["uid"] == "a1b2@insolvency-watch"
    assert event["sequence"] == 4
    assert event["summary"] == "Forderung anmelden: Hafenlogistik Sonnenried GmbH (104711)"
    assert event["description"] == "Letzter Tag: Dienstag, 28. April 2026\nRegel: InsO 28(1); BGB 193"
    assert event["location"] == "Saal 4, Sievekingplatz 1"
    assert event["url"] == "https://cockpit.example.com/cases/c1"
    assert event.decoded("dtstart") == date(2026, 4, 28)
    assert event.decoded("dtend") == date(2026, 4, 29)
    assert event.decoded("dtstamp") == STAMP
    assert event.decoded("last-modified") == STAMP - timedelta(days=1)
    assert (event["status"], event["transp"], event["class"]) == ("CONFIRMED", "TRANSPARENT", "CONFIDENTIAL")


def test_a_cancelled_entry_is_marked() -> None:
    assert [one["status"] for one in parsed(an_entry(cancelled=True))] == ["CANCELLED"]


def test_alarms_ring_at_nine_on_the_day_before_the_entry() -> None:
    (event,) = parsed(an_entry(alarm_days=(7, 1)))
    midnight = datetime(2026, 4, 28, tzinfo=UTC)
    rings = [midnight + alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert rings == [datetime(2026, 4, 21, 9, tzinfo=UTC), datetime(2026, 4, 27, 9, tzinfo=UTC)]
    assert [alarm["action"] for alarm in event.walk("VALARM")] == ["DISPLAY", "DISPLAY"]


def test_a_hearing_has_an_hour_and_makes_busy() -> None:
    starts = datetime(2026, 5, 26, 7, 30, tzinfo=UTC)
    (event,) = parsed(an_entry(starts=starts, ends=starts + timedelta(hours=1), alarm_days=(1,)))
    assert (event.decoded("dtstart"), event["transp"]) == (starts, "OPAQUE")
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(days=-1)
    assert "DTSTART:20260526T073000Z" in lines(an_entry(starts=starts, ends=starts))


def test_the_feed_says_whose_it_is_and_how_often_to_come() -> None:
    written = lines()
    for line in (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Insolvency Watch//Calendar 1//DE",
        "METHOD:PUBLISH",
        "NAME:Insolvenzen: Eva Kern",
        "X-WR-CALNAME:Insolvenzen: Eva Kern",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert line in written
    assert written[-2:] == ["END:VCALENDAR", ""]


def test_the_same_entries_and_moment_give_the_same_bytes() -> None:
    assert lines(an_entry()) == lines(an_entry())


def test_signs_with_a_meaning_are_escaped() -> None:
    """RFC 5545, 3.3.11: backslash, semicolon, comma, line break."""
    assert r"SUMMARY:a\, b\; c\\d: e" in lines(an_entry(title="a, b; c\\d: e"))
    assert r"DESCRIPTION:a\nb\nc" in lines(an_entry(text="a\r\nb\rc"))


def test_long_lines_are_folded_at_75_octets_and_no_letter_is_cut() -> None:
    """RFC 5545, 3.1."""
    written = feed("Eva Kern", [an_entry(title="ü漢🙂" * 60)], STAMP, Style())
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    assert written.replace(b"\r\n ", b"").decode().count("ü漢🙂" * 60) == 3


def test_a_name_cannot_write_lines_of_its_own() -> None:
    attack = "Firma\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:https://evil.example.com/x\r\nSUMMARY:y"
    (event,) = parsed(an_entry(title=attack, text=attack, place=attack))
    assert "attach" not in event
    assert not [line for line in lines(an_entry(title=attack, text=attack, place=attack)) if line.startswith("ATTACH")]


@given(st.text(max_size=200), st.text(max_size=200), st.text(min_size=1, max_size=80))
def test_any_text_survives_but_what_a_calendar_may_not_hold(title: str, text: str, place: str) -> None:
    written = feed("Eva Kern", [an_entry(title=title, text=text, place=place)], STAMP, Style())
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert not [one for one in written.decode() if ord(one) < 32 and one not in "\r\n"]
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    for field, given_text in (("summary", title), ("description", text), ("location", place)):
        assert _visible(str(event.get(field, ""))) == _visible(given_text)


def _visible(text: str) -> str:
    """The text without blanks, controls and halves of characters: these may change, nothing else."""
    return "".join(one for one in text if one.isprintable() and not one.isspace())
