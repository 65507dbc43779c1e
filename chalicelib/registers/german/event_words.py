"""Words by which German orders say what they do; compiled once, read by event.py."""

import re

from chalicelib.model.notice import EventKind

# A sentence that sets a condition, gives room for applications or explains the law orders nothing.
BOILERPLATE = re.compile(
    r"^\W*(?:\d+\W*)?(?:Wird das|Wird der Antrag|Wenn|Sofern|Falls|Soweit|Sollte|Hat der|Hat die|Gehen bis|"
    r"Geht bis|Hinweis|Dies betrifft|"
    r"Die Zuständigkeit|Kommt|Werden|Bis zu diese|Anträge|Ergeht|Nach Ablauf|Gläubiger, deren|Auf die "
    r"Durchführung)|"
    r"Anhörung über eine Verfahrenseinstellung|spätestens (?:sechs|6) Monate|wird spätestens|kann, wenn|"
    r"gilt als erteilt|zur Einstellung des Verfahrens wegen Masse\w+ \(§ 211|kann auch"
)
NEGATED = re.compile(r"\b(?:wenn|falls|sofern|bevor|nicht)\b[^.]{0,160}$")

OPENED = re.compile(
    r"(?:[Vv]erfahren\b|Vermögen)[^|]*?(?<!nicht )(?:eröffnet(?: worden| wurde| wird)?\b(?! hat)|eröffnet\b)|"
    r"(?:wird|wurde|ist)\b[^|]{0,200}?[Ii]nsolvenzverfahren[^|]*?\beröffnet\b|(?:eröffne[nt]) (?:wir|das "
    r"Gericht)\b"
)
FRESH = re.compile(
    r"\bheute\b|\bUhr\b|anzumelden|Anmeldefrist|Anmeldung(?:en)? (?:der|ihrer) Forderung|wird ernannt|wird "
    r"bestellt|wird eröffnet"
)
SELF_ADMIN = re.compile(
    r"Eigenverwaltung[^.|]{0,80}(?:angeordnet|bewilligt)|(?:ordnet|Anordnung|[Uu]nter Anordnung)[^.|"
    r"]{0,40}Eigenverwaltung|"
    r"Zu[mr] (?:vorläufigen )?Sachwalter|Sachwalter(?:in)? (?:ist|wird|:)|in Eigenverwaltung\b"
)
SELF_ADMIN_ENDED = re.compile(
    r"(?:Anordnung der |angeordnete |vorläufige )?Eigenverwaltung[^.|]{0,160}(?:wird|wurde|ist)?[^.|"
    r"]{0,60}\b(?:aufgehoben|abgelehnt|zurückgewiesen)"
)
REFUSED = re.compile(
    r"mangels\b[^.|]{0,120}?\b(?:Masse|Vermögens)\b[^.|]{0,200}?\b(?:abgewiesen|abgelehnt|zurückgewiesen)|"
    r"(?:abgewiesen|abgelehnt)\b[^.|]{0,120}\bmangels\b[^.|]{0,80}Masse|"
    r"Antrag\b[^|]{0,500}?(?:abgewiesen|abgelehnt)[^.|]{0,60}§ 26\b|§ 26\b[^.|]{0,80}\b(?:abgewiesen|"
    r"abgelehnt)"
)
MEASURES = (
    r"(?:Sicherungsma(?:ß|ss)nahme\w*|Sicherungsanordnung\w*|vorläufige[nr]? (?:Insolvenz)?[Vv]erwaltung|"
    r"Verfügungs(?:verbot|beschränkung)\w*|"
    r"Zustimmungsvorbehalt\w*|vorläufige[nr]? (?:Insolvenz)?verwalter(?:in|s)?|vorläufige[nr]? "
    r"Eigenverwaltung|Anordnungen|"
    r"vorläufige[nr]? Sachwalt\w+|Beschr[äa]nkungen)"
)
LIFTED = re.compile(
    MEASURES + r"[^|]{0,260}?\b(?:aufgehoben|außer Kraft|wirkungslos|gegenstandslos|erledigt)\b|"
    r"\b(?:aufgehoben|Aufhebung)\b[^.|]{0,100}" + MEASURES
)
PRELIMINARY = re.compile(
    r"vorläufige[nr]? (?:Insolvenz)?[Vv]erwalt(?:ung|er|erin)\b[^|]{0,420}?\b(?:angeordnet|bestellt|"
    r"ernannt|bestimmt|eingesetzt)\b|"
    r"(?:bestellt|ernannt|bestimmt)\b[^.|]{0,200}vorläufigen (?:Insolvenz)?[Vv]erwalter|"
    r"Verfügungsverbot[^.|]{0,120}(?:erlassen|angeordnet|auferlegt|verhängt)|"
    r"Sicherungsmaßnahmen?[^.|]{0,120}\b(?:angeordnet|getroffen|erlassen)|"
    r"Sicherung de[sr][^|]{0,300}?\b(?:angeordnet|bestellt|untersagt)|angeordnet[^.|]{0,20}\(?§§? ?21\b|"
    r"Zustimmungsvorbehalt[^.|]{0,60}angeordnet|"
    r"angeordnet worden \(§§ 21|Verfügungen[^.|]{0,150}nur (?:noch )?mit Zustimmung[^.|]{0,80}wirksam|"
    r"Maßnahmen der Zwangsvollstreckung[^|]{0,200}(?:untersagt|einstweilen eingestellt)"
)
PRELIM_SELF_ADMIN = re.compile(
    r"vorläufige[nr]? Sachwalt|vorläufige[nr]? Eigenverwaltung[^.|]{0,80}angeordnet|Schutzschirm|§§? 270 "
    r"?[bcd]\b|§ 270 ?a\b(?!\w)"
)
APPOINTS_PRELIMINARY = re.compile(
    r"[Zz]u[mr] vorläufigen (?:Insolvenz)?[Vv]erwalter(?:in)?\b[^|]{0,300}?\b(?:bestellt|ernannt|bestimmt)"
)

