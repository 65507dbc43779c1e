"""How a step sorts its failures: done, again, or aside with the reason."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.errors import (
    ChannelError,
    InsolvencyWatchError,
    NotFoundError,
    SourceChangedError,
    SourceUnreachableError,
    StoreUnreachableError,
)
from chalicelib.settings import settings
from chalicelib.store import queues
from functions import entry

CONTEXT = SimpleNamespace(
    function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn", aws_request_id="1", function_version="1"
)
Aside = list[dict[str, str]]


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aside]:
    """What is put aside; pauses are recorded under `pause`."""
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET", "QUEUE_URL", "DEAD_LETTER_QUEUE_URL"):
        monkeypatch.setenv(name, name.lower())
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "test")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "test")
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    settings.cache_clear()
    found: Aside = []
    monkeypatch.setattr(queues, "put_aside", lambda _url, body, **words: found.append({"body": body, **words}))
    monkeypatch.setattr(queues, "put_off", lambda _url, _receipt, seconds: found.append({"pause": str(seconds)}))
    yield found
    settings.cache_clear()


def run(error: Exception | None, *, body: str = '{"pk": "x"}', attempt: int = 1) -> list[dict[str, str]]:
    """The failures that the step reports for one message."""

    def handle(message: dict[str, Any], _context: Any) -> None:
        entry.wanted(message, "pk")
        if error:
            raise error

    record = {
        "messageId": "m1",
        "receiptHandle": "r1",
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(attempt)},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
    }
    handler = entry.queue_step("step", handle)
    answer = handler({"Records": [record]}, CONTEXT)
    return list(answer["batchItemFailures"])


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_a_message_done_is_not_seen_again(aside: Aside) -> None:
    assert run(None) == []
    assert aside == []


@pytest.mark.parametrize(
    "error",
    [
        SourceChangedError("fr_bodacc", "unknown member 'x'"),
        NotFoundError("no register 'x'"),
        ChannelError("email", "rejected", retryable=False),
    ],
)
def test_what_no_retry_heals_is_put_aside_at_once(aside: Aside, error: InsolvencyWatchError) -> None:
    assert run(error) == []
    (message,) = aside
    assert (message["error"], message["step"]) == (type(error).__name__, "step")
    assert message["reason"] == f"{type(error).__name__}: {error}"
    assert json.loads(message["body"]) == {"pk": "x"}


@pytest.mark.parametrize(
    "error", [SourceUnreachableError("x", "time-out"), StoreUnreachableError("no answer"), ZeroDivisionError("oops")]
)
def test_what_a_retry_may_heal_comes_again_with_growing_pauses_and_then_goes_aside(
    aside: Aside, error: Exception
) -> None:
    for attempt, pause in [(1, "2"), (2, "8"), (3, "32"), (4, "128")]:
        assert run(error, attempt=attempt) == [{"itemIdentifier": "m1"}]
        assert aside.pop() == {"pause": pause}
    assert run(error, attempt=5) == []
    assert aside[0]["reason"] == f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(
    ("body", "words"),
    [("no JSON", "the message is no JSON"), ("[1]", "not an object"), ("{}", "pk: "), ('{"pk": 3}', "pk: ")],
)
def test_nonsense_is_put_aside_at_once(aside: Aside, body: str, words: str) -> None:
    assert run(None, body=body) == []
    (message,) = aside
    assert (message["body"], message["error"]) == (body, "InvalidInputError")
    assert words in message["reason"]


def test_a_log_line_holds_no_address(aside: Aside, capsys: pytest.CaptureFixture[str]) -> None:
    run(ChannelError("email", "eva.kern@example.com: rejected", retryable=False))
    assert "eva.kern" not in capsys.readouterr().out
    assert "eva.kern" in aside[0]["reason"]


def test_where_the_queue_does_not_answer_the_message_comes_again_by_itself_and_the_others_are_done(
    aside: Aside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise StoreUnreachableError("the queue does not answer")

    monkeypatch.setattr(queues, "put_off", unreachable)
    monkeypatch.setattr(queues, "put_aside", unreachable)
    assert run(SourceUnreachableError("x", "time-out")) == [{"itemIdentifier": "m1"}]
    assert run(NotFoundError("no register 'x'")) == [{"itemIdentifier": "m1"}]
    assert run(None) == []
