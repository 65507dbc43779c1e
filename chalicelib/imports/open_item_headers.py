"""What the columns of an export of open items mean: SAP's field names, DATEV's headings, plain German and English."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache

from chalicelib.imports.columns import MappedColumns, map_by_name, meanings, normal


class ItemField(StrEnum):
    """What a column can mean for an open item."""

    CUSTOMER = "customer_number"
    NUMBER = "number"
    DOCUMENT = "document"
    KIND = "kind"
    DEBIT_CREDIT = "debit_credit"
    INVOICE_DATE = "invoice_date"
    DUE_DATE = "due_date"
    TERM_DAYS = "term_days"
    DUE_DATE_AGREED = "due_date_agreed"
    RECEIVED = "received_on"
    DELIVERED = "delivered_on"
    SERVICE_FROM = "service_from"
    SERVICE_TO = "service_to"
    GROSS = "gross"
    OPEN = "open"
    CURRENCY = "currency"
    VAT_RATE = "vat_rate"
    RETENTION = "retention_of_title"
    GOODS = "goods"
    SECURITY = "security"
    SECURITY_OBJECT = "security_object"
    SECURITY_VALUE = "security_value"
    DUNNING_LEVEL = "dunning_level"
    REMINDED = "reminded_on"
    REMINDER_SENT = "reminder_sent_on"
    TOLD_OF_DEFAULT = "told_of_default"
    INSURED = "insured_share"
    DELIVERY_NOTE = "delivery_note"
    ORDER = "order_reference"
    COSTS = "costs"
    TITLED = "titled"
    DISPUTED = "disputed"


CUSTOMER_NAMES = (
    "KUNNR | Konto | Kundennummer | Kundennr | Kunden-Nr | Kunde | Kunden-ID | Debitor | Debitorennummer"
    " | Debitorennr | Debitorenkonto | Kontonummer | Customer | Customer number | Customer no | Customer ID"
    " | Account | Account number | Geschäftspartner"
)
CURRENCY_NAMES = "WAERS | WKZ | WKZ Umsatz | Währung | Währungsschlüssel | Belegwährung | Currency"

# SAP's names are those of table BSID and of the line item display, DATEV's those of its postings and list of open
# items (both believed from the vendors' public field lists, not from a recorded export).
_NAMES: Mapping[ItemField, str] = {
    ItemField.CUSTOMER: CUSTOMER_NAMES,
    ItemField.NUMBER: "XBLNR | Rechnungsnummer | Rechnungsnr | Rechnungs-Nr | Rechnung | RE-Nr | Belegfeld 1"
    " | OP-Nummer | OP-Nr | Invoice | Invoice number | Invoice no | Invoice ID | Reference | Referenz | Number",
    ItemField.DOCUMENT: "BELNR | VBELN | Belegnummer | Belegnr | Beleg-Nr | Beleg | Document | Document number"
    " | Document no",
    ItemField.KIND: "BLART | Belegart | Postenart | Art | Kind | Item kind | Document type | Type | Typ",
    ItemField.DEBIT_CREDIT: "SHKZG | Soll/Haben-Kennzeichen | Soll-/Haben-Kennzeichen | Soll/Haben | S/H | S/H-Kz"
    " | Debit/credit | Debit credit indicator | D/C",
    ItemField.INVOICE_DATE: "BLDAT | Rechnungsdatum | Belegdatum | RE-Datum | Datum | Invoice date"
    " | Document date | Date",
    ItemField.DUE_DATE: "NETDT | FAEDT | Fälligkeit | Fälligkeitsdatum | Fällig am | Fällig | Nettofälligkeit"
    " | Due date | Due | Due on | Net due date",
    ItemField.TERM_DAYS: "Zahlungsziel | Zahlungsziel Tage | Zahlungsziel in Tagen | Nettotage | Terms days"
    " | Payment terms days | Net days",
    ItemField.DUE_DATE_AGREED: "Zahlungstag vereinbart | Kalendertag vereinbart | Due date agreed",
    ItemField.RECEIVED: "Rechnungszugang | Rechnung zugegangen am | Invoice received | Invoice received on",
    ItemField.DELIVERED: "FBUDA | Lieferdatum | Leistungsdatum | Geliefert am | Delivery date | Delivered"
    " | Delivered on",
    ItemField.SERVICE_FROM: "Leistung von | Leistungszeitraum von | Leistungsbeginn | Service from",
    ItemField.SERVICE_TO: "Leistung bis | Leistungszeitraum bis | Leistungsende | Service to",
    ItemField.GROSS: "Bruttobetrag | Brutto | Rechnungsbetrag | Betrag brutto | Gross | Gross amount | Invoice amount",
    ItemField.OPEN: "WRBTR | Offener Betrag | Offen | OP-Betrag | Restbetrag | Saldo | Betrag | Umsatz"
    " | Umsatz (ohne Soll/Haben-Kz) | Open | Open amount | Outstanding | Outstanding amount | Balance | Amount"
    " | Amount due",
    ItemField.CURRENCY: CURRENCY_NAMES,
    ItemField.VAT_RATE: "Steuersatz | USt-Satz | MwSt-Satz | USt % | MwSt % | VAT rate | VAT % | Tax rate",
    ItemField.RETENTION: "Eigentumsvorbehalt | EV | Retention of title | Title retention",
    ItemField.GOODS: "Ware | Waren | Warenbezeichnung | Gegenstand | Goods | Description of goods",
    ItemField.SECURITY: "Sicherheit | Sicherungsart | Sicherheit Art | Security | Security kind",
    ItemField.SECURITY_OBJECT: "Sicherungsgut | Sicherheit Gegenstand | Security object",
    ItemField.SECURITY_VALUE: "Sicherheit Wert | Wert der Sicherheit | Security value",
    ItemField.DUNNING_LEVEL: "MANST | Mahnstufe | Dunning level",
    ItemField.REMINDED: "Mahnung zugegangen am | Mahnung zugegangen | Reminder received | Reminder received on",
    ItemField.REMINDER_SENT: "MADAT | Mahndatum | Letzte Mahnung | Letzte Mahnung am | Gemahnt am | Reminder date"
    " | Last reminder | Reminded on | Dunning date | Last dunned on",
    ItemField.TOLD_OF_DEFAULT: "Verzugshinweis | Hinweis auf Verzug | Told of default",
    ItemField.INSURED: "Versicherter Anteil | Versicherungsquote | Deckungsquote | Versichert % | Versichert | Insured"
    " | Insured share | Insured %",
    ItemField.DELIVERY_NOTE: "Lieferschein | Lieferscheinnummer | Lieferschein-Nr | LS-Nr | Delivery note"
    " | Delivery note number",
    ItemField.ORDER: "BSTNK | Bestellnummer | Bestellung | Bestell-Nr | Auftragsnummer | Auftrag | Order | Order number"
    " | Order reference | Purchase order",
    ItemField.COSTS: "Mahnkosten | Mahngebühren | Kosten | Costs | Dunning costs",
    ItemField.TITLED: "Tituliert | Titled",
    ItemField.DISPUTED: "Bestritten | Streitig | Strittig | Disputed",
}
_NEEDED = {
    ItemField.CUSTOMER: "the customer number, such as Kundennummer or KUNNR",
    ItemField.INVOICE_DATE: "the invoice date, such as Rechnungsdatum or BLDAT",
}
# Names that also mean something else: a clearer column beside them takes the field, the earlier ones here first.
_SECOND_CHOICE = (
    "Konto | Kontonummer | Account | Account number | Debitor | Geschäftspartner | Kunde | Customer | Rechnung"
    " | Invoice | Belegfeld 1 | Referenz | Reference | Number | Beleg | Document | Art | Type | Typ | Belegdatum"
    " | BLDAT | Document date | Datum | Date | Zahlungsziel | Saldo | Balance | Betrag | Amount | Umsatz"
)
_GIVES_WAY = tuple(normal(name) for name in _SECOND_CHOICE.split("|"))
SUCH_AS = "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Offener Betrag"


@cache
def _meanings() -> Mapping[str, ItemField]:
    return meanings(_NAMES)


def recognised(header: str) -> bool:
    """Whether a column of this name means anything to the import of open items."""
    return normal(header) in _meanings()


def map_item_columns(header: Sequence[str]) -> MappedColumns[ItemField]:
    """Meaning of each column of the file.

    Raises:
        InvalidInputError: two columns mean the same, or none holds what no item can do without.
    """
    needed = dict(_NEEDED)
    known = {_meanings().get(normal(column)) for column in header}
    if not known & {ItemField.NUMBER, ItemField.DOCUMENT}:
        needed[ItemField.NUMBER] = "the invoice's number, such as Rechnungsnummer or XBLNR"
    if not known & {ItemField.DUE_DATE, ItemField.TERM_DAYS}:
        needed[ItemField.DUE_DATE] = "the due date, such as Fälligkeit or NETDT, or the days of payment (Zahlungsziel)"
    if not known & {ItemField.OPEN, ItemField.GROSS}:
        needed[ItemField.OPEN] = "the open amount, such as Offener Betrag or WRBTR"
    return map_by_name(header, _meanings(), needed, _GIVES_WAY)
