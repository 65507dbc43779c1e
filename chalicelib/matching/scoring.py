"""The comparison of two prepared sides: every field's finding, its weight in bits, and what the gates say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from chalicelib.matching import addresses, weights
from chalicelib.matching.gates import TOO_LITTLE, Facts, decide
from chalicelib.matching.identifiers import IdentifierAgreement, Link, compare_derived
from chalicelib.matching.naming import Naming, compare_names, without_name
from chalicelib.matching.persons import compare_birth_dates
from chalicelib.matching.prepared import Prepared
from chalicelib.model.match import EvidenceLevel, MatchResult

EQUAL, CLOSE, UNKNOWN, DIFFERENT = (
    EvidenceLevel.EQUAL,
    EvidenceLevel.CLOSE,
    EvidenceLevel.UNKNOWN,
    EvidenceLevel.DIFFERENT,
)
_LEVEL_OF_LINK = {
    Link.SAME: EQUAL,
    Link.CONTRADICTORY: DIFFERENT,
    Link.SAME_NUMBER_OTHER_COURT: CLOSE,
    Link.OTHER_AT_SAME_OFFICE: DIFFERENT,
    Link.OTHER_ELSEWHERE: DIFFERENT,
    Link.NONE: UNKNOWN,
}
_BANDS = ((0.92, "close_92"), (0.85, "close_85"), (0.8, "close_80"), (0.7, "far_70"), (0.5, "far_50"))
_MOST_RARITY = 40.0
_FREQUENT, _RARE = 13.0, 22.0
"""Bits of rarity up to which a name says little and from which it says much."""


class Finding(NamedTuple):
    """What one field says: `finding` is the key of its sentence, `terms` the learned weights that it adds up."""

    field: str
    finding: str
    level: EvidenceLevel
    terms: tuple[tuple[str, float], ...]


class Weighed(NamedTuple):
    """A finding and its weight of evidence in bits."""

    finding: Finding
    bits: float


@dataclass(slots=True)
class Scored:
    """What comparing two sides gives, before anything is put into words."""

    result: MatchResult
    rule: str
    watched: bool
    """Negative, yet near enough to review to be kept for the watch list."""
    bits: float
    facts: Facts
    ids: IdentifierAgreement
    town_rarity: float

    @property
    def probability(self) -> float:
        """Calibrated; it orders, gates decide."""
        return weights.probability(self.bits)

    @property
    def evidence(self) -> list[Weighed]:
        """Field by field, with its weight; the sum of these and of the odds before any evidence is `bits`."""
        learned = weights.bits()
        return [
            Weighed(finding, sum(learned[key] * value for key, value in finding.terms))
            for finding in findings(self.facts, self.town_rarity)
        ]


def score(customer: Prepared, notice: Prepared) -> Scored:
    """The pair compared, weighed and judged."""
    facts, ids = compare(customer, notice)
    result, rule = decide(facts)
    total = bits_of(facts, notice.town_rarity)
    if rule == TOO_LITTLE and total >= weights.review_from():
        result, rule = MatchResult.UNSURE, "much_in_common"
    watched = result is MatchResult.NEGATIVE and total >= weights.watch_from()
    return Scored(result, rule, watched, total, facts, ids, notice.town_rarity)


def compare(customer: Prepared, notice: Prepared) -> tuple[Facts, IdentifierAgreement]:
    """What every field says about the pair."""
    ids = compare_derived(customer.identifiers, notice.identifiers)
    nameless = notice.party.nameless
    return (
        Facts(
            ids.link,
            ids.notice.scheme.value if ids.notice else None,
            without_name(customer.names) if nameless else compare_names(customer.names, notice.names),
            addresses.compare_seats(customer.places, notice.places),
            addresses.compare_addresses(customer.home, notice.home),
            _compare_countries(customer.countries, notice.countries),
            _compare_births(customer, notice),
            customer.is_organisation and notice.is_organisation,
            nameless,
        ),
        ids,
    )


def _compare_countries(mine: frozenset[str], theirs: frozenset[str]) -> EvidenceLevel:
    if not mine or not theirs:
        return UNKNOWN
    return DIFFERENT if mine.isdisjoint(theirs) else EQUAL


def _compare_births(customer: Prepared, notice: Prepared) -> EvidenceLevel:
    mine, theirs, published = customer.party.birth_date, notice.party.birth_date, notice.party.published
    return compare_birth_dates(mine, theirs, published) if mine and theirs and published else UNKNOWN


def _prior(facts: Facts) -> str:
    if facts.naming.mixed:
        return "prior.mixed"
    return "prior.person" if facts.naming.persons else "prior.organisation"


def terms(facts: Facts, town_rarity: float) -> dict[str, float]:
    """Everything that is added up for a pair, as the program that learns the weights needs it."""
    found = {_prior(facts): 1.0}
    for finding in findings(facts, town_rarity):
        for key, value in finding.terms:
            found[key] = found.get(key, 0.0) + value
    return found


def findings(facts: Facts, town_rarity: float) -> Iterator[Finding]:
    """What each field says, field by field."""
    link, naming = facts.link, facts.naming
    yield Finding("identifier", link.value, _LEVEL_OF_LINK[link], ((f"identifier.{link.value}", 1.0),))
    yield _name(naming)
    if naming.level is not DIFFERENT:
        yield from _contradictions(naming)
    if naming.mixed == "impossible":
        key = "legal_form.person_and_organisation"
        yield Finding("legal_form", "person_and_organisation", DIFFERENT, ((key, 1.0),))
    elif not naming.persons:
        yield _plain("legal_form", naming.forms)
    yield _seat(facts.seat, town_rarity)
    yield _plain("address", facts.address)
    yield _plain("birth_date", facts.birth_date)
    yield _plain("country", facts.country)


def _plain(field: str, level: EvidenceLevel) -> Finding:
    return Finding(field, level.value, level, ((f"{field}.{level.value}", 1.0),))


def _name(naming: Naming) -> Finding:
    level = naming.level
    finding = _agreement(naming) if level is EQUAL else level.value
    if naming.first_name is not UNKNOWN or naming.surname is not UNKNOWN:
        return Finding("name", finding, level, _terms_of_person(naming))
    rarity = ("name.shared", min(naming.shared, _MOST_RARITY)), ("name.missing", min(naming.missing, _MOST_RARITY))
    return Finding("name", finding, level, ((f"name.{_band(naming)}", 1.0), *rarity))


def _agreement(naming: Naming) -> str:
    """Which sentence an equal name deserves: a rare one says much, a frequent one little."""
    if naming.alias:
        return "equal_alias"
    rarity = naming.shared + naming.first_rarity
    return "equal_rare" if rarity >= _RARE else "equal_frequent" if rarity <= _FREQUENT else "equal"


def _band(naming: Naming) -> str:
    if naming.level is EQUAL:
        return "equal_alias" if naming.alias else "equal"
    if naming.level is UNKNOWN:
        return "unknown"
    for least, band in _BANDS:
        if naming.similarity >= least:
            return band
    return "far"


def _terms_of_person(naming: Naming) -> tuple[tuple[str, float], ...]:
    """Surname and first name weigh each for itself; agreement on a rare one says more."""
    surname, first = naming.surname, naming.first_name
    terms: list[tuple[str, float]] = [(f"surname.{surname.value}", 1.0), (f"first_name.{first.value}", 1.0)]
    if surname is EQUAL or surname is CLOSE:
        terms.append(("surname.rarity", naming.shared))
    if first is EQUAL:
        terms.append(("first_name.rarity", naming.first_rarity))
    if naming.level is CLOSE and DIFFERENT in (surname, first):
        terms.append(("name.swapped", 1.0))
    return tuple(terms)


def _contradictions(naming: Naming) -> Iterator[Finding]:
    for applies, finding in _apart(naming):
        if applies:
            yield Finding("name", finding, DIFFERENT, ((f"name.{finding}", 1.0),))


def _apart(naming: Naming) -> tuple[tuple[bool, str], ...]:
    return (
        (naming.numerals_differ, "numerals_differ"),
        (naming.roles_differ, "roles_differ"),
        (naming.owners_differ, "owners_differ"),
    )


def _seat(level: EvidenceLevel, town_rarity: float) -> Finding:
    if level is not EQUAL:
        return _plain("seat", level)
    return Finding("seat", "equal", EQUAL, (("seat.equal", 1.0), ("seat.rarity", town_rarity)))


@cache
def _by_field() -> dict[str, tuple[float, float, float, float]]:
    """Weights of a field's levels: equal, close, unknown, different."""
    learned = weights.bits()
    fields = ("legal_form", "seat", "address", "birth_date", "country", "surname", "first_name")
    levels = ("equal", "close", "unknown", "different")
    return {field: tuple(learned.get(f"{field}.{level}", 0.0) for level in levels) for field in fields}  # type: ignore[misc]


