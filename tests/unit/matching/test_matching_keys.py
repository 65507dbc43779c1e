"""Keys tolerate the ways a name is written, and never gather half the country."""

import pytest

from chalicelib.matching.keys import customer_keys, notice_keys
from tests.unit.matching.pairs import a_customer, a_notice

TOWN = {"city": "Hamburg"}


@pytest.mark.parametrize(
    ("known", "published"),
    [
        ("Müller & Söhne Tiefbau GmbH", "MUELLER UND SOEHNE TIEFBAU GMBH"),
        ("Müller & Söhne Tiefbau GmbH", "Muller u. Sohne Tiefbau Gesellschaft mit beschrankter Haftung"),
        ("Nordlicht Tiefbau GmbH", "Nordlicht Tiefbau"),
        ("Nord-Licht Tiefbau GmbH", "Nordlicht Tiefbau GmbH i.L."),
        ("Nordlicht Tiefbau GmbH", "Nordlicht-Tiefbau GmbH in Insolvenz"),
        ("Tiefbau Nordlicht GmbH", "Nordlicht Tiefbau GmbH"),
        ("Nordlicht Tiefbaugesellschaft mbH", "Nordlicht Tiefbau GmbH & Co. KG"),
        ("K. M. Nordlicht", "KM Nordlicht"),
        ("Polarstern AG (vormals Nordlicht GmbH)", "Nordlicht GmbH"),
    ],
)
def test_other_spellings_meet_without_any_address(known: str, published: str) -> None:
    assert customer_keys(a_customer(known)) & notice_keys(a_notice(published))


@pytest.mark.parametrize(
    "published", ["Nordlcht GmbH", "Nordlihct GmbH", "Nortlicht GmbH", "N0rdlicht GmbH", "Mordlicht GmbH"]
)
def test_a_typo_meets_in_the_same_town(published: str) -> None:
    assert customer_keys(a_customer("Nordlicht GmbH", **TOWN)) & notice_keys(a_notice(published, **TOWN))


@pytest.mark.parametrize(
    "name", ["GmbH", "Bau GmbH", "Müller", "Müller GmbH", "Handel & Service GmbH", "Michael", "A", "1"]
)
def test_a_name_that_half_the_country_bears_makes_keys_only_with_its_town(name: str) -> None:
    assert not customer_keys(a_customer(name))
    assert all("@" in key for key in customer_keys(a_customer(name, **TOWN)))


def test_frequent_surname_and_initial_need_the_town() -> None:
    frequent = customer_keys(a_customer("Karl Müller", kind="person"))
    rare = customer_keys(a_customer("Karl Sonderbar", kind="person"))
    assert "person|sonderbar|k" in rare
    assert not any(key.endswith("|k") for key in frequent)


def test_a_birth_date_finds_a_person_who_changed_the_surname() -> None:
    before = a_customer("Clara Ledig", kind="person", born="1985-03-03")
    after = a_notice("Clara Verheiratet", kind="person", born="1985-03-03")
    assert customer_keys(before) & notice_keys(after)


def test_identifier_address_and_former_names_each_find_alone() -> None:
    number = [["de_register", "HRB 12 B", "Berlin"]]
    customer = a_customer("Alt GmbH", ids=number, former=["Nordlicht GmbH"], street="Kai 7", postcode="20457")
    assert customer_keys(customer) & notice_keys(
        a_notice("Neu GmbH", ids=[["de_register", "HRB 12", "Charlottenburg"]])
    )
    assert customer_keys(customer) & notice_keys(a_notice("Neu GmbH", street="Kai 7", postcode="20457"))
    assert customer_keys(customer) & notice_keys(a_notice("Nordlicht GmbH"))
    assert not customer_keys(customer) & notice_keys(a_notice("Fremd GmbH", street="Kai 8", postcode="20457"))


def test_a_french_vat_id_finds_the_siren() -> None:
    customer = a_customer("Menuiserie", ids=[["vat", "FR40303265045", None]])
    assert customer_keys(customer) & notice_keys(a_notice("Autre", country="FR", ids=[["siren", "303265045", None]]))


def test_a_usual_customer_has_about_ten_keys() -> None:
    keys = customer_keys(
        a_customer(
            "Nordlicht Möwe Tiefbau GmbH & Co. KG",
            ids=[["de_register", "HRA 12", "Hamburg"]],
            street="Kai 7",
            postcode="20457",
            city="Hamburg",
        )
    )
    assert 6 <= len(keys) <= 12
