"""One row of the file into one open item, or into everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import ValidationError

from chalicelib.imports.cells import SCIENTIFIC, CellReader
from chalicelib.imports.item_words import (
    read_amount,
    read_count,
    read_insured_share,
    read_is_credit,
    read_kind,
    read_known_currency,
    read_percent,
    read_retention,
    read_security_kind,
    read_yes_no,
)
from chalicelib.imports.open_item_headers import ItemField
from chalicelib.imports.values import read_date
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, Security


@dataclass
class OpenItemReader(CellReader[ItemField]):
    """Reads one row; `is_customer` says whether a customer of this number is known."""

    is_customer: Callable[[str], bool]
    now: datetime

    def item(self) -> OpenItem | None:
        """The item, or None with the problems filled."""
        if not self.cut_to_columns():
            return None
        kind = self._kind()
        invoiced = self._needed_date()
        given: dict[str, object] = {
            "number": self._number(),
            "customer_number": self._customer(),
            "kind": kind,
            "invoice_date": invoiced,
            "due_date": self._due(kind, invoiced),
            **self._amounts(kind),
            **{field.value: self.read(field, read_date) for field in _DATES},
            **{field.value: self.read(field, read_yes_no) or False for field in _YES_NO},
            **{field.value: self.cells.get(field) for field in _TEXTS},
            "vat_rate": self.read(ItemField.VAT_RATE, read_percent),
            "retention_of_title": self.read(ItemField.RETENTION, read_retention) or RetentionOfTitle.NONE,
            "dunning_level": self.read(ItemField.DUNNING_LEVEL, read_count) or 0,
            "insured_share": self.read(ItemField.INSURED, read_insured_share) or 0,
            "updated_at": self.now,
        }
        return None if self.problems else self._checked(given)

    def _checked(self, given: dict[str, object]) -> OpenItem | None:
        try:
            return OpenItem.model_validate(given)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                said = str(detail["msg"]).removeprefix("Value error, ")
                named, _, reason = said.partition(": ")
                path = str(detail["loc"][0]) if detail["loc"] else named
                meaning = next((known for known in ItemField if known == path), None)
                words = reason if not detail["loc"] and reason else said
                self.report(meaning, self.cells.get(meaning, "") if meaning else "", words)
            return None

    def _number(self) -> str | None:
        """The invoice's own number; the books' document number where a row has none."""
        meaning = ItemField.NUMBER if ItemField.NUMBER in self.cells else ItemField.DOCUMENT
        number = self.cells.get(meaning)
        if number is None:
            self.report(ItemField.NUMBER, "", "the invoice number is missing")
        elif SCIENTIFIC.fullmatch(number):
            self.report(meaning, number, "a spreadsheet has rounded this number; export the column as text")
        return number

    def _customer(self) -> str | None:
        number = self.cells.get(ItemField.CUSTOMER)
        if number is None:
            self.report(ItemField.CUSTOMER, "", "the customer number is missing")
        elif not self.is_customer(number):
            self.report(ItemField.CUSTOMER, number, "no customer of this number; import the customer first")
        return number

    def _kind(self) -> ItemKind | None:
        """The kind as said, else by the side of the account; a contradiction is a problem, not a choice."""
        said = self.read(ItemField.KIND, read_kind)
        credit = self.read(ItemField.DEBIT_CREDIT, read_is_credit)
        if self.problems:
            return said
        if said is None:
            return ItemKind.CREDIT_NOTE if credit else ItemKind.INVOICE
        if credit is not None and credit is (said is ItemKind.INVOICE):
            side = self.cells[ItemField.DEBIT_CREDIT]
            self.report(ItemField.DEBIT_CREDIT, side, f"contradicts the kind {self.cells[ItemField.KIND]!r}")
        return said

    def _needed_date(self) -> date | None:
        day = self.read(ItemField.INVOICE_DATE, read_date)
        if day is None and not self._has_problem_with(ItemField.INVOICE_DATE):
            self.report(ItemField.INVOICE_DATE, self.cells.get(ItemField.INVOICE_DATE, ""), "the date is missing")
        return day

    def _due(self, kind: ItemKind | None, invoiced: date | None) -> date | None:
        """The due date, or invoice date and days of payment; what we owe is due at once where nothing is said."""
        due = self.read(ItemField.DUE_DATE, read_date)
        days = self.read(ItemField.TERM_DAYS, read_count)
        if due is None and days is not None and invoiced:
            return invoiced + timedelta(days=days)
        if due is None and kind is not None and kind is not ItemKind.INVOICE:
            return invoiced
        if due is None and not self._has_problem_with(ItemField.DUE_DATE, ItemField.TERM_DAYS):
            self.report(ItemField.DUE_DATE, self.cells.get(ItemField.DUE_DATE, ""), "the due date is missing")
        return due

    def _amounts(self, kind: ItemKind | None) -> dict[str, object]:
        currency = self.read(ItemField.CURRENCY, read_known_currency)

        def amount(meaning: ItemField) -> Money | None:
            money = self.read(meaning, lambda text: read_amount(text, currency))
            return money and self._unsigned(meaning, money, kind)

        gross, still_open = amount(ItemField.GROSS), amount(ItemField.OPEN)
        if gross is None and still_open is None and not self._has_problem_with(ItemField.GROSS, ItemField.OPEN):
            self.report(ItemField.OPEN, "", "the amount is missing")
        return {
            "gross": gross or still_open,
            "open": still_open or gross,
            "costs": amount(ItemField.COSTS),
            "security": self._security(amount(ItemField.SECURITY_VALUE)),
        }

    def _unsigned(self, meaning: ItemField, money: Money, kind: ItemKind | None) -> Money:
        """Books print what they owe with a minus; an invoice or a cost with one is a mistake or a hidden credit."""
        if money.amount >= 0:
            return money
        if kind in {None, ItemKind.INVOICE} or meaning not in {ItemField.GROSS, ItemField.OPEN}:
            reason = "a negative amount; if we owe it, say credit_note or payment_on_account in the column for the kind"
            self.report(meaning, self.cells[meaning], reason)
        return Money(amount=-money.amount, currency=money.currency)

    def _security(self, value: Money | None) -> Security | None:
        kind = self.read(ItemField.SECURITY, read_security_kind)
        described = self.cells.get(ItemField.SECURITY_OBJECT)
        if kind is None:
            if (described or value) and not self._has_problem_with(ItemField.SECURITY):
                self.report(ItemField.SECURITY, "", "what kind of security is it?")
            return None
        if described is None:
            described = self.cells[ItemField.SECURITY]
        return None if self.problems else Security(kind=kind, object=described, value=value)

    def _has_problem_with(self, *fields: ItemField) -> bool:
        columns = {self.columns.header[self.columns.position[one]] for one in fields if one in self.columns.position}
        return any(problem.column in columns for problem in self.problems)


_DATES = (
    ItemField.RECEIVED,
    ItemField.DELIVERED,
    ItemField.SERVICE_FROM,
    ItemField.SERVICE_TO,
    ItemField.REMINDED,
    ItemField.REMINDER_SENT,
)
_YES_NO = (ItemField.DUE_DATE_AGREED, ItemField.TOLD_OF_DEFAULT, ItemField.TITLED, ItemField.DISPUTED)
_TEXTS = (ItemField.GOODS, ItemField.DELIVERY_NOTE, ItemField.ORDER)
