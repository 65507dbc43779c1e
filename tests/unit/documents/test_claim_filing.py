"""The claim filing: fields, sums, annexes, what is missing, many invoices."""

import re
from typing import Any

import pytest

from chalicelib import documents
from chalicelib.model.claim import ClaimSheet
from chalicelib.model.creditor import Creditor
from chalicelib.model.dossier import CourtCase, Dossier, DossierState
from chalicelib.model.notice import EventKind
from chalicelib.model.open_item import OpenItem, RetentionOfTitle
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.claims import claim_sheet
from tests.unit.documents.reading import pages, text
from tests.unit.documents.samples import OPENING, a_court_case, a_creditor, a_dossier, an_item

FILING = documents.load("claim_filing")
EU = documents.load("claim_filing_eu")


def sheet_of(*items: OpenItem) -> ClaimSheet:
    return claim_sheet("104711", items, ClaimTerms(opening_date=OPENING))


def only(*items: OpenItem, **fields: Any) -> Dossier:
    return a_dossier(claims=sheet_of(*items), titles=(), torts=(), set_offs=(), **fields)


def test_the_form_names_court_parties_and_account() -> None:
    words = text(FILING.render(a_dossier(), "de"))
    for fact in (
        "Insolvenzgericht Amtsgericht Hamburg",
        "Aktenzeichen des Gerichts 67a IN 17/26",
        "Schuldner (wie veröffentlicht) Hafenlogistik Sonnenried GmbH",
        "Insolvenzverwalterin Rechtsanwältin Dr. Jördis Größ-Łukasiewicz",
        "Eröffnung am, um 16.03.2026, 11:45 Uhr",
        "Anmeldefrist bis 28.04.2026",
        "Gläubiger (genaue Firma) Elbtal Fördertechnik Vertriebs GmbH & Co. KG",
        "Gesetzlich vertreten durch Annelie Weiß, Étienne Le Gœuff",
        "IBAN DE89 3704 0044 0532 0130 00",
        "Vertreter Inkassobüro Nordlicht GmbH",
        "Vollmacht liegt bei [X] ja",
        "in 2 Ausfertigungen",
    ):
        assert fact in words


def test_a_claim_shows_principal_interest_to_the_day_before_costs_and_total() -> None:
    words = text(FILING.render(only(an_item()), "de"))
    assert "Hauptforderung 10.000,00 EUR" in words
    assert "10,27 % aus 10.000,00 EUR vom 15.11.2025 bis 15.03.2026 (121 Tage): 340,46 EUR" in words
    assert "40,00 EUR Pauschale (§ 288 Abs. 5 BGB)" in words
    assert "Summe 10.380,46 EUR" in words
    assert "Gesamtsumme 10.000,00 EUR 340,46 EUR 40,00 EUR 10.380,46 EUR" in words


def test_title_tort_and_conversion_are_told() -> None:
    words = text(FILING.render(a_dossier(), "de"))
    assert "Vollstreckungsbescheid, Amtsgericht Hamburg-Altona, 26-0001234-0-7, 03.02.2026" in words
    assert "[X] ja [ ] nein Der Geschäftsführer bestellte am 09.10.2025" in words
    assert "Kurs 1,0721 vom 16.03.2026, EZB-Referenzkurs" in words


@pytest.mark.parametrize(
    ("retention", "claimed"),
    [(RetentionOfTitle.SIMPLE, "[ ] ja [X] nein"), (RetentionOfTitle.EXTENDED, "[X] ja [ ] nein")],
)
def test_only_extended_retention_is_separate_satisfaction(retention: RetentionOfTitle, claimed: str) -> None:
    words = text(FILING.render(only(an_item(retention_of_title=retention)), "de"))
    assert f"Abgesonderte Befriedigung beansprucht {claimed}" in words
    assert "Anlage B: Waren unter Eigentumsvorbehalt" in words


def test_without_goods_of_ours_there_is_no_second_annex() -> None:
    assert "Anlage B" not in text(FILING.render(only(an_item()), "de"))


def test_what_is_missing_is_printed_as_missing() -> None:
    bare = only(court_case=CourtCase(debtor_name="Ohne Angaben UG"), creditor=Creditor(name="Firma"))
    words = text(FILING.render(bare, "de"))
    for hole in ("Insolvenzgericht", "Aktenzeichen", "Insolvenzverwalter", "Eröffnung am, um", "Anschrift"):
        assert f"fehlt: {hole}" in words
    assert "fehlt: Bankverbindung" in words
    assert "fehlt: angemeldete Forderungen" in words


def test_subordinate_claims_are_lodged_only_when_the_court_asks() -> None:
    asked = claim_sheet("104711", [an_item()], ClaimTerms(opening_date=OPENING, subordinate_asked=True))
    words = text(FILING.render(only(with_subordinate=True).model_copy(update={"claims": asked}), "de"))
    assert "RE-2025-0001: Zinsen seit der Eröffnung, 9 Prozentpunkte über dem Basiszinssatz" in words
    assert "Keine angemeldet" in text(FILING.render(only(an_item()), "de"))


