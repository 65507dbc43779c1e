"""The Austrian insolvency file held against pages of our own; no real one could be had."""

from contextlib import suppress
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import SourceChangedError, SourceError, SourceRefusedError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, EventKind, HearingKind, InsolvencyNotice
from chalicelib.registers import at_ediktsdatei as at
from chalicelib.registers.austrian.wording import Field, hearing_kind, kind_of
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, days, document, kinds
from tests.contract.servers.ediktsdatei import DATABASE, Ediktsdatei, Entry
from tests.contract.servers.loopback import served

OWN = HERE / "at_ediktsdatei"
PAGES = {path.stem: path.read_bytes() for path in sorted(OWN.glob("*.html"))}
ENTRIES = {
    "a" * 32: Entry("HG Wien", "99 S 901/26p", "Zirbenstüberl GmbH<br>1099 Wien", PAGES["company"]),
    "b" * 32: Entry("LG Linz", "99 S 902/26x", "Hubert Mustermaier e.U.<br>Tischler<br>4099 Linz", PAGES["trader"]),
    "c" * 32: Entry("LG Graz", "99 Se 903/26k", "Enzianhof Verein<br>8099 Graz", PAGES["refused"]),
    "d" * 32: Entry("LG Wels", "99 S 904/26h", "Privata Personer<br>4699 Wels", PAGES["consumer"]),
    "e" * 32: Entry("BG Kufstein", "99 S 905/26t", "Privata Anders<br>6399 Kufstein", PAGES["consumer"]),
    "f" * 32: Entry("LG Wels", "99 S 906/26m", "Gelöschte GmbH<br>4699 Wels", None),
}


def read(name: str) -> list[InsolvencyNotice]:
    return list(at.parse(document("at_ediktsdatei", PAGES[name], "text/html")))


def fetched(app: Ediktsdatei) -> list[Document]:
    (origin,) = at.REGISTER.origins
    with (
        served(app) as local,
        Web("at_ediktsdatei", (origin,), now=NOW, replaced_origins={origin: local}, seconds_between_requests=0) as web,
    ):
        return list(at.fetch(web, days("2026-09-12", "2026-09-15")))


def test_an_opening_field_by_field() -> None:
    opened = read("company")[0]
    assert (opened.event_kind, opened.publication_date) == (EventKind.OPENED, date(2026, 1, 13))
    assert (opened.court, opened.case_number) == ("HG Wien", "99 S 901/26p")
    assert (opened.debtor_name, opened.debtor_kind) == ("Zirbenstüberl Gastrobetriebs GmbH", DebtorKind.ORGANISATION)
    assert [one.key for one in opened.debtor_identifiers] == ["at_fn:990901m"]
    assert (opened.opening_date, opened.claim_deadline) == (date(2026, 1, 13), date(2026, 3, 3))
    (hearing,) = opened.hearing_dates
    assert (hearing.kind, hearing.date, hearing.time) == (HearingKind.EXAMINATION, date(2026, 3, 17), time(9, 30))
    assert hearing.place == "Saal 1707, 17. Stock"
    assert (opened.practitioner_name, opened.practitioner_role) == ("RA Mag. Leopoldine Beispiel", "Masseverwalter")
    assert (opened.practitioner_phone, opened.practitioner_email) == ("01/990 99 00", "kanzlei@beispiel.example")
    assert opened.practitioner_address is not None
    assert opened.practitioner_address.one_line() == "Mustergasse 7, 1099 Wien"


def test_a_page_holds_a_history_and_only_new_blocks_are_new() -> None:
    found = read("company")
    assert [one.event_kind.value for one in found] == ["OPENED", "ASSETS_INSUFFICIENT", "UNCLASSIFIED", "CLOSED_LIFTED"]
    assert found[3].closing_date == date(2026, 9, 11)
    assert len({one.proceedings_id for one in found}) == 1
    longer = PAGES["company"].replace(
        b'<div class="zeilehead">Weitere',
        b'<div class="zeilehead">Bekannt gemacht am 15. September 2026</div>'
        b"<dl><dt>Schlussverteilung</dt><dd>x</dd></dl>"
        b'<div class="zeilehead">Weitere',
    )
    later = list(at.parse(document("at_ediktsdatei", longer, "text/html")))
    assert {one.id for one in later} - {one.id for one in found} == {later[4].id}
    assert later[4].event_kind is EventKind.DISTRIBUTION


