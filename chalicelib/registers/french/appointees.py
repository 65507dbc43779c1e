"""Practitioners named in a judgment's text, with role and address.

The text is written by some 140 court registries in as many habits; what does not follow one of these habits is
left out, and a name is never taken without the role that stands beside it.
"""

import re

from chalicelib.model.address import PostalAddress
from chalicelib.model.notice import Practitioner

# Who takes the claims comes first.
_ROLES = (
    ("liquidateur", r"(?:mandataire[- ]|mandataire judiciaire et )?li?quidateurs?(?: judiciaires?)?"),
    ("liquidateur", r"mandataire judiciaire (?:chargé de|à) la liquidation(?: des entreprises)?"),
    ("mandataire judiciaire", r"mandataires? judiciaires?(?! et\b| chargé| à )"),
    ("représentant des créanciers", r"représentant des créanciers"),
    ("administrateur judiciaire", r"administrateurs?(?: judiciaires?| provisoires?)?"),
    ("commissaire à l'exécution du plan", r"commissaires? à l['’]exécution du plan"),
)
_MISSION = r"(?:,? (?:avec (?:les )?pouvoirs?|avec mission)[^:;.]{0,90}?(?= ?:))?"
_LAWYER = r"(?:[Mm]a[îi]tres?|M[eE]s?|me|M\.|Mme|Melle)"
_FIRM = r"(?:S\.?C\.?P\.?|Scp|S\.?E\.?L\.?[A-Z.]{0,7}|Sel[a-z]{0,4}|ELRL|Sté|Société)"
_TITLE = re.compile(rf"(?<!\w)(?:la |le )?(?:{_LAWYER}|{_FIRM})\.?\s+(?=\S)")
_THROUGH_WORDS = r"(?:représentée?s? par|(?:prise )?en la personne de|mission conduite par)"
_THROUGH = re.compile(rf"[\s,-]*{_THROUGH_WORDS}\s+", re.IGNORECASE)
_STREET = (
    r"(?:rue|avenue|av|boulevard|bd|place|immeuble|résidence|espace|centre|bâtiment|passage|impasse|quai|cours|allée|"
    r"route|chemin|square|bp|parc|zone|za|zac|lieu-dit|le|la|les)\b"
)
_END_OF_NAME = re.compile(
    rf"[,;(]|\s-\s|\s\d|(?<=\w{{3}})\.\s|\.?$|\s(?:en qualité|avec|dont|a été|met fin|{_THROUGH_WORDS})|"
    rf"\s(?!le |la |les |cours |villa |parc ){_STREET}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\s,;:-]*(?P<street>(?:(?!\.\s+[A-ZÀ-Ý]|;).){3,130}?)[\s,-]+(?P<postcode>\d{5})\s+(?P<city>[A-ZÀ-Ýa-z]"
    r"[A-Za-zÀ-ÿ'’-]*(?: (?!avec\b|en\b|dont\b|et\b|désign|[Ll]es déclar|mandataire|pour\b)[A-Za-zÀ-ÿ'’-]+){0,4}"
    r"(?: \d{1,2}\b)?)"
)
_UNTITLED = re.compile(r"(?P<name>[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+){0,2})(?=,? \d)")


def practitioners(text: str) -> tuple[Practitioner, ...]:
    """Named practitioners with their roles, the one who takes the claims first.

    >>> found = practitioners("désignant liquidateur Selarl Vaubrun en la personne de Me Odile Vaubrun 4, rue du "
    ...     "Puits 54000 Nancy. Les déclarations de créances sont à déposer au liquidateur.")
    >>> [(one.name, one.firm, one.role, one.address.one_line()) for one in found]
    [('Odile Vaubrun', 'Selarl Vaubrun', 'liquidateur', '4, rue du Puits, 54000 Nancy')]
    """
    found: dict[tuple[str, str], Practitioner] = {}
    text = re.sub(r"\(([A-ZÀ-Ý][a-zà-ÿ-]+)\)", r"\1", re.sub(r"M[eE] \(Ma[îi]tre\)", "Maître", text))
    for role, words in _ROLES:
        for match in re.finditer(rf"(?P<cue>désignant,? |nomm(?:ant|e) )?(?i:\b{words})\b{_MISSION}[\s,:]+", text):
            if one := _named(role, text[match.end() :], untitled=bool(match["cue"]) or ":" in match[0]):
                found.setdefault((role, one.name), one)
        for match in re.finditer(
            rf"(?={_TITLE.pattern})(?P<tail>[^;.]{{3,160}}?)\s*en qualité (?:de |d['’])(?i:{words})\b", text
        ):
            if one := _named(role, match["tail"]):
                found.setdefault((role, one.name), one)
    return tuple(found.values())


def names_somebody(text: str) -> bool:
    """Whether the words appoint somebody, so that finding no name is worth telling."""
    return bool(re.search(r"(?i:désign|nomm)[^.]{0,60}(?i:liquidateur|mandataire|administrateur|commissaire)", text))


def _named(role: str, tail: str, *, untitled: bool = False) -> Practitioner | None:
    """The practitioner whom the tail begins with; None when it begins with anything else."""
    title = _TITLE.match(tail)
    start = title.end() if title else 0
    bare = _UNTITLED.match(tail) if untitled and title is None else None
    end = _END_OF_NAME.search(tail, start) if title else bare
    if end is None:
        return None
    stop = end.start() if title else end.end()
    name, rest = tail[:stop], tail[stop:]
    if not 2 <= len(name[start:].strip()) <= 60:
        return None
    firm = name if title and re.match(rf"(?:la )?{_FIRM}\b", name) else None
    if through := _THROUGH.match(rest):
        inner = _named(role, rest[through.end() :])
        if inner:
            return inner.model_copy(update={"firm": name.removeprefix("la ").strip(" .,")})
    plain = name.removeprefix("la ") if firm else name[start:]
    return Practitioner(name=plain.strip(" .,"), role=role, address=_address(rest))


def _address(rest: str) -> PostalAddress | None:
    """The address the rest begins with, when it begins with a house number or a word for a street or building."""
    match = _ADDRESS.match(rest)
    if match is None or not re.match(rf"\d|{_STREET}", match["street"], re.IGNORECASE):
        return None
    return PostalAddress(
        street=match["street"].strip(" ,-"), postcode=match["postcode"], city=match["city"].strip(" -"), country="FR"
    )
