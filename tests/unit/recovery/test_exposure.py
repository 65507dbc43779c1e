"""What is at stake: ages partition what is open, currencies stay apart, payments stand in their windows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case_facts import CaseEvent, CaseFacts
from chalicelib.model.notice import EventKind
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, Security, SecurityKind
from chalicelib.model.recovery import AgeBucket, AvoidanceWindow, CurrencyExposure, InsolvencyDates
from chalicelib.recovery.avoidance import payments_by_window, windows
from chalicelib.recovery.conversion import in_one_currency
from chalicelib.recovery.exposure import exposure_of
from chalicelib.recovery.insolvency_dates import dates_of
from tests.unit.recovery.books import OPENED_ON, a_payment, an_item, euro

ON = date(2026, 3, 17)
OPENED = InsolvencyDates(petition_on=date(2026, 1, 20), opened_on=OPENED_ON)


def in_euro(*items: OpenItem, on: date = ON, limit: str | None = None) -> CurrencyExposure:
    limits = {"EUR": euro(limit)} if limit else None
    found = exposure_of("104711", items, (), on, OPENED, limits).of("EUR")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("days_overdue", "bucket"),
    [
        (-1, AgeBucket.NOT_DUE),
        (0, AgeBucket.NOT_DUE),
        (1, AgeBucket.UP_TO_30),
        (30, AgeBucket.UP_TO_30),
        (31, AgeBucket.UP_TO_60),
        (60, AgeBucket.UP_TO_60),
        (61, AgeBucket.UP_TO_90),
        (90, AgeBucket.UP_TO_90),
        (91, AgeBucket.OVER_90),
    ],
)
def test_each_age_has_its_bucket(days_overdue: int, bucket: AgeBucket) -> None:
    due = ON - timedelta(days=days_overdue)
    exposure = in_euro(an_item("R-1", "70.00", due_date=due, invoice_date=min(due, date(2025, 10, 1))))
    assert [aged.bucket for aged in exposure.ages if aged.open.amount] == [bucket]
    assert exposure.overdue == (euro("0") if bucket is AgeBucket.NOT_DUE else euro("70.00"))


def test_each_kind_of_item_stands_where_it_belongs() -> None:
    guarantee = Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Nordbank")
    exposure = in_euro(
        an_item("R-1", "100.00", retention_of_title=RetentionOfTitle.SIMPLE, titled=True),
        an_item("R-2", "200.00", security=guarantee, disputed=True),
        an_item("R-3", "400.00"),
        an_item("R-4", "800.00", delivered_on=OPENED_ON),
        an_item("G-1", "50.00", kind=ItemKind.CREDIT_NOTE),
        an_item("A-1", "25.00", kind=ItemKind.PAYMENT_ON_ACCOUNT),
    )
    assert exposure.open == euro("700.00")
    assert exposure.secured == euro("300.00")
    assert exposure.retention_of_title == exposure.titled == euro("100.00")
    assert exposure.disputed == euro("200.00")
    assert exposure.against_the_estate == euro("800.00")
    assert exposure.credit_notes_owed == euro("50.00")
    assert exposure.payments_on_account == euro("25.00")


def test_lists_name_the_items() -> None:
    items = (
        an_item("R-1", retention_of_title=RetentionOfTitle.EXTENDED),
        an_item("G-1", kind=ItemKind.CREDIT_NOTE),
        an_item("G-2", kind=ItemKind.CREDIT_NOTE, open=euro("0")),
    )
    exposure = exposure_of("104711", items, (), ON)
    assert (exposure.retention_items, exposure.credit_note_items) == (("R-1",), ("G-1",))


def test_the_insurers_share_ends_at_the_limit() -> None:
    items = (an_item("R-1", "1000.00", insured_share=Decimal(90)), an_item("R-2", "333.33", insured_share=Decimal(90)))
    assert in_euro(*items).insured == euro("1200.00")
    assert in_euro(*items, limit="800.00").insured == euro("800.00")
    assert in_euro(*items).uncovered == euro("133.33")
    assert in_euro(*items, limit="800.00").uncovered == euro("533.33")


def test_a_security_covers_no_more_than_it_is_worth_and_the_rest_is_at_risk() -> None:
    small = Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Nordbank", value=euro("50.00"))
    exposure = in_euro(an_item("R-1", "200.00", security=small))
    assert (exposure.secured, exposure.uncovered) == (euro("50.00"), euro("150.00"))


def test_what_is_secured_and_insured_is_covered_once() -> None:
    """Else the insurer's share of a secured item would hide the loss in another."""
    guarantee = Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Nordbank")
    items = (
        an_item("R-1", "1000.00", insured_share=Decimal(90), security=guarantee),
        an_item("R-2", "500.00", insured_share=Decimal(0)),
    )
    assert in_euro(*items).uncovered == euro("500.00")


def test_currencies_are_never_added() -> None:
    exposure = exposure_of("104711", [an_item("R-1", "10.00"), an_item("R-2", "20.00", "CHF")], (), ON)
    assert [(one.currency, one.open) for one in exposure.currencies] == [
        ("CHF", euro("20.00", "CHF")),
        ("EUR", euro("10.00")),
    ]
    opens = [one.open for one in exposure.currencies]
    total, gaps = in_one_currency(opens, "EUR", {"CHF": Decimal("1.055")})
    assert (total, gaps) == (euro("31.10"), ())
    total, gaps = in_one_currency(opens, "EUR", {})
    assert total == euro("10.00")
    assert [gap.field for gap in gaps] == ["rate.CHF"]
    assert gaps[0].text_en.startswith("20.00 CHF not included")


