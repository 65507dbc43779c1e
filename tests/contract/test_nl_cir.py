"""The Dutch register held against recordings: our own, and the real ones of ../shared where they are."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, time

import pytest
import stamina
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from chalicelib.errors import (
    CredentialsMissingError,
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
    TooManyHitsError,
)
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind, HearingKind, InsolvencyNotice
from chalicelib.model.register import Window
from chalicelib.registers import nl_cir
from chalicelib.registers.dutch import soap
from chalicelib.registers.dutch.codes import IGNORED, KINDS
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, SHARED, by_id, days, document, parsed
from tests.contract.servers.cir import Cir
from tests.contract.servers.loopback import served

OWN = HERE / "nl_cir"
REAL = SHARED / "nl-cir"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")
MARKS = {
    "16.mne.26.9901.F.1316.1.26": "case-company",
    "13.ams.26.9902.F.1300.1.26": "case-trader",
    "13.ams.26.9903.F.1300.1.26": "case-consumer",
    "13.ams.26.9904.S.3300.1.26": "case-moratorium",
    "13.ams.26.9906.R.2301.1.26": "case-consumer",
}
CASES = {mark: (OWN / f"{name}.xml").read_bytes() for mark, name in MARKS.items()}
REMOVED = [("R.16/00/9907", "16.mne.00.9907.R.2348.1.00", "Eindevindbaarheid")]


def read(name: str) -> dict[str, InsolvencyNotice]:
    return by_id(parsed("nl_cir", OWN / f"{name}.xml"))


@contextmanager
def session(app: Cir, secret: dict[str, tuple[str, str]] | None = None) -> Iterator[Web]:
    (origin,) = nl_cir.REGISTER.origins
    auth = {"ws-security": ("robot", "s3:cret")} if secret is None else secret
    with (
        served(app) as local,
        Web(
            "nl_cir", (origin,), now=NOW, replaced_origins={origin: local}, seconds_between_requests=0, auth=auth
        ) as web,
    ):
        yield web


def fetched(app: Cir, window: Window | None = None) -> list[Document]:
    with session(app) as web:
        return list(nl_cir.fetch(web, window or days("2026-09-15")))


def test_a_company_field_by_field() -> None:
    found = read("case-company")
    assert [one.event_kind.value for one in found.values()] == [
        "OPENED",
        "PRACTITIONER_APPOINTED",
        "HEARING_OR_DEADLINE_SET",
        "CLOSED_DISCONTINUED",
    ]
    opened = found["16.mne.26.9901.F.1300.1.26"]
    assert (opened.opening_date, opened.publication_date) == (date(2026, 8, 18), date(2026, 8, 20))
    assert (opened.court, opened.case_number) == ("Rechtbank Midden-Nederland, Lelystad", "F.16/26/9901")
    assert (opened.debtor_name, opened.debtor_kind) == ("Windvaan Verpakkingen B.V.", DebtorKind.ORGANISATION)
    assert opened.debtor_aliases == ("Windvaan Dozen", "Molenwiek Karton")
    assert [one.key for one in opened.debtor_identifiers] == ["nl_kvk:09900101", "nl_kvk:99001012"]
    assert opened.debtor_postal_address is not None
    assert opened.debtor_postal_address.one_line() == "Zeilmakerstraat 12 B, 9998ZZ Dronten"
    assert (opened.practitioner_name, opened.practitioner_role) == ("mr J.F. van der Sluis", "curator")
    assert (opened.practitioner_phone, opened.further_practitioners) == ("030-9900990", ())
    (hearing,) = found["16.mne.26.9901.F.1309.1.26"].hearing_dates
    assert hearing.kind is HearingKind.EXAMINATION
    assert (hearing.date, hearing.time, hearing.place) == (date(2026, 11, 3), time(10, 30), "Stationsplein 15 Lelystad")
    assert found["16.mne.26.9901.F.1316.1.26"].closing_date == date(2026, 9, 14)
    assert len({one.proceedings_id for one in found.values()}) == 1


def test_a_trader_is_a_person_with_a_number_in_the_trade_register() -> None:
    (notice,) = read("case-trader").values()
    assert (notice.debtor_kind, notice.debtor_name) == (DebtorKind.PERSON, "Jorrit de Voorbeeldma")
    assert (notice.debtor_surname, notice.birth_date) == ("de Voorbeeldma", date(1971, 4, 5))
    assert notice.debtor_aliases == ("Bakkerij De Korst",)
    assert [one.key for one in notice.debtor_identifiers] == ["nl_kvk:99001039"]


def test_a_moratorium_its_meeting_a_correction_and_something_new() -> None:
    opened, corrected, unknown = read("case-moratorium").values()
    assert (opened.event_kind, opened.opening_date) == (EventKind.PRELIM_MEASURES, date(2026, 9, 14))
    assert [(one.date, one.time) for one in opened.hearing_dates] == [(date(2026, 11, 10), time(9, 0))]
    assert (corrected.event_kind, corrected.takes_back) == (EventKind.CORRECTION, None)
    assert (unknown.event_kind, unknown.original_kind) == (EventKind.UNCLASSIFIED, "3999")
    assert [one.field for one in unknown.omissions] == ["event_kind"]


def test_a_case_that_may_not_be_told_any_more_is_not() -> None:
    assert read("case-gone") == {}


def test_fetch_takes_what_was_modified_without_consumers_and_ends_with_the_removals() -> None:
    app = Cir(CASES, REMOVED)
    documents = fetched(app)
    assert [name for name, _ in app.requests] == ["searchModifiedSince", *["getCase"] * 4, "searchRemovedSince"]
    assert app.requests[0][1] == {"modifyDate": "2026-09-15T00:00:00+02:00"}
    assert b"Particulierman" not in b"".join(one.content for one in documents)
    assert [one.cursor for one in documents] == [None, None, None, "2026-09-15T19:18:45.572539+02:00"]
    assert sum(len(list(nl_cir.parse(one))) for one in documents) == 8
    assert [list(nl_cir.removals(one)) for one in documents[:3]] == [[], [], []]
    (removal,) = nl_cir.removals(documents[-1])
    assert (removal.case_number, removal.publication_id, removal.reason) == REMOVED[0]
    assert list(nl_cir.parse(documents[-1])) == []


def test_user_and_password_stand_in_the_message_alone() -> None:
    app = Cir(CASES)
    fetched(app)
    assert {authorization for authorization, _ in app.headers} == {None}
    assert all('action="http://www.rechtspraak.nl/namespaces/cir01/' in kind for _, kind in app.headers)
    with (
        pytest.raises(SourceRefusedError, match="user or password") as refused,
        session(app, {"ws-security": ("x", "y")}) as web,
    ):
        list(nl_cir.fetch(web, days("2026-09-15")))
    assert "s3:cret" not in str(refused.value)
    with pytest.raises(CredentialsMissingError, match="ws-security"), session(app, {}) as web:
        list(nl_cir.fetch(web, days("2026-09-15")))


def test_the_cursor_resumes_and_a_stopped_poll_goes_on() -> None:
    window = days("2026-09-16", cursor="2026-09-15T19:18:45.572539+02:00")
    app = Cir(CASES)
    first = fetched(app, window)
    assert app.requests[0] == ("searchModifiedSince", {"modifyDate": "2026-09-15T18:18:45.572539+02:00"})
    app.requests.clear()
    rows = frozenset(one.attributes["row_key"] for one in first[:2])
    assert len(fetched(app, window.model_copy(update={"known_rows": rows}))) == 2
    assert [name for name, _ in app.requests] == ["searchModifiedSince", "getCase", "getCase", "searchRemovedSince"]


def test_nothing_new_moves_the_cursor_and_both_envelopes_are_read() -> None:
    (only,) = fetched(Cir({}, envelope_11=True))
    assert only.cursor is not None
    assert (list(nl_cir.parse(only)), list(nl_cir.removals(only))) == ([], [])


def test_a_gap_is_told_after_what_is_live() -> None:
    app = Cir(CASES, exceptions={"searchModifiedSince": "5"})
    with session(app) as web:
        documents = nl_cir.fetch(web, days("2026-09-14", "2026-09-15", cursor="2024-01-01T00:00:00+01:00"))
        yielded = [next(documents) for _ in range(7)]
        with pytest.raises(TooManyHitsError, match="may be missing"):
            next(documents)
    assert [parts for name, parts in app.requests if name == "searchByDate"] == [
        {"date": "2026-09-14T00:00:00"},
        {"date": "2026-09-15T00:00:00"},
    ]
    assert yielded[-1].cursor == "2026-09-15T19:18:45.572539+02:00"


@pytest.mark.parametrize(
    ("code", "kind"),
    [("2", SourceUnreachableError), ("3", TooManyHitsError), ("4", SourceChangedError), ("9", SourceChangedError)],
)
def test_exceptions_of_the_register_are_not_an_empty_day(code: str, kind: type[SourceError]) -> None:
    with pytest.raises(kind, match=f"exception {code}"):
        fetched(Cir(CASES, exceptions={"searchModifiedSince": code}))
    with pytest.raises(kind, match=f"exception {code}"):
        fetched(Cir(CASES, exceptions={"searchRemovedSince": code}))


def test_faults_outages_and_other_answers_have_names() -> None:
    down: tuple[str, bytes] = ("503 Service Unavailable", b"")
    with stamina.set_testing(True, attempts=3, cap=True), pytest.raises(SourceUnreachableError, match="503"):
        fetched(Cir(CASES, faults=[down] * 3))
    fault = b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault>busy</e:Fault></e:Body></e:Envelope>"
    with pytest.raises(SourceUnreachableError, match="busy"):
        fetched(Cir(CASES, faults=[("500 Internal Server Error", fault)]))
    with pytest.raises(SourceChangedError, match="XML"):
        fetched(Cir(CASES, faults=[("200 OK", b"<html><p>maintenance")]))
    with pytest.raises(SourceChangedError, match="body"):
        fetched(Cir(CASES, faults=[("200 OK", b"<html/>")]))


def test_a_case_of_another_form_does_not_hide_the_others() -> None:
    novel = CASES["13.ams.26.9902.F.1300.1.26"].replace(b"<RC>", b"<nieuw>1</nieuw><RC>")
    documents = fetched(Cir(CASES | {"13.ams.26.9902.F.1300.1.26": novel}))
    assert len(documents) == 4
    assert b"Voorbeeldma" not in documents[1].content  # whether it is a consumer's cannot be told
    assert b"insolvente" in documents[1].content
    with pytest.raises(SourceChangedError, match="insolvente/nieuw"):
        list(nl_cir.parse(documents[1]))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (b"F.16/26/9901", b"X.16/26/9901", "insolventienummer"),
        (b"<CB>C", b"<CB>Z", "CB 'Z'"),
        (b">rechtspersoon<", b">boot<", "boot"),
        (b"<publicatieDatum>2026-08-20", b"<publicatieDatum>20-8-2026", "publicatieDatum"),
        (b"18 augustus 2026", b"38 augustus 2026", "38 augustus"),
        (b"<achternaam>Windvaan Verpakkingen B.V.</achternaam>", b"", "achternaam is missing"),
        (b"<plaats>ZEIST</plaats>", b"<plaats><b>ZEIST</b></plaats>", "has children"),
    ],
)
def test_what_was_never_seen_is_named(old: bytes, new: bytes, named: str) -> None:
    content = (OWN / "case-company.xml").read_bytes()
    assert old in content
    with pytest.raises(SourceChangedError, match=named):
        list(nl_cir.parse(document("nl_cir", content.replace(old, new))))


def test_document_types_and_entities_are_refused() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    content = entity + (OWN / "case-company.xml").read_bytes().replace(b"Dronten", b"&e;")
    with pytest.raises(SourceChangedError, match="document type"):
        list(nl_cir.parse(document("nl_cir", content)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.sampled_from(list(CASES.values())), data=st.data())
def test_damage_raises_named_errors_only(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(nl_cir.parse(document("nl_cir", bytes(damaged))))


@real
def test_every_code_of_the_schema_is_mapped_or_ignored() -> None:
    listed = {
        row["publicatieSoortCode"]
        for row in csv.DictReader((REAL / "publication-codes-en.csv").read_text().splitlines())
    }
    assert len(listed) == 119
    assert set(KINDS) | IGNORED == listed
    assert not set(KINDS) & IGNORED


@real
def test_real_answers() -> None:
    (opened,) = parsed("nl_cir", REAL / "GetCase.xml")
    assert (opened.event_kind, opened.opening_date, opened.case_number) == (
        EventKind.OPENED,
        date(2021, 5, 18),
        "F.16/21/150",
    )
    assert opened.practitioner_role == "curator"
    assert [one.scheme.value for one in opened.debtor_identifiers] == ["nl_kvk"]
    removed = document("nl_cir", (REAL / "SearchRemovedSince.xml").read_bytes())
    assert (list(nl_cir.parse(removed)), len(list(nl_cir.removals(removed)))) == ([], 2)
    for name, count in {"SearchByDate": 3, "SearchModifiedSince": 4, "SearchUndertaking": 1}.items():
        listed = soap.answer((REAL / f"{name}.xml").read_bytes())
        assert len(nl_cir._marks(listed)) == count
        assert soap.extracted_at(listed).tzinfo is not None
    assert etree.QName(soap.answer((REAL / "GetLastUpdate.xml").read_bytes())).localname == "lastUpdate"


@real
def test_requests_carry_the_contracts_parts() -> None:
    contract = etree.parse(REAL / "CIR.asmx.wsdl")
    schema = "{http://www.w3.org/2001/XMLSchema}element"
    for operation, part in {
        "searchModifiedSince": "modifyDate",
        "searchRemovedSince": "modifyDate",
        "searchByDate": "date",
        "getCase": "publicationNumber",
    }.items():
        asked = next(one for one in contract.iter(schema) if one.get("name") == operation)
        assert part in {one.get("name") for one in asked.iter(schema)}
