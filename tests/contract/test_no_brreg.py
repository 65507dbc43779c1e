"""Enhetsregisteret held against recordings: our own, and the real ones of ../shared where they are."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
import stamina
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import SourceChangedError, SourceError, SourceRefusedError, SourceUnreachableError
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.registers import no_brreg as no
from chalicelib.registers.norwegian import status
from chalicelib.registers.norwegian.debtor import API
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, SHARED, days, document, parsed
from tests.contract.servers.brreg import Brreg
from tests.contract.servers.loopback import served

OWN = HERE / "no_brreg"
REAL = SHARED / "no-brreg"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")
UPDATES: list[dict[str, Any]] = json.loads((OWN / "updates.json").read_text())
ENTITIES: list[dict[str, Any]] = json.loads((OWN / "entities.json").read_text())
BEFORE_ALL = "21000000"


def session(origin: str, now: datetime = NOW) -> Web:
    replaced = {no.REGISTER.origins[0]: origin}
    return Web(no.REGISTER.name, no.REGISTER.origins, now=now, replaced_origins=replaced, seconds_between_requests=0)


def fetched(app: Brreg, cursor: str | None = BEFORE_ALL, now: datetime = NOW) -> list[Document]:
    with served(app) as origin, session(origin, now) as web:
        return list(no.fetch(web, days("2026-09-29", cursor=cursor)))


def notices_of(documents: list[Document]) -> list[InsolvencyNotice]:
    return [notice for one in documents for notice in no.parse(one)]


def entity(**members: Any) -> list[InsolvencyNotice]:
    content = json.dumps({**ENTITIES[7], **members}).encode()
    return list(no.parse(document(no.REGISTER.name, content, "application/json")))


def test_every_state_of_the_recording() -> None:
    found = notices_of(fetched(Brreg(UPDATES, ENTITIES)))
    assert [(one.debtor_name, one.event_kind.value, one.original_kind) for one in found] == [
        ("FJORDGLIMT MØBLER AS", "OPENED", "konkurs"),
        ("ULV OG MÅNE AS", "SOLVENT_LIQUIDATION", "underAvvikling"),
        ("TROLLSTIEN DRIFT AS", "OPENED", "underTvangsavviklingEllerTvangsopplosning"),
        ("NORDLYSVERKET ASA", "RESTRUCTURING", "underRekonstruksjonsforhandling"),
        ("REDDET I SISTE LITEN AS", "CLOSED_LIFTED", "konkurs: false"),
        ("EVENTYRLIG SNEKKERI OLA OPPDIKTET", "OPENED", "konkurs"),
        ("FUSJONERT BORT AS", "UNCLASSIFIED", "slettedato"),
        ("ETTERSLEP AS", "UNCLASSIFIED", "konkurs"),
        ("BEGGE DELER AS", "OPENED", "konkurs"),
        ("organisation 100000083", "CANCELLATION", "Fjernet"),
    ]


def test_notice_field_by_field() -> None:
    notice = notices_of(fetched(Brreg(UPDATES, ENTITIES)))[0]
    assert [identifier.key for identifier in notice.debtor_identifiers] == [f"no_orgnr:{notice.debtor_reg_no}"]
    assert (notice.opening_date, notice.publication_date) == (date(2026, 9, 28), date(2026, 9, 29))
    assert notice.debtor_postal_address is not None
    assert notice.debtor_postal_address.one_line() == "Oppdiktet vei 1, 9999 EVENTYRVIK"
    assert notice.debtor_postal_address.printed == "c/o Trollheim, Oppdiktet vei 1, 9999, EVENTYRVIK"
    assert (notice.debtor_kind, notice.court) == (DebtorKind.ORGANISATION, None)
    assert notice.original_text == 'konkurs: true\nkonkursdato: "2026-09-28"'
    assert notice.source_url == f"https://data.brreg.no/enhetsregisteret/api/enheter/{notice.debtor_reg_no}"


def test_a_sole_proprietorship_is_a_person() -> None:
    kinds = {one.debtor_name: one.debtor_kind for one in notices_of(fetched(Brreg(UPDATES, ENTITIES)))}
    assert kinds["EVENTYRLIG SNEKKERI OLA OPPDIKTET"] is DebtorKind.PERSON


def test_the_strongest_flag_speaks_and_the_others_stand_in_the_text() -> None:
    both = notices_of(fetched(Brreg(UPDATES, ENTITIES)))[8]
    assert (both.event_kind, both.opening_date) == (EventKind.OPENED, date(2026, 9, 26))
    assert "underAvvikling: true" in both.original_text


def test_states_are_compared_not_events() -> None:
    first = notices_of(fetched(Brreg(UPDATES[:1], ENTITIES)))
    replayed = {**UPDATES[0], "oppdateringsid": 21000030, "dato": "2026-09-30T05:00:00.000Z"}
    moved = {**UPDATES[2], "oppdateringsid": 21000031, "organisasjonsnummer": UPDATES[0]["organisasjonsnummer"]}
    again = notices_of(fetched(Brreg([replayed, moved], ENTITIES)))
    assert [one.id for one in again] == [one.id for one in first]
    assert entity() == []


def test_an_end_is_told_once_a_day_and_in_the_words_of_what_ended() -> None:
    (ended,) = [one for one in notices_of(fetched(Brreg(UPDATES, ENTITIES))) if one.closing_date]
    assert ended.publication_date == date(2026, 9, 30)  # half past midnight in Oslo
    clears = {"underAvvikling": "SOLVENT_LIQUIDATION", "underRekonstruksjonsforhandlingDato": "MEASURES_LIFTED"}
    for path, kind in clears.items():
        change = {**UPDATES[6], "endringer": [{"op": "remove", "path": f"/{path}"}]}
        assert [one.event_kind.value for one in notices_of(fetched(Brreg([change], ENTITIES)))] == [kind]


def test_an_ended_reorganisation_is_no_end_where_bankruptcy_follows() -> None:
    change = {**UPDATES[0], "endringer": [{"op": "remove", "path": "/underRekonstruksjonsforhandlingDato"}]}
    assert [one.event_kind.value for one in notices_of(fetched(Brreg([change], ENTITIES)))] == ["OPENED"]


def test_an_update_is_left_alone_until_the_entity_can_have_followed() -> None:
    at_nine = datetime(2026, 9, 30, 4, 14, tzinfo=UTC)
    app = Brreg(UPDATES, ENTITIES)
    documents = fetched(app, now=at_nine)
    assert documents[-1].cursor == "21000013"
    later = fetched(app, documents[-1].cursor)
    names = [one.debtor_name for one in notices_of([*documents, *later])]
    assert len(names) == len(set(names)) == 10


def test_a_contradiction_is_for_a_person() -> None:
    (late,) = [one for one in notices_of(fetched(Brreg(UPDATES, ENTITIES))) if one.debtor_name == "ETTERSLEP AS"]
    assert "the entity does not show it" in next(o.reason for o in late.omissions if o.field == "event_kind")


def test_fetch_walks_by_id_and_asks_each_changed_entity_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(no, "PAGE_SIZE", 5)
    app = Brreg(UPDATES, ENTITIES)
    documents = fetched(app)
    pages = [one for one in app.requests if one.startswith("/oppdateringer")]
    assert [one.partition("oppdateringsid=")[2].partition("&")[0] for one in pages] == [
        "21000001",
        "21000011",
        "21000018",
        "21000021",
    ]
    assert all("page=" not in one and "includeChanges=true" in one for one in pages)
    asked = [one for one in app.requests if one.startswith("/enheter")]
    assert len(asked) == len(set(asked)) == 9
    assert [one.cursor for one in documents if one.cursor] == ["21000010", "21000017", "21000020"]


def test_without_a_cursor_fetch_begins_with_the_windows_first_day() -> None:
    app = Brreg(UPDATES, ENTITIES)
    assert fetched(app, None)[-1].cursor == "21000020"
    assert app.requests[0] == "/oppdateringer/enheter?dato=2026-09-28T22%3A00%3A00.000Z&size=1"
    assert fetched(Brreg([], []), None) == []
    assert fetched(Brreg(UPDATES, ENTITIES), "21000020") == []


def test_addresses_in_changes_are_not_kept() -> None:
    assert "Hemmelig gate" in json.dumps(UPDATES)
    for one in fetched(Brreg(UPDATES, ENTITIES)):
        assert b"Hemmelig" not in one.content
        assert "Hemmelig" not in json.dumps(dict(one.attributes))


def test_an_entity_that_is_gone_takes_back_what_is_known_of_it() -> None:
    removed, changed = UPDATES[1], {**UPDATES[0], "organisasjonsnummer": UPDATES[1]["organisasjonsnummer"]}
    found = notices_of(fetched(Brreg([changed, removed], ENTITIES)))
    assert [one.event_kind for one in found] == [EventKind.CANCELLATION]
    asked_in_vain = notices_of(fetched(Brreg([changed], [])))
    assert [(one.event_kind, one.cancels) for one in asked_in_vain] == [(EventKind.CANCELLATION, None)]


def test_reconciling_gives_the_notice_of_the_feed() -> None:
    number = UPDATES[0]["organisasjonsnummer"]
    with served(Brreg(UPDATES, ENTITIES)) as origin, session(origin) as web:
        documents = list(no.reconcile(web, [number, ENTITIES[7]["organisasjonsnummer"], "999999999"]))
    assert [one.id for one in notices_of(documents)] == [
        one.id for one in notices_of(fetched(Brreg(UPDATES[:1], ENTITIES)))
    ]


def test_outages_refusals_and_changes_are_not_a_quiet_half_hour() -> None:
    def failing(status_line: str, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        fetched(Brreg(UPDATES, ENTITIES, faults=[(status_line, headers or {}, body)] * 3))

    with pytest.raises(SourceRefusedError, match="429"):
        failing("429 Too Many Requests", headers={"Retry-After": "7"})
    with stamina.set_testing(True, attempts=3, cap=True), pytest.raises(SourceUnreachableError, match="503"):
        failing("503 Service Unavailable")
    with pytest.raises(SourceChangedError, match="400"):
        failing("400 Bad Request")
    with pytest.raises(SourceChangedError, match="no page of updates"):
        failing("200 OK", b"{}")
    with pytest.raises(SourceChangedError, match="cut"):
        failing("200 OK", b'{"page":')
    with pytest.raises(SourceChangedError, match="behind 21000005"):
        fetched(Brreg(UPDATES, ENTITIES, ignores_id=True), "21000005")


def test_the_server_refuses_offsets_beyond_its_cap() -> None:
    """What fetch must never rely on: pages by number end at ten thousand rows."""
    with served(Brreg(UPDATES, ENTITIES)) as origin, session(origin) as web, pytest.raises(SourceChangedError):
        web.get(f"{API}/oppdateringer/enheter", params={"page": "10", "size": "1000"})


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({"underGjeldsforhandling": True}, "underGjeldsforhandling"),
        ({"konkurs": "ja"}, "neither true nor false"),
        ({"konkursdato": "i går"}, "i går"),
        ({"navn": None}, "without number or name"),
        ({"organisasjonsform": "AS"}, "organisasjonsform"),
        ({"forretningsadresse": []}, None),
        ({"forretningsadresse": {"adresse": "vei"}}, "adresse"),
    ],
)
def test_what_was_never_seen_is_named(members: dict[str, Any], named: str | None) -> None:
    if named is None:
        assert entity(**members) == []
    else:
        with pytest.raises(SourceChangedError, match=named):
            entity(**members)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted({*ENTITIES[0], *status.MEMBERS, "slettedato"})), value=JSON)
def test_any_value_in_any_member_raises_named_errors_only(name: str, value: Any) -> None:
    with suppress(SourceError):
        entity(**{name: value})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted({*UPDATES[0]})), value=JSON)
def test_any_value_in_any_update_raises_named_errors_only(name: str, value: Any) -> None:
    page = {"_embedded": {"oppdaterteEnheter": [{**UPDATES[0], name: value}]}, "page": {}}
    with suppress(SourceError):
        list(no.parse(document(no.REGISTER.name, json.dumps(page).encode(), "application/json")))


@real
def test_real_payloads() -> None:
    """Three payloads, all read: an entity without flags, a deleted one, a page of the sister feed."""
    (whole,) = REAL.glob("enhet-[0-9]*.json")
    assert parsed(no.REGISTER.name, whole) == []
    (deleted,) = parsed(no.REGISTER.name, REAL / "enhet-slettet-shape.json")
    assert (deleted.event_kind, deleted.original_kind) == (EventKind.UNCLASSIFIED, "slettedato")
    page = parsed(no.REGISTER.name, REAL / "oppdateringer-underenheter-2022-07-05.json")
    assert [one.original_kind for one in page] == ["Fjernet"]
    flagged = json.loads(whole.read_text()) | {"konkurs": True}
    (notice,) = no.parse(document(no.REGISTER.name, json.dumps(flagged).encode()))
    assert [identifier.scheme.value for identifier in notice.debtor_identifiers] == ["no_orgnr"]
    assert notice.debtor_postal_address is not None
