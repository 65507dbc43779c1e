"""Every few minutes: measures the firm's figures when today has none yet, or when somebody asked for it."""

from typing import Any

from chalicelib import clock
from chalicelib.measuring import HOME, measured
from chalicelib.store import figures
from functions.entry import count, scheduled_step


def measure() -> dict[str, Any]:
    """Whether it was measured, and from how much."""
    now, kept = clock.now(), figures.get()
    if kept.latest and kept.latest.day == now.astimezone(HOME).date() and not kept.wanted_at:
        return {"measured": False}
    snapshot = measured(now)
    if snapshot is None:
        raise AssertionError("without a limit of time it always comes to its end")
    count("FiguresMeasured")
    return {"measured": True, "accounts": snapshot.accounts, "files": snapshot.files, "seconds": str(snapshot.seconds)}


handler = scheduled_step(measure)
