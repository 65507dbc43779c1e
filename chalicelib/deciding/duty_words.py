"""What a duty says where the situation differs from the usual one: before opening, no assets, persons, abroad."""

from chalicelib.deciding.tasks import Words
from chalicelib.model.task import TaskKind

BEFORE_OPENING: Words = (
    (
        "Entscheiden: Mahnlauf und Vollstreckung schon jetzt stoppen? Das Gericht kann Vollstreckung untersagt haben, "
        "und was im letzten Monat vor dem Antrag (Verbraucher: drei Monate) gesichert wurde, fällt "
        "mit der Eröffnung weg."
    ),
    (
        "Decide: stop dunning and enforcement already now? The court may have forbidden enforcement, and what was "
        "secured in the last month before the petition (consumers: three months) is lost with the opening."
    ),
    "InsO 21(2) no. 3, 88",
)
NO_ASSETS_INSURER: Words = (
    "Den Kreditversicherer sofort benachrichtigen: die Abweisung mangels Masse ist meist der Versicherungsfall.",
    "Notify the credit insurer at once: a refusal for lack of assets is usually the insured event.",
    None,
)
NO_ASSETS_VAT: Words = (
    (
        "Umsatzsteuer der offenen Rechnungen berichtigen und Ausbuchung vorschlagen: es gibt kein Verfahren, also auch "
        "keine Anmeldung. Vorher Eigentumsvorbehalt, Bürgen, Aufrechnung und Versicherer prüfen."
    ),
    (
        "Adjust the VAT of the open invoices and propose to write them off: there are no proceedings and so nothing to "
        "lodge. First check retention of title, guarantors, set-off and insurer."
    ),
    "InsO 26, UStG 17(2) no. 1",
)
CUSTODIAN_PAYMENTS: Words = (
    (
        "Vor Gutschriften, Boni und anderen Zahlungen den Sachwalter fragen: er kann verlangen, dass Zahlungen nur "
        "über ihn laufen. Prüfen, ob wir aufrechnen können."
    ),
    (
        "Ask the custodian before credit notes, bonuses and other payments: they may require that payments go through "
        "them only. Check whether we can set them off."
    ),
    "InsO 270, 275(2), 94 to 96",
)
PERSON_CLAIM: Words = (
    (
        "Forderung zur Tabelle anmelden: schriftlich beim Verwalter, nicht beim Gericht, mit Kopien der Rechnungen. "
        "Zinsen nur bis zum Tag vor der Eröffnung. Stammt sie aus einer vorsätzlichen unerlaubten Handlung, die "
        "Tatsachen angeben: sonst erlischt sie mit der Restschuldbefreiung."
    ),
    (
        "Lodge the claim for the table: in writing with the administrator, not with the court, with copies of "
        "invoices. Interest only up to the day before the opening. If it comes from an intentional tort, state the "
        "facts: otherwise the discharge ends it."
    ),
    "InsO 28(1), 174(2), 302 no. 1",
)
LATE_EXAMINATION: Words = (
    "Das Gericht prüft nachträglich angemeldete Forderungen: ist unsere noch nicht angemeldet, jetzt nachholen.",
    "The court examines claims that were lodged late: if ours is not lodged yet, do it now.",
    "InsO 177",
)
ESTATE_IS_POOR: Words = (
    "Masseunzulänglichkeit: auch Lieferungen an den Verwalter nur noch gegen Vorkasse; Ware unterwegs anhalten.",
    (
        "The estate cannot pay even its own debts: deliver to the administrator against prepayment only; stop goods on "
        "their way."
    ),
    "InsO 208",
)
DISTRIBUTION_LIST: Words = (
    (
        "Verteilungsverzeichnis: Ist unsere Forderung darin? Bei bestrittener Forderung die Klage, bei "
        "Absonderungsrecht den Ausfall oder Verzicht binnen zwei Wochen nach der Veröffentlichung nachweisen, "
        "sonst gehen wir leer aus."
    ),
    (
        "Distribution list: is our claim in it? For a disputed claim prove the suit, for a right to separate "
        "satisfaction the shortfall or waiver within two weeks of the publication, or we get nothing."
    ),
    "InsO 188 to 190",
)
AFTER_DISCHARGE: Words = (
    (
        "Restschuldbefreiung erteilt: Mahnung und Vollstreckung endgültig stoppen, auch wenn nie angemeldet wurde. "
        "Bürgen und Mitschuldner bleiben belangbar."
    ),
    (
        "Discharge granted: stop dunning and enforcement for good, even if the claim was never lodged. Guarantors and "
        "co-debtors can still be pursued."
    ),
    "InsO 301",
)

_LODGING_RULES = {
    "AT": "IO 103, 107",
    "CH": "SchKG 232(2) no. 2",
    "CZ": "IZ 136(3), 173(1)",
    "FR": "Code de commerce: 2 months from BODACC, 4 for creditors abroad; L. 622-26",
    "GB": "Insolvency (England and Wales) Rules 2016, r. 14.3",
    "LV": "ML 73",
    "NL": "Fw 110, 127",
    "NO": "kkl. 109, 110",
    "SK": "ZKR 28",
    "US": "FRBP 3002(c), 3003(c)",
}
_FOREIGN: dict[TaskKind, tuple[str, str]] = {
    TaskKind.LODGE_CLAIM: (
        (
            "Forderung nach dem Recht des Landes anmelden, mit Kopien der Rechnungen; wo und bis wann, steht in der "
            "Bekanntmachung. Im Zweifel den Verwalter fragen."
        ),
        (
            "Lodge the claim under that country's law, with copies of the invoices; the publication says where and by "
            "when. If in doubt, ask the practitioner."
        ),
    ),
    TaskKind.TELL_SECURITY_RIGHTS: (
        "Dem Verwalter sofort mitteilen, welche Rechte wir an Sachen des Kunden haben, und fragen, was dort gilt.",
        "Tell the practitioner at once which rights we have in the customer's things, and ask what applies there.",
    ),
    TaskKind.STOP_DUNNING: (
        "Mahnlauf und Vollstreckung für alte Forderungen anhalten, bis das Recht des Landes geklärt ist.",
        "Halt dunning and enforcement for old claims until that country's law is clear.",
    ),
    TaskKind.WATCH_LIMITATION: (
        "Verjährung der offenen Forderungen nach dem Recht prüfen, das für den Vertrag gilt.",
        "Check when the open claims become time-barred under the law that governs the contract.",
    ),
}


def abroad(kind: TaskKind, country: str) -> Words | None:
    """The words for proceedings in another country than Germany; None where the usual ones hold.

    The statutes are believed: verify before use.
    """
    if kind not in _FOREIGN:
        return None
    rule = _LODGING_RULES.get(country) if kind is TaskKind.LODGE_CLAIM else None
    return (*_FOREIGN[kind], rule)
