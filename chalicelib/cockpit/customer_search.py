"""Finding customers by whatever is remembered of them: what begins so, else what is written or sounds alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from rapidfuzz.distance import OSA

from chalicelib.matching import finding
from chalicelib.matching.keys import keys_of
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.store import customers, search

MOST_READ = 100
"""Customers that are read to be put into order; who finds more must type more."""

_ENOUGH = 3
_BEGINNINGS = (3, 5)
_ALIKE = 0.75
_SAME_SOUND = 0.9
_WEIGHT = {"number": 8.0, "name": 4.0, "former_name": 3.0, "trade_name": 3.0}


class Reason(NamedTuple):
    """Why a customer was found: the part of it that fits, and whether it only looks or sounds alike."""

    field: str
    word: str
    alike: bool = False


class Hit(NamedTuple):
    """A customer that was found, and why; the best fits first."""

    customer: Customer
    reasons: tuple[Reason, ...]
    weight: float


class Search(NamedTuple):
    """What was found; `cut` when there is more than was read, `alike` when nothing has just these words."""

    hits: tuple[Hit, ...]
    cut: bool = False
    alike: bool = False


def searched(typed: str, now: datetime) -> Search:
    """Customers that have everything that was typed; when hardly any does, also those that look or sound like it."""
    terms = finding.terms_of(typed)
    if not terms:
        return Search(())
    whole = finding.glued_number(typed)
    numbers, cut = _having_all(terms, whole)
    exact = _ordered(_read(numbers), terms, whole)
    if len(exact) >= _ENOUGH or cut or not any(_is_name(term) for term in terms):
        return Search(exact, cut or len(numbers) > MOST_READ)
    known = {hit.customer.number for hit in exact}
    alike = tuple(hit for hit in _alike(typed, terms, now) if hit.customer.number not in known)
    return Search((*exact, *alike), alike=bool(alike and not exact))


def _having_all(terms: Sequence[str], whole: str) -> tuple[Sequence[str], bool]:
    """Numbers of the customers that have every term; a term that too many have is compared when they are read."""
    found = search.having([*terms, *([whole] if whole else [])])
    glued = found.pop().numbers if whole else frozenset()
    complete = [one.numbers for one in found if not one.cut]
    if complete:
        return sorted(frozenset.intersection(*complete) | glued), False
    return sorted(frozenset.intersection(*(one.numbers for one in found)) | glued), True


def _read(numbers: Sequence[str]) -> Mapping[str, Customer]:
    return customers.get_many(numbers[:MOST_READ])


def _ordered(found: Mapping[str, Customer], terms: Sequence[str], whole: str) -> tuple[Hit, ...]:
    hits = [_hit(customer, terms, whole) for customer in found.values()]
    return tuple(sorted((hit for hit in hits if hit), key=lambda hit: (-hit.weight, hit.customer.name)))


def _hit(customer: Customer, terms: Sequence[str], whole: str) -> Hit | None:
    """The customer with the reason for each term, or None when one of them is nowhere in it."""
    fields = finding.fields_of(customer)
    if whole and (reason := _begins(fields, whole)):
        return Hit(customer, (reason,), _weight(reason, whole))
    reasons = [(_begins(fields, term), term) for term in terms]
    if any(reason is None for reason, _ in reasons):
        return None
    told = tuple(dict.fromkeys(reason for reason, _ in reasons if reason))
    return Hit(customer, told, sum(_weight(reason, term) for reason, term in reasons if reason))


def _begins(fields: Mapping[str, frozenset[str]], term: str) -> Reason | None:
    fitting = [
        Reason(field, word) for field, words in fields.items() for word in sorted(words) if word.startswith(term)
    ]
    return min(fitting, key=lambda reason: (reason.word != term, -_WEIGHT.get(reason.field, 2.0)), default=None)


def _weight(reason: Reason, term: str) -> float:
    return _WEIGHT.get(reason.field, 2.0) * (1.5 if reason.word == term else 1.0)


def _is_name(term: str) -> bool:
    return term.isalpha() and len(term) >= _BEGINNINGS[0]


def _alike(typed: str, terms: Sequence[str], now: datetime) -> list[Hit]:
    """Customers of whose words each term has one that is nearly the same."""
    nearest = dict.fromkeys(_sharing_keys(typed, now), 0.5)
    names = [term for term in terms if _is_name(term)]
    asked = {
        part for term in names for part in (*(term[:length] for length in _BEGINNINGS), finding.sound(term)) if part
    }
    words = {pair for one in search.having(sorted(asked)) for pair in one.words}
    for term in names:
        likest: dict[str, float] = {}
        for word, number in words:
            likest[number] = max(likest.get(number, 0.0), _likeness(term, word))
        for number, share in likest.items():
            if share >= _ALIKE:
                nearest[number] = nearest.get(number, 0.0) + share
    hits = [
        hit
        for customer in _read(sorted(nearest, key=lambda number: -nearest[number])).values()
        if (hit := _like(customer, terms))
    ]
    return sorted(hits, key=lambda hit: (-hit.weight, hit.customer.name))


def _sharing_keys(typed: str, now: datetime) -> list[str]:
    """Numbers found by the keys of the matching: names that are joined, parted or put in another order."""
    asker = Customer(number="-", kind=CustomerKind.ORGANISATION, name=typed[:200], updated_at=now)
    return list(customers.candidates([keys_of(asker)]).records)


def _like(customer: Customer, terms: Sequence[str]) -> Hit | None:
    fields = finding.fields_of(customer)
    glued = "".join(terms)
    if any(word.startswith(glued) for words in fields.values() for word in words) or glued == _joined(fields):
        return Hit(customer, (Reason("name", glued, alike=True),), 1.0)
    reasons, total = [], 0.0
    for term in terms:
        likest, reason = _likest(fields, term)
        if reason is None or likest < _ALIKE:
            return None
        reasons.append(reason)
        total += likest
    return Hit(customer, tuple(dict.fromkeys(reasons)), total / len(terms))


def _likest(fields: Mapping[str, frozenset[str]], term: str) -> tuple[float, Reason | None]:
    best: tuple[float, Reason | None] = (0.0, None)
    for field, words in fields.items():
        for word in words:
            likeness = _likeness(term, word)
            if likeness > best[0]:
                best = likeness, Reason(field, word, alike=not word.startswith(term))
    return best


def _likeness(term: str, word: str) -> float:
    """From 0 to 1; a number is the same or it is not, and what is still being typed may end anywhere."""
    if word.startswith(term):
        return 1.0
    if not _is_name(term):
        return 0.0
    sound = finding.sound(term)
    if sound and sound in {word, finding.sound(word)}:
        return _SAME_SOUND
    return float(max(OSA.normalized_similarity(term, part) for part in (word, word[: len(term)])))


def _joined(fields: Mapping[str, frozenset[str]]) -> str:
    return "".join(sorted(fields["name"]))
