"""The German register: what its notices say, in our recordings and in real ones."""

from datetime import date, time
from pathlib import Path

import pytest

from chalicelib.commands import accuracy
from chalicelib.errors import SourceChangedError
from chalicelib.model.notice import DebtorKind, EventKind, HearingKind, InsolvencyNotice
from chalicelib.registers import de_insolvenzbekanntmachungen as register
from tests.contract.recordings import HERE, SHARED, document

OWN = HERE / register.REGISTER.name / "recordings"
REAL = SHARED / "de-insolvenzbekanntmachungen"


def notices() -> dict[str, InsolvencyNotice]:
    content = (OWN / "notices.jsonl").read_bytes()
    found = register.parse(document(register.REGISTER.name, content, "application/x-ndjson"))
    return {notice.case_number or "": notice for notice in found}


def test_event_kinds() -> None:
    kinds = {case: notice.event_kind.value for case, notice in notices().items()}
    assert kinds == {
        "36a IN 4711/25": "OPENED",
        "80 IN 88/26": "PRELIM_MEASURES",
        "67c IN 31/26": "MEASURES_LIFTED",
        "12 IN 140/25": "REFUSED_NO_ASSETS",
        "7 IN 902/25": "OPENED_SELF_ADMIN",
        "9 IK 512/26": "OPENED",
        "IK 77/22": "DISCHARGE_GRANTED",
        "3 IK 19/23": "DISCHARGE_REFUSED",
        "45 IN 12/21": "CLOSED_LIFTED",
        "10 IN 44/24": "CLOSED_DISCONTINUED",
        "500 IN 86/24": "ASSETS_INSUFFICIENT",
        "74 IN 300/19": "DISTRIBUTION",
        "63 IN 77/20": "FINAL_HEARING",
        "810 IN 55/24": "LATE_EXAM",
        "9 IN 148/24": "CORRECTION",
        "14 IN 61/23": "FREED_BUSINESS",
        "31 IN 18/22": "PRACTITIONER_APPOINTED",
        "2 IN 7/26": "PRELIM_SELF_ADMIN",
        "5 IN 3/26": "UNCLASSIFIED",
        "4 IN 90/25": "HEARING_OR_DEADLINE_SET",
    }


def test_an_opening_in_full() -> None:
    notice = notices()["36a IN 4711/25"]
    assert (notice.opening_date, notice.opening_time) == (date(2026, 3, 16), time(9, 40))
    assert notice.court == "Amtsgericht Charlottenburg (Berlin)"
    assert notice.debtor_name == "Nordwind Gartenbau GmbH"
    assert notice.debtor_identifiers[0].key == "de_register:charlottenburg:HRB201417"
    assert notice.debtor_representatives == ("Marlis Ehrenpfort",)
    assert notice.practitioner_name == "Dr. Henrike Stolzenau"
    assert notice.practitioner_role == "Insolvenzverwalterin"
    assert notice.practitioner_address is not None
    assert notice.practitioner_address.one_line() == "Fasanenstraße 301, 10719 Berlin"
    assert notice.practitioner_phone == "030 5550123-0"
    assert notice.practitioner_email == "berlin@stolzenau-inso.example.de"
    assert notice.claim_deadline == date(2026, 4, 28)
    assert [(one.kind, one.date, one.time) for one in notice.hearing_dates] == [
        (HearingKind.REPORT, date(2026, 4, 27), time(10)),
        (HearingKind.EXAMINATION, date(2026, 5, 26), time(10, 30)),
    ]
    assert notice.appeal_court == "Amtsgericht Charlottenburg"
    assert "zwei Wochen" in (notice.appeal_rule or "")


def test_a_manager_s_birthday_is_never_the_company_s() -> None:
    refused = notices()["12 IN 140/25"]
    assert refused.debtor_kind is DebtorKind.ORGANISATION
    assert refused.birth_date is None
    assert refused.debtor_representatives == ("Falko Brinkmeier",)


