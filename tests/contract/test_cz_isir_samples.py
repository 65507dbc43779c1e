"""ISIR held against the real notes, contracts and event types of ../shared, where they are."""

import csv

import pytest
from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.registers import cz_isir as cz
from chalicelib.registers.czech import event_types, feed, look_up
from tests.contract.recordings import SHARED, document, parsed
from tests.contract.servers.isir import event, feed_answer

REAL = SHARED / "cz-isir"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real payloads are not here")


def read(content: bytes) -> list[InsolvencyNotice]:
    return list(cz.parse(document(cz.REGISTER.name, content)))


def test_real_notes() -> None:
    """Three real notes: a company is read, a person without a number and a lodged claim are left out."""
    company = next(REAL.glob("poznamka-type2-debtor-company-*.xml")).read_text()
    (notice,) = read(
        feed_answer(event(typUdalosti="2", popisUdalosti="Změna adresy osoby", oddil="", poznamka=company))
    )
    assert (notice.debtor_kind, notice.court) == (DebtorKind.ORGANISATION, "Krajský soud v Plzni")
    assert [identifier.scheme.value for identifier in notice.debtor_identifiers] == ["cz_ico"]
    assert notice.debtor_seat
    person = next(REAL.glob("poznamka-type2-debtor-person-*.xml")).read_text()
    assert (
        read(feed_answer(event(typUdalosti="2", popisUdalosti="Změna adresy osoby", oddil="", poznamka=person))) == []
    )
    flat = (REAL / "event-8840910-type625-creditor-2013.txt").read_text()
    claim = flat[flat.index("<?xml") :]
    assert read(feed_answer(event(typUdalosti="625", oddil="P23", poznamka=claim))) == []
    assert etree.fromstring(claim.encode()).tag == "{http://www.cca.cz/isir/poznamka}udalost"


def test_shapes_that_others_wrote() -> None:
    (petition,) = parsed(cz.REGISTER.name, REAL / "event-feed-response-shape-authored.xml")
    assert (petition.event_kind, petition.case_number) == (EventKind.PETITION_FILED, "INS 1/2008")
    with pytest.raises(SourceChangedError, match="Data nejsou validní"):
        parsed(cz.REGISTER.name, REAL / "event-feed-fault-shape-authored.xml")


def test_every_mapped_event_type_is_in_the_registers_list() -> None:
    rows = list(csv.DictReader((REAL / "event-types-1065.csv").read_text().splitlines()))
    names = {row["id"]: row["nazev"] for row in rows}
    mapped = {number: event_types.of_event(number, "B") for number in names}
    assert len(names) == 1065
    assert set(event_types._EVENTS) <= set(names)
    assert {number for number, kind in mapped.items() if kind} == set(event_types._EVENTS)
    bankrupt = [
        number for number, name in names.items() if name.startswith(("Usnesení o úpadku", "Usnesení o prohlášení k"))
    ]
    assert {mapped[number] for number in bankrupt} <= {EventKind.OPENED, EventKind.CONVERTED}


def test_the_official_contract_names_what_is_known() -> None:
    for service, known in (("Public", feed._DATA), ("Cuzk", look_up._DATA)):
        schema = etree.parse(REAL / f"IsirWs{service}Service.xsd")
        listed = schema.xpath(f"//*[@name='isirWs{service}Data']//*[local-name()='element']/@name")
        assert isinstance(listed, list)
        assert listed
        assert {str(name) for name in listed} <= set(known)
