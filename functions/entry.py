"""How every step is entered: logging, metrics, and a message done, tried again, or put aside with its reason."""

import json
import warnings
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from chalicelib.errors import ChannelError, InsolvencyWatchError, InvalidInputError, Problem, StoreUnreachableError
from chalicelib.model.block import Block
from chalicelib.settings import settings
from chalicelib.store import queues

# Most messages count nothing; that is no news.
warnings.filterwarnings("ignore", message="No application metrics to publish")

logger = Logger()
metrics = Metrics()

Handler = Callable[[dict[str, Any], Any], Any]
Left = Callable[[], float]
"""Milliseconds until Lambda ends this invocation."""
_FIRST_PAUSE_SECONDS = 2
_LONGEST_PAUSE_SECONDS = 300


def queue_step(step: str, handle: Callable[[dict[str, Any], Any], None]) -> Handler:
    """Handler of a step that reads a queue.

    `handle(message, context)` does one message. What it raises decides: an error that a retry may heal comes again
    with growing pauses; any other, and the last attempt, goes to the dead-letter queue with a readable reason.
    """

    @logger.inject_lambda_context(clear_state=True)
    @metrics.log_metrics
    def handler(event: dict[str, Any], context: Any) -> Any:
        again = [record["messageId"] for record in event["Records"] if not _settled(step, handle, record, context)]
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in again]}

    return handler


def scheduled_step(run: Callable[[], dict[str, Any]]) -> Handler:
    """Handler of a step that a schedule starts; its answer is what it counted."""
    return timed_step(lambda _left: run())


def timed_step(run: Callable[[Left], dict[str, Any]]) -> Handler:
    """As `scheduled_step`, for one that ends before its time and goes on in its next run."""

    @logger.inject_lambda_context(clear_state=True)
    @metrics.log_metrics
    def handler(_event: dict[str, Any], context: Any) -> dict[str, Any]:
        counted = run(lambda: context.get_remaining_time_in_millis())  # noqa: PLW0108  # most steps never ask their context
        logger.info("done", **counted)
        return counted

    return handler


def count(name: str, value: int = 1) -> None:
    """Adds to a metric of this invocation."""
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)


def count_source(name: str, value: int, source: str) -> None:
    """Adds to a metric of one source, so that one in trouble hides no other; `service` stands beside it by itself."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value) as metric:
        metric.add_dimension(name="source", value=source)


def count_block(block: Block | None) -> None:
    """Counts what a decision did to a block, if anything."""
    if block is not None:
        count("BlocksSet" if block.active else "BlocksLifted")


def wanted(message: dict[str, Any], *names: str) -> list[str]:
    """The message's members of these names.

    Raises:
        InvalidInputError: one is missing or no text; no retry will bring it.
    """
    missing = [name for name in names if not isinstance(message.get(name), str)]
    if missing:
        raise InvalidInputError([Problem(name, "", "the message lacks it") for name in missing])
    return [message[name] for name in names]


def _settled(step: str, handle: Callable[[dict[str, Any], Any], None], record: dict[str, Any], context: Any) -> bool:
    """Whether the message is done or put aside; else the queue brings it again."""
    try:
        handle(_message(record["body"]), context)
    except InsolvencyWatchError as error:
        return _put_away(step, record, error, retryable=error.retryable)
    except Exception as error:  # the queue's edge: a programming error's reason must travel, too
        logger.exception("unexpected failure", step=step)
        return _put_away(step, record, error, retryable=True)
    return True


def _message(body: str) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise InvalidInputError([Problem("body", "", f"the message is no JSON: {error}")]) from error
    if not isinstance(message, dict):
        raise InvalidInputError([Problem("body", "", f"the message is a {type(message).__name__}, not an object")])
    return message


def _put_away(step: str, record: dict[str, Any], error: Exception, *, retryable: bool) -> bool:
    """Whether the message went to the dead-letter queue; else it comes again after a pause."""
    reason = f"{type(error).__name__}: {error}"
    attempt = int(record["attributes"].get("ApproximateReceiveCount") or "1")
    try:
        if retryable and attempt < settings().max_receives:
            pause = min(_FIRST_PAUSE_SECONDS * 4 ** (attempt - 1), _LONGEST_PAUSE_SECONDS)
            logger.warning("will be tried again", step=step, attempt=attempt, pause_seconds=pause, reason=_safe(error))
            queues.put_off(settings().queue_url, record["receiptHandle"], pause)
            return False
        logger.error("put aside", step=step, attempt=attempt, reason=_safe(error))
        count("PutAside")
        queues.put_aside(
            settings().dead_letter_queue_url, record["body"], error=type(error).__name__, reason=reason, step=step
        )
    except StoreUnreachableError as unreachable:  # the queue brings the message again by itself
        logger.error("neither put off nor put aside", step=step, reason=str(unreachable))
        return False
    return True


def _safe(error: Exception) -> str:
    """The error's name only where its sentence could hold a person's data; our own errors name ids."""
    if isinstance(error, ChannelError):
        return f"{error.channel} did not take it"  # the service's own words may hold the address
    return str(error) if isinstance(error, InsolvencyWatchError) else type(error).__name__
