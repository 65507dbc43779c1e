"""Default, base rates and interest: the worked examples, and what must hold for every day and amount."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.deadlines.holiday_sets import holiday_set
from chalicelib.errors import InvalidInputError
from chalicelib.recovery.base_rates import BASE_RATES
from chalicelib.recovery.default import default_of
from chalicelib.recovery.interest import POINTS_BUSINESS, POINTS_CONSUMER, interest_lines, interest_total
from tests.unit.recovery.books import an_item, euro

GERMANY = holiday_set("DE").moved
_days = st.dates(date(2016, 7, 1), date(2026, 6, 30))
_amounts = st.decimals(min_value="0.01", max_value=10**8, places=2)


def since(item_fields: Mapping[str, Any], *, consumer: bool = False) -> date | None:
    default = default_of(an_item(**item_fields), GERMANY, consumer=consumer)
    return default.since if default else None


def test_interest_of_121_days() -> None:
    (line,) = interest_lines(euro("10000"), date(2025, 11, 15), date(2026, 3, 15), POINTS_BUSINESS, BASE_RATES)
    assert (line.days, line.rate, line.amount) == (121, Decimal("10.27"), euro("340.46"))
    assert not line.assumed


def test_each_rate_has_its_own_line_and_the_lines_add_up() -> None:
    lines = interest_lines(euro("10000"), date(2024, 6, 1), date(2025, 7, 31), POINTS_BUSINESS, BASE_RATES)
    assert [(line.since, line.until, str(line.rate)) for line in lines] == [
        (date(2024, 6, 1), date(2024, 6, 30), "12.62"),
        (date(2024, 7, 1), date(2024, 12, 31), "12.37"),
        (date(2025, 1, 1), date(2025, 6, 30), "11.27"),
        (date(2025, 7, 1), date(2025, 7, 31), "10.27"),
    ]
    assert interest_total(lines, "EUR").amount == sum(line.amount.amount for line in lines)


def test_consumers_pay_five_points() -> None:
    (line,) = interest_lines(euro("365"), date(2026, 1, 1), date(2026, 1, 1), POINTS_CONSUMER, BASE_RATES)
    assert (line.rate, line.amount) == (Decimal("6.27"), euro("0.06"))


def test_the_time_after_the_last_known_rate_is_refused_until_somebody_says_otherwise() -> None:
    until = date(2026, 7, 10)
    with pytest.raises(InvalidInputError, match="after 30 Jun 2026"):
        interest_lines(euro("10000"), date(2026, 6, 1), until, POINTS_BUSINESS, BASE_RATES)
    carried = interest_lines(euro("10000"), date(2026, 6, 1), until, POINTS_BUSINESS, BASE_RATES.carried_on())
    assert [(line.days, line.assumed) for line in carried] == [(30, False), (10, True)]
    entered = BASE_RATES.with_rate(date(2026, 7, 1), Decimal("1.52"))
    lines = interest_lines(euro("10000"), date(2026, 6, 1), until, POINTS_BUSINESS, entered)
    assert [(line.base_rate, line.assumed) for line in lines] == [(Decimal("1.27"), False), (Decimal("1.52"), False)]


def test_the_time_before_the_table_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="before 1 Jul 2016"):
        interest_lines(euro("1"), date(2016, 6, 30), date(2017, 1, 1), POINTS_BUSINESS, BASE_RATES.carried_on())


@pytest.mark.parametrize(("day", "why"), [(date(2026, 8, 1), "1 January and 1 July"), (date(2027, 1, 1), "missing")])
def test_a_rate_with_a_hole_before_it_is_refused(day: date, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        BASE_RATES.with_rate(day, Decimal(1))


@given(_amounts, _days, _days, st.integers(0, 400))
def test_more_days_never_cost_less(amount: Decimal, start: date, end: date, more: int) -> None:
    principal = euro(str(amount))
    later = min(end + timedelta(days=more), date(2026, 6, 30))
    short = interest_total(interest_lines(principal, start, end, POINTS_BUSINESS, BASE_RATES), "EUR")
    long = interest_total(interest_lines(principal, start, later, POINTS_BUSINESS, BASE_RATES), "EUR")
    assert Decimal(0) <= short.amount <= long.amount


@given(_days, _days)
def test_every_day_stands_in_exactly_one_line(start: date, end: date) -> None:
    lines = interest_lines(euro("100"), start, end, POINTS_BUSINESS, BASE_RATES)
    assert sum(line.days for line in lines) == max(0, (end - start).days + 1)
    for earlier, later in pairwise(lines):
        assert later.since == earlier.until + timedelta(days=1)
        assert later.rate != earlier.rate


@pytest.mark.parametrize(
    ("due_and_received", "default_from"),
    [
        (date(2026, 1, 30), date(2026, 3, 3)),  # day 30 is a Sunday
        (date(2026, 3, 4), date(2026, 4, 8)),  # day 30 is Good Friday
    ],
)
def test_thirty_days_after_due_date_and_receipt(due_and_received: date, default_from: date) -> None:
    fields = {"invoice_date": due_and_received, "due_date": due_and_received, "received_on": due_and_received}
    assert since(fields) == default_from


def test_the_later_of_due_date_and_receipt_counts() -> None:
    late = {"invoice_date": date(2026, 1, 2), "due_date": date(2026, 1, 5), "received_on": date(2026, 2, 2)}
    assert since(late) == date(2026, 3, 5)


def test_delivery_stands_for_a_receipt_nobody_can_prove_but_not_against_consumers() -> None:
    fields: dict[str, Any] = {"invoice_date": date(2026, 1, 2), "due_date": date(2026, 1, 5)}
    assert since(fields | {"delivered_on": date(2026, 1, 7)}) == date(2026, 2, 7)
    told = fields | {"delivered_on": date(2026, 1, 7), "told_of_default": True}
    assert since(told, consumer=True) is None
    assert since(told | {"received_on": date(2026, 1, 7)}, consumer=True) == date(2026, 2, 7)
    assert since(fields | {"received_on": date(2026, 1, 7)}, consumer=True) is None
    assert since(fields | {"delivered_on": None}) is None


def test_a_reminder_counts_only_after_the_due_date() -> None:
    fields: dict[str, Any] = {"invoice_date": date(2026, 1, 2), "due_date": date(2026, 1, 30), "delivered_on": None}
    assert since(fields | {"reminded_on": date(2026, 1, 30)}) is None
    assert since(fields | {"reminded_on": date(2026, 2, 3)}) == date(2026, 2, 4)


def test_a_reminder_of_which_only_the_sending_is_known_counts_three_days_later_and_says_so() -> None:
    item = an_item(due_date=date(2026, 1, 30), delivered_on=None, reminder_sent_on=date(2026, 2, 3))
    default = default_of(item, GERMANY)
    assert default is not None
    assert default.since == date(2026, 2, 7)
    assert "believed" in default.rule


def test_an_agreed_day_needs_no_reminder_and_moves_off_the_weekend() -> None:
    saturday = date(2026, 1, 31)
    assert since({"invoice_date": date(2026, 1, 2), "due_date": saturday, "due_date_agreed": True}) == date(2026, 2, 3)


def test_the_earliest_proof_wins_and_names_its_statute() -> None:
    item = an_item(
        invoice_date=date(2026, 1, 2),
        due_date=date(2026, 1, 5),
        received_on=date(2026, 1, 5),
        reminded_on=date(2026, 1, 20),
    )
    default = default_of(item, GERMANY)
    assert default is not None
    assert (default.since, default.rule) == (date(2026, 1, 21), "BGB 286(1), 187(1)")
