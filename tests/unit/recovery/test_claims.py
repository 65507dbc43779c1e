"""The claim sheet: what is lodged, what is not, what is missing, and that the sums are those of the lines."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.claim import AttachmentKind, ClaimSheet, Conversion
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, Security, SecurityKind
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.claims import claim_sheet
from tests.unit.recovery.books import OPENED_ON, an_item, euro

REMINDED: dict[str, Any] = {"reminded_on": date(2025, 11, 15)}
FRANC = Conversion(rate=Decimal("1.05"), on=OPENED_ON, source="ECB reference rate")


def sheet(*items: OpenItem, **terms: Any) -> ClaimSheet:
    return claim_sheet("104711", items, ClaimTerms(opening_date=OPENED_ON, **terms))


def gap_fields(answer: ClaimSheet) -> list[str]:
    return [gap.field for line in answer.lines for gap in line.gaps]


def test_a_line_holds_principal_interest_and_lump_sum_up_to_the_day_before_the_opening() -> None:
    answer = sheet(an_item(received_on=date(2025, 10, 16), **REMINDED))
    (line,) = answer.lines
    (interest,) = line.interest
    assert (interest.since, interest.until, interest.days) == (date(2025, 11, 16), date(2026, 3, 15), 120)
    assert line.interest_total == euro("337.64")
    assert line.lump_sum == euro("40.00")
    assert line.total == euro("10377.64") == answer.total
    assert answer.complete
    assert gap_fields(answer) == []


def test_the_reason_names_goods_day_invoice_and_order() -> None:
    (begun,) = sheet(an_item(service_from=date(2025, 9, 1))).lines
    assert begun.reason_en == "Delivery or service of 13 Oct 2025, invoice R-1001 of 15 Oct 2025"
    (line,) = sheet(an_item(goods="12 Paletten Schrauben", order_reference="B-77")).lines
    assert line.reason_de == (
        "Lieferung (12 Paletten Schrauben) vom 13.10.2025, Rechnung R-1001 vom 15.10.2025, Bestellung B-77"
    )
    assert (
        line.reason_en == "Delivery (12 Paletten Schrauben) of 13 Oct 2025, invoice R-1001 of 15 Oct 2025, order B-77"
    )


def test_without_proof_of_default_there_is_no_interest_no_lump_sum_and_a_gap() -> None:
    (line,) = sheet(an_item(delivered_on=None)).lines
    assert (line.interest, line.lump_sum, line.total) == ((), None, euro("10000.00"))
    assert [gap.field for gap in line.gaps] == ["default"]


def test_default_that_begins_with_the_opening_bears_nothing() -> None:
    (line,) = sheet(an_item(due_date=date(2026, 3, 1), reminded_on=date(2026, 3, 15), delivered_on=None)).lines
    assert line.default is not None
    assert (line.default.since, line.interest, line.lump_sum) == (OPENED_ON, (), None)


def test_default_on_the_last_day_before_the_opening_bears_one_day() -> None:
    (line,) = sheet(an_item(due_date=date(2026, 3, 1), reminded_on=date(2026, 3, 14), delivered_on=None)).lines
    assert [interest.days for interest in line.interest] == [1]
    assert line.lump_sum == euro("40.00")


def test_a_claim_due_on_the_day_of_the_opening_is_not_due_before_it() -> None:
    assert gap_fields(sheet(an_item(due_date=OPENED_ON))) == ["due_date"]
    assert gap_fields(sheet(an_item(due_date=date(2026, 3, 15)))) == []


def test_a_consumer_owes_no_lump_sum_and_five_points() -> None:
    (line,) = sheet(an_item(**REMINDED), consumer=True).lines
    assert line.lump_sum is None
    assert line.interest[0].rate == Decimal("6.27")


def test_the_lump_sum_is_credited_against_costs() -> None:
    (small,) = sheet(an_item(costs=euro("25.00"), **REMINDED)).lines
    (large,) = sheet(an_item(costs=euro("112.50"), **REMINDED)).lines
    (consumer,) = sheet(an_item(costs=euro("25.00"), **REMINDED), consumer=True).lines
    assert (small.lump_sum, small.costs) == (euro("40.00"), None)
    (equal,) = sheet(an_item(costs=euro("40.00"), **REMINDED)).lines
    assert (equal.lump_sum, equal.costs) == (euro("40.00"), None)
    assert (large.lump_sum, large.costs) == (euro("40.00"), euro("72.50"))
    assert (consumer.lump_sum, consumer.costs) == (None, euro("25.00"))


def test_a_foreign_claim_without_its_rate_is_a_named_gap_and_not_a_sum() -> None:
    answer = sheet(an_item("R-1", "1000", "CHF", **REMINDED), an_item("R-2", "500", **REMINDED))
    assert not answer.complete
    assert gap_fields(answer) == ["conversion"]
    francs, euros = (next(line for line in answer.lines if line.item_number == number) for number in ("R-1", "R-2"))
    assert francs.total is None
    assert answer.total == euros.total
    assert [total.principal for total in answer.by_currency] == [euro("1000", "CHF"), euro("500")]


def test_a_foreign_claim_is_converted_at_the_rate_of_the_opening_day() -> None:
    answer = sheet(an_item("R-1", "1000", "CHF", costs=euro("100", "CHF"), **REMINDED), conversions={"CHF": FRANC})
    (line,) = answer.lines
    assert line.interest_total == euro("33.76", "CHF")
    assert line.costs == euro("61.90", "CHF")  # 100 less 40 EUR at 1.05
    assert line.total == euro("1190.45")  # 1050.00 + 35.45 + 65.00 + 40.00
    assert line.conversion == FRANC


def test_an_unknown_base_rate_leaves_a_gap_and_keeps_the_principal() -> None:
    late = ClaimTerms(opening_date=date(2026, 9, 1))
    answer = claim_sheet("104711", [an_item(**REMINDED)], late)
    (line,) = answer.lines
    assert (line.interest, line.total) == ((), euro("10040.00"))
    assert [gap.field for gap in line.gaps] == ["interest"]
    assert "30.06.2026" in line.gaps[0].text_de


def test_what_is_not_lodged_says_why() -> None:
    answer = sheet(
        an_item("G-1", kind=ItemKind.CREDIT_NOTE),
        an_item("G-2", kind=ItemKind.CREDIT_NOTE, open=euro("0.00")),
        an_item("A-1", kind=ItemKind.PAYMENT_ON_ACCOUNT),
        an_item("R-same-day", delivered_on=OPENED_ON),
        an_item("R-after", delivered_on=date(2026, 3, 17)),
        an_item("R-paid", open=euro("0.00")),
    )
    assert answer.lines == ()
    reasons = {one.item_number: one.text_en for one in answer.left_out}
    assert set(reasons) == {"G-1", "A-1", "R-same-day", "R-after", "R-paid", "G-2"}
    assert "InsO 94" in reasons["G-1"]
    assert "81(3)" in reasons["R-same-day"]
    assert "InsO 55" in reasons["R-after"]
    assert [gap.field for gap in answer.gaps] == ["set_off"]
    assert answer.gaps[0].text_en == "decide on set-off (InsO 94 to 96): A-1, G-1; not deducted"


def test_a_service_over_the_opening_day_and_a_claim_not_yet_due_are_asked_about() -> None:
    spanning = an_item("R-1", service_from=date(2026, 3, 1), service_to=date(2026, 3, 31), delivered_on=None)
    not_due = an_item("R-2", due_date=date(2026, 4, 1))
    answer = sheet(spanning, not_due)
    assert {line.item_number: [gap.field for gap in line.gaps] for line in answer.lines} == {
        "R-1": ["default", "service_to"],
        "R-2": ["due_date"],
    }


def test_subordinate_interest_is_lodged_only_when_asked_for() -> None:
    assert sheet(an_item()).subordinate == ()
    (claim,) = sheet(an_item(), subordinate_asked=True).subordinate
    assert (claim.rank, claim.since) == ("InsO 39(1) no. 1", OPENED_ON)


def test_goods_under_retention_of_title_are_listed_with_their_right() -> None:
    answer = sheet(
        an_item("R-1", retention_of_title=RetentionOfTitle.SIMPLE, goods="Pumpen", delivery_note="L-9"),
        an_item("R-2", retention_of_title=RetentionOfTitle.EXTENDED, delivered_on=date(2025, 9, 1)),
        an_item("R-3"),
    )
    assert [(line.item_number, line.right) for line in answer.retention] == [
        ("R-2", "InsO 50, 51, 166, 170, 171"),
        ("R-1", "InsO 47, 107(2)"),
    ]


def test_attachments_name_what_the_books_know() -> None:
    security = Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Nordbank vom 01.02.2025")
    answer = sheet(
        an_item("R-1", delivery_note="L-9", order_reference="B-7", titled=True, security=security, **REMINDED),
        an_item("R-2", retention_of_title=RetentionOfTitle.SIMPLE),
    )
    assert [one.kind for one in answer.attachments] == [
        AttachmentKind.INVOICE,
        AttachmentKind.DELIVERY_NOTE,
        AttachmentKind.ORDER,
        AttachmentKind.REMINDER,
        AttachmentKind.TITLE,
        AttachmentKind.SECURITY,
        AttachmentKind.INVOICE,
        AttachmentKind.RETENTION_TERMS,
        AttachmentKind.ACCOUNT_STATEMENT,
    ]
    assert [one.item_numbers for one in answer.attachments[-2:]] == [("R-2",), ("R-1", "R-2")]


_items = st.lists(
    st.builds(
        lambda number, amount, currency, due, reminder, costs: an_item(
            f"R-{number}",
            str(amount),
            currency,
            invoice_date=min(due, date(2025, 6, 1)),
            due_date=due,
            reminded_on=due + timedelta(days=9) if reminder else None,
            costs=euro(str(costs), currency) if costs else None,
        ),
        st.integers(1, 10**6),
        st.decimals(min_value=0, max_value=10**7, places=2),
        st.sampled_from(["EUR", "CHF"]),
        st.dates(date(2020, 1, 1), date(2026, 5, 1)),
        st.booleans(),
        st.decimals(min_value=0, max_value=500, places=2),
    ),
    max_size=6,
    unique_by=lambda item: item.number,
)


@given(_items)
def test_the_total_is_the_sum_of_all_parts_and_no_item_is_lost(items: list[OpenItem]) -> None:
    answer = sheet(*items, conversions={"CHF": Conversion(rate=Decimal(2), on=OPENED_ON, source="invented")})
    numbers = [line.item_number for line in answer.lines] + [one.item_number for one in answer.left_out]
    assert sorted(numbers) == sorted(item.number for item in items)
    in_euro = sum(
        (total.principal.amount + total.interest.amount + total.costs.amount)
        * (2 if total.principal.currency == "CHF" else 1)
        for total in answer.by_currency
    )
    assert answer.total.amount == in_euro + answer.lump_sums.amount
    assert answer.complete
