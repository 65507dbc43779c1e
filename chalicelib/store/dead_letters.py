"""Messages that were put aside: looked at without being taken, and put back on the queue they came from."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import StoreUnreachableError
from chalicelib.model.dead_letter import DeadLetter

_BATCH = 10
_HELD_SECONDS = 120


@contextlib.contextmanager
def _reachable(queue: str) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"{queue}: {error}") from error


def waiting(queue_url: str) -> int:
    """How many messages lie there, about; those somebody looks at, and those held back, included.

    Raises:
        StoreUnreachableError: the queue does not answer.
    """
    names: Any = [f"ApproximateNumberOfMessages{kind}" for kind in ("", "NotVisible", "Delayed")]
    with _reachable(queue_url):
        found = aws.sqs().get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
    return sum(int(found.get(name, 0)) for name in names)


def taken(queue_url: str, most: int) -> list[DeadLetter]:
    """Up to so many messages, held for two minutes: put each back, drop it, or let it lie.

    Raises:
        StoreUnreachableError: the queue does not answer.
    """
    found: dict[str, DeadLetter] = {}
    while len(found) < most:
        with _reachable(queue_url):
            answer = aws.sqs().receive_message(
                QueueUrl=queue_url,
                MaxNumberOfMessages=min(_BATCH, most - len(found)),
                VisibilityTimeout=_HELD_SECONDS,
                MessageAttributeNames=["All"],
                MessageSystemAttributeNames=["SentTimestamp"],
            )
        news = [_read(message) for message in answer.get("Messages", [])]
        if not any(one.id not in found for one in news):
            break
        found |= {one.id: one for one in news}
    return list(found.values())


def put_back(letter: DeadLetter, queue_url: str, dead_letter_queue_url: str) -> None:
    """Back on the queue it came from; only then it leaves the dead-letter queue, so nothing is lost between.

    Raises:
        StoreUnreachableError: one of the queues does not answer.
    """
    with _reachable(queue_url):
        aws.sqs().send_message(QueueUrl=queue_url, MessageBody=letter.body)
    drop(letter, dead_letter_queue_url)


def drop(letter: DeadLetter, dead_letter_queue_url: str) -> None:
    """Off the dead-letter queue for good."""
    with _reachable(dead_letter_queue_url):
        aws.sqs().delete_message(QueueUrl=dead_letter_queue_url, ReceiptHandle=letter.receipt_handle)


def let_lie(letter: DeadLetter, dead_letter_queue_url: str) -> None:
    """Seen, and there again for the next one at once."""
    with _reachable(dead_letter_queue_url):
        aws.sqs().change_message_visibility(
            QueueUrl=dead_letter_queue_url, ReceiptHandle=letter.receipt_handle, VisibilityTimeout=0
        )


def _read(message: Any) -> DeadLetter:
    said = {name: value.get("StringValue", "") for name, value in message.get("MessageAttributes", {}).items()}
    return DeadLetter(
        id=message["MessageId"],
        body=message["Body"],
        step=said.get("step"),
        error=said.get("error"),
        reason=said.get("reason"),
        sent_at_ms=int(message.get("Attributes", {}).get("SentTimestamp", 0)),
        receipt_handle=message["ReceiptHandle"],
        readable=_is_json(message["Body"]),
    )


def _is_json(body: str) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True
