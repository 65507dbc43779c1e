"""Pieces of German announcements: spoiled words, names and streets, hearings, time limits, debtors, courts."""

from datetime import date, time

import pytest

from chalicelib.model.notice import DebtorKind, HearingKind
from chalicelib.registers.german.address_block import read_block
from chalicelib.registers.german.court import find_court
from chalicelib.registers.german.debtor_facts import find_address, find_birth
from chalicelib.registers.german.debtor_name import find_debtor
from chalicelib.registers.german.hearing import find_hearings
from chalicelib.registers.german.opening import find_claim_deadline, find_opening, implausible
from chalicelib.registers.german.practitioner import find_appointments
from chalicelib.registers.german.register_entry import read_register
from chalicelib.registers.german.text import clean


@pytest.mark.parametrize(
    ("spoiled", "whole"),
    [
        ("Zahlungs-unfähigkeit", "Zahlungsunfähigkeit"),
        ("haf-tungsbeschränkt", "haftungsbeschränkt"),
        ("Insolvenz\u00adverwalter", "Insolvenzverwalter"),
        ("nord-see GmbH", "nord-see GmbH"),
        ("derAntragsgegnerin", "der Antragsgegnerin"),
        ("Zumvorläufigen Insolvenzverwalter", "Zum vorläufigen Insolvenzverwalter"),
        ("RechtsanwaltKarl", "Rechtsanwalt Karl"),
        ("28195Bremen", "28195Bremen"),
        ("Bremen28195", "Bremen 28195"),
        ("a|b", "a | b"),
        ("<U+0080> 2.500", "€ 2.500"),
    ],
)
def test_words_are_made_whole(spoiled: str, whole: str) -> None:
    assert clean(spoiled) == whole


@pytest.mark.parametrize(
    ("printed", "name", "street", "firm"),
    [
        ("Rechtsanwalt Karl Lehm, Ring 1, 50667 Köln", "Karl Lehm", "Ring 1", None),
        ("Rechtsanwältin Dr. Ute von Stein Neuer Wall 70, 20354 Hamburg", "Dr. Ute von Stein", "Neuer Wall 70", None),
        ("Rechtsanwalt Uwe Lehm Dockenhuder Straße 20, 22587 Hamburg", "Uwe Lehm", "Dockenhuder Straße 20", None),
        ("Herrn Dipl.-Kfm. Jens-Peter Graf, Hof 3, 28195 Bremen", "Jens-Peter Graf", "Hof 3", None),
        ("Rechtsanwalt Jan M. Lehm Beim Turm 1, 86153 Augsburg", "Jan M. Lehm", "Beim Turm 1", None),
        ("RA/WP Prof. Dr. Karl Lehm, Lehm & Kies, Ring 1, 50667 Köln", "Prof. Dr. Karl Lehm", "Ring 1", "Lehm & Kies"),
        (
            "Rechtsanwalt Dr. Karl Otto Lehm Kies Sand Rechtsanwälte Am Ring 1 50667 Köln",
            "Dr. Karl Otto Lehm",
            "Am Ring 1",
            "Kies Sand Rechtsanwälte",
        ),
    ],
)
def test_name_firm_and_street(printed: str, name: str, street: str, firm: str | None) -> None:
    block = read_block(printed)
    assert (block.name, block.street, block.firm) == (name, street, firm)


def test_what_cannot_be_told_apart_is_left_out() -> None:
    block = read_block("Rechtsanwalt Foo Bar Baz Qux Quux 3, 50667 Köln")
    assert block.name is None
    assert block.doubt
    appointments, doubt = find_appointments(f"Zum Insolvenzverwalter wird bestellt: {'Rechtsanwalt Foo Bar Baz Qux 3'}")
    assert (appointments, bool(doubt)) == ([], True)


