"""REPLIK held against our own recordings; no real answer of the register is public."""

from contextlib import suppress
from datetime import date

import pytest
import stamina
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import SourceChangedError, SourceError, SourceUnreachableError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.registers import sk_replik as sk
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, days, document, parsed
from tests.contract.servers.loopback import served
from tests.contract.servers.replik import Replik, answer, fault

OWN = HERE / "sk_replik"
ROWS, DETAILS, CHANGES = ((OWN / f"{name}.xml").read_bytes() for name in ("rows", "details", "changes"))
CURSOR = "2026-09-29T00:00:00+02:00"


def session(origin: str) -> Web:
    replaced = {sk.REGISTER.origins[0]: origin}
    return Web(sk.REGISTER.name, sk.REGISTER.origins, now=NOW, replaced_origins=replaced, seconds_between_requests=0)


def fetched(app: Replik, cursor: str | None = CURSOR) -> list[Document]:
    with served(app) as origin, session(origin) as web:
        return list(sk.fetch(web, days("2026-09-29", cursor=cursor)))


def notices_of(documents: list[Document]) -> dict[str, InsolvencyNotice]:
    """Notices by the proceeding's number."""
    return {notice.publication_id.partition("-")[0]: notice for one in documents for notice in sk.parse(one)}


def row(**members: str) -> list[InsolvencyNotice]:
    facts = {
        "Id": "5",
        "SpisovaZnackaSudu": "1K/1/2026",
        "Typ": "KONKURZ",
        "Dlznik": "X s. r. o.",
        "DlznikIco": "99900017",
    }
    facts |= {"StavKonania": "ZACATE_KONANIE", **members}
    inner = "".join(f"<d:{name}>{value}</d:{name}>" for name, value in facts.items() if value)
    rows = f"<d:KonanieInfoList><d:KonanieInfo>{inner}</d:KonanieInfo></d:KonanieInfoList>"
    content = answer("getKonaniePodlaICO", f"{rows}<d:VysledkovCelkom>1</d:VysledkovCelkom>")
    return list(sk.parse(document(sk.REGISTER.name, content)))


def test_a_list_without_a_change_names_no_row() -> None:
    for content, rows in ((CHANGES, 9), (answer("vyhladajPoslednuZmenuOd", ""), 0)):
        with served(Replik(ROWS, DETAILS, content)) as origin, session(origin) as web:
            assert list(sk.fetch(web, days("2026-09-29", cursor=CURSOR)))
            assert web.rows_named == rows


def test_every_proceeding_of_the_recording() -> None:
    found = notices_of(fetched(Replik(ROWS, DETAILS, CHANGES)))
    assert {number: (one.event_kind.value, one.debtor_reg_no) for number, one in sorted(found.items())} == {
        "90001": ("OPENED", "99900017"),
        "90002": ("SOLVENT_LIQUIDATION", "99900025"),
        "90003": ("RESTRUCTURING", "99900033"),
        "90004": ("REFUSED_NO_ASSETS", "99900041"),
        "90006": ("OPENED", "99900050"),
        "90007": ("PETITION_FILED", None),
        "90008": ("CLOSED_LIFTED", "99900076"),
        "90009": ("UNCLASSIFIED", "99900084"),
    }


def test_notice_field_by_field() -> None:
    notice = notices_of(fetched(Replik(ROWS, DETAILS, CHANGES)))["90001"]
    assert (notice.debtor_name, notice.debtor_kind) == ("Vymyslené stroje, s. r. o.", DebtorKind.ORGANISATION)
    assert [identifier.key for identifier in notice.debtor_identifiers] == ["sk_ico:99900017"]
    assert notice.debtor_postal_address is not None
    assert notice.debtor_postal_address.one_line() == "Hlavná 123/7, 917 01 Trnava"
    assert (notice.court, notice.case_number) == ("Mestský súd Bratislava III", "1K/901/2026")
    assert (notice.opening_date, notice.publication_date) == (date(2026, 9, 28), date(2026, 9, 29))
    assert (notice.practitioner_name, notice.practitioner_role) == ("Rozprávková Ľubica, JUDr.", "RIADNY")
    assert (notice.practitioner_phone, notice.practitioner_email) == (
        "+421 2 000 000 01",
        "kancelaria@rozpravkova.example",
    )
    assert notice.original_kind == "KONKURZ/ZACATY_PROCES_KONANIA"