THE_PROCEEDINGS = r"\b[Dd](?:as|ieses) (?:(?!Vermögen)[^|.]){0,60}?(?:[Vv]erfahren|\w+verfahren)\b"
# What else is lifted or stopped within proceedings that go on.
OF_SOMETHING_ELSE = re.compile(
    r"(?:Termin|Stundung|Postsperre|Haftbefehl|Eigenverwaltung|Anordnung des schriftlichen|Zwangsvollstreckung\w*|"
    r"Geschäftsbetrieb|Zwangsversteigerung)\b[^.|]{0,160}\b(?:aufgehoben|eingestellt)|Verfügungs(?:verbot|beschr)"
)

# Operative sentences of later stages, in the order in which one notice's several sentences outrank each other.
LATER: tuple[tuple[EventKind, re.Pattern[str]], ...] = (
    (EventKind.DISCHARGE_REFUSED, re.compile(
        r"Restschuldbefreiung[^.|]{0,200}\b(?:wird|wurde|ist)?[^.|]{0,80}\b(?:versagt|widerrufen)\b|"
        r"(?:wird|wurde|ist)\b[^.|]{0,160}\b(?:versagt|widerrufen)\b[^.|]{0,60}Restschuldbefreiung|"
        r"Versagung der Restschuldbefreiung ist rechtskräftig")),
    (EventKind.DISCHARGE_GRANTED, re.compile(
        r"(?:wird|wurde|ist|hat)\b[^|]{0,300}?Restschuldbefreiung[^.|]{0,160}\b(?:erteilt|gewährt)\b|"
        r"Restschuldbefreiung[^.|]{0,80}(?:wird|wurde|ist)[^.|]{0,160}\b(?:erteilt|gewährt)\b|Erteilung "
        r"der Restschuldbefreiung ist rechtskräftig")),
    (EventKind.CONVERTED, re.compile(
        r"(?:Anordnung der |angeordnete )?Eigenverwaltung[^.|]{0,200}\baufgehoben|Eigenverwaltung[^.|"
        r"]{0,80}(?:nachträglich )[^.|]{0,80}angeordnet|"
        r"in (?:ein|das) (?:Regel|Verbraucher)insolvenzverfahren übergeleitet")),
    (EventKind.CLOSED_DISCONTINUED, re.compile(
        THE_PROCEEDINGS + r"[^|]{0,600}?(?<!einstweilen )\beingestellt\b|"
        r"§§? ?2(?:07|11|12|13)\b[^.|]{0,160}\beingestellt|eingestellt\b[^.|]{0,80}§§? ?2(?:07|11|12|13)\b|"
        r"Einstellung des (?:Insolvenz)?[Vv]erfahrens[^.|]{0,60}(?:beschlossen|angeordnet)")),
    (EventKind.CLOSED_LIFTED, re.compile(
        THE_PROCEEDINGS + r"[^|]{0,600}?\baufgehoben\b|"
        r"(?:§§? ?(?:200|258|259)\b|Schluss(?:verteilung|termins?)|Insolvenzplans?)[^.|]{0,200}\baufgehoben\b|"
        r"aufgehoben\b[^.|]{0,80}§§? ?(?:200|258)\b|"
        r"Aufhebung des (?:Insolvenz)?[Vv]erfahrens (?:ist )?(?:rechtskräftig|beschlossen)")),
    (EventKind.FINAL_HEARING, re.compile(
        r"Schlusstermin[^.|]{0,400}?(?:bestimmt|anberaumt|Uhr|bis zum|Stichtag|am \d|auf den|findet|"
        r"entspricht|im schriftlichen)|"
        r"(?:Stichtag|Termin)[^.|]{0,200}Schlusstermin|Termin zur Erörterung der Schlussrechnung|"
        r"Schlußtermin|"
        r"(?:Der )?Schlussverteilung[^.|]{0,60}zugestimmt|Zustimmung zur Schlussverteilung")),
    (EventKind.DISTRIBUTION, re.compile(
        r"(?:Schluss|Abschlags|Nachtrags)verteilung\b[^.|]{0,200}(?:erfolgen|stattfinden|vorgenommen|"
        r"durchgeführt|angeordnet|findet|genehmigt|beabsichtigt)|"
        r"(?:soll|wird) [^.|]{0,40}(?:Schluss|Abschlags|Nachtrags)verteilung|Verteilungsverzeichnis|"
        r"Schlussverzeichnis[^.|]{0,120}(?:niedergelegt|liegt|aus|Einsicht)|zu berücksichtigende[nr]? "
        r"Forderungen|verfügbare[rn]? (?:Masse|Betrag)|"
        r"[Vv]erteilung[^.|]{0,60}verfügbar|(?:Zu|zu) berücksichtigen sind")),
    (EventKind.ASSETS_INSUFFICIENT, re.compile(
        r"Masseunzulänglichkeit[^.|]{0,160}(?:angezeigt|vorliegt|vorliege|eingetreten|anzeigt|besteht)|"
        r"angezeigt[^.|]{0,120}Masseunzulänglich|"
        r"Masseverbindlichkeiten[^.|]{0,120}nicht (?:mehr )?(?:aus|zu erfüllen|gedeckt)|angezeigt[^.|"
        r"]{0,40}§ 208\b|"
        r"Anzeige der (?:drohenden )?Masseunzulänglichkeit|Insolvenzmasse[^.|]{0,120}nicht "
        r"aus(?:reicht)?[^.|]{0,80}Masseverbindlichkeiten")),
    (EventKind.FREED_BUSINESS, re.compile(
        r"(?:selbst(?:st)?ändige[nr]? (?:\w+ ){0,2}Tätigkeit|§ 35 Abs\S* ?2)[^|]{0,300}?(?:freigegeben|"
        r"Freigabe|nicht (?:mehr )?zur Insolvenzmasse|aus der Insolvenzmasse)|"
        r"(?:freigegeben|Freigabe|gibt)\b[^.|]{0,160}selbst(?:st)?ändige|Freigabeerklärung")),
    (EventKind.DISCHARGE_ANNOUNCED, re.compile(
        r"Restschuldbefreiung[^.|]{0,60}(?:angekündigt|in Aussicht)|(?:erlangt|Erlangung)[^.|"
        r"]{0,60}Restschuldbefreiung|"
        r"Restschuldbefreiung[^.|]{0,80}\b(?:erlangt|erlangen)\b|Ankündigung der Restschuldbefreiung")),
    (EventKind.LATE_EXAM, re.compile(
        r"[Bb]esondere[rn]? (?:\w+ )?Prüfungstermin|(?:nachträglich|verspätet|nach dem[^.|]{0,40})\w* "
        r"angemeldete[nr]? Forderung|"
        r"(?:nachträgliche[rn]?|weitere[rn]?) Prüfungs(?:termin|stichtag)|§ 177\b[^.|]{0,80}(?:Termin|"
        r"Stichtag|Prüfung)|Prüfung nachträglich")),
    (EventKind.PRACTITIONER_APPOINTED, re.compile(
        r"(?:Insolvenzverwalter|Treuhänder|Sachwalter|Sonderinsolvenzverwalter|Sonderverwalter|"
        r"Verwalter)\w*\b[^|]{0,300}?\b(?:entlassen|bestellt|ernannt|eingesetzt)\b|"
        r"\b(?:bestellt|ernannt|entlassen)\b[^.|]{0,160}(?:Insolvenzverwalter|Treuhänder|Sachwalter)")),
    (EventKind.HEARING_OR_DEADLINE_SET, re.compile(
        r"(?:Gläubigerversammlung|Berichts\w*-?\b[^.|]{0,40}termin|Prüfungstermin|Erörterungs\w*[- ]|"
        r"Abstimmungstermin|Anhörungstermin|Termin)\b"
        r"[^|]{0,700}?(?:bestimmt|anberaumt|einberufen|verlegt|\d Uhr|auf den|entspricht)|Terminsbestimmung|"
        r"(?:Anmeldefrist|Frist zur Anmeldung)[^.|]{0,160}\b(?:verlängert|bestimmt|festgesetzt)|"
        r"(?:erhalten|haben|wird|gegeben)[^.|]{0,60}Gelegenheit[^.|]{0,200}\bbis\b|Stichtag[^|]{0,200}?\d{4}|"
        r"(?:Forderungs\w+|Versagungsanträge|Anträge)[^.|]{0,200}\bbis (?:zum |spätestens )?\d")),
    (EventKind.CLAIMS_LIST_DEPOSITED, re.compile(r"Tabelle[^.|]{0,200}(?:niedergelegt|ausgelegt|Einsicht)")),
)  # fmt: skip

