"""All names of both sides, and the pair of them that agrees best."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from chalicelib.matching.legal_forms import SOLE_TRADER_FORMS
from chalicelib.matching.name_agreement import NameAgreement, compare_organisations
from chalicelib.matching.names import OrganisationName, parts_of, read_organisation
from chalicelib.matching.persons import (
    PersonAgreement,
    PersonName,
    compare_persons,
    one_name_misspelt,
    person_words,
    read_person,
)
from chalicelib.model.match import EvidenceLevel

Kind = Literal["organisation", "person", "unknown"]
_MAX_NAMES = 24
CLOSE = EvidenceLevel.CLOSE
_RANK = {
    EvidenceLevel.EQUAL: 3,
    EvidenceLevel.CLOSE: 2,
    EvidenceLevel.DIFFERENT: 1,
    EvidenceLevel.UNKNOWN: 0,
}


@dataclass(frozen=True, slots=True)
class Names:
    """One side's names: the present one first; persons also with first name and surname."""

    kind: Kind
    organisations: tuple[OrganisationName, ...]
    persons: tuple[PersonName, ...]
    owners: tuple[PersonName, ...]
    from_owner_notes: int = 0
    """How many of the organisations, counted from the end, are known from an owner note only."""

    @property
    def main(self) -> OrganisationName:
        return self.organisations[0]


@dataclass(slots=True)
class Naming:
    """How the names of both sides agree, by their best pair."""

    level: EvidenceLevel
    similarity: float
    customer_printed: str
    notice_printed: str
    forms: EvidenceLevel = EvidenceLevel.UNKNOWN
    customer_forms: str = ""
    notice_forms: str = ""
    persons: bool = False
    mixed: str | None = None
    alias: str | None = None
    distinctive: bool = False
    numerals_differ: bool = False
    roles_differ: bool = False
    owners_differ: bool = False
    first_name: EvidenceLevel = EvidenceLevel.UNKNOWN
    surname: EvidenceLevel = EvidenceLevel.UNKNOWN
    whole_names: bool = False
    shared: float = 0.0
    """Rarity of the words that agree, in bits; for persons of the surname."""
    missing: float = 0.0
    """Rarity of the words that only one side has, in bits."""
    first_rarity: float = 0.0
    no_forms: bool = False
    """Neither of the two names has a legal form."""
    one_name_misspelt: bool = False
    """Persons: first name or surname is equal, the other one differs by a slip of the pen."""


def read_names(
    kind: Kind,
    name: str,
    former: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    parts: tuple[str | None, str | None] = (None, None),
    *,
    born: date | None = None,
) -> Names:
    """One side's names; a kind left open is told from birth date, name parts or legal form.

    `parts` are first name and surname where they are given apart; `others` are trade names and aliases.
    """
    if kind == "unknown":
        if born or parts[0]:
            kind = "person"
        elif read_organisation(name).forms - SOLE_TRADER_FORMS:
            kind = "organisation"
    persons: tuple[PersonName, ...] = ()
    if kind != "organisation":
        persons = (_person(name, *parts), *map(read_person, former))
    return _names(kind, (name, *former, *others), persons)


def _person(printed: str, first_name: str | None, surname: str | None) -> PersonName:
    """The person, told from the owner note where the name is that of a business."""
    parts = parts_of(printed)
    if first_name and surname:
        return read_person(printed, first_name, surname)
    return read_person(parts.owners[0]) if parts.owners else read_person(parts.name)


def _names(kind: Kind, printed: tuple[str, ...], persons: tuple[PersonName, ...]) -> Names:
    parts = [parts_of(name) for name in printed[:_MAX_NAMES]]
    aliases = [alias for part in parts for alias in part.aliases]
    firms = [firm for part in parts for firm in part.firms]
    organisations = tuple(read_organisation(name) for name in (*printed[:_MAX_NAMES], *aliases, *firms))
    owners = tuple(read_person(owner) for part in parts for owner in part.owners)
    return Names(kind, organisations, persons, owners, len(firms))


def compare_names(mine: Names, theirs: Names) -> Naming:
    """The best pair of names; persons are compared as persons, companies as companies, sole traders both ways."""
    if mine.persons and theirs.persons:
        return _of_persons(mine, theirs)
    naming = _best_of_organisations(mine, theirs)
    if {mine.kind, theirs.kind} == {"organisation", "person"} or mine.persons or theirs.persons:
        return _across_kinds(mine, theirs, naming)
    return naming


def without_name(mine: Names) -> Naming:
    """Nothing to compare: the source gives the number alone."""
    return Naming(EvidenceLevel.UNKNOWN, 0.0, mine.main.printed, "", customer_forms=mine.main.printed_forms)


