"""Who is told what about a case."""

from chalicelib.deciding.occasion import Occasion, Word
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.block import Block, BlockState, Stage
from chalicelib.model.case import Case, CaseState
from chalicelib.model.customer import Customer
from chalicelib.model.deadline import Severity
from chalicelib.model.message import CaseMessage
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.record import content_id

_TOPIC = Recipient(address="order-systems", name="order systems", language="en")
_FOR_PEOPLE_ALONE = {AlertKind.CASE_UPDATED, AlertKind.MANUAL_ALARM}


def kind_of(before: Block | None, after: Block | None, state: CaseState) -> AlertKind:
    """What the change means to the reader."""
    was = before is not None and before.active
    if after is not None and after.state is BlockState.RELEASED and was:
        return AlertKind.BLOCK_RELEASED
    if after is not None and after.active and not was:
        return AlertKind.REVIEW_NEEDED if state is CaseState.REVIEW else AlertKind.BLOCK_PLACED
    if (
        before is not None
        and after is not None
        and (before.stage, before.no_payouts) != (after.stage, after.no_payouts)
    ):
        return AlertKind.BLOCK_CHANGED
    return AlertKind.CASE_UPDATED


def message(
    case: Case,
    before: Block | None,
    after: Block | None,
    notice: InsolvencyNotice | None,
    word: Word | None,
) -> CaseMessage:
    """The news of a case in full."""
    active = after if after is not None and after.active else None
    return CaseMessage(
        **case.model_dump(include=_COMMON),
        case_id=case.id,
        hearing_dates=case.hearing_dates,
        practitioner_address=case.practitioner_address,
        result=case.match.result,
        stage=active.stage if active else None,
        previous_stage=before.stage if before is not None and before.active else None,
        no_payouts=active.no_payouts if active else False,
        ground=after.ground if after else None,
        may_release=active.may_release if active else None,
        notice_id=notice.id if notice else (after.notice_id if after else None),
        publication_date=notice.publication_date if notice else None,
        evidence=case.match.evidence,
        by=word.person if word else None,
        reason=word.reason if word else None,
        occurred_at=case.updated_at,
    )


_COMMON = {
    "customer_number",
    "customer_name",
    "event_kind",
    "debtor_name",
    "court",
    "case_number",
    "opening_date",
    "claim_deadline",
    "claim_deadline_rule",
    "practitioner_name",
    "practitioner_role",
    "practitioner_phone",
    "practitioner_email",
    "source",
    "source_url",
}


def alerts(
    kind: AlertKind,
    news: CaseMessage,
    occasion: Occasion,
    *,
    cause: str,
    owner: str | None = None,
    also: tuple[Recipient, ...] = (),
) -> tuple[Alert, ...]:
    """One alert per recipient and channel, so that none can hold up another; ids stable for the same cause.

    People are asked to acknowledge what must not go by unseen; systems never are. `owner` has the case in hand.
    """
    people = (*_people(owner, occasion.customer, occasion.audience), *also)
    told = _to_people(kind, news, occasion, people, cause=cause)
    return told if kind in _FOR_PEOPLE_ALONE else (*told, *to_systems(kind, news, occasion, cause=cause))


def to_people(
    kind: AlertKind, news: CaseMessage, occasion: Occasion, people: tuple[Recipient, ...], *, cause: str
) -> tuple[Alert, ...]:
    """One alert for each of these people, whom it concerns alone: it never waits for a daily mail."""
    told = _to_people(kind, news, occasion, people, cause=cause)
    low = {"severity": Severity.RECOVERABLE}
    return tuple(one.model_copy(update=low) if one.severity is Severity.INFORMATION else one for one in told)


def _to_people(
    kind: AlertKind, news: CaseMessage, occasion: Occasion, people: tuple[Recipient, ...], *, cause: str
) -> tuple[Alert, ...]:
    once = {one.address.casefold(): one for one in people}
    ways = [(channel, person) for channel in occasion.audience.people_channels for person in once.values()]
    return _alerts(kind, news, ways, cause, wants_acknowledgement=_wants_answer(kind, news))


def to_systems(kind: AlertKind, news: CaseMessage, occasion: Occasion, *, cause: str) -> tuple[Alert, ...]:
    """One alert for each way to the order systems."""
    ways = [(channel, _TOPIC) for channel in occasion.audience.system_channels]
    return _alerts(kind, news, ways, cause, wants_acknowledgement=False)


def _alerts(
    kind: AlertKind, news: CaseMessage, ways: list[tuple[str, Recipient]], cause: str, *, wants_acknowledgement: bool
) -> tuple[Alert, ...]:
    return tuple(
        Alert(
            id=content_id(news.case_id, cause, kind, channel, recipient.address),
            kind=kind,
            channel=channel,
            recipient=recipient,
            message=news,
            created_at=news.occurred_at,
            wants_acknowledgement=wants_acknowledgement,
            severity=_severity(kind, news),
        )
        for channel, recipient in ways
    )


def _wants_answer(kind: AlertKind, news: CaseMessage) -> bool:
    """Whether somebody has to say that they know: of a block that is new or stricter, of a question, of an alarm."""
    if kind is AlertKind.BLOCK_CHANGED:
        return bool(news.stage and news.previous_stage and news.stage.rank >= news.previous_stage.rank)
    return kind in {AlertKind.BLOCK_PLACED, AlertKind.REVIEW_NEEDED, AlertKind.MANUAL_ALARM}


def _severity(kind: AlertKind, news: CaseMessage) -> Severity:
    """What it costs when nobody reads it: goods that leave are gone, money can be asked for again."""
    if kind in {AlertKind.CASE_UPDATED, AlertKind.BLOCK_RELEASED}:
        return Severity.INFORMATION
    return Severity.FINAL if news.stage is Stage.NO_DELIVERIES else Severity.RECOVERABLE


def _people(owner: str | None, customer: Customer, audience: Audience) -> tuple[Recipient, ...]:
    """The case's owner and those whom the customer's record names; who is named there is known by name."""
    listed = (*customer.responsible, *customer.departments)
    named = [Recipient(address=one.email, name=one.name, language=one.language) for one in listed]
    if owner and owner.casefold() not in {one.address.casefold() for one in named}:
        named.append(Recipient(address=owner))
    return tuple(named) or audience.defaults
