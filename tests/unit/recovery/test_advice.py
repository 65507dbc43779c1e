"""The decision aid: values that can be checked by hand, no sale or write-off past a check, assumptions on the table."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.notice import EventKind
from chalicelib.model.open_item import ItemKind, RetentionOfTitle, Security, SecurityKind
from chalicelib.model.recovery import CheckKind, Option
from chalicelib.recovery.advice import advise
from chalicelib.recovery.default_assumptions import DEFAULT_ASSUMPTIONS
from chalicelib.recovery.valuation import Position
from tests.unit.recovery.books import NOW, an_item, euro
from tests.unit.recovery.positions import ALL_CHECKS, ON, ROUND, a_position, option, value
from tests.unit.recovery.test_insurance import a_limit, a_policy


def test_a_plain_claim_is_pursued_for_its_dividend() -> None:
    advice = advise(a_position(), NOW)
    assert option(advice, Option.PURSUE).expected == euro("900.00")  # 10 % of 10000 less two hours
    assert option(advice, Option.ASSIGN_OR_SELL).expected == euro("400.00")  # half of 1000 less two hours
    assert not option(advice, Option.CLAIM_ON_INSURANCE).available
    assert option(advice, Option.WRITE_OFF).expected == euro("0.00")
    assert (advice.best, advice.recommended) == (Option.PURSUE, Option.PURSUE)


def test_a_claim_below_its_cost_is_written_off_but_only_after_the_checks() -> None:
    small = a_position(an_item("R-1", "500.00"))
    unchecked = advise(small, NOW)
    assert option(unchecked, Option.PURSUE).expected == euro("-50.00")
    assert (unchecked.best, unchecked.recommended) == (Option.WRITE_OFF, None)
    assert {check.kind for check in unchecked.open_checks} == ALL_CHECKS
    partly = advise(small, NOW, {CheckKind.SET_OFF})
    assert (partly.recommended, len(partly.open_checks)) == (None, 3)
    assert advise(small, NOW, ALL_CHECKS).recommended is Option.WRITE_OFF


def test_set_off_and_securities_come_before_the_dividend() -> None:
    guarantee = Security(kind=SecurityKind.GUARANTEE, object="Bürgschaft der Nordbank", value=euro("1000.00"))
    position = a_position(
        an_item("R-1", "4000.00", security=guarantee),
        an_item("R-2", "2000.00", retention_of_title=RetentionOfTitle.SIMPLE),
        an_item("R-3", "2000.00", retention_of_title=RetentionOfTitle.EXTENDED),
        an_item("G-1", "500.00", kind=ItemKind.CREDIT_NOTE),
    )
    # set-off 500; securities 500 + 1000 + 910; 10 % of the other 5090; two hours
    assert value(position, Option.PURSUE) == "3319.00"
    # the buyer pays half of 2410 + 509; set-off is lost with the claim
    assert value(position, Option.ASSIGN_OR_SELL) == "1359.50"


def test_a_late_lodging_costs_its_fee_and_one_that_is_done_costs_nothing() -> None:
    assert value(a_position(claim_deadline=date(2026, 3, 16)), Option.PURSUE) == "878.00"
    assert value(a_position(claim_deadline=ON), Option.PURSUE) == "900.00"
    assert value(a_position(lodged=True), Option.PURSUE) == "1000.00"


def test_the_insurer_pays_and_the_rest_is_pursued() -> None:
    insured = an_item("R-1", "11900.00", insured_share=Decimal(90))
    position = a_position(insured, policy=a_policy(overdue_notice_days=200), limit=a_limit())
    # 9000 of the net 10000; 2900 of 11900 stay ours: their part of the dividend of 1190 is 290 less 100; three hours
    assert value(position, Option.CLAIM_ON_INSURANCE) == "9040.00"
    assert advise(position, NOW).recommended is Option.CLAIM_ON_INSURANCE


def test_a_missed_notice_halves_what_the_insurer_is_expected_to_pay_and_says_so() -> None:
    insured = an_item("R-1", "11900.00", insured_share=Decimal(90))
    position = a_position(insured, policy=a_policy(), limit=a_limit())
    advice = advise(position, NOW)
    reasons = " ".join(reason.text_en for reason in option(advice, Option.CLAIM_ON_INSURANCE).reasons)
    assert "not reported in time" in reasons
    assert "insurer.after_missed_notice" in {one.name for one in advice.assumptions}
    assert option(advice, Option.CLAIM_ON_INSURANCE).expected.amount < Decimal(5500)
    reported = a_position(insured, policy=a_policy(), limit=a_limit(), reported=frozenset({"R-1"}))
    assert value(reported, Option.CLAIM_ON_INSURANCE) == "9040.00"


def test_without_policy_or_limit_insurance_is_not_guessed() -> None:
    answer = option(advise(a_position(an_item(insured_share=Decimal(90))), NOW), Option.CLAIM_ON_INSURANCE)
    assert (answer.available, answer.expected) == (False, euro("0.00"))
    assert "missing" in answer.reasons[0].text_en


def test_refused_for_lack_of_assets_leaves_nothing_to_lodge_but_goods_are_still_ours() -> None:
    refused = EventKind.REFUSED_NO_ASSETS
    bare = advise(a_position(event_kind=refused, opened_on=None), NOW)
    assert not option(bare, Option.PURSUE).available
    assert "InsO 26" in option(bare, Option.PURSUE).reasons[-1].text_en
    assert (bare.best, bare.recommended) == (Option.WRITE_OFF, None)
    retained = an_item(retention_of_title=RetentionOfTitle.SIMPLE)
    assert advise(a_position(retained, event_kind=refused, opened_on=None), NOW).recommended is Option.PURSUE


def test_disputed_claims_count_by_their_share_unless_a_court_has_spoken() -> None:
    assert value(a_position(an_item(disputed=True)), Option.PURSUE) == "400.00"
    assert value(a_position(an_item(disputed=True, titled=True)), Option.PURSUE) == "900.00"


@pytest.mark.parametrize(("band", "expected"), [("A", "9894.25"), ("E", "8753.50"), (None, "9187.50")])
def test_a_bureaus_band_counts_only_before_an_insolvency(band: str | None, expected: str) -> None:
    assumptions = ROUND.changed(
        {
            "quota.company": Decimal("0.25"),
            "default.band.A": Decimal("0.0007666666666666667"),
            "default.band.E": Decimal("0.1528666666666666667"),
            "default.unknown": Decimal("0.095"),
        },
        "round numbers of a test",
        ON,
    )
    before = a_position(event_kind=EventKind.UNCLASSIFIED, opened_on=None, band=band, assumptions=assumptions)
    assert value(before, Option.PURSUE) == expected
    after = advise(a_position(band=band, assumptions=assumptions), NOW)
    assert option(after, Option.PURSUE).expected == euro("2400.00")
    assert not [one.name for one in after.assumptions if one.name.startswith("default.")]


def test_a_worse_band_is_never_worth_more() -> None:
    values = [
        Decimal(value(a_position(event_kind=None, opened_on=None, band=band), Option.PURSUE))
        for band in ("A", "B", "C", "D", "E")
    ]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 5


def test_a_person_may_get_less_than_a_company() -> None:
    person, company = (a_position(natural_person=one, assumptions=DEFAULT_ASSUMPTIONS) for one in (True, False))
    assert Decimal(value(person, Option.PURSUE)) < Decimal(value(company, Option.PURSUE))


def test_another_currency_counts_at_its_rate_or_is_a_gap() -> None:
    francs = an_item("R-1", "10000.00", "CHF")
    assert value(a_position(francs, rates={"CHF": Decimal("1.05")}), Option.PURSUE) == "950.00"
    advice = advise(a_position(francs), NOW)
    assert advice.claim == euro("0.00")
    assert [gap.field for gap in advice.gaps] == ["rate.CHF"]


def test_what_we_owe_in_another_currency_is_set_off_at_its_rate() -> None:
    credit = an_item("G-1", "100.00", "CHF", kind=ItemKind.CREDIT_NOTE)
    position = a_position(an_item(), credit, rates={"CHF": Decimal("1.05")})
    assert value(position, Option.PURSUE) == "994.50"  # 105 + 10 % of 9895 - 100


def test_a_limit_in_another_currency_pays_at_its_rate() -> None:
    insured = an_item("R-1", "11900.00", "CHF", insured_share=Decimal(90))
    policy, limit = a_policy(overdue_notice_days=200), a_limit("20000.00", "CHF")
    position = a_position(insured, policy=policy, limit=limit, rates={"CHF": Decimal(2)}, lodged=True)
    # twice 9000; of twice 11900 that leaves 5800 with a dividend of 580; three hours
    assert value(position, Option.CLAIM_ON_INSURANCE) == "18430.00"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (SecurityKind.GUARANTEE, "1800.00"),  # half of twice 1000, and 10 % of the other 9000, less two hours
        (SecurityKind.TRANSFER_OF_TITLE, "1719.00"),  # 910 after the cost of realisation, and 10 % of 9090
        (SecurityKind.PLEDGE, "1800.00"),
    ],
)
def test_a_security_counts_by_its_kind_and_in_its_own_currency(kind: SecurityKind, expected: str) -> None:
    security = Security(kind=kind, object="in words", value=euro("1000.00", "CHF"))
    position = a_position(an_item(security=security), rates={"CHF": Decimal(2)})
    assert value(position, Option.PURSUE) == expected


def test_a_security_whose_currency_has_no_rate_counts_nothing_and_is_a_gap() -> None:
    security = Security(kind=SecurityKind.PLEDGE, object="in words", value=euro("1000.00", "CHF"))
    advice = advise(a_position(an_item(security=security)), NOW)
    assert option(advice, Option.PURSUE).expected == euro("900.00")
    assert [gap.field for gap in advice.gaps] == ["rate.CHF"]


def test_before_an_insured_event_the_overdue_account_is_reported_first() -> None:
    insured = an_item("R-1", "11900.00", insured_share=Decimal(90))
    for kind in (None, EventKind.UNCLASSIFIED, EventKind.OPENED):
        position = a_position(insured, policy=a_policy(), limit=a_limit(), event_kind=kind, opened_on=None)
        reasons = option(advise(position, NOW), Option.CLAIM_ON_INSURANCE).reasons
        assert any("no insured event yet" in reason.text_en for reason in reasons) is (kind is not EventKind.OPENED)


def test_german_values_in_another_country_are_a_gap() -> None:
    assert [gap.field for gap in advise(a_position(country="FR"), NOW).gaps] == ["country"]
    assert advise(a_position(), NOW).gaps == ()


def test_open_checks_say_what_the_books_show() -> None:
    retained = an_item("R-7", retention_of_title=RetentionOfTitle.SIMPLE)
    checks = {check.kind: check for check in advise(a_position(retained), NOW).open_checks}
    assert checks[CheckKind.RETENTION_OF_TITLE].text_en.endswith("The books show: R-7.")
    assert checks[CheckKind.GUARANTORS].text_de.endswith("Die Bücher zeigen nichts.")


_amounts = st.decimals(min_value=0, max_value=10**6, places=2)


@given(
    st.lists(st.tuples(_amounts, st.sampled_from(ItemKind), st.booleans(), st.booleans()), max_size=5),
    st.sampled_from([None, *EventKind]),
    st.sets(st.sampled_from(CheckKind)),
    st.booleans(),
)
def test_no_advice_expects_more_than_the_claim_or_skips_a_check(
    rows: list[tuple[Decimal, ItemKind, bool, bool]],
    kind: EventKind | None,
    signed: set[CheckKind],
    person: bool,
) -> None:
    items = tuple(
        an_item(
            f"R-{number}",
            str(amount),
            kind=item_kind,
            disputed=disputed,
            retention_of_title=RetentionOfTitle.EXTENDED if retained else RetentionOfTitle.NONE,
            insured_share=Decimal(90) if retained else Decimal(0),
        )
        for number, (amount, item_kind, disputed, retained) in enumerate(rows)
    )
    position = Position("c1", kind, items, ON, natural_person=person, policy=a_policy(), limit=a_limit())
    advice = advise(position, NOW, signed)
    assert {one.option for one in advice.options} == set(Option)
    assert all(one.expected.amount <= advice.claim.amount for one in advice.options)
    assert option(advice, advice.best).available
    if signed != ALL_CHECKS:
        assert advice.recommended not in {Option.WRITE_OFF, Option.ASSIGN_OR_SELL}
    assert all(one.reasons for one in advice.options)
