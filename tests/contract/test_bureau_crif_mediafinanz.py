"""CRIF through mediaFinanz against a local service that plays it, and against recordings of our own."""

import json
from datetime import date

import pytest

from chalicelib.bureaus import crif_mediafinanz as crif
from chalicelib.errors import (
    InvalidInputError,
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, CheckRequest, Outcome, Reservation
from chalicelib.model.customer import CustomerKind
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from tests.contract.crif_sessions import KNOWN, OWN, PERSON, SHARED, checked, document, opened, read, request
from tests.contract.servers.crif_mediafinanz import MediaFinanz
from tests.contract.servers.json_service import Reply


def test_a_firm_is_asked_with_all_that_the_specification_takes() -> None:
    service = MediaFinanz()
    service.answers["Müßiggang & Söhne GmbH"] = KNOWN
    numbers = (
        parse_identifier(Scheme.DE_REGISTER, "HRB 4711", "Hamburg"),
        parse_identifier(Scheme.VAT, "DE136695976"),
    )
    answer = checked(service, request(identifiers=numbers))
    (asked,) = service.asked
    assert asked.path == "/v2.2/infoservice/crif/score/riskcheckbusiness/"
    assert asked.body["Company"] == {
        "CompanyName": "Müßiggang & Söhne GmbH",
        "CommercialRegisterNumber": "HRB 4711",
        "VAT_ID": "DE136695976",
    }
    assert asked.body["Address"]["Street"] == "Große Straße"
    assert asked.body["Address"]["HouseNumber"] == "5-7"
    assert asked.body["Order"] == {"CustomerReference": "I-1", "ProofOfInterest": 3, "ReportFormat": "NONE"}
    assert answer.outcome is Outcome.ANSWERED
    assert answer.index is not None
    assert (answer.index.value, answer.index.own_class, answer.index.band) == ("1.8", "very good", Band.A)
    assert (answer.features, answer.reservations) == ((), ())


@pytest.mark.parametrize(
    ("printed", "street", "number"),
    [
        ("Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
        ("Hafenweg 3 a", "Hafenweg", "3a"),
        ("Am Markt", "Am Markt", ""),
        ("Q7, 24", "Q7,", "24"),
    ],
)
def test_the_house_number_is_taken_from_the_end(printed: str, street: str, number: str) -> None:
    service = MediaFinanz()
    checked(service, request(printed))
    address = service.asked[0].body["Address"]
    assert (address["Street"], address["HouseNumber"]) == (street, number)


@pytest.mark.parametrize("product", ["concheck", "negativecheckhard", "concheckplusident"])
def test_a_person_is_asked_by_the_product_of_the_plan(product: str) -> None:
    service = MediaFinanz()
    service.answers["O'Großmann"] = {**KNOWN, "Identification": {"Code": "N1", "Text": "bekannt"}}
    born = checked(service, request(**PERSON, birth_date=date(1971, 5, 8)), person_product=product)
    assert (born.outcome, born.reservations) == (Outcome.ANSWERED, ())
    (asked,) = service.asked
    assert asked.path.endswith(f"/{product}/")
    person = {"FirstName": "Żaneta", "LastName": "O'Großmann", "Gender": "u", "BirthDate": "1971-05-08"}
    assert asked.body["Person"] == person
    unborn = checked(service, request(**PERSON), person_product=product)
    assert unborn.reservations == (Reservation.NO_BIRTH_DATE,)


def test_a_name_given_whole_is_split_only_where_that_is_certain() -> None:
    service = MediaFinanz()
    checked(service, request(kind=CustomerKind.PERSON, name="Łódzka, Ada Maria"))
    person = service.asked[0].body["Person"]
    assert (person["FirstName"], person["LastName"]) == ("Ada Maria", "Łódzka")
    with pytest.raises(InvalidInputError, match="split"):
        checked(service, request(kind=CustomerKind.PERSON, name="Ada Maria Łódzka"))


def test_a_name_that_is_too_long_is_cut_and_the_answer_says_so() -> None:
    service = MediaFinanz()
    long = "Gesellschaft für Tapeten und Raumgestaltung Müßiggang, Söhne & Töchter GmbH"
    service.answers[long[:60]] = KNOWN
    assert checked(service, request(name=long)).reservations == (Reservation.NAME_CUT,)
    surname = "Müßiggang-Żółć-Großherzogin-O'Donoghue-Łódzka"
    service.answers[surname[:40]] = KNOWN
    person = request(**{**PERSON, "surname": surname}, birth_date=date(1971, 5, 8))
    assert checked(service, person).reservations == (Reservation.NAME_CUT,)


@pytest.mark.parametrize(
    ("asked", "options", "path"),
    [
        (request(address=None), {}, "address.street"),
        (request(None), {}, "address.street"),
        (request(kind=CustomerKind.PERSON, name="Madonna"), {}, "name"),
        (request(**PERSON), {"person_product": "guess"}, "options.person_product"),
        (request(), {"proof_of_interest": "9"}, "options.proof_of_interest"),
    ],
)
def test_what_cannot_be_asked_is_not_asked(asked: CheckRequest, options: dict[str, str], path: str) -> None:
    service = MediaFinanz()
    with pytest.raises(InvalidInputError, match=path.replace(".", r"\.")):
        checked(service, asked, **options)
    assert service.asked == []


def test_not_identified_is_apart_from_no_statement_and_from_a_good_score() -> None:
    unknown = checked(MediaFinanz(), request())
    assert (unknown.outcome, unknown.index) == (Outcome.NOT_IDENTIFIED, None)
    service = MediaFinanz()
    service.answers["Müßiggang & Söhne GmbH"] = {
        **KNOWN,
        "ScoreValue": "0.0",
        "Risk": {"Code": "B0", "Text": "nicht möglich"},
    }
    nothing = checked(service, request())
    assert (nothing.outcome, nothing.index) == (Outcome.NO_STATEMENT, None)
    person = read("person.unknown.json", product="concheck", birth_date="1971-05-08")
    assert (person.outcome, person.features) == (Outcome.NOT_IDENTIFIED, ())
    address = read("person.addressOnly.json", product="concheck")
    assert (address.outcome, address.index) == (Outcome.NOT_IDENTIFIED, None)


@pytest.mark.parametrize(
    ("code", "score", "outcome", "reservations"),
    [
        ("A1", "2.7", Outcome.ANSWERED, ()),
        ("A2", "2.7", Outcome.ANSWERED, (Reservation.OTHER_PERSON_DATA, Reservation.OTHER_ADDRESS)),
        ("N2", "2.7", Outcome.ANSWERED, (Reservation.OTHER_PERSON_DATA, Reservation.OTHER_ADDRESS)),
        ("A5", "2.7", Outcome.ANSWERED, (Reservation.SEVERAL_FOUND,)),
        ("A5", "0.0", Outcome.NOT_IDENTIFIED, (Reservation.SEVERAL_FOUND,)),
        ("A0", "2.7", Outcome.NOT_IDENTIFIED, ()),
        ("NW", "2.7", Outcome.NOT_IDENTIFIED, ()),
        ("A9", "2.7", Outcome.ANSWERED, (Reservation.UNKNOWN_RESERVATION,)),
    ],
)
def test_identification_codes(code: str, score: str, outcome: Outcome, reservations: tuple[Reservation, ...]) -> None:
    service = MediaFinanz()
    service.answers["Müßiggang & Söhne GmbH"] = {
        "ScoreValue": score,
        "Identification": {"Code": code, "Text": ""},
        "Risk": {"Code": "B11", "Text": "Statistisches Ausfallrisiko: Mittel"},
    }
    answer = checked(service, request())
    assert (answer.outcome, answer.reservations) == (outcome, reservations)


def test_unknown_risk_codes_and_sections_are_for_a_person_until_the_plan_knows_them() -> None:
    answer = read("firm.differs.negative.json")
    assert {one.code: (one.event_kind, one.certain) for one in answer.features} == {
        "B31": (EventKind.UNCLASSIFIED, False),
        "negativeFeatures": (EventKind.UNCLASSIFIED, False),
    }
    assert answer.index is not None
    assert (answer.index.value, answer.index.band) == ("5.4", Band.E)
    plan = BureauPlan(codes={"B31": EventKind.PAYMENT_DEFAULT}, options={"harmless_codes": "negativeFeatures"})
    (feature,) = read("firm.differs.negative.json", plan).features
    assert (feature.code, feature.event_kind) == ("B31", EventKind.PAYMENT_DEFAULT)
    assert read("firm.known.json").features == ()


@pytest.mark.parametrize("value", ["7.0", "0.5", "-1", "gut", "2,7", "NaN"])
def test_a_score_outside_the_scale_is_named(value: str) -> None:
    content = (OWN / "person.addressOnly.json").read_text().replace('"2.1"', json.dumps(value)).replace("NW", "A1")
    with pytest.raises(SourceChangedError, match="score"):
        crif.answer(document(content.encode()), BureauPlan())


def test_the_borders_of_the_classes_are_the_plan_s() -> None:
    answer = read("firm.known.json", BureauPlan(options={"index_borders": "1.5,2,2.5,3,6"}))
    assert answer.index is not None
    assert answer.index.band is Band.D
    with pytest.raises(InvalidInputError, match="rising"):
        read("firm.known.json", BureauPlan(options={"index_borders": "3,2,1,4,5"}))


def test_a_raw_report_that_is_broken_or_contradicts_is_named() -> None:
    whole = json.loads((OWN / "firm.known.json").read_text())
    cut = {**whole, "Response": {**whole["Response"], "sRaw": whole["Response"]["sRaw"][:-5]}}
    with pytest.raises(SourceChangedError, match="sRaw: cut"):
        crif.answer(document(json.dumps(cut).encode()), BureauPlan())
    other = {**whole, "Data": {**whole["Data"], "ScoreValue": "1.1"}}
    with pytest.raises(SourceChangedError, match=r"1\.1 is not the 2\.7"):
        crif.answer(document(json.dumps(other).encode()), BureauPlan())
    alone = {**whole, "Data": None}
    assert crif.answer(document(json.dumps(alone).encode()), BureauPlan()).outcome is Outcome.ANSWERED


def test_validating_asks_about_nobody() -> None:
    service = MediaFinanz()
    service.answers["Müßiggang & Söhne GmbH"] = KNOWN
    answer = checked(service, request(), validate="1")
    assert (answer.outcome, answer.index, service.charged) == (Outcome.NO_STATEMENT, None, 0)
    assert service.asked[0].headers["validate"] == "1"
    assert "validate" not in MediaFinanz().expected
    with pytest.raises(SourceChangedError, match=r"Company\.CompanyName error_maxlength"):
        read("validate.wrong.json", validate="1")


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("Ihre Zugangsdaten sind ungültig", SourceRefusedError),
        ("Produktanfrage über diesen Kommunikationskanal nicht zugelassen (code BER0023)", SourceRefusedError),
        ("Wartungsarbeiten bis 6 Uhr", SourceUnreachableError),
        ("Problems creating SAAJ object model (code CRI001)", SourceUnreachableError),
        ("Etwas Neues", SourceChangedError),
    ],
)
def test_a_refusal_is_named_by_its_message(message: str, error: type[SourceError]) -> None:
    service = MediaFinanz()
    service.messages["Müßiggang & Söhne GmbH"] = message
    with pytest.raises(error, match=message[:8]):
        checked(service, request())