def test_traders_refusals_and_consumers() -> None:
    (trader,) = read("trader")
    assert (trader.event_kind, trader.debtor_kind) == (EventKind.OPENED_SELF_ADMIN, DebtorKind.PERSON)
    assert (trader.debtor_name, trader.debtor_reg_no) == ("Hubert Mustermaier e.U.", "990902 x")
    assert [one.key for one in trader.debtor_identifiers] == ["at_fn:990902x"]
    (refused,) = read("refused")
    assert (refused.event_kind, refused.debtor_kind) == (EventKind.REFUSED_NO_ASSETS, DebtorKind.ORGANISATION)
    assert read("consumer") == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Einstellung", EventKind.CLOSED_DISCONTINUED),
        ("Bezeichnung", EventKind.CONVERTED),
        ("Berichtstagsatzung", EventKind.HEARING_OR_DEADLINE_SET),
        ("Sanierungsplan", EventKind.UNCLASSIFIED),
        ("Etwas Neues", EventKind.UNCLASSIFIED),
        ("Aufhebung", EventKind.CLOSED_LIFTED),
        ("Aufhebung des Konkurses", EventKind.CLOSED_LIFTED),
        ("Konkursaufhebung", EventKind.CLOSED_LIFTED),
        ("Aufhebung des Sanierungsverfahrens mit Eigenverwaltung", EventKind.CLOSED_LIFTED),
        ("Aufhebung mangels Kostendeckung", EventKind.CLOSED_LIFTED),
        ("Aufhebung gemäß § 152b IO", EventKind.CLOSED_LIFTED),
        ("Einstellung des Verfahrens", EventKind.CLOSED_DISCONTINUED),
        ("Aufhebung der Eigenverwaltung", EventKind.UNCLASSIFIED),
        ("Aufhebung der Tagsatzung", EventKind.UNCLASSIFIED),
        ("Aufhebung der Prüfungstagsatzung", EventKind.UNCLASSIFIED),
        ("Aufhebung der Konkurseröffnung", EventKind.UNCLASSIFIED),
        ("Aufhebung der Eröffnung des Konkursverfahrens", EventKind.UNCLASSIFIED),
        ("Aufhebung des Verfahrensbeistands", EventKind.UNCLASSIFIED),
        ("Einstweilige Vorkehrungen Aufhebung", EventKind.UNCLASSIFIED),
        ("Unternehmenseinstellung", EventKind.UNCLASSIFIED),
        ("Einstellung: des Betriebs", EventKind.UNCLASSIFIED),
        ("Einstellung der Exekution", EventKind.UNCLASSIFIED),
        ("Antrag auf Eröffnung", EventKind.UNCLASSIFIED),
        ("Firmenbezeichnung", EventKind.UNCLASSIFIED),
        ("Widerruf der Restschuldbefreiung", EventKind.UNCLASSIFIED),
        ("Abweisung mangels Kostendeckung", EventKind.REFUSED_NO_ASSETS),
        ("Konkurseröffnung", EventKind.OPENED),
    ],
)
def test_the_words_of_fields(name: str, kind: EventKind) -> None:
    assert kind_of([Field(name, ("x",))], "Konkursverfahren")[0] is kind


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Einstellung", "des Betriebs", EventKind.UNCLASSIFIED),
        ("Einstellung", "Das Unternehmen wird geschlossen.", EventKind.UNCLASSIFIED),
        ("Aufhebung", "Die Eigenverwaltung im Sanierungsverfahren wird aufgehoben.", EventKind.UNCLASSIFIED),
        ("Aufhebung", "Die Tagsatzung vom 3.2.2026 wird aufgehoben.", EventKind.UNCLASSIFIED),
        (
            "Aufhebung",
            "Das Verfahren wird fortgesetzt. Die Eigenverwaltung wird aufgehoben.",
            EventKind.UNCLASSIFIED,
        ),
        ("Aufhebung", "Das Sanierungsverfahren mit Eigenverwaltung wird aufgehoben.", EventKind.CLOSED_LIFTED),
        (
            "Aufhebung",
            "Der Konkurs wird nach Schlussverteilung aufgehoben. Die Tagsatzung entfällt.",
            EventKind.CLOSED_LIFTED,
        ),
        ("Einstellung", "Der Konkurs über das Unternehmen wird eingestellt.", EventKind.CLOSED_DISCONTINUED),
    ],
)
def test_what_is_lifted_or_stopped_is_read_in_the_text(name: str, text: str, kind: EventKind) -> None:
    assert kind_of([Field(name, (text,))], "Konkursverfahren")[0] is kind


