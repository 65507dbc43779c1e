"""The insolvency practitioner whom an order appoints, with role and contact."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.registers.german.address_block import Block, read_block
from chalicelib.registers.german.text import masked, operative_part

_NOUN = (
    r"(?:Insolvenzverwalter|Sachwalter|Treuhänder|Sonderinsolvenzverwalter|Sondersachwalter|Verwalter|"
    r"Gesamtvollstreckungsverwalter)(?:in)?"
)
_ROLE = (
    rf"(?P<role>(?:neue[rn]? )?(?:(?:(?:starke|schwache)[nr]? )?(?:vorläufige[nr]?|vorl\\.) "
    rf")?{_NOUN})(?:/-?in|/r|\\(in\\))?(?![a-zäöü])"
)
_TO = r"\b[Zz]u(?:[mr]| de[mr])(?:/zur)? (?:alleinigen )?"
_VERB = r"(?:bestellt|ernannt|bestimmt|eingesetzt|berufen)"
_MAX = 520


class Appointment(NamedTuple):
    """Role as printed in the nominative, and the block that names the person."""

    role: str
    block: Block


_END = (
    r"(?=\s(?:Die|Der|Das|Dem|Den|Es|Forderungen|Insolvenzforderungen|Gläubiger|Verfügungen|Sein|Ihre?|Er|"
    r"Sie|Zugleich|Gleichzeitig|Dieser?|Diese|Wer|Alle|Bei|Auf|Termin|Zum|Zur|Anmeldefrist|"
    r"Eine?|Für|Maßnahmen|Gemäß|Gem\.|Nach|Mit|Im|Soweit|Weiterhin|Ferner|Insolvenzgläubiger|Den|Der/die|"
    r"Dem/der|I+\.|Ein|Aufgabe|Anordnung|Weitere|Stichtag|Etwaige|Personen|Über|Zu|Berichts|Amtsgericht|"
    r"wird|werden|sind|hat|ist) |\s\d{1,2}[.)]\s|\s[a-z]\)\s|\s\||$|\s-\s(?=[A-ZÄÖÜa-z])|\.\s)"
)
_BEFORE_VERB = re.compile(
    rf"{_TO}{_ROLE}\s*(?:\([^)]{{2,40}}\)\s*)?(?:(?:wird|ist|wurde|werden|bestellt das "
    rf"Gericht)\b)?[\s:,]*(?P<block>(?!bestellt|ernannt|bestimmt|eingesetzt)[^|"
    rf"]{{4,{_MAX}}}?)\s*,?\s*\b{_VERB}\b"
)
_AFTER_VERB = re.compile(
    rf"{_TO}{_ROLE}\s*(?:(?:wird|ist|wurde)\s*)?(?:heute\s*)?(?:(?:durch|mit) Beschluss vom "
    rf"[\d.]+\s*)?{_VERB}(?: worden)?\s*[:,]?\s*(?P<block>.{{4,{_MAX}}})"
)
_STATED = re.compile(
    rf"(?:^|[^\w„\"](?<!\b[Zz]um )(?<!\b[Zz]ur )(?<!\bder )(?<!\bdie )(?<!\bden )(?<!\bdem )(?<!\bdes "
    rf")){_ROLE}(?:\s+ist|\s*:)\s*:?\s*(?P<block>.{{4,{_MAX}}})"
)
_TO_ROLE = re.compile(
    rf"\b(?:wird|ist|wurde|wurden)\b(?P<block>[^|"
    rf".]{{6,400}}?)\s*,?\s*{_TO}{_ROLE}\s*(?:\([^)]{{2,40}}\)\s*)?{_VERB}"
)
_NAME_FIRST = re.compile(
    rf"(?:^|[.|:;)\d\u2024]\s)(?P<block>(?:Rechtsanw|Herr|Frau|Dr\u2024|Prof\u2024|Dipl|RA)[^|"
    rf".]{{6,400}}?)\s*,?\s(?:wird|ist|wurde)\s(?:[^|"
    rf".]{{0,60}}?\s)?{_TO}{_ROLE}\s*(?:\([^)]{{2,40}}\)\s*)?{_VERB}"
)
_PERSON_STARTS = re.compile(
    r"\b(?:Rechtsanw[aä]lt|Herrn?\b|Frau\b|Dr\.|Prof\.|Dipl|RA\b|RAin\b|Steuerberater|Wirtschaftsprüfer|"
    r"Diplom)"
)
_PERSON = re.compile(
    r"(?:Rechtsanw|Herrn?\b|Frau\b|Dr\.|Prof\.|Dipl|Steuerber|Wirtschafts(?:pr|jur)|Betriebsw|RA\b|RAin\b)|"
    r"^[\s:]*[A-ZÄÖÜ][a-zäöüßé]+(?:-[A-Z][a-z]+)? (?:[A-Z]\. )?(?:von |van |de )?[A-ZÄÖÜ]"
)
_NOT_A_PERSON = re.compile(
    r"^[\s:]*(?:nicht|berechtigt|verpflichtet|ermächtigt|beauftragt|anzu|zu |gem|unter|auf|über|und|mit|"
    r"wegen|durch|bis|innerhalb|wie folgt|nur|befugt|allgemeine|gehalten|der |die |das |den )"
)


def find_appointments(cleaned: str) -> tuple[list[Appointment], str | None]:
    """Everybody whom the order appoints or names as practitioner, and a doubt when a block cannot be read.

    >>> found, _ = find_appointments("Zum vorläufigen Insolvenzverwalter wird Jan Holz, Weg 4, 28195 Ort bestellt.")
    >>> found[0].role, found[0].block.name
    ('vorläufiger Insolvenzverwalter', 'Jan Holz')
    """
    found: list[Appointment] = []
    doubt: str | None = None
    taken: list[tuple[int, int]] = []
    for start, end, role, printed in _blocks(operative_part(cleaned)):
        if any(first < end and start < last for first, last in taken):
            continue
        taken.append((start, end))
        block = read_block(printed)
        if not block.name:
            doubt = doubt or block.doubt or "the practitioner's block cannot be read"
        elif not any(_same_person(one.block.name, block.name) for one in found):
            found.append(Appointment(nominative(role), block))
    return found, doubt


def _same_person(one: str | None, other: str) -> bool:
    return one is not None and one.split()[-1] == other.rsplit(maxsplit=1)[-1]


def _blocks(order: str) -> Iterator[tuple[int, int, str, str]]:
    text = masked(order)
    for pattern in (_AFTER_VERB, _BEFORE_VERB, _NAME_FIRST, _STATED, _TO_ROLE):
        for match in pattern.finditer(text):
            start, end = match.span("block")
            printed = order[start:end]
            if pattern in (_AFTER_VERB, _STATED):
                printed = _until_next_sentence(printed)
            elif pattern is _TO_ROLE and (person := _PERSON_STARTS.search(printed)):
                start, printed = start + person.start(), printed[person.start() :]
            if _PERSON.search(printed[:90]) and not _NOT_A_PERSON.match(printed):
                yield match.start("role"), start + len(printed), order[match.start("role") : match.end("role")], printed


_SENTENCE_END = re.compile(_END)


def _until_next_sentence(printed: str) -> str:
    """The block without what follows it: it ends where a new sentence or numbered item starts."""
    text = masked(printed)
    for match in _SENTENCE_END.finditer(text):
        behind = text[: match.start()]
        if text[match.start() :].startswith(" - ") and not re.search(r"\d{5}", behind):
            continue  # a dash inside the firm's name
        if len(behind) > 8 and not re.search(
            r"(?:Dr|Prof|Dipl|RA|c/o|,|Tel\.?:?|Fax:?|Straße|Platz)$", behind.rstrip("\u2024 ")
        ):
            if (
                re.match(
                    r"\s(?:Die|Der|Das|Dem|Den|Im|Zum|Zur|Auf|Bei|Über|Zu|Nach|Berichts|Für|Alle|Ein|Eine) ",
                    text[match.start() :],
                )
                and not re.search(r"\d{5}", behind)
                and _street_follows(text[match.start() :])
            ):
                continue
            return printed[: match.start()]
    return printed[:300]


def _street_follows(rest: str) -> bool:
    """'Zum Alten Markt 3, 12345 Ort' is an address, 'Zum Insolvenzverwalter ...' is not."""
    return bool(re.match(r"\s\w+ [\wäöüß. -]{2,40}? ?\d{1,4} ?[a-z]?(?:[-/]\d+)?\s*,?\s*(?:D-)?\d{5}", rest))


def nominative(role: str) -> str:
    """The role as it is called, without the case that 'zum' or 'zur' gave it.

    >>> nominative("vorläufigen Insolvenzverwalter"), nominative("vorläufigen Insolvenzverwalterin")
    ('vorläufiger Insolvenzverwalter', 'vorläufige Insolvenzverwalterin')
    """
    ending = "e" if role.endswith("in") else "er"
    role = re.sub(r"^neue[nr]? ", "", role)
    return re.sub(r"\b(vorläufig|stark|schwach)e[nr]?\b", rf"\1{ending}", role)