@pytest.mark.parametrize(
    ("printed", "phone", "email"),
    [
        ("Karl Lehm, Tel.: 069 / 55 50 00-0, Fax: 069 / 1", "069 / 55 50 00-0", None),
        (
            "Karl Lehm Telefon: +49(911)5550 Telefax: +49(911)1 Email: a.b@lehm-kies.de.wird",
            "+49(911)5550",
            "a.b@lehm-kies.de",
        ),
        ("Karl Lehm Telefon: 0361 5550 Email: lehm@kies.de 4. Die", "0361 5550", "lehm@kies.de"),
        ("Karl Lehm, Fax: 0361 5550", None, None),
        ("Karl Lehm, Tel.: 0711 5550-0Telefax: 1, E-Mail: INFO@KIES.DE, Internet", "0711 5550-0", "INFO@KIES.DE"),
    ],
)
def test_telephone_and_mail(printed: str, phone: str | None, email: str | None) -> None:
    block = read_block(printed)
    assert (block.phone, block.email) == (phone, email)


@pytest.mark.parametrize(
    ("order", "role"),
    [
        ("Rechtsanwalt Karl Lehm, Ring 1, 50667 Köln wird zum Insolvenzverwalter bestellt.", "Insolvenzverwalter"),
        (
            "Insolvenzverwalter ist: Rechtsanwalt Karl Lehm, Ring 1, 50667 Köln, Tel.: 0221/5550. Die",
            "Insolvenzverwalter",
        ),
        ("Zur Treuhänderin wird ernannt Rechtsanwalt Karl Lehm, Ring 1, 50667 Köln. Forderungen", "Treuhänderin"),
        ("wurde Karl Lehm, Ring 1, 50667 Köln zu dem vorläufigen Sachwalter bestellt.", "vorläufiger Sachwalter"),
    ],
)
def test_roles(order: str, role: str) -> None:
    found, _doubt = find_appointments(clean(order))
    assert [(one.role, one.block.name) for one in found] == [(role, "Karl Lehm")]


def test_who_only_receives_claims_is_not_appointed() -> None:
    text = "Forderungen sind beim Insolvenzverwalter anzumelden. Der Insolvenzverwalter ist berechtigt, Post zu öffnen."
    assert find_appointments(clean(text)) == ([], None)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (
            (
                "1. am: Freitag, 24.04.2026, 09:00 Uhr, Saal 1 eine Gläubigerversammlung (Berichtstermin); 2. "
                "am: Montag, "
                "04.05.2026, 09:30 Uhr, Saal 2 eine Gläubigerversammlung (Prüfungstermin)."
            ),
            [("report", 24, 4, "Saal 1"), ("examination", 4, 5, "Saal 2")],
        ),
        (
            (
                "Termin zur ersten Gläubigerversammlung, in der die angemeldeten Forderungen geprüft werden "
                "und auf der "
                "Grundlage eines Berichts beschlossen wird, ist am Mittwoch, 4. März 2026, 10:00 Uhr, Saal 30, "
                "Hof 1. Der Termin"
            ),
            [("report_and_examination", 4, 3, "Saal 30, Hof 1")],
        ),
        ("Schlusstermin wird bestimmt auf 05.05.2026, 10.00 Uhr, Zimmer 3.", [("final", 5, 5, "Zimmer 3")]),
    ],
)
def test_hearings(order: str, expected: list[tuple[str, int, int, str]]) -> None:
    found = find_hearings(clean(order))
    assert [(one.kind, one.date.day, one.date.month, one.place) for one in found] == expected


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        (
            "Berichts- und Prüfungsstichtag (§§ 5, 156 InsO) ist Montag, 12. April 2026.",
            HearingKind.REPORT_AND_EXAMINATION,
        ),
        (
            "Prüfungsstichtag, der dem Prüfungstermin entspricht (§ 176 InsO), ist der 12.04.2026.",
            HearingKind.EXAMINATION,
        ),
        (
            "Gelegenheit, bis 12.04.2026 den Forderungsanmeldungen schriftlich zu widersprechen.",
            HearingKind.EXAMINATION,
        ),
        ("Stichtag, der die erste Gläubigerversammlung ersetzt, ist der 12.04.2026.", HearingKind.CREDITORS_MEETING),
        (
            "Stichtag, der dem Prüfungstermin (§§ 29, 156, 176 InsO) entspricht, ist der 12.04.2026.",
            HearingKind.EXAMINATION,
        ),
    ],
)
def test_key_dates_of_written_procedures(order: str, kind: HearingKind) -> None:
    (found,) = find_hearings(clean(order))
    assert (found.kind, found.date, found.written, found.time) == (kind, date(2026, 4, 12), True, None)


