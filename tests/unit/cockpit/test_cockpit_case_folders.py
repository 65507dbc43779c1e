"""The folders of a case in both languages: overview, parties, proceedings and activity log, for every kind of case."""

from datetime import date, timedelta

import pytest

from chalicelib import decide
from chalicelib.acting import alarmed
from chalicelib.cockpit.case_events import events, source_title
from chalicelib.cockpit.case_lines import line_of
from chalicelib.cockpit.case_parties import own_people, practitioners
from chalicelib.cockpit.case_proceedings import claim_deadline
from chalicelib.matching.keys import keys_of
from chalicelib.model.activity import ActivityRow
from chalicelib.model.address import PostalAddress
from chalicelib.model.block import Stage
from chalicelib.model.case import EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import CustomerKind, Language
from chalicelib.model.entered import EnteredDates
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Hearing, HearingKind, Omission, Practitioner
from chalicelib.model.people import Organisation, Role
from chalicelib.store import cases, notices
from tests.builders import NOW, WORD, a_customer, a_match, a_notice, an_occasion, filed
from tests.unit.cockpit.desk_world import a_case, kept, owes, recorded
from tests.unit.cockpit.door import KERN, Door

CASE = "/cockpit/cases/{case_id}"
FOLDERS = ("", "/parties", "/proceedings", "/activity")
LANGUAGES: tuple[Language, ...] = ("de", "en")
TEXT = "Amtsgericht Hamburg, 67a IN 17/26. <b>Verwalter</b> Dr. Ina Gruß, Forderungen bis zum 08.04.2026."


def a_full_case() -> CaseFile:
    """A case whose notice states everything, with text and something that was left out."""
    customer = kept("1", address=PostalAddress(street="Kai 3", postcode="20457", city="Hamburg"))
    notice = a_notice(
        publication_id="full",
        original_text=TEXT,
        practitioner_name="Dr. Ina Gruß",
        practitioner_email="gruss@example.com",
        practitioner_phone="040/555 01",
        claim_deadline=date(2026, 4, 8),
        hearing_dates=(Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 5, 7), written=True),),
        omissions=(Omission(field="opening_time", reason="two times in the text"),),
        source_url="https://register.example.com/full",
    )
    notices.add(notice, keys_of(notice), expires_at=NOW + timedelta(days=30))
    decision = decide.on_match(a_match(customer_number="1", notice_id=notice.id), notice, an_occasion(customer))
    assert decision
    return recorded(decision)


