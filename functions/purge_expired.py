"""Once a day: deletes what registers and bureaus said of persons on the day their own periods are over."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import clock, purging
from functions.entry import count, logger, scheduled_step

_HOME = ZoneInfo("Europe/Berlin")


def purge(today: date) -> dict[str, Any]:
    """How much went; each is logged by its keys, never by its content."""
    counted = {"purged": 0, "withheld": 0}
    for one in purging.purge(today):
        if one.withheld:
            counted["withheld"] += 1
            logger.error("could not be purged", subject=one.subject, reason=one.withheld)
            continue
        counted["purged"] += 1
        logger.info("purged", **one.model_dump(mode="json", exclude={"withheld"}))
    count("Purged", counted["purged"])
    count("PurgeWithheld", counted["withheld"])
    return counted


def run() -> dict[str, Any]:
    """The schedule's way in."""
    return purge(clock.now().astimezone(_HOME).date())


handler = scheduled_step(run)
