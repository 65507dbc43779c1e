"""On a schedule: reminds of what is due, hands on what nobody answers, marks what went by, writes the day's mails."""

from typing import Any

from chalicelib import clock
from functions.digest_step import send_digests
from functions.entry import count, scheduled_step
from functions.office import opened
from functions.reminding_step import escalate, remind, waiting_news


def watch() -> dict[str, Any]:
    """What was written; a second run right after it writes nothing."""
    office = opened(clock.now())
    counted = remind(office)
    waiting = waiting_news()
    counted |= {"escalated": escalate(office, waiting), "digests": send_digests(office, waiting)}
    count("Reminders", counted["reminded"])
    count("DeadlinesLapsed", counted["lapsed"])
    count("Escalations", counted["escalated"])
    return counted


handler = scheduled_step(watch)
