"""Who Creditsafe says a customer is, and what it reports about it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.bureaus import Access, creditsafe
from chalicelib.bureaus.creditsafe_connect.companies import read_candidates
from chalicelib.errors import (
    InvalidInputError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, InquiryReason, Outcome
from chalicelib.model.customer import Money
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from tests.contract.bureau_sessions import session
from tests.contract.creditsafe_records import (
    ACCOUNT,
    GERMAN,
    OWN,
    PLAN,
    customer,
    found,
    recorded_bureau,
    report_of,
    request,
    with_plan,
)
from tests.contract.servers.creditsafe import Creditsafe
from tests.contract.servers.json_bureau import Answered
from tests.contract.servers.loopback import served


@pytest.fixture
def bureau() -> Creditsafe:
    return recorded_bureau()


@pytest.fixture
def access(bureau: Creditsafe) -> Iterator[Access]:
    with served(bureau.app) as origin, session("creditsafe", origin, ACCOUNT) as signed_in:
        yield signed_in


def test_a_paid_report_is_never_asked_for_twice(access: Access, bureau: Creditsafe) -> None:
    list(creditsafe.changes(access, None))
    bureau.faults = [Answered(503)]
    with pytest.raises(SourceUnreachableError):
        creditsafe.check(access, request())
    assert len(bureau.asked(f"/v1/companies/{GERMAN}")) == 1


def test_candidates_come_with_the_bureaus_own_explanation(access: Access, bureau: Creditsafe) -> None:
    first, second = found(access, customer(name="Deichgräfin Feinkost"))
    assert (first.subject_id, first.confidence, first.status) == (GERMAN, "951", "Active")
    assert (first.explanation["matchScoreName"], first.explanation["matchScoreLocal Id"]) == ("A", "Z")
    assert [one.key for one in first.identifiers] == ["vat:DE136695976"]  # its register number comes without a court
    assert [one.key for one in second.identifiers] == ["de_register:flensburg:HRB99002"]
    assert first.address is not None
    assert first.address.one_line() == "Hafenstraße 7, 25813 Husum"
    assert bureau.asked("/v1/companies") == []


def test_numbers_are_asked_and_a_name_last(access: Access, bureau: Creditsafe) -> None:
    vat = parse_identifier(Scheme.VAT, "DE136695976")
    assert GERMAN in {one.subject_id for one in found(access, customer(identifiers=(vat,)))}
    assert bureau.asked("/v1/companies")[0].query["vatNo"] == "DE136695976"
    long = "Nie Gehört Łódź O'Brien & Söhne mit einem sehr langen Namen, der kein Ende hat KG"
    assert found(access, customer(name=long)) == []
    last = bureau.requests[-1].query
    assert (last["page"], last["postCode"], last["name"]) == ("1", "25813", long)


def test_pages_of_a_search_begin_at_one_and_stop_where_they_tell_nothing(access: Access, bureau: Creditsafe) -> None:
    plain = {"country": "DE", "status": "Active"}
    bureau.companies = [{"id": f"DE-X-{number}", "name": "Muster KG", **plain} for number in range(120)]
    assert len(found(access, customer(name="Muster KG"))) == 120
    assert [one.query["page"] for one in bureau.asked("/v1/companies")] == ["1", "2", "3"]
    bureau.companies = [{"id": f"DE-X-{number}", "name": "Muster KG", **plain} for number in range(1000)]
    assert len(found(access, customer(name="Muster KG"))) == 200


def test_identifiers_of_other_countries() -> None:
    companies = json.loads((OWN / "companies.json").read_text())
    content = json.dumps({"totalSize": 4, "companies": companies}).encode()
    by_id = {one.subject_id: [key.key for key in one.identifiers] for one in read_candidates(content)}
    assert by_id["FR-X-732829320"] == ["siren:732829320"]
    assert by_id["GB-0-99900001"] == ["gb_company:99900001"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"companies": {}, "messages": [{"type": "Error", "code": "AccessRestricted"}]}, SourceRefusedError),
        ({"companies": {}, "messages": [{"type": "Error", "code": "EndpointShutdown"}]}, SourceChangedError),
        ({"companies": [{"id": "X", "name": "Y", "status": "Dormant"}]}, SourceChangedError),
        ({"companies": [{"id": "X", "name": "Y", "novelty": 1}]}, SourceChangedError),
        ({"companies": "none"}, SourceChangedError),
        ({"firms": []}, SourceChangedError),
    ],
)
def test_another_shape_of_a_search_is_never_nobody(answer: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        list(read_candidates(json.dumps(answer).encode()))


def test_a_report(access: Access, bureau: Creditsafe) -> None:
    said = creditsafe.answer(creditsafe.check(access, request()), PLAN)
    assert (said.outcome, said.subject_id, said.subject_name) == (Outcome.ANSWERED, GERMAN, "Deichgräfin Feinkost GmbH")
    assert said.index is not None
    assert (said.index.value, said.index.band) == ("C", Band.C)
    assert said.index.text == "Moderate risk; own value 44 of 0 to 100; own scale"
    assert (said.limit, said.features) == (Money(amount=Decimal(15000), currency="EUR"), ())
    asked = bureau.asked(f"/v1/companies/{GERMAN}")[0].query
    assert (asked["customData"], asked["callRef"]) == ("de_reason_code::3", "R1")


def test_the_german_reason_follows_ours_or_the_plan(access: Access, bureau: Creditsafe) -> None:
    creditsafe.check(access, request(reason=InquiryReason.CREATION))
    creditsafe.check(with_plan(access, de_reason_code="6"), request(reason=InquiryReason.CREATION))
    asked = [one.query["customData"] for one in bureau.asked(f"/v1/companies/{GERMAN}")]
    assert asked == ["de_reason_code::2", "de_reason_code::6"]


def test_negative_entries_a_state_and_unknown_sections_are_for_a_person(access: Access) -> None:
    document = creditsafe.check(access, request("DE-0-HRB99002"))
    said = creditsafe.answer(document, PLAN)
    codes = ["companyStatus:NonActive", "negativeInformation", "section:countrySpecial"]
    assert [feature.code for feature in said.features] == codes
    assert {feature.event_kind for feature in said.features} == {EventKind.UNCLASSIFIED}
    assert said.features[1].text == "holds insolvency"
    assert said.index is not None
    assert (said.index.value, said.index.band) == ("E", None)  # not rated is no default
    agreed = BureauPlan(codes={"negativeInformation": EventKind.ADVERSE_INFORMATION})
    assert creditsafe.answer(document, agreed).features[1].event_kind is EventKind.ADVERSE_INFORMATION


def test_not_identified_no_statement_and_nothing_known_are_three_things(access: Access, bureau: Creditsafe) -> None:
    unknown = creditsafe.answer(creditsafe.check(access, request("DE-0-HRB1")), PLAN)
    assert (unknown.outcome, unknown.index) == (Outcome.NOT_IDENTIFIED, None)
    asked = len(bureau.requests)
    with pytest.raises(InvalidInputError, match="linked to none"):
        creditsafe.check(access, request(None))
    assert len(bureau.requests) == asked
    silent = {"report": {"companySummary": {"businessName": "X", "creditRating": {}}}}
    assert report_of(silent).outcome is Outcome.NO_STATEMENT
    failed = {"report": {}, "failedSections": ["CompanySummary"]}
    assert (report_of(failed).outcome, report_of(failed).text is None) == (Outcome.NO_STATEMENT, False)
    clean = creditsafe.answer(creditsafe.check(access, request()), PLAN)
    assert (clean.outcome, clean.features) == (Outcome.ANSWERED, ())


@pytest.mark.parametrize(
    "content",
    [
        {"report": {}},
        {"report": []},
        {"report": {"companySummary": {"creditRating": {"commonValue": "F"}}}},
        {"report": {"companySummary": {"creditRating": {"colour": "red"}}}},
        {"report": {"companySummary": {"companyStatus": {"status": "Asleep"}}}},
        {"report": {"companySummary": {"businessName": "X"}}, "novelty": 1},
    ],
)
def test_another_shape_of_a_report_is_never_clean(content: dict[str, Any]) -> None:
    with pytest.raises(SourceChangedError):
        report_of(content)


def test_a_limit_in_words_is_no_amount() -> None:
    limit = {"currency": "EUR", "value": "No limit"}
    summary = {"creditRating": {"commonValue": "A", "creditLimit": limit}}
    assert report_of({"report": {"companySummary": summary}}).limit is None
