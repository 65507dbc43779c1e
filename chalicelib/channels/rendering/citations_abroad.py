"""Remarks beside foreign statutes in German: Czechia, Slovakia, the Netherlands, Norway, Latvia, the United States."""

from collections.abc import Mapping

REMARKS: Mapping[str, str] = {
    # Czechia
    "two months from the decision on insolvency; the register's own date stands": (
        "zwei Monate ab dem Beschluss über die Insolvenz; das Datum des Registers gilt"
    ),
    "the date stands as published": "Datum wie veröffentlicht",
    "30 days from the review hearing, not before 15 days from the practitioner's letter": (
        "30 Tage ab der Prüfungsverhandlung, nicht vor 15 Tagen ab dem Schreiben des Verwalters"
    ),
    # Slovakia
    "45 days from the declaration of bankruptcy; later ones count without a vote": (
        "45 Tage ab der Konkurserklärung; spätere zählen ohne Stimmrecht"
    ),
    "until the trustee announces that he draws up the distribution": "bis der Verwalter die Verteilung ankündigt",
    "as the earliest reading": "als früheste Lesart",
    "with the claim within 45 days of the declaration, or the security right lapses": (
        "mit der Forderung binnen 45 Tagen ab der Erklärung, sonst erlischt das Sicherungsrecht"
    ),
    "until the distribution from the general estate is announced": (
        "bis die Verteilung aus der allgemeinen Masse angekündigt ist"
    ),
    "30 days from the permission of the restructuring; what is not filed cannot be enforced": (
        "30 Tage ab Bewilligung der Restrukturierung; nicht Angemeldetes ist nicht mehr durchsetzbar"
    ),
    "45 days (": "45 Tage (",
    # Netherlands
    "fourteen days before the first verification meeting, unless the judge sets another day": (
        "vierzehn Tage vor der ersten Prüfungsversammlung, wenn der Richter keinen anderen Tag bestimmt"
    ),
    "objection while the distribution list lies open, ten days": (
        "Widerspruch, solange die Verteilungsliste ausliegt, zehn Tage"
    ),
    # Norway
    "the court sets three to six weeks from the announcement; three": (
        "das Gericht bestimmt drei bis sechs Wochen ab der Bekanntmachung; drei"
    ),
    "late claims count until the distribution, at the creditor's cost": (
        "verspätete zählen bis zur Verteilung, auf Kosten des Gläubigers"
    ),
    # Latvia
    "one month from the entry in the insolvency register; the register's own date stands": (
        "ein Monat ab Eintragung in das Insolvenzregister; das Datum des Registers gilt"
    ),
    "six months from the entry, not later than the plan by which claims are met; then the claim is lost": (
        "sechs Monate ab Eintragung, nicht später als der Befriedigungsplan; danach ist die Forderung verloren"
    ),
    # United States
    "70 days after the order for relief in a voluntary chapter 7, 12 or 13 case (90 in an involuntary chapter 7 case); "
    "a date that the court set stands": (
        "70 Tage ab Order for Relief nach eigenem Antrag in Chapter 7, 12 oder 13 (90 nach Gläubigerantrag in Chapter "
        "7); ein Datum des Gerichts gilt"
    ),
    "until the bar date that the court sets; needless where the debtor lists it as undisputed": (
        "bis zum Bar Date des Gerichts; unnötig, wenn der Schuldner sie als unbestritten aufführt"
    ),
    "goods received within 45 days before the case; written demand within 45 days of receipt, or 20 days after the "
    "case began where those end later": (
        "Ware, die in den 45 Tagen vor dem Verfahren ankam; schriftlich binnen 45 Tagen ab Erhalt, oder 20 Tage ab "
        "Beginn des Verfahrens, wenn jene später enden"
    ),
    "value of goods received within 20 days before the case; no period but the court's": (
        "Wert der Ware, die in den 20 Tagen vor dem Verfahren ankam; nur das Gericht setzt eine Frist"
    ),
    "from the petition on": "ab dem Antrag",
}
