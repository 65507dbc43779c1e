"""What ISIR takes back: events, persons, cases; and notes about several persons at once."""

import pytest

from chalicelib.model.document import Document
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.registers import cz_isir as cz
from tests.contract.recordings import document
from tests.contract.servers.isir import Isir, event, feed_answer
from tests.contract.test_cz_isir import LOOK_UP, fetched, read

WRONG, RIGHT = "99900017", "99900025"
OUT = "<datumOsobaVeVeciZrusena>2026-09-29+02:00</datumOsobaVeVeciZrusena>"
CANCELLED = "<datumUdalostZrusena>2026-09-29+02:00</datumUdalostZrusena>"
STRUCK = "<datumVyskrtnuti>2026-09-29+02:00</datumVyskrtnuti>"
NO_ROWS = LOOK_UP.partition(b"<data>")[0] + b"<stav/>" + LOOK_UP.rpartition(b"</stav>")[2]


def note(inner: str) -> str:
    return f'<u:udalost xmlns:u="http://www.cca.cz/isir/poznamka"><idOsobyPuvodce>KSJIMBM</idOsobyPuvodce>{inner}</u:udalost>'


def company(number: str, more: str = "", role: str = "DLUŽNÍK") -> str:
    facts = f"<idOsoby>FIRMA {number}</idOsoby><druhRoleVRizeni>{role}</druhRoleVRizeni>"
    who = f"<nazevOsoby>Smyšlená {number} a.s.</nazevOsoby><druhOsoby>P</druhOsoby><ic>{number}</ic>"
    return f"<osoba>{facts}{who}{more}</osoba>"


def consumer(role: str = "DLUŽNÍK") -> str:
    name = "<nazevOsoby>Soukromý</nazevOsoby><jmeno>Vratislav</jmeno><druhOsoby>F</druhOsoby><rc>701010/9998</rc>"
    return f"<osoba><idOsoby>OSOBA 1</idOsoby><druhRoleVRizeni>{role}</druhRoleVRizeni>{name}</osoba>"


def state(printed: str, more: str = "") -> str:
    return f"<vec><druhStavRizeni>{printed}</druhStavRizeni>{more}</vec>"


def answer(*events: tuple[str, str]) -> bytes:
    """Events of one case, 70000001 and so on: type number and note."""
    written = (
        event(id=str(70000001 + place), typUdalosti=number, oddil="B" if number != "1" else "", poznamka=note(inner))
        for place, (number, inner) in enumerate(events)
    )
    return feed_answer("".join(written))


def said(notices: list[InsolvencyNotice]) -> list[tuple[str, str | None]]:
    return [(one.event_kind.value, one.debtor_reg_no) for one in notices]


def kept(content: bytes, look_up: bytes = NO_ROWS) -> Document:
    (page,) = fetched(Isir(content, look_up))
    return page


@pytest.mark.parametrize("place", [STRUCK, f"<vec>{STRUCK}</vec>", company(WRONG) + STRUCK])
def test_a_case_struck_off_leaves_every_copy_wherever_it_is_told(place: str) -> None:
    for content in (answer(("3", place)), kept(answer(("3", place))).content):
        (notice,) = read(content)
        assert notice.event_kind is EventKind.CANCELLATION
        (removal,) = cz.removals(document(cz.REGISTER.name, content))
        assert (removal.case_number, removal.company_number) == ("INS 1/2026", None)


def test_a_debtor_struck_off_alone_leaves_the_others() -> None:
    content = answer(("1", company(RIGHT)), ("1", company(WRONG, STRUCK)), ("76", state("KONKURS")))
    assert said(read(content)) == [("CANCELLATION", WRONG), ("OPENED", RIGHT)]
    (removal,) = cz.removals(document(cz.REGISTER.name, content))
    assert removal.company_number == WRONG


def test_a_debtor_entered_by_mistake_and_taken_out_is_not_insolvent() -> None:
    content = answer(("1", company(WRONG)), ("76", state("KONKURS")), ("1", company(WRONG, OUT)), ("1", company(RIGHT)))
    expected = [("OPENED", RIGHT), ("CANCELLATION", WRONG)]
    assert said(read(content)) == expected
    page = kept(content)
    assert said(list(cz.parse(page))) == expected
    assert list(cz.removals(page)) == []
    out = next(one for one in read(content) if one.debtor_reg_no == WRONG)
    assert "osoba/datumOsobaVeVeciZrusena: 2026-09-29" in out.original_text


def test_a_look_up_that_still_names_who_was_taken_out_is_for_a_person() -> None:
    row = LOOK_UP.partition(b"<data>")[2].partition(b"</data>")[0]
    row = row.replace(b"<bcVec>901<", b"<bcVec>1<").replace(b"NEVYRIZENA", b"KONKURS")
    late = LOOK_UP.replace(b"<data>", b"<data>" + row + b"</data><data>", 1)
    bare = f"<osoba><idOsoby>FIRMA {WRONG}</idOsoby><druhRoleVRizeni>DLUŽNÍK</druhRoleVRizeni>{OUT}</osoba>"
    page = kept(answer(("1", company(WRONG)), ("1", bare), ("76", state("KONKURS"))), late)
    assert said(list(cz.parse(page))) == [("UNCLASSIFIED", WRONG), ("OPENED", None)]
    assert page.cursor == "70000003"  # not asked again: the next events name who it is


def test_a_record_that_another_replaces_takes_nobody_out() -> None:
    moved = company(WRONG).replace("FIRMA", "FIRMA Z")
    content = answer(("1", company(WRONG)), ("1", moved), ("1", company(WRONG, OUT)), ("76", state("KONKURS")))
    assert said(read(content)) == [("UNCLASSIFIED", WRONG), ("OPENED", WRONG)]


