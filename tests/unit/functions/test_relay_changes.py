"""The relay hands on what a step waits for: each key once, ten a request, and all again when one was not taken."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import aws, settings
from chalicelib.errors import StoreUnreachableError
from functions import relay_changes
from tests.crash.faults import refused

CONTEXT = SimpleNamespace(function_name="f", memory_limit_in_mb=512, invoked_function_arn="arn", aws_request_id="1")


class Queues:
    """Takes batches, but for the messages told."""

    def __init__(self, *not_taken: str) -> None:
        self.not_taken = not_taken
        self.sent: list[tuple[str, list[str]]] = []

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - botocore's
        bodies = [one["MessageBody"] for one in Entries]
        self.sent.append((QueueUrl, bodies))
        failed = [one["Id"] for one in Entries if any(text in one["MessageBody"] for text in self.not_taken)]
        return {"Failed": [{"Id": one, "Code": "InternalError"} for one in failed]} if failed else {}


class Unreachable:
    """Refuses the request as a whole."""

    def send_message_batch(self, **_: object) -> dict[str, Any]:
        raise refused("ServiceUnavailable", "SendMessageBatch")


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("NOTICES_QUEUE_URL", "notices")
    monkeypatch.setenv("CUSTOMERS_QUEUE_URL", "customers")
    monkeypatch.setenv("CUSTOMER_CHECKS_QUEUE_URL", "checks")
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


def _event(*records: tuple[str, str]) -> dict[str, Any]:
    images = ({"type": {"S": kind}, "pk": {"S": pk}, "sk": {"S": "x"}} for kind, pk in records)
    return {"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": image}} for image in images]}


def test_a_hundred_customers_are_twenty_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    queues = Queues()
    monkeypatch.setattr(aws, "sqs", lambda: queues)
    relay_changes.handler(_event(*(("customer", f"CUSTOMER#{n}") for n in range(100))), CONTEXT)
    assert [len(bodies) for _queue, bodies in queues.sent] == [10] * 20
    for queue in ("customers", "checks"):
        assert len({body for to, bodies in queues.sent if to == queue for body in bodies}) == 100


def test_each_kind_goes_where_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    queues = Queues()
    monkeypatch.setattr(aws, "sqs", lambda: queues)
    relay_changes.handler(_event(("notice", "NOTICE#1"), ("case", "CASE#1"), ("customer", "CUSTOMER#1")), CONTEXT)
    assert [queue for queue, _bodies in queues.sent] == ["notices", "customers", "checks"]


@pytest.mark.parametrize("sqs", [Queues("NOTICE#7"), Unreachable()])
def test_a_message_that_is_not_taken_fails_the_batch_so_that_it_is_read_again(
    monkeypatch: pytest.MonkeyPatch, sqs: object
) -> None:
    monkeypatch.setattr(aws, "sqs", lambda: sqs)
    with pytest.raises(StoreUnreachableError, match="notices did not take"):
        relay_changes.handler(_event(*(("notice", f"NOTICE#{n}") for n in range(9))), CONTEXT)
