"""Payments out of a CSV file: each row is a payment or explained."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from chalicelib.errors import InvalidInputError
from chalicelib.imports.payments import PaymentFile, read_payments

NOW = datetime(2026, 3, 17, 8, 0, tzinfo=UTC)
HEADER = "Kundennummer;Belegnummer;Zahlungseingang;Betrag"


def read(text: str) -> PaymentFile:
    return read_payments(text.encode(), {"20", "104711"}.__contains__, NOW)


def test_a_payment_with_everything_that_matters_for_avoidance() -> None:
    header = f"{HEADER};Währung;Rechnungsnummer;Ratenzahlung;Bargeschäft;Vollstreckung"
    (payment,) = read(f"{header}\n20;Z-1;02.01.2026;1.190,00;CHF;R-1;ja;nein;x\n").payments
    assert (payment.number, payment.received_on, payment.item_number) == ("Z-1", date(2026, 1, 2), "R-1")
    assert (payment.amount.amount, payment.amount.currency) == (Decimal("1190.00"), "CHF")
    assert (payment.under_payment_plan, payment.cash_transaction, payment.under_pressure) == (True, False, True)


def test_an_english_file_with_commas() -> None:
    (payment,) = read('Customer,Payment ID,Received on,Amount\n20,P1,2026-01-02,"1,190.00"\n').payments
    assert payment.amount.amount == Decimal("1190.00")


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (";Z-1;02.01.2026;5,00", "Kundennummer", "must not be empty"),
        ("9;Z-1;02.01.2026;5,00", "Kundennummer", "import the customer first"),
        ("20;;02.01.2026;5,00", "Belegnummer", "must not be empty"),
        ("20;1,4E+09;02.01.2026;5,00", "Belegnummer", "rounded"),
        ("20;Z-1;;5,00", "Zahlungseingang", "must not be empty"),
        ("20;Z-1;00.00.0000;5,00", "Zahlungseingang", "valid date"),
        ("20;Z-1;02/01/2026;5,00", "Zahlungseingang", "not a date"),
        ("20;Z-1;02.01.2026;", "Betrag", "must not be empty"),
        ("20;Z-1;02.01.2026;5,00-", "Betrag", "not negative"),
        ("20;Z-1;02.01.2026;5,00 DEM", "Betrag", "no currency in use"),
    ],
)
def test_a_bad_cell_is_one_problem_in_its_column(row: str, column: str, why: str) -> None:
    result = read(f"{HEADER}\n{row}\n104711;Z-9;02.01.2026;5,00\n")
    assert [payment.number for payment in result.payments] == ["Z-9"]
    (problem,) = result.problems
    assert (problem.line, problem.column) == (2, column)
    assert why in problem.reason


def test_the_same_payment_again_is_a_problem_of_the_later_row() -> None:
    result = read(f"{HEADER}\n20;Z-1;02.01.2026;5,00\n20;Z-1;03.01.2026;6,00\n")
    assert [str(payment.amount.amount) for payment in result.payments] == ["5.00"]
    assert [(problem.line, problem.reason) for problem in result.problems] == [
        (3, "this payment stands in line 2 already")
    ]


def test_a_header_without_a_needed_column_refuses_the_file() -> None:
    with pytest.raises(InvalidInputError, match="day of receipt"):
        read("Kundennummer;Belegnummer;Betrag\n20;Z-1;5,00\n")
