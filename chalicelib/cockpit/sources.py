"""Sources: how each register and bureau does, in words; and asking one at once."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib import polling
from chalicelib.cockpit import source_watch
from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.source_cards import SourceCard, cards
from chalicelib.cockpit.visit import Visit
from chalicelib.model.people import Role
from chalicelib.model.source import Health

blueprint = Blueprint(__name__)
_WELL = frozenset({Health.OK, Health.DISABLED})


@page(blueprint, "GET /cockpit/sources")
def sources(visit: Visit) -> Shown:
    """Every source with its state, what that means, and what is to be done."""
    found = cards(visit.now)
    return Shown("sources.html", {"registers": _of("register", found), "bureaus": _of("bureau", found), **_sums(found)})


@page(blueprint, "POST /cockpit/sources/{name}/poll", role=Role.MANAGER)
def poll(visit: Visit, name: str) -> Moved:
    """The source asked at once; its answer comes some minutes later."""
    polling.ask_by_hand(name, visit.now)
    source_watch.forget()
    return Moved(f"/cockpit/sources#{name}", done="source_asked")


def _of(kind: str, found: tuple[SourceCard, ...]) -> tuple[SourceCard, ...]:
    return tuple(one for one in found if one.kind == kind)


def _sums(found: tuple[SourceCard, ...]) -> dict[str, object]:
    """How many are in use and well, and until when every register in use has been read."""
    used = [one for one in found if one.health is not Health.DISABLED]
    through: list[datetime | None] = [one.checked_through for one in used if one.kind == "register"]
    known = [one for one in through if one]
    return {
        "in_use": len(used),
        "troubled": sum(one.health not in _WELL for one in used),
        "off": len(found) - len(used),
        "read_through": min(known) if known and len(known) == len(through) else None,
        "newest": max((one.newest for one in used if one.newest), default=None),
    }
