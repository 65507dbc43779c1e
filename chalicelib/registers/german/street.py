"""Where a person's name ends and a street begins when nothing stands between them."""

import re
from functools import cache
from pathlib import Path

PARTICLE = (
    r"(?:von|van|vom|zu|zur|de|der|den|del|di|da|dos|el|le|la|ter|ten|Freiherr|Freifrau|Freiin|Graf|Gräfin|"
    r"Baron|Edler|Ritter|Prinz|und)"
)

_GENERIC_STREET = re.compile(
    r"^(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.?|Allee|Platz|Weg|Ring|Damm|Ufer|Chaussee|Markt|Gasse|Landstr(?:aße|\.)|"
    r"Steig|Tor|Park|Berg|Graben|Wall|Promenade|Kamp|Hof|Stieg|Pfad|Hauptstr(?:aße|\.)|Bogen|Anger|Höhe|"
    r"Twiete|Carré|Zeile|Deich|Wiese|Passage|Brücke|Feld)$"
)
_COMPOUND_STREET = re.compile(
    r"(?:stra(?:ß|ss)e|str\.?|allee|platz|weg|ring|damm|ufer|chaussee|markt|gasse|anlagen?|steig|tor|park|"
    r"berg|graben|gräben|wall|promenade|kamp|hof|stieg|pfad|bogen|anger|höhe|"
    r"twiete|zeile|deich|brücke|feld|kai|hafen|insel|terrassen?|garten|gärten|bleiche|leite|stiege|bahn|"
    r"plan|siedlung|passage|winkel|leiten|hagen|wiese|wiesen|freiheit|kirche|mauer|tal|grund|rain|lände|"
    r"burg|"
    r"bruch|horst|stätte|mühle|kuhle|schanze|reihe|staden|schlag|ecke|haus|gärtchen|straat)$"
    r"|-(?:Stra(?:ß|ss)e|Str\.?|Allee|Platz|Weg|Ring|Damm|Ufer|Chaussee|Markt|Park|Promenade|Anlage|Gasse|"
    r"Hof|Haus|Bogen)$"
)
_ADJECTIVE = re.compile(
    r"^(?:Alte[rnsm]?|Neue[rnsm]?|Große[rnsm]?|Kleine[rnsm]?|Hohe[rnsm]?|Obere[rnsm]?|Untere[rnsm]?|"
    r"Lange[rnsm]?|Kurze[rnsm]?|Breite[rnsm]?|Mittlere[rnsm]?|Innere[rnsm]?|Äußere[rnsm]?|Vordere[rnsm]?|"
    r"Hintere[rnsm]?|Erste|St\.|Sankt|Dr\.-\w.*|Schöne[rs]?|Weiße[rs]?|Rote[rs]?)$"
)
_PREPOSITION = re.compile(
    r"^(?:Am|An|Auf|Im|In|Zum|Zur|Beim|Bei|Unter|Unterm|Hinter|Hinterm|Vor|Vorm|Über|Ob|Neben|Zwischen|"
    r"Aufm|Gegenüber)$"
)
HOUSE = r"\d{1,4}(?: ?[a-zA-Z](?![a-zäöüß]))?(?:-[a-z](?![a-zäöüß]))?(?: ?[-–/+] ?\d{1,4} ?[a-z]?(?![a-zäöüß]))*"


@cache
def given_names() -> frozenset[str]:
    """Common German given names: they tell 'Meyer Stefan' from 'Stefan Meyer' and a second given name from a street."""
    return frozenset((Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").split())


def is_given(word: str) -> bool:
    """Whether the word, or the first half of a double name, is a common given name."""
    return word in given_names() or word.split("-", maxsplit=1)[0] in given_names()


def is_street_word(word: str) -> bool:
    """Whether the word can only be a street's last word."""
    return bool(_GENERIC_STREET.match(word) or (_COMPOUND_STREET.search(word) and len(word) > 5 and not is_given(word)))


def name_end(tokens: list[str]) -> int | None:
    """Where the name ends when firm words follow: given names, then one surname with its particles."""
    position = 0
    while position < len(tokens) and (is_given(tokens[position]) or re.fullmatch(r"[A-Z]\.", tokens[position])):
        position += 1
    if position == 0 or position >= len(tokens):
        return len(tokens) if len(tokens) == 2 else None
    while position < len(tokens) - 1 and re.fullmatch(PARTICLE, tokens[position]):
        position += 1
    return position + 1


def street_start(tokens: list[str]) -> int:
    """Index of the first word of the street in `tokens`, which end before the house number; 0 when unknown."""
    for index in range(2, len(tokens)):
        adjective = _ADJECTIVE.match(tokens[index]) and not is_street_word(tokens[index])
        if _PREPOSITION.match(tokens[index]) or (adjective and not all(map(is_given, tokens[:index]))):
            return index
    last = len(tokens) - 1
    if last < 1:
        return 0
    if _GENERIC_STREET.match(tokens[last]):
        return max(last - 1, 0)
    if _COMPOUND_STREET.search(tokens[last]):
        adjective = (
            last >= 3
            and re.search(r"(?:er|sche|sches|scher)$", tokens[last - 1])
            and _free_standing(tokens[: last - 1])
        )
        return last - 1 if adjective else last
    if last >= 3 and re.search(r"(?:er|sche|sches|scher)$", tokens[last - 1]) and _free_standing(tokens[: last - 1]):
        return last - 1
    return last if _free_standing(tokens[:last]) and len(tokens[:last]) <= 3 else 0


def _free_standing(tokens: list[str]) -> bool:
    """Whether the words are a full name by themselves: given names and exactly one surname."""
    end = name_end(tokens)
    return end == len(tokens) and len(tokens) >= 2