def test_inspection_dates_and_openings_are_no_hearings() -> None:
    text = (
        "wird heute, am 01.03.2026, um 10:00 Uhr eröffnet. Die Tabelle ist ab dem 09.04.2026 zur Einsicht niedergelegt."
    )
    assert find_hearings(clean(text)) == ()


def test_time_limit_for_claims() -> None:
    assert find_claim_deadline(clean("Insolvenzforderungen sind bis 10. Mai 2026 anzumelden.")) == (
        date(2026, 5, 10),
        None,
    )
    assert find_claim_deadline(clean("Anmeldefrist: 13.07.2026 Widersprüche bis zum 27.07.2026")) == (
        date(2026, 7, 13),
        None,
    )
    day, doubt = find_claim_deadline(
        clean("Forderungen sind bis zum 01.05.2026 anzumelden. Forderungen sind bis zum 02.06.2026 anzumelden.")
    )
    assert day is None
    assert "several" in (doubt or "")
    assert implausible(date(2026, 3, 1), date(2026, 3, 20)) is None
    assert "section 28" in (implausible(date(2026, 3, 1), date(2027, 3, 1)) or "")


def test_opening_day_and_hour() -> None:
    text = (
        "aufgrund des am 12.11.2025 eingegangenen Antrags wird am 01.03.2026 um 14.30 Uhr das "
        "Insolvenzverfahren eröffnet."
    )
    assert find_opening(clean(text)) == (date(2026, 3, 1), time(14, 30))
    assert find_opening(clean("das Insolvenzverfahren eröffnet.")) == (None, None)


def test_debtors() -> None:
    glued = find_debtor("FELD & FLUR GMBH & CO. KG", "1 IN 1/26", None, "Vermögen der Feld & FlurGmbH & Co. KG, Weg 1")
    assert glued.name == "Feld & Flur GmbH & Co. KG"
    surname_only = find_debtor(
        "BRANDNER", "1 IN 1/26", "HRA 1", "über das Vermögen des Karl Brandner, geb. am 01.01.1970"
    )
    assert (surname_only.name, surname_only.first_name, surname_only.surname) == ("Karl Brandner", "Karl", "Brandner")
    turned = find_debtor(
        "Brandner, Karl", "1 IK 1/26", None, "über das Vermögen d. Brandner Karl, geboren am 01.01.1970"
    )
    assert (turned.name, turned.kind) == ("Karl Brandner", DebtorKind.PERSON)
    absent = find_debtor("LEER GMBH", "1 IN 1/26", None, "Über das Vermögen wird heute eröffnet.")
    assert absent.remark


def test_a_birth_date_behind_the_representative_is_not_the_debtor_s() -> None:
    text = "des Karl Brandner, Weg 1, 50667 Köln, vertreten durch Uta Brandner, geboren am 02.02.1980"
    assert find_birth(text, text.index(",")) == (None, None)