def bits_of(facts: Facts, town_rarity: float) -> float:
    """The sum of `findings`, added up directly: most pairs are never shown, so nothing is built for them."""
    learned, by_field, naming = weights.bits(), _by_field(), facts.naming
    total = learned[_prior(facts)] + _bits_of_name(naming, learned, by_field)
    if facts.link is not Link.NONE:
        total += learned[f"identifier.{facts.link.value}"]
    if naming.mixed == "impossible":
        total += learned["legal_form.person_and_organisation"]
    elif not naming.persons:
        total += _at(naming.forms, by_field["legal_form"])
    if facts.seat is EQUAL:
        total += learned["seat.rarity"] * town_rarity
    total += _at(facts.seat, by_field["seat"]) + _at(facts.address, by_field["address"])
    return total + _at(facts.birth_date, by_field["birth_date"]) + _at(facts.country, by_field["country"])


def _at(level: EvidenceLevel, four: tuple[float, float, float, float]) -> float:
    if level is UNKNOWN:
        return four[2]
    return four[0] if level is EQUAL else four[3] if level is DIFFERENT else four[1]


def _bits_of_name(
    naming: Naming, learned: dict[str, float], by_field: dict[str, tuple[float, float, float, float]]
) -> float:
    level, total = naming.level, 0.0
    if naming.first_name is not UNKNOWN or naming.surname is not UNKNOWN:
        surname, first = naming.surname, naming.first_name
        total += _at(surname, by_field["surname"]) + _at(first, by_field["first_name"])
        if surname is EQUAL or surname is CLOSE:
            total += learned["surname.rarity"] * naming.shared
        if first is EQUAL:
            total += learned["first_name.rarity"] * naming.first_rarity
        if level is CLOSE and (surname is DIFFERENT or first is DIFFERENT):
            total += learned["name.swapped"]
    else:
        total += learned[f"name.{_band(naming)}"] + learned["name.shared"] * min(naming.shared, _MOST_RARITY)
        total += learned["name.missing"] * min(naming.missing, _MOST_RARITY)
    if level is not DIFFERENT:
        total += sum([learned[f"name.{finding}"] for applies, finding in _apart(naming) if applies])
    return total
