"""The words of calendar entries in the two languages of the mails."""

from chalicelib.model.customer import Language
from chalicelib.model.notice import HearingKind

WORDS: dict[Language, dict[str, str]] = {
    "de": {
        "calendar": "Insolvenzen: {name}",
        "deadline": "Frist",
        "hearing": "Termin",
        "task": "Aufgabe",
        "customer": "Kunde {number}",
        "final_date": "Letzter Tag: {day}.",
        "safe_date": "Dieser Eintrag steht auf dem letzten sicheren Arbeitstag davor.",
        "inputs": "Berechnet aus: {inputs}",
        "severity_final": "Wer ihn versäumt, verliert das Recht.",
        "severity_recoverable": "Ein Versäumnis kostet Geld, ist aber nachzuholen.",
        "severity_information": "Zur Kenntnis.",
        "rule": "Regel: {rule}",
        "believed": "Die Regel wurde nicht im Gesetzestext nachgelesen: bitte prüfen.",
        "file_decides": "Maßgeblich ist die Akte; dieser Kalender kann älter sein.",
        "done": "Erledigt: {what}",
        "lapsed": "Verstrichen: {what}",
        "in_writing": "{what} (schriftlich)",
    },
    "en": {
        "calendar": "Insolvencies: {name}",
        "deadline": "Deadline",
        "hearing": "Hearing",
        "task": "Task",
        "customer": "customer {number}",
        "final_date": "Last day: {day}.",
        "safe_date": "This entry stands on the last safe working day before it.",
        "inputs": "Computed from: {inputs}",
        "severity_final": "Whoever misses it loses the right.",
        "severity_recoverable": "Missing it costs money, but it can be made good.",
        "severity_information": "For information.",
        "rule": "Rule: {rule}",
        "believed": "The rule was not read in the statute's own text: please check it.",
        "file_decides": "The case file decides; this calendar may be older.",
        "done": "Done: {what}",
        "lapsed": "Missed: {what}",
        "in_writing": "{what} (in writing)",
    },
}
HEARINGS: dict[Language, dict[HearingKind, str]] = {
    "de": {
        HearingKind.REPORT: "Berichtstermin",
        HearingKind.EXAMINATION: "Prüfungstermin",
        HearingKind.REPORT_AND_EXAMINATION: "Berichts- und Prüfungstermin",
        HearingKind.CREDITORS_MEETING: "Gläubigerversammlung",
        HearingKind.DISCUSSION_AND_VOTE: "Erörterungs- und Abstimmungstermin",
        HearingKind.FINAL: "Schlusstermin",
        HearingKind.OTHER: "Gerichtstermin",
    },
    "en": {
        HearingKind.REPORT: "Report hearing",
        HearingKind.EXAMINATION: "Examination hearing",
        HearingKind.REPORT_AND_EXAMINATION: "Report and examination hearing",
        HearingKind.CREDITORS_MEETING: "Creditors' meeting",
        HearingKind.DISCUSSION_AND_VOTE: "Hearing for discussion and vote",
        HearingKind.FINAL: "Final hearing",
        HearingKind.OTHER: "Court hearing",
    },
}
