"""The feeds of US bankruptcy courts held against recordings: our own, and the real one of ../shared where it is."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import SourceChangedError, SourceError, SourceUnreachableError
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.registers import us_bankruptcy_rss as us
from chalicelib.registers.american.courts import WITH_FEED, WITHOUT_FEED, court_name
from chalicelib.registers.american.events import kind_of
from chalicelib.registers.american.feed import Feed
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, SHARED, days, document, kinds
from tests.contract.servers.loopback import served
from tests.contract.servers.us_courts import UsCourts

FEED = (HERE / "us_bankruptcy_rss" / "nyeb.xml").read_bytes()
REAL = SHARED / "us-pacer-recap"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")


def read(content: bytes = FEED) -> list[InsolvencyNotice]:
    return list(us.parse(document("us_bankruptcy_rss", content, "application/rss+xml")))


def fetched(app: UsCourts) -> list[Document]:
    with served(app) as local:
        replaced = dict.fromkeys(us.REGISTER.origins, f"{local}/*")
        web = Web(
            "us_bankruptcy_rss", us.REGISTER.origins, now=NOW, replaced_origins=replaced, seconds_between_requests=0
        )
        with web:
            return list(us.fetch(web, days("2026-09-15")))


def test_a_petition_field_by_field() -> None:
    petition = read()[0]
    assert (petition.event_kind, petition.proceeding_kind) == (EventKind.OPENED_SELF_ADMIN, "chapter 11")
    assert (petition.debtor_name, petition.debtor_kind) == ("Pebblewick Café Holdings LLC", DebtorKind.ORGANISATION)
    assert petition.court == "U.S. Bankruptcy Court, Eastern District of New York"
    assert petition.case_number == "26-99001"
    assert petition.publication_date == date(2026, 9, 15)  # in New York it is still the day before
    assert petition.source_url == "https://ecf.nyeb.uscourts.gov/cgi-bin/DktRpt.pl?990001"
    assert [one.field for one in petition.omissions] == ["opening_date", "claim_deadline"]


def test_what_happens_to_companies_and_traders_is_told_and_papers_are_not() -> None:
    found = read()
    assert kinds(found) == {
        "OPENED_SELF_ADMIN": 1,
        "HEARING_OR_DEADLINE_SET": 1,
        "CONVERTED": 1,
        "PETITION_FILED": 1,
        "UNCLASSIFIED": 1,
    }
    assert len({one.publication_id for one in found}) == 5  # two entries of the feed share one guid
    converted, trader = found[2], found[3]
    assert (converted.practitioner_name, converted.practitioner_role) == ("Erika P. Exampleton", "trustee")
    assert converted.debtor_aliases == ("Larkspur Deli",)
    assert (trader.debtor_kind, trader.debtor_name, trader.debtor_aliases) == (
        DebtorKind.PERSON,
        "Perry Tinker",
        ("Tinker Plumbing",),
    )
    assert found[4].original_kind == "Something [Quite] New"
    assert found[0].proceedings_id == found[1].proceedings_id != converted.proceedings_id


@pytest.mark.parametrize(
    ("event", "chapter", "kind"),
    [
        ("Voluntary Petition (Chapter 7)", "7", EventKind.OPENED),
        ("Chapter 11 Voluntary Petition", "11", EventKind.OPENED_SELF_ADMIN),
        ("Voluntary Petition (Chapter 9)", "9", EventKind.PETITION_FILED),
        ("Chapter 15 Petition for Recognition of Foreign Proceeding", "15", EventKind.PETITION_FILED),
        ("Amended Voluntary Petition", "7", None),
        ("Order for Relief", "7", EventKind.OPENED),
        ("Order Converting Case to Chapter 7", "7", EventKind.CONVERTED),
        ("Motion to Convert Case to Chapter 7", "11", None),
        ("Order Dismissing Case", "11", EventKind.MEASURES_LIFTED),
        ("Order on Motion to Dismiss Case", "11", EventKind.UNCLASSIFIED),
        ("Close Bankruptcy Case", "7", EventKind.CLOSED_LIFTED),
        ("Final Decree", "11", EventKind.CLOSED_LIFTED),
        ("Notice of Assets & Request for Notice to Creditors", "7", EventKind.HEARING_OR_DEADLINE_SET),
        ("Chapter 7 Trustee's Report of No Distribution", "7", EventKind.ASSETS_INSUFFICIENT),
        ("Appointment of Chapter 11 Trustee", "11", EventKind.PRACTITIONER_APPOINTED),
        ("Application to Employ", "11", None),
        ("", "11", EventKind.UNCLASSIFIED),
    ],
)
def test_the_words_of_entries(event: str, chapter: str, kind: EventKind | None) -> None:
    assert kind_of(event, chapter) is kind


def test_every_court_is_asked_and_persons_are_not_kept() -> None:
    app = UsCourts({"nyeb": FEED})
    documents = fetched(app)
    assert len(documents) == len(WITH_FEED) == 88
    assert sorted(app.requests) == sorted(WITH_FEED)
    mine = next(one for one in documents if "nyeb" in one.url)
    for person in (b"Otto Sample", b"Wanda"):
        assert person in FEED
        assert person not in mine.content
    assert [one.id for one in us.parse(mine)] == [one.id for one in read()]


def test_a_court_that_is_down_hides_no_other_and_is_told() -> None:
    app = UsCourts({"nyeb": FEED}, down=["akb"], changed=["wyb"])
    with served(app) as local:
        replaced = dict.fromkeys(us.REGISTER.origins, f"{local}/*")
        web = Web(
            "us_bankruptcy_rss", us.REGISTER.origins, now=NOW, replaced_origins=replaced, seconds_between_requests=0
        )
        with web:
            documents = us.fetch(web, days("2026-09-15"))
            assert len([next(documents) for _ in range(86)]) == 86
            with pytest.raises(SourceUnreachableError, match=r"2 of 88 courts.*akb.*503"):
                next(documents)


def test_who_is_cut_off_does_not_ask_every_court() -> None:
    app = UsCourts({}, down=WITH_FEED[3:])
    with pytest.raises(SourceUnreachableError, match="5 courts in a row"):
        fetched(app)
    assert len(app.requests) == 3 + 5


def test_other_forms_are_named_and_what_came_before_is_kept() -> None:
    for content, named in {
        FEED[:-60]: "XML",
        FEED.replace(b"ecf.nyeb", b"ecf.zzzb"): "known court",
        b"<rss/>": "known court",
        FEED.replace(b"<rss ", b'<!DOCTYPE rss [<!ENTITY e "x">]><rss '): "document type",
    }.items():
        with pytest.raises(SourceChangedError, match=named):
            read(content)
    novel = FEED.replace(b"Type: bk Office: 1 Chapter: 11  [Motion", b"Kind of case: bk [Motion")
    assert b"Quillmore Trucking" in (Feed(novel).without_persons() or b"")
    with pytest.raises(SourceChangedError, match="description"):
        read(novel)
    notices = us.parse(document("us_bankruptcy_rss", FEED.replace(b"?990002-40<", b"?none<")))
    assert [next(notices).event_kind, next(notices).event_kind] == [
        EventKind.OPENED_SELF_ADMIN,
        EventKind.HEARING_OR_DEADLINE_SET,
    ]
    with pytest.raises(SourceChangedError, match="another title, description or guid"):
        list(notices)


def test_odd_entries_swallow_no_other() -> None:
    odd = (
        FEED.replace(b"?990001-1<", b"?none<", 1)
        .replace(b"<title>1-26-99002", b"<title>Case 2")
        .replace(b"Tue, 15 Sep 2026 17:38:00 GMT", b"Fri, 31 Dec 9999 23:00:00 -0900")
    )
    found: list[EventKind] = []
    with pytest.raises(SourceChangedError, match="3 of 9 entries, the first: an item of nyeb"):
        found.extend(one.event_kind for one in us.parse(document("us_bankruptcy_rss", odd)))
    assert found == [EventKind.HEARING_OR_DEADLINE_SET, EventKind.UNCLASSIFIED]


def test_a_petition_s_name_says_whose_it_is() -> None:
    for said, kept in {b"for Non-Individual": True, b"for Individual": False}.items():
        of_person = FEED.replace(b"Otto Sample and Olga Sample", b"Pebblewick").replace(
            b"[Voluntary Petition (Chapter 7)]", b"[Chapter 7 Voluntary Petition " + said + b"]"
        )
        stored = Feed(of_person).without_persons() or b""
        assert (b"<title>1-26-99003-xy Pebblewick" in stored) is kept
        assert ([one.debtor_name for one in read(stored)].count("Pebblewick") == 1) is kept


def test_every_court_has_a_name_of_its_own() -> None:
    names = {court_name(court) for court in (*WITH_FEED, *WITHOUT_FEED)}
    assert None not in names
    assert len(names) == 94


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_raises_named_errors_only(data: st.DataObject) -> None:
    content = bytearray(FEED)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        read(bytes(content))


@real
def test_the_real_feed() -> None:
    """Seven recorded entries of company cases: six are papers of a running case, one says that a case was closed."""
    content = (REAL / "rss-nysb-2018-04-19-companies.xml").read_bytes()
    items = list(Feed(content).items())
    assert len(items) == 7
    assert Feed(content).without_persons() is None  # every one is recognised as an organisation's
    assert kinds(read(content)) == {"CLOSED_LIFTED": 1}
    assert sum(1 for one in items if one.trustee) == 3
