"""Whom a notice is about: debtors told apart from petitioners, appointors, charge holders and former names.

Source: wording of the publisher's templates for petitions and appointments (2014 to 2017); labels of company numbers
and the words for other parties in notices of other hands are believed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_NUMBER = r"(?:[A-Z]{2}\s?\d{5}[A-Z]|[A-Z]{2}\d{4}[A-Z]{2}|R\d{7}|[A-Z]{0,2}\s?\d{5,8})(?!\w)"
_NO = r"(?:numbers?|nos?\b\.?|nr\b\.?)"
_PLACE = r"(?:England\s*(?:and|&)\s*Wales|England|Wales|Scotland|Northern\s+Ireland|the\s+UK)"
_LABELLED = (
    rf"\b(?:company|co\.?)\s+(?:(?:registration|registered|reg\.?)\s+)?{_NO}"
    rf"|\b(?:registered|registration|reg\b\.?)\s+(?:company\s+)?{_NO}"
    rf"|\bregistered\s+in\s+{_PLACE}[\s,:(]*(?:(?:under|with)\s+)?(?:(?:company|registered|registration)\s+)?(?:{_NO})?"
    r"|\bCRN\b"
)
COMPANY_NUMBER = re.compile(
    rf"(?i:(?:{_LABELLED})\s*(?:is\s+)?[:.\-]?\s*\(?({_NUMBER}))"
    r"|\((\d{8})\)"  # as the template of petitions prints it
    r"|\b((?:SC|NI|OC|SO|NC|LP|SL|NL|FC|SF|NF)\s?\d{6}|(?:IP|SP|RS)\d{5}[A-Z])(?!\w)"
)
_NOT_OF_THE_REGISTER = re.compile(r"\b(?:charity|charitable|vat|fca|pra|fsa|firm|ip|licence)\W{0,3}$", re.IGNORECASE)
_PARTY = re.compile(
    r"\bpresented\b.{0,80}?\bby\b|\bpetitioner|\bpetitioning\s+creditor|\b(?:petition|application|instance)\s+of\b"
    r"|\bappointed\s+by\b|\bappointments?\s+(?:was\s+)?made\s+by\b|\bappointor|\bapplicant"
    r"|\bcharge[\s-]*holder|\bfloating\s+charge|\bdebenture|\bin\s+favour\s+of\b|\bsecured\s+creditor"
    r"|\b(?:supporting|substituted)\s+creditor|\bcreditor\s*:|\bsolicitor|\bon\s+behalf\s+of\b",
    re.IGNORECASE | re.DOTALL,
)
_DEBTOR = re.compile(
    r"\bin\s+the\s+matter\s+of\b|\bnames?\s+of\s+(?:the\s+)?compan(?:y|ies)\b|\bcompany\s+name\b|\bagainst\b"
    r"|\bwind\s+up\b|\bwinding[\s-]*up\s+(?:of|the)\b|\bcraving\b|\babove[\s-]*named\b",
    re.IGNORECASE,
)
_PARTY_FOLLOWS = re.compile(
    r"[\s,(\"“']{0,4}(?:(?:as|the|claiming\s+to\s+be\s+a)\s+)*(?:petition|applicant|appointor|creditor|qualifying\s+floating)",
    re.IGNORECASE,
)
_ALSO = (
    r"(?:formerly(?:\s+known\s+as)?|previously(?:\s+(?:known|trading)\s+as|\s*:)|previous(?:\s+company)?\s+names?"
    r"(?:\s+of\s+company)?|trading\s+(?:as|names?|styles?)|(?:also|otherwise)\s+known\s+as|t/as?|f/k/a|a/k/a)"
)
_ALIAS_FOLLOWS = re.compile(rf"\b{_ALSO}[\s:\"'“‘]*$", re.IGNORECASE)
_ALIAS_WITHIN = re.compile(rf"[\s,;(\[]{{1,8}}{_ALSO}\b[\s:]*", re.IGNORECASE)
_FORM = r"(?:LIMITED|LTD\.?|PLC|LLP|CYFYNGEDIG|UNLIMITED|C\.?I\.?C\.?)"
_NAME_ENDS = re.compile(rf"\b{_FORM}[\s,.;:()\"”’]*$", re.IGNORECASE)
_PETITIONS = re.compile(
    r"[^.]{0,60}?\b(?:ha(?:s|ve)\s+presented|presented\s+a|petitions\b|the\s+petitioner)", re.IGNORECASE
)
_STATE = re.compile(
    r"[\s,\-–(]{0,8}\b(?:now\s+)?in\s+(?:(?:members|creditors)\W{0,2}\s+)?(?:voluntary\s+|compulsory\s+)?"
    r"(?:liquidation|administration|receivership)\b\W*$",
    re.IGNORECASE,
)
_NAMED = (
    re.compile(
        r"(?<!previous )(?<!former )\b(?:name\s+of\s+(?:the\s+)?company|company\s+name)\s*:\s*(.{2,160}?)"
        r"(?=\s*(?:[\n(…]|$|\bcompany\s+n|\bregistered|\btrading|\bprevious|\bnature|\btype\b))",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bin\s+the\s+matter\s+of\s+(?!the\s+(?:insolvency|companies)\b)(.{2,160}?)"
        r"(?=\s*(?:[\n(…]|$|,?\s+and\s+in\s+the\s+matter\b|,\s))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:against|winding[\s-]*up\s+of|wind\s+up(?!\s+the\b)|craving\b.{{0,40}}?\bthat)\s+(.{{2,120}}?\b{_FORM})(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"^\W*((?!In\s+the\b)[^\n]{{1,120}}?\b{_FORM})(?!\w)", re.IGNORECASE),
)


class Company(NamedTuple):
    """A company named in a notice; `about` is the thing on the page that it is."""

    name: str | None
    number: str | None
    aliases: tuple[str, ...] = ()
    about: str = ""


def numbers(text: str) -> Iterator[tuple[int, str]]:
    """Each company number with its place.

    >>> [number for _, number in numbers("Registered in England No. 01234567, Company number: SC123456 (NI012345)")]
    ['01234567', 'SC123456', 'NI012345']
    >>> list(numbers("Charity registration number 1234567, telephone 01234 567890"))
    []
    """
    return ((match.start(), number) for match, number in _found(text))


def _found(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in COMPANY_NUMBER.finditer(text):
        if not _NOT_OF_THE_REGISTER.search(text[max(0, match.start() - 20) : match.start()]):
            yield match, re.sub(r"\s", "", next(filter(None, match.groups()))).upper()


class Roles:
    """Whose words stand where in a text: the debtor's, or those of a party that has been named since.

    >>> said = "In the matter of A Ltd, presented on 1 May by B Ltd"
    >>> roles = Roles(said)
    >>> roles.of_another(said.index("A Ltd")), roles.of_another(said.index("B Ltd"))
    (False, True)
    """

    def __init__(self, text: str, name: str | None = None) -> None:
        self._parties = _ends(_PARTY, text)
        self._debtors = _ends(_DEBTOR, text)
        if words := re.findall(r"\w+", name or ""):
            spelt = r"\W+".join(map(re.escape, words))
            # "GREY A LTD" is another company than "A LTD"
            self._debtors += _ends(re.compile(rf"(?<![A-Z&] )(?<!\w)(?i:{spelt})(?!\w)"), text)
            self._debtors.sort()

    def of_another(self, place: int) -> bool:
        """Whether a word for another party came later before the place than one for the debtor."""
        party, debtor = bisect_right(self._parties, place), bisect_right(self._debtors, place)
        return party > 0 and (debtor == 0 or self._parties[party - 1] > self._debtors[debtor - 1])


def is_alias(text: str, place: int) -> bool:
    """Whether a former or trading name stands at the place."""
    return bool(_ALIAS_FOLLOWS.search(text[max(0, place - 60) : place]))


def is_party(text: str, end: int) -> bool:
    """Whether what ends at the place is called another party: "B Ltd (the Petitioner)"."""
    return bool(_PARTY_FOLLOWS.match(text, end))


def number_of(text: str, name: str | None, *, read: str | None = None) -> str | None:
    """The debtor's number in a text: the first that no other party's word came before, unless its name did again.

    `read` is a name that was read from the text: it proves less than the title's `name`.

    >>> number_of("A LTD. A petition presented by B LTD (Company Number 02222222)", "A LTD") is None
    True
    >>> both = "presented by B LTD (Company Number 02222222) against A LTD (Company Number 01111111)"
    >>> number_of(both, "A LTD")
    '01111111'
    """
    roles = Roles(text, name)
    for match, number in _found(text):
        if roles.of_another(match.start()) or is_party(text, match.end()):
            continue
        if not _behind_another_name(text, match.start(), name or read):
            return number
    return None


def _behind_another_name(text: str, place: int, name: str | None) -> bool:
    """Whether the name of another company stands right before the place."""
    before = text[max(0, place - 150) : place]
    ended = _NAME_ENDS.search(before)
    if not name or not ended or _ALIAS_WITHIN.search(before):
        return False
    return plain(name).rstrip() not in plain(before[: ended.end()])


def name_in(text: str) -> str | None:
    """The debtor's name in a text whose title names nobody.

    >>> name_in("In the High Court CR-1 In the Matter of A LIMITED and in the Matter of the Insolvency Act 1986")
    'A LIMITED'
    """
    roles = Roles(text)
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            other = roles.of_another(match.start(1)) or _PARTY.search(match[1])
            if not other and not _PETITIONS.match(text, match.end(1)):
                return COMPANY_NUMBER.sub("", match[1]).strip(" (),:") or None
    return None


def head_of(text: str) -> str | None:
    """The first line before its first bracket and before any word for another party."""
    line = text.partition("\n")[0].partition("(")[0]
    party = _PARTY.search(line)
    head = (line[: party.start()] if party else line).strip("… .,")
    return None if not head or re.search(r"\b(?:petition|notice|court|creditor)s?\b", head, re.IGNORECASE) else head


def own_name(printed: str) -> tuple[str, tuple[str, ...]]:
    """The name, and the former and trading names that stand behind it.

    >>> own_name("ACME LIMITED (formerly known as BRAVO LIMITED, t/a Charlie)")
    ('ACME LIMITED', ('BRAVO LIMITED', 'Charlie'))
    >>> own_name("ACME (LEEDS) LTD (In Creditors' Voluntary Liquidation)"), own_name("ACME (UK)")
    (('ACME (LEEDS) LTD', ()), ('ACME (UK)', ()))
    >>> own_name("THE PREVIOUSLY LOVED AKA COMPANY LIMITED")[1]
    ()
    """
    name, *others = (_STATE.sub("", one).strip(" [],;:\"'“”‘’…") for one in _ALIAS_WITHIN.split(printed))
    return _closed(name), tuple(filter(None, map(_closed, others)))


def _closed(name: str) -> str:
    """The name without a bracket that is never closed or was never opened."""
    return name if name.count("(") == name.count(")") else name.strip(" ()")


def plain(name: str) -> str:
    """A name for comparing, with a blank on each side of every word."""
    words = re.findall(r"\w+", name.casefold().replace("&", " and "))
    return f" {' '.join('limited' if word == 'ltd' else word for word in words)} "


def _ends(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.end() for match in pattern.finditer(text)]
