"""The policy's duties and what puts cover at risk; cover is cut at the limit and never more than the policy bears."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.insurance import CreditLimit, DutyKind, Finding, FindingKind, Policy
from chalicelib.model.open_item import ItemKind, OpenItem
from chalicelib.recovery.cover import cover_of
from chalicelib.recovery.insurance import duties, findings
from tests.unit.recovery.books import OPENED_ON, an_item, euro

ON = date(2026, 3, 17)


def a_policy(**fields: Any) -> Policy:
    defaults: dict[str, Any] = {
        "insurer": "Nordische Kreditversicherung",
        "number": "P-77",
        "maximum_extension_days": 60,
        "overdue_notice_days": 45,
        "claim_filing_days": 30,
        "self_retention": Decimal(10),
        "valid_from": date(2025, 1, 1),
    }
    return Policy(**defaults | fields)


def a_limit(amount: str = "20000.00", currency: str = "EUR", **fields: Any) -> CreditLimit:
    defaults: dict[str, Any] = {
        "policy_number": "P-77",
        "customer_number": "104711",
        "amount": euro(amount, currency),
        "valid_from": date(2025, 1, 1),
    }
    return CreditLimit(**defaults | fields)


def insured(number: str = "R-1", amount: str = "1190.00", **fields: Any) -> OpenItem:
    return an_item(number, amount, **{"insured_share": Decimal(90)} | fields)


def kinds(
    *items: OpenItem, limits: tuple[CreditLimit, ...] = (a_limit(),), on: date = ON
) -> dict[FindingKind, Finding]:
    return {finding.kind: finding for finding in findings(a_policy(), limits, items, on)}


def test_duties_have_their_days_from_the_policy() -> None:
    due = date(2026, 2, 10)
    found = duties(
        a_policy(insolvency_notice_days=3, protracted_default_months=6),
        [insured(due_date=due), insured("R-2", due_date=ON), an_item("R-3")],  # R-2 is not overdue yet
        ON,
        insolvency_known_on=ON,
        insured_event_on=OPENED_ON,
    )
    assert [(duty.kind, duty.due_on, duty.items) for duty in found] == [
        (DutyKind.NOTICE_OF_INSOLVENCY, date(2026, 3, 20), ("R-1", "R-2")),
        (DutyKind.NOTICE_OF_OVERDUE, date(2026, 3, 27), ("R-1",)),
        (DutyKind.CLAIM_FOR_COMPENSATION, date(2026, 4, 15), ("R-1", "R-2")),
        (DutyKind.PROTRACTED_DEFAULT, date(2026, 8, 10), ("R-1",)),
    ]
    assert not any(duty.missed for duty in found)
    assert all("P-77" in duty.rule for duty in found)


def test_a_notice_of_overdue_is_missed_the_day_after_and_gone_when_reported() -> None:
    item = insured(due_date=date(2026, 1, 31))
    last = date(2026, 3, 17)
    assert [duty.missed for duty in duties(a_policy(), [item], last)] == [False]
    assert [duty.missed for duty in duties(a_policy(), [item], last + timedelta(days=1))] == [True]
    assert duties(a_policy(), [item], last + timedelta(days=1), reported={"R-1"}) == ()
    missed = findings(a_policy(), [a_limit()], [item], last + timedelta(days=1))
    assert [one.since for one in missed if one.kind is FindingKind.NOTICE_MISSED] == [last + timedelta(days=1)]
    reported = findings(a_policy(), [a_limit()], [item], last + timedelta(days=1), reported={"R-1"})
    assert FindingKind.NOTICE_MISSED not in {finding.kind for finding in reported}


def test_nothing_insured_means_no_duty() -> None:
    assert duties(a_policy(), [an_item()], ON, insolvency_known_on=ON, insured_event_on=ON) == ()


def test_a_withdrawn_limit_blocks_from_its_day_until_there_is_a_new_one() -> None:
    withdrawn = a_limit(withdrawn_on=ON)
    assert kinds(limits=(withdrawn,), on=ON - timedelta(days=1)) == {}
    finding = kinds(limits=(withdrawn,))[FindingKind.LIMIT_WITHDRAWN]
    assert (finding.blocks, finding.since) == (True, ON)
    assert kinds(limits=(withdrawn, a_limit(valid_from=ON))) == {}
    twice = kinds(limits=(a_limit(withdrawn_on=date(2026, 1, 5)), withdrawn))
    assert twice[FindingKind.LIMIT_WITHDRAWN].since == ON


@pytest.mark.parametrize(("days", "exceeded"), [(60, False), (61, True)])
def test_an_exceeded_extension_blocks(days: int, exceeded: bool) -> None:
    due = ON - timedelta(days=days)
    found = kinds(insured(due_date=due)).get(FindingKind.EXTENSION_EXCEEDED)
    assert (found is not None) is exceeded
    if found:
        assert (found.blocks, found.since, found.items) == (True, ON, ("R-1",))


def test_the_extension_may_run_from_the_invoice() -> None:
    item = insured(invoice_date=date(2026, 1, 10), due_date=date(2026, 3, 10))
    found = findings(a_policy(extension_from="invoice_date"), [a_limit()], [item], ON)
    assert FindingKind.EXTENSION_EXCEEDED in {one.kind for one in found}


def test_more_than_the_limit_and_deliveries_without_one_are_found_and_do_not_block() -> None:
    fresh: dict[str, Any] = {
        "invoice_date": date(2026, 3, 1),
        "due_date": date(2026, 4, 1),
        "delivered_on": date(2026, 3, 1),
    }
    above = kinds(insured(amount="20000.01", **fresh))[FindingKind.LIMIT_EXCEEDED]
    assert (above.blocks, "0.01 EUR" in above.text_en) == (False, True)
    bare = kinds(insured(**fresh), limits=(a_limit(valid_from=date(2026, 3, 2)),))[FindingKind.NO_LIMIT]
    assert (bare.blocks, bare.items, bare.since) == (False, ("R-1",), date(2026, 3, 1))
    assert kinds(insured(amount="20000.00", **fresh)) == {}


def test_cover_leaves_out_vat_and_self_retention() -> None:
    cover = cover_of(a_policy(), a_limit(), [insured(insured_share=Decimal(95))])
    assert (cover.insured, cover.compensation) == (euro("1000.00"), euro("900.00"))
    with_vat = cover_of(a_policy(insures_vat=True), a_limit(), [insured()])
    assert with_vat.compensation == euro("1071.00")


def test_cover_is_cut_at_the_limit_before_self_retention() -> None:
    cover = cover_of(a_policy(), a_limit("500.00"), [insured(), insured("R-2")])
    assert (cover.insured, cover.compensation) == (euro("2000.00"), euro("450.00"))


def test_the_first_and_last_days_are_covered() -> None:
    policy = a_policy(valid_from=date(2026, 1, 10), valid_to=date(2026, 1, 13))
    old = insured("R-old", due_date=date(2025, 11, 14), delivered_on=date(2026, 1, 10))  # extension to 13 January
    last = insured("R-last", delivered_on=date(2026, 1, 13))
    assert cover_of(policy, a_limit(valid_from=date(2026, 1, 10)), [old, last]).not_covered == ()


def test_what_is_not_covered_says_why() -> None:
    old = insured("R-old", due_date=date(2025, 11, 14))
    cover = cover_of(
        a_policy(valid_to=date(2026, 3, 10)),
        a_limit(withdrawn_on=date(2026, 3, 14)),
        [
            old,
            insured("R-francs", currency="CHF"),
            insured("R-late", delivered_on=date(2026, 3, 14)),
            insured("R-term", delivered_on=date(2026, 3, 12)),
            insured("R-extension", delivered_on=date(2026, 1, 14)),
            insured("R-disputed", disputed=True),
            insured("G-1", kind=ItemKind.CREDIT_NOTE),
        ],
    )
    assert cover.items == ("R-old",)
    reasons = {one.item_number: one.text_en for one in cover.not_covered}
    assert set(reasons) == {"R-francs", "R-late", "R-term", "R-extension", "R-disputed"}
    assert "maximum extension" in reasons["R-extension"]
    assert "limit" in reasons["R-late"]
    assert "term" in reasons["R-term"]


@given(
    st.lists(st.tuples(st.decimals(min_value="0.01", max_value=10**6, places=2), st.integers(1, 100)), max_size=5),
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.integers(0, 100),
)
def test_compensation_never_exceeds_limit_or_share(
    amounts: list[tuple[Decimal, int]], limit: Decimal, retention: int
) -> None:
    items = [
        insured(f"R-{number}", str(amount), insured_share=Decimal(share))
        for number, (amount, share) in enumerate(amounts)
    ]
    cover = cover_of(a_policy(self_retention=Decimal(retention)), a_limit(str(limit)), items)
    most = (100 - retention) * min(limit, cover.insured.amount) / 100
    assert Decimal(0) <= cover.compensation.amount <= most + Decimal("0.01")
