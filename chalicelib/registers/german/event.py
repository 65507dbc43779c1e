"""What a court announced. The sentence that orders something decides; boilerplate and conditions never do."""

import re
from typing import NamedTuple

from chalicelib.model.notice import EventKind
from chalicelib.registers.german.text import masked, operative_part, sentences


class Finding(NamedTuple):
    """The event, what a correction corrects, and for UNCLASSIFIED the reason."""

    kind: EventKind
    underlying: EventKind | None = None
    reason: str | None = None


# A sentence that sets a condition, gives room for applications or explains the law orders nothing.
_BOILERPLATE = re.compile(
    r"^\W*(?:\d+\W*)?(?:Wird das|Wird der Antrag|Wenn|Sofern|Falls|Soweit|Sollte|Hat der|Hat die|Gehen bis|Geht bis|Hinweis|Dies betrifft|"
    r"Die Zuständigkeit|Kommt|Werden|Bis zu diese|Anträge|Ergeht|Nach Ablauf|Gläubiger, deren|Auf die Durchführung)|"
    r"Anhörung über eine Verfahrenseinstellung|spätestens (?:sechs|6) Monate|wird spätestens|kann, wenn|"
    r"gilt als erteilt|zur Einstellung des Verfahrens wegen Masse\w+ \(§ 211|kann auch"
)
_NEGATED = re.compile(r"\b(?:wenn|falls|sofern|bevor|nicht)\b[^.]{0,160}$")

_OPENED = re.compile(
    r"(?:[Vv]erfahren\b|Vermögen)[^|]*?(?<!nicht )(?:eröffnet(?: worden| wurde| wird)?\b(?! hat)|eröffnet\b)|"
    r"(?:wird|wurde|ist)\b[^|]{0,200}?[Ii]nsolvenzverfahren[^|]*?\beröffnet\b|(?:eröffne[nt]) (?:wir|das Gericht)\b"
)
_FRESH = re.compile(
    r"\bheute\b|\bUhr\b|anzumelden|Anmeldefrist|Anmeldung(?:en)? (?:der|ihrer) Forderung|wird ernannt|wird bestellt|wird eröffnet"
)
_SELF_ADMIN = re.compile(
    r"Eigenverwaltung[^.|]{0,80}(?:angeordnet|bewilligt)|(?:ordnet|Anordnung|[Uu]nter Anordnung)[^.|]{0,40}Eigenverwaltung|"
    r"Zu[mr] (?:vorläufigen )?Sachwalter|Sachwalter(?:in)? (?:ist|wird|:)|in Eigenverwaltung\b"
)
_SELF_ADMIN_ENDED = re.compile(
    r"(?:Anordnung der |angeordnete |vorläufige )?Eigenverwaltung[^.|]{0,160}(?:wird|wurde|ist)?[^.|]{0,60}\b(?:aufgehoben|abgelehnt|zurückgewiesen)"
)
_REFUSED = re.compile(
    r"mangels\b[^.|]{0,120}?\b(?:Masse|Vermögens)\b[^.|]{0,200}?\b(?:abgewiesen|abgelehnt|zurückgewiesen)|"
    r"(?:abgewiesen|abgelehnt)\b[^.|]{0,120}\bmangels\b[^.|]{0,80}Masse|"
    r"Antrag\b[^|]{0,500}?(?:abgewiesen|abgelehnt)[^.|]{0,60}§ 26\b|§ 26\b[^.|]{0,80}\b(?:abgewiesen|abgelehnt)"
)
_MEASURES = (
    r"(?:Sicherungsma(?:ß|ss)nahme\w*|Sicherungsanordnung\w*|vorläufige[nr]? (?:Insolvenz)?[Vv]erwaltung|Verfügungs(?:verbot|beschränkung)\w*|"
    r"Zustimmungsvorbehalt\w*|vorläufige[nr]? (?:Insolvenz)?verwalter(?:in|s)?|vorläufige[nr]? Eigenverwaltung|Anordnungen|"
    r"vorläufige[nr]? Sachwalt\w+|Beschr[äa]nkungen)"
)
_LIFTED = re.compile(
    _MEASURES + r"[^|]{0,260}?\b(?:aufgehoben|außer Kraft|wirkungslos|gegenstandslos|erledigt)\b|"
    r"\b(?:aufgehoben|Aufhebung)\b[^.|]{0,100}" + _MEASURES
)
_PRELIMINARY = re.compile(
    r"vorläufige[nr]? (?:Insolvenz)?[Vv]erwalt(?:ung|er|erin)\b[^|]{0,420}?\b(?:angeordnet|bestellt|ernannt|bestimmt|eingesetzt)\b|"
    r"(?:bestellt|ernannt|bestimmt)\b[^.|]{0,200}vorläufigen (?:Insolvenz)?[Vv]erwalter|"
    r"Verfügungsverbot[^.|]{0,120}(?:erlassen|angeordnet|auferlegt|verhängt)|"
    r"Sicherungsmaßnahmen?[^.|]{0,120}\b(?:angeordnet|getroffen|erlassen)|"
    r"Sicherung de[sr][^|]{0,300}?\b(?:angeordnet|bestellt|untersagt)|angeordnet[^.|]{0,20}\(?§§? ?21\b|Zustimmungsvorbehalt[^.|]{0,60}angeordnet|"
    r"angeordnet worden \(§§ 21|Verfügungen[^.|]{0,150}nur (?:noch )?mit Zustimmung[^.|]{0,80}wirksam|"
    r"Maßnahmen der Zwangsvollstreckung[^|]{0,200}(?:untersagt|einstweilen eingestellt)"
)
_PRELIM_SELF_ADMIN = re.compile(
    r"vorläufige[nr]? Sachwalt|vorläufige[nr]? Eigenverwaltung[^.|]{0,80}angeordnet|Schutzschirm|§§? 270 ?[bcd]\b|§ 270 ?a\b(?!\w)"
)
_APPOINTS_PRELIMINARY = re.compile(
    r"[Zz]u[mr] vorläufigen (?:Insolvenz)?[Vv]erwalter(?:in)?\b[^|]{0,300}?\b(?:bestellt|ernannt|bestimmt)"
)

