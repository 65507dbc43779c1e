"""The product in this process: its own handlers and clients, on DynamoDB Local and, for all else, on the emulator.

    with office() as firm:
        firm.publish(notice)
        firm.settle()
        firm.steps["match_notices"].read_units

Each invocation is counted under its step's name. The register's words are a stand-in's; everything behind them is real.
"""

import io
import json
import os
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

from bench.meter import Found, Look, Meter
from chalicelib import access, aws, clock, registers
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.settings import settings
from chalicelib.store import link_keys, parameters
from functions import (
    apply_credit_events,
    check_customers,
    check_sources,
    entry,
    follow_books,
    import_customers,
    match_customers,
    match_notices,
    measure_figures,
    poll_register,
    purge_expired,
    relay_changes,
    send_alerts,
    send_reports,
    start_polls,
    watch_deadlines,
)
from infra.dynamodb_local import DynamoDBLocal
from infra.local_stack import LocalStack
from tests.crash.sources import REGISTER, Gazette, entered_register, register_named

CLIENTS = ("dynamodb", "s3", "sqs", "sns", "ses", "ssm", "secrets")
READERS: dict[str, Any] = {
    "polls": poll_register,
    "notices": match_notices,
    "customers": match_customers,
    "customer_checks": check_customers,
    "credit_events": apply_credit_events,
    "books": follow_books,
    "alerts": send_alerts,
    "imports": import_customers,
    "bureaus": None,  # nobody's credentials are here: what is asked of bureaus stays where it is
}
SCHEDULED: dict[str, Any] = {
    "start_polls": start_polls,
    "check_sources": check_sources,
    "watch_deadlines": watch_deadlines,
    "measure_figures": measure_figures,
    "send_reports": send_reports,
    "purge_expired": purge_expired,
}
BUCKETS = {"EVIDENCE_BUCKET": "evidence", "IMPORT_BUCKET": "imports", "DOCUMENTS_BUCKET": "documents"}
RELAYED = {"notice", "credit_event", "alert"}
_CHANGED_TOO = {"customer", "ledger"}
_CONTEXT = SimpleNamespace(
    function_name="f",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn",
    aws_request_id="1",
    function_version="1",
    get_remaining_time_in_millis=lambda: 600_000,
)


@dataclass
class Office:
    """What runs, what time it is, and what each step has asked so far; `invoked` how often it ran."""

    database: DynamoDBLocal
    stack: LocalStack
    now: datetime = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
    gazette: Gazette = field(default_factory=Gazette)
    meter: Meter = field(default_factory=Meter)
    steps: dict[str, Meter] = field(default_factory=dict)
    invoked: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    queues: dict[str, str] = field(default_factory=dict)
    _iterators: list[str] = field(default_factory=list)

    def time(self) -> datetime:
        """What the clock says."""
        return self.now

    def publish(self, *notices: InsolvencyNotice) -> None:
        """The register has them, and is asked."""
        self.gazette.published = [(self.now, one) for one in notices]
        self.ask("polls", {"source": REGISTER, "from": str(self.now.date()), "to": str(self.now.date())})

    def ask(self, queue: str, message: dict[str, Any]) -> None:
        """Puts a message on a queue, uncounted."""
        self.stack.client("sqs").send_message(QueueUrl=self.queues[queue], MessageBody=json.dumps(message))

    def counted(self, name: str, work: Callable[[], Any]) -> Any:
        """The work's answer; what it asked of AWS is added to the step of this name."""
        self.meter.taken()
        with redirect_stdout(io.StringIO()), self.meter.running():  # logs and figures go nowhere
            answer = work()
        self.invoked[name] += 1
        self.steps[name] = self.steps.get(name, Meter()) + self.meter.taken()
        return answer

    def run(self, name: str) -> dict[str, Any]:
        """What the scheduled step answers."""
        answer: dict[str, Any] = self.counted(name, lambda: SCHEDULED[name].handler({}, _CONTEXT))
        return answer

    def settle(self, most: int = 10) -> None:
        """Everything that was going to happen has happened: up to `most` messages an invocation."""
        while any([self._relay(), *(self._read(name, most) for name in READERS if name != "bureaus")]):
            pass

    def skip(self) -> None:
        """What waits in the stream is done by nobody."""
        self._changes()

    def forget(self) -> None:
        """Counting begins anew."""
        self.steps.clear()
        self.invoked.clear()

    def _relay(self) -> bool:
        records = [one for one in self._changes() if _wanted(one)]
        for start in range(0, len(records), 100):
            batch = {"Records": records[start : start + 100]}
            self.counted("relay_changes", lambda batch=batch: relay_changes.handler(batch, _CONTEXT))  # type: ignore[misc] # bound now
        return bool(records)

    def _changes(self) -> list[dict[str, Any]]:
        streams, found = self.database.client("dynamodbstreams"), []
        if not self._iterators:  # the stream's shards, from their beginning
            (arn,) = (one["StreamArn"] for one in streams.list_streams(TableName="WatchTable")["Streams"])
            for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
                begin = {"ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
                self._iterators.append(streams.get_shard_iterator(StreamArn=arn, **begin)["ShardIterator"])
        for place, iterator in enumerate(self._iterators):
            more, at = True, iterator
            while more:
                answer = streams.get_records(ShardIterator=at)
                more, at = bool(answer["Records"]), answer["NextShardIterator"]
                found += answer["Records"]
            self._iterators[place] = at
        return found

    def _read(self, name: str, most: int) -> bool:
        sqs, queue = self.stack.client("sqs"), self.queues[name]
        taken = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=most).get("Messages", [])
        if not taken:
            return False
        event = {"Records": [_sqs(one) for one in taken]}
        with mock.patch.dict(os.environ, {"QUEUE_URL": queue, "DEAD_LETTER_QUEUE_URL": queue}):
            settings.cache_clear()
            answer = self.counted(
                READERS[name].__name__.rpartition(".")[2], lambda: READERS[name].handler(event, _CONTEXT)
            )
        settings.cache_clear()
        if answer["batchItemFailures"]:
            raise RuntimeError(f"{name}: a message failed, so what was counted means nothing: {taken}")
        for one in taken:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
        return True


