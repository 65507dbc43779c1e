"""Identifiers: the same number, the same number at another court, or another number of the same kind."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.model.identifier import Identifier, Scheme


class Link(StrEnum):
    """What the identifiers of two sides say together, strongest first."""

    SAME = "same"
    CONTRADICTORY = "contradictory"
    SAME_NUMBER_OTHER_COURT = "same_number_other_court"
    OTHER_AT_SAME_OFFICE = "other_at_same_office"
    OTHER_ELSEWHERE = "other_elsewhere"
    NONE = "none"


@dataclass(slots=True)
class IdentifierAgreement:
    """The link and the two identifiers that show it."""

    link: Link
    customer: Identifier | None = None
    notice: Identifier | None = None


_NOTHING = IdentifierAgreement(Link.NONE)


def with_derived(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """The identifiers and those that are part of them: a French VAT id ends with the SIREN.

    Source: Art. 286 ter CGI; bofip TVA: FR + 2 digits + SIREN.

    >>> [i.value for i in with_derived((Identifier(scheme=Scheme.VAT, value="FR40303265045"),))]
    ['FR40303265045', '303265045']
    """
    sirens = [
        Identifier(scheme=Scheme.SIREN, value=i.value[4:])
        for i in identifiers
        if i.scheme is Scheme.VAT and i.value.startswith("FR") and len(i.value) == 13
    ]
    return (*identifiers, *(siren for siren in sirens if siren not in identifiers))


def compare_identifiers(customer: tuple[Identifier, ...], notice: tuple[Identifier, ...]) -> IdentifierAgreement:
    """The strongest link between two sets; the same and another number at one office together contradict."""
    return compare_derived(with_derived(customer), with_derived(notice))


def compare_derived(customer: tuple[Identifier, ...], notice: tuple[Identifier, ...]) -> IdentifierAgreement:
    """The same for sets that hold their derived identifiers already."""
    if not customer or not notice:
        return _NOTHING
    if len(customer) == len(notice) == 1:
        mine, theirs = customer[0], notice[0]
        return IdentifierAgreement(_link(mine, theirs), mine, theirs) if mine.scheme is theirs.scheme else _NOTHING
    pairs = [
        (_link(mine, theirs), mine, theirs) for mine in customer for theirs in notice if mine.scheme is theirs.scheme
    ]
    links = {link for link, _, _ in pairs}
    if Link.SAME in links and Link.OTHER_AT_SAME_OFFICE in links and not _explained(pairs):
        _, mine, theirs = next(pair for pair in pairs if pair[0] is Link.OTHER_AT_SAME_OFFICE)
        return IdentifierAgreement(Link.CONTRADICTORY, mine, theirs)
    for link in Link:
        for found, mine, theirs in pairs:
            if found is link:
                return IdentifierAgreement(link, mine, theirs)
    return _NOTHING


def _explained(pairs: list[tuple[Link, Identifier, Identifier]]) -> bool:
    """Several numbers of one scheme, such as an old and a new one, are no contradiction where one is the same."""
    same = {mine.scheme for link, mine, _ in pairs if link is Link.SAME}
    other = {mine.scheme for link, mine, _ in pairs if link is Link.OTHER_AT_SAME_OFFICE}
    return other <= same


def _link(mine: Identifier, theirs: Identifier) -> Link:
    if mine.value == theirs.value:
        if mine.office != theirs.office:
            return Link.SAME_NUMBER_OTHER_COURT
        suffixes_differ = bool(mine.suffix and theirs.suffix and mine.suffix != theirs.suffix)
        return Link.OTHER_AT_SAME_OFFICE if suffixes_differ else Link.SAME
    other_office = mine.office != theirs.office or (mine.scheme is Scheme.VAT and mine.value[:2] != theirs.value[:2])
    return Link.OTHER_ELSEWHERE if other_office else Link.OTHER_AT_SAME_OFFICE


def printed(identifier: Identifier | None) -> str:
    """The identifier as a clerk writes it.

    >>> printed(Identifier(scheme=Scheme.DE_REGISTER, value="HRB4711", office="bad homburg", suffix="KI"))
    'HRB 4711 KI (Bad Homburg)'
    """
    if identifier is None:
        return ""
    if identifier.scheme is not Scheme.DE_REGISTER:
        return f"{_NAMES[identifier.scheme]} {identifier.value}"
    digits = identifier.value.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZÜ")
    kind = identifier.value.removesuffix(digits)
    suffix = f" {identifier.suffix}" if identifier.suffix else ""
    return f"{kind} {digits}{suffix}" + (f" ({identifier.office.title()})" if identifier.office else "")


_NAMES = {
    Scheme.VAT: "USt-IdNr./VAT",
    Scheme.LEI: "LEI",
    Scheme.SIREN: "SIREN",
    Scheme.CH_UID: "UID",
    Scheme.GB_COMPANY: "Company number",
    Scheme.NL_KVK: "KvK",
    Scheme.AT_FN: "FN",
    Scheme.CZ_ICO: "IČO",
    Scheme.SK_ICO: "IČO (SK)",
    Scheme.NO_ORGNR: "Organisasjonsnummer",
    Scheme.LV_REG: "Reģistrācijas numurs",
}

_COUNTRIES = {
    Scheme.DE_REGISTER: "DE",
    Scheme.SIREN: "FR",
    Scheme.CH_UID: "CH",
    Scheme.GB_COMPANY: "GB",
    Scheme.NL_KVK: "NL",
    Scheme.AT_FN: "AT",
    Scheme.CZ_ICO: "CZ",
    Scheme.SK_ICO: "SK",
    Scheme.NO_ORGNR: "NO",
    Scheme.LV_REG: "LV",
}


def country_of(identifiers: tuple[Identifier, ...]) -> str | None:
    """Country whose office gave out the first identifier that is bound to one."""
    found = (_COUNTRIES.get(identifier.scheme) for identifier in identifiers)
    return next((country for country in found if country), None)
