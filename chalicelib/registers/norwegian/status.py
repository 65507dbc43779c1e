"""What an entity's status flags mean, and which of them are set.

Source: recorded entity of 2026 (all flags false), field lists of public clients (2026). Believed: that compulsory
dissolution by the court (aksjeloven §§ 16-15 to 16-18) is run under the Bankruptcy Act and so is an insolvency to a
supplier; what a foreign insolvency's date stands for.
"""

import re
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from chalicelib.errors import SourceChangedError
from chalicelib.model.event import EventKind
from chalicelib.registers.norwegian.json_shape import SOURCE, day


class Flag(NamedTuple):
    """One thing an entity may be in: by which members it shows, and what its beginning and its end are."""

    name: str
    dates: tuple[str, ...]
    begins: EventKind
    ends: EventKind


# Strongest first. A flag without a boolean shows by its date alone.
FLAGS = (
    Flag("konkurs", ("konkursdato",), EventKind.OPENED, EventKind.CLOSED_LIFTED),
    Flag(
        "underUtenlandskInsolvensbehandling",
        ("underUtenlandskInsolvensbehandlingDato",),
        EventKind.OPENED,
        EventKind.CLOSED_LIFTED,
    ),
    Flag(
        "underTvangsavviklingEllerTvangsopplosning",
        (
            "tvangsopplostPgaManglendeDagligLederDato",
            "tvangsopplostPgaManglendeRevisorDato",
            "tvangsopplostPgaManglendeRegnskapDato",
            "tvangsopplostPgaMangelfulltStyreDato",
            "tvangsavvikletPgaManglendeSlettingDato",
        ),
        EventKind.OPENED,
        EventKind.CLOSED_LIFTED,
    ),
    Flag(
        "underRekonstruksjonsforhandling",
        ("underRekonstruksjonsforhandlingDato",),
        EventKind.RESTRUCTURING,
        EventKind.MEASURES_LIFTED,
    ),
    # The owners wind the company up: neither its beginning nor its end says anything about debts.
    Flag(
        "underAvvikling",
        ("underAvviklingDato",),
        EventKind.SOLVENT_LIQUIDATION,
        EventKind.SOLVENT_LIQUIDATION,
    ),
)
MEMBERS = {member: flag for flag in FLAGS for member in (flag.name, *flag.dates)}
_SOUNDS_LIKE_ONE = re.compile(
    r"konkurs|insolvens|avvikl|tvangs|rekonstruksjon|gjeldsforhandling|likvid|betalingsstans", re.IGNORECASE
)


class Standing(NamedTuple):
    """A flag that is set, since when, and the members that say so; of one that is not set, what speaks for it."""

    flag: Flag
    since: date | None
    members: dict[str, Any]


def standings(entity: dict[str, Any], cleared: Collection[Flag] = ()) -> tuple[list[Standing], list[Standing]]:
    """Flags that are set, strongest first; and those that are not, though a date of theirs stays.

    A date alone sets a flag only where the entity says neither true nor false, and the feed did not clear it.

    Raises:
        SourceChangedError: a flag that is neither true nor false, or a member that sounds like a status nobody knows.
    """
    if unknown := sorted(name for name in entity if _SOUNDS_LIKE_ONE.search(name) and name not in MEMBERS):
        raise SourceChangedError(SOURCE, f"unknown status {unknown[0]!r}")
    found: list[Standing] = []
    left: list[Standing] = []
    for flag in FLAGS:
        dates = [when for name in flag.dates if (when := day(entity, name))]
        value = entity.get(flag.name, bool(dates) and flag not in cleared)
        if not isinstance(value, bool):
            raise SourceChangedError(SOURCE, f"{flag.name} is {value!r}, neither true nor false")
        if value or dates:
            members = {name: entity[name] for name in (flag.name, *flag.dates) if entity.get(name)}
            (found if value else left).append(Standing(flag, min(dates, default=None), members))
    return found, left


def flag_of(path: str) -> Flag | None:
    """The flag that a change of this path is about.

    >>> flag_of("/konkursdato").name, flag_of("/antallAnsatte")
    ('konkurs', None)
    """
    return MEMBERS.get(path.strip("/").partition("/")[0])
