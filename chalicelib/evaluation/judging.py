"""One notice against everybody it may name: the step's own way from keys to judgement, in memory."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.evaluation.reading import Truth
from chalicelib.evaluation.retrieval import Index
from chalicelib.matching.judge import match_of, share
from chalicelib.matching.keys import keys_of
from chalicelib.matching.prepared import Party, Prepared, prepare
from chalicelib.matching.scoring import score
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import InsolvencyNotice

_EVIDENCE = ("identifier", "birth date", "address", "town", "name only")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one notice, and what should have."""

    notice_id: str
    persons: bool
    truth: Truth
    matches: tuple[Match, ...]
    """Positive and unsure ones, positive first, then by probability."""
    watched: int
    candidates: int
    queries: int
    read_units: float
    cut: int
    retrieved: bool
    """The true customer was among the candidates."""
    findable: bool
    """The true customer shares a key."""
    fields: str
    """The strongest field that both sides of the true pair hold."""

    @property
    def decision(self) -> str:
        """The best of what was found: positive, unsure, watched or negative."""
        if self.matches:
            return self.matches[0].result.value
        return "watched" if self.watched else "negative"

    @property
    def place_of_true(self) -> int | None:
        """Where the true customer stands among the matches, counted from 1."""
        found = (at for at, match in enumerate(self.matches, 1) if match.customer_number in self.truth.customers)
        return next(found, None)

    @property
    def automatic(self) -> bool:
        """Whether a true customer was matched without a person."""
        positives = (match for match in self.matches if match.result is MatchResult.POSITIVE)
        return any(match.customer_number in self.truth.customers for match in positives)

    @property
    def wrong(self) -> tuple[Match, ...]:
        """Automatic matches with customers that are not the debtor."""
        positives = (match for match in self.matches if match.result is MatchResult.POSITIVE)
        return tuple(match for match in positives if match.customer_number not in self.truth.customers)


def judge_notice(notice: InsolvencyNotice, truth: Truth, index: Index, now: datetime) -> Outcome:
    """The outcome for a notice, from its keys to its shared matches."""
    keys, theirs = keys_of(notice), prepare(notice)
    found = index.find(keys)
    matches, watched = [], 0
    for place in found.places:
        mine = Prepared.from_compact(index.compact[place].decode())
        scored = score(mine, theirs)
        watched += scored.watched
        if scored.result is not MatchResult.NEGATIVE:
            matches.append(match_of(scored, mine, theirs, now))
    ordered = sorted(share(matches), key=lambda one: (one.result is not MatchResult.POSITIVE, -one.score, -one.bits))
    true_places = {index.place_of[number] for number in truth.customers if number in index.place_of}
    return Outcome(
        notice_id=notice.publication_id,
        persons=theirs.names.kind == "person",
        truth=truth,
        matches=tuple(ordered),
        watched=watched,
        candidates=len(found.places),
        queries=found.queries,
        read_units=found.read_units,
        cut=found.cut,
        retrieved=bool(true_places & found.places),
        findable=any(index.findable(keys, place) for place in true_places),
        fields=_fields(theirs.party, [Prepared.from_compact(index.compact[one].decode()).party for one in true_places]),
    )


def _fields(notice: Party, customers: list[Party]) -> str:
    """The strongest field that the notice and any of its true customers both hold."""
    found = {_common(notice, customer) for customer in customers}
    return next((field for field in _EVIDENCE if field in found), "")


def _common(notice: Party, customer: Party) -> str:
    if {one.scheme for one in notice.identifiers} & {one.scheme for one in customer.identifiers}:
        return "identifier"
    if notice.birth_date and customer.birth_date:
        return "birth date"
    there, home = notice.address, customer.address
    if there and home and there.street and home.street:
        return "address"
    return "town" if (notice.seat or there) and home and (home.city or home.postcode) else "name only"
