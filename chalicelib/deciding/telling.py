"""Who is told what about a case."""

from chalicelib.deciding.occasion import Occasion, Word
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.block import Block, BlockState
from chalicelib.model.case import Case, CaseState
from chalicelib.model.customer import Customer
from chalicelib.model.message import CaseMessage
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.record import content_id

_TOPIC = Recipient(address="order-systems", name="order systems", language="en")


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


def alerts(kind: AlertKind, news: CaseMessage, occasion: Occasion, *, cause: str) -> tuple[Alert, ...]:
    """One alert per recipient and channel, so that none can hold up another; ids stable for the same cause."""
    audience = occasion.audience
    people = {one.address.casefold(): one for one in _people(occasion.customer, audience)}
    ways = [(channel, person) for channel in audience.people_channels for person in people.values()]
    if kind is not AlertKind.CASE_UPDATED:
        ways += [(channel, _TOPIC) for channel in audience.system_channels]
    return tuple(
        Alert(
            id=content_id(news.case_id, cause, kind, channel, recipient.address),
            kind=kind,
            channel=channel,
            recipient=recipient,
            message=news,
            created_at=news.occurred_at,
        )
        for channel, recipient in ways
    )


def _people(customer: Customer, audience: Audience) -> tuple[Recipient, ...]:
    named = (*customer.responsible, *customer.departments)
    if not named:
        return audience.defaults
    return tuple(Recipient(address=one.email, name=one.name, language=one.language) for one in named)
