"""Companies House held against recordings: our own, and the real ones of ../shared where they are."""

import csv
import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
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
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.registers import gb_companies_house as gb
from chalicelib.registers.british import case_types
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, SHARED, as_label, days, document, kinds, labels, parsed
from tests.contract.servers.companies_house import CompaniesHouse
from tests.contract.servers.loopback import served

OWN = HERE / "gb_companies_house"
REAL = SHARED / "gb-companies-house"
STREAM_FILE = "stream-insolvency-cases-2021-01-25.ndjson"
REST_URL = "https://api.company-information.service.gov.uk/company/99900003/insolvency"
NDJSON = "application/x-ndjson"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")
EVENTS: list[dict[str, Any]] = [json.loads(line) for line in (OWN / "stream.ndjson").read_text().splitlines()]


def read(*events: Any) -> list[InsolvencyNotice]:
    content = "\n".join(json.dumps(event) for event in events).encode()
    return list(gb.parse(document(gb.REGISTER.name, content, NDJSON)))


def case_event(**case: Any) -> dict[str, Any]:
    return {**EVENTS[0], "data": {"cases": [{"number": "1", "type": "compulsory-liquidation", **case}], "etag": "x"}}


def test_every_event_kind_of_the_recording() -> None:
    notices = parsed(gb.REGISTER.name, OWN / "stream.ndjson", NDJSON)
    assert [(notice.case_number, notice.event_kind.value) for notice in notices] == [
        ("99900001/1", "OPENED"),
        ("99900001/1", "OPENED"),
        ("99900001/1", "OPENED"),
        ("99900001/1", "OPENED"),
        ("SC999002/1", "SOLVENT_LIQUIDATION"),
        ("99900003/1", "CLOSED_LIFTED"),
        ("99900003/2", "PETITION_FILED"),
        ("99900004/1", "RESTRUCTURING"),
        ("99900004/1", "UNCLASSIFIED"),
        ("99900001/1", "CANCELLATION"),
        (None, "CANCELLATION"),
    ]


def test_a_case_being_keyed_is_new_until_only_the_etag_changes() -> None:
    keyed, dated, full, again = read(*EVENTS[:4])
    assert len({keyed.id, dated.id, full.id}) == 3
    assert again.id == full.id
    assert EVENTS[2]["data"]["etag"] != EVENTS[3]["data"]["etag"]


def test_notice_field_by_field() -> None:
    (notice,) = read(EVENTS[2])
    assert (notice.debtor_name, notice.debtor_reg_no) == ("company 99900001", "99900001")
    assert [omission.field for omission in notice.omissions] == ["debtor_name"]
    assert [identifier.key for identifier in notice.debtor_identifiers] == ["gb_company:99900001"]
    assert (notice.publication_date, notice.opening_date) == (date(2026, 9, 15), date(2026, 9, 10))
    assert (notice.practitioner_name, notice.practitioner_role) == ("Edmund Harcastle", "practitioner")
    assert notice.practitioner_address is not None
    assert notice.practitioner_address.one_line() == "Harrow House, 12 Quay Street, BS1 0ZZ Bristol"
    assert [(one.name, one.role) for one in notice.further_practitioners] == [
        ("Priya Wethersby", "proposed-liquidator")
    ]
    assert notice.source_url == "https://api.company-information.service.gov.uk/company/99900001/insolvency"


def test_a_deleted_case_cancels_the_state_that_it_repeats() -> None:
    (state,), (deleted,), (all_deleted,) = read(EVENTS[2]), read(EVENTS[8]), read(EVENTS[9])
    assert deleted.cancels == state.publication_id
    assert all_deleted.cancels is None
    assert "cancels" in {omission.field for omission in all_deleted.omissions}


def test_rest_gives_the_same_notices_as_the_stream() -> None:
    path = OWN / "company-99900003-insolvency.json"
    from_rest = parsed(gb.REGISTER.name, path, "application/json", REST_URL)
    assert [notice.id for notice in from_rest] == [notice.id for notice in read(EVENTS[5])]
    assert {notice.publication_date for notice in from_rest} == {NOW.date()}
    out_of_context = parsed(gb.REGISTER.name, path, "application/json")
    assert {notice.debtor_identifiers for notice in out_of_context} == {()}
    assert {notice.debtor_name for notice in out_of_context} == {"company unknown"}


def test_ends_in_the_future_have_not_happened() -> None:
    starts = {"type": "administration-started-on", "date": "2026-01-01"}
    (running,) = read(
        case_event(type="in-administration", dates=[starts, {"type": "dissolved-on", "date": "2027-01-01"}])
    )
    assert (running.event_kind, running.closing_date) == (EventKind.OPENED, None)