# Operative sentences of later stages, in the order in which one notice's several sentences outrank each other.
_LATER: tuple[tuple[EventKind, re.Pattern[str]], ...] = (
    (EventKind.DISCHARGE_REFUSED, re.compile(
        r"Restschuldbefreiung[^.|]{0,200}\b(?:wird|wurde|ist)?[^.|]{0,80}\b(?:versagt|widerrufen)\b|"
        r"(?:wird|wurde|ist)\b[^.|]{0,160}\b(?:versagt|widerrufen)\b[^.|]{0,60}Restschuldbefreiung|Versagung der Restschuldbefreiung ist rechtskräftig")),
    (EventKind.DISCHARGE_GRANTED, re.compile(
        r"(?:wird|wurde|ist|hat)\b[^|]{0,300}?Restschuldbefreiung[^.|]{0,160}\b(?:erteilt|gewährt)\b|"
        r"Restschuldbefreiung[^.|]{0,80}(?:wird|wurde|ist)[^.|]{0,160}\b(?:erteilt|gewährt)\b|Erteilung der Restschuldbefreiung ist rechtskräftig")),
    (EventKind.CLOSED_DISCONTINUED, re.compile(
        r"[Vv]erfahren\b[^|]{0,600}?\b(?:wird|wurde|ist|worden)?\b[^.|]{0,250}?(?<!einstweilen )\beingestellt\b|"
        r"(?:wird|wurde)\b[^.|]{0,200}(?:§§? ?2(?:07|11|12|13)\b)[^.|]{0,80}eingestellt|Einstellung des (?:Insolvenz)?[Vv]erfahrens[^.|]{0,60}(?:beschlossen|angeordnet)")),
    (EventKind.CLOSED_LIFTED, re.compile(
        r"[Vv]erfahren\b[^|]{0,600}?(?:wird|wurde|ist)?[^.|]{0,300}?\baufgehoben\b|Aufhebung des (?:Insolvenz)?[Vv]erfahrens (?:ist )?(?:rechtskräftig|beschlossen)")),
    (EventKind.CONVERTED, re.compile(
        r"(?:Anordnung der |angeordnete )?Eigenverwaltung[^.|]{0,200}\baufgehoben|Eigenverwaltung[^.|]{0,80}(?:nachträglich )[^.|]{0,80}angeordnet|"
        r"in (?:ein|das) (?:Regel|Verbraucher)insolvenzverfahren übergeleitet")),
    (EventKind.FINAL_HEARING, re.compile(
        r"Schlusstermin[^.|]{0,400}?(?:bestimmt|anberaumt|Uhr|bis zum|Stichtag|am \d|auf den|findet|entspricht|im schriftlichen)|"
        r"(?:Stichtag|Termin)[^.|]{0,200}Schlusstermin|Termin zur Erörterung der Schlussrechnung|Schlußtermin|"
        r"(?:Der )?Schlussverteilung[^.|]{0,60}zugestimmt|Zustimmung zur Schlussverteilung")),
    (EventKind.DISTRIBUTION, re.compile(
        r"(?:Schluss|Abschlags|Nachtrags)verteilung\b[^.|]{0,200}(?:erfolgen|stattfinden|vorgenommen|durchgeführt|angeordnet|findet|genehmigt|beabsichtigt)|"
        r"(?:soll|wird) [^.|]{0,40}(?:Schluss|Abschlags|Nachtrags)verteilung|Verteilungsverzeichnis|"
        r"Schlussverzeichnis[^.|]{0,120}(?:niedergelegt|liegt|aus|Einsicht)|zu berücksichtigende[nr]? Forderungen|verfügbare[rn]? (?:Masse|Betrag)|"
        r"[Vv]erteilung[^.|]{0,60}verfügbar|(?:Zu|zu) berücksichtigen sind")),
    (EventKind.ASSETS_INSUFFICIENT, re.compile(
        r"Masseunzulänglichkeit[^.|]{0,160}(?:angezeigt|vorliegt|vorliege|eingetreten|anzeigt|besteht)|angezeigt[^.|]{0,120}Masseunzulänglich|"
        r"Anzeige der (?:drohenden )?Masseunzulänglichkeit|Insolvenzmasse[^.|]{0,120}nicht aus(?:reicht)?[^.|]{0,80}Masseverbindlichkeiten")),
    (EventKind.FREED_BUSINESS, re.compile(
        r"(?:selbst(?:st)?ändige[nr]? (?:\w+ ){0,2}Tätigkeit|§ 35 Abs\S* ?2)[^|]{0,300}?(?:freigegeben|Freigabe|nicht (?:mehr )?zur Insolvenzmasse|aus der Insolvenzmasse)|"
        r"(?:freigegeben|Freigabe|gibt)\b[^.|]{0,160}selbst(?:st)?ändige|Freigabeerklärung")),
    (EventKind.DISCHARGE_ANNOUNCED, re.compile(
        r"Restschuldbefreiung[^.|]{0,60}(?:angekündigt|in Aussicht)|(?:erlangt|Erlangung)[^.|]{0,60}Restschuldbefreiung|"
        r"Restschuldbefreiung[^.|]{0,80}\b(?:erlangt|erlangen)\b|Ankündigung der Restschuldbefreiung")),
    (EventKind.LATE_EXAM, re.compile(
        r"[Bb]esondere[rn]? (?:\w+ )?Prüfungstermin|(?:nachträglich|verspätet|nach dem[^.|]{0,40})\w* angemeldete[nr]? Forderung|"
        r"(?:nachträgliche[rn]?|weitere[rn]?) Prüfungs(?:termin|stichtag)|§ 177\b[^.|]{0,80}(?:Termin|Stichtag|Prüfung)|Prüfung nachträglich")),
    (EventKind.PRACTITIONER_APPOINTED, re.compile(
        r"(?:Insolvenzverwalter|Treuhänder|Sachwalter|Sonderinsolvenzverwalter|Sonderverwalter|Verwalter)\w*\b[^|]{0,300}?\b(?:entlassen|bestellt|ernannt|eingesetzt)\b|"
        r"\b(?:bestellt|ernannt|entlassen)\b[^.|]{0,160}(?:Insolvenzverwalter|Treuhänder|Sachwalter)")),
    (EventKind.HEARING_OR_DEADLINE_SET, re.compile(
        r"(?:Gläubigerversammlung|Berichts\w*-?\b[^.|]{0,40}termin|Prüfungstermin|Erörterungs\w*[- ]|Abstimmungstermin|Anhörungstermin|Termin)\b"
        r"[^|]{0,700}?(?:bestimmt|anberaumt|einberufen|verlegt|\d Uhr|auf den|entspricht)|Terminsbestimmung|"
        r"(?:erhalten|haben|wird|gegeben)[^.|]{0,60}Gelegenheit[^.|]{0,200}\bbis\b|Stichtag[^|]{0,200}?\d{4}|"
        r"(?:Forderungs\w+|Versagungsanträge|Anträge)[^.|]{0,200}\bbis (?:zum |spätestens )?\d")),
    (EventKind.CLAIMS_LIST_DEPOSITED, re.compile(r"Tabelle[^.|]{0,200}(?:niedergelegt|ausgelegt|Einsicht)")),
)  # fmt: skip

