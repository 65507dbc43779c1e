"""Legal grounds as a German reader cites them: rules carry them in one short form for both languages."""

import re

from chalicelib.channels.rendering import citations_abroad
from chalicelib.model.customer import Language

_STATUTES = r"EGInsO|InsO|BGB|UStG|ZPO|GKG|DSGVO|SchKG|IO|IZ|ZKR|Fw|kkl\.|ML"
_BY_ARTICLE = {"DSGVO": "Ziff.", "SchKG": "Ziff.", "Fw": "Nr.", "ML": "Nr."}
_PLACE = r"\d+[a-z]?(?:\(\d+\))*(?: (?:no\.|s\.) \d+)*"
_MORE = rf"(?:,? and |, | to | bis | with )(?:{_PLACE}|\(\d+\)(?: s\. \d+)?)"
_CITED = re.compile(rf"\b({_STATUTES}) ({_PLACE}(?:{_MORE})*)(?![\d.])")
_REMARKS = {
    **citations_abroad.REMARKS,
    "GDPR": "DSGVO",
    "Reg. (EU)": "VO (EU)",
    " through ": " mit ",
    "where German law governs the contract": "wenn deutsches Recht für den Vertrag gilt",
    "for natural persons": "für natürliche Personen",
    "credit insurance policy": "Police der Kreditversicherung",
    "(measures lifted, nothing paid yet: believed)": "(Maßnahmen aufgehoben, noch nichts gezahlt: unsicher)",
    "(believed)": "(unsicher)",
    "the date stands as the edict prints it": "Datum wie im Edikt",
    "the date stands as the court printed it": "Datum wie vom Gericht veröffentlicht",
    "not later than 14 days before the hearing on the final account; the extra hearing costs a fee": (
        "spätestens 14 Tage vor der Schlussrechnungstagsatzung; die besondere Tagsatzung kostet eine Gebühr"
    ),
    "one month from the publication of the call to creditors": "ein Monat ab Veröffentlichung des Schuldenrufs",
    "20 days from the publication of the call to creditors": "20 Tage ab Veröffentlichung des Schuldenrufs",
    "until the close of the bankruptcy, at the creditor's own cost": "bis zum Schluss des Konkurses, auf eigene Kosten",
    "two months from the publication in BODACC, four for a creditor abroad": (
        "zwei Monate ab Veröffentlichung im BODACC, vier für Gläubiger im Ausland"
    ),
    "2 months from BODACC, 4 for creditors abroad": "zwei Monate ab BODACC, vier für Gläubiger im Ausland",
    "relief from the lapse within six months of the publication": "Wiedereinsetzung binnen sechs Monaten",
    "up to 1,000 GBP a debt may be deemed proved": "bis 1.000 GBP kann eine Forderung als angemeldet gelten",
    "until a dividend is declared; earlier dividends are not disturbed": (
        "bis eine Quote erklärt ist; frühere Ausschüttungen bleiben unberührt"
    ),
    "no fixed period, the notice of a dividend names the last date for proving": (
        "keine feste Frist; die Ankündigung der Quote nennt den letzten Tag"
    ),
    "still possible, a special examination costs a fee; the final hearing as its end is believed": (
        "noch möglich, die besondere Prüfung kostet eine Gebühr; der Schlusstermin als Ende ist unsicher"
    ),
    "one year from the finality of the plan's confirmation": "ein Jahr ab Rechtskraft der Planbestätigung",
    "two weeks to three months": "zwei Wochen bis drei Monate",
    "at once, whoever delays is liable; three working days are our suggestion": (
        "unverzüglich, wer zögert, haftet; drei Arbeitstage sind unser Vorschlag"
    ),
    "three years after the opening, five in a repeat case": "drei Jahre nach der Eröffnung, im Wiederholungsfall fünf",
    "until the final hearing": "bis zum Schlusstermin",
    "one year from knowledge of the breach": "ein Jahr ab Kenntnis der Verletzung",
    "six months from knowledge of the reason": "sechs Monate ab Kenntnis des Grundes",
    "one year from the finality of the discharge": "ein Jahr ab Rechtskraft der Restschuldbefreiung",
    "one month from service, cannot be prolonged, silence is consent": (
        "ein Monat ab Zustellung, nicht verlängerbar, Schweigen gilt als Zustimmung"
    ),
    "exclusion period of two weeks after the publication": "Ausschlussfrist von zwei Wochen nach der Veröffentlichung",
    "one week after the end of the period of": "eine Woche nach Ablauf der Frist des",
    "objections to the final list are raised in the final hearing": (
        "Einwendungen gegen das Schlussverzeichnis im Schlusstermin"
    ),
    "within the first third of the time between claim time limit and examination": (
        "im ersten Drittel der Zeit zwischen Anmeldefrist und Prüfungstermin"
    ),
    "who is not disputed is not told; the day after the examination is our suggestion": (
        "wer unbestritten ist, erfährt nichts; der Tag nach der Prüfung ist unser Vorschlag"
    ),
    "at most three months after the opening": "höchstens drei Monate nach der Eröffnung",
    "should be within six weeks, must be within three months of the opening": (
        "soll binnen sechs Wochen, muss binnen drei Monaten nach der Eröffnung sein"
    ),
    "one week to two months after the time limit for claims": "eine Woche bis zwei Monate nach der Anmeldefrist",
    "three years from the end of the year in which the claim arose and was known": (
        "drei Jahre ab Ende des Jahres, in dem der Anspruch entstand und bekannt war"
    ),
    "thirty years from the finality of the title": "dreißig Jahre ab Rechtskraft des Titels",
    "thirty years from the entry in the table": "dreißig Jahre ab Feststellung zur Tabelle",
    "suspended by filing until six months after the end of the proceedings": (
        "durch die Anmeldung gehemmt bis sechs Monate nach dem Ende des Verfahrens"
    ),
    "one week after the administrator's message": "eine Woche nach der Mitteilung des Verwalters",
    "(4 % and 5 %, without VAT)": "(4 % und 5 %, ohne Umsatzsteuer)",
    "at least 30 days from the publication of the opening for foreign creditors": (
        "mindestens 30 Tage ab Veröffentlichung der Eröffnung für ausländische Gläubiger"
    ),
    "Destatis, proceedings opened in 2010 and ended by the end of 2017; consumers": (
        "Destatis, 2010 eröffnete und bis Ende 2017 beendete Verfahren; Verbraucher"
    ),
    "Destatis, proceedings opened in 2010 and ended by the end of 2017": (
        "Destatis, 2010 eröffnete und bis Ende 2017 beendete Verfahren"
    ),
    "starting value, no source: replace it with the firm's own experience": (
        "Startwert ohne Quelle: durch Ihre Erfahrung ersetzen"
    ),
    "receipt three days after sending is believed": "Zugang drei Tage nach Versand ist angenommen",
}
_REMARK = re.compile("|".join(re.escape(one) for one in sorted(_REMARKS, key=len, reverse=True)))