def test_an_unknown_type_of_date_is_for_a_person() -> None:
    (notice,) = read(case_event(dates=[{"type": "moved-on", "date": "2026-01-01"}]))
    assert notice.event_kind is EventKind.UNCLASSIFIED
    assert "moved-on" in next(omission.reason for omission in notice.omissions if omission.field == "event_kind")


def test_a_practitioner_who_ceased_to_act_is_not_the_contact() -> None:
    gone = {"name": "Olaf Grindle", "ceased_to_act_on": "2026-09-01"}
    (notice,) = read(case_event(practitioners=[gone]))
    assert (notice.practitioner_name, notice.further_practitioners) == (None, ())


@pytest.mark.parametrize(
    ("event", "named"),
    [
        ({**EVENTS[0], "novel": 1}, "novel"),
        ({**EVENTS[0], "resource_kind": "company-profile"}, "company-profile"),
        ({**EVENTS[0], "event": {**EVENTS[0]["event"], "type": "merged"}}, "merged"),
        ({**EVENTS[0], "event": {**EVENTS[0]["event"], "published_at": "yesterday"}}, "yesterday"),
        ({**EVENTS[0], "data": {"cases": "none"}}, "cases"),
        (case_event(court="Leeds"), "court"),
        (case_event(dates=[{"type": "wound-up-on", "date": "soon"}]), "soon"),
        (case_event(practitioners=[{"name": "A", "phone": "1"}]), "phone"),
        (case_event(practitioners=[{"role": "x"}]), "without a name"),
        (case_event(links={"self": "x"}), "self"),
        (case_event(notes=[1]), "notes"),
    ],
)
def test_what_was_never_seen_is_named(event: dict[str, Any], named: str) -> None:
    with pytest.raises(SourceChangedError, match=named):
        read(event)


def test_a_cut_line_is_an_error() -> None:
    content = (OWN / "stream.ndjson").read_bytes()[:-30]
    with pytest.raises(SourceChangedError, match="cut"):
        list(gb.parse(document(gb.REGISTER.name, content, NDJSON)))


def session(origin: str, key: str = "stream-key") -> Web:
    return Web(
        gb.REGISTER.name,
        gb.REGISTER.origins,
        now=NOW,
        replaced_origins=dict.fromkeys(gb.REGISTER.origins, origin),
        seconds_between_requests=0,
        auth={gb.STREAM: (key, ""), gb.REST: ("rest-key", "")},
    )


def fetched(app: CompaniesHouse, cursor: str | None = None, key: str = "stream-key") -> list[Document]:
    with served(app) as origin, session(origin, key) as web:
        return list(gb.fetch(web, days("2026-09-15", cursor=cursor)))


def test_fetch_resumes_behind_the_cursor_and_leaves_heartbeats_out() -> None:
    app = CompaniesHouse(EVENTS)
    (first,) = fetched(app, "700107")
    assert app.requests == ["/insolvency-cases?timepoint=700108"]
    assert (first.cursor, first.media_type) == ("700110", NDJSON)
    assert [json.loads(line) for line in first.content.splitlines()] == EVENTS[7:]
    assert fetched(app, "700110") == []


def test_fetch_without_a_cursor_takes_what_is_live_in_documents_of_bounded_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gb, "_EVENTS_A_DOCUMENT", 4)
    app = CompaniesHouse(EVENTS)
    documents = fetched(app)
    assert app.requests == ["/insolvency-cases"]
    assert [one.cursor for one in documents] == ["700104", "700108", "700110"]


def test_fetch_closes_a_stream_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gb, "STREAM_SECONDS", 0.3)
    (only,) = fetched(CompaniesHouse(EVENTS[:2], seconds=20))
    assert only.cursor == "700102"


def test_a_line_cut_with_the_connection_comes_again_next_time() -> None:
    (cut,) = fetched(CompaniesHouse(EVENTS[:3], cut_last_line=40))
    assert cut.cursor == "700102"
    assert len(list(gb.parse(cut))) == 2
    (rest,) = fetched(CompaniesHouse(EVENTS[:3]), cut.cursor)
    assert json.loads(rest.content) == EVENTS[2]


def test_an_event_nobody_understands_is_delivered_so_that_it_is_kept() -> None:
    (only,) = fetched(CompaniesHouse([{**EVENTS[0], "novel": 1}, EVENTS[1]]))
    assert only.cursor == "700102"
    with pytest.raises(SourceChangedError, match="novel"):
        list(gb.parse(only))


