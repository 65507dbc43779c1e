"""Since when a debtor is in default with a payment (BGB 286), as far as the books can tell."""

from collections.abc import Callable
from datetime import date, timedelta

from chalicelib.model.claim import Default
from chalicelib.model.open_item import OpenItem
from chalicelib.recovery.wording import day_en

WorkingDay = Callable[[date], date]
"""The day itself when it is a working day at the place of payment, else the next one (BGB 193)."""

_IN_THE_POST = timedelta(days=3)
_THIRTY_DAYS = timedelta(days=30)
_DAY = timedelta(days=1)


def default_of(item: OpenItem, working_day: WorkingDay, *, consumer: bool = False) -> Default | None:
    """The earliest default that the books prove, or None: then a person has to say whether there is one.

    The default begins on the day after the last day on which payment was in time; from then on interest runs.
    """
    found = (_by_calendar(item, working_day), _by_reminder(item), _after_thirty_days(item, working_day, consumer))
    return min((one for one in found if one), key=lambda one: one.since, default=None)


def _by_calendar(item: OpenItem, working_day: WorkingDay) -> Default | None:
    if not item.due_date_agreed:
        return None
    last = working_day(item.due_date)
    return Default(
        since=last + _DAY,
        rule="BGB 286(2) no. 1, 193",
        text_de=f"Zahlungstag {last:%d.%m.%Y} nach dem Kalender vereinbart",
        text_en=f"day of payment {day_en(last)} agreed by the calendar",
    )


def _by_reminder(item: OpenItem) -> Default | None:
    """A reminder before or on the due date does not count: nothing was overdue yet."""
    if item.reminded_on is None:
        return _by_sent_reminder(item)
    if item.reminded_on <= item.due_date:
        return None
    return Default(
        since=item.reminded_on + _DAY,
        rule="BGB 286(1), 187(1)",
        text_de=f"Mahnung nach Fälligkeit, zugegangen am {item.reminded_on:%d.%m.%Y}",
        text_en=f"reminder after the due date, received on {day_en(item.reminded_on)}",
    )


def _by_sent_reminder(item: OpenItem) -> Default | None:
    sent = item.reminder_sent_on
    if sent is None or sent <= item.due_date:
        return None
    return Default(
        since=sent + _IN_THE_POST + _DAY,
        rule="BGB 286(1), 187(1); receipt three days after sending is believed",
        text_de=f"Mahnung nach Fälligkeit, abgesandt am {sent:%d.%m.%Y}, Zugang nach drei Tagen angenommen",
        text_en=f"reminder after the due date, sent on {sent}, receipt after three days assumed",
    )


def _after_thirty_days(item: OpenItem, working_day: WorkingDay, consumer: bool) -> Default | None:
    """Thirty days after due date and receipt; delivery stands for an unproved receipt, but not against consumers."""
    if consumer and not item.told_of_default:
        return None
    received = item.received_on or (None if consumer else item.delivered_on)
    if received is None:
        return None
    last = working_day(max(item.due_date, received) + _THIRTY_DAYS)
    of_what_de, of_what_en = ("Rechnung", "invoice") if item.received_on else ("Leistung", "delivery")
    return Default(
        since=last + _DAY,
        rule="BGB 286(3) s. 1, 187(1), 193" if item.received_on else "BGB 286(3) s. 2, 187(1), 193",
        text_de=f"30 Tage nach Fälligkeit und Empfang der {of_what_de}, letzter Tag {last:%d.%m.%Y}",
        text_en=f"30 days after due date and receipt of the {of_what_en}, last day {day_en(last)}",
    )
