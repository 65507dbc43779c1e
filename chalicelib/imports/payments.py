"""A CSV file of payments that came in: what an administrator may ask back, out of the firm's bank or ledger export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from pydantic import ValidationError

from chalicelib.imports.cells import SCIENTIFIC, CellReader, RowProblem
from chalicelib.imports.columns import MappedColumns, map_by_name, meanings, normal
from chalicelib.imports.decoding import decode
from chalicelib.imports.item_words import read_amount, read_known_currency, read_yes_no
from chalicelib.imports.open_item_headers import CURRENCY_NAMES, CUSTOMER_NAMES
from chalicelib.imports.table import read_table
from chalicelib.imports.values import read_date
from chalicelib.model.open_item import Payment


class PaymentField(StrEnum):
    """What a column can mean for a payment."""

    CUSTOMER = "customer_number"
    NUMBER = "number"
    RECEIVED = "received_on"
    AMOUNT = "amount"
    CURRENCY = "currency"
    ITEM = "item_number"
    UNDER_PLAN = "under_payment_plan"
    CASH = "cash_transaction"
    PRESSURE = "under_pressure"


_NAMES: Mapping[PaymentField, str] = {
    PaymentField.CUSTOMER: CUSTOMER_NAMES,
    PaymentField.NUMBER: "BELNR | Zahlungsnummer | Belegnummer | Belegnr | Beleg-Nr | Buchungsnummer | Payment number"
    " | Payment ID | Document number | Number",
    PaymentField.RECEIVED: "BUDAT | VALUT | Zahlungseingang | Eingang am | Zahlungsdatum | Buchungsdatum | Valuta"
    " | Wertstellung | Received on | Payment date | Value date",
    PaymentField.AMOUNT: "WRBTR | Betrag | Zahlbetrag | Zahlungsbetrag | Amount | Amount paid",
    PaymentField.CURRENCY: CURRENCY_NAMES,
    PaymentField.ITEM: "XBLNR | REBZG | Rechnungsnummer | Rechnung | Invoice | Invoice number",
    PaymentField.UNDER_PLAN: "Ratenzahlung | Zahlungsvereinbarung | Ratenplan | Payment plan",
    PaymentField.CASH: "Bargeschäft | Vorkasse | Cash transaction | Prepayment",
    PaymentField.PRESSURE: "Vollstreckung | Unter Druck | Enforcement | Under pressure",
}
_NEEDED = {
    PaymentField.CUSTOMER: "the customer number, such as Kundennummer or KUNNR",
    PaymentField.NUMBER: "the payment's number, such as Belegnummer or BELNR",
    PaymentField.RECEIVED: "the day of receipt, such as Zahlungseingang or BUDAT",
    PaymentField.AMOUNT: "the amount, such as Betrag or WRBTR",
}
_GIVES_WAY = tuple(
    map(normal, ("Konto", "Kontonummer", "Debitor", "Kunde", "Customer", "Number", "BUDAT", "Buchungsdatum"))
)
_YES_NO = (PaymentField.UNDER_PLAN, PaymentField.CASH, PaymentField.PRESSURE)


@dataclass(frozen=True)
class PaymentFile:
    """What a file holds: good payments, and a problem for every reason why a row is not among them."""

    payments: tuple[Payment, ...]
    problems: tuple[RowProblem, ...]
    rows: int
    columns: Mapping[str, str]
    ignored: Mapping[str, str]
    lines: Mapping[str, int]


def read_payments(content: bytes, is_customer: Callable[[str], bool], now: datetime) -> PaymentFile:
    """Payments and problems of a CSV file; each row is either a payment or explained.

    Raises:
        InvalidInputError: the file as a whole cannot be read, or lacks a column that no payment can do without.
    """
    table = read_table(decode(content), recognised, "Kundennummer;Belegnummer;Zahlungseingang;Betrag")
    columns = map_payment_columns(table.header)
    payments: dict[str, Payment] = {}
    lines: dict[str, int] = {}
    problems: list[RowProblem] = []
    for row in table.rows:
        reader = PaymentReader(row, columns, is_customer, now)
        payment = reader.payment()
        if payment and payment.id in payments:
            reason = f"this payment stands in line {lines[payment.id]} already"
            reader.report(PaymentField.NUMBER, payment.number, reason)
        elif payment:
            payments[payment.id], lines[payment.id] = payment, row.line
        problems += reader.problems
    return PaymentFile(tuple(payments.values()), tuple(problems), len(table.rows), columns.used, columns.ignored, lines)


def map_payment_columns(header: Sequence[str]) -> MappedColumns[PaymentField]:
    """Meaning of each column of the file.

    Raises:
        InvalidInputError: two columns mean the same, or none holds what no payment can do without.
    """
    return map_by_name(header, _meanings(), _NEEDED, _GIVES_WAY)


def recognised(header: str) -> bool:
    """Whether a column of this name means anything to the import of payments."""
    return normal(header) in _meanings()


@cache
def _meanings() -> Mapping[str, PaymentField]:
    return meanings(_NAMES)


@dataclass
class PaymentReader(CellReader[PaymentField]):
    """Reads one row; `is_customer` says whether a customer of this number is known."""

    is_customer: Callable[[str], bool]
    now: datetime

    def payment(self) -> Payment | None:
        """The payment, or None with the problems filled."""
        if not self.cut_to_columns():
            return None
        for field in (one for one in _NEEDED if one not in self.cells):
            self.report(field, "", "this cell must not be empty")
        number, customer = self.cells.get(PaymentField.NUMBER), self.cells.get(PaymentField.CUSTOMER)
        if number and SCIENTIFIC.fullmatch(number):
            self.report(PaymentField.NUMBER, number, "a spreadsheet has rounded this number; export the column as text")
        if customer and not self.is_customer(customer):
            self.report(PaymentField.CUSTOMER, customer, "no customer of this number; import the customer first")
        currency = self.read(PaymentField.CURRENCY, read_known_currency)
        given: dict[str, object] = {
            "number": number,
            "customer_number": customer,
            "received_on": self.read(PaymentField.RECEIVED, read_date),
            "amount": self.read(PaymentField.AMOUNT, lambda text: read_amount(text, currency)),
            "item_number": self.cells.get(PaymentField.ITEM),
            **{field.value: self.read(field, read_yes_no) or False for field in _YES_NO},
            "updated_at": self.now,
        }
        return None if self.problems else self._checked(given)

    def _checked(self, given: dict[str, object]) -> Payment | None:
        try:
            return Payment.model_validate(given)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                meaning = self.field_named(str(detail["loc"][0]))
                words = str(detail["msg"]).removeprefix("Value error, ")
                self.report(meaning, self.cells.get(meaning, "") if meaning else "", words)
            return None
