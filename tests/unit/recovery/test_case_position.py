"""A case and an account as recovery reckons with them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.deciding import tasks
from chalicelib.errors import InvalidInputError
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import Band, IndexEntry, IndexValue
from chalicelib.model.ledger import Ledger
from chalicelib.model.recovery import AssumptionChange, BaseRateNotice
from chalicelib.model.task import BOOKS, CAUSE_CASE, TaskKind, insurer_cause
from chalicelib.recovery.assumed import assumptions_now, base_rates_now
from chalicelib.recovery.case_position import (
    claims_in_case,
    exposure_in_case,
    insurance_in_case,
    position_in_case,
    reported_items,
)
from chalicelib.recovery.default_assumptions import DEFAULT_ASSUMPTIONS
from tests.builders import a_match, a_notice, an_occasion, filed
from tests.unit.recovery.books import NOW, OPENED_ON, an_item, euro
from tests.unit.recovery.test_cover_warnings import a_ledger, a_limit, a_policy

ON = NOW.date()


def a_file(**fields: Any) -> CaseFile:
    """A case opened on 16 March 2026."""
    return filed(decide.on_match(a_match(), a_notice(opening_date=OPENED_ON, **fields), an_occasion()))


def a_change(**fields: Any) -> AssumptionChange:
    given: dict[str, Any] = {"values": {"quota.company": "0.04"}, "source": "own cases", "as_of": ON, **fields}
    return AssumptionChange(**given, person="Eva Kern", at=NOW)


def a_rate(since: date, rate: str = "1.00") -> BaseRateNotice:
    return BaseRateNotice(since=since, rate=Decimal(rate), source="Bundesbank", person="Eva Kern", at=NOW)


def test_nothing_is_lodged_before_an_opening_and_a_person_counts_as_a_consumer() -> None:
    file, ledger = a_file(), Ledger(customer_number="104711", items=(an_item(due_date_agreed=True),))
    assert claims_in_case(file.case.model_copy(update={"opening_date": None}), ledger) is None
    sheet = claims_in_case(file.case, ledger)
    assert sheet is not None
    assert [line.interest[0].points for line in sheet.lines] == [Decimal(9)]
    person = claims_in_case(file.case.model_copy(update={"natural_person": True}), ledger)
    assert person is not None
    assert [line.interest[0].points for line in person.lines] == [Decimal(5)]
    assert "consumer" in {gap.field for gap in person.gaps}


def test_the_newest_index_with_a_band_counts() -> None:
    def entry(band: Band | None, days_ago: int) -> IndexEntry:
        value = IndexValue(scale="s", value="1", band=band)
        on = ON - timedelta(days=days_ago)
        return IndexEntry(id=str(days_ago), customer_number="104711", bureau="b", index=value, on=on, source="watch")

    history = (entry(Band.D, 1), entry(Band.A, 9), entry(None, 0))
    position = position_in_case(a_file().case, a_ledger(), (), history, DEFAULT_ASSUMPTIONS, ON)
    assert position.band == "D"
    assert position_in_case(a_file().case, a_ledger(), (), (), DEFAULT_ASSUMPTIONS, ON).band is None


def test_the_newest_limit_is_the_one_that_is_weighed_even_when_it_was_withdrawn() -> None:
    old, new = a_limit(), a_limit(valid_from=date(2025, 1, 1), withdrawn_on=ON)
    position = position_in_case(a_file().case, a_ledger(limits=(old, new)), (), (), DEFAULT_ASSUMPTIONS, ON)
    assert position.limit == new
    assert position.policy is not None


def insured(ledger: Ledger, currency: str = "EUR") -> Decimal:
    found = exposure_in_case(a_file().case, ledger, ON).of(currency)
    assert found is not None
    return found.insured.amount


def test_a_limit_that_was_withdrawn_still_caps_what_was_delivered_under_it() -> None:
    item = an_item(amount="100000.00", insured_share=90)
    held = a_limit(amount=euro("20000"), withdrawn_on=ON)
    assert insured(a_ledger(items=(item,), limits=(held,))) == 20000
    later = a_limit(amount=euro("5000"), valid_from=ON)
    assert insured(a_ledger(items=(item,), limits=(held, later))) == 20000, "nothing was delivered under the new one"
    lowered = a_limit(amount=euro("5000"), valid_from=date(2025, 1, 1))
    assert insured(a_ledger(items=(item,), limits=(lowered, held))) == 5000


def test_limits_of_two_policies_in_one_currency_add_up() -> None:
    item = an_item(amount="100000.00", insured_share=90)
    limits = (a_limit(amount=euro("20000")), a_limit("NK-2", amount=euro("30000")), a_limit(amount=euro("7", "USD")))
    both = a_ledger(items=(item,), policies=(a_policy(), a_policy("NK-2")), limits=limits)
    assert insured(both) == 50000


def test_what_was_reported_to_the_insurer_is_not_reported_missed_again() -> None:
    file = a_file()
    item = an_item(insured_share=90)
    ledger = a_ledger(items=(item,))
    task = tasks.task(TaskKind.NOTIFY_INSURER, file.case, "case", NOW)
    (done,) = tasks.done((task,), {TaskKind.NOTIFY_INSURER}, "Eva Kern", NOW)
    assert reported_items(ledger, (task,), "NK-1") == frozenset()
    assert reported_items(ledger, (done,), "NK-1") == {item.number}
    (before,) = insurance_in_case(file.case, ledger, (task,), ON).policies
    (after,) = insurance_in_case(file.case, ledger, (done,), ON).policies
    assert "notice_missed" in {one.kind for one in before.findings}
    assert "notice_missed" not in {one.kind for one in after.findings}


def test_what_one_insurer_was_told_the_other_was_not() -> None:
    file = a_file()
    item = an_item(insured_share=90)
    both = a_ledger(items=(item,), policies=(a_policy(), a_policy("NK-2")), limits=(a_limit(), a_limit("NK-2")))
    task = tasks.task(TaskKind.NOTIFY_INSURER, file.case, insurer_cause(CAUSE_CASE, "NK-1"), NOW)
    (done,) = tasks.done((task,), {TaskKind.NOTIFY_INSURER}, "Eva Kern", NOW)
    missed = {
        one.policy_number: "notice_missed" in {each.kind for each in one.findings}
        for one in insurance_in_case(file.case, both, (done,), ON).policies
    }
    assert missed == {"NK-1": False, "NK-2": True}
    (replaced,) = tasks.done(
        (tasks.task(TaskKind.NOTIFY_INSURER, file.case, CAUSE_CASE, NOW),), {task.kind}, BOOKS, NOW
    )
    assert reported_items(both, (replaced,), "NK-1") == frozenset()


def test_a_compensation_claimed_is_no_report_of_what_is_overdue() -> None:
    task = tasks.task(TaskKind.CLAIM_COMPENSATION, a_file().case, "NK-1", NOW, words=("", "", None))
    (done,) = tasks.done((task,), {TaskKind.CLAIM_COMPENSATION}, "Eva Kern", NOW)
    assert reported_items(a_ledger(items=(an_item(insured_share=90),)), (done,), "NK-1") == frozenset()


def test_the_firms_own_numbers_replace_the_first_ones_and_the_last_word_counts() -> None:
    held = assumptions_now((a_change(), a_change(values={"quota.company": "0.05"})))
    assert (held.named("quota.company").value, held.named("quota.company").believed) == (Decimal("0.05"), False)
    for bad in ({"quota.moon": "1"}, {"quota.company": "2"}, {"wait.years": "99999999"}, {"cost.hour": "1e300"}):
        with pytest.raises(InvalidInputError):
            assumptions_now((a_change(values=bad),))


def test_an_entered_base_rate_closes_the_gap_in_the_interest() -> None:
    late = date(2026, 9, 1)
    ledger = Ledger(customer_number="104711", items=(an_item(due_date_agreed=True),))
    case = a_file().case.model_copy(update={"opening_date": late})
    without = claims_in_case(case, ledger)
    entered = claims_in_case(case, ledger, base_rates_now((a_rate(date(2026, 7, 1)),)))
    assert without is not None
    assert entered is not None
    assert (bool(without.lines[0].interest), bool(entered.lines[0].interest)) == (False, True)
    with pytest.raises(InvalidInputError):
        base_rates_now((a_rate(date(2027, 7, 1)),))
