"""BODACC held against recordings: our own, and the real ones of ../shared where they are."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import stamina
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import (
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
    TooManyHitsError,
)
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind
from chalicelib.registers import fr_bodacc
from chalicelib.registers.french.natures import event_kind
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, SHARED, as_label, by_id, days, document, kinds, labels, parsed
from tests.contract.servers.bodacc import Bodacc
from tests.contract.servers.loopback import served

OWN = HERE / "fr_bodacc"
REAL = SHARED / "fr-bodacc"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")
RECORDS: list[dict[str, Any]] = json.loads((OWN / "records-v2.1.json").read_text())["results"]


def test_opening_field_by_field() -> None:
    notice = by_id(parsed("fr_bodacc", OWN / "records-v2.1.json"))["A20260178101"]
    assert (notice.event_kind, notice.opening_date) == (EventKind.OPENED, date(2026, 9, 8))
    assert (notice.court, notice.proceeding_kind) == ("Tribunal de commerce de Nancy", "liquidation judiciaire")
    assert notice.debtor_kind is DebtorKind.ORGANISATION
    assert [one.key for one in notice.debtor_identifiers] == ["siren:000010017"]
    assert notice.debtor_aliases == ("A.V.", "Vaubrun Menuiserie")
    assert notice.debtor_postal_address is not None
    assert notice.debtor_postal_address.one_line() == "12 rue des Peupliers, 54000 Nancy"
    assert (notice.practitioner_name, notice.practitioner_firm) == ("Odile Tarvel", "Selarl Tarvel")
    assert notice.practitioner_role == "liquidateur"
    assert notice.claim_deadline == date(2026, 11, 15)
    assert notice.claim_deadline_rule is not None
    assert notice.claim_deadline_rule.startswith("Les déclarations des créances")
    assert notice.omissions == ()


def test_person_with_name_in_use_craft_register_and_a_limit_that_is_not_two_months() -> None:
    notice = by_id(parsed("fr_bodacc", OWN / "records-v2.1.json"))["A20260178102"]
    assert (notice.debtor_name, notice.debtor_surname) == ("Gontran FAVRE-LUNEL", "FAVRE-LUNEL")
    assert notice.debtor_aliases == ("Gontran LUNEL",)
    assert [one.key for one in notice.debtor_identifiers] == ["siren:000010025"]
    assert notice.opening_date == date(2026, 9, 8)
    assert notice.practitioner_role == "mandataire judiciaire"
    assert [(one.name, one.role) for one in notice.further_practitioners] == [
        ("Corentin Brasque", "administrateur judiciaire")
    ]
    assert notice.claim_deadline is None
    assert notice.claim_deadline_rule is not None
    assert "délai d'un mois" in notice.claim_deadline_rule
    assert [omission.field for omission in notice.omissions] == ["claim_deadline"]


def test_every_kind_of_record() -> None:
    notices = by_id(parsed("fr_bodacc", OWN / "records-v2.1.json"))
    told = {key: (notice.event_kind.value, notice.underlying_kind) for key, notice in notices.items()}
    assert told == {
        "A20260178101": ("OPENED", None),
        "A20260178102": ("OPENED", None),
        "A20260178103": ("CLOSED_DISCONTINUED", None),
        "A20260178103-2": ("CLOSED_DISCONTINUED", None),
        "A20260179104": ("CORRECTION", EventKind.OPENED),
        "A20260179105": ("CANCELLATION", EventKind.CONVERTED),
        "A20260178106": ("PERSON_SANCTION", None),
        "A20260178107": ("CLOSED_LIFTED", None),
        "A20260178108": ("CLAIMS_LIST_DEPOSITED", None),
        "A20260178109": ("UNCLASSIFIED", None),
        "A20260178110": ("CORRECTION", EventKind.OPENED),
        "A20260178111": ("OPENED", None),
        "A20260178112": ("RESTRUCTURING", None),
    }
    assert notices["A20260178103-2"].debtor_name == "BOREAL TRANSPORT"
    assert notices["A20260178103"].original_kind == "Jugement de clôture pour insuffisance d'actif"
    assert notices["A20260179104"].corrects == "A20260178101"
    assert notices["A20260179105"].cancels is None
    assert [one.field for one in notices["A20260179105"].omissions] == ["cancels"]
    assert notices["A20260178111"].opening_date is None
    assert notices["A20260178111"].debtor_identifiers == ()


def test_v1_answers_give_the_same_notices_and_other_families_are_left_out() -> None:
    v2 = by_id(parsed("fr_bodacc", OWN / "records-v2.1.json"))
    v1 = by_id(parsed("fr_bodacc", OWN / "search-v1.json"))
    assert list(v1) == ["A20260178101", "A20260178102"]
    for key, notice in v1.items():
        assert notice.model_copy(update={"payload": None}) == v2[key].model_copy(update={"payload": None})
    assert by_id(parsed("fr_bodacc", OWN / "record-v1.json")).keys() == {"A20260178101"}


def test_selected_fields_only() -> None:
    person, first, second = parsed("fr_bodacc", OWN / "records-v2.1-selected-fields.json")
    assert (person.debtor_kind, person.debtor_name) == (DebtorKind.PERSON, "Gontran FAVRE-LUNEL")
    assert (first.publication_id, second.publication_id) == ("A202601785002", "A202601785002-2")
    assert first.debtor_identifiers != second.debtor_identifiers
    assert [one.field for one in second.omissions] == ["debtor_name"]


def test_bulk_xml() -> None:
    notices = by_id(parsed("fr_bodacc", OWN / "PCL_BXA20260185.xml"))
    opened = notices["A202601857001"]
    assert (opened.court, opened.case_number) == ("Tribunal de commerce de Saint-Dié-des-Vosges", None)
    without_number = (OWN / "PCL_BXA20260185.xml").read_bytes().replace(b"000 010 074", b"")
    assert next(fr_bodacc.parse(document("fr_bodacc", without_number))).case_number == "26/01234"
    assert (opened.opening_date, opened.claim_deadline) == (date(2026, 9, 1), date(2026, 11, 24))
    assert (opened.practitioner_name, opened.practitioner_firm) == ("Odile Tarvel", "SCP Brasque-Tarvel")
    assert opened.debtor_aliases == ("LE TRÉTEAU",)
    second = notices["A202601857002-2"]
    assert (second.debtor_name, second.debtor_seat) == ("NÉGOCE DES HAUTES CHAUMES", "Gérardmer")
    assert [one.value for one in second.debtor_identifiers] == ["000010066"]
    cancelled = notices["A202601857003"]
    assert (cancelled.event_kind, cancelled.cancels) == (EventKind.CANCELLATION, "A2026017877")
    assert (cancelled.debtor_name, cancelled.debtor_identifiers) == ("Maud BRIZEUL", ())
    unaligned = notices["A202601857004"]
    assert unaligned.debtor_identifiers == ()
    assert [one.field for one in unaligned.omissions] == ["debtor_identifiers", "debtor_postal_address"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"nouveau": 1}, "nouveau"),
        ({"familleavis": "inconnue"}, "inconnue"),
        ({"typeavis": "autre"}, "autre"),
        ({"jugement": "{cut"}, "jugement"),
        ({"jugement": '{"nature": "x", "type": "initial", "neuf": 1}'}, "neuf"),
        ({"dateparution": "hier"}, "hier"),
        ({"listepersonnes": '{"personne": {"typePersonne": "px", "nom": "A"}}'}, "px"),
        ({"listepersonnes": '{"personne": {"nom": "A", "etoile": "B"}}'}, "etoile"),
    ],
)
def test_what_was_never_seen_is_named(change: dict[str, Any], named: str) -> None:
    content = json.dumps([{**RECORDS[0], **change}]).encode()
    with pytest.raises(SourceChangedError, match=named):
        list(fr_bodacc.parse(document("fr_bodacc", content)))


def test_entities_and_other_bulk_files_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa">]><PCL_REDIFF><parution>&a;</parution></PCL_REDIFF>'
    for content in (bomb, b"<RCS-A_IMMAT/>", (OWN / "PCL_BXA20260185.xml").read_bytes()[:-40]):
        with pytest.raises(SourceChangedError):
            list(fr_bodacc.parse(document("fr_bodacc", content)))


def fetched(app: Bodacc, first: str, last: str | None = None) -> list[Document]:
    with (
        served(app) as origin,
        Web(
            "fr_bodacc",
            fr_bodacc.REGISTER.origins,
            now=NOW,
            replaced_origins={fr_bodacc.REGISTER.origins[0]: origin},
            seconds_between_requests=0,
        ) as web,
    ):
        return list(fr_bodacc.fetch(web, days(first, last)))


def test_fetch_pages_through_each_day_and_counts() -> None:
    many = [{**RECORDS[0], "id": f"A202601785{number:03d}"} for number in range(230)]
    app = Bodacc([*many, *RECORDS[3:5], RECORDS[-1]])
    documents = fetched(app, "2026-09-15", "2026-09-17")
    assert [len(json.loads(one.content)["results"]) for one in documents] == [100, 100, 30, 2, 0]
    assert {query["where"] for query in app.requests} == {
        f'dateparution="2026-09-{day}" AND familleavis="collective"' for day in (15, 16, 17)
    }
    assert sum(len(list(fr_bodacc.parse(one))) for one in documents) == 232
    assert all(one.fetched_at == NOW for one in documents)


def test_fetch_refuses_a_day_that_cannot_be_read_whole() -> None:
    with pytest.raises(TooManyHitsError, match="10001"):
        fetched(Bodacc(RECORDS, spoil=lambda answer: {**answer, "total_count": 10_001}), "2026-09-15")
    with pytest.raises(SourceChangedError, match="12"):
        fetched(Bodacc(RECORDS, spoil=lambda answer: {**answer, "total_count": 12}), "2026-09-16")
    with pytest.raises(SourceChangedError, match="twice"):
        fetched(Bodacc([*RECORDS[3:5], RECORDS[3]]), "2026-09-16")
    with pytest.raises(SourceChangedError, match="cut"):
        fetched(Bodacc(RECORDS, spoil=lambda answer: json.dumps(answer).encode()[:-30]), "2026-09-16")


def test_fetch_tries_again_on_5xx_and_hands_on_429() -> None:
    app = Bodacc(RECORDS, faults=[("503 Service Unavailable", {}, b"")])
    with stamina.set_testing(True, attempts=3, cap=True):
        assert len(fetched(app, "2026-09-16")) == 1
    assert len(app.requests) == 2
    with pytest.raises(SourceRefusedError) as refused:
        fetched(Bodacc(RECORDS, faults=[("429 Too Many Requests", {"Retry-After": "77"}, b"")]), "2026-09-16")
    assert refused.value.retry_after_seconds == 77


def test_a_total_that_moves_is_worth_another_try() -> None:
    totals = iter((101, 102))
    many = [{**RECORDS[0], "id": f"A202601785{number:03d}"} for number in range(101)]
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceUnreachableError, match="grew"):
        fetched(Bodacc(many, spoil=lambda answer: {**answer, "total_count": next(totals)}), "2026-09-15")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_raises_named_errors_only(data: st.DataObject) -> None:
    path: Path = data.draw(st.sampled_from(sorted(OWN.iterdir())))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(fr_bodacc.parse(document("fr_bodacc", bytes(content))))


@settings(max_examples=150, deadline=None)
@given(record=st.sampled_from(RECORDS), name=st.sampled_from(sorted(RECORDS[0])), value=st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6,
))  # fmt: skip
def test_any_value_in_any_field_raises_named_errors_only(record: dict[str, Any], name: str, value: Any) -> None:
    content = json.dumps({"total_count": 1, "results": [{**record, name: value}]}).encode()
    with suppress(SourceError):
        list(fr_bodacc.parse(document("fr_bodacc", content)))


@real
def test_real_bulk_files_by_event_kind() -> None:
    notices = [notice for path in sorted(REAL.glob("PCL*.xml")) for notice in parsed("fr_bodacc", path)]
    assert len(notices) == 419  # 418 announcements, one of them about two debtors
    assert kinds(notices) == {
        "CLAIMS_LIST_DEPOSITED": 104,
        "OPENED": 100,
        "CORRECTION": 47,
        "CONVERTED": 39,
        "CLOSED_LIFTED": 34,
        "CLOSED_DISCONTINUED": 35,
        "RESTRUCTURING": 34,
        "DISTRIBUTION": 16,
        "HEARING_OR_DEADLINE_SET": 4,
        "UNCLASSIFIED": 3,
        "CANCELLATION": 2,
        "PRACTITIONER_APPOINTED": 1,
    }


@real
@pytest.mark.parametrize("label", labels("fr_bodacc"), ids=lambda label: label["id"])
def test_real_notices_field_by_field(label: dict[str, str]) -> None:
    notice = by_id(parsed("fr_bodacc", REAL / label["file"]))[label["id"]]
    assert as_label(notice, label["file"]) == label


@real
def test_every_nature_ever_counted_is_mapped() -> None:
    rows = [line.split(",") for line in (REAL / "pcl-2008-nature-counts.csv").read_text().splitlines()[1:]]
    unmapped = {row[2] for row in rows if event_kind(row[2], "") is EventKind.UNCLASSIFIED}
    assert unmapped == {"Arrêt de la cour d'appel infirmant une décision soumise à publicité"}  # its text decides
