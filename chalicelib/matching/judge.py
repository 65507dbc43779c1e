"""The judgement: a customer and a notice compared, shown with all evidence, and shared among rivals."""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.matching import identifiers, weights
from chalicelib.matching.prepared import Prepared, prepare
from chalicelib.matching.scoring import Scored, Weighed, score
from chalicelib.matching.sentences import SENTENCES
from chalicelib.model.customer import Customer
from chalicelib.model.match import Evidence, Match, MatchResult
from chalicelib.model.notice import InsolvencyNotice

RULES_VERSION = "2"
_MAX_VALUE = 200
_DECIDES_ALONE = frozenset(
    {"identifier_and_name", "identifier_of_nameless_notice", "person_birth_date", "person_birth_date_misspelt"}
)
_AS_GOOD = 1.0
"""Bits that a rival may lie behind and still be as good."""


def judge(customer: Customer, notice: InsolvencyNotice, now: datetime) -> Match:
    """Whether the notice's debtor is the customer, with the evidence for it and against it."""
    mine, theirs = prepare(customer), prepare(notice)
    return match_of(score(mine, theirs), mine, theirs, now)


def match_of(scored: Scored, customer: Prepared, notice: Prepared, now: datetime) -> Match:
    """The scored pair as a record, with a sentence for every piece of evidence."""
    pieces = [_piece(weighed, *_values(weighed, scored, customer, notice)) for weighed in scored.evidence]
    return Match(
        customer_number=customer.ref,
        notice_id=notice.ref,
        result=scored.result,
        score=round(100 * scored.probability),
        bits=scored.bits,
        watched=scored.watched,
        rule=scored.rule,
        evidence=tuple(piece for piece in pieces if piece.customer_value or piece.notice_value),
        version=f"{RULES_VERSION}/{weights.version()}",
        matched_at=now,
    )


def share(matches: Sequence[Match]) -> tuple[Match, ...]:
    """The matches of one notice with all its candidates, in their order, after they competed with each other.

    Only one customer can be the debtor: the probabilities sum to at most 1. A positive one with an equally good
    rival becomes unsure (rule `rival`), unless identifier or birth date decided.
    """
    odds = [2.0 ** weights.calibrated(float(match.bits)) for match in matches]
    whole = 1 + sum(odds)
    return tuple(_among(match, int(100 * mine / whole), matches) for match, mine in zip(matches, odds, strict=True))


def _among(match: Match, percent: int, rivals: Sequence[Match]) -> Match:
    changes: dict[str, object] = {"score": min(match.score, percent)}
    if match.result is MatchResult.POSITIVE and match.rule not in _DECIDES_ALONE:
        others = (rival for rival in rivals if rival is not match and rival.result is not MatchResult.NEGATIVE)
        if any(float(rival.bits) >= float(match.bits) - _AS_GOOD for rival in others):
            changes |= {"result": MatchResult.UNSURE, "rule": "rival"}
    return match.model_copy(update=changes)


def _values(weighed: Weighed, scored: Scored, customer: Prepared, notice: Prepared) -> tuple[str, str]:
    """Both sides' values of the field, as printed."""
    mine, theirs, naming = customer.party, notice.party, scored.facts.naming
    home = mine.address.one_line() if mine.address else ""
    there = theirs.address.one_line() if theirs.address else ""
    values = {
        "identifier": (
            identifiers.printed(scored.ids.customer) or ", ".join(map(identifiers.printed, mine.identifiers)),
            identifiers.printed(scored.ids.notice) or ", ".join(map(identifiers.printed, theirs.identifiers)),
        ),
        "seat": (
            (mine.address.city if mine.address else None) or home,
            theirs.seat or (theirs.address.city if theirs.address else None) or there,
        ),
        "address": (home, there),
        "birth_date": (_day(mine.birth_date), _day(theirs.birth_date)),
        "country": ("/".join(sorted(customer.countries)), "/".join(sorted(notice.countries))),
    }
    if weighed.finding.field == "legal_form" and weighed.finding.finding != "person_and_organisation":
        return naming.customer_forms, naming.notice_forms
    return values.get(weighed.finding.field, (naming.customer_printed, naming.notice_printed))


def _piece(weighed: Weighed, mine: str, theirs: str) -> Evidence:
    field, finding, level, _ = weighed.finding
    german, english = SENTENCES[field, finding]
    mine, theirs = mine[:_MAX_VALUE], theirs[:_MAX_VALUE]
    return Evidence(
        field=field,
        customer_value=mine,
        notice_value=theirs,
        level=level,
        bits=weighed.bits,
        sentence_de=german.format(c=_quoted(mine, "„", "“", "ohne Angabe"), n=_quoted(theirs, "„", "“", "ohne Angabe")),
        sentence_en=english.format(c=_quoted(mine, "“", "”", "not given"), n=_quoted(theirs, "“", "”", "not given")),
    )


def _quoted(value: str, opening: str, closing: str, missing: str) -> str:
    return f"{opening}{value}{closing}" if value else missing


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