_APPLICATION_ONLY = re.compile(
    r"Anträge? (?:\w+ ){0,6}auf|Antrag[^.|]{0,60}auf (?:Versagung|Widerruf|Erteilung)|beabsichtigt|Gelegenheit|Anhörung|angehört|Versagungsantrag|"
    r"Stellung(?:nahme)?|Versagungsgründe|§ 290[^.|]{0,40}Antrag"
)
_CORRECTED = re.compile(
    r"^\W{0,3}(?:[\w ./-]{0,60}?\W{1,3})?(?:Berichtigung|Korrektur|Berichtigungsbeschluss)\b|"
    r"\b(?:Beschluss|Eröffnungsbeschluss|Veröffentlichung|Bekanntmachung|Rubrum|Beschlusses)\b[^|]{0,400}?\bberichtigt\b|"
    r"(?:wird|ist|wurde) [^.|]{0,200}(?:§ 319 ZPO|offenbarer? Unrichtigkeit|Schreibfehlers?)[^.|]{0,200}(?:berichtigt|geändert|ergänzt|dahingehend|dahin)|"
    r"muss es (?:richtig|korrekt) heißen|Berichtigung (?:der|zur|des) (?:vorherigen |vorigen |bisherigen )?(?:Veröffentlichung|Bekanntmachung|Beschluss)"
)
_CANCELLED = re.compile(
    r"(?:Eröffnungsbeschluss|Beschluss über die Eröffnung)[^|]{0,300}?\baufgehoben\b|"
    r"(?:Veröffentlichung|Bekanntmachung)[^.|]{0,200}(?:gegenstandslos|irrtümlich|versehentlich|zurückgenommen|widerrufen|storniert|hinfällig)|"
    r"(?:gegenstandslos|irrtümlich|versehentlich)[^.|]{0,100}(?:Veröffentlichung|Bekanntmachung|veröffentlicht)|"
    r"Antrag auf Eröffnung[^.|]{0,200}unter Aufhebung des Eröffnungsbeschlusses"
)
_RESTRUCTURING = re.compile(r"StaRUG|Restrukturierungssache|Restrukturierungsgericht|Stabilisierungsanordnung")
_EXPERT_ONLY = re.compile(
    r"Sachverständige[rn]?\b[^|]{0,300}(?:beauftragt|bestellt|ernannt|eingeholt)|Gutachten[^.|]{0,100}(?:einzuholen|eingeholt|erstatten)"
)
_FEES = re.compile(r"Vergütung[^|]{0,300}(?:festgesetzt|festzusetzen|Festsetzung)|Festsetzung der Vergütung")
_WITHDRAWN = re.compile(
    r"Antrag\w*[^|]{0,300}?(?:zurückgenommen|für erledigt|erledigt erklärt|unzulässig|unbegründet)|Rücknahme des Antrags|Antragsrücknahme"
)


