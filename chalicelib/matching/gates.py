"""The gates: which evidence together makes a match positive, unsure or negative. Bits play no part here."""

from dataclasses import dataclass

from chalicelib.matching.identifiers import Link
from chalicelib.model.match import EvidenceLevel, MatchResult

EQUAL, CLOSE, UNKNOWN, DIFFERENT = (
    EvidenceLevel.EQUAL,
    EvidenceLevel.CLOSE,
    EvidenceLevel.UNKNOWN,
    EvidenceLevel.DIFFERENT,
)
Verdict = tuple[MatchResult, str]
_NATIONAL = ("siren", "ch_uid", "gb_company", "lei", "de_register")


@dataclass(slots=True)
class Facts:
    """What the comparisons found, for the gates to read."""

    link: Link
    scheme: str | None
    persons: bool
    """Both sides are natural persons."""
    mixed: str | None
    """None, "sole_trader" (may be one and the same) or "impossible" (a person and a company)."""
    name: EvidenceLevel
    similarity: float
    distinctive: bool
    alias: str | None
    """None for the present names, "other" for a former or trade name, "owner" for one from an owner note."""
    numerals_differ: bool
    roles_differ: bool
    owners_differ: bool
    forms: EvidenceLevel
    seat: EvidenceLevel
    address: EvidenceLevel
    country: EvidenceLevel
    birth_date: EvidenceLevel
    first_name: EvidenceLevel
    surname: EvidenceLevel
    whole_names: bool
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
    unsure = _unsure_person(facts) if facts.persons else _unsure_organisation(facts)
    if unsure:
        return MatchResult.UNSURE, unsure
    return MatchResult.NEGATIVE, veto or "too_little_in_common"


def veto_of(facts: Facts) -> str | None:
    """The first contradiction that forbids a positive match, or None."""
    vetoes = (
        (facts.country is DIFFERENT, "other_country"),
        (facts.link is Link.CONTRADICTORY, "contradictory_identifiers"),
        (facts.link in (Link.OTHER_AT_SAME_OFFICE, Link.OTHER_ELSEWHERE), "other_identifier"),
        (facts.link is Link.SAME_NUMBER_OTHER_COURT, "same_number_other_court"),
        (facts.mixed == "impossible", "person_and_organisation"),
        (facts.birth_date is DIFFERENT, "other_birth_date"),
        (facts.numerals_differ, "other_numeral"),
        (facts.roles_differ, "other_role"),
        (facts.owners_differ, "other_owner"),
        (facts.forms is DIFFERENT, "other_legal_form"),
    )
    return next((name for applies, name in vetoes if applies), None)


def _positive_rule(facts: Facts) -> str | None:
    if facts.link is Link.SAME:
        if facts.nameless and facts.scheme in _NATIONAL:
            return "identifier_of_nameless_notice"
        if facts.name in (EQUAL, CLOSE) and facts.alias != "owner" and _not_a_mere_namesake(facts):
            return "identifier_and_name"
    if facts.persons and facts.birth_date is EQUAL and facts.alias is None and facts.whole_names:
        return "person_birth_date" if facts.surname is facts.first_name is EQUAL else None
    if _same_form_and_door(facts):
        return "name_form_address"
    return None


def _not_a_mere_namesake(facts: Facts) -> bool:
    """A person's birth date must not be close-but-wrong, and a similar name of a person needs both parts to fit."""
    if facts.persons:
        return facts.birth_date is not CLOSE and facts.name is EQUAL
    return True


def _same_form_and_door(facts: Facts) -> bool:
    return (
        facts.both_organisations
        and facts.name is EQUAL
        and facts.alias is None
        and facts.distinctive
        and facts.forms is EQUAL
        and facts.address is EQUAL
    )


def _unsure_person(facts: Facts) -> str | None:
    if facts.birth_date is DIFFERENT:
        return None
    if facts.birth_date is EQUAL:
        return "birth_date_and_part_of_name" if facts.name is not DIFFERENT or _one_part(facts) else None
    if facts.name is EQUAL and facts.birth_date is CLOSE:
        return "name_and_birth_date_alike"
    return _unsure_name_of_person(facts)


def _unsure_name_of_person(facts: Facts) -> str | None:
    """Without birth dates the place must speak for it, or the name be a rare one."""
    here = EQUAL in (facts.seat, facts.address) or CLOSE in (facts.seat, facts.address)
    if facts.name is EQUAL:
        possible = here or facts.seat is UNKNOWN or (facts.distinctive and facts.whole_names)
        return "person_without_birth_date" if possible else None
    if facts.name is CLOSE and (facts.address in (EQUAL, CLOSE) or (here and facts.similarity >= 0.8)):
        return "person_name_alike_and_place"
    return None


def _one_part(facts: Facts) -> bool:
    return facts.surname in (EQUAL, CLOSE) or facts.first_name is EQUAL


def _unsure_organisation(facts: Facts) -> str | None:
    here = facts.seat in (EQUAL, CLOSE) or facts.address in (EQUAL, CLOSE)
    if facts.mixed == "impossible":
        return None
    if facts.country is DIFFERENT:
        return "same_name_and_address_other_country" if facts.name is EQUAL and facts.address is EQUAL else None
    if facts.mixed == "sole_trader":
        return "sole_trader" if facts.name in (EQUAL, CLOSE) and (here or facts.seat is UNKNOWN) else None
    if facts.name is EQUAL:
        return _unsure_same_name(facts, here=here)
    if facts.name is CLOSE:
        return _unsure_similar_name(facts, here=here)
    door = facts.address is EQUAL and facts.forms is not DIFFERENT and not facts.numerals_differ
    return (
        "related_name_at_address"
        if door and not _hard(facts) and facts.similarity >= 0.7 and facts.link is Link.NONE
        else None
    )


def _hard(facts: Facts) -> bool:
    return (
        facts.link is Link.OTHER_AT_SAME_OFFICE
        or facts.numerals_differ
        or facts.roles_differ
        or facts.forms is DIFFERENT
    )


def _unsure_same_name(facts: Facts, *, here: bool) -> str | None:
    """The same words: a moved or newly entered firm keeps them; a person looks unless form or place speak against."""
    if facts.forms is DIFFERENT:
        other_entry = facts.link is Link.OTHER_AT_SAME_OFFICE
        return "same_name_other_form" if here and not other_entry else None
    if facts.forms is EQUAL:
        namesake = facts.seat is DIFFERENT and not facts.distinctive and facts.link is not Link.SAME_NUMBER_OTHER_COURT
        return None if namesake else "same_name"
    return "same_name" if here or (facts.seat is UNKNOWN and facts.distinctive) or _rare_elsewhere(facts) else None


def _rare_elsewhere(facts: Facts) -> bool:
    return facts.distinctive and facts.link in (Link.NONE, Link.SAME_NUMBER_OTHER_COURT)


def _unsure_similar_name(facts: Facts, *, here: bool) -> str | None:
    if facts.link is Link.SAME_NUMBER_OTHER_COURT and not facts.numerals_differ:
        return "similar_name_same_number"
    if _hard(facts):
        successor = facts.address is EQUAL and facts.forms is not DIFFERENT and facts.similarity >= 0.9
        return "similar_name_at_address" if successor and not (facts.numerals_differ or facts.roles_differ) else None
    if here:
        return "similar_name_and_place" if facts.similarity >= 0.85 or facts.address in (EQUAL, CLOSE) else None
    unknown = facts.seat is UNKNOWN
    return (
        "similar_name"
        if facts.similarity >= 0.92 and (unknown or facts.forms is EQUAL) and facts.link is Link.NONE
        else None
    )