_open_items = st.lists(
    st.builds(
        lambda number, due, gross, share, kind, delivered: an_item(
            f"{kind}-{number}",
            str(gross),
            kind=kind,
            open=euro(str((gross * share / 100).quantize(Decimal("0.01")))),
            invoice_date=min(due, date(2024, 1, 1)),
            due_date=due,
            delivered_on=delivered,
            retention_of_title=RetentionOfTitle.SIMPLE if share % 2 else RetentionOfTitle.NONE,
            insured_share=Decimal(share),
        ),
        st.integers(1, 10**6),
        st.dates(date(2022, 1, 1), date(2027, 1, 1)),
        st.decimals(min_value=0, max_value=10**7, places=2),
        st.integers(0, 100),
        st.sampled_from(ItemKind),
        st.dates(date(2026, 3, 1), date(2026, 4, 1)),
    ),
    max_size=8,
)


@given(_open_items, st.dates(date(2022, 1, 1), date(2027, 1, 1)))
def test_ages_partition_what_is_open_and_every_cent_stands_in_one_place(items: list[OpenItem], on: date) -> None:
    exposure = exposure_of("104711", items, (), on, OPENED).of("EUR")
    if exposure is None:
        assert items == []
        return
    assert sum(aged.open.amount for aged in exposure.ages) == exposure.open.amount
    overdue = sum(aged.open.amount for aged in exposure.ages if aged.bucket is not AgeBucket.NOT_DUE)
    assert overdue == exposure.overdue.amount
    places = (exposure.open, exposure.against_the_estate, exposure.credit_notes_owed, exposure.payments_on_account)
    assert sum(money.amount for money in places) == sum(item.open.amount for item in items)
    assert exposure.insured.amount <= exposure.open.amount
    assert exposure.retention_of_title.amount <= exposure.secured.amount <= exposure.open.amount


def test_a_payment_stands_in_the_shortest_window_that_holds_it() -> None:
    days = {
        "after opening": date(2026, 6, 15),
        "on petition": date(2026, 5, 31),
        "1m first": date(2026, 5, 1),
        "3m last": date(2026, 4, 30),
        "3m first": date(2026, 3, 1),
        "4y last": date(2026, 2, 28),
        "4y first": date(2022, 5, 31),
        "10y last": date(2022, 5, 30),
        "10y first": date(2016, 5, 31),
        "earlier": date(2016, 5, 30),
    }
    payments = [a_payment(number, day) for number, day in days.items()]
    found = payments_by_window(payments, date(2026, 5, 31), date(2026, 6, 15))
    assert {one.window: one.payments for one in found} == {
        AvoidanceWindow.AFTER_OPENING: ("after opening",),
        AvoidanceWindow.AFTER_PETITION: ("on petition",),
        AvoidanceWindow.ONE_MONTH: ("1m first",),
        AvoidanceWindow.THREE_MONTHS: ("3m first", "3m last"),
        AvoidanceWindow.FOUR_YEARS: ("4y first", "4y last"),
        AvoidanceWindow.TEN_YEARS: ("10y first", "10y last"),
        AvoidanceWindow.EARLIER: ("earlier",),
    }


def test_cash_transactions_and_payment_plans_are_told_apart() -> None:
    day = date(2026, 1, 2)
    payments = [
        a_payment("1", day, "100.00", cash_transaction=True),
        a_payment("2", day, "20.00", under_payment_plan=True),
        a_payment("3", day, "3.00"),
    ]
    (window,) = payments_by_window(payments, date(2026, 1, 20))
    assert (window.received, window.of_it_cash, window.of_it_under_plan) == (
        euro("123.00"),
        euro("100.00"),
        euro("20.00"),
    )


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_every_payment_stands_in_exactly_one_window(paid_on: date, petition_on: date) -> None:
    opened_on = petition_on + timedelta(days=60)
    (window,) = payments_by_window([a_payment("1", paid_on)], petition_on, opened_on)
    assert window.payments == ("1",)
    starts = [one.since for one in windows(petition_on, opened_on) if one.since]
    assert starts == sorted(starts, reverse=True)


def test_without_the_petition_the_windows_start_from_what_is_known_and_say_so() -> None:
    dates = InsolvencyDates(preliminary_administrator_on=date(2026, 1, 25), opened_on=OPENED_ON)
    exposure = exposure_of("104711", (), [a_payment("1", date(2026, 1, 2))], ON, dates)
    assert [gap.field for gap in exposure.gaps] == ["petition_on"]
    assert "25 Jan 2026" in exposure.gaps[0].text_en
    assert exposure.currencies[0].payments[0].window is AvoidanceWindow.ONE_MONTH


def test_with_no_date_at_all_no_window_is_made_up() -> None:
    exposure = exposure_of("104711", (), [a_payment("1", date(2026, 1, 2))], ON)
    assert exposure.currencies[0].payments == ()
    assert "not computed" in exposure.gaps[0].text_en


def test_dates_come_from_the_publications_of_the_case() -> None:
    events = tuple(
        CaseEvent(kind=kind, publication_date=day, notice_id=str(day))
        for kind, day in (
            (EventKind.PRELIM_MEASURES, date(2026, 2, 3)),
            (EventKind.PRELIM_MEASURES, date(2026, 1, 28)),
            (EventKind.PRELIM_SELF_ADMIN, date(2026, 1, 22)),
        )
    )
    facts = CaseFacts(case_id="c", country="DE", events=events, opening_date=OPENED_ON)
    assert dates_of(facts) == InsolvencyDates(preliminary_administrator_on=date(2026, 1, 28), opened_on=OPENED_ON)


def test_a_security_of_known_value_covers_only_up_to_it() -> None:
    guarantee = Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Nordbank", value=euro("300.00"))
    assert in_euro(an_item("R-1", "1000.00", security=guarantee)).uncovered == euro("700.00")
