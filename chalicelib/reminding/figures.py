"""What a report needs of a case file, and the report as its message."""

from collections import defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from chalicelib.deciding.stopping import stopped_at
from chalicelib.exports import csv_file
from chalicelib.model.case import CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language, Money
from chalicelib.model.ledger import Ledger
from chalicelib.model.news import Figure, ReportMessage
from chalicelib.reminding.reports import CaseFigures, Report, headings, rows

_ANSWERS = frozenset({EntryKind.ACKNOWLEDGED, EntryKind.JUDGEMENT})
_ENDS = frozenset({EntryKind.CLOSED, EntryKind.RELEASE, EntryKind.NOTICE_WITHDRAWN})
_NAMED_ALREADY = 3
"""Department and days stand in the message's head."""


def case_figures(file: CaseFile, department: str, ledger: Ledger | None) -> CaseFigures:
    """The case's figures. Published is the day of the first notice, answered the first word of a person.

    Blocked is when something was first stopped: to warn is no block.
    """
    case = file.case
    closed = [one.at for one in file.entries if one.kind in _ENDS]
    answered = [one.at for one in file.entries if one.kind in _ANSWERS]
    return CaseFigures(
        case_id=case.id,
        department=department,
        state=case.state,
        opened_at=case.opened_at,
        closed_at=(max(closed) if closed else case.updated_at) if case.state is CaseState.CLOSED else None,
        published=min((one.publication_date for one in case.notices), default=case.opened_at),
        blocked_at=stopped_at(file),
        acknowledged_at=min(answered, default=None),
        exposure=_open(ledger),
    )


def _open(ledger: Ledger | None) -> tuple[Money, ...]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in ledger.invoices if ledger else ():
        sums[one.open.currency] += one.open.amount
    return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items()))


def report_message(report: Report, language: Language, zone: ZoneInfo) -> ReportMessage:
    """The report in the reader's language, with the same figures as a file."""
    table, names = rows([report]), headings(language)
    counted = zip(names[_NAMED_ALREADY:-2], table[0][_NAMED_ALREADY:-2], strict=True)
    figures = [Figure(heading=name, value=_written(value, language)) for name, value in counted]
    sums = "; ".join(f"{_written(one.amount, language)} {one.currency}" for one in report.exposure)
    figures.append(Figure(heading=names[-2], value=sums or "–"))
    period = report.period
    return ReportMessage(
        department=report.department,
        kind=period.kind,
        first=period.first,
        last=period.last,
        figures=tuple(figures),
        csv=csv_file(names, table, language=language, zone=zone.key).decode("utf-8-sig"),
        file_name=f"insolvency-watch-{period.kind}-{period.first}.csv",
    )


def _written(value: object, language: Language) -> str:
    if value is None:
        return "–"
    return format_decimal(value, locale=language) if isinstance(value, int | Decimal) else str(value)