def test_what_is_not_understood_is_not_hidden_by_what_stands_beside_it() -> None:
    manager, lifted = Field("Masseverwalter", ("RA Mag. Beispiel",)), Field("Aufhebung der Eigenverwaltung", ("x",))
    assert kind_of([manager, lifted], "Sanierungsverfahren") == (EventKind.UNCLASSIFIED, lifted.name)
    opened = Field("Eröffnung", ("13.1.2026",))
    assert kind_of([lifted, opened], "Konkursverfahren") == (EventKind.OPENED, "Eröffnung")
    assert hearing_kind("Aufhebung der Prüfungstagsatzung") is None


def test_fetch_opens_no_district_courts_page_and_keeps_no_consumer() -> None:
    app = Ediktsdatei(ENTRIES)
    documents = fetched(app)
    assert [one.attributes["unid"][0] for one in documents] == ["a", "b", "c"]
    assert not any("e" * 32 in path for path, _ in app.requests)
    assert b"Privata" not in b"".join(one.content for one in documents)
    assert app.requests[0][0] == f"{DATABASE}/submitSuche"
    assert (app.requests[0][1]["datum"], app.requests[0][1]["SearchMax"]) == ("12.09.2026", "4999")
    notices = [notice for one in documents for notice in at.parse(one)]
    assert kinds(notices)["REFUSED_NO_ASSETS"] == 1
    assert {one.debtor_seat for one in notices} == {"Wien", "Linz", "Graz"}


def test_a_page_of_another_form_may_be_a_consumers_and_only_its_shape_is_kept() -> None:
    odd = PAGES["consumer"].replace(b'id="Aktenzeichen"', b'id="Zahl"')
    assert odd != PAGES["consumer"]
    entry = Entry("LG Wels", "99 S 904/26h", "Privata Personer<br>4699 Wels", odd)
    (only,) = fetched(Ediktsdatei({"d" * 32: entry}))
    assert b"Privata" not in only.content
    with pytest.raises(SourceChangedError, match="Aktenzeichen"):
        list(at.parse(only))


def test_lists_that_are_cut_or_say_nothing_are_no_empty_day() -> None:
    assert fetched(Ediktsdatei({})) == []
    with pytest.raises(TooManyHitsError, match="6 of 5200"):
        fetched(Ediktsdatei(ENTRIES, total=5200))
    with pytest.raises(TooManyHitsError, match="6 of 7"):
        fetched(Ediktsdatei(ENTRIES, total=7))
    with pytest.raises(SourceChangedError, match="how many"):
        fetched(Ediktsdatei({}, silent=True))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (b'id="Aktenzeichen"', b'id="Zahl"', "Aktenzeichen"),
        (b'class="zeilehead"', b'class="kopf"', "Bekannt gemacht am"),
        ("13. Jänner 2026".encode(), b"13. Nebelung 2026", "no date"),
        (b"17.03.2026", b"37.03.2026", "37.03.2026"),
        (b"09.30 Uhr", b"29.30 Uhr", "29.30"),
    ],
)
def test_what_was_never_seen_is_named(old: bytes, new: bytes, named: str) -> None:
    assert old in PAGES["company"]
    with pytest.raises(SourceChangedError, match=named):
        list(at.parse(document("at_ediktsdatei", PAGES["company"].replace(old, new), "text/html")))


def test_it_is_off_until_an_admin_switches_it_on() -> None:
    template = (Path(__file__).parents[2] / "infra" / "template.yaml").read_text(encoding="utf-8")
    (line,) = (line for line in template.splitlines() if line.strip().startswith("DisabledSources:"))
    assert "at_ediktsdatei" in line
    assert "paid" in (at.__doc__ or "")
    assert "believed" in at.REGISTER.verified_by


def test_a_refusal_is_a_refusal() -> None:
    class Refusing(Ediktsdatei):
        def _answer(self, path: str) -> tuple[str, bytes]:
            return "429 Too Many Requests", path.encode()

    with pytest.raises(SourceRefusedError, match="429"):
        fetched(Refusing({}))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(original=st.sampled_from(list(PAGES.values())), data=st.data())
def test_damage_raises_named_errors_only(original: bytes, data: st.DataObject) -> None:
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(at.parse(document("at_ediktsdatei", bytes(content), "text/html")))
