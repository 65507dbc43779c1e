"""Our portfolio at Creditsafe."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.bureaus import Access, creditsafe
from chalicelib.errors import (
    SourceChangedError,
    SourceRefusedError,
)
from tests.contract.bureau_sessions import session
from tests.contract.creditsafe_records import (
    ACCOUNT,
    GERMAN,
    SAMPLES,
    given,
    recorded_bureau,
    request,
    with_plan,
)
from tests.contract.servers.creditsafe import INVENTED, Creditsafe
from tests.contract.servers.json_bureau import Answered
from tests.contract.servers.loopback import served


@pytest.fixture
def bureau() -> Creditsafe:
    return recorded_bureau()


@pytest.fixture
def access(bureau: Creditsafe) -> Iterator[Access]:
    with served(bureau.app) as origin, session("creditsafe", origin, ACCOUNT) as signed_in:
        yield signed_in


def test_a_new_portfolio_is_made_and_its_rules_are_switched_on(access: Access, bureau: Creditsafe) -> None:
    assert creditsafe.prepare(access) == (
        "made the portfolio 'Insolvency Watch' (589960)",
        "switched 2 rules on for all countries",
        "switched 1 rules on for DE",
    )
    rules = bureau.portfolios["589960"]["rules"]
    on = {rule["ruleCode"] for listed in rules.values() for rule in listed if rule["isActive"]}
    assert on == {101, 102, 1899}
    assert rules["XX"][0]["param0"] == "1"
    assert creditsafe.prepare(access) == ()


def test_rules_that_somebody_chose_stay_and_the_plan_may_choose(access: Access, bureau: Creditsafe) -> None:
    number = bureau.make_portfolio("Kunden Süd")
    bureau.portfolios[number]["rules"]["DE"][1]["isActive"] = 1
    assert creditsafe.prepare(with_plan(access, portfolio=number)) == ()
    bureau.portfolios[number]["rules"]["DE"][1]["isActive"] = 0
    chosen = with_plan(access, portfolio="Kunden Süd", countries="de", rules="1898, 102")
    assert creditsafe.prepare(chosen) == ("switched 1 rules on for all countries", "switched 1 rules on for DE")
    bureau.portfolios[number]["rules"]["DE"][1]["isActive"] = 0
    bureau.portfolios[number]["rules"]["XX"][1]["isActive"] = 0
    with pytest.raises(SourceChangedError, match="no rule on"):
        creditsafe.prepare(with_plan(access, portfolio=number, rules="9"))


def test_a_portfolio_that_is_not_there_or_there_twice(access: Access, bureau: Creditsafe) -> None:
    assert list(creditsafe.watched(access)) == []
    with pytest.raises(SourceRefusedError, match="preparing makes it"):
        creditsafe.add(access, GERMAN, "K1")
    with pytest.raises(SourceRefusedError, match="no portfolio 12"):
        creditsafe.prepare(with_plan(access, portfolio="12"))
    bureau.make_portfolio("Insolvency Watch")
    bureau.make_portfolio("Insolvency Watch")
    with pytest.raises(SourceRefusedError, match="2 portfolios"):
        creditsafe.add(access, GERMAN, "K1")


def test_adding_and_removing_twice_is_success(access: Access, bureau: Creditsafe) -> None:
    number = bureau.make_portfolio("Insolvency Watch")
    for _ in range(2):
        creditsafe.add(access, GERMAN, "K1")
    (entry,) = creditsafe.watched(access)
    assert (entry.subject_id, entry.reference, entry.country, entry.active) == (GERMAN, "K1", "DE", True)
    for _ in range(2):
        creditsafe.remove(access, GERMAN)
    assert bureau.portfolios[number]["companies"] == {}
    with pytest.raises(SourceChangedError, match="404"):
        creditsafe.add(access, "DE-0-NOBODY", "K2")


def test_the_whole_portfolio_is_listed_from_page_zero_or_not_at_all(access: Access, bureau: Creditsafe) -> None:
    number = bureau.make_portfolio("Insolvency Watch")
    entries = {f"DE-X-{place}": {"id": f"DE-X-{place}", "name": "Muster KG"} for place in range(7)}
    bureau.portfolios[number]["companies"] = entries
    bureau.page_size = 3
    assert [one.subject_id for one in creditsafe.watched(access)] == list(entries)
    asked = bureau.asked(f"/v1/monitoring/portfolios/{number}/companies")
    assert [one.query["page"] for one in asked] == ["0", "1", "2"]
    short = {"totalCount": 9, "data": [{"id": "A"}]}
    bureau.faults = [Answered(200, short), Answered(200, {"totalCount": 9, "data": []})]
    with pytest.raises(SourceChangedError, match="1 of 9"):
        list(creditsafe.watched(with_plan(access, portfolio=number)))


def test_what_replaces_a_whole_portfolio_is_never_called(access: Access, bureau: Creditsafe) -> None:
    creditsafe.prepare(access)
    creditsafe.add(access, GERMAN, "K1")
    list(creditsafe.watched(access))
    creditsafe.remove(access, GERMAN)
    list(creditsafe.changes(access, None))
    paths = " ".join(one.path for one in bureau.requests)
    assert not any(word in paths for word in ("sync", "import", "clear", "copy"))


def test_the_sandbox_is_asked_when_the_credentials_say_so(bureau: Creditsafe) -> None:
    account = {**ACCOUNT, "environment": "sandbox"}
    with served(bureau.app) as origin, session("creditsafe", origin, account) as sandboxed:
        document = creditsafe.check(sandboxed, request())
    assert document.url.startswith("https://connect.sandbox.creditsafe.com/v1/companies/")
    assert INVENTED[1] not in document.model_dump_json()


@given
def test_samples_of_the_portfolio(access: Access, bureau: Creditsafe) -> None:
    def sample(name: str) -> Any:
        return json.loads((SAMPLES / name).read_text())

    numbered = with_plan(access, portfolio="589960")
    bureau.faults = [Answered(200, {"token": "t"}), Answered(200, sample("portfolio.companies.list.200.json"))]
    (entry,) = creditsafe.watched(numbered)
    assert entry.reference == "Follow up Jan 2021"
    bureau.faults = [Answered(409, sample("portfolio.companies.add.409.json"))]
    creditsafe.add(numbered, GERMAN, "K1")
    bureau.faults = [Answered(200, sample("portfolios.list.200.json")), Answered(200, {})]
    creditsafe.remove(with_plan(access, portfolio="Customers 2"), GERMAN)
    assert bureau.requests[-1].path.endswith(f"/portfolios/131318/companies/{GERMAN}")
