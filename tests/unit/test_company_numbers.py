"""Company numbers of Czechia, Slovakia, Norway and Latvia, and where files of customers hold them."""

import pytest

from chalicelib.errors import InvalidIdentifierError
from chalicelib.imports.headers import Field
from chalicelib.imports.identifiers import read_identifiers
from chalicelib.matching.identifiers import compare_identifiers, country_of, printed
from chalicelib.model.identifier import Scheme, parse_identifier


@pytest.mark.parametrize(
    ("scheme", "typed", "value"),
    [
        (Scheme.CZ_ICO, "999 00 017", "99900017"),
        (Scheme.CZ_ICO, "9900063", "09900063"),
        (Scheme.CZ_ICO, "1236", None),
        (Scheme.CZ_ICO, "99900018", None),
        (Scheme.CZ_ICO, "999000170", None),
        (Scheme.SK_ICO, "99900025", "99900025"),
        (Scheme.SK_ICO, "99900026", None),
        (Scheme.NO_ORGNR, "NO 100 000 016 MVA", "100000016"),
        (Scheme.NO_ORGNR, "100000017", None),
        (Scheme.LV_REG, "49990000004", "49990000004"),
        (Scheme.LV_REG, "49990000005", None),
        (Scheme.LV_REG, "32867300679", None),
    ],
)
def test_check_digits_and_spellings(scheme: Scheme, typed: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(InvalidIdentifierError):
            parse_identifier(scheme, typed)
    else:
        assert parse_identifier(scheme, typed).value == value


@pytest.mark.parametrize(
    ("cells", "keys"),
    [
        ({Field.REGISTER_NUMBER: "99900017", Field.COUNTRY: "CZ"}, ["cz_ico:99900017"]),
        ({Field.REGISTER_NUMBER: "99900017", Field.COUNTRY: "SK"}, ["sk_ico:99900017"]),
        ({Field.REGISTER_NUMBER: "C 12345 vedená u Městského soudu v Praze", Field.COUNTRY: "CZ"}, []),
        ({Field.REGISTER_NUMBER: "NO 100 000 016 MVA", Field.COUNTRY: "NO"}, ["no_orgnr:100000016"]),
        ({Field.REGISTER_NUMBER: "49990000004", Field.COUNTRY: "LV"}, ["lv_reg:49990000004"]),
        ({Field.VAT: "CZ25123891"}, ["vat:CZ25123891", "cz_ico:25123891"]),
        ({Field.VAT: "LV40003521600"}, ["vat:LV40003521600", "lv_reg:40003521600"]),
        ({Field.VAT: "CZ7103192745"}, ["vat:CZ7103192745"]),
    ],
)
def test_a_customers_file_brings_them(cells: dict[Field, str], keys: list[str]) -> None:
    assert [identifier.key for identifier in read_identifiers(cells)] == keys


def test_equal_digits_in_two_countries_are_two_companies() -> None:
    czech, slovak = (parse_identifier(scheme, "99900017") for scheme in (Scheme.CZ_ICO, Scheme.SK_ICO))
    assert czech.key != slovak.key
    assert compare_identifiers((czech,), (slovak,)).link.value == "none"
    assert (country_of((czech,)), country_of((slovak,))) == ("CZ", "SK")


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_kind_of_number_can_be_printed(scheme: Scheme) -> None:
    examples = {
        Scheme.DE_REGISTER: ("HRB 1", "Kiel"),
        Scheme.CZ_ICO: ("99900017", None),
        Scheme.SK_ICO: ("99900017", None),
        Scheme.NO_ORGNR: ("100000016", None),
        Scheme.LV_REG: ("49990000004", None),
    }
    if scheme in examples:
        assert printed(parse_identifier(scheme, *examples[scheme]))
