"""One function in a process of its own: takes batches from its queue or the stream and hands them to the real handler.

    python -m bench.load.step match_notices --queue URL --batch 10 --report FILE
    python -m bench.load.step relay_changes --stream ARN --batch 100 --report FILE

Ends when its input is closed, and leaves what it did and how much memory it took in the report.
"""

import argparse
import importlib
import json
import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from bench.meter import Meter
from chalicelib import aws

Handler = Callable[[dict[str, Any], Any], Any]
_PAUSE_SECONDS = 0.2


@dataclass
class Context:
    """What Lambda tells a function about this invocation."""

    function_name: str
    memory_limit_in_mb: int
    ends_at: float
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:load"
    aws_request_id: str = "load"

    def get_remaining_time_in_millis(self) -> int:
        """Until the function would be stopped."""
        return max(int((self.ends_at - time.monotonic()) * 1000), 0)


class Step:
    """The function and what it has done so far."""

    def __init__(self, name: str, timeout: float, report: Path) -> None:
        self.name, self._timeout, self._report = name, timeout, report
        self._handler: Handler = importlib.import_module(f"functions.{name}").handler
        self.meter = Meter()
        self.meter.watch(aws.dynamodb(), lambda places: [None] * len(places))
        self.busy = self.cpu = 0.0
        self.invocations = self.messages = self.failed = 0
        self.longest = 0.0

    def invoke(self, event: dict[str, Any]) -> set[str]:
        """Ids of the messages that are to come again."""
        began, worked = time.monotonic(), time.process_time()
        with self.meter.resting():  # weighing what is written would read every item twice
            answer = self._handler(event, Context(self.name, 1024, began + self._timeout)) or {}
        took = time.monotonic() - began
        self.busy, self.cpu = self.busy + took, self.cpu + time.process_time() - worked
        failed = {str(one["itemIdentifier"]) for one in answer.get("batchItemFailures", ())}
        self.invocations += 1
        self.messages += len(event.get("Records", ()))
        self.failed += len(failed)
        self.longest = max(self.longest, took)
        return failed

    def write(self) -> None:
        """Leaves the figures so far."""
        figures = {
            "step": self.name,
            "messages": self.messages,
            "invocations": self.invocations,
            "came again": self.failed,
            "busy seconds": round(self.busy, 3),
            "cpu seconds": round(self.cpu, 3),
            "longest invocation": round(self.longest, 3),
            "rss mb": most_memory_mb(),
            "read units": self.meter.read_units,
            "reads": self.meter.reads,
            "transactions": self.meter.transactions,
        }
        part = self._report.with_suffix(".part")
        part.write_text(json.dumps(figures), encoding="utf-8")
        part.replace(self._report)


def most_memory_mb(pid: int | str = "self") -> float:
    """The most that a process has had in memory since it began its program."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(round(int(line.split()[1]) / 1024, 1) for line in status if line.startswith("VmHWM"))


def main() -> int:
    """0 when it was told to end."""
    parser = argparse.ArgumentParser(prog="bench.load.step")
    parser.add_argument("name")
    parser.add_argument("--queue")
    parser.add_argument("--stream")
    parser.add_argument("--filters", default="[]")
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--timeout", type=float, default=60)
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()
    step = Step(options.name, options.timeout, options.report)
    if options.stream:
        work = _relayed(step, options.stream, json.loads(options.filters), options.batch)
    else:
        work = _taken(step, options.queue, options.batch)
    told = 0.0
    while not select.select([sys.stdin], [], [], 0)[0]:
        if not next(work):
            time.sleep(_PAUSE_SECONDS)
        if time.monotonic() - told > 1:
            told = time.monotonic()
            step.write()
    step.write()
    return 0


def _taken(step: Step, queue: str, batch: int) -> Iterator[int]:
    """How many messages each look at the queue brought; what was done is removed from it."""
    sqs = aws.sqs()
    while True:
        found: Any = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=batch, AttributeNames=["All"])
        messages = found.get("Messages", [])
        if messages:
            failed = step.invoke({"Records": [_record(one) for one in messages]})
            done = [one for one in messages if one["MessageId"] not in failed]
            entries: Any = [{"Id": str(place), "ReceiptHandle": one["ReceiptHandle"]} for place, one in enumerate(done)]
            if entries:
                sqs.delete_message_batch(QueueUrl=queue, Entries=entries)
        yield len(messages)


def _record(message: dict[str, Any]) -> dict[str, Any]:
    attributes = {"ApproximateReceiveCount": message["Attributes"]["ApproximateReceiveCount"]}
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": attributes,
        "messageAttributes": {},
        "eventSource": "aws:sqs",
    }


def _relayed(step: Step, arn: str, filters: list[Any], batch: int) -> Iterator[int]:
    """How many records each look at the stream brought; only those that a filter lets through are handed on."""
    endpoint = os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
    streams: Any = boto3.client("dynamodbstreams", endpoint_url=endpoint)
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    place = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
    position = streams.get_shard_iterator(**place)["ShardIterator"]
    while True:
        found = streams.get_records(ShardIterator=position, Limit=1000)
        position = found["NextShardIterator"]
        records = [one for one in found["Records"] if any(fits(one, pattern) for pattern in filters)]
        for start in range(0, len(records), batch):
            step.invoke({"Records": records[start : start + batch]})
        yield len(found["Records"])


def fits(record: Any, pattern: Any) -> bool:
    """Whether a stream mapping's pattern lets the record through.

    >>> fits({"eventName": "INSERT", "more": 1}, {"eventName": ["INSERT"]}), fits({}, {"eventName": ["INSERT"]})
    (True, False)
    """
    if isinstance(pattern, list):
        return record in pattern
    return isinstance(record, dict) and all(fits(record.get(name), inner) for name, inner in pattern.items())


if __name__ == "__main__":
    sys.exit(main())
