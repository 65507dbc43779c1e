"""Creditsafe held against a server that plays it, our own recordings, and the specification's examples."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import stamina

from chalicelib.bureaus import Access, creditsafe
from chalicelib.bureaus.creditsafe_connect.companies import read_candidates
from chalicelib.errors import (
    CredentialsMissingError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, Band, Candidate, CheckRequest, CreditEvent, InquiryReason, Outcome
from chalicelib.model.customer import Customer, CustomerKind, Money
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from tests.contract.bureau_sessions import NOW, session
from tests.contract.recordings import HERE
from tests.contract.servers.creditsafe import INVENTED, Creditsafe
from tests.contract.servers.json_bureau import Answered
from tests.contract.servers.loopback import served

OWN = HERE / "creditsafe"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples" / "creditsafe"
given = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
ACCOUNT = {"username": INVENTED[0], "password": INVENTED[1]}
PLAN = BureauPlan()
GERMAN = "DE-0-HRB99001"
EVENTS = "/v1/monitoring/notificationEvents"
LOGIN = "/v1/authenticate"
RECORDED: list[dict[str, Any]] = json.loads((OWN / "events.json").read_text())


@pytest.fixture
def bureau() -> Creditsafe:
    server = Creditsafe()
    server.companies = json.loads((OWN / "companies.json").read_text())
    server.reports = json.loads((OWN / "reports.json").read_text())
    server.events = json.loads(json.dumps(RECORDED))
    return server


@pytest.fixture
def access(bureau: Creditsafe) -> Iterator[Access]:
    with served(bureau.app) as origin, session("creditsafe", origin, ACCOUNT) as signed_in:
        yield signed_in


def with_plan(access: Access, **options: str) -> Access:
    return Access(access.web, access.now, access.credentials, BureauPlan(options=options))


def page(*events: dict[str, Any]) -> Document:
    content = json.dumps({"totalCount": len(events), "data": events, "paging": {}}).encode()
    return Document(source="creditsafe", url="x", media_type="application/json", content=content, fetched_at=NOW)


def told(documents: list[Document], plan: BureauPlan = PLAN) -> list[CreditEvent]:
    return [event for document in documents for event in creditsafe.parse(document, plan)]


def changed(number: int, plan: BureauPlan = PLAN, **members: Any) -> list[CreditEvent]:
    return list(creditsafe.parse(page(RECORDED[number] | members), plan))


def customer(**members: Any) -> Customer:
    known = {
        "number": "K1",
        "kind": CustomerKind.ORGANISATION,
        "name": "Deichgräfin Feinkost GmbH",
        "address": PostalAddress(street="Hafenstraße 7", postcode="25813", city="Husum", country="DE"),
        "updated_at": NOW,
    }
    return Customer.model_validate(known | members)


def request(subject_id: str | None = GERMAN, reason: InquiryReason = InquiryReason.ORDER) -> CheckRequest:
    return CheckRequest(customer=customer(), subject_id=subject_id, reason=reason, reference="R1")


def report_of(content: dict[str, Any], plan: BureauPlan = PLAN) -> Answer:
    document = Document(
        source="creditsafe", url="x", media_type="", content=json.dumps(content).encode(), fetched_at=NOW
    )
    return creditsafe.answer(document, plan)


def found(access: Access, who: Customer) -> list[Candidate]:
    return [one for document in creditsafe.search(access, who) for one in creditsafe.candidates(document)]


def test_events_page_by_page_to_the_end(access: Access, bureau: Creditsafe) -> None:
    bureau.page_size = 3
    documents = list(creditsafe.changes(access, "2026-03-16T12:00:00+00:00"))
    assert [one.query["page"] for one in bureau.asked(EVENTS)] == ["0", "1", "2"]
    assert [document.cursor for document in documents] == ["2026-03-16T12:00:00+00:00"] * 2 + [
        "2026-03-17T07:00:00+00:00"
    ]
    asked = bureau.asked(EVENTS)[0].query
    assert (asked["startDate"], asked["pageSize"]) == ("2026-03-15T12:00:00Z", "1000")
    assert asked["filterByCreatedDate"] == "true"
    assert [(event.original_code, event.event_kind) for event in told(documents)] == [
        ("101", None),
        ("101", None),
        ("102", EventKind.LIMIT_WITHDRAWN),
        ("1899/DEINS", EventKind.UNCLASSIFIED),
        ("4711", EventKind.UNCLASSIFIED),
    ]


def test_one_event_in_two_portfolios_and_in_overlapping_windows_has_one_id(access: Access) -> None:
    first = told(list(creditsafe.changes(access, None)))
    again = told(list(creditsafe.changes(access, "2026-03-17T06:00:00+00:00")))
    assert first[0].id == first[1].id
    assert {event.id for event in first} == {event.id for event in again}
    assert len({event.id for event in first}) == len(first) - 1


def test_nothing_new_is_an_empty_answer_and_moves_the_position(access: Access, bureau: Creditsafe) -> None:
    bureau.events = []
    (document,) = creditsafe.changes(access, "2026-03-16T12:00:00+00:00")
    assert told([document]) == []
    assert document.cursor == "2026-03-17T07:00:00+00:00"
    bureau.faults = [Answered(404, {"message": "no such path"})]
    with pytest.raises(SourceChangedError, match="404"):
        list(creditsafe.changes(access, None))


def test_an_empty_page_ends_the_paging_when_nothing_is_counted(access: Access, bureau: Creditsafe) -> None:
    bureau.faults = [Answered(200, {"token": "t"})]
    bureau.faults += [Answered(200, {"data": RECORDED[:2]}), Answered(200, {"data": []})]
    documents = list(creditsafe.changes(access, None))
    assert [len(told([document])) for document in documents] == [2, 0]


def test_a_cut_page_and_pages_that_end_early_leave_the_position(access: Access, bureau: Creditsafe) -> None:
    bureau.page_size, bureau.cut_after = 3, 3  # the first answer is the token
    asking = creditsafe.changes(access, "2026-03-16T12:00:00+00:00")
    assert next(asking).cursor == next(asking).cursor == "2026-03-16T12:00:00+00:00"
    with pytest.raises(SourceChangedError, match="cut or malformed"):
        next(asking)
    bureau.faults = [
        Answered(200, {"totalCount": 9, "data": RECORDED[:2]}),
        Answered(200, {"totalCount": 9, "data": []}),
    ]
    asking = creditsafe.changes(access, "2026-03-16T12:00:00+00:00")
    assert next(asking).cursor == next(asking).cursor == "2026-03-16T12:00:00+00:00"
    with pytest.raises(SourceChangedError, match="2 of 9"):
        next(asking)


def test_a_score_event_carries_both_indexes_and_its_day_is_the_bureaus(access: Access) -> None:
    (event,) = changed(0)
    assert (event.event_kind, event.on, event.at) == (
        None,
        date(2026, 3, 16),
        datetime(2026, 3, 16, 22, 30, tzinfo=UTC),
    )
    assert event.index is not None
    assert event.previous_index is not None
    assert (event.previous_index.band, event.index.band) == (Band.B, Band.D)
    assert (event.subject_id, event.subject_name) == (GERMAN, "DEICHGRÄFIN FEINKOST GMBH")
    (late,) = changed(0, eventDate="2026-03-16 23:59:59")
    assert late.on == date(2026, 3, 16)  # in Berlin it is the 17th already
    (zoned,) = changed(0, eventDate="2026-03-17T00:30:00+01:00")
    assert zoned.on == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("new", "old", "withdrawn"),
    [
        (0, 15000, True),
        ("0", "15000", True),
        (None, "15000", True),
        ("10000", "15000", False),
        ("20000", 15000, False),
        ("0", "0", False),
        ("5000", None, False),
        (None, None, False),
    ],
)
def test_a_limit_is_told_when_it_is_withdrawn_only(new: Any, old: Any, *, withdrawn: bool) -> None:
    events = changed(2, newValue=new, oldValue=old)
    assert [event.event_kind for event in events] == ([EventKind.LIMIT_WITHDRAWN] if withdrawn else [])


def test_values_that_cannot_be_are_an_error_or_outside_the_scale() -> None:
    with pytest.raises(SourceChangedError, match="no number"):
        changed(2, newValue="much less")
    (local,) = changed(0, newValue="71", oldValue=44)
    assert local.index is not None
    assert (local.index.value, local.index.band) == ("71", None)


def test_the_contracts_codes_win_and_the_local_one_first() -> None:
    codes = {"1899": EventKind.ADVERSE_INFORMATION, "DEINS": EventKind.OPENED, "105": EventKind.PAYMENT_DEFAULT}
    plan = BureauPlan(codes=codes)
    assert [event.event_kind for event in changed(6, plan)] == [EventKind.OPENED]
    assert [event.event_kind for event in changed(6, plan, localEventCode="")] == [EventKind.ADVERSE_INFORMATION]
    assert [event.event_kind for event in changed(4, plan)] == [EventKind.PAYMENT_DEFAULT]
    assert changed(4) == []


def test_an_event_that_is_not_understood_holds_back_no_other() -> None:
    reading = creditsafe.parse(page(RECORDED[0] | {"novelty": 1}, RECORDED[2]), PLAN)
    with pytest.raises(SourceChangedError, match="novelty"):
        list(reading)
    reading = creditsafe.parse(page(RECORDED[0] | {"eventDate": "soon"}, RECORDED[2]), PLAN)
    assert next(reading).event_kind is EventKind.LIMIT_WITHDRAWN
    with pytest.raises(SourceChangedError, match="soon"):
        next(reading)


def test_a_token_that_expires_in_the_middle_is_renewed_once(access: Access, bureau: Creditsafe) -> None:
    bureau.page_size = 3
    asking = creditsafe.changes(access, None)
    next(asking)
    bureau.expire()
    assert len(list(asking)) == 2
    assert len(bureau.asked(LOGIN)) == 2
    bureau.faults = [Answered(401), Answered(200, {"token": "t"}), Answered(401)]
    with pytest.raises(SourceRefusedError):
        list(creditsafe.changes(access, None))


def test_wrong_credentials_are_asked_once_and_named_without_them(bureau: Creditsafe) -> None:
    wrong = {"username": "somebody", "password": "guessed-it"}
    with served(bureau.app) as origin, session("creditsafe", origin, wrong) as refused:
        for _ in range(5):
            with pytest.raises(SourceRefusedError) as error:
                list(creditsafe.changes(refused, None))
            assert "guessed" not in str(error.value)
            assert "somebody" not in str(error.value)
        with pytest.raises(SourceRefusedError) as locked:
            list(creditsafe.changes(refused, None))
    assert locked.value.retry_after_seconds == 120
    assert len(bureau.asked(LOGIN)) == 6
    missing = session("creditsafe", "http://127.0.0.1:9", {"username": "u"})
    with missing as nobody, pytest.raises(CredentialsMissingError):
        list(creditsafe.changes(nobody, None))


def test_429_503_and_silence(access: Access, bureau: Creditsafe) -> None:
    list(creditsafe.changes(access, None))
    bureau.faults = [Answered(429, None, {"Retry-After": "30"})]
    with pytest.raises(SourceRefusedError) as error:
        list(creditsafe.changes(access, None))
    assert error.value.retry_after_seconds == 30
    bureau.faults = [Answered(503)]
    with stamina.set_testing(True, attempts=3, cap=True):
        assert told(list(creditsafe.changes(access, None)))
    nowhere = session("creditsafe", "http://127.0.0.1:9", ACCOUNT)
    with nowhere as silent, stamina.set_testing(True, attempts=1), pytest.raises(SourceUnreachableError):
        list(creditsafe.changes(silent, None))


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


def test_numbers_are_asked_first_and_a_name_last(access: Access, bureau: Creditsafe) -> None:
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
    not_linked = creditsafe.answer(creditsafe.check(access, request(None)), PLAN)
    assert not_linked.outcome is Outcome.NOT_IDENTIFIED
    assert not any(one.path.startswith("/v1/companies/DE") for one in bureau.requests[-1:])
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
def test_samples_of_the_specification() -> None:
    def sample(name: str) -> Document:
        content = (SAMPLES / name).read_bytes()
        return Document(source="creditsafe", url="x", media_type="", content=content, fetched_at=NOW)

    assert told([sample("notificationEvents.200.json")]) == []  # an address, which is left out
    assert told([sample("notificationEvents.404.json")]) == []
    first, limit = told([sample("constructed/notificationEvents.page0.json")])
    (again,) = told([sample("constructed/notificationEvents.page1.json")])
    assert (first.id, limit.event_kind) == (again.id, EventKind.LIMIT_WITHDRAWN)
    assert list(creditsafe.candidates(sample("companies.search.noResults.shape.json"))) == []


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
