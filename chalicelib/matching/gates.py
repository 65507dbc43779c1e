"""The gates: which evidence together makes a match positive, unsure or negative. Bits make nothing positive."""

from dataclasses import dataclass

from chalicelib.matching.identifiers import Link
from chalicelib.matching.naming import Naming
from chalicelib.model.match import EvidenceLevel, MatchResult

EQUAL, CLOSE, UNKNOWN, DIFFERENT = (
    EvidenceLevel.EQUAL,
    EvidenceLevel.CLOSE,
    EvidenceLevel.UNKNOWN,
    EvidenceLevel.DIFFERENT,
)
Verdict = tuple[MatchResult, str]
TOO_LITTLE = "too_little_in_common"
"""Negative for want of evidence, with nothing that speaks against it: bits may still ask a person to look."""
_VETO_OF_LINK = {
    Link.CONTRADICTORY.value: "contradictory_identifiers",
    Link.OTHER_AT_SAME_OFFICE.value: "other_identifier",
    Link.OTHER_ELSEWHERE.value: "other_identifier",
    Link.SAME_NUMBER_OTHER_COURT.value: "same_number_other_court",
}
_RARE_ENOUGH = 20.0
"""Bits from which a full name and a birth date are one person's: some 34 bits, more than all pairs of a firm's life."""
_NATIONAL = frozenset(
    {"siren", "ch_uid", "gb_company", "nl_kvk", "at_fn", "cz_ico", "sk_ico", "no_orgnr", "lv_reg", "lei", "de_register"}
)


@dataclass(slots=True)
class Facts:
    """What the comparisons found, for the gates to read."""

    link: Link
    scheme: str | None
    naming: Naming
    seat: EvidenceLevel
    address: EvidenceLevel
    country: EvidenceLevel
    birth_date: EvidenceLevel
    both_organisations: bool
    nameless: bool
    """The source gives no name, on purpose."""


def decide(facts: Facts) -> Verdict:
    """The result and the gate that decided, strictest first."""
    veto = veto_of(facts)
    positive = _positive_rule(facts) if veto is None else None
    if positive:
        return MatchResult.POSITIVE, positive
    if facts.link in (Link.SAME, Link.CONTRADICTORY):
        return MatchResult.UNSURE, f"identifier_but_{veto}" if veto else "identifier_without_name"
    unsure = _unsure_person(facts) if facts.naming.persons else _unsure_organisation(facts)
    if unsure:
        return MatchResult.UNSURE, unsure
    return MatchResult.NEGATIVE, veto or TOO_LITTLE


def veto_of(facts: Facts) -> str | None:
    """The first contradiction that forbids a positive match, or None."""
    naming = facts.naming
    if facts.country is DIFFERENT:
        return "other_country"
    if facts.link is not Link.NONE and facts.link is not Link.SAME:
        return _VETO_OF_LINK[facts.link.value]
    if naming.mixed == "impossible":
        return "person_and_organisation"
    if facts.birth_date is DIFFERENT:
        return "other_birth_date"
    return _veto_of_names(naming)


def _veto_of_names(naming: Naming) -> str | None:
    if naming.numerals_differ:
        return "other_numeral"
    if naming.roles_differ:
        return "other_role"
    if naming.owners_differ:
        return "other_owner"
    return "other_legal_form" if naming.forms is DIFFERENT else None


def _positive_rule(facts: Facts) -> str | None:
    naming = facts.naming
    if facts.link is Link.SAME:
        if facts.nameless and facts.scheme in _NATIONAL:
            return "identifier_of_nameless_notice"
        if naming.level in (EQUAL, CLOSE) and naming.alias != "owner" and _not_a_mere_namesake(facts):
            return "identifier_and_name"
    if naming.persons and facts.birth_date is EQUAL and naming.alias is None and naming.whole_names:
        return _person_born_that_day(facts)
    if _same_form_and_door(facts):
        return "name_form_address"
    return None


def _person_born_that_day(facts: Facts) -> str | None:
    """Both names equal, and not frequent ones in two towns; or one of them misspelt, and then in the same town.

    A twin's first name is another name, not a misspelt one.
    """
    naming = facts.naming
    if naming.surname is naming.first_name is EQUAL:
        frequent = naming.shared + naming.first_rarity < _RARE_ENOUGH
        return None if frequent and facts.seat is DIFFERENT else "person_birth_date"
    here = facts.seat is EQUAL or facts.address is EQUAL
    return "person_birth_date_misspelt" if here and naming.one_name_misspelt else None


def _not_a_mere_namesake(facts: Facts) -> bool:
    """A person's birth date must not be close-but-wrong, and a similar name of a person needs both parts to fit."""
    naming = facts.naming
    if naming.persons:
        return facts.birth_date is not CLOSE and naming.level is EQUAL
    return True