def cited(text: str, language: Language) -> str:
    r"""The text with its legal grounds as the language writes them.

    >>> cited("InsO 82, 94 to 96", "de")
    '§§\xa082, 94 bis 96 InsO'
    >>> cited("BGB 195, 199(1), 204(1) no. 10", "de")
    '§§\xa0195, 199 Abs.\xa01, 204 Abs.\xa01 Nr. 10 BGB'
    >>> cited("InsO 28(1), 174; the date stands as the court printed it", "de")
    '§§\xa028 Abs.\xa01, 174 InsO; Datum wie vom Gericht veröffentlicht'
    >>> cited("InsO 28(2)", "en")
    'InsO 28(2)'
    """
    if language != "de":
        return text
    german = _REMARK.sub(lambda found: _REMARKS[found.group()], text)
    return _CITED.sub(_in_german, german)


def _in_german(found: re.Match[str]) -> str:
    statute, places = found.groups()
    several = re.search(r"(?:, | to | bis | and | with )\d+[a-z]?(?![\d.])", places) is not None
    number = _BY_ARTICLE.get(statute, "Nr.")
    places = re.sub(r", \((\d+)\)", r" und Abs. \1", places)
    places = re.sub(r"\((\d+)\)", r" Abs. \1", places)
    german = {"no.": number, "s.": "Satz", " to ": " bis ", " and ": " und ", " with ": " mit "}
    for one, said in german.items():
        places = re.sub(rf"(?<![A-Za-z]){re.escape(one)}", said, places)
    sign = "Art." if statute in _BY_ARTICLE else "§§" if several else "§"
    return f"{sign}\N{NO-BREAK SPACE}{places} {statute}".replace("Abs. ", "Abs.\N{NO-BREAK SPACE}")
