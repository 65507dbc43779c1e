"""News of blocks for order systems: a versioned JSON on an SNS topic, with attributes to filter by.

The message names no person: systems get the customer number and act on it. Contract: docs/messages.md.
"""

import json

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import Field

from chalicelib import aws
from chalicelib.channels import Channel
from chalicelib.errors import ChannelError
from chalicelib.model.alert import Alert, AlertKind
from chalicelib.model.message import CaseMessage
from chalicelib.model.record import Record
from chalicelib.settings import settings

CHANNEL = Channel(reaches="systems")
SCHEMA = "insolvency-watch.block"
VERSION = "1.0"


class BlockNews(Record):
    """The message on the topic. New optional fields raise the minor version, anything else the major one."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    version: str = VERSION
    message_id: str
    type: str
    customer_number: str
    case_id: str
    blocked: bool
    stage: str | None
    previous_stage: str | None
    no_payouts: bool
    ground: str | None
    event_kind: str
    notice_id: str | None
    occurred_at: str


_TYPES = {
    AlertKind.BLOCK_PLACED: "block_placed",
    AlertKind.REVIEW_NEEDED: "block_placed",
    AlertKind.BLOCK_CHANGED: "block_changed",
    AlertKind.BLOCK_RELEASED: "block_released",
}


def news(alert: Alert) -> BlockNews:
    """The alert as order systems read it.

    Raises:
        ChannelError: the alert is not news of a block.
    """
    message = alert.message
    if not isinstance(message, CaseMessage) or alert.kind not in _TYPES:
        raise ChannelError("order_systems", f"{alert.kind} is not news of a block", retryable=False)
    return BlockNews(
        message_id=alert.id,
        type=_TYPES[alert.kind],
        customer_number=message.customer_number,
        case_id=message.case_id,
        blocked=message.stage is not None and message.stage.rank > 0,
        stage=message.stage,
        previous_stage=message.previous_stage,
        no_payouts=message.no_payouts,
        ground=message.ground.statute if message.ground else None,
        event_kind=message.event_kind,
        notice_id=message.notice_id,
        occurred_at=message.occurred_at.isoformat(),
    )


def send(alert: Alert, **_links: str | None) -> str:  # systems answer nothing and open no page
    """Message id of SNS.

    Raises:
        ChannelError: SNS did not take the message.
    """
    body = news(alert)
    attributes = {
        "type": body.type,
        "version": body.version,
        "stage": body.stage or "none",
        "blocked": str(body.blocked).lower(),
        "no_payouts": str(body.no_payouts).lower(),
        "event_kind": body.event_kind,
        "message_id": body.message_id,
    }
    try:
        answer = aws.sns().publish(
            TopicArn=settings().order_systems_topic_arn,
            Subject=f"Insolvency Watch: {body.type}",
            Message=json.dumps(body.model_dump(by_alias=True), ensure_ascii=False),
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
            },
        )
    except ClientError as error:
        gone = error.response["Error"]["Code"] in {"NotFound", "InvalidParameter", "AuthorizationError"}
        raise ChannelError("order_systems", str(error), retryable=not gone) from error
    except BotoCoreError as error:
        raise ChannelError("order_systems", str(error), retryable=True) from error
    return answer["MessageId"]
