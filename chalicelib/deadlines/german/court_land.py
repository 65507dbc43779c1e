"""The Land of a German insolvency court: its public holidays move the end of a period."""

from functools import cache
from pathlib import Path

from chalicelib.model.proceedings import normal_court

LANDS = frozenset(["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"])


@cache
def _lands_by_court() -> dict[str, str]:
    lines = (Path(__file__).parent / "courts_by_land.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if line)
    return {normal_court(name): land for land, names in pairs for name in names.split(", ")}


def land_of(court: str | None) -> str | None:
    """Two letters of the Land, or None for a court that the table does not know.

    Believed: the table comes from general knowledge of court seats, not from a published list.

    >>> land_of("Amtsgericht München - Insolvenzgericht"), land_of("AG Frankfurt (Oder)"), land_of("AG Atlantis")
    ('BY', 'BB', None)
    """
    if not court:
        return None
    name = normal_court(court)
    return _lands_by_court().get(name) or _lands_by_court().get(name.split(" zweigstelle")[0])
