"""Who a customer is at a bureau: the bureau's candidates judged by our own rules, with the evidence shown."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.deciding.stages import SOFT_RULES
from chalicelib.matching.judge import judge, share
from chalicelib.model.credit import Candidate, Subject, SubjectState
from chalicelib.model.customer import Customer
from chalicelib.model.event import EventKind
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import Authority, InsolvencyNotice
from chalicelib.model.record import content_id

_SHOWN = 5


def linked(bureau: str, customer: Customer, candidates: Sequence[Candidate], now: datetime) -> Subject:
    """The subject that is this customer, or the ones a person may choose from, or that the bureau knows nobody.

    Only a match that would block by itself is certain; one by name, form and address alone is linked with doubt, so
    that what the bureau tells about it goes to review.
    """
    base = Subject(
        bureau=bureau,
        customer_number=customer.number,
        state=SubjectState.NOT_FOUND,
        asked_for=asked_for(customer),
        reason="the bureau names nobody like that",
        since=now,
    )
    if not candidates:
        return base
    distinct = {one.subject_id: one for one in candidates}
    matches = share([judge(customer, as_notice(bureau, one, customer, now), now) for one in distinct.values()])
    ranked = sorted(zip(distinct.values(), matches, strict=True), key=lambda pair: -pair[1].bits)
    plausible = [pair for pair in ranked if pair[1].result is not MatchResult.NEGATIVE]
    positive = [pair for pair in plausible if pair[1].result is MatchResult.POSITIVE]
    if len(positive) == 1:
        return _chosen(base, *positive[0])
    if not plausible:
        return base.model_copy(update={"reason": f"{len(distinct)} candidates, none of them is this customer"})
    shown = tuple(candidate for candidate, _ in plausible[:_SHOWN])
    reason = f"{len(plausible)} candidates may be this customer; a person chooses"
    return base.model_copy(update={"state": SubjectState.TO_REVIEW, "candidates": shown, "reason": reason})


def compared(bureau: str, candidate: Candidate, customer: Customer, now: datetime) -> Match:
    """How the candidate fits the customer by our own rules, for the person who chooses."""
    return judge(customer, as_notice(bureau, candidate, customer, now), now)


def asked_for(customer: Customer) -> str:
    """Digest of what a bureau is asked by; when it changes, who is not yet found is looked for again."""
    address = customer.address.one_line() if customer.address else ""
    return content_id(*customer.names, address, *(one.key for one in customer.identifiers), str(customer.birth_date))


def chosen_by_person(subject: Subject, subject_id: str, name: str | None, person: str, now: datetime) -> Subject:
    """The subject as a person named it: certain, on that person's word."""
    changes = {
        "state": SubjectState.LINKED,
        "subject_id": subject_id,
        "name": name,
        "score": 99,
        "certain": True,
        "candidates": (),
        "reason": None,
        "linked_by": person,
        "since": now,
    }
    return subject.model_copy(update=changes)


def _chosen(base: Subject, candidate: Candidate, match: Match) -> Subject:
    changes = {
        "state": SubjectState.LINKED,
        "subject_id": candidate.subject_id,
        "name": candidate.name,
        "score": match.score,
        "certain": match.rule not in SOFT_RULES,
        "evidence": match.evidence,
        "reason": match.rule,
        "linked_by": "matching",
    }
    return base.model_copy(update=changes)


def as_notice(bureau: str, candidate: Candidate, customer: Customer, now: datetime) -> InsolvencyNotice:
    """The candidate in the shape that the matching compares."""
    home = candidate.address.country if candidate.address else None
    ours = customer.address.country if customer.address else None
    return InsolvencyNotice(
        source=bureau,
        authority=Authority.BUREAU,
        publication_id=candidate.subject_id,
        country=home or ours or "ZZ",
        publication_date=now.date(),
        event_kind=EventKind.UNCLASSIFIED,
        original_kind="candidate",
        debtor_name=candidate.name,
        debtor_aliases=candidate.former_names,
        debtor_postal_address=candidate.address,
        debtor_identifiers=candidate.identifiers,
        birth_date=candidate.birth_date,
    )
