"""Rows into customers, problems into the result file, and the import as a whole."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from chalicelib.commands import import_customers as command
from chalicelib.errors import ConcurrentChangeError, InvalidInputError, StoreUnreachableError
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.customers import import_customers, read_customers
from chalicelib.imports.result_file import problem_file
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.match_keys import MatchKeys

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)

SAP = """\
KUNNR;NAME1;NAME2;STRAS;PSTLZ;ORT01;LAND1;STCEG;STKZN;KLIMK;WAERS;SKFOR
0000104711;Sonnenried Hafen-;logistik GmbH;Musterkai 3;20457;Hamburg;DE;DE136695976;;25.000,00;EUR;1.250,50-
0000104712;Kern;Ida;Weg 1;1067;Dresden;DE;;X;0,00;EUR;
"""
DATEV = """\
"EXTF";700;16;"Debitoren/Kreditoren";5
Konto;Name (Adressattyp Unternehmen);Name (Adressattyp natürl. Person);Vorname (Adressattyp natürl. Person);\
Adressattyp;EU-Land;EU-UStID;Straße;Postleitzahl;Ort;Land;E-Mail;Kreditlimit (Debitor);Leerfeld;Leerfeld
10001;Sonnenried GmbH;;;2;DE;136695976;Musterkai 3;20457;Hamburg;DE;kunde@example.com;5000,00;;
10002;;Kern;Ida;1;;;Weg 1;01067;Dresden;DE;;;;
"""


def problems_of(text: str) -> list[tuple[int, str, str]]:
    found = read_customers(text.encode(), NOW).problems
    return [(problem.line, problem.column, problem.value) for problem in found]


def test_a_sap_export() -> None:
    firm, person = read_customers(SAP.encode("cp1252"), NOW).customers
    assert (firm.number, firm.name, firm.kind) == (
        "0000104711",
        "Sonnenried Hafen- logistik GmbH",
        CustomerKind.ORGANISATION,
    )
    assert firm.address == PostalAddress(street="Musterkai 3", postcode="20457", city="Hamburg", country="DE")
    assert [identifier.key for identifier in firm.identifiers] == ["vat:DE136695976"]
    assert firm.credit_limit is not None
    assert firm.open_amount is not None
    assert (firm.credit_limit.amount, firm.open_amount.amount) == (Decimal("25000.00"), Decimal("-1250.50"))
    assert (person.name, person.first_name, person.surname, person.kind) == (
        "Ida Kern",
        "Ida",
        "Kern",
        CustomerKind.PERSON,
    )
    assert person.address is not None
    assert person.address.postcode == "01067"


def test_a_datev_export_whose_customers_hear_nothing() -> None:
    result = read_customers(DATEV.encode(), NOW)
    assert result.problems == ()
    firm, person = result.customers
    assert (firm.name, firm.kind, person.name, person.kind) == ("Sonnenried GmbH", "organisation", "Ida Kern", "person")
    assert [identifier.key for identifier in firm.identifiers] == ["vat:DE136695976"]
    assert firm.responsible == ()
    assert "own address" in result.ignored["E-Mail"]


def test_every_problem_of_a_row_is_named_with_line_column_and_value() -> None:
    text = (
        "Kundennummer;Firma;Geburtsdatum;Land;USt-IdNr.;Kreditlimit;Verantwortlich;E-Mail\n"
        "1;Nord GmbH;03.02.1980;Absurdistan;DE12;1,234;Eva;eva\n"
        "2;Süd GmbH;;DE;;;;\n"
    )
    assert problems_of(text) == [
        (2, "Geburtsdatum", "03.02.1980"),
        (2, "Land", "Absurdistan"),
        (2, "USt-IdNr.", "DE12"),
        (2, "E-Mail", "eva"),
        (2, "Kreditlimit", "1,234"),
    ]
    assert [customer.number for customer in read_customers(text.encode(), NOW).customers] == ["2"]


@pytest.mark.parametrize(
    ("header", "row", "column", "value"),
    [
        ("Kundennummer;Name", ";Nord GmbH", "Kundennummer", ""),
        ("Kundennummer;Name", "1,00E+05;Nord GmbH", "Kundennummer", "1,00E+05"),
        ("Kundennummer;Name", "a#b;Nord GmbH", "Kundennummer", "a#b"),
        ("Kundennummer;Name", f"{'9' * 41};Nord GmbH", "Kundennummer", "9" * 41),
        ("Kundennummer;Name", "1;", "Name", ""),
        ("Kundennummer;Name", f"1;{'N' * 401}", "Name", "N" * 401),
        ("Kundennummer;Name;Kundenart", "1;Nord;vielleicht", "Kundenart", "vielleicht"),
        ("Kundennummer;Name;Geburtsdatum", "1;Ida;01.01.2030", "Geburtsdatum", "01.01.2030"),
        ("Kundennummer;Name;Geburtsdatum", "1;Ida;1.2.80", "Geburtsdatum", "1.2.80"),
        ("Kundennummer;Name;Kreditlimit", "1;Ida;-5", "Kreditlimit", "-5"),
        ("Kundennummer;Name;Registernummer", "1;Nord GmbH;HRB 5", "register_court", "HRB 5"),
    ],
)
def test_one_bad_cell_refuses_the_row(header: str, row: str, column: str, value: str) -> None:
    assert problems_of(f"{header}\n{row}\n") == [(2, column, value)]


def test_former_and_trade_names_stand_in_one_cell() -> None:
    header = "Kundennummer;Name;Frühere Namen;Handelsnamen;Geburtsdatum"
    text = f"{header}\n1;Ida Kern;Ida Rast | Ida Voss;Blumenecke;1980-02-03\n"
    (customer,) = read_customers(text.encode(), NOW).customers
    assert customer.names == ("Ida Kern", "Ida Rast", "Ida Voss", "Blumenecke")
    assert customer.birth_date == date(1980, 2, 3)


class FakeTable:
    """Keeps customers as the real table does: says whether anything but the time changed."""

    def __init__(self) -> None:
        self.kept: dict[str, Customer] = {}

    def put(self, customer: Customer) -> bool:
        old = self.kept.get(customer.number)
        self.kept[customer.number] = customer
        return old is None or old.model_copy(update={"updated_at": customer.updated_at}) != customer


def test_the_same_file_again_changes_nothing() -> None:
    table = FakeTable()
    first = import_customers(SAP.encode(), table.put, NOW)
    again = import_customers(SAP.encode("utf-16"), table.put, NOW.replace(day=3))
    assert (first.changed, first.unchanged, first.refused) == (2, 0, 0)
    assert (again.changed, again.unchanged, again.refused) == (0, 2, 0)


def test_a_changed_row_changes_its_customer_only() -> None:
    table = FakeTable()
    import_customers(SAP.encode(), table.put, NOW)
    again = import_customers(SAP.replace("Weg 1", "Weg 2").encode(), table.put, NOW)
    assert (again.changed, again.unchanged) == (1, 1)


def test_a_customer_somebody_else_is_changing_is_reported_with_its_line() -> None:
    def put(customer: Customer) -> bool:
        if customer.number.endswith("2"):
            raise ConcurrentChangeError("changed by somebody else")
        return True

    summary = import_customers(SAP.encode(), put, NOW)
    assert (summary.changed, summary.refused) == (1, 1)
    assert [(problem.line, problem.value) for problem in summary.problems] == [(3, "0000104712")]


def test_a_table_that_does_not_answer_ends_the_import() -> None:
    def put(_customer: Customer) -> bool:
        raise StoreUnreachableError("no table")

    with pytest.raises(StoreUnreachableError):
        import_customers(SAP.encode(), put, NOW)


def test_nothing_is_kept_of_a_file_that_cannot_be_read() -> None:
    table = FakeTable()
    with pytest.raises(InvalidInputError):
        import_customers(b"Kundennummer;Ort\n1;Ulm\n", table.put, NOW)
    assert table.kept == {}


PROBLEM = RowProblem(7, "Name", 'Nord; "GmbH"\nUlm', "why")


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_result_file_opens_in_a_spreadsheet() -> None:
    content = problem_file([PROBLEM])
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows_of(content) == [["line", "column", "value", "reason"], ["7", "Name", 'Nord; "GmbH"\nUlm', "why"]]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_cell_of_the_result_file_runs_as_a_formula(formula: str) -> None:
    _, row = rows_of(problem_file([replace(PROBLEM, value=formula, column=formula, reason=formula)]))
    assert [cell[:1] for cell in row[1:]] == ["'"] * 3
    assert [cell.replace("'", "") for cell in row[1:]] == [formula] * 3


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> FakeTable:
    fake = FakeTable()

    def put(customer: Customer, _found_by: MatchKeys) -> bool:
        return fake.put(customer)

    monkeypatch.setattr("chalicelib.store.customers.put", put)
    return fake


def test_the_command_says_what_it_did_and_where_the_problems_are(
    table: FakeTable, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export.csv"
    file.write_text(SAP + "0000104712;Kern;Ida;;;;;;X;;;\n", encoding="cp1252")
    assert command.main([str(file)]) == 1
    assert set(table.kept) == {"0000104711", "0000104712"}
    assert [row[0] for row in rows_of((tmp_path / "export.result.csv").read_bytes())] == ["line", "4"]
    assert "1 problems in" in capsys.readouterr().out


def test_the_command_refuses_a_file_it_cannot_read(table: FakeTable, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(b"\x00")
    assert command.main([str(file)]) == 2
    assert command.main([str(tmp_path / "missing.csv")]) == 2
    assert table.kept == {}