APPLICATION_ONLY = re.compile(
    r"Anträge? (?:\w+ ){0,6}auf|beabsichtigt|Gelegenheit|Anhörung|angehört|Stellung(?:nahme)?|Entscheidung "
    r"über|soll(?:en)? [^.|]{0,80}erteilt|\b(?:kann|können|sobald)\b"
)
CORRECTED = re.compile(
    r"^\W{0,3}(?:[\w ./-]{0,60}?\W{1,3})?(?:Berichtigung|Korrektur|Berichtigungsbeschluss)\b|"
    r"\b(?:Beschluss|Eröffnungsbeschluss|Veröffentlichung|Bekanntmachung|Rubrum|Beschlusses)\b[^|"
    r"]{0,400}?\bberichtigt\b|"
    r"(?:wird|ist|wurde) [^.|]{0,200}(?:§ 319 ZPO|offenbarer? Unrichtigkeit|Schreibfehlers?)[^.|"
    r"]{0,200}(?:berichtigt|geändert|ergänzt|dahingehend|dahin)|"
    r"\b(?:muss|hat)\b[^.|]{0,60}\b(?:richtig|korrekt|richtigerweise)\b[^.|]{0,40}\b(?:zu )?(?:heißen|lauten)\b|"
    r"\bBerichtigung:|Berichtigung (?:der|zur|des) (?:vorherigen |vorigen |bisherigen "
    r")?(?:Veröffentlichung|Bekanntmachung|Beschluss)"
)
CANCELLED = re.compile(
    r"(?:Eröffnungsbeschluss|Beschluss über die Eröffnung)[^|]{0,300}?\baufgehoben\b|"
    r"(?:Veröffentlichung|Bekanntmachung)[^.|]{0,200}(?:gegenstandslos|irrtümlich|versehentlich|"
    r"zurückgenommen|widerrufen|storniert|hinfällig)|"
    r"(?:gegenstandslos|irrtümlich|versehentlich)[^.|]{0,100}(?:Veröffentlichung|Bekanntmachung|"
    r"veröffentlicht)|"
    r"Antrag auf Eröffnung[^.|]{0,200}unter Aufhebung des Eröffnungsbeschlusses"
)
RESTRUCTURING = re.compile(r"StaRUG|Restrukturierungssache|Restrukturierungsgericht|Stabilisierungsanordnung")
EXPERT_ONLY = re.compile(
    r"Sachverständige[rn]?\b[^|]{0,300}(?:beauftragt|bestellt|ernannt|eingeholt)|Gutachten[^.|"
    r"]{0,100}(?:einzuholen|eingeholt|erstatten)"
)
FEES = re.compile(r"Vergütung[^|]{0,300}(?:festgesetzt|festzusetzen|Festsetzung)|Festsetzung der Vergütung")
WITHDRAWN = re.compile(
    r"Antrag\w*[^|]{0,300}?(?:zurückgenommen|für erledigt|erledigt erklärt|unzulässig|unbegründet)|"
    r"Rücknahme des Antrags|Antragsrücknahme"
)
CORRECTED_ORDERS = (
    (EventKind.OPENED, re.compile(r"Eröffnungsbeschlu(?:ss|ß)|Beschlu(?:ss|ß)\w* über die Eröffnung")),
    (EventKind.FINAL_HEARING, re.compile(r"Schlusstermin")),
    (EventKind.PRELIM_MEASURES, re.compile(r"(?:Anordnung|Bestellung) (?:der|des|von) (?:vorläufigen|Sicherungsma)")),
)
