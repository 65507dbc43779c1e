"""The Gazette held against recordings: our own, and the real ones of ../shared where they are."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, time
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
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.model.register import Window
from chalicelib.registers import gb_gazette as gazette
from chalicelib.registers.gazette.categories import meaning
from chalicelib.web import Web
from tests.contract.recordings import HERE, SHARED, by_id, days, document
from tests.contract.servers.gazette import FEED, Gazette
from tests.contract.servers.loopback import served

OWN = HERE / "gb_gazette"
REAL = SHARED / "gb-gazette"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")
RECORDED = (OWN / "feed-2026-09-15.json").read_bytes()
ENTRIES: list[dict[str, Any]] = json.loads(RECORDED)["entry"]
PAGES = {path.stem.removeprefix("notice-"): path.read_bytes() for path in OWN.glob("notice-*.xml")}
MVL = ("2431", "2432", "2433", "2434", "2435")
LIQUIDATION = (
    "Resolutions for Winding-up",
    "Appointment of Liquidators",
    "Notices to Creditors",
    "Annual Liquidation Meetings",
    "Final Meetings",
    "Meetings of Creditors",
    "Notice of Intended Dividend",
    "Notices of Dividends",
)
MIDDAY = datetime(2026, 9, 15, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 9, 15, 20, 30, tzinfo=UTC)  # 21:30 in London


def read(content: bytes) -> list[InsolvencyNotice]:
    return list(gazette.parse(document("gb_gazette", content, "application/json")))


def page(notice_id: str, content: bytes | None = None, **entry: Any) -> list[InsolvencyNotice]:
    found = next(one for one in ENTRIES if one["id"].endswith(notice_id)) | entry
    one = document("gb_gazette", content or PAGES[notice_id], "application/xhtml+xml")
    return list(gazette.parse(one.model_copy(update={"attributes": {"entry": json.dumps(found)}})))


def fetched(app: Gazette, now: datetime = MIDDAY, window: Window | None = None, pause: float = 0) -> list[Document]:
    (origin,) = gazette.REGISTER.origins
    with (
        served(app) as local,
        Web("gb_gazette", (origin,), now=now, replaced_origins={origin: local}, seconds_between_requests=pause) as web,
    ):
        return list(gazette.fetch(web, window or days("2026-09-15")))


def test_a_petition_field_by_field() -> None:
    (notice,) = page("9900001")
    assert (notice.event_kind, notice.publication_id) == (EventKind.PETITION_FILED, "9900001")
    assert (notice.debtor_name, notice.debtor_aliases) == ("THISTLEWICK PALLETS LIMITED", ("Thistle Crates",))
    assert notice.debtor_kind is DebtorKind.ORGANISATION
    assert [one.key for one in notice.debtor_identifiers] == ["gb_company:00990001"]  # the page lost the zeros
    assert notice.court == "High Court of Justice, Business and Property Courts of England and Wales"
    assert notice.case_number == "CR-2026-990001"
    (hearing,) = notice.hearing_dates
    assert (hearing.date, hearing.time, hearing.place) == (date(2026, 10, 7), time(10, 30), "Rolls Building")
    assert notice.debtor_postal_address is not None
    assert notice.debtor_postal_address.one_line() == "Unit 4 Rushmere Way, NR99 9ZZ Norwich"
    assert notice.practitioner_name is None  # the petitioner's solicitor is none
    assert notice.publication_date == date(2026, 9, 15)
    assert "presented on Friday 21 August 2026" in notice.original_text
    assert notice.opening_date is None


def test_office_holders_and_former_names() -> None:
    (notice,) = page("9900004")
    assert notice.event_kind is EventKind.PRACTITIONER_APPOINTED
    assert notice.proceeding_kind == "creditors voluntary liquidation"
    assert (notice.practitioner_name, notice.practitioner_firm) == ("Rosalind Peverell", "Peverell Underhay LLP")
    assert (notice.practitioner_phone, notice.practitioner_email) == ("01904 990099", "cases@peverell.example")
    assert [one.name for one in notice.further_practitioners] == ["Tobias Underhay"]
    assert notice.debtor_aliases == ("Bramblecote Sash Windows Limited",)


def test_a_notice_about_two_companies_is_two_notices() -> None:
    found = by_id(page("9900005"))
    assert {key: one.debtor_reg_no for key, one in found.items()} == {"9900005": "99900005", "9900005-2": "99900015"}
    assert {one.case_number for one in found.values()} == {"990055 of 2026"}


def test_the_feed_alone_names_company_number_and_kind() -> None:
    found = by_id(read(RECORDED))
    assert {key: (one.event_kind.value, one.debtor_reg_no) for key, one in found.items()} == {
        "9900001": ("PETITION_FILED", None),
        "9900002": ("OPENED", "99900002"),
        "9900003": ("SOLVENT_LIQUIDATION", "SC990003"),
        "9900004": ("PRACTITIONER_APPOINTED", "99900002"),
        "9900005": ("OPENED", None),
        "9900006": ("MEASURES_LIFTED", "00990006"),
        "L-58990-990009": ("UNCLASSIFIED", "00990009"),
    }
    assert found["9900002"].debtor_name == "BRAMBLECOTE JOINERY LIMITED"
    assert found["L-58990-990009"].debtor_name == "HAZELRIGG MARINE PLC"  # the title is the category there
    assert [one.field for one in found["9900001"].omissions] == ["debtor_reg_no", "practitioner_name"]


@pytest.mark.parametrize(
    ("term", "code", "text", "kind"),
    [
        ("Petitions to Wind Up (Companies)", "2443", "", EventKind.PETITION_FILED),  # the words decide
        ("Appointment of Liquidators", "2432", "", EventKind.SOLVENT_LIQUIDATION),
        ("Appointment of Liquidators", "2454", "", EventKind.PRACTITIONER_APPOINTED),
        ("Appointment of Liquidators", "2431", "Creditors' Voluntary Liquidation", EventKind.UNCLASSIFIED),
        ("Appointment of Liquidators", "2443", "Members’ Voluntary Liquidation", EventKind.UNCLASSIFIED),
        ("Resolutions for Winding-up", "", "", EventKind.UNCLASSIFIED),
        ("Resolutions for Winding-up", "", "a creditors' voluntary winding up", EventKind.OPENED),
        ("Notices to Creditors", "2433", "", EventKind.SOLVENT_LIQUIDATION),
        ("Notices to Creditors", "2460", "", EventKind.HEARING_OR_DEADLINE_SET),
        ("Winding-Up Orders", "2452", "", EventKind.OPENED),
        ("Moratoria – Coming into Force", "2401", "", EventKind.RESTRUCTURING),
        ("Appointment of Provisional Liquidator", "2459", "", EventKind.PRELIM_MEASURES),
        ("Appointment of Provisional Liquidators", "", "", EventKind.PRELIM_MEASURES),
        ("Resolutions for Winding-up", "", "a Member's Voluntary Liquidation", EventKind.SOLVENT_LIQUIDATION),
        *[(term, code, "", EventKind.SOLVENT_LIQUIDATION) for code in MVL for term in LIQUIDATION],
        *[(term, "", "MEMBERS\u2019 VOLUNTARY LIQUIDATION", EventKind.SOLVENT_LIQUIDATION) for term in LIQUIDATION],
        ("Meetings of Creditors", "2442", "", EventKind.HEARING_OR_DEADLINE_SET),
        ("Notices of Intended Dividends", "2466", "", EventKind.HEARING_OR_DEADLINE_SET),
        ("Notices of Dividends", "2443", "", EventKind.DISTRIBUTION),
        ("Notice of Dividends", "2443", "a members' voluntary liquidation", EventKind.UNCLASSIFIED),
        ("Winding-Up Orders", "2452", "made while in members' voluntary liquidation", EventKind.OPENED),
        ("A Category of Tomorrow", "2499", "", EventKind.UNCLASSIFIED),
    ],
)
def test_the_words_of_the_category_decide_and_solvency_is_kept_apart(
    term: str, code: str, text: str, kind: EventKind
) -> None:
    assert meaning(term, code, text).kind is kind


def test_one_entry_is_an_object_and_none_is_missing() -> None:
    assert len(read(json.dumps({"f:total": "1", "entry": ENTRIES[1]}).encode())) == 1
    assert read(b'{"f:total": "0"}') == []
    with pytest.raises(SourceChangedError, match="no feed"):
        read(b'{"notice-type": {}}')


def test_a_withdrawn_notice_takes_back_what_it_said() -> None:
    (notice,) = read(json.dumps({"entry": ENTRIES[1] | {"f:status": "withdrawn"}}).encode())
    assert (notice.event_kind, notice.underlying_kind) == (EventKind.CANCELLATION, EventKind.OPENED)
    assert (notice.publication_id, notice.cancels) == ("9900002-withdrawn", "9900002")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"novel": "x"}, "novel"),
        ({"category": []}, "category/@term"),
        ({"category": "Petitions"}, "category is a str"),
        ({"id": "https://elsewhere.example/1"}, "entry id"),
        ({"published": "15 September 2026"}, "no date"),
        ({"f:status": "half-published"}, "half-published"),
        ({"title": ["x"]}, "title is a list"),
    ],
)
def test_what_was_never_seen_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(SourceChangedError, match=named):
        read(json.dumps({"entry": ENTRIES[1] | change}).encode())


def test_cut_answers_entities_and_pages_of_another_purpose_are_refused() -> None:
    with pytest.raises(SourceChangedError, match="JSON"):
        read(RECORDED[:-40])
    with pytest.raises(SourceChangedError, match="XHTML"):
        page("9900004", PAGES["9900004"][:-40])
    with pytest.raises(SourceChangedError, match="not a notice"):
        page("9900004", b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Cookies</p></body></html>")
    entity = b'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(SourceChangedError, match="entities"):
        page("9900001", PAGES["9900001"].replace(b"<!DOCTYPE html>", entity).replace(b"Creditor<", b"&e;<"))
    with pytest.raises(SourceChangedError, match="without what the feed said"):
        list(gazette.parse(document("gb_gazette", PAGES["9900001"], "application/xhtml+xml")))


def test_by_day_only_petitions_and_notices_without_number_are_read_whole() -> None:
    app = Gazette(ENTRIES, PAGES)
    documents = fetched(app)
    in_doubt = [f"/notice/{one}/data.xml" for one in ("9900001", "9900005", "L-58990-990009")]
    assert [path for path, _ in app.requests] == [FEED, *in_doubt]
    assert len(documents) == 7
    assert sum(len(list(gazette.parse(one))) for one in documents) == 8
    stored = b" ".join(one.content + json.dumps(dict(one.attributes)).encode() for one in documents)
    assert b"Quillfeather" not in stored
    assert b"Thrupp" not in stored


def test_at_night_every_notice_is_read_whole() -> None:
    pages = {one["id"].rsplit("/", 1)[1]: PAGES["9900004"] for one in ENTRIES} | PAGES
    app = Gazette(ENTRIES, pages)
    assert {one.media_type for one in fetched(app, NIGHT)} == {"application/xhtml+xml"}
    assert len(app.requests) == 1 + 7


def test_a_page_that_is_not_there_yet_leaves_the_feeds_words() -> None:
    documents = fetched(Gazette(ENTRIES, {}), NIGHT)
    assert len(documents) == 7
    assert {one.media_type for one in documents} == {"application/json"}
    with pytest.raises(SourceChangedError, match="404"):
        fetched(Gazette(ENTRIES, faults=[("404 Not Found", b"")]))


def test_known_notices_are_not_read_again() -> None:
    app = Gazette(ENTRIES, {one["id"].rsplit("/", 1)[1]: PAGES["9900004"] for one in ENTRIES} | PAGES)
    rows = frozenset(one.attributes["row_key"] for one in fetched(app, NIGHT))
    app.requests.clear()
    assert fetched(app, NIGHT, days("2026-09-15").model_copy(update={"known_rows": rows})) == []
    assert [path for path, _ in app.requests] == [FEED]


def test_pages_are_walked_until_the_total_even_when_the_last_holds_one() -> None:
    app = Gazette(ENTRIES, PAGES, largest_page=4)
    assert len(fetched(app)) == 7
    assert [query["results-page"] for path, query in app.requests if path == FEED] == ["1", "2", "3"]
    with pytest.raises(TooManyHitsError, match="9 of 700"):
        fetched(Gazette(ENTRIES, PAGES, total=700))


def test_refusals_are_said_in_words() -> None:
    with pytest.raises(SourceRefusedError, match=r"refuses this address.*data agreement"):
        fetched(Gazette(ENTRIES, PAGES, refused=True))
    with pytest.raises(SourceUnreachableError, match="nothing at all"):
        fetched(Gazette(ENTRIES, PAGES, faults=[("200 OK", b"")]))
    with pytest.raises(SourceRefusedError, match="429"):
        fetched(Gazette(ENTRIES, PAGES, limit=2))


def test_where_the_notices_alone_are_refused_the_feed_is_still_read() -> None:
    app = Gazette(ENTRIES, PAGES, pages_refused=True)
    (origin,) = gazette.REGISTER.origins
    documents: list[Document] = []
    with (
        served(app) as local,
        Web("gb_gazette", (origin,), now=NIGHT, replaced_origins={origin: local}, seconds_between_requests=0) as web,
        pytest.raises(SourceRefusedError, match="refuses this address"),
    ):
        documents.extend(gazette.fetch(web, days("2026-09-15")))
    assert len(documents) == 7
    assert len(app.requests) == 2


def test_the_pause_keeps_the_publishers_limit() -> None:
    assert 10 / gazette.REGISTER.seconds_between_requests <= 5


def test_both_british_registers_name_the_company_alike() -> None:
    """They print no common case number: only the company number joins their notices."""
    (notice,) = page("9900004")
    assert [one.key for one in notice.debtor_identifiers] == ["gb_company:99900002"]
    assert (notice.court, notice.case_number) == (None, None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_raises_named_errors_only(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from([RECORDED, *PAGES.values()]))
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        read(bytes(content)) if original is RECORDED else page("9900001", bytes(content))


@real
def test_real_entries() -> None:
    """The two corporate entries that were recorded; the third file is a state notice, which is not ours to read."""
    (resolution,) = read((REAL / "feed-entry-2431-2008-abridged.json").read_bytes())
    assert (resolution.publication_id, resolution.publication_date) == ("L-58635-471825", date(2008, 3, 10))
    assert resolution.event_kind is EventKind.SOLVENT_LIQUIDATION
    assert resolution.debtor_name != "company not named"
    state = REAL / "notice-feed-sample-2014.json"
    assert read(state.read_bytes()) == []
    entry = json.loads(state.read_text())["entry"][0] | {"f:notice-code": "2450"}
    assert read(json.dumps({"entry": entry}).encode())[0].event_kind is EventKind.UNCLASSIFIED
    taxonomy = json.loads((REAL / "notice-taxonomy-2450-sample.json").read_text())
    (section,) = taxonomy["notice-type"]["notice-type"]
    (kind,) = section["notice-type"]
    assert meaning(kind["@name"], kind["@code"], "").kind is EventKind.PETITION_FILED