def find_event(cleaned: str) -> Finding:
    """The event that the announcement's order brings about.

    >>> find_event("Über das Vermögen der X GmbH wird heute, am 01.02.2025, um 10:00 Uhr das Insolvenzverfahren eröffnet.").kind
    <EventKind.OPENED: 'OPENED'>
    >>> find_event("Die am 01.02.2025 angeordneten Sicherungsmaßnahmen sind aufgehoben worden.").kind
    <EventKind.MEASURES_LIFTED: 'MEASURES_LIFTED'>
    """
    order = operative_part(cleaned)
    if _corrects(order):
        underlying = _kind(_without_correction(order))
        return Finding(EventKind.CORRECTION, underlying.kind if underlying.kind != EventKind.UNCLASSIFIED else None)
    if any(_CANCELLED.search(sentence) for sentence in _orders(order)):
        return Finding(EventKind.CANCELLATION)
    if _RESTRUCTURING.search(order) and not _OPENED.search(masked(order)):
        return Finding(EventKind.RESTRUCTURING)
    return _kind(order)


def _corrects(order: str) -> bool:
    return any(_CORRECTED.search(sentence) for sentence in (order[:160], *_orders(order)))


def _without_correction(order: str) -> str:
    return re.sub(r"Berichtigung\w*|berichtigt", "", order)


