"""The VAT proposal: the earliest event decides the month; the tax is what is inside the open gross."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case_facts import CaseEvent, CaseFacts
from chalicelib.model.event import EventKind
from chalicelib.model.open_item import ItemKind, OpenItem
from chalicelib.model.recovery import InsolvencyDates, VatAdjustment
from chalicelib.recovery.insolvency_dates import dates_of
from chalicelib.recovery.vat import vat_adjustment, vat_of_quota
from tests.unit.recovery.books import OPENED_ON, an_item, euro

PRELIMINARY_ON = date(2026, 1, 28)
OPENED = InsolvencyDates(opened_on=OPENED_ON)


def adjusted(*items: OpenItem, dates: InsolvencyDates = OPENED) -> VatAdjustment:
    found = vat_adjustment(items, dates)
    assert found is not None
    return found


def test_the_opening_decides_the_month() -> None:
    found = adjusted(an_item("R-1", "1190.00"), an_item("R-2", "107.00", vat_rate=Decimal(7)))
    assert (found.month, found.event_on) == ("2026-03", OPENED_ON)
    assert [(one.rate, one.vat) for one in found.by_rate] == [(Decimal(7), euro("7.00")), (Decimal(19), euro("190.00"))]
    assert (found.vat, found.net) == (euro("197.00"), euro("1100.00"))
    assert found.gaps == ()
    assert "197,00 EUR" in found.text_de


@pytest.mark.parametrize(
    ("lifted_on", "opened_on", "decisive"),
    [
        (date(2026, 2, 20), None, None),
        (date(2026, 2, 20), OPENED_ON, OPENED_ON),
        (OPENED_ON, OPENED_ON, PRELIMINARY_ON),
        (None, OPENED_ON, PRELIMINARY_ON),
    ],
)
def test_measures_that_were_lifted_before_an_opening_adjust_nothing(
    lifted_on: date | None, opened_on: date | None, decisive: date | None
) -> None:
    days = {EventKind.PRELIM_MEASURES: PRELIMINARY_ON, EventKind.MEASURES_LIFTED: lifted_on}
    events = tuple(CaseEvent(kind=kind, publication_date=day, notice_id=kind) for kind, day in days.items() if day)
    found = vat_adjustment(
        [an_item()], dates_of(CaseFacts(case_id="c", country="DE", events=events, opening_date=opened_on))
    )
    assert (found.event_on if found else None) == decisive


def test_measures_ordered_anew_count_from_the_new_order_and_a_refusal_ends_them_without_undoing_them() -> None:
    def preliminary(*events: tuple[EventKind, date]) -> date | None:
        told = tuple(CaseEvent(kind=kind, publication_date=day, notice_id=f"{kind} {day}") for kind, day in events)
        return dates_of(CaseFacts(case_id="c", country="DE", events=told)).preliminary_administrator_on

    first, lifted, second = (date(2026, 1, 28), date(2026, 2, 10), date(2026, 2, 20))
    ordered, ended = EventKind.PRELIM_MEASURES, EventKind.MEASURES_LIFTED
    assert preliminary((ordered, second), (ended, lifted), (ordered, first)) == second
    assert preliminary((ordered, first), (EventKind.REFUSED_NO_ASSETS, lifted), (ended, second)) == first


def test_an_earlier_preliminary_administrator_decides_instead_and_the_order_must_be_read() -> None:
    dates = InsolvencyDates(preliminary_administrator_on=PRELIMINARY_ON, opened_on=OPENED_ON)
    found = adjusted(an_item(), dates=dates)
    assert (found.month, found.event_on) == ("2026-01", PRELIMINARY_ON)
    assert "BFH" in found.rule
    assert [gap.field for gap in found.gaps] == ["preliminary_administrator_on"]


@pytest.mark.parametrize("refused_on", [date(2026, 2, 1)])
def test_a_refusal_for_lack_of_assets_counts_too(refused_on: date) -> None:
    assert adjusted(an_item(), dates=InsolvencyDates(refused_on=refused_on)).month == "2026-02"


def test_without_an_event_there_is_no_adjustment() -> None:
    assert vat_adjustment([an_item()], InsolvencyDates(petition_on=date(2026, 1, 5))) is None


def test_what_is_not_in_the_sum_is_named() -> None:
    found = adjusted(
        an_item("R-1", "1190.00"),
        an_item("R-2", "500.00", vat_rate=None),
        an_item("R-3", "500.00", "CHF"),
        an_item("R-4", "500.00", delivered_on=OPENED_ON),
        an_item("R-5", "500.00", vat_rate=Decimal(0)),
        an_item("G-1", "500.00", kind=ItemKind.CREDIT_NOTE),
    )
    assert found.vat == euro("190.00")
    named = {gap.field: gap.text_en.split(":")[0] for gap in found.gaps}
    assert named == {"vat_rate": "R-2", "currency": "R-3", "later_items": "R-4"}


def test_a_quota_is_taxed_again_in_the_month_of_its_receipt() -> None:
    assert vat_of_quota(euro("119.00"), date(2029, 4, 2), Decimal(19)) == ("2029-04", euro("19.00"))


@given(st.lists(st.decimals(min_value="0.01", max_value=10**6, places=2), min_size=1, max_size=5))
def test_net_and_tax_make_the_gross(amounts: list[Decimal]) -> None:
    found = adjusted(*(an_item(f"R-{number}", str(amount)) for number, amount in enumerate(amounts)))
    assert found.net.amount + found.vat.amount == sum(amounts)
    assert Decimal(0) <= found.vat.amount <= found.net.amount
