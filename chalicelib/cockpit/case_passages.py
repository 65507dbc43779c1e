"""A publication's own text with the passages marked that were read from it, and what each was read as.

What a register gives in fields of its own, or writes otherwise than it was understood, is not in the text: then it is
listed as such, and nothing is marked that does not stand there.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import NamedTuple

from chalicelib.model.address import PostalAddress
from chalicelib.model.notice import InsolvencyNotice

_MONTHS = (
    "januar|jänner|january|janvier",
    "februar|feber|february|février",
    "märz|march|mars",
    "april|avril",
    "mai|may",
    "juni|june|juin",
    "juli|july|juillet",
    "august|août",
    "september|septembre",
    "oktober|october|octobre",
    "november|novembre",
    "dezember|december|décembre",
)
_ALIKE = (("ss|ß", "(?:ss|ß)"), ("ä|ae", "(?:ä|ae)"), ("ö|oe", "(?:ö|oe)"), ("ü|ue", "(?:ü|ue)"))
_LEAST = 3


class Piece(NamedTuple):
    """Some of the text; `kinds` is what it was read as, empty for what lies between."""

    text: str
    kinds: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The colour it is shown in."""
        return _GROUPS[self.kinds[0]] if self.kinds else ""


class Reading(NamedTuple):
    """One thing that was read: as what, its value, the pattern by which it stands in the text, and if its first place
    is enough.
    """

    kind: str
    value: str | date
    pattern: str
    once: bool = False


class Shown(NamedTuple):
    """The text in pieces, and what was read without standing there word for word."""

    pieces: tuple[Piece, ...]
    elsewhere: tuple[Reading, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The colours that occur, in a fixed order."""
        here = {piece.group for piece in self.pieces}
        return tuple(group for group in dict.fromkeys(_GROUPS.values()) if group in here)


_GROUPS = {
    "court": "court",
    "case_number": "case_number",
    "opening_date": "date",
    "opening_time": "date",
    "claim_deadline": "date",
    "hearing": "date",
    "closing_date": "date",
    "appeal_deadline": "date",
    "publication_date": "date",
    "debtor_name": "debtor",
    "debtor_address": "debtor",
    "debtor_reg_no": "debtor",
    "birth_date": "debtor",
    "representative": "debtor",
    "practitioner_name": "practitioner",
    "practitioner_role": "practitioner",
    "practitioner_address": "practitioner",
    "practitioner_phone": "practitioner",
    "practitioner_email": "practitioner",
    "place": "place",
}


def shown(notice: InsolvencyNotice) -> Shown:
    """The notice's text with its readings."""
    readings = tuple(_readings(notice))
    spans: dict[tuple[int, int], list[str]] = {}
    missing: list[Reading] = []
    for one in readings:
        found = [match.span() for match in re.finditer(one.pattern, notice.original_text, re.IGNORECASE)]
        found = found[:1] if one.once else found
        for span in found:
            kinds = spans.setdefault(span, [])
            kinds += [one.kind] if one.kind not in kinds else []
        if not found:
            missing.append(one)
    return Shown(tuple(_pieces(notice.original_text, _apart(spans))), tuple(missing))


def _apart(spans: dict[tuple[int, int], list[str]]) -> dict[tuple[int, int], list[str]]:
    """The spans without those that overlap a longer one, in order."""
    kept: dict[tuple[int, int], list[str]] = {}
    for (start, end), kinds in sorted(spans.items(), key=lambda one: (one[0][0] - one[0][1], one[0][0])):
        if all(end <= other_start or start >= other_end for other_start, other_end in kept):
            kept[start, end] = kinds
    return dict(sorted(kept.items()))


def _pieces(text: str, spans: dict[tuple[int, int], list[str]]) -> Iterator[Piece]:
    reached = 0
    for (start, end), kinds in spans.items():
        if start > reached:
            yield Piece(text[reached:start])
        yield Piece(text[start:end], tuple(kinds))
        reached = end
    if reached < len(text):
        yield Piece(text[reached:])


def _readings(notice: InsolvencyNotice) -> Iterator[Reading]:
    yield from _words("court", (notice.court, notice.appeal_court))
    if notice.case_number:
        yield Reading("case_number", notice.case_number, _pattern(notice.case_number, r"\s*"))
    yield from _words("debtor_name", (notice.debtor_name, *notice.debtor_aliases))
    yield from _address("debtor_address", notice.debtor_postal_address)
    yield from _words("debtor_reg_no", (notice.debtor_reg_no,))
    yield from _words("representative", notice.debtor_representatives)
    yield from _words("practitioner_name", (notice.practitioner_name,))
    if notice.practitioner_role:
        yield Reading("practitioner_role", notice.practitioner_role, _pattern(notice.practitioner_role), once=True)
    yield from _address("practitioner_address", notice.practitioner_address)
    yield from _words("practitioner_phone", (notice.practitioner_phone,))
    yield from _words("practitioner_email", (notice.practitioner_email,))
    for other in notice.further_practitioners:
        yield from _words("practitioner_name", (other.name,))
    yield from _words("place", dict.fromkeys(one.place for one in notice.hearing_dates))
    yield from _dates(notice)


def _dates(notice: InsolvencyNotice) -> Iterator[Reading]:
    named: list[tuple[str, date | None]] = [
        ("opening_date", notice.opening_date),
        ("claim_deadline", notice.claim_deadline),
        *(("hearing", one.date) for one in notice.hearing_dates),
        ("closing_date", notice.closing_date),
        ("appeal_deadline", notice.appeal_deadline),
        ("birth_date", notice.birth_date),
    ]
    days = dict.fromkeys((kind, day) for kind, day in named if day)
    yield from (Reading(kind, day, _day(day)) for kind, day in days)
    published = notice.publication_date
    if published not in {day for _, day in days} and re.search(_day(published), notice.original_text, re.IGNORECASE):
        yield Reading("publication_date", published, _day(published))
    times = [("opening_time", notice.opening_time), *(("hearing", one.time) for one in notice.hearing_dates)]
    yield from (Reading(kind, f"{at:%H:%M}", _time(at)) for kind, at in dict.fromkeys(times) if at)


def _words(kind: str, values: Iterable[str | None]) -> Iterator[Reading]:
    yield from (Reading(kind, value, _pattern(value)) for value in values if value and len(value.strip()) >= _LEAST)


def _address(kind: str, address: PostalAddress | None) -> Iterator[Reading]:
    """The address in one piece where it stands so, else its street."""
    if address and (address.street or address.printed):
        line, street = address.one_line(), address.street or address.one_line()
        yield Reading(kind, line, f"{_pattern(line)}|{_pattern(street)}")


def _pattern(value: str, gap: str = r"\s+") -> str:
    """The value however its gaps are set, and with umlauts written either way."""
    escaped = gap.join(re.escape(part) for part in value.split())
    for written, either in _ALIKE:
        escaped = re.sub(written, either, escaped, flags=re.IGNORECASE)
    return rf"(?<!\w){escaped}(?!\w)"


def _day(day: date) -> str:
    numbers = rf"0?{day.day}[./]\s?0?{day.month}[./]\s?{day.year}"
    words = rf"0?{day.day}(?:\.|er|st|nd|rd|th)?\s+(?:{_MONTHS[day.month - 1]})\s+{day.year}"
    return rf"(?<!\d)(?:{numbers}|{words}|{day.isoformat()})(?!\d)"


def _time(at: time) -> str:
    return rf"(?<![\d:])0?{at.hour}[:.]{at.minute:02}(?![\d:])(?:\s+Uhr)?"