def test_traders_foreigners_and_ends() -> None:
    found = notices_of(fetched(Replik(ROWS, DETAILS, CHANGES)))
    trader = found["90006"]
    assert (trader.debtor_kind, trader.debtor_surname) == (DebtorKind.PERSON, "Stolárová")
    assert trader.birth_date == date(1980, 5, 6)
    assert trader.debtor_aliases == ("Stolárová Cecília - Stolárstvo pod Javorom",)
    foreigner = found["90007"].debtor_postal_address
    assert foreigner is not None
    assert (foreigner.country, foreigner.printed) == (None, "Traumweg 1, 1010, Wien, AUT")
    assert found["90008"].closing_date == date(2026, 9, 23)


def test_persons_petitioners_and_accounts_are_not_kept() -> None:
    kept = b"".join(one.content for one in fetched(Replik(ROWS, DETAILS, CHANGES))).decode()
    for private in ("Neznámy", "Navrhovateľ", "710203/9999", "SK0000000000000000000000"):
        assert private in ROWS.decode() + DETAILS.decode()
        assert private not in kept


def test_only_what_is_read_is_kept() -> None:
    """Whatever the register may add: a member that nobody reads is nobody's to store."""
    news = b"<ns2:Veritel><ns2:Meno>Zvedav\xc3\xbd</ns2:Meno></ns2:Veritel><ns2:Dlznik xsi:type="
    below = b"<ns2:RodneMeno>Utajen\xc3\xa1</ns2:RodneMeno><ns2:ObchodneMeno>"
    details = DETAILS.replace(b"<ns2:Dlznik xsi:type=", news).replace(b"<ns2:ObchodneMeno>", below)
    details = details.replace(b"<ns2:Obec>", b"<ns2:Poznamka>Doma</ns2:Poznamka><ns2:Obec>")
    documents = fetched(Replik(ROWS, details, CHANGES))
    kept = b"".join(one.content for one in documents).decode()
    for unread in ("Zvedavý", "Utajená", "Doma", "Vymyslený Sudca", "Právna", "<ns2:Iban>", "S9999"):
        assert unread not in kept
    assert notices_of(documents)["90001"] == notices_of(fetched(Replik(ROWS, DETAILS, CHANGES)))["90001"].model_copy(
        update={"payload": next(iter(sk.parse(documents[-2]))).payload}
    )
    odd = ROWS.replace(
        b"<ns2:DlznikIco>99900017<",
        b"<ns2:Rodic><ns2:Meno>Tajn\xc3\xbd</ns2:Meno></ns2:Rodic>" * 2 + b"<ns2:DlznikIco>99900017<",
    )
    unknown = fetched(Replik(odd, DETAILS, CHANGES))
    assert "Tajný" not in b"".join(one.content for one in unknown).decode()
    with pytest.raises(SourceChangedError, match="unknown element <Rodic>"):
        list(sk.parse(unknown[-2]))


def test_a_row_without_a_court_file_is_told_and_holds_back_no_other() -> None:
    (notice,) = row(SpisovaZnackaSudu="", StavKonania="ZACATY_PROCES_KONANIA", DatumZacatiaProcesu="2026-09-03")
    (later,) = row(Id="6", SpisovaZnackaSudu="")
    assert (notice.event_kind, notice.case_number, notice.debtor_reg_no) == (EventKind.OPENED, None, "99900017")
    assert [one.field for one in notice.omissions] == ["case_number"]
    assert notice.proceedings_id == later.proceedings_id  # the company number keys the case
    nowhere = b"<ns2:SpisovaZnackaSudu>6K/907/2026</ns2:SpisovaZnackaSudu>"
    details, rows = DETAILS.replace(nowhere, b""), ROWS.replace(nowhere, b"")
    app = Replik(rows, details, CHANGES)
    assert len(notices_of(fetched(app))) == 8
    assert "S90007" in {one.get("Query") for one in app.requests}


