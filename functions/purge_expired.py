"""Once a day: deletes what was said of persons when its period is over, and what a register has taken back."""

from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import clock, purging, recalling
from functions.entry import count, logger, scheduled_step

_HOME = ZoneInfo("Europe/Berlin")


def purge(today: date, now: datetime) -> dict[str, Any]:
    """How much went; each is logged by its keys, never by its content. A dead list of removals is withheld, too."""
    counted = {"purged": 0, "withheld": 0}
    for late in recalling.late_lists(now):
        counted["withheld"] += 1
        logger.error("a register's removals are not heard of", reason=late)
    for one in chain(recalling.obey(today, now), purging.purge(today)):
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
    now = clock.now()
    return purge(now.astimezone(_HOME).date(), now)


handler = scheduled_step(run)
