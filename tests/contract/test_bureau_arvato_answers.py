"""What arvato's answers say: our own recordings, hostile XML, and the samples of ../shared where they are."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from chalicelib.bureaus import arvato_infoscore as arvato
from chalicelib.bureaus.risk_solution import risk_check
from chalicelib.bureaus.risk_solution.safe_xml import body_of, problems
from chalicelib.errors import SourceChangedError, SourceRefusedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, Band, Outcome, Reservation
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from tests.contract.bureau_sessions import NOW
from tests.contract.recordings import HERE

OWN = HERE / "arvato_infoscore"
SAMPLES = HERE.parents[2] / "shared" / "bureau-samples"
OPENED = (OWN / "response_opened.xml").read_bytes()
LINE = (OWN / "es0015.txt").read_bytes()
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def read(content: bytes, service: str = "risk_check", plan: BureauPlan | None = None) -> Answer:
    document = Document(
        source="arvato_infoscore",
        url="https://customer.risk-solution-services.de/",
        media_type="text/xml",
        content=content,
        fetched_at=NOW,
        attributes={"service": service},
    )
    return arvato.answer(document, plan or BureauPlan())


def test_a_risk_check_field_by_field() -> None:
    found = read(OPENED)
    assert [(one.code, one.event_kind.value, one.on, one.text) for one in found.features] == [
        ("IBE", "OPENED", date(2026, 2, 27), None),
        ("FRP*", "ADVERSE_INFORMATION", None, "settled by payment; dated 11.2025"),
        ("QQX", "UNCLASSIFIED", None, None),
        ("Haushalt=Z4", "UNCLASSIFIED", None, None),
        ("IVS", "PRELIM_MEASURES", None, None),  # named as a reason only
    ]
    assert found.index is not None
    assert (found.index.value, found.index.band) == ("318", None)
    assert found.reservations == ()
    assert found.text == (
        "result R, action PREPAY, code INV17: Nur Vorkasse; Merkmal: IBE; Merkmal: IVS; Regel: Limit der Warengruppe"
    )


def test_the_older_service_field_by_field() -> None:
    found = read(LINE, "es0015")
    assert [(one.code, one.event_kind.value, one.on) for one in found.features] == [
        ("IWP", "CLOSED_LIFTED", date(2026, 3, 4)),
        ("IA", "PAYMENT_DEFAULT", date(2025, 10, 20)),  # collection here; with SCHUFA a refused insolvency
        ("AE", "ADVERSE_INFORMATION", None),
    ]
    assert found.index is not None
    assert (found.index.own_class, found.index.band) == ("red", Band.D)


def test_the_contracts_own_codes_win_and_may_be_silenced() -> None:
    plan = BureauPlan(
        codes={"QQX": EventKind.RESTRUCTURING, "IBE": EventKind.CANCELLATION},
        options={"ignored_features": "Haushalt Feature2", "score_borders": "600 500 400 300 0"},
    )
    found = read(OPENED, plan=plan)
    assert [one.event_kind for one in found.features] == [
        EventKind.CANCELLATION,
        EventKind.RESTRUCTURING,
        EventKind.PRELIM_MEASURES,
    ]
    by_name = BureauPlan(codes={"Haushalt": EventKind.ADVERSE_INFORMATION})
    assert read(OPENED, plan=by_name).features[3].event_kind is EventKind.ADVERSE_INFORMATION


@pytest.mark.parametrize(
    ("borders", "band"),
    [("600 500 400 300 0", "D"), ("100 200 300 400 500", "D"), ("900 800 700 600 500", None), ("1 2 3 4 5", None)],
)
def test_bands_by_the_contracts_borders_in_either_direction(borders: str, band: str | None) -> None:
    index = read(OPENED, plan=BureauPlan(options={"score_borders": borders})).index
    assert index is not None
    assert index.band == band


def test_a_settled_insolvency_is_nothing_that_the_list_knows() -> None:
    found = read(b"RC=0&Feature1=IBE*&FeatureDate1=01.02.2026&eScoreValue=", "es0015")
    assert [one.event_kind for one in found.features] == [EventKind.UNCLASSIFIED]


def test_a_correction_of_the_address_is_a_reservation() -> None:
    assert read(b"RC=0&Feature1=KI&City=Ulm", "es0015").reservations == (Reservation.OTHER_ADDRESS,)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"RC",
        b"Feature1=IBE",
        b"RC=0&RC=0",
        b"RC=4",
        b"<html>RC=0</html>",
        "RC=0&City=Köln".encode(),
        b"RC=0&City=%FF",
    ],
)
def test_another_line_is_a_change(line: bytes) -> None:
    with pytest.raises(SourceChangedError):
        read(line, "es0015")


@pytest.mark.parametrize("cut", [0, 1, 60, 400, 1500, len(OPENED) - 20])
def test_a_cut_answer_is_not_read(cut: int) -> None:
    with pytest.raises(SourceChangedError):
        read(OPENED[:cut])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<r:StatusCode>000<", b"<r:StatusCode>017<"),
        (b"<r:StatusCode>000</r:StatusCode>", b""),
        (b"<r:Result>R</r:Result>", b""),
        (b"<r:Result>R</r:Result>", b"<r:Result>R</r:Result><r:Novelty>1</r:Novelty>"),
        (b"<r:ScoreValue>318<", b"<r:ScoreValue>high<"),
        (b"v21:RiskCheckResponse", b"v21:StoreOrderResponse"),
        (b"urn:risk-solution-services-types:v2.1", b"urn:risk-solution-services-types:v3.0"),
        (b"<soap:Body>", b"<soap:Body><v21:Second/>"),
        (b"soap/envelope/", b"soap/other/"),
        (b"<r:Name>Haushalt</r:Name>", b""),
    ],
)
def test_another_shape_is_a_change_and_tells_no_value(old: bytes, new: bytes) -> None:
    assert old in OPENED
    with pytest.raises(SourceChangedError) as changed:
        read(OPENED.replace(old, new))
    assert "Wüstenrot" not in str(changed.value)


def with_document_type(subset: bytes, value: bytes) -> bytes:
    envelope = OPENED.partition(b"?>")[2].replace(b"Nur Vorkasse", value)
    return b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [' + subset + b"]>" + envelope


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("for nobody's eyes")
    for entity in (f'SYSTEM "{secret.as_uri()}"', 'SYSTEM "http://127.0.0.1:9/x"', '"internal"'):
        with pytest.raises(SourceChangedError, match="document type") as refused:
            read(with_document_type(f"<!ENTITY e {entity}>".encode(), b"&e;"))
        assert "for nobody" not in str(refused.value)
    outside = b'<!DOCTYPE x SYSTEM "file:///etc/hostname">' + OPENED.partition(b"?>")[2]
    with pytest.raises(SourceChangedError, match="document type"):
        read(outside)


@pytest.mark.parametrize("where", [b"&z9;", b"x"])
def test_an_xml_bomb_does_not_go_off(where: bytes) -> None:
    levels = [b'<!ENTITY z0 "' + b"a" * 1000 + b'">']
    levels += [b'<!ENTITY z%d "%s">' % (n, b"&z%d;" % (n - 1) * 10) for n in range(1, 10)]
    with pytest.raises(SourceChangedError):
        read(with_document_type(b"".join(levels), where))
    attribute = OPENED.replace(b'<r:Reason name="Regel">', b'<r:Reason name="&z9;">')
    with pytest.raises(SourceChangedError):
        read(b"<!DOCTYPE x [" + b"".join(levels) + b"]>" + attribute.partition(b"?>")[2])


def test_deep_and_huge_xml_is_refused() -> None:
    """Both lie where the schema takes anything: in another bureau's slot."""
    slot = b"<r:SchufaResponse>%s</r:SchufaResponse>"
    read(OPENED.replace(b"<r:SchufaResponse/>", slot % (b"<r:X>" * 10 + b"</r:X>" * 10)))
    for inside in (b"<r:X>" * 1000 + b"</r:X>" * 1000, b"a" * 11_000_000):
        with pytest.raises(SourceChangedError, match="malformed"):
            read(OPENED.replace(b"<r:SchufaResponse/>", slot % inside))


