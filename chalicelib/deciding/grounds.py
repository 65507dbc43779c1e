"""Legal grounds of blocks, in the two languages of the mails.

Source: InsO, BGB (federal law as of August 2026). Rule sheet, not legal advice.
"""

from chalicelib.model.block import Ground
from chalicelib.model.event import EARLY_WARNINGS, EventKind

UNCERTAINTY = Ground(
    statute="BGB 321(1)",
    reason_de="Die Leistungsfähigkeit des Kunden ist gefährdet; wer vorleistet, darf die Leistung verweigern.",
    reason_en="The customer's ability to pay is endangered; whoever performs first may refuse to.",
    release_when_de="wenn bezahlt oder Sicherheit geleistet ist",
    release_when_en="when paid or secured",
)
EARLY_WARNING = Ground(
    statute="BGB 321(1) where German law governs the contract (believed); GDPR 22 for natural persons",
    reason_de="Eine Auskunftei warnt; ein Insolvenzverfahren ist nicht bekannt. Wer vorleistet, darf die Leistung "
    "verweigern, wenn die Zahlung erkennbar gefährdet ist.",
    reason_en="A credit bureau warns; no insolvency proceedings are known. Whoever performs first may refuse to when "
    "payment is visibly endangered.",
    release_when_de="wenn bezahlt oder Sicherheit geleistet ist, oder die Bonität sich erholt hat",
    release_when_en="when paid or secured, or when the credit has recovered",
)
NOT_COVERED = Ground(
    statute="credit insurance policy; BGB 321(1) where German law governs the contract (believed)",
    reason_de="Der Kreditversicherer deckt neue Lieferungen nicht mehr: Limit gestrichen oder äußerstes Kreditziel "
    "überschritten. Ein Insolvenzverfahren ist nicht bekannt.",
    reason_en="The credit insurer no longer covers new deliveries: limit withdrawn, or maximum extension exceeded. No "
    "insolvency proceedings are known.",
    release_when_de="wenn das Limit wieder gilt oder die überfälligen Rechnungen bezahlt sind",
    release_when_en="when the limit is granted again, or the overdue invoices are paid",
)
PRELIMINARY = Ground(
    statute="BGB 321(1), InsO 21, 24, 82",
    reason_de="Antrag auf Insolvenz gestellt, das Gericht hat Sicherungsmaßnahmen angeordnet. Neue Lieferungen sind "
    "keine Masseschulden, solange der vorläufige Verwalter nur zustimmt (InsO 55(2)).",
    reason_en="A petition is pending and the court has ordered protective measures. New deliveries are no debts of "
    "the estate while the preliminary administrator merely consents (InsO 55(2)).",
    release_when_de="Vorkasse mit schriftlicher Zustimmung des vorläufigen Verwalters, oder Aufhebung der Maßnahmen",
    release_when_en="prepayment with the preliminary administrator's written consent, or the measures are lifted",
)
OPENED = Ground(
    statute="InsO 103, 82",
    reason_de="Das Insolvenzverfahren ist eröffnet. Über laufende Verträge entscheidet der Verwalter; Zahlungen an den "
    "Schuldner befreien nicht.",
    reason_en="Insolvency proceedings are open. The administrator chooses about running contracts; payments to the "
    "debtor do not discharge.",
    release_when_de="wenn der Verwalter Erfüllung wählt oder neu bestellt (Masseschuld, InsO 55), auf neuem Konto",
    release_when_en="when the administrator chooses performance or orders anew (estate debt, InsO 55), new account",
)
SELF_ADMINISTRATION = Ground(
    statute="InsO 103, 270, 275",
    reason_de="Das Insolvenzverfahren ist in Eigenverwaltung eröffnet; der Sachwalter überwacht und kann verlangen, "
    "dass Zahlungen über ihn laufen.",
    reason_en="Proceedings are open with self-administration; the custodian supervises and may require that payments "
    "go through him.",
    release_when_de="wenn Erfüllung gewählt ist und der Sachwalter zustimmt",
    release_when_en="when performance is chosen and the custodian agrees",
)
REFUSED = Ground(
    statute="InsO 26, BGB 321(1)",
    reason_de="Der Antrag ist mangels Masse abgewiesen; nicht einmal die Verfahrenskosten sind gedeckt.",
    reason_en="The petition is refused for lack of assets; not even the costs are covered.",
    release_when_de="nur gegen Vorkasse nach Entscheidung der Leitung",
    release_when_en="only against prepayment, decided by a manager",
)
ASSETS_INSUFFICIENT = Ground(
    statute="InsO 208, 209",
    reason_de="Masseunzulänglichkeit: auch Masseschulden sind nicht sicher; auch an den Verwalter nicht auf Kredit.",
    reason_en="The estate cannot pay its own debts; no deliveries on credit to the administrator either.",
    release_when_de="Vorkasse des Verwalters",
    release_when_en="prepayment by the administrator",
)
FREED_BUSINESS = Ground(
    statute="InsO 35(2)",
    reason_de="Die selbständige Tätigkeit ist freigegeben; neue Schulden haften nicht in der Masse.",
    reason_en="The self-employed business is released from the estate; its new debts are not debts of the estate.",
    release_when_de="nach Entscheidung über die Kreditwürdigkeit des neuen Geschäfts",
    release_when_en="after a decision on the new business's credit",
)
FOREIGN = Ground(
    statute="Art. 7 Reg. (EU) 2015/848; BGB 321(1) where German law governs the contract (believed)",
    reason_de="Im Ausland ist ein Insolvenzverfahren veröffentlicht; es gilt das Insolvenzrecht dieses Staates.",
    reason_en="Insolvency proceedings are published abroad; that state's insolvency law applies.",
    release_when_de="wenn der Verwalter Erfüllung zusagt oder bezahlt ist",
    release_when_en="when the practitioner promises performance, or when paid",
)
ALARM = Ground(
    statute="none: warning only",
    reason_de="Eine Person der Firma hat Alarm gegeben; veröffentlicht ist nichts.",
    reason_en="Somebody of the firm gave the alarm; nothing was published.",
    release_when_de="wenn geklärt ist, dass nichts zu befürchten ist",
    release_when_en="when it is clear that there is nothing to fear",
)
IDENTITY_OPEN = Ground(
    statute="none: warning only",
    reason_de="Eine Veröffentlichung könnte diesen Kunden betreffen; ein Mensch muss das prüfen.",
    reason_en="A publication may be about this customer; a person has to check.",
    release_when_de="wenn geprüft ist, dass der Kunde nicht gemeint ist",
    release_when_en="when checked that the customer is not meant",
)