def an_alarm() -> CaseFile:
    kept("2")
    return alarmed("2", WORD, due_on=NOW.date() + timedelta(days=1), now=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_shows_every_kind_of_case(door: Door, folder: str, language: Language) -> None:
    person = a_case("3", kind=CustomerKind.PERSON, name="Eva Anders")
    for file in (a_full_case(), an_alarm(), person, a_case("4")):
        door.sign_in(Role.CLERK, language=language)
        answer = door.get(f"{CASE}{folder}", case_id=file.case.id)
        assert answer.status == 200, answer.body[-400:]
        assert f'lang="{language}"' in answer.body


def test_the_overview_says_how_far_why_what_is_at_stake_and_what_comes_next(door: Door) -> None:
    file = a_full_case()
    owes("1", 5000)
    door.sign_in(Role.CLERK, language="en")
    page = door.get(CASE, case_id=file.case.id).body
    for part in (
        "Deliver nothing",
        "payments no longer discharge",
        "InsO 103",
        "€5,000.00",
        "Dr. Ina Gruß",
        "8 Apr 2026",
    ):
        assert part in page, part
    assert "mailto:gruss@example.com?subject=67a%20IN%2017/26" in page
    assert "Open items unknown" in door.get(CASE, case_id=a_case("9").case.id).body


def test_reading_a_natural_persons_case_is_on_record(door: Door) -> None:
    file = a_case("3", kind=CustomerKind.PERSON, name="Eva Anders")
    door.sign_in(Role.VIEWER)
    door.get(CASE, case_id=file.case.id)
    door.get(f"{CASE}/parties", case_id=file.case.id)
    now = cases.get(file.case.id)
    assert now
    assert [one.by for one in now.entries if one.kind is EntryKind.READ] == ["ada.lund@example.com"]


def test_the_original_text_is_shown_escaped_with_what_was_read(door: Door) -> None:
    file = a_full_case()
    door.sign_in(Role.VIEWER, language="en")
    page = door.get(f"{CASE}/proceedings", case_id=file.case.id).body
    assert "&lt;b&gt;Verwalter&lt;/b&gt;" in page
    assert '<mark class="read-date" title="time limit for claims">08.04.2026</mark>' in page
    assert "time of the opening: two times in the text" in page
    assert "stated in the publication of 1 Mar 2026" in page
    assert 'href="https://register.example.com/full"' in page
    assert "in writing, key date" in page


def test_a_notice_that_was_deleted_or_not_recognised_says_so(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = kept("8")
    notice = a_notice(EventKind.UNCLASSIFIED, publication_id="odd", case_number="1 IN 1/26", original_text="Neues.")
    notices.add(notice, keys_of(notice), expires_at=None)
    decision = decide.on_match(a_match(customer_number="8", notice_id=notice.id), notice, an_occasion(odd))
    assert decision
    file = recorded(decision)
    door.sign_in(Role.VIEWER, language="en")
    assert "was not recognised" in door.get(f"{CASE}/proceedings", case_id=file.case.id).body
    monkeypatch.setattr(notices, "get_many", lambda _ids: {})
    assert "The text was deleted" in door.get(f"{CASE}/proceedings", case_id=file.case.id).body


def test_where_the_claim_deadline_is_known_from() -> None:
    stated = filed(decide.on_match(a_match(), a_notice(claim_deadline=date(2026, 4, 8)), an_occasion()))
    assert claim_deadline(stated)[:3] == (date(2026, 4, 8), "notice", date(2026, 3, 1))
    entered = EnteredDates(claim_deadline=date(2026, 4, 9))
    silent = filed(decide.on_match(a_match(), a_notice(), an_occasion()))
    by_hand = silent.model_copy(update={"case": silent.case.model_copy(update={"entered": entered})})
    assert claim_deadline(by_hand)[:2] == (date(2026, 4, 9), "entered")
    assert claim_deadline(silent.model_copy(update={"deadlines": ()})) == (None, "unknown", None, None)
    rule = a_notice(claim_deadline_rule="two months after publication")
    ruled = filed(decide.on_match(a_match(), rule, an_occasion()))
    assert claim_deadline(ruled.model_copy(update={"deadlines": ()}))[1] == "rule"


def test_the_parties_are_named_once_each_in_their_first_part() -> None:
    notice = a_notice(practitioner_name="Dr. Ina Gruß", further_practitioners=(Practitioner(name="Max Sach"),))
    file = filed(decide.on_match(a_match(), notice, an_occasion()))
    assert [one.name for one in practitioners(file, [notice])] == ["Dr. Ina Gruß", "Max Sach"]
    deputy = KERN.model_copy(update={"email": "jan.roth@example.com", "name": "Jan Roth"})
    firm = Organisation(people=(KERN.model_copy(update={"deputy": deputy.email}), deputy))
    owned = file.model_copy(update={"case": file.case.model_copy(update={"owner": KERN.email})})
    named = [(one.part, one.name) for one in own_people(owned, a_customer(), firm)]
    assert named == [("owner", "Eva Kern"), ("deputy", "Jan Roth"), ("department", "Credit")]


def test_the_time_line_tells_notices_and_decisions_newest_first() -> None:
    file = filed(decide.on_match(a_match(), a_notice(), an_occasion()))
    later = an_occasion(now=NOW + timedelta(hours=2))
    file = filed(decide.on_stage_change(file, later, WORD, stage=Stage.PREPAYMENT_ONLY), file)
    told = events(file, "en")
    assert told[0].title == "no deliveries → prepayment only"
    assert (told[0].text, told[0].by) == (WORD.reason, "Eva Kern")
    assert {one.title for one in told[1:]} == {"Block placed", "insolvency proceedings opened"}
    assert told[-1].on == date(2026, 3, 1) or told[-2].on == date(2026, 3, 1)


def test_sources_have_names_and_an_unknown_one_keeps_its_own() -> None:
    assert source_title("de_insolvenzbekanntmachungen", "en") == "Insolvenzbekanntmachungen der Länder"
    assert (source_title("manual", "en"), source_title("gone_source", "en")) == ("by hand", "gone_source")


@pytest.mark.parametrize(
    ("kind", "written", "shown"),
    [
        ("facts_entered", "claim.disputed: - -> True; entered.petition_date: - -> 2026-01-15: by letter",
         "Bestritten: - → ja; Tag des Insolvenzantrags: - → 15.01.2026: by letter"),
        ("assigned", "case: nobody -> eva@example.com; deputy nobody: holiday",
         "niemand → eva@example.com, Vertretung niemand: holiday"),
        ("closed", "paid (2 open tasks left)", "paid (2 Aufgaben blieben offen)"),
        ("message", "block_placed: email -> eva@example.com; versandt",
         "Liefersperre gesetzt: E-Mail an eva@example.com; versandt"),
        ("reminded", "Anmelden. / Lodge it: 2026-04-08, ahead; eva@example.com",
         "Anmelden. Frist: 08.04.2026; eva@example.com"),
        ("document", f"claim_filing {'a' * 24} version 1: draft; SHA-256 {'b' * 64}; made",
         "Forderungsanmeldung: Version 1, Entwurf: made"),
        ("document", f"claim_filing {'a' * 24} version 2: sent email 2026-03-04; SHA-256 {'b' * 64}; sent",
         "Forderungsanmeldung: Version 2, versandt, E-Mail, 04.03.2026"),
        ("deadline", "Verjährung: - (BGB 195)", "Verjährung: noch kein Datum (§\N{NO-BREAK SPACE}195 BGB)"),
        ("deadline_changed", "Anmelden: 2026-03-04 -> -, open; filed_on: - -> x",
         "Anmelden: 04.03.2026 → noch kein Datum"),
        ("facts_entered", "our books changed: unknown_kind", "Nach neuen Buchungen neu berechnet"),
        ("read", "read the case", ""),
        ("note", "as it is: 2026-13-45 -> x", "as it is: 2026-13-45 -> x"),
    ],
)  # fmt: skip
def test_the_log_speaks_the_readers_language(kind: str, written: str, shown: str) -> None:
    file = filed(decide.on_match(a_match(), a_notice(), an_occasion()))
    row = ActivityRow(at=NOW, by="Eva Kern (eva@example.com)", kind=kind, text=written)
    assert line_of(row, file, "de").text == shown
    assert line_of(row, file, "de").by == "Eva Kern"


def test_the_log_is_filtered_by_kind_paged_and_sent_as_a_file(door: Door) -> None:
    file = a_case("1")
    door.sign_in(Role.CLERK, language="en")
    for number in range(3):
        door.post(f"{CASE}/notes", {"text": f"note number {number}"}, case_id=file.case.id)
    page = door.get(f"{CASE}/activity", query={"kind": "note"}, case_id=file.case.id).body
    assert [page.count(f"note number {number}") for number in range(3)] == [1, 1, 1]
    assert "insolvency proceedings opened" not in page
    assert "Nothing of this kind" in door.get(f"{CASE}/activity", query={"page": "99"}, case_id=file.case.id).body
    table = door.get(f"{CASE}/activity/file", query={"format": "csv"}, case_id=file.case.id)
    assert "note number 2" in table.body
    assert table.headers["Content-Type"].startswith("text/csv")
    assert door.get(f"{CASE}/activity/file", query={"format": "xml"}, case_id=file.case.id).status == 422
