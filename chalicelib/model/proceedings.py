"""Court and case number in one spelling, so that all publications of one case meet.

Ids are made from the normal forms; `same_court` and `same_case_number` also know what another source leaves out, and
serve only where it is certain already that both speak of the same debtor.
"""

import re
import unicodedata


def normal_court(printed: str) -> str:
    """Court name for comparison.

    >>> normal_court("Amtsgericht Stuttgart (Insolvenzgericht)") == normal_court("AG STUTTGART")
    True
    >>> normal_court("Charlottenburg (Berlin)") == normal_court("Charlottenburg")
    True
    """
    name = unicodedata.normalize("NFKD", printed.casefold().replace("\u00ad", ""))
    name = "".join(letter for letter in name if not unicodedata.combining(letter))
    if "frankfurt" in name and "oder" in name:
        return "frankfurt oder"
    name = re.sub(r"\(.{0,200}?\)", " ", name)  # without a bound, each bracket would be looked for to the end
    name = re.sub(r"\b(amtsgericht(es|s)?|ag|insolvenzgericht|hansestadt)\b", " ", name)
    return re.sub(r"[^a-z0-9]+", " ", name).strip()


def normal_case_number(printed: str) -> str:
    """Case number for comparison: letters upper-cased, blanks gone, year in two digits.

    >>> normal_case_number("67g IN 17/2021"), normal_case_number("67G  IN 0017/21")
    ('67GIN17/21', '67GIN17/21')
    """
    compact = re.sub(r"\s+", "", printed.upper())
    return re.sub(r"(?<=[A-Z])0*(\d+)/(?:\d\d)?(\d\d)\b", r"\1/\2", compact)


_SHORT = {"lg": "landesgericht", "hg": "handelsgericht", "s d": "southern", "n d": "northern", "e d": "eastern"}
_SHORT |= {"w d": "western", "m d": "middle", "c d": "central", "ks": "krajsky soud", "a m": "main", "i br": "breisgau"}
_SHORT |= {"weinstr": "weinstrasse"}
_BANKRUPTCY = re.compile(r"\b(?:u s|us|united states|bankruptcy|bankr|courts?|districts?|for|the|of)\b")
_AMERICAN_COURT = re.compile(r"\bbankr|\b(?:united states|u s) |\bdistrict of\b")
# The lists and divisions of one High Court; its district registries stay, for each counts its own cases.
_HIGH_COURT = re.compile(
    r"\b(?:of justice|business and property courts?(?: of england and wales)?|chancery division|companies court"
    r"|insolvency and companies (?:list|court)|chd|district registry)\b"
)
# Words that tell no court from another; a number is a department's.
_EMPTY = re.compile(r"\b(?:am|an|a|der|d|im|in|i|abteilung|abt|insolvenzabteilung|insolvenzgericht|[0-9]+)\b")
# The division before a register's sign, and Austria's check letter: other sources leave them out.
_DIVISION = re.compile(r"^(?:[A-Z]{2,4})?\d{1,3}[A-Z]?(?=(?:IN|IK|IE|RES|INS|S|SE)\d)|(?<=/\d\d)[A-Z]$")
_AMERICAN = re.compile(r"(?:\d{1,2}[-:])?(\d\d)-(?:BK-)?(\d{5})(?:-[A-Z0-9]+)*")


def same_court(one: str, other: str) -> bool:
    """Whether the names are one court's, short or in full. A place with an addition is another court.

    >>> same_court("Landesgericht Wels", "LG Wels (503)"), same_court("Amtsgericht Kiel", "AG Hamburg")
    (True, False)
    >>> same_court("U.S. Bankruptcy Court, Southern District of New York", "Bankruptcy Court S.D. New York")
    True
    >>> same_court("AG Frankfurt", "AG Frankfurt (Oder)"), same_court("AG Frankfurt a.M.", "AG Frankfurt am Main")
    (False, True)
    """
    one, other = (re.sub(r"(?i)^(\s*rechtbank [^,]*),.*", r"\1", name) for name in (one, other))
    names, added = [normal_court(one), normal_court(other)], [_added(one), _added(other)]
    if names[0] == names[1] and not (all(added) and added[0] != added[1]):
        return bool(_words(names[0]))
    words = [_words(normal_court(re.sub(r"[()]", " ", name))) for name in (one, other)]
    return bool(words[0]) and words[0] == words[1]


def _added(printed: str) -> frozenset[str]:
    """What stands in brackets and names a place."""
    return _words(normal_court(" ".join(re.findall(r"\(([^()]{0,200})\)", printed))))


def _words(name: str) -> frozenset[str]:
    for short, whole in _SHORT.items():
        name = re.sub(rf"\b{short}\b", whole, name)
    if _AMERICAN_COURT.search(name):
        name = _BANKRUPTCY.sub(" ", name)
    elif name.startswith("high court"):
        name = _HIGH_COURT.sub(" ", name)
    return frozenset(_EMPTY.sub(" ", name).split())


def same_case_number(one: str, other: str) -> bool:
    """Whether the numbers are one, or one of them only leaves out the division or the check letter.

    >>> same_case_number("67g IN 17/26", "IN 17/2026"), same_case_number("67g IN 17/26", "68 IN 17/26")
    (True, False)
    >>> same_case_number("20 S 5/26x", "20 S 5/26"), same_case_number("26-99001", "1:26-bk-99001-abc")
    (True, True)
    """
    numbers = [_plain_american(normal_case_number(printed)) for printed in (one, other)]
    bare = [_DIVISION.sub("", number) for number in numbers]
    letterless = [re.sub(r"(?<=/\d\d)[A-Z]$", "", number) for number in numbers]
    if numbers[0] == numbers[1] or letterless[0] == numbers[1] or numbers[0] == letterless[1]:
        return True
    return bare[0] == numbers[1] or numbers[0] == bare[1]


def _plain_american(number: str) -> str:
    match = _AMERICAN.fullmatch(number)
    return f"{match[1]}-{match[2]}" if match else number
