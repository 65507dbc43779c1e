"""arvato / infoscore held against a server that plays it: what is asked, how it is refused, what is paid once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.bureaus import arvato_infoscore as arvato
from chalicelib.errors import InvalidInputError, SourceChangedError, SourceRefusedError, SourceUnreachableError
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, CheckRequest, InquiryReason, Outcome, Reservation
from chalicelib.model.customer import CustomerKind, Money
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from tests.builders import a_customer
from tests.contract.bureau_sessions import NOW, session
from tests.contract.servers.arvato_infoscore import Infoscore
from tests.contract.servers.loopback import served

NAME = "arvato_infoscore"
CREDENTIALS = {"client_id": "10000", "authorisation": "invented-word"}
OIL_MILL = "Ölmühle Wüstenrot & Söhne GmbH"
LANE = PostalAddress(street="Lange Straße 9", postcode="70173", city="Stuttgart", country="DE")
OPENED = [("IBE", "27.02.2026"), ("SNZ", "03.11.2025")]
OLD = BureauPlan(options={"service": "es0015"})


def a_request(**fields: Any) -> CheckRequest:
    return CheckRequest(
        customer=a_customer(**{"name": OIL_MILL, "address": LANE} | fields),
        reason=InquiryReason.ORDER,
        reference="4f1d2c3b4a5968778695a4b3",
        order_value=Money(amount=Decimal("1190.5")),
    )


def a_person(**fields: Any) -> CheckRequest:
    return a_request(
        **{"kind": CustomerKind.PERSON, "name": "Łucja D'Orvelli", "birth_date": date(1981, 4, 9)} | fields
    )


def checked(
    bureau: Infoscore,
    request: CheckRequest | None = None,
    plan: BureauPlan | None = None,
    credentials: dict[str, str] | None = None,
) -> Document:
    with served(bureau.app) as server, session(NAME, server, credentials or CREDENTIALS, plan=plan) as access:
        return arvato.check(access, request or a_request())


def answered(bureau: Infoscore, request: CheckRequest | None = None, plan: BureauPlan | None = None) -> Answer:
    return arvato.answer(checked(bureau, request, plan), plan or BureauPlan())


@pytest.mark.parametrize("plan", [BureauPlan(), OLD], ids=["risk_check", "es0015"])
def test_an_opened_insolvency_and_a_default(plan: BureauPlan) -> None:
    found = answered(Infoscore({OIL_MILL: OPENED}, {OIL_MILL: "318"}), plan=plan)
    assert [(one.code, one.event_kind, one.on) for one in found.features] == [
        ("IBE", EventKind.OPENED, date(2026, 2, 27)),
        ("SNZ", EventKind.PAYMENT_DEFAULT, date(2025, 11, 3)),
    ]
    assert found.outcome is Outcome.ANSWERED
    assert found.index is not None
    assert (found.index.value, found.index.band) == ("318", None)  # no borders are public
    assert found.reservations == ()


@pytest.mark.parametrize("plan", [BureauPlan(), OLD], ids=["risk_check", "es0015"])
def test_nothing_negative_known_is_said_and_silence_says_nothing(plan: BureauPlan) -> None:
    clean = answered(Infoscore({OIL_MILL: [("KI", "")]}), plan=plan)
    assert (clean.outcome, clean.features) == (Outcome.ANSWERED, ())
    silent = answered(Infoscore(), plan=plan)
    assert (silent.outcome, silent.features, silent.index) == (Outcome.NO_STATEMENT, (), None)


def test_a_firm_as_it_is_sent() -> None:
    bureau = Infoscore()
    document = checked(bureau)
    assert bureau.requests == [
        {
            "ClientID": "10000",
            "Authorisation": "invented-word",
            "ClientTransactionID": "4f1d2c3b4a5968778695a4b3",
            "ClientCustomerID": "104711",
            "LastName": OIL_MILL,
            "FirstName": "-",
            "Salutation": "COMPANY",
            "Street": "Lange Straße",
            "StreetNumber": "9",
            "ZipCode": "70173",
            "City": "Stuttgart",
            "Country": "276",
            "RegisteredOrder": "true",
            "PaymentType": "OI",
            "Currency": "EUR",
            "GrossTotalBill": "1190.50",
            "TotalOrderValue": "1190.50",
            "RequestTimestamp": "2026-03-17T07:00:00.000+00:00",
        }
    ]
    assert document.url == "https://customer.risk-solution-services.de/rss-services/risk-solution-services.v2.1"
    assert "invented-word" not in document.model_dump_json()
    assert document.fetched_at == NOW


def test_a_person_as_sent_to_both_services() -> None:
    bureau = Infoscore()
    checked(bureau, a_person())
    checked(bureau, a_person(), OLD)
    new, old = bureau.requests
    assert (new["FirstName"], new["LastName"], new["BirthDay"]) == ("Łucja", "D'Orvelli", "1981-04-09")
    assert "Salutation" not in new
    assert (old["FirstName"], old["LastName"], old["DateOfBirth"]) == ("Łucja", "D'Orvelli", "09.04.1981")
    assert (old["Service"], old["Street"], old["House"], old["Country"]) == ("ES0015", "Lange Straße", "9", "de")


def test_names_over_fifty_letters_are_cut_and_say_so() -> None:
    long = "Süddeutsche Ölmühlen- und Lagerhausgesellschaft Wüstenrot mbH & Co. KG"
    bureau = Infoscore({long[:50]: OPENED})
    found = answered(bureau, a_request(name=long))
    assert bureau.requests[0]["LastName"] == "Süddeutsche Ölmühlen- und Lagerhausgesellschaft Wü"
    assert found.reservations == (Reservation.NAME_CUT,)
    assert found.features[0].event_kind is EventKind.OPENED


def test_a_person_without_a_birth_date_stays_uncertain() -> None:
    assert answered(Infoscore(), a_person(birth_date=None)).reservations == (Reservation.NO_BIRTH_DATE,)
    assert answered(Infoscore(), a_person()).reservations == ()


def test_another_address_at_the_bureau_is_a_reservation() -> None:
    bureau = Infoscore({OIL_MILL: OPENED})
    bureau.validated_city = "Esslingen"
    assert answered(bureau).reservations == (Reservation.OTHER_ADDRESS,)
    bureau.validated_city = "STUTTGART"
    assert answered(bureau).reservations == ()


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (a_request(address=None), "address.street"),
        (a_request(address=LANE.model_copy(update={"city": None})), "address.city"),
        (a_request(address=LANE.model_copy(update={"country": "QQ"})), "address.country"),
        (a_request(address=LANE.model_copy(update={"postcode": "70173-70174-70175"})), "ZipCode"),
        (a_request(name="Öl\x0bmühle"), "LastName"),
        (a_person(name="Anna Maria von der Au"), "name"),
        (a_request().model_copy(update={"order_value": Money(amount=Decimal(1), currency="XXX")}), "Currency"),
    ],
)
def test_what_cannot_be_asked_names_the_field_and_costs_nothing(request_: CheckRequest, path: str) -> None:
    bureau = Infoscore()
    with pytest.raises(InvalidInputError) as refused:
        checked(bureau, request_)
    assert refused.value.problems[0].path == path
    assert bureau.requests == []


def test_the_contract_can_be_set_otherwise() -> None:
    bureau = Infoscore()
    plan = BureauPlan(options={"environment": "integration", "company_first_name": "Firma", "country": "AT"})
    homeless = LANE.model_copy(update={"country": None, "street": "Hauptplatz"})
    document = checked(bureau, a_request(address=homeless), plan, {**CREDENTIALS, "sub_client_id": "S7"})
    assert document.url.startswith("https://integration.risk-solution-services.de/")
    sent = bureau.requests[0]
    assert (sent["FirstName"], sent["Country"], sent["SubClientID"]) == ("Firma", "040", "S7")
    assert "StreetNumber" not in sent


@pytest.mark.parametrize(
    "options",
    [
        {"service": "es0099"},
        {"environment": "moon"},
        {"score_borders": "1 2 3"},
        {"score_borders": "a b"},
        {"service": "es0015", "encoding": "runes"},
    ],
)
def test_a_wrong_plan_is_told_before_anything_is_paid(options: dict[str, str]) -> None:
    bureau = Infoscore()
    with pytest.raises(SourceRefusedError, match="its plan is wrong"):
        checked(bureau, plan=BureauPlan(options=options))
    assert bureau.requests == []


def test_wrong_credentials_are_refused_without_being_told_on() -> None:
    for credentials in ({**CREDENTIALS, "authorisation": "wrong-word"}, {**CREDENTIALS, "client_id": "not-a-number"}):
        with pytest.raises(SourceRefusedError) as refused:
            checked(Infoscore(), credentials=credentials)
        assert not {"wrong-word", "not-a-number"} & set(str(refused.value).replace(",", " ").split())
    with pytest.raises(SourceChangedError, match="RC=901"):
        arvato.answer(checked(Infoscore(), plan=OLD, credentials={**CREDENTIALS, "authorisation": "wrong-word"}), OLD)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("RmfAuthenticationException", SourceRefusedError),
        ("RmfAccessDeniedException", SourceRefusedError),
        ("RmfIllegalArgumentException", SourceChangedError),
        ("RmfException", SourceUnreachableError),
        ("RmfTomorrowException", SourceChangedError),
    ],
)
def test_faults_are_named(fault: str, error: type[Exception]) -> None:
    bureau = Infoscore()
    bureau.fault = fault
    with pytest.raises(error, match=f"{fault} 401 invented reason"):
        checked(bureau)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (("500 Internal Server Error", {}, b"<html>broken</html>"), SourceUnreachableError),
        (("500 Internal Server Error", {}, b""), SourceUnreachableError),
        (("503 Service Unavailable", {}, b""), SourceUnreachableError),
        (("403 Forbidden", {}, b""), SourceRefusedError),
        (("404 Not Found", {}, b""), SourceChangedError),
        (("409 Conflict", {}, b""), SourceChangedError),
    ],
)
@pytest.mark.parametrize("plan", [BureauPlan(), OLD], ids=["risk_check", "es0015"])
def test_a_paid_inquiry_is_sent_once_whatever_comes_back(
    reply: tuple[str, dict[str, str], bytes], error: type[Exception], plan: BureauPlan
) -> None:
    bureau = Infoscore()
    bureau.faults = [reply]
    with pytest.raises(error):
        checked(bureau, plan=plan)
    assert bureau.requests == []  # a second try would have been answered, and paid
    assert answered(bureau, plan=plan).outcome is Outcome.NO_STATEMENT


def test_a_rate_limit_says_how_long_to_wait() -> None:
    bureau = Infoscore()
    bureau.faults = [("429 Too Many Requests", {"Retry-After": "30"}, b"")]
    with pytest.raises(SourceRefusedError) as refused:
        checked(bureau)
    assert refused.value.retry_after_seconds == 30


def test_letters_that_the_old_services_encoding_lacks() -> None:
    latin = BureauPlan(options={"service": "es0015", "encoding": "iso-8859-1"})
    with pytest.raises(InvalidInputError, match="iso8859-1"):
        checked(Infoscore(), a_person(), latin)
