"""The comparison of two prepared sides: every field's finding, its weight in bits, and what the gates say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.matching import addresses, weights
from chalicelib.matching.gates import Facts, decide
from chalicelib.matching.identifiers import IdentifierAgreement, Link, compare_identifiers
from chalicelib.matching.legal_forms import SOLE_TRADER_FORMS
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
    probability: float
    evidence: list[Weighed]
    naming: Naming
    ids: IdentifierAgreement


def score(customer: Prepared, notice: Prepared) -> Scored:
    """The pair compared, weighed and judged."""
    facts, naming, ids = compare(customer, notice)
    result, rule = decide(facts)
    learned = weights.bits()
    total = learned[_prior(facts)]
    evidence = []
    for finding in findings(facts, naming, notice):
        bits = 0.0
        for key, value in finding.terms:
            bits += learned[key] * value
        evidence.append(Weighed(finding, bits))
        total += bits
    watched = result is MatchResult.NEGATIVE and total >= weights.watch_from()
    return Scored(result, rule, watched, total, weights.probability(total), evidence, naming, ids)


def compare(customer: Prepared, notice: Prepared) -> tuple[Facts, Naming, IdentifierAgreement]:
    """What every field says about the pair."""
    ids = compare_identifiers(customer.identifiers, notice.identifiers)
    mine, theirs = customer.names, notice.names
    nameless = notice.party.nameless
    naming = without_name(mine) if nameless else compare_names(mine, theirs)
    facts = Facts(
        link=ids.link,
        scheme=ids.notice.scheme.value if ids.notice else None,
        persons=naming.persons,
        mixed=naming.mixed,
        name=naming.level,
        similarity=naming.similarity,
        distinctive=naming.distinctive,
        alias=naming.alias,
        numerals_differ=naming.numerals_differ,
        roles_differ=naming.roles_differ,
        owners_differ=naming.owners_differ,
        forms=naming.forms,
        seat=addresses.compare_seats(customer.places, notice.places),
        address=addresses.compare_addresses(customer.home, notice.home),
        country=_compare_countries(customer.countries, notice.countries),
        birth_date=_compare_births(customer, notice),
        first_name=naming.first_name,
        surname=naming.surname,
        whole_names=naming.whole_names,
        both_organisations=mine.kind == theirs.kind == "organisation"
        and not ((mine.main.forms | theirs.main.forms) & SOLE_TRADER_FORMS),
        nameless=nameless,
    )
    return facts, naming, ids


def _compare_countries(mine: frozenset[str], theirs: frozenset[str]) -> EvidenceLevel:
    if not mine or not theirs:
        return UNKNOWN
    return DIFFERENT if mine.isdisjoint(theirs) else EQUAL


def _compare_births(customer: Prepared, notice: Prepared) -> EvidenceLevel:
    published = notice.party.published
    if published is None:
        return UNKNOWN
    return compare_birth_dates(customer.party.birth_date, notice.party.birth_date, published)


def _prior(facts: Facts) -> str:
    if facts.mixed:
        return "prior.mixed"
    return "prior.person" if facts.persons else "prior.organisation"


def terms(facts: Facts, naming: Naming, notice: Prepared) -> dict[str, float]:
    """Everything that is added up for a pair, as the program that learns the weights needs it."""
    found = {_prior(facts): 1.0}
    for finding in findings(facts, naming, notice):
        for key, value in finding.terms:
            found[key] = found.get(key, 0.0) + value
    return found


def findings(facts: Facts, naming: Naming, notice: Prepared) -> Iterator[Finding]:
    """What each field says, field by field."""
    link = facts.link
    yield Finding("identifier", link.value, _LEVEL_OF_LINK[link], ((f"identifier.{link.value}", 1.0),))
    yield _name(naming)
    if naming.level is not DIFFERENT:
        yield from _contradictions(naming)
    if naming.mixed == "impossible":
        key = "legal_form.person_and_organisation"
        yield Finding("legal_form", "person_and_organisation", DIFFERENT, ((key, 1.0),))
    elif not naming.persons:
        yield _plain("legal_form", naming.forms)
    yield _seat(facts.seat, notice)
    yield _plain("address", facts.address)
    yield _plain("birth_date", facts.birth_date)
    yield _plain("country", facts.country)


def _plain(field: str, level: EvidenceLevel) -> Finding:
    return Finding(field, level.value, level, ((f"{field}.{level.value}", 1.0),))


def _name(naming: Naming) -> Finding:
    level = naming.level
    finding = "equal_alias" if naming.alias and level is EQUAL else level.value
    if naming.first_name is not UNKNOWN or naming.surname is not UNKNOWN:
        return Finding("name", finding, level, _terms_of_person(naming))
    if level is EQUAL or level is UNKNOWN:
        band = finding
    else:
        band = next((band for least, band in _BANDS if naming.similarity >= least), "far")
    rarity = ("name.shared", min(naming.shared, _MOST_RARITY)), ("name.missing", min(naming.missing, _MOST_RARITY))
    return Finding("name", finding, level, ((f"name.{band}", 1.0), *rarity))


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
    for applies, finding in (
        (naming.numerals_differ, "numerals_differ"),
        (naming.roles_differ, "roles_differ"),
        (naming.owners_differ, "owners_differ"),
    ):
        if applies:
            yield Finding("name", finding, DIFFERENT, ((f"name.{finding}", 1.0),))


def _seat(level: EvidenceLevel, notice: Prepared) -> Finding:
    if level is not EQUAL:
        return _plain("seat", level)
    rarity = weights.rarity("town", notice.places[-1].town)
    return Finding("seat", "equal", EQUAL, (("seat.equal", 1.0), ("seat.rarity", rarity)))
