"""The legal frame that a notice states: kind of proceedings, jurisdiction, appeal, rule for claims."""

import re

from chalicelib.model.notice import EventKind
from chalicelib.registers.german.text import masked, operative_part, sentences

_BEFORE_OPENING = frozenset(
    {EventKind.PRELIM_MEASURES, EventKind.PRELIM_SELF_ADMIN, EventKind.MEASURES_LIFTED, EventKind.REFUSED_NO_ASSETS}
)


def proceeding_kind(case: str, text: str, kind: EventKind) -> str | None:
    """The kind of proceedings in the law's own words (Annex A of Regulation (EU) 2015/848).

    >>> proceeding_kind("1 IK 3/25", "", EventKind.OPENED)
    'Verbraucherinsolvenzverfahren'
    """
    if kind == EventKind.RESTRUCTURING:
        return "Restrukturierungssache"
    if re.search(r"über den Nachlass|Nachlassinsolvenzverfahren", text):
        return "Nachlassinsolvenzverfahren"
    if kind in _BEFORE_OPENING:
        return "Insolvenzeröffnungsverfahren"
    if " IK " in f" {case} ":
        return "Verbraucherinsolvenzverfahren"
    if kind == EventKind.OPENED_SELF_ADMIN:
        return "Insolvenzverfahren in Eigenverwaltung"
    return "Insolvenzverfahren" if case or text else None


_BASES = (
    (
        "secondary"
    , re.compile(
        r"Sekundärinsolvenzverfahren[^.|]{0,200}(?:eröffnet|angeordnet)|als Sekundärinsolvenzverfahren"
    )),
    (
        "territorial"
    , re.compile(
        r"Partikular(?:insolvenz)?verfahren[^.|]{0,200}eröffnet|als Partikular(?:insolvenz)?verfahren"
    )),
    (
        "main"
    , re.compile(
        r"als Hauptinsolvenzverfahren|Hauptinsolvenzverfahren im Sinne|Art\u2024 ?3 Abs\u2024 ?1 (?:Satz 1 "
        r"|S\u2024 1 )?(?:der |EuInsVO|VO)|(?:ist|handelt es sich um) ein(?:es)? Hauptinsolvenzverfahren"
    )),
)  # fmt: skip


def jurisdiction_basis(text: str) -> str | None:
    """'main', 'secondary' or 'territorial' when the order says so (Art. 3 of Regulation (EU) 2015/848)."""
    for sentence in re.split(r"[.|]", masked(operative_part(text))):
        if re.search(r"\b(?:kann|wenn|falls)\b", sentence):
            continue
        for basis, pattern in _BASES:
            if pattern.search(sentence):
                return basis
    return None


_PERIOD = re.compile(r"(?:Notfrist|Frist)[^.|]{0,40}?(?:zwei|2) Wochen|binnen[^.|]{0,30}?(?:zwei|2) Wochen")


def appeal_rule(text: str) -> str | None:
    """The sentences that say which appeal there is and within what time."""
    said = [sentence.strip(" .|") for _start, sentence in sentences(text)]
    remedy = next((number for number, sentence in enumerate(said) if "eschwerde" in sentence), None)
    if remedy is None:
        return None
    period = next((sentence for sentence in said[remedy:] if _PERIOD.search(sentence)), said[remedy])
    return ". ".join(dict.fromkeys((said[remedy], period)))[:600]


_AT_COURT = re.compile(
    r"(?:bei dem|beim) (Amtsgericht [A-ZÄÖÜ][\wäöüß-]+(?: (?:am|an der|im) [A-ZÄÖÜ]\w+| \([A-ZÄÖÜ][\w "
    r"]+\))?)[^.|]{0,160}(?:einzulegen|eingelegt|einzureichen)"
)


def appeal_court(text: str) -> str | None:
    """The court at which the appeal is to be lodged, when the text names exactly one."""
    courts = {
        match[1]
        for match in _AT_COURT.finditer(masked(text))
        if "eschwerde" in text[max(0, match.start() - 400) : match.end()]
    }
    return courts.pop() if len(courts) == 1 else None


def claim_deadline_rule(text: str) -> str | None:
    """The words for computing the time limit, when the order gives no date."""
    for _start, sentence in sentences(operative_part(text)):
        if "anzumelden" in sentence and re.search(r"\b(?:Wochen?|Monate?n?)\b", sentence):
            return sentence.strip(" .|")
    return None