def _same_form_and_door(facts: Facts) -> bool:
    """The same words, the same set of forms (none on both sides is one) at the same door."""
    naming = facts.naming
    return (
        facts.both_organisations
        and naming.level is EQUAL
        and naming.alias is None
        and naming.distinctive
        and (naming.forms is EQUAL or naming.no_forms)
        and facts.address is EQUAL
    )


def _unsure_person(facts: Facts) -> str | None:
    naming = facts.naming
    if facts.birth_date is DIFFERENT:
        return None
    if facts.birth_date is EQUAL:
        if naming.level is EQUAL and naming.alias is None and naming.whole_names:
            return "birth_date_and_frequent_name"
        return "birth_date_and_part_of_name" if naming.level is not DIFFERENT or _one_part(facts) else None
    if naming.level is EQUAL and facts.birth_date is CLOSE:
        return "name_and_birth_date_alike"
    return _unsure_name_of_person(facts)


def _unsure_name_of_person(facts: Facts) -> str | None:
    """Without birth dates the place must speak for it, or the name be a rare one."""
    naming = facts.naming
    here = EQUAL in (facts.seat, facts.address) or CLOSE in (facts.seat, facts.address)
    if naming.level is EQUAL:
        possible = here or facts.seat is UNKNOWN or (naming.distinctive and naming.whole_names)
        return "person_without_birth_date" if possible else None
    if naming.level is CLOSE and (facts.address in (EQUAL, CLOSE) or (here and naming.similarity >= 0.8)):
        return "person_name_alike_and_place"
    return None


def _one_part(facts: Facts) -> bool:
    naming = facts.naming
    return naming.surname in (EQUAL, CLOSE) or naming.first_name is EQUAL


def _unsure_organisation(facts: Facts) -> str | None:
    naming = facts.naming
    here = facts.seat in (EQUAL, CLOSE) or facts.address in (EQUAL, CLOSE)
    if naming.mixed == "impossible":
        return None
    if facts.country is DIFFERENT:
        return "same_name_and_address_other_country" if naming.level is EQUAL and facts.address is EQUAL else None
    if naming.mixed == "sole_trader":
        return "sole_trader" if naming.level in (EQUAL, CLOSE) and (here or facts.seat is UNKNOWN) else None
    if naming.level is EQUAL:
        return _unsure_same_name(facts, here=here)
    if naming.level is CLOSE:
        return _unsure_similar_name(facts, here=here)
    door = facts.address is EQUAL and naming.forms is not DIFFERENT and not naming.numerals_differ
    return (
        "related_name_at_address"
        if door and not _hard(facts) and naming.similarity >= 0.7 and facts.link is Link.NONE
        else None
    )


def _hard(facts: Facts) -> bool:
    naming = facts.naming
    return (
        facts.link is Link.OTHER_AT_SAME_OFFICE
        or naming.numerals_differ
        or naming.roles_differ
        or naming.forms is DIFFERENT
    )


def _unsure_same_name(facts: Facts, *, here: bool) -> str | None:
    """The same words: a moved or newly entered firm keeps them; a person looks unless form or place speak against."""
    naming = facts.naming
    if naming.forms is DIFFERENT:
        other_entry = facts.link is Link.OTHER_AT_SAME_OFFICE
        return "same_name_other_form" if here and not other_entry else None
    if naming.forms is EQUAL:
        namesake = facts.seat is DIFFERENT and not naming.distinctive and facts.link is not Link.SAME_NUMBER_OTHER_COURT
        return None if namesake else "same_name"
    return "same_name" if here or (facts.seat is UNKNOWN and naming.distinctive) or _rare_elsewhere(facts) else None


def _rare_elsewhere(facts: Facts) -> bool:
    return facts.naming.distinctive and facts.link in (Link.NONE, Link.SAME_NUMBER_OTHER_COURT)


def _unsure_similar_name(facts: Facts, *, here: bool) -> str | None:
    naming = facts.naming
    if facts.link is Link.SAME_NUMBER_OTHER_COURT and not naming.numerals_differ:
        return "similar_name_same_number"
    if _hard(facts):
        successor = facts.address is EQUAL and naming.forms is not DIFFERENT and naming.similarity >= 0.9
        return "similar_name_at_address" if successor and not (naming.numerals_differ or naming.roles_differ) else None
    if here:
        return "similar_name_and_place" if naming.similarity >= 0.85 or facts.address in (EQUAL, CLOSE) else None
    unknown = facts.seat is UNKNOWN
    return (
        "similar_name"
        if naming.similarity >= 0.92 and (unknown or naming.forms is EQUAL) and facts.link is Link.NONE
        else None
    )
