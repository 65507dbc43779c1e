"""Labelled pairs: what the candidate keys bring together, and the files of known pairs."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bench.pairs
import bench.parties
from bench.scorers.ours import party
from chalicelib.matching.keys import customer_keys, notice_keys
from chalicelib.matching.name_agreement import same_words
from chalicelib.matching.prepared import Prepared, prepare
from chalicelib.matching.scoring import compare, terms
from infra.learning.population import (
    Entity,
    Part,
    customer_of,
    notice_of,
    pairs_at_one_address,
    pairs_that_moved,
    part_of,
)

STRANGERS = 10.0
"""Weight of a pair whose notice is a stranger's: of all notices far more are about strangers than were drawn."""
_LOOK_ALIKES = 0.2
"""Weight of a drawn look-alike while fitting; calibration counts it in full: probabilities had better be careful."""
_POSTINGS = 100


@dataclass(frozen=True)
class Pair:
    """What is added up for a pair, whether it is the same debtor, how often such a pair occurs, and its kind."""

    terms: dict[str, float]
    same: bool
    weight: float
    kind: str


def of_part(part: Part, entities: list[Entity], samples: Path) -> Iterator[Pair]:
    """All pairs of one part."""
    mine = [entity for entity in entities if part_of(entity.id if entity.is_person else entity.name) == part]
    yield from _retrieved(mine)
    for customer, notice in pairs_at_one_address(samples, part):
        yield _pair(prepare(customer), prepare(notice), same=False, weight=0.3, kind="organisation")
    for customer, notice in pairs_that_moved(samples, part):
        yield _pair(prepare(customer), prepare(notice), same=True, weight=0.3, kind="organisation")
    yield from _made_to_mislead(part, samples)


def _made_to_mislead(part: Part, samples: Path) -> Iterator[Pair]:
    """Twins, namesakes, successors, sister firms, recycled numbers: drawn as for the benchmark, from our half."""
    half, count = ("test", 4_000) if part == "test" else ("dev", 12_000)
    drawn = bench.pairs.draw_pairs(half, count, samples)
    for place, (customer, debtor, same) in enumerate(drawn):
        if part == "test" or (place % 3 == 0) == (part == "calibrate"):
            kind = "person" if customer.kind == "person" else "organisation"
            mine, theirs = party(_row(customer), "customer"), party(_row(debtor), "notice")
            weight = _LOOK_ALIKES if part == "fit" else 1.0
            yield _pair(Prepared.of(mine), Prepared.of(theirs), same=same, weight=weight, kind=kind)


def _row(drawn: bench.parties.Party) -> dict[str, str]:
    return dict(zip(bench.pairs.COLUMNS, bench.pairs.cells(drawn), strict=True))


def _retrieved(entities: list[Entity]) -> Iterator[Pair]:
    """Every other entity is a customer; each has a notice, which meets the customers that share a key with it."""
    dice = random.Random(15)  # noqa: S311 - repeatable data
    by_key = defaultdict[str, list[str]](list)
    customers: dict[str, Prepared] = {}
    for entity in entities[::2]:
        customer = customer_of(entity, dice)
        customers[entity.id] = prepare(customer)
        for key in customer_keys(customer):
            by_key[key].append(entity.id)
    for entity in entities:
        notice = notice_of(entity, dice)
        found = {one for key in notice_keys(notice) for one in by_key.get(key, [])[:_POSTINGS]}
        theirs = prepare(notice)
        for one in sorted(found):
            same = one == entity.id
            if same or not _nobody_can_tell(customers[one], theirs):
                weight = 1.0 if entity.id in customers else STRANGERS
                yield _pair(customers[one], theirs, same=same, weight=weight, kind=_kind(entity))


def _kind(entity: Entity) -> str:
    return "person" if entity.is_person else "organisation"


def _nobody_can_tell(customer: Prepared, notice: Prepared) -> bool:
    """Two entries with one name, form and town are mostly one firm entered twice: their label is not known."""
    one, other = customer.names.main, notice.names.main
    same_name = same_words(one, other) and (one.forms == other.forms or not one.forms or not other.forms)
    same_town = bool(customer.home.town) and customer.home.town in {place.town for place in notice.places}
    return same_name and same_town and not customer.names.persons


def _pair(customer: Prepared, notice: Prepared, *, same: bool, weight: float, kind: str) -> Pair:
    facts, _ = compare(customer, notice)
    return Pair(terms(facts, notice.town_rarity), same, weight, kind)