def test_merchants_and_consumers_are_persons() -> None:
    found = notices()
    merchant, consumer = found["14 IN 61/23"], found["9 IK 512/26"]
    assert (merchant.debtor_first_name, merchant.debtor_surname) == ("Konstantin", "Fuchsloch")
    assert merchant.debtor_aliases == ("Münsterblick Elektro e.Kfm.",)
    assert merchant.debtor_kind is consumer.debtor_kind is DebtorKind.PERSON
    assert consumer.birth_date == date(1980, 2, 29)
    assert consumer.practitioner_firm == "Kanzlei Oltmanns & Partner mbB"
    assert consumer.proceeding_kind == "Verbraucherinsolvenzverfahren"


def test_a_correction_speaks_of_what_it_corrects_and_an_expert_is_no_event() -> None:
    found = notices()
    corrected = found["9 IN 148/24"]
    assert corrected.effective_kind is EventKind.OPENED
    assert corrected.claim_deadline == date(2026, 4, 30)
    assert [one.reason for one in found["5 IN 3/26"].omissions] == ["only an expert is appointed"]
    assert found["4 IN 90/25"].debtor_aliases == ("Lechfeld Handels GmbH",)
    assert found["45 IN 12/21"].closing_date == date(2026, 3, 13)


@pytest.mark.skipif(not REAL.exists(), reason="../shared is not here")
def test_every_real_payload_is_read() -> None:
    forms = {".jsonl": "application/x-ndjson", ".csv": "text/csv"}
    counts = {
        path.name: len(list(register.parse(document(register.REGISTER.name, path.read_bytes(), forms[path.suffix]))))
        for path in sorted(REAL.iterdir())
        if path.suffix in forms
    }
    assert sum(counts.values()) == 230 + 489 + 400 + 26


@pytest.mark.skipif(not REAL.exists(), reason="../shared is not here")
@pytest.mark.parametrize("part", ["dev", "test"])
def test_accuracy_on_labelled_notices(part: str) -> None:
    labels = Path(__file__).parent / register.REGISTER.name / "labels.jsonl"
    score, _misses, absent = accuracy.measure(labels, SHARED)
    assert absent == 0
    wanted = {"claim_deadline": 0.98, "practitioner_name": 0.97, "hearings": 0.95}
    for field in ("event_kind", "court", "case_number", "debtor_name", *wanted):
        hits = score[field, part]
        assert len(hits) >= 40
        # One miss weighs more than the aim allows in so small a part.
        assert sum(hits) + 1 >= wanted.get(field, 0.99) * len(hits), field


def test_lists_without_texts_say_no_more_than_their_category() -> None:
    present = (
        "datum,inso_kennzeichen,gericht,name,sitz,register,gegenstand\n"
        '2026-03-17,36R IN 1/26,Charlottenburg (Berlin),WALDRAND GMBH,BERLIN,"Berlin, HRB 200001",2\n'
        '2026-03-17,9 IK 2/26,Aurich,"HANKE, OTTOKAR",LEER,,0\n'
    )
    older = (
        "date,insolvency_court,court_file_number,subject,name_debtor,domicile_debtor\n"
        "2020-07-01,Köln,70 IN 3/15,Sonstiges,Rheinkiesel AG,50667 Köln\n"
    )
    name = register.REGISTER.name
    found = [
        notice
        for content in (present, older)
        for notice in register.parse(document(name, content.encode(), "text/csv"))
    ]
    assert [one.event_kind for one in found] == [EventKind.OPENED, EventKind.UNCLASSIFIED, EventKind.UNCLASSIFIED]
    assert all(one.omissions for one in found)
    assert found[0].debtor_identifiers[0].key == "de_register:charlottenburg:HRB200001"
    assert (found[1].debtor_kind, found[1].debtor_surname) == (DebtorKind.PERSON, "HANKE")
    assert (found[2].debtor_seat, found[2].original_kind) == ("Köln", "Sonstiges")
    with pytest.raises(SourceChangedError, match="unknown keys"):
        list(register.parse(document(name, present.replace("sitz", "wohnort").encode(), "text/csv")))
