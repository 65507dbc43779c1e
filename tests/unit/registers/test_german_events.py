"""The event of an order: every kind, in the words courts use for it."""

import pytest

from chalicelib.model.notice import EventKind
from chalicelib.registers.german.event import find_event
from chalicelib.registers.german.text import clean

COMPANY = "In dem Insolvenzverfahren über das Vermögen der Beispiel Bau GmbH, Ring 1, 50667 Köln, "
PERSON = "In dem Insolvenzverfahren über das Vermögen des Max Mustermann, geb. am 01.01.1970, Ring 1, 50667 Köln, "

ORDERS = [
    (
        "MEASURES_LIFTED",
        COMPANY + "wird der Beschluss vom 01.02.2026, durch den die vorläufige Insolvenzverwaltung "
        "angeordnet wurde, aufgehoben, nachdem der Antrag zurückgenommen wurde.",
    ),
    (
        "MEASURES_LIFTED",
        (
            "In dem Insolvenzantragsverfahren über das Vermögen der Beispiel Bau GmbH ist die am "
            "01.02.2026 angeordnete vorläufige Verwaltung am 12.03.2026 aufgehoben worden."
        ),
    ),
    (
        "MEASURES_LIFTED",
        COMPANY + "wurden die Sicherungsmaßnahmen aufgehoben, da der Eröffnungsantrag für erledigt erklärt worden ist.",
    ),
    (
        "MEASURES_LIFTED",
        (
            "Die am 02.03.2026 angeordneten Verfügungsbeschränkungen sowie die Bestellung des "
            "vorläufigen Insolvenzverwalters Rechtsanwalt Karl Müller, Ring 2, 50667 Köln werden "
            "aufgehoben."
        ),
    ),
    (
        "REFUSED_NO_ASSETS",
        COMPANY + "ist der Antrag der AOK Musterland auf Eröffnung des Insolvenzverfahrens mangels einer "
        "die Kosten des Verfahrens deckenden Masse abgewiesen worden (§ 26 InsO). Die am "
        "01.02.2026 angeordneten Sicherungsmaßnahmen werden aufgehoben.",
    ),
    (
        "REFUSED_NO_ASSETS",
        "Die Eröffnung des Insolvenzverfahrens über das Vermögen der Beispiel GmbH wird mangels Masse abgelehnt.",
    ),
    (
        "REFUSED_NO_ASSETS",
        (
            "Der Antrag auf Eröffnung des Insolvenzverfahrens über das Vermögen der Beispiel GmbH "
            "wird gemäß § 26 Abs. 1 InsO als unzulässig mangels Masse abgewiesen."
        ),
    ),
    (
        "CLOSED_DISCONTINUED",
        COMPANY + "wird das Verfahren mangels einer die Kosten des Verfahrens deckenden Masse eingestellt "
        "(§ 207 InsO).",
    ),
    (
        "CLOSED_DISCONTINUED",
        PERSON + "wird das Insolvenzverfahren auf Antrag des Schuldners mit Zustimmung aller "
        "Insolvenzgläubiger gemäß § 213 InsO eingestellt.",
    ),
    (
        "CLOSED_LIFTED",
        COMPANY + "wird das Insolvenzverfahren aufgehoben, nachdem die Bestätigung des Insolvenzplans "
        "rechtskräftig geworden ist (§ 258 InsO). Die Überwachung der Planerfüllung wird "
        "angeordnet.",
    ),
    (
        "CLOSED_LIFTED",
        PERSON + "wurde das Insolvenzverfahren mit Beschluss vom 03.03.2026 nach Vollzug der "
        "Schlussverteilung gemäß § 200 InsO aufgehoben. Der Schuldner erlangt "
        "Restschuldbefreiung, wenn er seinen Obliegenheiten nachkommt.",
    ),
    (
        "DISCHARGE_GRANTED",
        PERSON + "wird dem Schuldner vorzeitig Restschuldbefreiung erteilt, § 300 Abs. 2 InsO. Gegen "
        "diesen Beschluss ist sofortige Beschwerde zulässig.",
    ),
    (
        "DISCHARGE_GRANTED",
        (
            "In dem Restschuldbefreiungsverfahren Max Mustermann ist dem Schuldner am 01.03.2026 die "
            "Restschuldbefreiung erteilt worden."
        ),
    ),
    (
        "DISCHARGE_REFUSED",
        PERSON + "wird die am 01.03.2025 erteilte Restschuldbefreiung gemäß § 303 InsO widerrufen.",
    ),
    (
        "DISCHARGE_REFUSED",
        PERSON + "wird dem Schuldner die Restschuldbefreiung versagt (§ 298 InsO).",
    ),
    (
        "DISCHARGE_ANNOUNCED",
        PERSON + "wird festgestellt, dass der Schuldner Restschuldbefreiung erlangt, wenn er den "
        "Obliegenheiten des § 295 InsO nachkommt und die Voraussetzungen für eine Versagung nicht"
        " vorliegen (§ 287a InsO).",
    ),
    (
        "HEARING_OR_DEADLINE_SET",
        PERSON + "ist die Abtretungsfrist abgelaufen. Es ist beabsichtigt, dem Schuldner "
        "Restschuldbefreiung zu erteilen. Die Insolvenzgläubiger erhalten Gelegenheit, bis zum "
        "20.04.2026 Anträge auf Versagung der Restschuldbefreiung zu stellen.",
    ),
    (
        "LATE_EXAM",
        COMPANY + "wird zur Prüfung der nachträglich angemeldeten Forderungen Termin bestimmt auf Dienstag,"
        " 21.04.2026, 09:00 Uhr, Saal 14.",
    ),
    (
        "LATE_EXAM",
        COMPANY + "wird das schriftliche Verfahren zur Prüfung nachträglich angemeldeter Forderungen "
        "angeordnet (§ 177 InsO). Widersprüche sind bis zum 20.04.2026 einzulegen.",
    ),
    (
        "FINAL_HEARING",
        COMPANY + "wird die Durchführung des Schlusstermins im schriftlichen Verfahren angeordnet. "
        "Einwendungen gegen das Schlussverzeichnis sowie Anträge auf Versagung der "
        "Restschuldbefreiung sind bis zum 20.04.2026 zu erheben. Der Vornahme der "
        "Schlussverteilung wird zugestimmt.",
    ),
    (
        "ASSETS_INSUFFICIENT",
        COMPANY + "hat der Verwalter angezeigt, dass die Insolvenzmasse nicht ausreicht, um die fälligen "
        "sonstigen Masseverbindlichkeiten zu erfüllen (§ 208 InsO).",
    ),
    (
        "DISTRIBUTION",
        COMPANY + "soll eine Abschlagsverteilung vorgenommen werden. Die Summe der Forderungen beträgt "
        "1.000,00 EUR. Die verfügbare Masse beträgt 500 EUR. Das Verteilungsverzeichnis ist "
        "niedergelegt.",
    ),
    (
        "DISTRIBUTION",
        COMPANY + "wird die Nachtragsverteilung hinsichtlich eines Steuererstattungsanspruchs angeordnet (§ 203 InsO).",
    ),
    (
        "FREED_BUSINESS",
        PERSON + "hat der Insolvenzverwalter die selbständige Tätigkeit des Schuldners als Maler gemäß § "
        "35 Abs. 2 InsO freigegeben.",
    ),
    (
        "PRACTITIONER_APPOINTED",
        PERSON + "wird Rechtsanwalt Karl Müller, Ring 2, 50667 Köln anstelle des verstorbenen "
        "Rechtsanwalts Otto Meier zum Insolvenzverwalter bestellt.",
    ),
    (
        "PRACTITIONER_APPOINTED",
        PERSON + "ist die bisherige Treuhänderin aus dem Amt entlassen worden. Zum neuen Treuhänder wurde "
        "Rechtsanwalt Karl Müller, Ring 2, 50667 Köln, ernannt.",
    ),
    (
        "PRACTITIONER_APPOINTED",
        COMPANY + "wird zum Sonderinsolvenzverwalter bestellt: Rechtsanwalt Karl Müller, Ring 2, 50667 Köln.",
    ),
    (
        "CONVERTED",
        COMPANY + "wird die Anordnung der Eigenverwaltung auf Antrag der Schuldnerin aufgehoben (§ 272 "
        "InsO). Zum Insolvenzverwalter wird der bisherige Sachwalter Rechtsanwalt Karl Müller, "
        "Ring 2, 50667 Köln bestellt.",
    ),
    (
        "PRELIM_MEASURES",
        (
            "In dem Insolvenzeröffnungsverfahren über das Vermögen der Beispiel GmbH wird die "
            "vorläufige Eigenverwaltung aufgehoben. Zum vorläufigen Insolvenzverwalter wird "
            "Rechtsanwalt Karl Müller, Ring 2, 50667 Köln bestellt."
        ),
    ),
    (
        "PRELIM_MEASURES",
        (
            "In dem Verfahren über den Antrag der Beispiel GmbH wird zur Sicherung des "
            "Schuldnervermögens ein allgemeines Verfügungsverbot angeordnet (§ 21 Abs. 2 Nr. 2 InsO)."
        ),
    ),
    (
        "PRELIM_MEASURES",
        (
            "In dem Insolvenzantragsverfahren über das Vermögen der Beispiel GmbH, Ring 1, 50667 Köln"
            " ist am 12.03.2026 um 10:00 Uhr Rechtsanwalt Karl Müller, Ring 2, 50667 Köln, Tel.: "
            "0221/55501, zum vorläufigen Insolvenzverwalter bestellt worden."
        ),
    ),
    (
        "PRELIM_SELF_ADMIN",
        (
            "In dem Verfahren über den Antrag der Beispiel GmbH auf Eröffnung wird gemäß § 270d InsO "
            "eine Frist zur Vorlage eines Insolvenzplans bis zum 01.06.2026 bestimmt. Zum vorläufigen"
            " Sachwalter wird Rechtsanwalt Karl Müller, Ring 2, 50667 Köln bestellt."
        ),
    ),
    (
        "OPENED",
        (
            "Über das Vermögen der Beispiel GmbH, Ring 1, 50667 Köln wird heute um 12:00 Uhr das "
            "Insolvenzverfahren eröffnet. Der Antrag auf Anordnung der Eigenverwaltung wird "
            "abgelehnt. Zum Insolvenzverwalter wird Rechtsanwalt Karl Müller, Ring 2, 50667 Köln "
            "bestellt. Forderungen sind bis zum 10.05.2026 anzumelden."
        ),
    ),
    (
        "OPENED",
        (
            "Über den Nachlass des am 01.02.2026 verstorbenen Max Mustermann, zuletzt wohnhaft Ring "
            "1, 50667 Köln ist am 12.03.2026 um 10:00 Uhr das Nachlassinsolvenzverfahren eröffnet "
            "worden. Insolvenzverwalter ist Rechtsanwalt Karl Müller, Ring 2, 50667 Köln. Forderungen"
            " sind bis zum 10.05.2026 anzumelden. Prüfungstermin: 01.06.2026, 10:00 Uhr, Saal 3."
        ),
    ),
    (
        "OPENED",
        (
            "Das Verbraucherinsolvenzverfahren über das Vermögen des Max Mustermann wurde am "
            "12.03.2026, 10:00 Uhr, eröffnet. Treuhänderin: Rechtsanwältin Karla Müller, Ring 2, "
            "50667 Köln. Anmeldefrist bis 10.05.2026. Prüfung der Forderungen im schriftlichen "
            "Verfahren, Stichtag: 01.06.2026."
        ),
    ),
    (
        "OPENED",
        (
            "wird über das Vermögen der Beispiel GmbH wegen Zahlungsunfähigkeit das "
            "Insolvenzverfahren eröffnet. Eröffnungszeitpunkt: 12.03.2026, 10.00 Uhr. "
            "Insolvenzverwalter: Dr. Karl Müller, Ring 2, 50667 Köln. Die Insolvenzforderungen sind "
            "beim Insolvenzverwalter bis zum 10.05.2026 anzumelden. Termin zur Gläubigerversammlung "
            "(Berichtstermin): 20.05.2026, 09:00 Uhr; Termin zur Prüfung der Forderungen: 10.06.2026,"
            " 09:15 Uhr, jeweils Amtsgericht Köln, Saal 1240."
        ),
    ),
    (
        "CANCELLATION",
        COMPANY + "wird der Eröffnungsbeschluss vom 01.03.2026 auf die sofortige Beschwerde der Schuldnerin"
        " aufgehoben.",
    ),
    (
        "CANCELLATION",
        "Die Veröffentlichung vom 01.03.2026 ist irrtümlich erfolgt und gegenstandslos.",
    ),
    (
        "CORRECTION",
        (
            "Berichtigung! Über das Vermögen der Beispiel GmbH, Ring 1, 50667 Köln wird heute, am "
            "12.03.2026 um 12:00 Uhr das Insolvenzverfahren eröffnet. Zum Insolvenzverwalter wird "
            "ernannt Rechtsanwalt Karl Müller, Ring 2, 50667 Köln. Forderungen sind bis zum "
            "10.05.2026 anzumelden."
        ),
    ),
    (
        "RESTRUCTURING",
        (
            "In der Restrukturierungssache der Beispiel GmbH wurde eine Stabilisierungsanordnung nach"
            " § 49 StaRUG erlassen."
        ),
    ),
    (
        "UNCLASSIFIED",
        COMPANY + "wird die Vergütung des vorläufigen Insolvenzverwalters Rechtsanwalt Karl Müller "
        "festgesetzt. Der Beschluss liegt zur Einsicht auf der Geschäftsstelle aus.",
    ),
    (
        "UNCLASSIFIED",
        COMPANY + "ist die Vergütung des Insolvenzverwalters durch Beschluss vom 12.03.2026 festgesetzt "
        "worden. Die festgesetzten Beträge sind nicht zu veröffentlichen (§ 64 Abs. 2 InsO).",
    ),
    (
        "HEARING_OR_DEADLINE_SET",
        COMPANY + "wird der Prüfungstermin vom 20.03.2026 verlegt auf den 21.04.2026, 09:00 Uhr, Saal 14.",
    ),
    (
        "HEARING_OR_DEADLINE_SET",
        COMPANY + "wird eine Gläubigerversammlung einberufen auf Dienstag, den 21.04.2026, 09:00 Uhr, Saal "
        "14. Tagesordnung: Zustimmung zur Veräußerung eines Grundstücks (§ 160 InsO).",
    ),
]


