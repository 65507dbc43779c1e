"""ISIR held against our own recordings."""

from contextlib import suppress
from datetime import date

import pytest
import stamina
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import SourceChangedError, SourceError, SourceUnreachableError, TooManyHitsError
from chalicelib.model.address import PostalAddress
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.registers import cz_isir as cz
from chalicelib.registers.czech import event_types
from chalicelib.registers.questions import Question
from chalicelib.web import Web
from tests.builders import a_customer
from tests.contract.recordings import HERE, NOW, by_id, days, document
from tests.contract.servers.isir import Isir, event, fault, feed_answer
from tests.contract.servers.loopback import served

OWN = HERE / "cz_isir"
FEED, LOOK_UP = (OWN / "feed.xml").read_bytes(), (OWN / "look-up.xml").read_bytes()
BEFORE_ALL = "70000000"


def session(origin: str) -> Web:
    replaced = {cz.REGISTER.origins[0]: origin}
    return Web(cz.REGISTER.name, cz.REGISTER.origins, now=NOW, replaced_origins=replaced, seconds_between_requests=0)


def fetched(app: Isir, cursor: str | None = BEFORE_ALL) -> list[Document]:
    with served(app) as origin, session(origin) as web:
        return list(cz.fetch(web, days("2026-09-30", cursor=cursor)))


def by_name(name: str) -> Question:
    question = cz.look_up(a_customer(name=name, address=PostalAddress(country="CZ")))
    assert question is not None
    return question


def read(content: bytes) -> list[InsolvencyNotice]:
    return list(cz.parse(document(cz.REGISTER.name, content)))


@pytest.fixture(scope="module")
def page() -> Document:
    (only,) = fetched(Isir(FEED, LOOK_UP))
    return only


def test_every_case_of_the_recording(page: Document) -> None:
    assert [
        (one.publication_id, one.case_number, one.event_kind.value, one.debtor_reg_no) for one in cz.parse(page)
    ] == [
        ("70000001", "INS 901/2026", "PETITION_FILED", "99900017"),
        ("70000003", "INS 901/2026", "PETITION_FILED", "99900017"),
        ("70000008", "INS 903/2026", "OPENED", "99900025"),
        ("70000010", "INS 903/2026", "PRACTITIONER_APPOINTED", "99900025"),
        ("70000012", "INS 904/2026", "UNCLASSIFIED", "09900063"),
        ("70000014", "INS 906/2025", "CLOSED_LIFTED", "99900084"),
        ("70000015", "INS 907/2026", "OPENED", None),
        ("70000016", "INS 908/2020", "CANCELLATION", "99900041"),
        ("INS-905-2026-99900076-MYLNY-ZAP-E70000013", "INS 905/2026", "CANCELLATION", "99900076"),
        ("INS-910-2026-99900050-REORGANIZ", "INS 910/2026", "OPENED", "99900050"),
    ]


def test_notice_field_by_field(page: Document) -> None:
    found = by_id(list(cz.parse(page)))
    opened, appointed = found["70000008"], found["70000010"]
    assert (opened.debtor_name, opened.debtor_kind) == ("Pražská pohádková a.s.", DebtorKind.ORGANISATION)
    assert [identifier.key for identifier in opened.debtor_identifiers] == ["cz_ico:99900025"]
    assert (opened.court, opened.case_number) == ("Městský soud v Praze", "INS 903/2026")
    assert (opened.opening_date, opened.claim_deadline) == (date(2026, 9, 29), date(2026, 11, 30))
    assert opened.debtor_postal_address is not None
    assert opened.debtor_postal_address.one_line() == "Bájná 99, 180 00 Praha 8"
    assert opened.original_text.startswith("Usnesení o úpadku spojené s prohlášením konkursu\nKONKURS\nhttps://isir")
    assert opened.practitioner_name is None  # the event that names one came later
    assert appointed.practitioner_name == "Vzorná insolvenční v.o.s."
    assert opened.proceedings_id == appointed.proceedings_id
    closed = found["70000014"]
    assert (closed.court, closed.closing_date) == ("Krajský soud v Ostravě", date(2026, 9, 28))
    assert closed.publication_date == date(2026, 9, 30)  # half past ten in the evening of the 29th, UTC
    trader = found["70000012"]
    assert (trader.debtor_kind, trader.debtor_surname) == (DebtorKind.PERSON, "Truhlářský")
    assert trader.birth_date == date(1970, 10, 10)


def test_a_debtor_nobody_names_yet_is_said_to_be_unknown(page: Document) -> None:
    notice = by_id(list(cz.parse(page)))["70000015"]
    assert (notice.debtor_name, notice.debtor_identifiers) == ("debtor of INS 907/2026", ())
    assert [omission.field for omission in notice.omissions] == ["debtor_name"]


