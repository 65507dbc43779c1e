"""Windows before the petition in which payments received can be claimed back; information only.

Source: InsO 139 for counting; 88, 130 to 134, 142 for the windows. They will change with the transposition of
Directive (EU) 2026/799, so they are dated data: these hold for German proceedings under the law of 2026.
"""

from datetime import date

from chalicelib.deadlines.counting import Period, start_before
from chalicelib.model.record import Record


class AvoidanceWindow(Record):
    """Payments from `first_day` up to the petition fall into this window."""

    first_day: date
    rule: str
    text_de: str
    text_en: str


_WINDOWS = (
    (
        Period(months=1),
        "InsO 131(1) no. 1, 88(1)",
        "Letzter Monat: Zahlung unter Druck oder Vollstreckung (Verbraucher: Vollstreckung drei Monate)",
        "Last month: payment under pressure or enforcement (consumers: enforcement three months)",
    ),
    (
        Period(months=3),
        "InsO 130, 131(1) no. 2 and 3, 132, 88(2)",
        "Letzte drei Monate: Zahlung bei Kenntnis der Zahlungsunfähigkeit",
        "Last three months: payment with knowledge of the insolvency",
    ),
    (
        Period(years=4),
        "InsO 133(2), 134",
        "Letzte vier Jahre: vorsätzliche Benachteiligung durch Zahlung, unentgeltliche Leistung",
        "Last four years: intentional disadvantage by payment, gifts",
    ),
    (
        Period(years=10),
        "InsO 133(1)",
        "Letzte zehn Jahre: andere vorsätzliche Benachteiligung",
        "Last ten years: other intentional disadvantage",
    ),
)


def avoidance_windows(petition: date) -> tuple[AvoidanceWindow, ...]:
    """The windows before the day on which the petition reached the court, shortest first; no weekend moves them.

    >>> [window.first_day.isoformat() for window in avoidance_windows(date(2026, 5, 31))]
    ['2026-05-01', '2026-03-01', '2022-05-31', '2016-05-31']
    """
    return tuple(
        AvoidanceWindow(first_day=start_before(petition, period), rule=rule, text_de=german, text_en=english)
        for period, rule, german, english in _WINDOWS
    )
