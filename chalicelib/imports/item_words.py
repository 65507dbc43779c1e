"""Words and codes of open items into values: kinds, retention of title, securities, yes and no, shares."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TypeVar

from chalicelib.imports.columns import normal
from chalicelib.imports.values import read_money, refused
from chalicelib.model.currency import CURRENCIES, impossible_amount
from chalicelib.model.customer import Money
from chalicelib.model.open_item import ItemKind, RetentionOfTitle, SecurityKind

T = TypeVar("T")

# Document types of SAP's standard customizing (DR, RV, DG, DZ, DA) are believed; firms add their own.
_KINDS: Mapping[ItemKind, str] = {
    ItemKind.INVOICE: "DR RV RE RG R Rechnung Ausgangsrechnung Invoice invoice",
    ItemKind.CREDIT_NOTE: "DG GU GS G Gutschrift Rechnungskorrektur Bonus Creditnote Creditmemo credit_note",
    ItemKind.PAYMENT_ON_ACCOUNT: "DZ ZE Z Zahlung Akonto Akontozahlung Anzahlung Überzahlung Payment Paymentonaccount",
}
_RETENTIONS: Mapping[RetentionOfTitle, str] = {
    RetentionOfTitle.NONE: "nein no n 0 kein keiner ohne none false falsch",
    RetentionOfTitle.SIMPLE: "ja yes j y x 1 einfach einfacher simple true wahr",
    RetentionOfTitle.EXTENDED: "erweitert erweiterter verlängert verlängerter extended",
}
_SECURITIES: Mapping[SecurityKind, str] = {
    SecurityKind.GUARANTEE: "Bürgschaft Bürge Garantie Guarantee Surety",
    SecurityKind.TRANSFER_OF_TITLE: "Sicherungsübereignung Raumsicherung transferoftitle",
    SecurityKind.ASSIGNMENT: "Sicherungsabtretung Abtretung Zession Globalzession Assignment",
    SecurityKind.PLEDGE: "Pfand Pfandrecht Verpfändung Pledge",
    SecurityKind.LAND_CHARGE: "Grundschuld Hypothek landcharge Mortgage",
    SecurityKind.OTHER: "Sonstige Andere Other",
}
_NO_CURRENCY = "no currency in use; write its ISO 4217 code, such as EUR, CHF, GBP"
_YES, _NO = "ja yes j y x 1 true wahr", "nein no n 0 false falsch"


def read_kind(printed: str) -> ItemKind:
    """The kind of an item.

    Raises:
        InvalidInputError: an unknown word or document type.

    >>> read_kind("DG"), read_kind("Credit note")
    (<ItemKind.CREDIT_NOTE: 'credit_note'>, <ItemKind.CREDIT_NOTE: 'credit_note'>)
    """
    return _look_up(printed, _KINDS, "unknown kind; write invoice, credit_note or payment_on_account")


def read_retention(printed: str) -> RetentionOfTitle:
    """The retention of title.

    Raises:
        InvalidInputError: an unknown word.
    """
    return _look_up(printed, _RETENTIONS, "write none, simple or extended")


def read_security_kind(printed: str) -> SecurityKind:
    """The kind of a security.

    Raises:
        InvalidInputError: an unknown word; `other` is always understood.
    """
    words = "write guarantee, transfer of title, assignment, pledge, land charge or other"
    return _look_up(printed, _SECURITIES, words)


def read_yes_no(printed: str) -> bool:
    """Whether the cell says yes.

    Raises:
        InvalidInputError: neither yes nor no.
    """
    return _look_up(printed, {True: _YES, False: _NO}, "write yes or no")


def read_is_credit(printed: str) -> bool:
    """Whether the side is credit: `H` in German books, `C` in English ones.

    Raises:
        InvalidInputError: any other letter.
    """
    return _look_up(printed, {True: "H Haben C Credit", False: "S Soll D Debit"}, "write S or H, D or C")


def read_percent(printed: str) -> Decimal:
    """Per cent of `19`, `19 %` or `7,5`; from 0 to 100.

    Raises:
        InvalidInputError: no such number, or one between 0 and 1, which some programs write for a share.

    >>> read_percent("7,5 %")
    Decimal('7.5')
    """
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%?", printed)
    if not match or (value := Decimal(match[1].replace(",", "."))) > 100:
        raise refused(printed, "not per cent; write 19 or 19 %")
    if 0 < value <= 1:
        raise refused(printed, "a share or per cent? write 90 for 90 %")
    return value


def read_insured_share(printed: str) -> Decimal:
    """Per cent that the insurer bears; no is zero, yes is refused because it says no share.

    Raises:
        InvalidInputError: as `read_percent`.
    """
    if normal(printed) in _words(_NO):
        return Decimal(0)
    if normal(printed) in _words(_YES.replace("1", "")):
        raise refused(printed, "how much is insured? write the share, such as 90")
    return read_percent(printed)


def read_count(printed: str) -> int:
    """A whole number from 0 to 999.

    Raises:
        InvalidInputError: anything else.
    """
    if not re.fullmatch(r"\d{1,3}", printed):
        raise refused(printed, "not a whole number")
    return int(printed)


def read_known_currency(printed: str) -> str:
    """ISO 4217 code of a currency in use.

    Raises:
        InvalidInputError: no such currency.
    """
    code = "EUR" if printed == "€" else printed.upper()
    if code not in CURRENCIES:
        raise refused(printed, _NO_CURRENCY)
    return code


def read_amount(printed: str, currency: str | None) -> Money:
    """The amount as `values.read_money`, in a currency in use.

    Raises:
        InvalidInputError: as there, or no such currency.
    """
    money = read_money(printed, currency)
    if money.currency not in CURRENCIES:
        raise refused(printed, _NO_CURRENCY)
    if reason := impossible_amount(money.amount, money.currency):
        raise refused(printed, reason)
    return money


def _look_up(printed: str, words: Mapping[T, str], reason: str) -> T:
    for meaning, listed in words.items():
        if normal(printed) in _words(listed):
            return meaning
    raise refused(printed, reason)


@cache
def _words(listed: str) -> frozenset[str]:
    return frozenset(normal(word) for word in listed.split())
