"""The legal frame that a notice states: kind of proceedings, jurisdiction, appeal, rule for claims."""

import re

from chalicelib.model.notice import EventKind
from chalicelib.registers.german.text import masked, operative_part

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


_APPEAL = re.compile(r"[^.|]*[Bb]eschwerde[^.|]*")
_PERIOD = re.compile(
    r"[^.|]*(?:Notfrist|Frist)[^.|]{0,40}(?:von )?(?:zwei|2) Wochen[^.|]*|[^.|]*binnen[^.|]{0,30}(?:zwei|"
    r"2) Wochen[^.|]*"
)


def appeal_rule(text: str) -> str | None:
    """The sentences that say which appeal there is and within what time."""
    hidden = masked(text)
    remedy = _APPEAL.search(hidden)
    period = _PERIOD.search(hidden, remedy.start()) if remedy else None
    if not remedy:
        return None
    parts = [text[remedy.start() : remedy.end()].strip()]
    if period and period.span() != remedy.span():
        parts.append(text[period.start() : period.end()].strip())
    return ". ".join(parts)[:600]


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


_RULE = re.compile(
    r"[^.|]*anzumelden[^.|]*(?:Wochen|Monate?n?)[^.|]*|[^.|]*(?:Wochen|Monate?n?) nach[^.|]*anzumelden[^.|]*"
)


def claim_deadline_rule(text: str) -> str | None:
    """The words for computing the time limit, when the order gives no date."""
    match = _RULE.search(masked(operative_part(text)))
    return text[match.start() : match.end()].strip() if match else None
