"""Debtors' names: which are organisations', which a trader's, which nobody's business.

Half of all bankruptcy cases are natural persons', without any mark of it in the title. A legal form or a word of
business makes an organisation; "doing business as" a trader; everything else is taken for a person. So the loss is
of organisations whose names hold no such word ("Pebblewick"), or only one that is a surname as well ("Grace Church"),
unless the petition's name or the chapter says what they are.
"""

import re
from typing import NamedTuple

from chalicelib.model.notice import DebtorKind

_FORMS = (
    r"inc|incorporated|l\.?l\.?c|corp|corporation|company|companies|ltd|limited|l\.p|l\.?l\.?p|l\.?l\.?l\.?p|"
    r"p\.?l\.?l\.?c|p\.c|p\.a|co\.|plc|ulc|gmbh|ohg|kgaa|gbr|e\.k|s\.a|a\.g|oü|n\.v|b\.v|s\.r\.l|srl|s\.p\.a|s\.à r\.l|"
    r"s\.a\.r\.l|sarl|s\.a\.s|eurl|aps|a/s|oyj|pty|pte|bhd|sdn|kft|zrt|s\.r\.o|a\.s|sp\. z o\.o|d\.o\.o|"
    r"s\.a\.b|s\. ?de r\.l|de c\.v|ltda|lda|ltée|jsc|ooo|& co|and co|(?:&|and) (?:sons?|söhne|brothers|bros|associates)"
)
_SHORT_FORM = re.compile(r"(?:^|\s)(?:AG|AB|SA|SE|NV|BV|KG|KK|PC|PA|AS|OY|EK|LP|CO|UG|SAS)\.?$")
"""Forms that are a name, an initial or a state as well, unless capitals stand out or a comma is before them."""
_BUSINESS = (
    # what organisations call themselves
    r"partners|partnership|joint venture|holdings?|enterprises?|associates|association|foundation|ministr(?:y|ies)|"
    r"hospital|university|institute|academy|society|cooperative|co-op|ventures?|capital|development|developers|"
    r"management|industries|international|properties|investments?|investors|realty|real estate|group|trust|bancorp|"
    r"credit union|partners|brands|acquisitions?|global|worldwide|solutions?|services?|systems?|technolog(?:y|ies)|"
    r"products|supply|supplies|manufacturing|mfg|works|u\.s\.a|usa|city of|town of|county of|district|"
    r"(?:bank|church|school|college|club|university|diocese|archdiocese|society) of|law (?:firm|offices?|group)|"
    # building and repair
    r"construction|contracting|contractors?|builders?|building|plumbing|heating|cooling|hvac|roofing|flooring|"
    r"painting|drywall|masonry|concrete|paving|excavat\w+|landscap\w+|electric(?:al)?|mechanical|welding|fabrication|"
    r"machin(?:e|ing|ery)|tools?|equipment|repairs?|automotive|auto|tires?|towing|motors?|garage|collision|"
    r"janitorial|clean(?:ers|ing)|laundr(?:y|omat)|interiors|kitchens|cabinets?|remodeling|restoration|"
    # goods, food and drink
    r"stores?|shops?|shoppe|mart|supermarkets?|markets|grocer(?:y|ies)|wholesale|retail|outlet|distribut(?:ion|ors?)|"
    r"imports?|exports?|trad(?:ing|ers)|apparel|clothing|fashions?|jewel(?:ers|ry)|cosmetics|furniture|appliances|"
    r"hardware|lumber|liquors?|tobacco|bakery|bakeries|restaurants?|cafe|café|grille?|pizza|pizzeria|diner|deli|bistro|"
    r"tavern|pub|steakhouse|catering|brewery|brewing|winery|vineyards?|distillery|foods|seafood|meats|produce|"
    r"beverages?|farms|ranch|orchards|nursery|dairy|petroleum|fuels?|"
    # health, money, the written word
    r"medical|clinics?|pharmac(?:y|ies)|pharmaceuticals?|therapeutics|biotech|laborator(?:y|ies)|labs|health|"
    r"healthcare|dental|dentistry|veterinary|nursing|therapy|wellness|fitness|gym|spa|beauty|daycare|"
    r"financial|finance|lending|funding|mortgage|insurance|securities|leasing|rentals?|consult(?:ing|ants)|staffing|"
    r"marketing|advertising|designs?|printing|publishing|graphics|media|studios?|software|productions|entertainment|"
    r"records|networks?|communications|wireless|telecom|digital|security|"
    # ways and roofs
    r"logistics|truck(?:s|ing)|transport|transportation|freight|shipping|express|carriers?|airlines?|aviation|"
    r"hotels?|motels?|resorts?|apartments|condominiums?|estates|centers?|centre|homes|energy|mining|drilling|"
    r"brothers|bros|sons|outfitters|airways|lofts|towers|village|parish|day care|exploration|oilfield"
)
_SURNAMES = (
    r"banks?|church|school|college|farm|co|pa|pc|sa|as|ag|ab|se|gas|oil|club|fund|food|market|american|land|home|house|"
    r"bar|inn|lodge|law|power|marine|flowers?|gardens?|steel|stone|glass|temple|mission|sports?|toys?|books?|cab|taxi|"
    r"america|mall|plaza|solar|coffee|salon|ug|sas"
)
"""Words of business that people are called as well."""
_ORGANISATION = re.compile(rf"(?<!\w)(?:{_FORMS}|{_BUSINESS})(?!\w)\.?|\d|\w{{2}}['’]s\b", re.IGNORECASE)
_LEGAL_FORM = re.compile(rf"(?<!\w)(?:{_FORMS})(?!\w)", re.IGNORECASE)
_AMBIGUOUS = re.compile(rf"(?<!\w)(?:{_SURNAMES})(?!\w)", re.IGNORECASE)
_NO_WORD = re.compile(r"(?:\w|jr|sr|ii|iii|iv|md|mr|mrs|ms|dr)\.?", re.IGNORECASE)  # beside a person's names
_PAIR = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_IN_RE = re.compile(r"^in\s+re\b\s*:?\s*|^(?:in the )?matter of:?\s+", re.IGNORECASE)
_TRADING_AS = re.compile(
    r"\s*,?\s*\b(?:d/b/a|dba|doing business as|a/k/a|aka|f/k/a|fka|f/d/b/a|fdba|t/a)\b\.?:?\s*", re.IGNORECASE
)
_TRADE = re.compile(r"\b(?:d/b/a|dba|doing business as|t/a)\b", re.IGNORECASE)
_OTHERS = re.compile(r"[\s,]*\bet\.?\s+al\.?[\s,]*$", re.IGNORECASE)
_FOR = re.compile(r"\b(?P<non>non[- ]?)?individual", re.IGNORECASE)


