"""Letters, notices and lists: what they say, and what they say when something is missing."""

from datetime import date

import pytest

from chalicelib import documents
from chalicelib.model.dossier import CourtCase
from chalicelib.model.letters import InsurerNoticeKind
from chalicelib.model.match import MatchResult
from tests.builders import a_match
from tests.unit.documents.letter_samples import (
    a_choice_letter,
    a_security_letter,
    an_activity_log,
    an_evidence_list,
    an_explanation,
    an_insurer_notice,
)
from tests.unit.documents.reading import pages, text
from tests.unit.documents.samples import a_court_case


def read(name: str, data: object, language: str = "de") -> str:
    return text(documents.load(name).render(data, "de" if language == "de" else "en"))


def test_security_letter_tells_rights_in_movables_and_asks_what_follows_from_them() -> None:
    words = read("security_rights", a_security_letter())
    assert "Größ & Kollegen Insolvenzverwaltung Rechtsanwältin Dr. Jördis Größ-Łukasiewicz" in words
    assert "nach § 28 Abs. 2 InsO teilen wir mit" in words
    assert "RE-2025-0002 6 Hubtische HT-2000" in words
    assert "fehlt: Bezeichnung der Ware" in words
    assert "Wir bitten Sie, bis zum 10.04.2026" in words
    assert "(Berichtstermin: 12.05.2026)" in words
    assert "Forderungen gegen Reederei Ostwind 1.500,00 EUR" in words
    assert "Sonnenried Holding" not in words, "a guarantor's promise is no right in the debtor's movables"


def test_security_letter_asks_only_for_what_its_rights_give() -> None:
    words = read(
        "security_rights", a_security_letter(securities=(), retention=(), revoke_resale=False, respond_by=None)
    )
    assert "fehlt: Gegenstände, Art und Grund der Sicherungsrechte" in words
    assert "[fehlt: Frist zur Antwort]" in words
    assert "§ 167 InsO" not in words
    assert "widerrufen" not in words


def test_choice_letter_asks_with_the_consequence_of_silence() -> None:
    words = read("choice_of_performance", a_choice_letter())
    assert "Vertrag, Bestellung 4500098771" in words
    assert "spätestens bis zum 10.04.2026, zu erklären, ob Sie Erfüllung verlangen" in words
    assert "können Sie auf der Erfüllung nicht bestehen" in words
    assert "dem Berichtstermin am 12.05.2026 (§ 107 Abs. 2 InsO)" in words


def test_choice_letter_without_report_hearing_shows_the_hole() -> None:
    assert "am [fehlt: Berichtstermin]" in read(
        "choice_of_performance", a_choice_letter(court_case=a_court_case(report_hearing=None))
    )


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (InsurerNoticeKind.OVERDUE, "die Überschreitung des Zahlungsziels"),
        (InsurerNoticeKind.INSOLVENCY, "Kenntnis haben wir seit dem 17.03.2026"),
        (InsurerNoticeKind.ADVERSE, "Rücklastschrift vom 16.03.2026"),
    ],
)
def test_insurer_notice_says_why_and_when_by_the_policys_own_days(kind: InsurerNoticeKind, says: str) -> None:
    words = read("insurer_notice", an_insurer_notice(kind=kind, information="Rücklastschrift vom 16.03.2026"))
    assert says in words
    assert "KV-4711-26" in words
    assert "45 Tage nach Fälligkeit; älteste Rechnung: 29.12.2025" in words
    assert "60 Tage nach Fälligkeit" in words
    assert "unverzüglich nach Kenntnis (17.03.2026)" in words
    assert "90 Tage nach dem Versicherungsfall" in words
    assert "Versicherungssumme 25.000,00 EUR seit 01.01.2025" in words
    assert "RE-2025-0001 14.10.2025 14.11.2025 126 0 0 % 10.000,00 EUR" in words
    assert ("Insolvenzgericht" in words) == (kind is InsurerNoticeKind.INSOLVENCY)


def test_insurer_notice_counts_the_policys_days_from_knowledge() -> None:
    policy = an_insurer_notice().policy.model_copy(update={"insolvency_notice_days": 14})
    assert "14 Tage nach Kenntnis (31.03.2026)" in read("insurer_notice", an_insurer_notice(policy=policy))


def test_insurer_notice_with_nothing_known_is_full_of_holes() -> None:
    words = read("insurer_notice", an_insurer_notice(court_case=None, items=(), measures=(), known_on=None, limit=None))
    for hole in ("Angaben zum Verfahren", "Liste der offenen Rechnungen", "Maßnahmen", "Tag der Kenntnis"):
        assert f"fehlt: {hole}" in words


def test_evidence_list_shows_source_and_digest() -> None:
    words = read("evidence_list", an_evidence_list())
    assert "https://register.example/" in words
    assert str(an_evidence_list().items[0].sha256) in words.replace(" ", "")
    assert "fehlt: Prüfsumme" in words


def test_activity_log_is_in_order_with_its_head_on_each_page() -> None:
    log = an_activity_log(120)
    log = log.model_copy(update={"rows": tuple(reversed(log.rows))})
    found = pages(documents.load("activity_log").render(log, "de"))
    assert all("Wann Wer Art Was" in page for page in found)
    words = " ".join(found)
    places = [words.index(f"Eintrag {number}:") for number in range(1, 121)]
    assert places == sorted(places)
    assert "Einträge 120, vollständig" in words


def test_explanation_names_fields_values_weights_rule_and_source() -> None:
    words = read("match_explanation", an_explanation())
    assert (
        "Geburtsdatum 04.05.1971 04.05.1971 gleich. Die Geburtsdaten sind gleich. +13,1 Punkte: spricht stark" in words
    )
    assert "Ort Görlitz Bautzen verschieden." in words
    assert "-1,8 Punkte: spricht dagegen" in words
    assert "Vor- und Nachname und Geburtsdatum gleich (person_birth_date)" in words
    assert "Register de_insolvenzbekanntmachungen" in words
    assert "Geprüft von einem Menschen Eva Kern, 20.03.2026 10:30 MEZ" in words
    assert "Wird gelöscht am 30.09.2026" in words
    assert "Art. 22 Abs. 3 DSGVO" in words


def test_explanation_says_when_no_person_has_looked() -> None:
    words = read("match_explanation", an_explanation(match=a_match(MatchResult.UNSURE), judged_by=None), "en")
    assert "Looked at by a person nobody so far" in words
    assert "possible match, a person decides" in words


def test_a_long_address_is_printed_whole() -> None:
    case = CourtCase(
        debtor_name="X GmbH", practitioner_name="Kanzlei " + "Sehrlangername " * 30, claim_deadline=date(2026, 4, 28)
    )
    words = read("security_rights", a_security_letter(court_case=case))
    assert words.count("Sehrlangername") == 30
