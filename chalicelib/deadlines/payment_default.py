"""From when a customer is in default without a reminder; interest runs from that day."""

from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set


class PaymentDefault(NamedTuple):
    """The thirtieth day, that day moved to a working day, and the first day of default."""

    thirtieth_day: date
    last_day: date
    from_day: date


def payment_default(due_and_received: date, holidays: HolidaySet | None = None) -> PaymentDefault:
    """Default thirty days after the due date and the receipt of the invoice, whichever is later.

    Consumers are in default by this only if the invoice told them so.

    Source: BGB 286(3), 187(1), 193 (that a day off moves the thirtieth day is believed).

    >>> payment_default(date(2026, 1, 30)).from_day.isoformat()
    '2026-03-03'
    """
    thirtieth = end_after_event(due_and_received, Period(days=30))
    last = (holidays or holiday_set("DE")).moved(thirtieth)
    return PaymentDefault(thirtieth, last, last + timedelta(days=1))
