"""Weekly and monthly figures: counted by hand here, and as a table that a spreadsheet can sum."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.exports import csv_file
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Money
from chalicelib.model.deadline import Severity
from chalicelib.reminding.reports import CaseFigures, Report, headings, month_before, report, rows, week_before
from tests.unit.reminding.builders import BERLIN, a_due

WEEK = week_before(date(2026, 3, 9))  # 2 to 8 March
MORNING = datetime(2026, 3, 3, 6, tzinfo=UTC)


def figures(case_id: str = "c1", **fields: Any) -> CaseFigures:
    defaults: dict[str, Any] = {
        "case_id": case_id,
        "department": "Credit",
        "state": CaseState.OPEN,
        "opened_at": MORNING,
        "published": MORNING - timedelta(hours=1),
    }
    return CaseFigures(**defaults | fields)


def a_report(*cases: CaseFigures, dues: tuple[Any, ...] = ()) -> Report:
    return report("credit", WEEK, cases, dues, BERLIN)


def test_cases_are_counted_as_they_stood() -> None:
    before = MORNING - timedelta(days=30)
    made = a_report(
        figures("new"),
        figures("review", state=CaseState.REVIEW),
        figures("old", opened_at=before),
        figures("closed", opened_at=before, state=CaseState.CLOSED, closed_at=MORNING),
        figures("closed later", opened_at=before, state=CaseState.CLOSED, closed_at=MORNING + timedelta(days=9)),
        figures("not ours", state=CaseState.DISMISSED),
        figures("next week", opened_at=MORNING + timedelta(days=7)),
        figures("elsewhere", department="Sales"),
    )
    assert (made.new_cases, made.closed_cases, made.open_cases, made.to_review) == (3, 1, 4, 1)


def test_a_week_begins_and_ends_at_midnight_there() -> None:
    last_second = datetime(2026, 3, 8, 22, 59, 59, tzinfo=UTC)
    assert a_report(figures(opened_at=last_second)).new_cases == 1
    assert a_report(figures(opened_at=last_second + timedelta(seconds=1))).new_cases == 0


def test_times_are_median_and_worst_and_count_what_has_not_happened() -> None:
    made = a_report(
        figures("a", blocked_at=MORNING),
        figures("b", blocked_at=MORNING + timedelta(hours=2), acknowledged_at=MORNING + timedelta(hours=5)),
        figures("c", blocked_at=MORNING + timedelta(hours=10)),
        figures("d"),
    )
    assert (made.to_block.median, made.to_block.worst) == (timedelta(hours=3), timedelta(hours=11))
    assert (made.to_block.count, made.to_block.without) == (3, 1)
    assert (made.to_acknowledgement.median, made.to_acknowledgement.without) == (timedelta(hours=6), 3)


def test_a_day_without_an_hour_counts_from_its_beginning() -> None:
    made = a_report(figures(published=date(2026, 3, 3), blocked_at=MORNING))
    assert made.to_block.worst == timedelta(hours=7)


def test_the_median_of_an_even_number_lies_between() -> None:
    made = a_report(figures("a", blocked_at=MORNING), figures("b", blocked_at=MORNING + timedelta(hours=1)))
    assert made.to_block.median == timedelta(minutes=90)


def test_nothing_to_measure_is_no_zero() -> None:
    made = a_report()
    assert (made.to_block.median, made.to_block.worst, made.exposure) == (None, None, ())


def test_dates_ahead_and_late_are_those_of_open_cases() -> None:
    made = a_report(
        figures(),
        figures("closed", closed_at=MORNING, state=CaseState.CLOSED),
        dues=(
            a_due(date(2026, 3, 9)),
            a_due(date(2026, 4, 7), severity=Severity.FINAL),
            a_due(date(2026, 4, 8)),
            a_due(date(2026, 3, 8)),
            a_due(date(2026, 1, 8)),
            a_due(date(2026, 3, 5), is_event=True),
            a_due(date(2026, 3, 20), case_id="closed"),
        ),
    )
    assert (made.dates_ahead, made.final_dates_ahead, made.dates_late) == (2, 1, 2)


def euros(amount: str, currency: str = "EUR") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def test_exposure_is_summed_for_each_currency_and_never_across() -> None:
    made = a_report(
        figures("a", exposure=(euros("100.10"), euros("5", "CHF"))),
        figures("b", exposure=(euros("0.20"),)),
        figures("not ours", state=CaseState.DISMISSED, exposure=(euros("999"),)),
    )
    assert made.exposure == (euros("5", "CHF"), euros("100.30"))


def test_one_case_has_one_amount_for_a_currency() -> None:
    with pytest.raises(ValidationError, match="one amount for each currency"):
        figures(exposure=(euros("1"), euros("2")))


def test_the_table_has_a_row_for_each_currency_and_sums_once() -> None:
    blocked = MORNING + timedelta(hours=99, minutes=30)
    made = a_report(figures(blocked_at=blocked, exposure=(euros("100.10"), euros("5", "CHF"))))
    table = rows([made, a_report()])
    assert [len(one) for one in table] == [len(headings("de"))] * 3
    assert [one[3] for one in table] == [1, None, 0]
    assert [one[-2:] for one in table] == [[Decimal(5), "CHF"], [Decimal("100.10"), "EUR"], [None, None]]
    assert table[0][10:14] == [Decimal("100.5"), Decimal("100.5"), None, None]
    assert len(headings("en")) == len(headings("de"))
    text = csv_file(headings("de"), table).decode("utf-8-sig")
    assert '"credit";"2026-03-02";"2026-03-08";"1"' in text


def test_figures_and_reports_survive_json() -> None:
    for published in (date(2026, 3, 3), MORNING):
        one = figures(published=published, blocked_at=MORNING)
        assert CaseFigures.model_validate_json(one.model_dump_json()) == one
    made = a_report(figures(blocked_at=MORNING, exposure=(euros("5"),)))
    assert Report.model_validate_json(made.model_dump_json()) == made


def test_a_report_keeps_its_id_for_its_period() -> None:
    assert a_report().id == a_report(figures()).id
    assert month_before(date(2026, 1, 15)).first == date(2025, 12, 1)
