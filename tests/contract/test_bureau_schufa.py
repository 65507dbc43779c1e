"""SCHUFA held against a server that plays it, with our own recordings and the persons of ../shared where they are."""

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.bureaus import schufa
from chalicelib.errors import (
    InvalidInputError,
    ResultLostError,
    SourceChangedError,
    SourceUnreachableError,
)
from chalicelib.model.address import PostalAddress
from chalicelib.model.credit import Band, Outcome, Reservation
from chalicelib.model.customer import CustomerKind
from chalicelib.model.event import EventKind
from tests.contract.bureau_sessions import NOW
from tests.contract.schufa_inquiries import (
    CLEAN,
    GASSE,
    INSOLVENT,
    LUCJA,
    PLAN,
    SAMPLES,
    a_request,
    checked,
    fetched,
)
from tests.contract.servers.schufa import Schufa


def test_an_insolvency_with_its_docket_its_doubts_and_what_else_is_known() -> None:
    bureau = Schufa({LUCJA: INSOLVENT})
    found = schufa.answer(checked(bureau), PLAN)
    assert (found.outcome, found.subject_id, found.index) == (Outcome.ANSWERED, "INV0000001", None)
    assert [(one.code, one.event_kind.value, one.on, one.reference, one.certain) for one in found.features] == [
        ("INSOLVENCY_INITIATED", "OPENED", date(2026, 2, 27), "405 IN 991/26", True),
        ("S3", "PAYMENT_DEFAULT", date(2025, 11, 14), "M 9910/25", False),
        ("CODE_NOBODY_HAS_SEEN", "UNCLASSIFIED", date(2026, 3, 1), "405 IN 991/26", True),
        ("CLAIM_HANDOVER_TO_COLLECTION", "PAYMENT_DEFAULT", date(2025, 12, 1), None, True),
    ]
    assert found.features[3].text == "contract INV-CC-1"
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
                    "lastName": "Żółć-O'Toole",
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
    checked(bureau, a_request(first_name="Jānis", surname="D’Orvelli–Őry"))
    sent = bureau.requests[0][2]["personData"]
    assert (sent["firstName"], sent["lastName"]) == ("Janis", "D'Orvelli-Őry")


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
