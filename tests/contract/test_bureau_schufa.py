"""SCHUFA held against a server that plays it, our own recordings, and the samples of ../shared where they are."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.bureaus import schufa
from chalicelib.bureaus.credit_report.certificate import serves_until
from chalicelib.errors import (
    InvalidInputError,
    ResultLostError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, CheckRequest, InquiryReason, Outcome, Reservation
from chalicelib.model.customer import CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from tests.builders import a_customer
from tests.contract.bureau_sessions import NOW, session
from tests.contract.recordings import HERE
from tests.contract.servers.loopback import served
from tests.contract.servers.schufa import Schufa

OWN = HERE / "schufa"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples" / "schufa"
CREDENTIALS = {"client_id": "invented-client"}
PLAN = BureauPlan(options={"legal_reason": "commerce"})
INSOLVENT: dict[str, Any] = json.loads((OWN / "report_insolvency.json").read_text())
CLEAN: dict[str, Any] = json.loads((OWN / "report_nothing_known.json").read_text())
LUCJA = "Łucja Świętą-O'Toole"
GASSE = PostalAddress(street="Große Gasse 7a", postcode="04109", city="Leipzig", country="DE")
CERTIFICATE = (OWN / "client_certificate.pem").read_text()


def a_request(reason: InquiryReason = InquiryReason.ORDER, **fields: Any) -> CheckRequest:
    defaults: dict[str, Any] = {"kind": CustomerKind.PERSON, "name": LUCJA, "birth_date": date(1981, 4, 9)}
    customer = a_customer(**defaults | {"address": GASSE} | fields)
    return CheckRequest(customer=customer, reason=reason, reference="4f1d2c3b4a5968778695a4b3")


def checked(bureau: Schufa, request: CheckRequest | None = None, plan: BureauPlan = PLAN) -> Document:
    with served(bureau.app) as server, session("schufa", server, CREDENTIALS, plan=plan) as access:
        return schufa.check(access, request or a_request())


def fetched(bureau: Schufa, reference: str) -> Document:
    with served(bureau.app) as server, session("schufa", server, CREDENTIALS, plan=PLAN) as access:
        return schufa.pending(access, reference)


def test_an_insolvency_with_its_docket_its_doubts_and_what_else_is_known() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    found = schufa.answer(checked(bureau), PLAN)
    assert (found.outcome, found.subject_id, found.index) == (Outcome.ANSWERED, "INV0000001", None)
    assert [(one.code, one.event_kind.value, one.on, one.reference, one.certain) for one in found.features] == [
        ("INSOLVENCY_INITIATED", "OPENED", date(2026, 2, 27), "405 IN 991/26", True),
        ("S3", "PAYMENT_DEFAULT", date(2025, 11, 14), "M 9910/25", False),
        ("CODE_NOBODY_HAS_SEEN", "UNCLASSIFIED", date(2026, 3, 1), "405 IN 991/26", True),
        ("CLAIM_HANDOVER_TO_COLLECTION", "PAYMENT_DEFAULT", date(2025, 12, 1), "INV-CC-1", True),
    ]
    assert found.reservations == (Reservation.OTHER_ADDRESS, Reservation.UNKNOWN_RESERVATION)
    assert "WIRD BESTRITTEN" in (found.text or "")


def test_the_inquiry_as_it_is_sent() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    document = checked(bureau)
    assert bureau.requests == [
        (
            "POST",
            "/credit-report/commerce",
            {
                "personData": {
                    "firstName": "Łucja",
                    "lastName": "Świętą-O'Toole",
                    "gender": "UNKNOWN",
                    "dateOfBirth": "1981-04-09",
                    "addresses": {
                        "currentAddress": {
                            "streetWithNumber": "Große Gasse 7a",
                            "postalCode": "04109",
                            "city": "Leipzig",
                            "country": "DEU",
                        }
                    },
                },
                "reference": "4f1d2c3b4a5968778695a4b3",
            },
        )
    ]
    assert document.url == "https://api.schufa.de/credit-report/commerce"
    assert json.loads(document.content) == INSOLVENT
    assert document.fetched_at == NOW


def test_nothing_known_is_not_the_same_as_nobody_found() -> None:
    bureau = Schufa({"Jens Erfunden": CLEAN})
    known = schufa.answer(checked(bureau, a_request(name="Jens Erfunden")), PLAN)
    assert (known.outcome, known.features, known.reservations) == (Outcome.ANSWERED, (), ())
    assert known.index is not None
    assert (known.index.value, known.index.own_class, known.index.band) == ("9712", "A", Band.A)
    nobody = schufa.answer(checked(bureau, a_request(name="Jens Niemand")), PLAN)
    assert (nobody.outcome, nobody.index) == (Outcome.NOT_IDENTIFIED, None)


def test_manual_processing_goes_on_and_its_result_can_be_read_once() -> None:
    bureau = Schufa()
    bureau.by_hand[LUCJA] = "77001"
    begun = schufa.answer(checked(bureau), PLAN)
    assert (begun.outcome, begun.pending_reference) == (Outcome.PENDING, "77001")
    again = schufa.answer(fetched(bureau, "77001"), PLAN)
    assert (again.outcome, again.pending_reference) == (Outcome.PENDING, "77001")
    bureau.finished["77001"] = INSOLVENT
    done = fetched(bureau, "77001")
    assert schufa.answer(done, PLAN).features[0].event_kind is EventKind.OPENED
    with pytest.raises(ResultLostError, match="77001"):
        fetched(bureau, "77001")
    assert schufa.answer(done, PLAN).outcome is Outcome.ANSWERED  # what was kept can be read again


def test_a_result_that_only_the_telephone_gives_is_no_statement() -> None:
    bureau = Schufa()
    bureau.finished["77002"] = {}
    assert schufa.answer(fetched(bureau, "77002"), PLAN).outcome is Outcome.NO_STATEMENT
    bureau.unprocessable.add(LUCJA)
    refused = schufa.answer(checked(bureau), PLAN)
    assert (refused.outcome, refused.text) == (
        Outcome.NO_STATEMENT,
        "Automated retrieval of the product for this person not possible.",
    )


def test_a_lost_result_is_asked_for_once_only() -> None:
    bureau = Schufa()
    bureau.finished["77003"] = CLEAN
    bureau.faults = [("503 Service Unavailable", {}, b"")]
    with pytest.raises(SourceUnreachableError):
        fetched(bureau, "77003")
    assert len(bureau.requests) == 1
    assert schufa.answer(fetched(bureau, "77003"), PLAN).outcome is Outcome.ANSWERED  # 503, then success


def test_a_reference_cannot_lead_elsewhere() -> None:
    with pytest.raises(SourceChangedError):
        fetched(Schufa(), "../commerce?x=1")


def test_without_a_birth_date_it_is_asked_and_stays_uncertain_through_manual_processing() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    found = schufa.answer(checked(bureau, a_request(birth_date=None)), PLAN)
    assert "dateOfBirth" not in bureau.requests[0][2]["personData"]
    assert Reservation.NO_BIRTH_DATE in found.reservations
    bureau.by_hand[LUCJA] = "77004"
    begun = schufa.answer(checked(bureau, a_request(birth_date=None)), PLAN)
    bureau.finished["77004"] = CLEAN
    assert begun.pending_reference is not None
    done = schufa.answer(fetched(bureau, begun.pending_reference), PLAN)
    assert done.reservations == (Reservation.NO_BIRTH_DATE,)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"kind": CustomerKind.ORGANISATION, "birth_date": None}, "kind"),
        ({"name": "Dr. Łucja"}, "name"),
        ({"name": "Anna Maria von der Au"}, "name"),
        ({"address": None}, "address.street"),
        ({"address": PostalAddress(street="Am Deich 3", city="Aurich")}, "address.postcode"),
        ({"address": GASSE.model_copy(update={"country": "XX"})}, "address.country"),
        ({"first_name": "Ольга", "surname": "Weiß"}, "first_name"),
        ({"birth_date": date(1899, 1, 1)}, "personData.dateOfBirth"),  # the bureau's own refusal
    ],
)
def test_what_cannot_be_asked_names_the_field(fields: dict[str, Any], path: str) -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    with pytest.raises(InvalidInputError) as refused:
        checked(bureau, a_request(**fields))
    assert refused.value.problems[0].path == path


def test_long_names_and_streets_are_cut_and_say_so() -> None:
    bureau = Schufa()
    street = "Straße der deutsch-französischen Freundschaft am Hafen 112b"
    long = a_request(
        first_name="Maximiliane Friederike",
        surname="Freifrau von und zu Großmünster-Überlingen am Bodensee",
        address=GASSE.model_copy(update={"street": street}),
    )
    found = schufa.answer(checked(bureau, long), PLAN)
    sent = bureau.requests[0][2]["personData"]
    assert (found.outcome, len(sent["lastName"])) == (Outcome.NOT_IDENTIFIED, 46)
    assert sent["addresses"]["currentAddress"]["streetWithNumber"] == "Straße der deutsch-französischen Freundsc 112b"
    assert found.reservations == (Reservation.NAME_CUT, Reservation.OTHER_ADDRESS)


def test_letters_that_schufa_lacks_lose_their_accents() -> None:
    bureau = Schufa()
    checked(bureau, a_request(first_name="Jānis", surname="D’Aloisio–Őry"))
    sent = bureau.requests[0][2]["personData"]
    assert (sent["firstName"], sent["lastName"]) == ("Janis", "D'Aloisio-Őry")


def test_the_legal_reason_is_declared_or_nothing_is_asked() -> None:
    bureau = Schufa({LUCJA: INSOLVENT}, legal_reasons={"small-businesses", "small-businesses/checks"})
    for options in ({}, {"legal_reason": "curiosity"}, {"legal_reason": "commerce", "environment": "sandbox"}):
        with pytest.raises(SourceRefusedError, match="plan"):
            checked(bureau, plan=BureauPlan(options=options))
    assert bureau.requests == []
    options = {"legal_reason": "small-businesses", "legal_reason.plan": "small-businesses/checks"}
    checked(bureau, plan=BureauPlan(options=options))
    checked(bureau, a_request(InquiryReason.PLAN), plan=BureauPlan(options=options))
    paths = [path for _, path, _ in bureau.requests]
    assert paths == ["/credit-report/small-businesses", "/credit-report/small-businesses/checks"]
    with pytest.raises(SourceRefusedError, match="does not have this legal reason"):
        checked(bureau)


def test_the_sandbox_goes_with_its_own_certificate() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    credentials = {**CREDENTIALS, "environment": "sandbox"}
    with served(bureau.app) as server, session("schufa", server, credentials, plan=PLAN) as access:
        assert schufa.check(access, a_request()).url == "https://api.sandbox.schufa.de/credit-report/commerce"
    with (
        served(bureau.app) as server,
        session("schufa", server, {**CREDENTIALS, "environment": "test"}, plan=PLAN) as access,
        pytest.raises(SourceRefusedError, match="environment"),
    ):
        schufa.check(access, a_request())


def test_wrong_credentials_are_refused_without_being_told_on() -> None:
    bureau = Schufa(client_id="somebody-else")
    with pytest.raises(SourceRefusedError, match="client_id and client certificate") as refused:
        checked(bureau)
    assert "invented-client" not in str(refused.value)


def test_a_renewed_certificate_is_bound_overnight() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    bureau.certificate_bound = False
    with pytest.raises(SourceRefusedError, match="bound overnight"):
        checked(bureau)
    bureau.certificate_bound = True
    assert checked(bureau).attributes["status"] == "200"


def test_an_expired_certificate_is_named_before_it_is_used() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    credentials, later = {**CREDENTIALS, "client_certificate": CERTIFICATE}, datetime(2036, 10, 1, tzinfo=UTC)
    assert serves_until(CERTIFICATE) == datetime(2036, 9, 30, 2, 20, 59, tzinfo=UTC)
    assert serves_until("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----") is None
    assert serves_until("no certificate") is None
    with served(bureau.app) as server:
        with session("schufa", server, credentials, plan=PLAN) as access:
            schufa.check(access, a_request())
        with (
            session("schufa", server, credentials, plan=PLAN, now=later) as access,
            pytest.raises(SourceRefusedError, match="expired on 2036-09-30"),
        ):
            schufa.check(access, a_request())
    assert bureau.tokens == 1


def test_a_token_that_expires_in_the_middle_is_renewed_once() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    bureau.token_serves = 1
    with served(bureau.app) as server, session("schufa", server, CREDENTIALS, plan=PLAN) as access:
        for _ in range(3):
            schufa.check(access, a_request())
    assert (bureau.tokens, len(bureau.requests)) == (3, 3)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (("503 Service Unavailable", {}, b""), SourceUnreachableError),
        (("500 Internal Server Error", {}, b'{"title": "Internal Server Error"}'), SourceUnreachableError),
        (("409 Conflict", {}, b""), SourceChangedError),
        (("400 Bad Request", {}, b"<html>"), SourceChangedError),
        (("400 Bad Request", {}, b'{"status": 400}'), SourceChangedError),
    ],
)
def test_a_paid_inquiry_is_sent_once_whatever_comes_back(
    reply: tuple[str, dict[str, str], bytes], error: type[Exception]
) -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    bureau.faults = [reply]
    with pytest.raises(error):
        checked(bureau)
    assert len(bureau.requests) == 1


def test_a_rate_limit_says_how_long_to_wait() -> None:
    bureau = Schufa()
    bureau.faults = [("429 Too Many Requests", {"Retry-After": "120"}, b"")]
    with pytest.raises(SourceRefusedError) as refused:
        checked(bureau)
    assert refused.value.retry_after_seconds == 120


@pytest.mark.parametrize("body", [b"", b"[]", b'{"token_type": "Bearer"}', b'{"access_tok'])
def test_a_sign_in_without_a_token_is_a_change(body: bytes) -> None:
    def gateway(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    with (
        served(gateway) as server,
        session("schufa", server, CREDENTIALS, plan=PLAN) as access,
        pytest.raises(SourceChangedError, match=r"token"),
    ):
        schufa.check(access, a_request())


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_the_published_test_persons_can_be_asked_about() -> None:
    bureau = Schufa()
    for person in json.loads((SAMPLES / "personas.json").read_text())["persons"]:
        street, _, place = person["address"].rpartition(", ") if "PRT" not in person["address"] else ("A 1", "", "8 P")
        postcode, _, city = place.partition(" ")
        request = a_request(
            name="x",
            first_name=person["firstName"],
            surname=person["lastName"],
            birth_date=None,
            address=PostalAddress(street=street, postcode=postcode, city=city),
        )
        assert schufa.answer(checked(bureau, request), PLAN).outcome is Outcome.NOT_IDENTIFIED


def test_a_wrong_plan_is_told_before_anything_is_paid() -> None:
    bureau = Schufa()
    with pytest.raises(SourceRefusedError, match="risk_rates"):
        checked(bureau, plan=BureauPlan(options={"legal_reason": "commerce", "risk_rates": "5 2 high"}))
    assert bureau.requests == []
