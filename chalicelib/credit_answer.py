"""What is known of a customer's credit, put together for whoever asks: answers with age and source, and every gap."""

from datetime import datetime
from typing import NamedTuple

from chalicelib import bureaus, inquiring
from chalicelib.errors import (
    BudgetSpentError,
    CredentialsMissingError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.inquiring import Asked
from chalicelib.model.bureau import Ability
from chalicelib.model.credit import Band, CreditFile, Feature, IndexEntry, Inquiry, Outcome, SubjectState
from chalicelib.model.credit_answer import (
    BureauAnswer,
    BureauFailure,
    CreditAnswer,
    NotAsked,
    ToldFeature,
    WatchedIndex,
)
from chalicelib.model.customer import Customer


class _Point(NamedTuple):
    answer: BureauAnswer | None
    watched: WatchedIndex | None


def credit_answer(customer: Customer, known: CreditFile, asked: Asked, now: datetime) -> CreditAnswer:
    """The answer from what was just asked and what is stored.

    Per bureau a watched index that is newer than the bureau's answer counts in its place, as long as it is watched.
    """
    newest = {one.bureau: one for one in (*known.inquiries, *asked.inquiries)}
    made = {one.id for one in asked.made}
    answers = {name: _answer(one, now, just_asked=one.id in made) for name, one in newest.items()}
    watched = {one.bureau: one for one in _watched(known, newest, now)}
    points = [_Point(answers.get(name), watched.get(name)) for name in sorted({*answers, *watched})]
    bands = [band for point in points if (band := _band(point))]
    speaking = [one for one in answers.values() if one.valid and one.outcome is Outcome.ANSWERED]
    return CreditAnswer(
        customer_number=customer.number,
        known=bool(speaking or watched),
        worst_band=max(bands, key=lambda band: band.rank, default=None),
        answers=tuple(point.answer for point in points if point.answer),
        watched=tuple(point.watched for point in points if point.watched),
        failures=(*(_failure(error) for error in asked.failures), *_off(customer)),
        not_asked=tuple(NotAsked(bureau=name, reason=reason) for name, reason in asked.not_asked),
        answered_at=now,
    )


def _answer(inquiry: Inquiry, now: datetime, *, just_asked: bool) -> BureauAnswer:
    said = inquiry.answer
    return BureauAnswer(
        bureau=inquiry.bureau,
        title=bureaus.load(inquiry.bureau).BUREAU.title if inquiry.bureau in bureaus.names() else inquiry.bureau,
        outcome=said.outcome,
        index=said.index,
        band=said.index.band if said.index else None,
        features=tuple(_feature(one) for one in said.features),
        reservations=said.reservations,
        limit=said.limit,
        text=said.text,
        reason=inquiry.reason,
        asked_at=inquiry.asked_at,
        valid_until=inquiry.valid_until,
        valid=just_asked or (inquiry.valid_until > now and said.outcome is not Outcome.LOST),
        age_days=(now - inquiry.asked_at).days,
        source="asked_now" if just_asked else "store",
    )


def _feature(told: Feature) -> ToldFeature:
    return ToldFeature(code=told.code, kind=told.event_kind, text=told.text, on=told.on, certain=told.certain)


def _watched(known: CreditFile, newest: dict[str, Inquiry], now: datetime) -> tuple[WatchedIndex, ...]:
    last: dict[str, IndexEntry] = {one.bureau: one for one in known.history if one.source == "watch"}
    watched = {one.bureau for one in known.subjects if one.state is SubjectState.WATCHED}
    return tuple(
        WatchedIndex(bureau=name, index=one.index, on=one.on, age_days=(now.date() - one.on).days)
        for name, one in last.items()
        if name in watched and (name not in newest or one.on > newest[name].asked_at.date())
    )


def _band(point: _Point) -> Band | None:
    if point.watched:
        return point.watched.index.band
    answer = point.answer
    return answer.band if answer and answer.valid and answer.outcome is Outcome.ANSWERED else None


def _failure(error: SourceError) -> BureauFailure:
    kind = next((kind for family, kind in _KINDS if isinstance(error, family)), "not_understood")
    return BureauFailure.model_validate({"bureau": error.source, "kind": kind, "reason": error.reason})


_KINDS: tuple[tuple[type[SourceError], str], ...] = (
    (BudgetSpentError, "budget_spent"),
    (CredentialsMissingError, "off"),
    (SourceRefusedError, "refused"),
    (SourceUnreachableError, "unreachable"),
)


def _off(customer: Customer) -> tuple[BureauFailure, ...]:
    on = inquiring.active()
    could = [name for name in bureaus.names() if inquiring.serves(name, Ability.CHECK, customer) and name not in on]
    return tuple(BureauFailure(bureau=name, kind="off", reason=inquiring.why_off(name)) for name in could)