def test_a_debtor_who_became_known_is_told_with_the_next_poll() -> None:
    (before,) = fetched(Isir(FEED, LOOK_UP))
    assert fetched(Isir(FEED, LOOK_UP), before.cursor) == []
    row = LOOK_UP.partition(b"<data>")[2].partition(b"</data>")[0]
    known = row.replace(b"<bcVec>901<", b"<bcVec>907<").replace(b"NEVYRIZENA", "ÚPADEK".encode())
    app = Isir(FEED, LOOK_UP.replace(b"<data>", b"<data>" + known + b"</data><data>", 1))
    (found,) = fetched(app, before.cursor)
    (notice,) = cz.parse(found)
    assert (notice.case_number, notice.event_kind, notice.debtor_reg_no) == (
        "INS 907/2026",
        EventKind.OPENED,
        "99900017",
    )
    assert app.requests[0]["bcVec"] == "907"
    person = row.replace(b"<bcVec>901<", b"<bcVec>907<").replace(b"<ic>99900017</ic>", b"<rc>490212/9997</rc>")
    assert (
        fetched(Isir(FEED, LOOK_UP.replace(b"<data>", b"<data>" + person + b"</data><data>", 1)), before.cursor) == []
    )


def test_a_cursor_of_another_kind_is_refused() -> None:
    with pytest.raises(SourceChangedError, match="no event's id"):
        fetched(Isir(FEED, LOOK_UP), "70000018;somebody")


def test_persons_birth_numbers_and_creditors_are_not_kept(page: Document) -> None:
    kept = page.content.decode()
    for private in (
        "Neexistující",
        "Soukromá",
        "Smyšlený",
        "Výmyslová",
        "490212",
        "495212",
        "601231",
        "655101",
        "701010",
    ):
        assert private in FEED.decode() + LOOK_UP.decode()
        assert private not in kept
    assert "<rc>" not in kept
    assert "&lt;rc&gt;" not in kept
    assert "INS 902/2026" not in kept
    assert "INS 850/2026" not in kept  # a claim lodged by a creditor


def test_an_answer_as_the_register_gave_it_says_the_same_of_whom_it_names() -> None:
    notices = by_id(read(FEED))
    assert notices["70000001"].debtor_name == 'Ořechový mlýn "U Tří lip" # s.r.o.'
    assert notices["70000001"].court == "Krajský soud v Brně"
    assert "INS 902/2026" not in {one.case_number for one in notices.values()}


def test_the_state_is_rebuilt_in_the_order_of_ids(page: Document) -> None:
    (shuffled,) = fetched(Isir(FEED, LOOK_UP, newest_first=True))
    assert [one.model_dump() for one in cz.parse(shuffled)] == [
        one.model_copy(update={"payload": shuffled.digest}).model_dump() for one in cz.parse(page)
    ]


def test_fetch_walks_by_id_until_nothing_follows() -> None:
    app = Isir(FEED, LOOK_UP, most=7)
    documents = fetched(app)
    assert [one.cursor for one in documents] == ["70000007", "70000014", "70000018;INS 907/2026@70000015"]
    asked = [one["idPodnetu"] for one in app.requests if "idPodnetu" in one]
    assert asked == ["70000000", "70000007", "70000014", "70000018"]
    assert app.actions == {'""'}
    found = [notice.publication_id for one in documents for notice in cz.parse(one)]
    assert len(found) == len(set(found))
    assert fetched(Isir(FEED, LOOK_UP), "70000018") == []


def test_without_a_cursor_fetch_begins_at_the_last_id() -> None:
    app = Isir(FEED, LOOK_UP)
    (only,) = fetched(app, None)
    assert (only.cursor, list(cz.parse(only))) == ("70000018", [])
    assert [one["request"] for one in app.requests] == ["getIsirWsPublicPosledniIdDataRequest"]


def test_a_persons_case_that_names_its_debtor_costs_no_look_up() -> None:
    app = Isir(FEED, LOOK_UP)
    fetched(app)
    looked_up = [one["bcVec"] for one in app.requests if "bcVec" in one]
    assert "902" not in looked_up
    assert len(looked_up) == len(set(looked_up)) == 9


def test_an_event_nobody_understands_is_told_after_all_others() -> None:
    odd = event(id="70000019", novinka="1")
    (only,) = fetched(
        Isir(FEED.replace(b"</ns2:getIsirWsPublicData", f"{odd}</ns2:getIsirWsPublicData".encode()), LOOK_UP)
    )
    assert only.cursor == "70000019;INS 907/2026@70000015"
    notices = cz.parse(only)
    assert len([next(notices) for _ in range(10)]) == 10
    with pytest.raises(SourceChangedError, match="event 70000019: unknown element <novinka>"):
        next(notices)


