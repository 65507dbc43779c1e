"""Names are taken apart into words, legal forms, numerals, owners and aliases."""

import pytest

from chalicelib.matching.addresses import compare_addresses, compare_seats, read_address
from chalicelib.matching.aliases import split_name
from chalicelib.matching.name_agreement import compare_organisations
from chalicelib.matching.names import read_organisation
from chalicelib.matching.persons import compare_persons, read_person
from chalicelib.model.address import PostalAddress
from chalicelib.model.match import EvidenceLevel


@pytest.mark.parametrize(
    ("printed", "words", "forms"),
    [
        ("AS Autoteile GmbH", "as autoteile", "gmbh"),
        ("Raiffeisen Heidetal eG Zweigstelle", "raiffeisen heidetal zweigstelle", "eg"),
        ("Nordlicht S.à r.l.", "nordlicht", "sarl"),
        ("Nordlicht Boot Gesellschaft mit besc", "nordlicht boot", "gmbh"),
        ("Nordlicht Möwe Schiffsbau Kommanditges", "nordlicht moewe schiffsbau", "kg"),
        ("Nordlicht mGbH", "nordlicht", "gmbh"),
        ("Nordlicht Gmbn & C0. KG", "nordlicht", "gmbh kg"),
        ("GMB Nordlicht GmbH", "gmb nordlicht", "gmbh"),
        ("Gesellschaft mit beschrnäkter Haftung Nordlicht", "nordlicht", "gmbh"),
        ("N0rdlicht Enric0 OHG", "nordlicht enrico", "ohg"),
        ("Nordlicht GmbH i I", "nordlicht", "gmbh"),
        ("Nordlicht e. K. i. L.", "nordlicht", "ek"),
        ("Nordlicht Ges.m.b.H.", "nordlicht", "gmbh"),
        ("Nordlicht Speditionsgesellschaft mbH", "nordlicht speditions", "gmbh"),
        ("Nordlicht GmbH & Co. Kommanditgesellschaft", "nordlicht", "gmbh kg"),
        ("Nordlicht (GmbH & Co.) KG", "nordlicht", "gmbh kg"),
        ("Nordlicht GmbH & Co", "nordlicht", "gmbh kg"),
        ("Nordlicht UG (haftungsbeschränkt) & Co. KG", "nordlicht", "kg ug"),
        ("Nordlicht Rechtsanwälte PartG mbB", "nordlicht rechtsanwaelte", "partg"),
        ("Krakus Sp. z o.o.", "krakus", "spzoo"),
        ("Nordlichtgmbh", "nordlicht", "gmbh"),
        ("Nordlicht Gesellschafft mit beschränkter Haftung", "nordlicht", "gmbh"),
        ("Den-Co UG (haftungsbeschränkt)", "den co", "ug"),
        ("Haus im Park Zrt", "haus im park", "zrt"),
        ("C 3 Haus GmbH", "c 3 haus", "gmbh"),
        ("Nordlicht Spa GmbH", "nordlicht spa", "gmbh"),
        ("Nordlicht S.p.A.", "nordlicht", "spa"),
        ("Nordlicht AG - Fachbetrieb", "nordlicht fachbetrieb", "ag"),
        ("OOO Sewernoje", "sewernoje", "ooo"),
        ("GmbH & Co. KG", "", "gmbh kg"),
        ("Dritte Nordlicht Projekt V GmbH", "3 nordlicht projekt 5", "gmbh"),
    ],
)
def test_words_and_forms(printed: str, words: str, forms: str) -> None:
    name = read_organisation(printed)
    assert " ".join(name.words) == words
    assert " ".join(sorted(name.forms)) == forms