@pytest.mark.parametrize(
    ("members", "kind", "opening"),
    [
        ({"StavKonania": "PRERUSENE_KONANIE"}, EventKind.UNCLASSIFIED, None),
        ({"Typ": "RESTRUKTURALIZACIA"}, EventKind.RESTRUCTURING, None),
        (
            {"StavKonania": "ZASTAVENE_KONANIE", "DovodUkonceniaProcesu": "NEDOSTATOK_MAJETKU"},
            EventKind.REFUSED_NO_ASSETS,
            None,
        ),
        ({"StavKonania": "ZACATY_PROCES_KONANIA"}, EventKind.OPENED, None),
        (
            {"StavKonania": "PRERUSENE_KONANIE", "DatumZacatiaProcesu": "2026-09-03"},
            EventKind.UNCLASSIFIED,
            date(2026, 9, 3),
        ),
    ],
)
def test_the_petitions_day_opens_nothing(members: dict[str, str], kind: EventKind, opening: date | None) -> None:
    (notice,) = row(DatumZacatiaKonania="2026-09-01", DatumPodania="2026-08-20", **members)
    assert (notice.event_kind, notice.opening_date) == (kind, opening)


def test_an_answer_as_the_register_gave_it_gives_the_same_notices() -> None:
    fetched_ids = {one.id for one in notices_of(fetched(Replik(ROWS, DETAILS, CHANGES))).values()}
    assert {one.id for one in parsed(sk.REGISTER.name, OWN / "rows.xml")} == fetched_ids
    assert parsed(sk.REGISTER.name, OWN / "changes.xml") == []


def test_a_paper_filed_is_no_new_state() -> None:
    (first,) = row(PoslednaUdalost="Podanie", DatumPoslednejUdalosti="2026-09-01")
    (again,) = row(PoslednaUdalost="Uznesenie", DatumPoslednejUdalosti="2026-09-02")
    (opened,) = row(DatumZacatiaProcesu="2026-09-03", StavKonania="ZACATY_PROCES_KONANIA")
    assert first.id == again.id != opened.id
    assert first.proceedings_id == opened.proceedings_id


def test_fetch_goes_from_the_oldest_change_on_and_ends_with_the_list() -> None:
    app = Replik(ROWS, DETAILS, CHANGES)
    documents = fetched(app)
    assert app.requests[0]["ZmenyOd"] == "2026-09-28T23:59:59+02:00"
    assert [one["KonanieId"] for one in app.requests if "KonanieId" in one] == [str(90000 + i) for i in range(9, 0, -1)]
    cursors = [one.cursor for one in documents]
    assert cursors == sorted(cursors, key=str)
    assert cursors[-1] == "2026-09-29T19:15:00+02:00"
    (quiet,) = fetched(Replik(ROWS, DETAILS, CHANGES), "2026-09-29T21:00:00+02:00")
    assert (quiet.cursor, list(sk.parse(quiet))) == ("2026-09-29T21:00:00+02:00", [])


def test_without_a_cursor_fetch_begins_with_the_windows_first_day() -> None:
    app = Replik(ROWS, DETAILS, CHANGES)
    fetched(app, None)
    assert app.requests[0]["ZmenyOd"] == "2026-09-28T23:59:59+02:00"


def test_a_debtor_without_a_number_is_found_by_the_case() -> None:
    app = Replik(ROWS, DETAILS, CHANGES)
    fetched(app)
    assert [one["Query"] for one in app.requests if "Query" in one] == ["6K/907/2026"]


def test_a_list_as_long_as_it_can_be_is_a_gap_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sk, "MOST_CHANGES", 3)
    app = Replik(ROWS, DETAILS, CHANGES, most=3)
    with served(app) as origin, session(origin) as web:
        documents = sk.fetch(web, days("2026-09-29", cursor=CURSOR))
        assert [next(documents).cursor for _ in range(3)] == [None, None, None]
        with pytest.raises(TooManyHitsError, match="3 changes"):
            next(documents)