def test_self_administration_names_the_custodian() -> None:
    case = a_court_case(event_kind=EventKind.OPENED_SELF_ADMIN, practitioner_role=None)
    assert "Die Anmeldung geht an: Sachwalter, nicht an das Gericht" in text(FILING.render(only(court_case=case), "de"))


def test_our_own_open_questions_stand_on_drafts_only() -> None:
    unknown_rate = a_dossier(state=DossierState.DRAFT, claims=sheet_of(*(an_item(n) for n in (1, 2)), _francs()))
    approved = unknown_rate.model_copy(update={"history": a_dossier().history})
    assert "Noch zu klären" in text(FILING.render(unknown_rate, "de"))
    assert "Noch zu klären" not in text(FILING.render(approved, "de"))
    assert "fehlt: Umrechnung einzelner Forderungen" in text(FILING.render(approved, "de"))


def _francs() -> OpenItem:
    francs = {"amount": "5000", "currency": "CHF"}
    return OpenItem.model_validate(an_item(4).model_dump() | {"gross": francs, "open": francs})


def test_hundreds_of_invoices_go_to_the_annex_with_a_head_on_each_page() -> None:
    every = [an_item(n, retention_of_title=RetentionOfTitle.SIMPLE) if n == 150 else an_item(n) for n in range(1, 161)]
    found = pages(FILING.render(only(*every), "de"))
    annex = [page for page in found if "RE-2025-" in page and "Hauptforderung Zinssatz vom – bis" in page]
    listed = re.findall(r"RE-2025-\d{4}", " ".join(annex))
    assert sorted(set(listed)) == [f"RE-2025-{n:04d}" for n in range(1, 161)]
    assert len(annex) > 5
    assert "160 Forderungen, mit Zinsen und Kosten einzeln in Anlage A" in " ".join(found)
    assert "Forderung 150" in " ".join(found)
    assert "1.660.873,60 EUR" in found[-2] + found[-1]


def test_hostile_words_are_printed_and_do_nothing() -> None:
    name = "A\x00\x1b<script>{nb}\ue000\u202eliv\u202c ) Tj ET %PDF" + "Donaudampfschiff" * 60
    words = text(FILING.render(only(an_item(goods="x" * 400), court_case=a_court_case(debtor_name=name)), "de"))
    assert "A<script>{nb}[U+E000]liv ) Tj ET %PDF" in words
    assert "Donaudampfschiff" * 60 in re.sub(r"\s", "", words)
    assert "x" * 400 in re.sub(r"\s", "", words)


def test_a_fact_longer_than_a_page_goes_on_overleaf() -> None:
    long = a_dossier(
        torts=(a_dossier().torts[0].model_copy(update={"facts": "Zeile.\n" * 150 + "Ende der Schilderung"}),)
    )
    found = pages(FILING.render(long, "de"))
    assert sum("(Fortsetzung)" in page for page in found) >= 3
    assert "Ende der Schilderung" in " ".join(found)
    assert " ".join(found).count("Zeile.") == 150


def test_the_european_form_has_the_points_of_the_regulation() -> None:
    words = text(EU.render(a_dossier(), "en"))
    for point in (
        "Lodgement of claims · Forderungsanmeldung",
        "Art. 55(2) of Regulation (EU) 2015/848",
        "2. Creditor – point (a)",
        "(b) Date on which it arose 14 Oct 2025",
        "(b) Date on which it became due 14 Nov 2025",
        "(c) Nature of the interest legal: base rate plus 9 percentage points",
        "(d) Costs before the opening 61.50 EUR",
        "(f) Preferential status not claimed",
        "(g) Security or retention of title simple retention of title",
        "(g) Assets covered missing: (g) Assets covered",
        "(h) Set-off Bonusgutschrift 2025, 400,00 EUR missing: day it arose",
        "Total amount 10,380.46 EUR",
    ):
        assert point in words


def test_a_firm_without_representative_signs_itself() -> None:
    words = text(FILING.render(only(an_item(), creditor=a_creditor()), "de"))
    assert "keiner; der Gläubiger meldet selbst an" in words
    assert "Ort, Datum Elbtal Fördertechnik Vertriebs GmbH & Co. KG Annelie Weiß, Étienne Le Gœuff" in words


def test_the_hour_of_an_opening_abroad_is_not_taken_from_german_law() -> None:
    def opened(country: str) -> str:
        case = a_court_case(country=country, opening_time=None)
        return text(documents.load("claim_filing_eu").render(a_dossier(court_case=case), "en"))

    assert "16 Mar 2026, 12:00 (InsO 27(3))" in opened("DE")
    assert "12:00" not in opened("FR")
