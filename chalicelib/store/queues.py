"""The steps' queues: work put in, work put off, and what cannot be done put aside with its reason."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import StoreUnreachableError

_BATCH = 10
_LONGEST_ATTRIBUTE = 1000
# What SQS refuses in a text: a reason that quotes it would never leave, and its message come again and again.
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def send(queue_url: str, message: Mapping[str, Any]) -> None:
    """Puts one message on a queue.

    Raises:
        StoreUnreachableError: the queue did not take it.
    """
    try:
        aws.sqs().send_message(QueueUrl=queue_url, MessageBody=json.dumps(message))
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"{queue_url} did not take the message: {error}") from error


def send_many(queue_url: str, messages: Sequence[Mapping[str, Any]]) -> None:
    """Puts messages on a queue, ten a request. When some are not taken, all may be sent again: readers bear doubles.

    Raises:
        StoreUnreachableError: the queue did not take them all.
    """
    for start in range(0, len(messages), _BATCH):
        entries: Any = [
            {"Id": str(place), "MessageBody": json.dumps(message)}
            for place, message in enumerate(messages[start : start + _BATCH])
        ]
        try:
            answer = aws.sqs().send_message_batch(QueueUrl=queue_url, Entries=entries)
        except (BotoCoreError, ClientError) as error:
            raise StoreUnreachableError(f"{queue_url} did not take the messages: {error}") from error
        refused = answer.get("Failed", [])
        if refused:  # AWS answers 200 all the same
            raise StoreUnreachableError(f"{queue_url} did not take {len(refused)} messages: {refused[0].get('Code')}")


def put_off(queue_url: str, receipt_handle: str, seconds: int) -> None:
    """Lets a message that failed come again after a while instead of after the whole visibility time-out."""
    try:
        aws.sqs().change_message_visibility(QueueUrl=queue_url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds)
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"{queue_url}: {error}") from error


def put_aside(dead_letter_queue_url: str, body: str, *, error: str, reason: str, step: str) -> None:
    """Puts a message on the dead-letter queue, with the error's name and its sentence as attributes.

    Raises:
        StoreUnreachableError: the queue did not take it; the message must not be acknowledged.
    """
    attributes = {"error": error, "reason": _FORBIDDEN.sub("?", reason)[:_LONGEST_ATTRIBUTE], "step": step}
    try:
        aws.sqs().send_message(
            QueueUrl=dead_letter_queue_url,
            MessageBody=body,
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value or "-"} for name, value in attributes.items()
            },
        )
    except (BotoCoreError, ClientError) as failure:
        raise StoreUnreachableError(f"{dead_letter_queue_url} did not take the message: {failure}") from failure