def test_line_separators_inside_a_name_do_not_break_the_line() -> None:
    odd = case_event(practitioners=[{"name": "Ada\u2028Line\u0085Break"}])
    (only,) = fetched(CompaniesHouse([odd]))
    (notice,) = gb.parse(only)
    assert notice.practitioner_name == "Ada\u2028Line\u0085Break"


def test_an_old_cursor_is_a_gap_that_is_told_after_what_is_live() -> None:
    app = CompaniesHouse(EVENTS)
    with served(app) as origin, session(origin) as web:
        documents = gb.fetch(web, days("2026-09-15", cursor="700000"))
        assert next(documents).cursor == "700110"
        with pytest.raises(TooManyHitsError, match="timepoint 700001: events since then are missing"):
            next(documents)
    assert app.requests == ["/insolvency-cases?timepoint=700001", "/insolvency-cases"]


def test_reconciling_asks_for_known_companies_only_and_skips_those_without_cases() -> None:
    app = CompaniesHouse(EVENTS, {"99900003": json.loads((OWN / "company-99900003-insolvency.json").read_text())})
    with served(app) as origin, session(origin) as web:
        (only,) = gb.reconcile(web, ["99900003", "99900009"])
    assert app.requests == ["/company/99900003/insolvency", "/company/99900009/insolvency"]
    assert [notice.id for notice in gb.parse(only)] == [notice.id for notice in read(EVENTS[5])]


def test_refusals_and_outages_are_not_a_quiet_minute() -> None:
    with pytest.raises(SourceRefusedError, match="401"):
        fetched(CompaniesHouse(EVENTS), key="rest-key")
    with pytest.raises(SourceRefusedError) as refused:
        fetched(CompaniesHouse(EVENTS, faults=[("429 Too Many Requests", {"Retry-After": "60"}, b"")]))
    assert refused.value.retry_after_seconds == 60
    with pytest.raises(SourceUnreachableError, match="502"):
        fetched(CompaniesHouse(EVENTS, faults=[("502 Bad Gateway", {}, b"")]))
    with pytest.raises(SourceChangedError, match="no timepoint"):
        fetched(CompaniesHouse(EVENTS, faults=[("416 Range Not Satisfiable", {}, b"")]))
    with session("http://127.0.0.1:9") as web, pytest.raises(SourceUnreachableError):
        list(gb.fetch(web, days("2026-09-15")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_raises_named_errors_only(data: st.DataObject) -> None:
    content = bytearray((OWN / "stream.ndjson").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(gb.parse(document(gb.REGISTER.name, bytes(content), data.draw(st.sampled_from(["", NDJSON])))))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(["number", "type", "dates", "practitioners", "notes", "links"]), value=JSON)
def test_any_value_in_any_member_raises_named_errors_only(name: str, value: Any) -> None:
    with suppress(SourceError):
        read(case_event(**{name: value}))


@real
def test_every_listed_case_and_date_type_is_mapped() -> None:
    listed = list(csv.DictReader((REAL / "insolvency-enumerations.csv").read_text().splitlines()))
    types = [row["value"] for row in listed if row["list"] == "insolvency_case_type"]
    dates = [row["value"] for row in listed if row["list"] == "insolvency_case_date_type"]
    assert (len(types), len(dates)) == (22, 15)
    for kind in types:
        for name in dates:
            facts = case_types.read({"type": kind, "dates": [{"type": name, "date": "2026-01-01"}]}, NOW.date())
            assert not [omission for omission in facts.omissions if omission.field == "event_kind"]


@real
def test_real_stream_and_rest() -> None:
    notices = parsed(gb.REGISTER.name, REAL / STREAM_FILE, NDJSON)
    assert kinds(notices) == {"SOLVENT_LIQUIDATION": 10, "OPENED": 5}
    assert len({notice.id for notice in notices}) == 12  # three events changed nothing but the etag
    found = {notice.publication_id: as_label(notice, STREAM_FILE) for notice in notices}
    for label in labels(gb.REGISTER.name):
        assert found[label["id"]] == label
    (rest,) = parsed(gb.REGISTER.name, REAL / "rest-company-insolvency-captured.json", "application/json", REST_URL)
    assert (rest.event_kind, rest.opening_date, rest.closing_date) == (
        EventKind.CLOSED_LIFTED,
        date(2012, 1, 30),
        date(2013, 1, 22),
    )
    assert rest.further_practitioners == ()
    official = REAL / "internal-document-shape-official-test.json"
    (shape,) = parsed(gb.REGISTER.name, official, "application/json", REST_URL)
    assert (shape.event_kind, shape.opening_date) == (EventKind.OPENED, date(2022, 1, 1))