@pytest.mark.parametrize(("kind", "order"), ORDERS)
def test_the_operative_sentence_decides(kind: str, order: str) -> None:
    assert find_event(clean(order)).kind == kind


def test_boilerplate_decides_nothing() -> None:
    boilerplate = (
        "Wird das Verfahren nicht eröffnet, beginnt die Frist mit der Aufhebung der veröffentlichten "
        "Sicherungsmaßnahmen. "
        "Dies betrifft etwa die Bestimmung besonderer Prüfungstermine und des Schlusstermins sowie die "
        "Aufhebung des "
        "Insolvenzverfahrens. Der Schuldner kann Restschuldbefreiung beantragen."
    )
    opened = "Über das Vermögen der Beispiel GmbH wird heute um 10:00 Uhr das Insolvenzverfahren eröffnet. "
    assert find_event(clean(opened + boilerplate)).kind is EventKind.OPENED
    assert find_event(clean(boilerplate)).kind is EventKind.UNCLASSIFIED


def test_an_unknown_text_is_unclassified_with_a_reason() -> None:
    finding = find_event(clean("Dies ist eine Mitteilung ohne Inhalt."))
    assert finding.kind is EventKind.UNCLASSIFIED
    assert finding.reason == "no known operative sentence"


def test_a_corrected_opening_is_still_an_opening_underneath() -> None:
    finding = find_event(
        clean("Berichtigung: Über das Vermögen der X GmbH wird heute um 9 Uhr das Verfahren eröffnet.")
    )
    assert finding.kind is EventKind.CORRECTION
    assert finding.underlying is EventKind.OPENED