@contextmanager
def office() -> Iterator[Office]:
    """A firm with empty tables; nothing of it remains."""
    with ExitStack() as undo, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No application metrics to publish")
        database = undo.enter_context(DynamoDBLocal())
        stack = LocalStack()
        undo.callback(stack.stop)
        stack.start()
        firm = Office(database, stack)
        undo.enter_context(mock.patch.dict(os.environ, _environment(firm)))
        undo.enter_context(mock.patch.object(clock, "now", firm.time))
        undo.enter_context(mock.patch.object(registers, "load", lambda name: register_named(name, firm.gazette)))
        undo.enter_context(mock.patch.object(access, "register_web", entered_register))
        level = entry.logger.log_level
        undo.callback(entry.logger.setLevel, level)
        entry.logger.setLevel("CRITICAL")
        _anew()
        undo.callback(_anew)
        for name in CLIENTS:
            firm.meter.watch(getattr(aws, name)(), _look(database.client()))
        yield firm


def _look(client: Any) -> Look:
    def look(places: list[tuple[str, dict[str, Any]]]) -> Found:
        wanted = [{"Get": {"TableName": name, "Key": key}} for name, key in places]
        return [one.get("Item") for one in client.transact_get_items(TransactItems=wanted)["Responses"]]

    return look


def _anew() -> None:
    """No client and no setting of another firm remains."""
    for one in (settings, parameters._read, link_keys._read, *(getattr(aws, name) for name in CLIENTS)):
        one.cache_clear()


def _environment(firm: Office) -> dict[str, str]:
    sqs, s3 = firm.stack.client("sqs"), firm.stack.client("s3")
    firm.queues = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in READERS}
    for name in BUCKETS.values():
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    firm.stack._let_mail_out()
    secret = firm.stack.client("secretsmanager").create_secret(Name="links", SecretString="0" * 64)["ARN"]
    return {
        "AWS_ENDPOINT_URL": str(firm.stack.endpoint),
        **firm.database.environment,
        **BUCKETS,
        **{f"{name.upper()}_QUEUE_URL": url for name, url in firm.queues.items()},
        "ORDER_SYSTEMS_TOPIC_ARN": firm.stack.client("sns").create_topic(Name="order-systems")["TopicArn"],
        "LINK_KEY_SECRET": secret,
        "PUBLIC_URL": "https://watch.example.com",
        "DEFAULT_RECIPIENTS": "credit-control@example.com",
        "MAX_RECEIVES": "1",
        "POWERTOOLS_METRICS_NAMESPACE": "bench",
        "POWERTOOLS_SERVICE_NAME": "bench",
        "POWERTOOLS_METRICS_DISABLED": "true",
    }


def _wanted(change: dict[str, Any]) -> bool:
    """The stream mapping's filter, as in the template."""
    kind = change["dynamodb"].get("NewImage", {}).get("type", {}).get("S")
    return kind in _CHANGED_TOO or (kind in RELAYED and change["eventName"] == "INSERT")


def _sqs(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
    }
