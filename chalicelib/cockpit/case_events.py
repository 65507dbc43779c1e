"""What happened in a case, in words: for its time line and its activity log."""

import re
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from chalicelib.cockpit.rendering import word, words
from chalicelib.model.case import Entry, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.message import BY_HAND

_SHOWN = {
    EntryKind.NOTICE,
    EntryKind.NOTICE_WITHDRAWN,
    EntryKind.JUDGEMENT,
    EntryKind.RELEASE,
    EntryKind.STAGE_CHANGE,
    EntryKind.MANUAL_ALARM,
    EntryKind.CHOICE,
    EntryKind.CLOSED,
    EntryKind.REOPENED,
}
_STRONG = {EntryKind.NOTICE, EntryKind.MANUAL_ALARM, EntryKind.RELEASE, EntryKind.STAGE_CHANGE}
_OURS = "policy"
_CODE = re.compile(r"\d+|[A-Z0-9_]+|[a-z]+(?:[_-][a-z]+)+")  # how a register calls it for machines


class Event(NamedTuple):
    """One point of the time line; `on` is the day of a publication."""

    at: datetime
    on: date | None
    title: str
    text: str
    by: str
    strong: bool


def events(file: CaseFile, language: Language) -> tuple[Event, ...]:
    """What was published and decided, newest first."""
    told = [_event(one, language) for one in file.entries if one.kind in _SHOWN]
    block = file.block
    if block:
        title = word("case_event.blocked", language)
        told.append(Event(block.since, None, title, "", word("case_event.by_us", language), strong=True))
    return tuple(sorted(told, key=lambda one: (one.at, one.on is None), reverse=True))


def _event(entry: Entry, language: Language) -> Event:
    title, text = told(entry, language)
    by = source_title(entry.by, language) if entry.notice_id else name_of(entry.by)
    return Event(entry.at, entry.publication_date, title, text, by, strong=entry.kind in _STRONG)


def told(entry: Entry, language: Language) -> tuple[str, str]:
    """An entry's title and text."""
    if entry.kind is EntryKind.NOTICE and entry.event_kind:
        return word(f"event.{entry.event_kind}", language), "" if _CODE.fullmatch(entry.text) else entry.text
    if entry.kind is EntryKind.NOTICE_WITHDRAWN:
        return word("case_event.notice_withdrawn", language), ""
    head, colon, rest = entry.text.partition(": ")
    if entry.kind is EntryKind.JUDGEMENT and colon and head in {"ours", "not ours", "unsure"}:
        return word(f"case_event.{head.replace(' ', '_')}", language), rest
    if entry.kind is EntryKind.STAGE_CHANGE and " -> " in head:
        before, _, after = head.partition(" -> ")
        return f"{_stage(before, language)} → {_stage(after, language)}", rest
    option = f"case_option.{entry.text.partition(' ')[0]}"
    if entry.kind is EntryKind.CHOICE and option in words():
        reason = entry.text.partition("): ")[2]
        return word("case_event.decided", language, option=word(option, language)), reason
    return word(f"case_event.{entry.kind}", language), entry.text


def name_of(signature: str) -> str:
    """The name in a signature, without the address or client in brackets behind it.

    >>> name_of("Eva Kern (eva.kern@example.com)")
    'Eva Kern'
    """
    return signature.partition(" (")[0]


@cache
def source_title(source: str, language: Language) -> str:
    """What a register or bureau is called; an alarm by hand and our own policy have words of their own."""
    from chalicelib import bureaus, registers  # noqa: PLC0415 - their imports would slow block questions

    if source in {BY_HAND, _OURS}:
        return word(f"case_event.{source}", language)
    if source in registers.names():
        return registers.load(source).REGISTER.title
    return bureaus.load(source).BUREAU.title if source in bureaus.names() else source


def _stage(code: str, language: Language) -> str:
    key = f"stage.{code.strip()}"
    return word(key, language) if key in words() else code
