"""What follows from blocks, sources and sent customers, without HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.api.blocks import Coverage, answer_for, answers_for, coverage, covered
from chalicelib.api.customers import customer_from
from chalicelib.errors import InvalidInputError
from chalicelib.model.block import Block, BlockState, Ground, Release, Stage
from chalicelib.model.source import Health, SourceStatus
from chalicelib.store.blocks import Standing

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
COVERED = Coverage(checked_through=NOW, sources_late=(), bureaus_late=())
GROUND = Ground(statute="§ 80 InsO", reason_de="a", reason_en="b", release_when_de="c", release_when_en="d")
FIRM: dict[str, object] = {"kind": "organisation", "name": "Sonnenried GmbH"}


def block(case_id: str, stage: Stage, *, no_payouts: bool = False, hours: int = 0) -> Block:
    since = NOW + timedelta(hours=hours)
    return Block(
        customer_number="1",
        case_id=case_id,
        stage=stage,
        no_payouts=no_payouts,
        ground=GROUND,
        notice_id=f"notice-{case_id}",
        since=since,
        changed_at=since,
        may_release="manager",
    )


@pytest.mark.parametrize(
    ("stage", "blocked"),
    [
        (Stage.WARN, False),
        (Stage.PREPAYMENT_ONLY, True),
        (Stage.NO_NEW_ORDERS, True),
        (Stage.NO_DELIVERIES, True),
    ],
)
def test_a_warning_does_not_block_and_prepayment_does(stage: Stage, blocked: bool) -> None:
    answer = answer_for("1", (block("a", stage),), COVERED, NOW)
    assert (answer.stage, answer.blocked) == (stage, blocked)


def test_the_severest_block_speaks_and_all_give_their_reason() -> None:
    blocks = (
        block("a", Stage.WARN, no_payouts=True),
        block("b", Stage.NO_DELIVERIES),
        block("c", Stage.WARN, hours=-1),
    )
    answer = answer_for("1", blocks, COVERED, NOW)
    assert answer.stage is Stage.NO_DELIVERIES
    assert answer.no_payouts
    assert [reason.case_id for reason in answer.reasons] == ["b", "c", "a"]
    assert answer.reasons[0].ground == GROUND
    assert answer.reasons[0].notice_id == "notice-b"


def test_a_released_block_neither_blocks_nor_is_a_reason() -> None:
    release = Release(person="Eva Kern", reason="paid", at=NOW)
    released = block("a", Stage.NO_DELIVERIES, no_payouts=True).model_copy(
        update={"state": BlockState.RELEASED, "release": release}
    )
    answer = answer_for("1", (released,), COVERED, NOW)
    assert (answer.blocked, answer.stage, answer.no_payouts, answer.reasons) == (False, None, False, ())


def test_an_unknown_number_is_never_among_the_answers() -> None:
    standings = {"1": Standing(customer_number="1", blocks=()), "2": None}
    answers = answers_for(("2", "1", "3"), standings, COVERED, NOW)
    assert [answer.customer_number for answer in answers.answers] == ["1"]
    assert answers.unknown == ("2", "3")


def source(name: str, hours: int | None, health: Health = Health.OK) -> SourceStatus:
    through = None if hours is None else NOW - timedelta(hours=hours)
    return SourceStatus(name=name, checked_through=through, health=health)


def test_coverage_is_as_old_as_the_oldest_enabled_source() -> None:
    found = coverage([source("a", 1), source("b", 5, Health.LATE), source("c", 99, Health.DISABLED)], NOW)
    assert found == Coverage(checked_through=NOW - timedelta(hours=5), sources_late=("b",), bureaus_late=())


def test_a_bureau_that_is_not_well_is_named_and_hides_nothing_of_the_registers() -> None:
    wrong = source("schufa", None, Health.FAILING).model_copy(update={"kind": "bureau"})
    frozen = source("dnb", 960, Health.FAILING).model_copy(update={"kind": "bureau"})
    found = coverage([source("a", 1), wrong, frozen], NOW)
    assert found == Coverage(checked_through=NOW - timedelta(hours=1), sources_late=(), bureaus_late=("dnb", "schufa"))


def test_coverage_is_unknown_when_a_source_was_never_read_or_none_is_there() -> None:
    assert coverage([source("a", 1), source("b", None, Health.FAILING)], NOW).checked_through is None
    assert coverage([], NOW).checked_through is None


def test_a_source_that_was_not_read_in_time_is_named_though_nobody_checks_any_more() -> None:
    silent = source("a", 9).model_copy(update={"late_from": NOW - timedelta(minutes=1)})
    fresh = source("b", 1).model_copy(update={"late_from": NOW + timedelta(minutes=1)})
    assert coverage([silent, fresh], NOW).sources_late == ("a",)


def test_the_sources_are_read_once_in_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def statuses() -> tuple[SourceStatus, ...]:
        asked.append(1)
        return (source("a", len(asked)),)

    monkeypatch.setattr("chalicelib.store.sources.statuses", statuses)
    told = [covered(NOW + timedelta(seconds=seconds)).checked_through for seconds in (0, 5, 9, 11, 12)]
    assert told == [NOW - timedelta(hours=1)] * 3 + [NOW - timedelta(hours=2)] * 2
    assert len(asked) == 2
    covered(NOW - timedelta(hours=1))
    assert len(asked) == 3, "a clock that was set back keeps nothing for long"


def test_what_was_got_can_be_put_again() -> None:
    sent = {**FIRM, "identifiers": [{"scheme": "de_register", "value": "HRB 77 B", "office": "Amtsgericht Kiel"}]}
    customer = customer_from("1", sent, NOW)
    assert customer.identifiers[0].key == "de_register:kiel:HRB77"
    assert customer_from("1", customer.model_dump(mode="json"), NOW) == customer


@pytest.mark.parametrize(
    ("sent", "paths"),
    [
        ({"number": "2"}, ["number"]),
        ({"birth_date": "1980-02-03"}, ["body"]),
        ({"name": ""}, ["name"]),
        ({"responsible": [{"name": "Eva", "email": "eva"}]}, ["responsible.0.email"]),
        ({"colour": "red"}, ["colour"]),
        (
            {"identifiers": [{"scheme": "vat", "value": "DE1"}, {"scheme": "de_register", "value": "HRB 5"}]},
            ["identifiers.0.value", "identifiers.1.office"],
        ),
    ],
)
def test_each_wrong_field_is_named_by_its_path(sent: dict[str, Any], paths: list[str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        customer_from("1", {**FIRM, **sent}, NOW)
    assert [problem.path for problem in caught.value.problems] == paths
