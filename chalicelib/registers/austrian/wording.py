"""What the fields of a publication mean, and the dates in them.

Source: field names of one public client (2026) and the Insolvency Act (IO); their texts are believed.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import NamedTuple

from chalicelib.errors import SourceChangedError
from chalicelib.model.notice import EventKind, HearingKind
from chalicelib.registers.austrian.endings import end_of_proceedings, is_turned

SOURCE = "at_ediktsdatei"
_MONTHS = {
    "jänner": 1,
    "januar": 1,
    "februar": 2,
    "feber": 2,
    "märz": 3,
    "april": 4,
    "mai": 5,
    "juni": 6,
    "juli": 7,
    "august": 8,
    "september": 9,
    "oktober": 10,
    "november": 11,
    "dezember": 12,
}
_DATE = re.compile(r"\b(\d{1,2})\.\s*(?:(\d{1,2})\.\s*|([A-Za-zÄÖÜäöü]+)\s+)(\d{4})\b")
_TIME = re.compile(r"\b(\d{1,2})[.:](\d{2})\s*Uhr", re.IGNORECASE)
_NOT_OPENED = re.compile(r"kostendeckung|nichteröffnung")  # for want of means (IO 71b)
_LIFTED = re.compile(r"aufhebung|einstellung")
# Field -> event, most consequential first: a block often holds several fields.
_STRONG: tuple[tuple[str, EventKind], ...] = (
    ("eröffnung", EventKind.OPENED),
    ("bezeichnung", EventKind.CONVERTED),  # reorganisation becomes bankruptcy (IO 167(3))
    ("masseunzulänglichkeit", EventKind.ASSETS_INSUFFICIENT),
)
_OTHERS: tuple[tuple[str, EventKind], ...] = (
    ("restschuldbefreiung", EventKind.DISCHARGE_GRANTED),
    ("abschöpfungsverfahren", EventKind.UNCLASSIFIED),
    ("schlussverteilung", EventKind.DISTRIBUTION),
    ("verteilung", EventKind.DISTRIBUTION),
    ("sanierungsplan", EventKind.UNCLASSIFIED),  # proposed, accepted, confirmed: the text says which
    ("zahlungsplan", EventKind.UNCLASSIFIED),
    ("tagsatzung", EventKind.HEARING_OR_DEADLINE_SET),
    ("gläubigerversammlung", EventKind.HEARING_OR_DEADLINE_SET),
    ("anmeldungsfrist", EventKind.HEARING_OR_DEADLINE_SET),
    ("masseverwalter", EventKind.PRACTITIONER_APPOINTED),
    ("insolvenzverwalter", EventKind.PRACTITIONER_APPOINTED),
    ("sanierungsverwalter", EventKind.PRACTITIONER_APPOINTED),
)
_HEARINGS: tuple[tuple[str, HearingKind], ...] = (
    ("berichtstagsatzung", HearingKind.REPORT),
    ("prüfungstagsatzung", HearingKind.EXAMINATION),
    ("sanierungsplantagsatzung", HearingKind.DISCUSSION_AND_VOTE),
    ("schlussrechnungstagsatzung", HearingKind.FINAL),
    ("gläubigerversammlung", HearingKind.CREDITORS_MEETING),
    ("tagsatzung", HearingKind.OTHER),
)


class Field(NamedTuple):
    """A field of a publication with its lines."""

    name: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(self.lines)


def kind_of(fields: Sequence[Field], proceedings: str) -> tuple[EventKind, str]:
    """The event of a publication and the field that tells it; UNCLASSIFIED when no field is known.

    What is lifted, stopped or refused is for a person too, unless it is the proceedings.

    >>> kind_of([Field("Masseverwalter", ()), Field("Eröffnung", ())], "Konkursverfahren")
    (<EventKind.OPENED: 'OPENED'>, 'Eröffnung')
    """
    for field in fields:
        if _NOT_OPENED.search(field.name.lower()) and not _LIFTED.search(field.name.lower()):
            return EventKind.REFUSED_NO_ASSETS, field.name
    for field in fields:
        if ended := end_of_proceedings(field.name, field.text):
            return ended, field.name
    turned = [field for field in fields if is_turned(field.name)]
    plain = [field for field in fields if field not in turned]
    if found := _named(_STRONG, plain):
        own = found[0] is EventKind.OPENED and re.search(r"mit Eigenverwaltung", proceedings, re.IGNORECASE)
        return (EventKind.OPENED_SELF_ADMIN, found[1]) if own else found
    if turned:
        return EventKind.UNCLASSIFIED, turned[0].name
    every = ", ".join(field.name for field in fields) or "publication without a field"
    return _named(_OTHERS, plain) or (EventKind.UNCLASSIFIED, every)


def _named(kinds: tuple[tuple[str, EventKind], ...], fields: Sequence[Field]) -> tuple[EventKind, str] | None:
    for word, kind in kinds:
        for field in fields:
            if word in field.name.casefold() and "stellvertret" not in field.name.casefold():
                return kind, field.name
    return None


def hearing_kind(name: str) -> HearingKind | None:
    """What a hearing is for, None when the field is none, or one that is held no more."""
    if is_turned(name):
        return None
    return next((kind for word, kind in _HEARINGS if word in name.casefold()), None)


def days(printed: str) -> list[date]:
    """Dates in a text, in their order; January is "Jänner".

    >>> days("Bekannt gemacht am 13. Jänner 2026, Frist: 2.3.2026")
    [datetime.date(2026, 1, 13), datetime.date(2026, 3, 2)]
    """
    return list(_days(printed))


def hour(printed: str) -> time | None:
    """The time of day in a text.

    >>> hour("10.02.2026, 09.30 Uhr, Saal 12")
    datetime.time(9, 30)
    """
    match = _TIME.search(printed)
    try:
        return time(int(match[1]), int(match[2])) if match else None
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"no time in {printed!r}") from error


def _days(printed: str) -> Iterator[date]:
    for day, month, word, year in _DATE.findall(printed):
        number = int(month) if month else _MONTHS.get(word.casefold())
        if number is None:
            continue  # "1. Stock 2026" is no date
        try:
            yield date(int(year), number, int(day))
        except ValueError as error:
            raise SourceChangedError(SOURCE, f"no date in {printed!r}") from error