@pytest.mark.parametrize(
    ("text", "court"),
    [
        ("6 IN 1/26 Amtsgericht PotsdamBeschluss In dem Verfahren", "Amtsgericht Potsdam"),
        (
            "Register des Amtsgerichts Herne unter HRB 1 ... Amtsgericht Bochum - Insolvenzgericht - 01.02.2026",
            "Amtsgericht Bochum",
        ),
        ("(AG Herne, HRB 1) wird angeordnet.", None),
        ("wird angeordnet. Düsseldorf, 01.02.2026", "Amtsgericht Düsseldorf"),
    ],
)
def test_the_court_is_never_the_register_court(text: str, court: str | None) -> None:
    assert find_court(clean(text)) == court


def test_register_entries() -> None:
    assert read_register("Köln", "Köln, HRB 1", "") == ("Köln", "HRB 1")
    assert read_register("Köln", "", "(AG Köln, HRB 77), vertr. d. die Y GmbH (AG Bonn, HRB 88)") == ("Köln", "HRB 77")
    assert read_register("Köln", "", "ohne Eintrag") == (None, None)
    assert read_register("Kiel", "Kiel, HRB HRB 12 KI", "") == ("Kiel", "HRB 12 KI")


def test_a_merchant_without_a_firm_is_a_person_even_beside_a_company_register() -> None:
    text = "über das Vermögen des Karl Brandner, Weg 1, 50667 Köln (AG Köln, HRB 4), ist der Antrag"
    debtor = find_debtor("BRANDNER", "1 IN 1/26", "HRB 4", text)
    assert (debtor.name, debtor.kind) == ("Karl Brandner", DebtorKind.PERSON)


def test_a_list_that_names_the_firm_and_a_text_that_names_its_owner() -> None:
    text = "über das Vermögen d. Kunz Herbert, Inhaber der Firma Porzellan Kunz e.K., Bahnweg 2, 95100 Selb"
    debtor = find_debtor("Porzellan Kunz e.K.", "1 IN 1/26", "HRA 4", text)
    assert (debtor.name, debtor.aliases) == ("Herbert Kunz", ("Porzellan Kunz e.K.",))


@pytest.mark.parametrize(
    ("printed", "name", "street"),
    [
        ("Rechtsanwalt Oliver Scharl Münchner Freiheit 2, 80802 München", "Oliver Scharl", "Münchner Freiheit 2"),
        ("Rechtsanwalt Karl Otto Lange Domstraße 3, 50667 Köln", "Karl Otto Lange", "Domstraße 3"),
        ("Rechtsanwalt Jörg Lehm Ringstr. 2 - 4 in 40479 Düsseldorf", "Jörg Lehm", "Ringstr. 2 - 4"),
        ("Rechtsanwalt Stefan Ober Bebel-Straße 12a-c, 01219 Dresden", "Stefan Ober", "Bebel-Straße 12a-c"),
        ("Rechtsanwalt Christian Graf Lehm LL.M., Ring 3, 14469 Potsdam", "Christian Graf Lehm", "Ring 3"),
    ],
)
def test_streets_without_a_comma(printed: str, name: str, street: str) -> None:
    block = read_block(printed)
    assert (block.name, block.street) == (name, street)


def test_the_practitioner_s_address_is_never_the_debtor_s() -> None:
    text = "der Lehm GmbH ist am 1.2.2026 angeordnet: Zum Insolvenzverwalter wird Karl Kies, Ring 3, 50667 Köln"
    assert find_address(text, text.index(" ist")) is None


def test_sharp_s_survives_a_list_in_capitals() -> None:
    debtor = find_debtor("GIESSEREI STRASSE GMBH", "1 IN 1/26", None, "Vermögen der Gießerei Straße GmbH, Weg 1")
    assert debtor.name == "Gießerei Straße GmbH"


def test_a_meeting_that_is_held_on_a_day() -> None:
    order = "Vor dem Gericht wird am Dienstag, 20.04.2026, 10:00 Uhr, Saal 1 eine Gläubigerversammlung abgehalten."
    (found,) = find_hearings(clean(order))
    assert (found.kind, found.place) == (HearingKind.CREDITORS_MEETING, "Saal 1")
