"""On a schedule: reminders, what ran out, escalations, mails held back in quiet hours, and daily mails."""

from typing import Any

from chalicelib import clock
from functions.digest_step import send_digests
from functions.entry import count, scheduled_step
from functions.office import opened
from functions.reminding_step import escalate, release, remind, waiting_news


def watch() -> dict[str, Any]:
    """What was written; a second run right after it writes nothing."""
    office = opened(clock.now())
    released = release(office.now)
    counted = remind(office)
    waiting = waiting_news()
    counted |= {"escalated": escalate(office, waiting), "digests": send_digests(office, waiting), "released": released}
    count("Reminders", counted["reminded"])
    count("DeadlinesLapsed", counted["lapsed"])
    count("Escalations", counted["escalated"])
    return counted


handler = scheduled_step(watch)