def test_rows_lost_between_pages_are_an_error() -> None:
    one = ROWS.partition(b"<ns2:KonanieInfo>")[2].partition(b"</ns2:KonanieInfo>")[0]
    many = b"".join(
        b"<ns2:KonanieInfo>" + one.replace(b"<ns2:Id>90001", b"<ns2:Id>%d" % number) + b"</ns2:KonanieInfo>"
        for number in range(1, 131)
    )
    rows = (
        ROWS.partition(b"<ns2:KonanieInfo>")[0]
        + many
        + b"</ns2:KonanieInfoList>"
        + ROWS.partition(b"</ns2:KonanieInfoList>")[2]
    )
    with served(Replik(rows, DETAILS, CHANGES)) as origin, session(origin) as web:
        (only,) = sk.reconcile(web, ["99900017"])
    assert len(list(sk.parse(only))) == 130
    losing = Replik(rows, DETAILS, CHANGES, loses=1)
    with served(losing) as origin, session(origin) as web, pytest.raises(TooManyHitsError, match="129 of 130"):
        list(sk.reconcile(web, ["99900017"]))


def test_a_proceeding_nobody_understands_holds_back_no_other() -> None:
    documents = fetched(Replik(ROWS, DETAILS.replace(b"ns2:PravnickaOsoba", b"ns2:Zviera", 1), CHANGES))
    assert len(documents) == 9
    with pytest.raises(SourceChangedError, match=r"proceeding 90001: .*'Zviera'"):
        list(sk.parse(documents[-2]))
    missing = fetched(Replik(ROWS.replace(b"7K/908/2024", b"x").replace(b"99900076", b"99900092"), DETAILS, CHANGES))
    with pytest.raises(SourceChangedError, match="no search finds it"):
        list(sk.parse(missing[1]))


def test_reconciling_gives_the_notice_of_the_feed_and_nothing_of_others() -> None:
    with served(Replik(ROWS, DETAILS, CHANGES)) as origin, session(origin) as web:
        documents = list(sk.reconcile(web, ["99900017", "99900092"]))
    assert len(documents) == 1
    expected = notices_of(fetched(Replik(ROWS, DETAILS, CHANGES)))["90001"].id
    assert [one.id for one in sk.parse(documents[0])] == [expected]


def test_outages_and_changes_are_not_a_quiet_half_hour() -> None:
    def failing(content: bytes, status: str = "200 OK") -> None:
        fetched(Replik(ROWS, DETAILS, CHANGES, faults=[(status, content)]))

    with pytest.raises(SourceChangedError, match="bad request"):
        failing(fault("S:Client", "bad request"), "500 Internal Server Error")
    with pytest.raises(SourceUnreachableError, match="too busy"):
        failing(fault("S:Server", "too busy"), "500 Internal Server Error")
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceUnreachableError, match="500"):
        failing(b"<html/>", "500 Internal Server Error")
    with pytest.raises(SourceChangedError, match="html"):
        failing(b"<html/>")
    with pytest.raises(SourceChangedError, match="getKonanieDetailResponse"):
        failing(answer("getKonanieDetail", ""))
    with pytest.raises(SourceChangedError, match="tells no zone"):
        failing(CHANGES.replace(b"+02:00", b""))


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({"Novinka": "1"}, "Novinka"),
        ({"Id": ""}, "Id"),
        ({"DatumZacatiaProcesu": "zajtra"}, "zajtra"),
    ],
)
def test_what_was_never_seen_is_named(members: dict[str, str], named: str) -> None:
    with pytest.raises(SourceChangedError, match=named):
        row(**members)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.sampled_from([ROWS, CHANGES]), data=st.data())
def test_damage_raises_named_errors_only(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(sk.parse(document(sk.REGISTER.name, bytes(damaged))))
