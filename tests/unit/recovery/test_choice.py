"""Assumptions lie on the table with date and source; a person decides, but not past an open check."""

from decimal import Decimal

import pytest

from chalicelib.errors import ConflictError, InvalidInputError
from chalicelib.model.notice import EventKind
from chalicelib.model.recovery import CheckKind, Option, Unit
from chalicelib.recovery.advice import advise, choose
from chalicelib.recovery.default_assumptions import DEFAULT_ASSUMPTIONS
from chalicelib.recovery.valuation import NO_INSOLVENCY, QUOTA_OF
from tests.unit.recovery.books import NOW
from tests.unit.recovery.positions import ALL_CHECKS, ON, a_position


def test_every_kind_of_event_is_either_an_insolvency_with_a_dividend_or_none() -> None:
    assert {*QUOTA_OF} | NO_INSOLVENCY == set(EventKind)
    names = {entry.name for entry in DEFAULT_ASSUMPTIONS.entries}
    assert set(QUOTA_OF.values()) <= names
    assert len(names) == len(DEFAULT_ASSUMPTIONS.entries)


def test_exactly_the_assumptions_used_are_listed_with_date_and_source() -> None:
    advice = advise(a_position(), NOW)
    assert {one.name for one in advice.assumptions} == {
        "quota.company",
        "discount.rate",
        "wait.years",
        "cost.hour",
        "cost.lodging_hours",
        "cost.sale_hours",
        "sale.share",
    }
    own = next(one for one in advice.assumptions if one.name == "quota.company")
    assert (own.value, own.source, own.as_of, own.believed) == (Decimal("0.10"), "round numbers of a test", ON, False)
    assert next(one for one in advice.assumptions if one.name == "wait.years").believed


def test_every_default_has_a_source_and_only_statute_or_statistics_are_not_believed() -> None:
    sure = {entry.name for entry in DEFAULT_ASSUMPTIONS.entries if not entry.believed}
    assert sure == {
        "quota.company",
        "quota.person",
        "quota.assets_insufficient",
        "quota.none",
        "realisation.cost",
    }
    assert all(entry.source for entry in DEFAULT_ASSUMPTIONS.entries)
    assert all(entry.value <= 1 for entry in DEFAULT_ASSUMPTIONS.entries if entry.unit is Unit.SHARE)


@pytest.mark.parametrize(
    ("name", "number", "why"),
    [("quota.nobody", "0.1", "no assumption"), ("quota.company", "1.01", "share"), ("cost.hour", "-1", "from zero")],
)
def test_assumptions_that_cannot_be_are_refused(name: str, number: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        DEFAULT_ASSUMPTIONS.changed({name: Decimal(number)}, "x", ON)


def test_a_person_decides_and_the_reason_stays_on_record() -> None:
    choice = choose(advise(a_position(), NOW), Option.PURSUE, "Eva Kern", "documents are complete", NOW)
    assert (choice.option, choice.advised, choice.person, choice.checked) == (
        Option.PURSUE,
        Option.PURSUE,
        "Eva Kern",
        (),
    )
    against = choose(advise(a_position(), NOW, ALL_CHECKS), Option.WRITE_OFF, "Eva Kern", "goodwill", NOW)
    assert against.advised is Option.PURSUE
    assert set(against.checked) == set(ALL_CHECKS)


@pytest.mark.parametrize("wanted", [Option.WRITE_OFF, Option.ASSIGN_OR_SELL])
def test_nobody_sells_or_writes_off_past_an_open_check(wanted: Option) -> None:
    advice = advise(a_position(), NOW, ALL_CHECKS - {CheckKind.INSURER})
    with pytest.raises(ConflictError, match="waits for these checks: insurer"):
        choose(advice, wanted, "Eva Kern", "quick", NOW)


def test_a_choice_without_name_or_reason_or_possibility_is_refused() -> None:
    advice = advise(a_position(), NOW)
    with pytest.raises(InvalidInputError, match=r"person.*reason"):
        choose(advice, Option.PURSUE, " ", "", NOW)
    with pytest.raises(ConflictError, match="no claim is kept as insured"):
        choose(advice, Option.CLAIM_ON_INSURANCE, "Eva Kern", "try", NOW)