def _of_persons(mine: Names, theirs: Names) -> Naming:
    """As persons, or by the business name that both sides print; a name from an owner note stays marked as one."""
    naming = _best_of_persons(mine, theirs)
    by_note = bool(mine.main.owners or theirs.main.owners)
    if naming.level is EvidenceLevel.EQUAL and not by_note:
        return naming
    business = _best_of_organisations(mine, theirs)
    if business.level is EvidenceLevel.EQUAL:
        return replace(business, persons=True)
    return replace(naming, alias="owner") if by_note else naming


def _best_of_persons(mine: Names, theirs: Names) -> Naming:
    if len(mine.persons) == len(theirs.persons) == 1:
        return _from_persons(compare_persons(mine.persons[0], theirs.persons[0]), mine.persons[0], theirs.persons[0])
    pairs = [(compare_persons(a, b), place, a, b) for place, a in enumerate(mine.persons) for b in theirs.persons]
    best, place, one, other = max(pairs, key=lambda pair: (_RANK[pair[0].level], pair[0].similarity, -pair[1]))
    naming = _from_persons(best, one, other)
    return replace(naming, alias="other" if place else None)


def _from_persons(agreement: PersonAgreement, one: PersonName, other: PersonName) -> Naming:
    return Naming(
        level=agreement.level,
        similarity=agreement.similarity,
        customer_printed=one.printed,
        notice_printed=other.printed,
        persons=True,
        distinctive=one.uncommon and one.whole and other.whole,
        first_name=agreement.first,
        surname=agreement.surname,
        whole_names=one.whole and other.whole,
        shared=max(one.surname_rarity, other.surname_rarity),
        first_rarity=max(one.first_rarity, other.first_rarity),
        one_name_misspelt=CLOSE in (agreement.surname, agreement.first) and one_name_misspelt(agreement, one, other),
    )


def _best_of_organisations(mine: Names, theirs: Names) -> Naming:
    if len(mine.organisations) == len(theirs.organisations) == 1:
        agreement = compare_organisations(mine.organisations[0], theirs.organisations[0])
        return _from_organisations(agreement, mine.organisations[0], theirs.organisations[0], alias=None)
    pairs = [
        (compare_organisations(a, b), max(_rank(mine, first), _rank(theirs, second)), a, b)
        for first, a in enumerate(mine.organisations)
        for second, b in enumerate(theirs.organisations)
    ]
    best, place, one, other = max(pairs, key=_goodness)
    return _from_organisations(best, one, other, alias=(None, "other", "owner")[place])


def _rank(names: Names, place: int) -> int:
    """0 for the present name, 1 for a former or trade name, 2 for a firm known from an owner note only."""
    if place >= len(names.organisations) - names.from_owner_notes:
        return 2
    return 1 if place else 0


def _goodness(pair: tuple[NameAgreement, int, OrganisationName, OrganisationName]) -> tuple[int, float, int, int]:
    agreement, place, _, _ = pair
    return _RANK[agreement.level], agreement.similarity, _RANK[agreement.forms], -place


def _from_organisations(
    agreement: NameAgreement, one: OrganisationName, other: OrganisationName, *, alias: str | None
) -> Naming:
    return Naming(
        level=agreement.level,
        similarity=agreement.similarity,
        customer_printed=one.printed,
        notice_printed=other.printed,
        forms=agreement.forms,
        customer_forms=one.printed_forms,
        notice_forms=other.printed_forms,
        alias=alias,
        distinctive=one.distinctive and other.distinctive,
        numerals_differ=agreement.numerals_differ,
        roles_differ=agreement.roles_differ,
        owners_differ=agreement.owners_differ,
        no_forms=not one.forms and not other.forms,
        shared=agreement.shared,
        missing=agreement.missing,
    )


def _across_kinds(mine: Names, theirs: Names, naming: Naming) -> Naming:
    """A person on one side, a firm or something unknown on the other: possible for sole traders only."""
    person_side, firm_side = (mine, theirs) if mine.persons else (theirs, mine)
    forms = firm_side.main.forms
    mixed = "impossible" if forms and not forms <= SOLE_TRADER_FORMS else "sole_trader"
    if naming.level is EvidenceLevel.EQUAL:
        return replace(naming, mixed=mixed)
    if any(_names_person(firm_side, person) for person in person_side.persons):
        return replace(
            naming,
            mixed=mixed,
            level=EvidenceLevel.CLOSE,
            similarity=max(naming.similarity, 0.85),
            alias="owner",
            customer_printed=mine.main.printed,
            notice_printed=theirs.main.printed,
        )
    return replace(naming, mixed=mixed)


def _names_person(firm: Names, person: PersonName) -> bool:
    """Whether the firm's name contains call name and surname, or its owner note names the person."""
    if any(compare_persons(owner, person).level is EvidenceLevel.EQUAL for owner in firm.owners):
        return True
    words = person_words(person)
    return person.whole and len(words) > 1 and any(words <= set(name.words) for name in firm.organisations)
