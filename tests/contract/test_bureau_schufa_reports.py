"""What SCHUFA's reports and problems say: our own recordings, and the samples of ../shared where they are."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.bureaus import schufa
from chalicelib.errors import SourceChangedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, Band, Outcome
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from tests.contract.bureau_sessions import NOW
from tests.contract.recordings import HERE

OWN = HERE / "schufa"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples" / "schufa"
PLAN = BureauPlan(options={"legal_reason": "commerce"})
INSOLVENT: dict[str, Any] = json.loads((OWN / "report_insolvency.json").read_text())
CLEAN: dict[str, Any] = json.loads((OWN / "report_nothing_known.json").read_text())


def read(content: Any, status: int | str = 200, plan: BureauPlan = PLAN, **attributes: str) -> Answer:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    document = Document(
        source="schufa",
        url="https://api.schufa.de/credit-report/commerce",
        media_type="application/json",
        content=text,
        fetched_at=NOW,
        attributes={"status": str(status), "path": "/commerce", **attributes},
    )
    return schufa.answer(document, plan)


def test_a_gateways_404_is_not_a_person_who_was_not_found() -> None:
    for body in (b'{"message": "Not Found"}', b"<html>404</html>", b'{"status": 404, "instance": "/services"}'):
        with pytest.raises(SourceChangedError, match="404"):
            read(body, 404)


@pytest.mark.parametrize("cut", [0, 1, 100, 700, 1500])
def test_a_cut_report_is_not_read(cut: int) -> None:
    whole = json.dumps(INSOLVENT).encode()
    with pytest.raises(SourceChangedError):
        read(whole[:cut])


@pytest.mark.parametrize("missing", ["courtData", "reportId"])
def test_a_report_without_what_tells_is_a_change(missing: str) -> None:
    with pytest.raises(SourceChangedError, match=missing):
        read({name: value for name, value in INSOLVENT.items() if name != missing})


@pytest.mark.parametrize(
    "change",
    [
        {"courtDatas": []},
        {"courtData": {}},
        {"courtData": [{"attributeName": "INSOLVENCY_INITIATED", "date": "2026-02-27", "reference": ""}]},
        {"courtData": [{**INSOLVENT["courtData"][0], "date": "27.02.2026"}]},
        {"courtData": [{**INSOLVENT["courtData"][0], "withDateOfBirth": "yes"}]},
        {"identificationReservations": "NO_DATE_OF_BIRTH"},
        {"score": {"status": "OK", "details": {"value": "high"}}},
    ],
)
def test_another_shape_is_a_change_and_tells_no_value(change: dict[str, Any]) -> None:
    with pytest.raises(SourceChangedError) as changed:
        read({**INSOLVENT, **change})
    assert "405 IN" not in str(changed.value)


@pytest.mark.parametrize("status", ["204", "500", ""])
def test_an_unknown_status_is_a_change(status: str) -> None:
    with pytest.raises(SourceChangedError, match="status"):
        read(b"{}", status)


@pytest.mark.parametrize(
    ("score", "outcome"),
    [
        ({"status": "NO_SCORE_AVAILABLE"}, Outcome.NO_STATEMENT),
        ({"status": "ERROR"}, Outcome.NO_STATEMENT),
        ({"status": "OK"}, Outcome.NO_STATEMENT),
        ({"status": "SOMETHING_NEW"}, Outcome.ANSWERED),  # told as an unclassified feature
    ],
)
def test_no_score_is_not_a_good_one(score: dict[str, Any], outcome: Outcome) -> None:
    found = read({**CLEAN, "score": score})
    assert (found.index, found.outcome) == (None, outcome)
    assert [one.event_kind for one in found.features] == [EventKind.UNCLASSIFIED] * (outcome is Outcome.ANSWERED)


@pytest.mark.parametrize(("rate", "band"), [(0.5, "A"), (2.78, "A"), (5, "B"), (14, "C"), (69.9, "D"), (99, "E")])
def test_bands_follow_the_risk_rate(rate: float, band: str) -> None:
    found = read({**CLEAN, "score": {"status": "OK", "details": {"value": 5000, "riskRate": rate}}})
    assert found.index is not None
    assert found.index.band == band


def test_the_contracts_own_codes_and_borders_win() -> None:
    plan = BureauPlan(
        codes={"CODE_NOBODY_HAS_SEEN": EventKind.RESTRUCTURING, "S3": EventKind.ADVERSE_INFORMATION},
        options={"risk_rates": "0.1 0.2 0.3 0.4"},
    )
    kinds = {one.code: one.event_kind for one in read(INSOLVENT, plan=plan).features}
    assert kinds["CODE_NOBODY_HAS_SEEN"] is EventKind.RESTRUCTURING
    assert kinds["S3"] is EventKind.ADVERSE_INFORMATION
    index = read(CLEAN, plan=plan).index
    assert index is not None
    assert index.band is Band.E


def test_death_and_fraud_are_told() -> None:
    person = {**CLEAN["personData"], "deceasedInformation": {"deceased": True, "dateOfDeath": "2026-01-05"}}
    found = read({**CLEAN, "personData": person, "fraudInformation": {"resultType": "MATCH", "matchId": "1"}})
    assert [(one.code, one.event_kind.value, one.on) for one in found.features] == [
        ("DECEASED", "ADVERSE_INFORMATION", date(2026, 1, 5)),
        ("FRAUD_MATCH", "ADVERSE_INFORMATION", None),
    ]
    odd = read({**CLEAN, "fraudInformation": {"resultType": "SOMETHING_NEW"}})
    assert [one.event_kind for one in odd.features] == [EventKind.UNCLASSIFIED]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_the_published_samples() -> None:
    outcomes = {}
    for path in sorted(SAMPLES.rglob("response.*.json")):
        status = path.name.split(".")[1][:3]
        if status in {"200", "202", "404", "422"}:
            instance = json.loads(path.read_text()).get("instance", "")
            outcomes[path.name] = read(path.read_bytes(), int(status), path=instance).outcome.value
    assert outcomes == {
        "response.200.insolvencyInitiated.json": "answered",
        "response.200.nothingKnown.withReservations.json": "answered",
        "response.200.creditRating.json": "answered",
        "response.202_ManualProcessing.json": "pending",
        "response.202_ProcessingNotFinished.json": "pending",
        "response.404_NotFound.json": "not_identified",
        "response.404_ReportNotFound.json": "lost",
        "response.422_ReportUnprocessable.json": "no_statement",
        "response.422_UnprocessableEntity.json": "no_statement",
    }


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_every_published_court_code_is_mapped() -> None:
    codes = json.loads((SAMPLES / "vocabulary.courtData.json").read_text())["codes"]
    for name, letters in codes.items():
        entry = {"withDateOfBirth": True, "attributeName": name, "date": "2026-01-01", "reference": "1 IN 1/26"}
        kinds = [
            read({**CLEAN, "courtData": [{**entry, "attributeName": code}]}).features[0].event_kind
            for code in (name, letters)
        ]
        assert kinds[0] is kinds[1] is not EventKind.UNCLASSIFIED


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=12), st.integers(0, 3000), st.integers(0, 40), st.sampled_from(["200", "202", "404", "422"]))
def test_whatever_is_spoilt_has_a_name(noise: bytes, at: int, gone: int, status: str) -> None:
    """Never anything but an answer or a change of the source."""
    problem = {"status": int(status), "reportId": "1", "detail": "nobody", "instance": "/commerce"}
    whole = json.dumps(INSOLVENT if status == "200" else problem).encode()
    where = at % len(whole)
    with suppress(SourceChangedError):
        read(whole[:where] + noise + whole[where + gone :], status)


@pytest.mark.parametrize("detail", [b'"\\ud800"', b"[" * 100_000, b'"' + b"x" * 100])
def test_text_that_cannot_be_read_is_a_change(detail: bytes) -> None:
    with pytest.raises(SourceChangedError):
        read(b'{"status": 404, "detail": ' + detail + b"}", 404)


def test_endless_words_are_cut() -> None:
    note = {"withDateOfBirth": True, "attributeName": "NOTE", "text": "x" * 500_000}
    assert len(read({**CLEAN, "notes": [note]}).text or "") == 2000
    assert len(read({"status": 404, "detail": "x" * 500_000}, 404).text or "") == 2000
