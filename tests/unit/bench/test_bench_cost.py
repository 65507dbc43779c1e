"""What a month costs follows from what was measured, from dated prices, and from what is deployed; the page says it."""

import re
from pathlib import Path
from typing import Any

import pytest

from bench import cost, cost_model
from bench.assumptions import Deployment, Prices
from bench.cost_model import Model, Times
from bench.results import rows_of
from chalicelib import registers
from infra.console.parts import functions
from infra.package import merged_template


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return merged_template(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def model(template: dict[str, Any]) -> Model:
    measured = {row["name"]: row for row in rows_of("units")}
    return Model(measured, Prices.read(), Deployment(template))


def test_the_page_is_what_the_model_says(model: Model) -> None:
    assert cost.PAGE.read_text(encoding="utf-8") == cost.page(model), "run python -m bench.cost"


def test_every_price_is_dated_and_names_its_page(model: Model) -> None:
    prices = model.prices.table
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(prices["as_of"]))
    for name, price in prices["prices"].items():
        assert price["page"].startswith("https://aws.amazon.com/"), name
        assert price["usd"] > 0, name
        assert isinstance(price["seen"], bool), name


def test_every_price_and_every_assumption_is_used() -> None:
    table = Prices.read().table
    text = "".join(Path(f"bench/{name}.py").read_text(encoding="utf-8") for name in ("cost_model", "cost_page"))
    unused = [name for name in (*table["prices"], *table["assumed"]) if f'"{name}"' not in text]
    assert unused == []


def test_polls_come_as_often_as_the_registers_say(model: Model) -> None:
    asked = {one.name for one in model.deployed.registers}
    assert asked == set(registers.names()) - {"de_insolvenzbekanntmachungen_alt", "at_ediktsdatei"}
    day = sum(24 / (one.poll_every.total_seconds() / 3600) for one in model.deployed.registers)
    polls = model.happenings(1_000)["a poll finds nothing new"].often
    assert polls == pytest.approx(day * model.prices.assumed("days"))
    assert set(model.prices.assumed("requests_of_a_notice")) == asked
    assert set(model.prices.assumed("requests_of_a_poll_of")) <= asked


def test_scheduled_steps_run_as_often_as_the_template_says(model: Model) -> None:
    happen, days = model.happenings(1_000), model.prices.assumed("days")
    assert happen["start_polls runs"].often == days * 24 * 60 / 5
    assert happen["check_sources runs"].often == days * 24 * 60 / 15
    assert happen[cost_model.NAMED["reminding"]].often == days * 24 * 60 / model.deployed.minutes["WatchDeadlines"]


def test_every_step_that_was_measured_is_a_function(model: Model, template: dict[str, Any]) -> None:
    steps = {step for row in model.measured.values() for step in row.get("steps", {})}
    assert {cost_model.function(step) for step in steps} <= set(functions(template["Resources"]))


def test_more_customers_cost_more_and_none_cost_what_stands_there(model: Model) -> None:
    idle, small, large = (model.bill(size) for size in (0, 1_000, 100_000))
    assert 0 < idle.of() < small.of() < large.of()
    assert idle.of(service="SES") == 0
    assert idle.of(happening=cost_model.STANDING) == large.of(happening=cost_model.STANDING)


def test_a_bill_adds_up_by_what_happens_and_by_service(model: Model) -> None:
    bill = model.bill(100_000)
    happenings, services = ({key[place] for key in bill.amounts} for place in (0, 1))
    assert sum(bill.of(happening=one) for one in happenings) == pytest.approx(bill.of())
    assert sum(bill.of(service=one) for one in services) == pytest.approx(bill.of())


def test_what_grows_asks_more_and_is_not_invoked_more_often(model: Model) -> None:
    once, grown = cost_model.Bill(model.prices), cost_model.Bill(model.prices)
    page = cost_model.NAMED["page"]
    model._happens(once, page, Times(100))
    model._happens(grown, page, Times(100, grown=10))
    assert grown.of(service="API Gateway") == once.of(service="API Gateway") > 0
    assert grown.of(service="DynamoDB") == pytest.approx(10 * once.of(service="DynamoDB"))