def test_comments_do_not_split_a_value() -> None:
    assert read(OPENED.replace(b">IBE</r:Value>", b">I<!-- x -->BE</r:Value>")).features[0].code == "IBE"


@samples
def test_the_published_samples() -> None:
    constructed = SAMPLES / "arvato-rss" / "constructed"
    found = read((constructed / "RiskCheck.response.xml").read_bytes())
    assert [(one.code, one.event_kind, one.on) for one in found.features] == [
        ("IBE", EventKind.OPENED, date(2026, 2, 12))
    ]
    fault = risk_check.fault_in((constructed / "fault.authentication.xml").read_bytes())
    assert isinstance(fault, SourceRefusedError)
    assert risk_check.fault_in((constructed / "RiskCheck.response.xml").read_bytes()) is None
    assert problems(body_of((constructed / "RiskCheck.request.xml").read_bytes())) == []
    line = read((SAMPLES / "arvato-infoscore" / "answer.constructed.txt").read_bytes(), "es0015")
    assert [(one.code, one.event_kind) for one in line.features] == [
        ("IVS", EventKind.PRELIM_MEASURES),
        ("SNZ", EventKind.PAYMENT_DEFAULT),
    ]
    assert line.outcome is Outcome.ANSWERED


@samples
def test_every_published_feature_code_is_mapped() -> None:
    published = json.loads((SAMPLES / "arvato-infoscore" / "vocabulary.features.json").read_text())["codes"]
    stages = {
        "pre-petition": EventKind.ADVERSE_INFORMATION,
        "petition": EventKind.PETITION_FILED,
        "preliminary": EventKind.PRELIM_MEASURES,
        "lifted": EventKind.MEASURES_LIFTED,
        "opened": EventKind.OPENED,
        "refused": EventKind.REFUSED_NO_ASSETS,
        "lifted, conduct period": EventKind.CLOSED_LIFTED,
        "discharged": EventKind.DISCHARGE_GRANTED,
        "discharge refused": EventKind.DISCHARGE_REFUSED,
    }
    for one in published:
        if one["code"] in {"KI", "*"}:  # nothing known, and a suffix
            continue
        (feature,) = read(f"RC=0&Feature1={one['code'].replace('+', '%2B')}".encode(), "es0015").features
        stage = one["insolvencyStage"]
        allowed = {stages[stage]} if stage in stages else {EventKind.PAYMENT_DEFAULT, EventKind.ADVERSE_INFORMATION}
        assert feature.event_kind in allowed, one["code"]


@samples
def test_the_schema_that_is_shipped_is_the_published_one() -> None:
    shipped = Path(risk_check.__file__).parent / "schema"
    for path in sorted((SAMPLES / "arvato-rss" / "schema" / "v2.1").iterdir()):
        assert etree.tostring(etree.parse(shipped / path.name)) == etree.tostring(etree.parse(path))
    assert "MIT License" in (shipped / "LICENSE.txt").read_text()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=12), st.integers(0, len(OPENED)), st.integers(0, 40))
def test_whatever_is_spoilt_has_a_name(noise: bytes, at: int, gone: int) -> None:
    """Never anything but an answer or a change of the source."""
    plan = BureauPlan(options={"score_borders": "600 500 400 300 0"})
    for service, whole in (("risk_check", OPENED), ("es0015", LINE)):
        where = at % len(whole)
        with suppress(SourceChangedError):
            read(whole[:where] + noise + whole[where + gone :], service, plan)