_GERMAN = {
    EventKind.PETITION_FILED: UNCERTAINTY,
    EventKind.PRELIM_MEASURES: PRELIMINARY,
    EventKind.PRELIM_SELF_ADMIN: PRELIMINARY,
    EventKind.OPENED_SELF_ADMIN: SELF_ADMINISTRATION,
    EventKind.REFUSED_NO_ASSETS: REFUSED,
    EventKind.ASSETS_INSUFFICIENT: ASSETS_INSUFFICIENT,
    EventKind.FREED_BUSINESS: FREED_BUSINESS,
    EventKind.MEASURES_LIFTED: UNCERTAINTY,
    EventKind.CLOSED_DISCONTINUED: UNCERTAINTY,
    EventKind.CLOSED_LIFTED: UNCERTAINTY,
    EventKind.DISCHARGE_ANNOUNCED: UNCERTAINTY,
    EventKind.DISCHARGE_GRANTED: UNCERTAINTY,
    EventKind.DISCHARGE_REFUSED: UNCERTAINTY,
    EventKind.RESTRUCTURING: UNCERTAINTY,
    EventKind.CORRECTION: UNCERTAINTY,
    EventKind.UNCLASSIFIED: UNCERTAINTY,
}


def ground_for(kind: EventKind, country: str, *, by_our_policy: bool = False) -> Ground:
    """The legal ground of a block after this event in this country; open proceedings where nothing else is said."""
    if by_our_policy:
        return NOT_COVERED
    if kind in EARLY_WARNINGS:
        return EARLY_WARNING
    if country != "DE":
        return FOREIGN
    return _GERMAN.get(kind, OPENED)