class Debtor(NamedTuple):
    """A debtor's name without the others of the case, its further names, and what kind of debtor it is."""

    name: str
    aliases: tuple[str, ...]
    kind: DebtorKind


def debtor(printed: str, chapter: str | None, event: str = "") -> Debtor:
    """The debtor of a case title. Under chapters 11 and 15 an unmarked name may be an organisation's.

    `event` is the entry's name: official forms 101 and 201 are petitions of individuals and of others.

    >>> debtor("Pebblewick LLC d/b/a Pebble Bags   ", "7")
    Debtor(name='Pebblewick LLC', aliases=('Pebble Bags',), kind=<DebtorKind.ORGANISATION: 'organisation'>)
    >>> debtor("Erika Exampleton", "7").kind.value, debtor("Exampleton", "11").kind.value
    ('person', 'unknown')
    >>> debtor("In re: Exampleton", "7", "Chapter 7 Voluntary Petition for Non-Individual").kind.value
    'organisation'
    """
    whole = _IN_RE.sub("", " ".join(printed.split())).rstrip(" ,")
    parts = [part.strip(" ,") for part in _TRADING_AS.split(_OTHERS.sub("", whole)) if part.strip(" ,")]
    first, *aliases = parts or [whole or printed]
    return Debtor(first, tuple(dict.fromkeys(aliases)), _kind(first, chapter, event))


def _kind(name: str, chapter: str | None, event: str) -> DebtorKind:
    said = _FOR.search(event) if "petition" in event.casefold() else None
    if chapter == "13":
        return DebtorKind.PERSON  # 11 U.S.C. 109(e): individuals alone
    if said and not said["non"] and not _LEGAL_FORM.search(name):  # a wrong form was picked for a company
        return DebtorKind.PERSON
    if chapter == "9" or said or is_organisation(name):
        return DebtorKind.ORGANISATION  # 109(c): under chapter 9 municipalities alone
    return DebtorKind.UNKNOWN if chapter in {"11", "15"} else DebtorKind.PERSON


def is_organisation(name: str) -> bool:
    """Whether the name alone says so.

    >>> [is_organisation(one) for one in ("Frank Church", "The Church", "Frank J. Church Jr.", "Pebble Hill Church")]
    [False, True, False, True]
    """
    if _ORGANISATION.search(name) or (_SHORT_FORM.search(name) and (name != name.upper() or "," in name)):
        return True
    words = [word for word in name.replace(",", " ").split() if not _NO_WORD.fullmatch(word)]
    the = bool(re.match(r"the\s", name, re.IGNORECASE))
    if the and len(words) > 2:
        return True
    return bool(_AMBIGUOUS.search(name)) and (the or (len(words) > 2 and not _PAIR.search(name)))


def is_kept(printed: str, chapter: str | None, event: str = "") -> bool:
    """Whether the case may be stored: an organisation's, a trader's, or one whose debtor is not known.

    >>> is_kept("Erika Exampleton", "7"), is_kept("Erika Exampleton dba Exampleton Plumbing", "7")
    (False, True)
    """
    return debtor(printed, chapter, event).kind is not DebtorKind.PERSON or bool(_TRADE.search(printed))


def is_dispute(printed: str) -> bool:
    """Whether a title names two sides: an adversary proceeding within a case.

    >>> is_dispute("Pebblewick Inc. v. Larkspur Corp"), is_dispute("Maria V. Sample"), is_dispute("PEBBLE INC. V. LARK")
    (True, False, True)
    """
    if re.search(r"\s(?:v\.?|vs\.?|versus|V[Ss]\.?)\s", printed):
        return True
    left, sides, _ = printed.partition(" V. ")
    return bool(sides) and is_organisation(left)
