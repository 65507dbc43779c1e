"""Figures from case files: how fast we were, how often a match was wrong, how many cases came from where."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from zoneinfo import ZoneInfo

from chalicelib.deciding.stopping import judged_ours
from chalicelib.figures.months import begin, by_month, fine, last_months, month_of, percent
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.figures import FigureName, Measured, MonthCases
from chalicelib.reminding.figures import case_figures
from chalicelib.reminding.reports import CaseFigures, published_at, spread


@dataclass(frozen=True)
class FileFacts:
    """What the figures need of one case file."""

    figures: CaseFigures
    customer_number: str
    source: str
    published: bool
    withdrawn: bool
    stage: Stage | None
    judged_at: datetime | None

    @property
    def state(self) -> CaseState:
        """The case's state."""
        return self.figures.state


def file_facts(file: CaseFile) -> FileFacts:
    """The facts of a file; `published` when a register, not a bureau alone, said that there are proceedings."""
    case, notices = file.case, file.case.notices
    judged = [one.at for one in file.entries if judged_ours(one) is not None]
    return FileFacts(
        figures=case_figures(file, "", None),
        customer_number=case.customer_number,
        source=case.source,
        published=bool(notices) and not case.early_warning and not case.by_bureau_alone,
        withdrawn=bool(notices) and all(one.withdrawn_by for one in notices),
        stage=file.block.stage if file.block and file.block.active else None,
        judged_at=max(judged, default=None),
    )


def hours_to_block(files: Iterable[FileFacts], today: date, zone: ZoneInfo) -> Measured:
    """Hours from the publication to the block, median, of cases that began in the last twelve months."""
    return _hours(FigureName.HOURS_TO_BLOCK, files, today, zone)


def hours_to_answer(files: Iterable[FileFacts], today: date, zone: ZoneInfo) -> Measured:
    """Hours from the publication to a person's first word, median, of cases that began in the last twelve months."""
    return _hours(FigureName.HOURS_TO_ANSWER, files, today, zone)


def false_alarms(files: Iterable[FileFacts], today: date, zone: ZoneInfo) -> Measured:
    """Of the matches that a person judged in the last twelve months, those that were not ours."""
    judged = [
        (day, one.state is CaseState.DISMISSED)
        for one in files
        if one.judged_at and begin(today) <= (day := one.judged_at.astimezone(zone).date())
    ]
    wrong = sum(one[1] for one in judged)
    return Measured(
        name=FigureName.FALSE_ALARMS,
        value=percent(wrong, len(judged)),
        count=len(judged),
        part=Decimal(wrong) if judged else None,
        whole=Decimal(len(judged)) if judged else None,
        months=by_month(
            [(month_of(day), wrong) for day, wrong in judged], today, lambda some: percent(sum(some), len(some))
        ),
    )


def cases_by_month(files: Iterable[FileFacts], today: date, zone: ZoneInfo) -> tuple[MonthCases, ...]:
    """How many cases began in each of the twelve months, by the register or bureau that told of them first."""
    months = set(last_months(today))
    counted = Counter((month_of(_began(one, zone)), one.source) for one in files)
    return tuple(
        MonthCases(month=month, source=source, count=count)
        for (month, source), count in sorted(counted.items())
        if month in months
    )


def _hours(name: FigureName, files: Iterable[FileFacts], today: date, zone: ZoneInfo) -> Measured:
    new = [one for one in files if one.published and not one.withdrawn and _began(one, zone) >= begin(today)]
    pairs = [(one, _reached(name, one.figures)) for one in new]
    spans = spread([(published_at(one.figures, zone), until) for one, until in pairs])
    months = [
        (month_of(_began(one, zone)), max(until - published_at(one.figures, zone), timedelta(0)))
        for one, until in pairs
        if until
    ]
    return Measured(
        name=name,
        value=_in_hours(spans.median),
        count=spans.count,
        left_out=spans.without,
        ninety=_in_hours(spans.ninety),
        months=by_month(months, today, _median_hours),
    )


def _reached(name: FigureName, figures: CaseFigures) -> datetime | None:
    return figures.blocked_at if name is FigureName.HOURS_TO_BLOCK else figures.acknowledged_at


def _began(one: FileFacts, zone: ZoneInfo) -> date:
    return one.figures.opened_at.astimezone(zone).date()


def _median_hours(some: list[timedelta]) -> Decimal | None:
    return _in_hours(timedelta(seconds=median(one.total_seconds() for one in some)))


def _in_hours(span: timedelta | None) -> Decimal | None:
    return None if span is None else fine(Decimal(int(span.total_seconds())) / 3600)
