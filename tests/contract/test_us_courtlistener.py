"""CourtListener's dockets held against recordings: our own, and the values of real ones of ../shared."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import (
    CredentialsMissingError,
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    TooManyHitsError,
)
from chalicelib.model.document import Document
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.registers import us_bankruptcy_rss
from chalicelib.registers import us_courtlistener as archive
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, SHARED, by_id, days, document, kinds
from tests.contract.servers.courtlistener import CourtListener
from tests.contract.servers.loopback import served

OWN = (HERE / "us_courtlistener" / "dockets.json").read_bytes()
DOCKETS: list[dict[str, Any]] = json.loads(OWN)["results"]
REAL = SHARED / "us-pacer-recap"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")


def read(*dockets: dict[str, Any]) -> list[InsolvencyNotice]:
    content = json.dumps({"results": dockets}).encode() if dockets else OWN
    return list(archive.parse(document("us_courtlistener", content, "application/json")))


def fetched(app: CourtListener, token: str | None = "t0ken") -> list[Document]:  # noqa: S107 - a test's own
    (origin,) = archive.REGISTER.origins
    with (
        served(app) as local,
        Web(
            "us_courtlistener",
            (origin,),
            now=NOW,
            replaced_origins={origin: local},
            seconds_between_requests=0,
            auth={"token": (token, "")} if token else None,
        ) as web,
    ):
        return list(archive.fetch(web, days("2026-09-15")))


def test_every_fact_of_a_docket_is_a_notice() -> None:
    found = by_id(read())
    assert {key: one.event_kind.value for key, one in found.items()} == {
        "99000001-filed-11": "OPENED_SELF_ADMIN",
        "99000001-claims-2026-12-01": "HEARING_OR_DEADLINE_SET",
        "99000002-filed-7": "OPENED",
        "99000002-converted-2026-09-20": "CONVERTED",
        "99000002-debtor_dismissed-2026-10-28": "MEASURES_LIFTED",
        "99000002-terminated-2026-10-30": "CLOSED_LIFTED",
        "99000004-filed-unknown": "PETITION_FILED",
    }
    first = found["99000001-filed-11"]
    assert (first.opening_date, first.claim_deadline) == (date(2026, 9, 15), date(2026, 12, 1))
    assert first.source_url == "https://www.courtlistener.com/docket/99000001/pebblewick-cafe-holdings-llc/"
    assert found["99000002-filed-7"].practitioner_name == "Erika P. Exampleton"
    assert found["99000002-terminated-2026-10-30"].closing_date == date(2026, 10, 30)
    assert "proceeding_kind" in {one.field for one in found["99000004-filed-unknown"].omissions}


def test_the_archive_and_the_courts_feed_speak_of_one_case() -> None:
    content = (HERE / "us_bankruptcy_rss" / "nyeb.xml").read_bytes()
    of_feed = next(us_bankruptcy_rss.parse(document("us_bankruptcy_rss", content)))
    of_docket = read()[0]
    assert of_feed.debtor_name == of_docket.debtor_name
    assert of_feed.proceedings_id == of_docket.proceedings_id


def test_pages_are_followed_and_persons_are_not_kept() -> None:
    app = CourtListener(DOCKETS, size=2)
    documents = fetched(app)
    assert len(documents) == 2  # the third page holds a dispute alone
    assert b"Otto Sample" not in b"".join(one.content for one in documents)
    assert app.requests[0]["court__jurisdiction"] == "FB"
    assert [query.get("cursor") for query in app.requests] == [None, "2", "4"]
    assert sum(len(list(archive.parse(one))) for one in documents) == 7


def test_a_wrong_token_no_token_and_pages_without_end_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceRefusedError, match="401"):
        fetched(CourtListener(DOCKETS, token="another"))
    with pytest.raises(CredentialsMissingError, match="token"):
        fetched(CourtListener(DOCKETS), token=None)
    monkeypatch.setattr(archive, "_MOST_PAGES", 3)
    with pytest.raises(TooManyHitsError, match="3 pages"):
        fetched(CourtListener(DOCKETS, size=1, endless=True))
    with pytest.raises(SourceChangedError, match="outside the declared origins"):
        fetched(CourtListener(DOCKETS, size=1, origin="https://elsewhere.example"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"court_id": "zzzb"}, "unknown court"),
        ({"date_filed": "15/09/2026"}, "date_filed"),
        ({"id": None}, "id"),
        ({"docket_number": "Case no. 7"}, "docket_number 'Case no. 7'"),
        ({"bankruptcy_information": ["x"]}, "bankruptcy_information is a list"),
    ],
)
def test_what_was_never_seen_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(SourceChangedError, match=named):
        read(DOCKETS[0] | change)
    with pytest.raises(SourceChangedError, match="JSON"):
        list(archive.parse(document("us_courtlistener", OWN[:-20])))
    with pytest.raises(SourceChangedError, match="results"):
        list(archive.parse(document("us_courtlistener", b'{"detail": "Throttled"}')))


def test_an_odd_docket_swallows_no_other() -> None:
    found: list[str] = []
    odd = DOCKETS[0] | {"court_id": "zzzb", "id": 7}
    content = json.dumps({"results": [odd, {"docket_number": "?", "case_name": "Odd Inc."}, *DOCKETS]}).encode()
    with pytest.raises(SourceChangedError, match=rf"2 of {len(DOCKETS) + 2} dockets, the first: unknown court"):
        found.extend(one.id for one in archive.parse(document("us_courtlistener", content)))
    assert found == [one.id for one in read()]


def test_titles_as_courts_print_them() -> None:
    (first, *_) = read(DOCKETS[0] | {"case_name": "In re: Foo Inc.", "docket_number": "26-10001 (SHL)"})
    assert (first.debtor_name, first.case_number) == ("Foo Inc.", "26-10001")
    dispute = DOCKETS[0] | {"case_name": "Foo Inc. v. Otto Sample", "docket_number": "26-01077"}
    assert read(dispute) == []
    assert fetched(CourtListener([dispute])) == []


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_raises_named_errors_only(data: st.DataObject) -> None:
    content = bytearray(OWN)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(archive.parse(document("us_courtlistener", bytes(content))))


@real
def test_values_of_real_dockets() -> None:
    """Seven dockets as the archive's own reader took them from the courts: the members that the API passes on."""
    files = sorted(REAL.glob("docket-*.json"))
    assert len(files) == 7
    dockets = []
    for number, path in enumerate(files, start=1):
        found = json.loads(path.read_text())
        trustees = [party["name"] for party in found["parties"] if party["type"] == "Trustee"]
        detail = {"trustee_str": (trustees or [""])[0], "date_converted": found["date_converted"], "chapter": ""}
        wanted = ("court_id", "docket_number", "case_name", "date_filed", "date_terminated")
        dockets.append({name: found[name] for name in wanted} | {"id": number, "bankruptcy_information": detail})
    notices = read(*dockets)
    assert kinds(notices) == {"PETITION_FILED": 7, "CONVERTED": 1, "CLOSED_LIFTED": 3}
    assert len({one.proceedings_id for one in notices}) == 7
    assert sum(1 for one in notices if one.practitioner_name and one.event_kind is EventKind.PETITION_FILED) == 4