def test_a_debtor_taken_out_of_a_consumers_case_is_told_and_the_consumer_is_not_kept() -> None:
    page = kept(answer(("1", company(WRONG, OUT)), ("1", consumer()), ("78", state("ODDLUŽENÍ"))))
    assert said(list(cz.parse(page))) == [("CANCELLATION", WRONG)]
    assert "Soukromý" not in page.content.decode()


def test_somebody_taken_out_whom_nobody_names_is_for_a_person() -> None:
    bare = f"<osoba><idOsoby>FIRMA</idOsoby><druhRoleVRizeni>DLUŽNÍK</druhRoleVRizeni>{OUT}</osoba>"
    (notice,) = read(answer(("1", bare)))
    assert (notice.event_kind, notice.debtor_name) == (EventKind.UNCLASSIFIED, "debtor of INS 1/2026")


def test_a_practitioner_taken_out_is_no_appointment_and_leaves_the_others() -> None:
    first, second = (company(number, role="SPRÁVCE") for number in ("99900033", "99900041"))
    out = company("99900033", OUT, role="SPRÁVCE")
    entered = answer(("1", company(WRONG)), ("1", first), ("1", second), ("1", out), ("187", ""))
    appointed, other, hearing = read(entered)
    assert [one.event_kind.value for one in (appointed, other)] == ["PRACTITIONER_APPOINTED"] * 2
    assert (hearing.event_kind, hearing.practitioner_name) == (
        EventKind.HEARING_OR_DEADLINE_SET,
        "Smyšlená 99900041 a.s.",
    )
    (alone,) = read(answer(("1", company(WRONG)), ("1", first), ("1", out), ("187", "")))[1:]
    assert alone.practitioner_name is None


@pytest.mark.parametrize("number", ["75", "76", "372", "1300"])
def test_a_cancelled_event_opens_nothing(number: str) -> None:
    content = answer((number, company(WRONG) + state("KONKURS") + CANCELLED))
    for one in (content, kept(content).content):
        (notice,) = read(one)
        assert (notice.event_kind, notice.debtor_reg_no) == (EventKind.UNCLASSIFIED, WRONG)
        assert "datumUdalostZrusena: 2026-09-29" in notice.original_text


def test_a_cancelled_event_changes_nothing_of_the_case() -> None:
    content = answer(("1", company(RIGHT)), ("75", state("ÚPADEK")), ("1", company(WRONG) + CANCELLED))
    assert said(read(content)) == [("OPENED", RIGHT), ("UNCLASSIFIED", RIGHT)]
    assert read(answer(("331", CANCELLED))) == []  # a step of no consequence


@pytest.mark.parametrize("printed", ["KONKURS", "NEVYRIZENA", "VYRIZENA", ""])
@pytest.mark.parametrize("number", ["76", "372"])
def test_a_case_or_state_taken_back_is_for_a_person(number: str, printed: str) -> None:
    taken_back = state(printed, "<datumVecZrusena>2026-09-29+02:00</datumVecZrusena>")
    found = read(answer(("1", company(WRONG)), (number, taken_back)))
    assert {(one.event_kind, one.debtor_reg_no) for one in found} == {(EventKind.UNCLASSIFIED, WRONG)}
    assert all("datumVecZrusena" in one.original_text and one.closing_date is None for one in found)
    mistaken = read(
        answer(
            ("1", company(WRONG)),
            ("372", taken_back.replace(f"<druhStavRizeni>{printed}", "<druhStavRizeni>MYLNÝ ZÁP.")),
        )
    )
    assert said(mistaken) == [("CANCELLATION", WRONG)]


def test_a_note_about_several_persons_keeps_companies_only_and_each_is_a_party() -> None:
    inner = consumer() + company(WRONG) + consumer("VĚŘITEL") + company(RIGHT) + "<osobaVeritel>Soukromý</osobaVeritel>"
    content = answer(("1", inner), ("76", state("KONKURS")))
    page = kept(content)
    for private in ("Soukromý", "Vratislav", "701010"):
        assert private not in page.content.decode()
    expected = [("OPENED", WRONG), ("OPENED", RIGHT)]
    assert said(list(cz.parse(page))) == said(read(content)) == expected


def test_a_debtor_whom_the_look_up_does_not_know_yet_is_a_party() -> None:
    row = LOOK_UP.partition(b"<data>")[2].partition(b"</data>")[0].replace(b"<bcVec>901<", b"<bcVec>1<")
    one_of_two = LOOK_UP.replace(b"<data>", b"<data>" + row + b"</data><data>", 1)
    page = kept(answer(("1", company(WRONG) + company(RIGHT)), ("76", state("KONKURS"))), one_of_two)
    assert said(list(cz.parse(page))) == [("OPENED", WRONG), ("OPENED", RIGHT)]


def test_a_state_that_returns_is_another_notice() -> None:
    """A petition refused, and pending again after the appeal."""
    told = [
        read(feed_answer(event(id=number, typUdalosti="372", poznamka=note(company(WRONG) + state(printed)))))[0]
        for number, printed in (("11", "NEVYRIZENA"), ("12", "VYRIZENA"), ("13", "NEVYRIZENA"))
    ]
    assert [one.event_kind.value for one in told] == ["PETITION_FILED", "CLOSED_LIFTED", "PETITION_FILED"]
    assert len({one.id for one in told}) == 3
    assert len({one.proceedings_id for one in told}) == 1
    again = read(feed_answer(event(id="13", typUdalosti="372", poznamka=note(company(WRONG) + state("NEVYRIZENA")))))
    assert again[0].id == told[2].id
