"""On a schedule: what ran out, escalations, mails held back in quiet hours, daily mails, and reminders.

With more cases than it can look at in its time, a run ends before Lambda ends it, and the next one goes on there.
"""

import math
from typing import Any

from chalicelib import clock
from functions.digest_step import send_digests
from functions.entry import Left, count, timed_step
from functions.office import Enough, opened
from functions.reminding_step import escalate, release, remind, waiting_news

_TIME_TO_STOP_MS = 60_000


def watch(left: Left = lambda: math.inf) -> dict[str, Any]:
    """What was written; a second run right after it writes nothing.

    Escalations and daily mails may each take a third of the time and what was left over before them; reminders, which
    go through the most cases, take the rest.
    """
    office, third = opened(clock.now()), left() / 3
    released = release(office.now)
    waiting = waiting_news()
    escalated = escalate(office, waiting, _less_than(2 * third, left))
    digests = send_digests(office, waiting, _less_than(third, left))
    counted = remind(office, _less_than(_TIME_TO_STOP_MS, left))
    counted |= {"escalated": escalated, "digests": digests, "released": released}
    count("Reminders", counted["reminded"])
    count("DeadlinesLapsed", counted["lapsed"])
    count("Escalations", counted["escalated"])
    return counted


def _less_than(milliseconds: float, left: Left) -> Enough:
    return lambda: left() < milliseconds


handler = timed_step(watch)