def test_a_firm_of_an_unfit_legal_form_is_no_statement() -> None:
    service = MediaFinanz()
    text = "Combination of product and matched hit's legal form is not allowed (code 40032)"
    service.messages["Müßiggang & Söhne GmbH"] = text
    answer = checked(service, request())
    assert (answer.outcome, answer.text) == (Outcome.NO_STATEMENT, f"error: {text}")


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"Response": {"bSuccess": true}}', b'{"Response": {"bSucc'])
def test_half_an_answer_is_named(content: bytes) -> None:
    with pytest.raises(SourceChangedError):
        crif.answer(document(content), BureauPlan())


def test_wrong_credentials_rate_limit_and_outage_are_told_apart_and_nothing_is_asked_twice() -> None:
    with opened(MediaFinanz(), password="wrong") as access, pytest.raises(SourceRefusedError, match="401"):
        crif.check(access, request())
    service = MediaFinanz()
    service.faults = [Reply(429, headers={"Retry-After": "60"}), Reply(503)]
    with opened(service) as access:
        with pytest.raises(SourceRefusedError) as refused:
            crif.check(access, request())
        assert refused.value.retry_after_seconds == 60
        with pytest.raises(SourceUnreachableError):
            crif.check(access, request())
        assert len(service.asked) == 2
        kept = crif.check(access, request())
    assert "invented-u" not in kept.model_dump_json()


@pytest.mark.skipif(not SHARED.exists(), reason="no samples here")
def test_public_examples_are_read() -> None:
    answer = crif.answer(document((SHARED / "crif.response.200.json").read_bytes(), product="concheck"), BureauPlan())
    assert (answer.outcome, answer.index) == (Outcome.NOT_IDENTIFIED, None)
    raw = (SHARED / "crif.sRaw.personUnknown.excerpt.json").read_text()
    wrapped = {"Response": {"bSuccess": True, "aMessage": [], "sRaw": raw.strip()}, "Data": None}
    answer = crif.answer(document(json.dumps(wrapped).encode(), product="concheck"), BureauPlan())
    assert (answer.outcome, answer.features) == (Outcome.NOT_IDENTIFIED, ())
    with pytest.raises(SourceChangedError, match=r"Claim\.Amount"):
        crif.answer(document((SHARED / "validate.response.excerpt.json").read_bytes()), BureauPlan())
    asked = json.loads((SHARED / "crif.riskcheckbusiness.request.json").read_text())
    service = MediaFinanz()
    checked(service, request())
    assert set(service.asked[0].body) == set(asked)
    assert set(service.asked[0].body["Address"]) == set(asked["Address"])