def _orders(order: str) -> list[str]:
    """Sentences that may order something, full stops inside them masked."""
    return [masked(text).strip() for _start, text in sentences(order) if not _BOILERPLATE.search(text)]


def _kind(order: str) -> Finding:
    orders = _orders(order)
    opening = [sentence for sentence in orders if _opens(sentence)]
    if opening and (
        any(_FRESH.search(sentence) for sentence in opening) or re.search(r"anzumelden|Anmeldefrist", order)
    ):
        return Finding(_opened(orders))
    if any(_REFUSED.search(sentence) for sentence in orders):
        return Finding(EventKind.REFUSED_NO_ASSETS)
    preliminary = _preliminary(orders)
    if preliminary:
        return Finding(preliminary)
    for kind, pattern in _LATER:
        if any(_says(kind, pattern, sentence) for sentence in orders):
            return Finding(kind)
    if opening:
        return Finding(_opened(orders))
    return _unclassified(" ".join(orders))


def _opens(sentence: str) -> bool:
    match = _OPENED.search(sentence)
    return match is not None and not _NEGATED.search(match[0]) and not re.search(r"Sonderkonto|Anderkonto", match[0][-80:])


def _opened(orders: list[str]) -> EventKind:
    admitted = any(_SELF_ADMIN.search(sentence) and not _SELF_ADMIN_ENDED.search(sentence) for sentence in orders)
    administrator = any(
        re.search(r"(?:[Zz]u[mr] |^\W*)Insolvenzverwalter(?:in)?\b(?: ist|:| wird)", text) for text in orders
    )
    return EventKind.OPENED_SELF_ADMIN if admitted and not administrator else EventKind.OPENED


def _preliminary(orders: list[str]) -> EventKind | None:
    lifted = any(_LIFTED.search(sentence) for sentence in orders)
    ordered = [text for text in orders if _PRELIMINARY.search(text) and not _LIFTED.search(text)]
    self_admin = [
        text
        for text in orders
        if _PRELIM_SELF_ADMIN.search(text) and not _LIFTED.search(text) and not _SELF_ADMIN_ENDED.search(text)
    ]
    appoints = any(_APPOINTS_PRELIMINARY.search(text) for text in orders)
    if lifted and not appoints:
        return EventKind.MEASURES_LIFTED
    if self_admin and not appoints:
        return EventKind.PRELIM_SELF_ADMIN
    return EventKind.PRELIM_MEASURES if ordered or appoints else None


def _says(kind: EventKind, pattern: re.Pattern[str], sentence: str) -> bool:
    if kind in _DISCHARGE_DECISIONS and _APPLICATION_ONLY.search(sentence):
        return False
    if kind == EventKind.CLOSED_LIFTED and re.search(
        r"Termin[^.|]{0,80}aufgehoben|Verfügungs|Postsperre[^.|]{0,60}aufgehoben", sentence
    ):
        return False
    return bool(pattern.search(sentence))


_DISCHARGE_DECISIONS = {EventKind.DISCHARGE_GRANTED, EventKind.DISCHARGE_REFUSED, EventKind.DISCHARGE_ANNOUNCED}


def _unclassified(order: str) -> Finding:
    if _EXPERT_ONLY.search(order):
        reason = "only an expert is appointed"
    elif _FEES.search(order):
        reason = "only fees are fixed"
    elif _WITHDRAWN.search(order):
        reason = "the petition ended without a word on protective measures"
    else:
        reason = "no known operative sentence"
    return Finding(EventKind.UNCLASSIFIED, None, reason)