@pytest.mark.parametrize(
    ("printed", "name", "aliases", "owners"),
    [
        ("Nordlicht GmbH in Insolvenz", "Nordlicht GmbH", (), ()),
        ("Nordlicht GmbH i. I., vertr. d. d. GF Erna Beispiel", "Nordlicht GmbH", (), ()),
        ("Nordlicht GmbH, Hauptstr. 5, 20457 Hamburg", "Nordlicht GmbH", (), ()),
        ("Nordlicht GmbH, früher: Polarstern AG", "Nordlicht GmbH", ("Polarstern AG",), ()),
        ("Erna Beispiel, Inhaberin der Firma Blumen Rosenrot", "Erna Beispiel", ("Blumen Rosenrot",), ()),
        ("BEISPIEL EHEM. INHABERIN DER FIRMA ROSENROT", "BEISPIEL", ("ROSENROT",), ()),
        ("BEISPIEL INHABER DER FA. ROSENROT E.K.", "BEISPIEL", ("ROSENROT E.K.",), ()),
        ("Erna Beispiel als Inhaberin der Rosenrot OHG", "Erna Beispiel", ("Rosenrot OHG",), ()),
        ("Erna Beispiel t/a Rosenrot Flowers", "Erna Beispiel", ("Rosenrot Flowers",), ()),
        ("Blumen Rosenrot Inh. Erna Beispiel", "Blumen Rosenrot", (), ("Erna Beispiel",)),
        ("Inhaberwechsel Beratung GmbH", "Inhaberwechsel Beratung GmbH", (), ()),
        ("Vormals GmbH", "Vormals GmbH", (), ()),
    ],
)
def test_notes_beside_the_name(printed: str, name: str, aliases: tuple[str, ...], owners: tuple[str, ...]) -> None:
    parts = split_name(printed)
    assert (parts.name, parts.aliases + parts.firms, parts.owners) == (name, aliases, owners)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Müller Bau GmbH", "Bau Mueller AG", EvidenceLevel.EQUAL),
        ("Nord-Licht GmbH", "Nordlicht GmbH", EvidenceLevel.EQUAL),
        ("Nordlicht Transport GmbH", "Nordlicht GmbH", EvidenceLevel.CLOSE),
        ("Nordlicht Transport GmbH", "Nordlichd Transporte GmbH", EvidenceLevel.CLOSE),
        ("Nordlicht Transport GmbH", "Polarstern Transport GmbH", EvidenceLevel.DIFFERENT),
        ("GmbH", "GmbH", EvidenceLevel.UNKNOWN),
        ("Nordlicht Möwe Schiffsausrüstung Ve", "Nordlicht Möwe Schiffsausrüstung Vertrieb AG", EvidenceLevel.CLOSE),
    ],
)
def test_names_of_organisations_agree(one: str, other: str, level: EvidenceLevel) -> None:
    assert compare_organisations(read_organisation(one), read_organisation(other)).level is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Dr. Hans-Peter Sonderbar", "SONDERBAR Hanspeter", EvidenceLevel.EQUAL),
        ("Sonderbar, Karl Otto", "Karl Sonderbar", EvidenceLevel.EQUAL),
        ("Jürgen Müller", "Juergen Mueller", EvidenceLevel.EQUAL),
        ("Jürgen Müller", "Jurgen Muller", EvidenceLevel.EQUAL),
        ("Jürgen Bauer", "Jürgen Baur", EvidenceLevel.CLOSE),
        ("Erna Sonderbar-Beispiel", "Erna Beispiel", EvidenceLevel.CLOSE),
        ("E. Sonderbar", "Erna Sonderbar", EvidenceLevel.CLOSE),
        ("Nguyen Van An", "An Nguyen Van", EvidenceLevel.CLOSE),
        ("Erna Sonderbar", "Otto Sonderbar", EvidenceLevel.DIFFERENT),
        ("Sonderbar", "Erna Sonderbar", EvidenceLevel.CLOSE),
    ],
)
def test_names_of_persons_agree(one: str, other: str, level: EvidenceLevel) -> None:
    assert compare_persons(read_person(one), read_person(other)).level is level
    assert compare_persons(read_person(other), read_person(one)).level is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Hafenstraße 3, 20457 Hamburg", "Hafenstr. 3, 20457 Hamburg", EvidenceLevel.EQUAL),
        ("Hafenstraße 3 a, 20457 Hamburg", "Hafenstr. 3A, D-20457 Hamburg", EvidenceLevel.EQUAL),
        ("12 rue de la Paix, 75002 Paris", "12, rue de la Paix, 75002 PARIS", EvidenceLevel.EQUAL),
        ("Straße des 17. Juni 135, 10623 Berlin", "Str. des 17. Juni 135, 10623 Berlin", EvidenceLevel.EQUAL),
        ("Hafenstraße 3, 20457 Hamburg", "Hafenstr. 3a, 20457 Hamburg", EvidenceLevel.CLOSE),
        ("Hafenstraße 3b, 20457 Hamburg", "Hafenstr. 3a, 20457 Hamburg", EvidenceLevel.DIFFERENT),
        ("c/o Beispiel, Hafenstraße 3, 20457 Hamburg", "Hafenstr. 3, 20457 Hamburg", EvidenceLevel.EQUAL),
        ("Hafenstraße 3, 20457 Hamburg", "Hafenstr. 5, 20457 Hamburg", EvidenceLevel.DIFFERENT),
        ("Hafenstraße 3, 20457 Hamburg", "Hafenstr. 3, 24103 Kiel", EvidenceLevel.DIFFERENT),
        ("Hafenstraße 3, 20457 Hamburg", "Postfach 3, 20457 Hamburg", EvidenceLevel.UNKNOWN),
    ],
)
def test_addresses_agree(one: str, other: str, level: EvidenceLevel) -> None:
    places = [read_address(PostalAddress(printed=line)) for line in (one, other)]
    assert compare_addresses(*places) is level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Frankfurt a.M.", "Frankfurt am Main", EvidenceLevel.EQUAL),
        ("Hagen-Hohenlimburg", "Hagen", EvidenceLevel.CLOSE),
        ("Bad Homburg v.d.H.", "Bad Homburg", EvidenceLevel.CLOSE),
        ("Munich", "München", EvidenceLevel.EQUAL),
        ("Bad Homburg", "Bad Kreuznach", EvidenceLevel.DIFFERENT),
        ("Kiel", "", EvidenceLevel.UNKNOWN),
    ],
)
def test_seats_agree(one: str, other: str, level: EvidenceLevel) -> None:
    assert compare_seats((read_address(None, one),), (read_address(None, other),)) is level


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Nordlicht Verwaltungs GmbH", "Nordlicht GmbH", True),
        ("Nordlicht Verwaltungs GmbH", "Nordlicht Verwaltunsg GmbH", False),
        ("Nordlicht Verwaltungs GmbH", "Nordlicht Beteiligungs GmbH", True),
        ("Nordlicht Schiffsausrüstung Verwaltun", "Nordlicht Schiffsausrüstung Verwaltungs GmbH", False),
        ("Nordlicht Schiffsausrüstung Hamburg", "Nordlicht Schiffsausrüstung Hamburg Verwaltungs GmbH", True),
    ],
)
def test_a_role_on_one_side_only_tells_firms_apart_but_a_misspelt_or_cut_one_does_not(
    one: str, other: str, differ: bool
) -> None:
    names = read_organisation(one), read_organisation(other)
    assert compare_organisations(*names).roles_differ is differ
    assert compare_organisations(*reversed(names)).roles_differ is differ