def test_reconciling_asks_by_company_number_and_gives_the_notice_of_the_feed(page: Document) -> None:
    app = Isir(FEED, LOOK_UP)
    with served(app) as origin, session(origin) as web:
        (only,) = cz.reconcile(web, ["99900050", "99900084", "99900092"])
        (named,) = by_name("Těžké stroje Smyšlenov, spol. s r.o.").ask(web)
        assert list(by_name("Soukromá").ask(web)) == []
    assert [one.get("ic") for one in app.requests] == ["99900050", "99900084", "99900092", None, None]
    assert {one["filtrAktualniRizeni"] for one in app.requests} == {"T"}
    (notice,) = cz.parse(only)
    assert notice.publication_date == NOW.date()
    assert notice.id in {one.id for one in cz.parse(page)}
    assert [one.id for one in cz.parse(named)] == [notice.id]


def test_as_many_rows_as_the_look_up_gives_may_be_too_few() -> None:
    row = LOOK_UP.partition(b"<data>")[2].partition(b"</data>")[0]
    many = LOOK_UP.replace(b"<data>" + row, b"<data>" + row + (b"</data><data>" + row) * 99, 1)
    with served(Isir(FEED, many)) as origin, session(origin) as web, pytest.raises(TooManyHitsError, match="100 rows"):
        list(cz.reconcile(web, ["99900017"]))


def test_outages_refusals_and_changes_are_not_a_quiet_quarter_of_an_hour() -> None:
    def failing(answer: bytes, status: str = "200 OK") -> None:
        fetched(Isir(FEED, LOOK_UP, faults=[(status, answer)]))

    broken = "<stav>CHYBA</stav><kodChyby>{}</kodChyby><popisChyby>x</popisChyby>"
    with pytest.raises(SourceUnreachableError, match="SERVER1"):
        failing(feed_answer("", status=broken.format("SERVER1")))
    with pytest.raises(SourceChangedError, match="WS1"):
        failing(feed_answer("", status=broken.format("WS1")))
    with pytest.raises(SourceChangedError, match="Data nejsou"):
        failing(fault("soap:Client", "Data nejsou validní"), "500 Internal Server Error")
    with pytest.raises(SourceUnreachableError, match="fault"):
        failing(fault("soap:Server", "x"), "500 Internal Server Error")
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceUnreachableError, match="500"):
        failing(b"<html/>", "500 Internal Server Error")
    with pytest.raises(SourceChangedError, match="end at 5"):
        failing(feed_answer(event()))
    with pytest.raises(SourceChangedError, match="html"):
        failing(b"<html/>")
    assert fetched(Isir(FEED, LOOK_UP, faults=[("200 OK", feed_answer("", status=broken.format("WS2")))])) == []


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"typUdalosti": "83"}, EventKind.REFUSED_NO_ASSETS),
        ({"typUdalosti": "94"}, EventKind.CONVERTED),
        ({"typUdalosti": "67"}, EventKind.PRELIM_MEASURES),
        ({"typUdalosti": "70"}, EventKind.MEASURES_LIFTED),
        ({"typUdalosti": "84"}, EventKind.MEASURES_LIFTED),
        ({"typUdalosti": "187"}, EventKind.HEARING_OR_DEADLINE_SET),
        ({"typUdalosti": "1300"}, EventKind.UNCLASSIFIED),
        ({"typUdalosti": "nový"}, EventKind.UNCLASSIFIED),
        ({"typUdalosti": "1300", "oddil": "D"}, None),
        ({"typUdalosti": "75", "oddil": "P12"}, None),
        ({"typUdalosti": "331"}, None),
    ],
)
def test_event_types(values: dict[str, str], kind: EventKind | None) -> None:
    assert [one.event_kind for one in read(feed_answer(event(**values)))] == ([kind] if kind else [])


@pytest.mark.parametrize(("state", "kind"), [*event_types.STATES.items(), ("NOVÝ STAV", EventKind.UNCLASSIFIED)])
def test_states(state: str, kind: EventKind) -> None:
    note = f"<u><vec><druhStavRizeni>{state}</druhStavRizeni></vec></u>"
    (notice,) = read(feed_answer(event(typUdalosti="372", poznamka=note)))
    assert (notice.event_kind, notice.original_kind) == (kind, state)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"id": "x"}, "not a number"),
        ({"datumZverejneniUdalosti": "včera"}, "včera"),
        ({"popisUdalosti": ""}, "popisUdalosti"),
        ({"poznamka": "<a>"}, "cut"),
        ({"poznamka": "<a><vec><datumSkonceniVeci>brzy</datumSkonceniVeci></vec></a>"}, "brzy"),
        ({"poznamka": '<!DOCTYPE x [<!ENTITY e "y">]><a>&e;</a>'}, "document type"),
    ],
)
def test_what_was_never_seen_is_named(values: dict[str, str], named: str) -> None:
    with pytest.raises(SourceChangedError, match=named):
        read(feed_answer(event(**values)))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.sampled_from([FEED, LOOK_UP]), data=st.data())
def test_damage_raises_named_errors_only(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        read(bytes(damaged))
