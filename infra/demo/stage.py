"""The running stack as the demo uses it: files in, polls asked for, everything settled, records read back."""

import copy
import json
import time
from collections import Counter
from collections.abc import Container, Mapping
from datetime import date
from typing import Any, Self, TypeVar

from chalicelib import registers
from chalicelib.model.alert import Alert
from chalicelib.model.block import Block
from chalicelib.model.case import Case, Entry
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.record import Record
from chalicelib.model.source import SourceStatus
from chalicelib.model.task import Task
from chalicelib.store.table import Item, from_wire, read
from infra.demo.registers import STREAM_KEY
from infra.local_stack import LocalStack

R = TypeVar("R", bound=Record)
_QUEUES = (
    "PollsQueueUrl",
    "NoticesQueueUrl",
    "CustomersQueueUrl",
    "AlertsQueueUrl",
    "ImportsQueueUrl",
    "BureausQueueUrl",
    "CustomerChecksQueueUrl",
    "CreditEventsQueueUrl",
    "BooksQueueUrl",
)
_DEAD_LETTERS = tuple(name.replace("QueueUrl", "DeadLettersUrl") for name in _QUEUES)
_STEPS = (
    "PollRegister",
    "ImportCustomers",
    "MatchNotices",
    "MatchCustomers",
    "PollBureau",
    "CheckCustomers",
    "ApplyCreditEvents",
    "FollowBooks",
    "SendAlerts",
)
_QUIET_SECONDS = 1.5


class Stage:
    """One deployed local stack with an order system's queue subscribed to its topic."""

    def __init__(self, stack: LocalStack) -> None:
        self.stack = stack
        self._queue = self._subscribe_order_system()
        self._received: list[dict[str, Any]] = []
        stack.client("ssm").put_parameter(
            Name="/insolvency-watch/local/gb_companies_house", Value=f"{STREAM_KEY}:", Type="SecureString"
        )

    def upload(self, name: str, content: bytes) -> str:
        """Drops a customer file into the import bucket; where its result file will be."""
        self.stack.client("s3").put_object(
            Bucket=self.stack.outputs["ImportBucketName"], Key=f"incoming/{name}", Body=content
        )
        return f"results/{name}.result.csv"

    def result_file(self, key: str) -> str:
        """The import's result file, as soon as it is there."""
        s3, bucket = self.stack.client("s3"), self.stack.outputs["ImportBucketName"]
        self.stack.wait(lambda: s3.list_objects_v2(Bucket=bucket, Prefix=key).get("KeyCount"), 240, key)
        return str(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig"))

    def ask(self, source: str, start: date, end: date) -> None:
        """Puts a poll on the queue, as StartPolls does when a register is due."""
        message = {"source": source, "from": start.isoformat(), "to": end.isoformat()}
        self.stack.client("sqs").send_message(
            QueueUrl=self.stack.outputs["PollsQueueUrl"], MessageBody=json.dumps(message)
        )

    def switch_on(self, bureau: str, plan: Mapping[str, Any], credentials: Mapping[str, str]) -> None:
        """Sets a bureau's plan and credentials, as an admin does."""
        for part, value in (("plan", plan), ("credentials", credentials)):
            name = f"/insolvency-watch/local/bureaus/{bureau}/{part}"
            self.stack.client("ssm").put_parameter(Name=name, Value=json.dumps(value), Type="SecureString")

    def visit(self, bureau: str) -> None:
        """Puts a visit at a bureau on the queue, as StartPolls does when it is due."""
        self.stack.client("sqs").send_message(
            QueueUrl=self.stack.outputs["BureausQueueUrl"], MessageBody=json.dumps({"bureau": bureau})
        )

    def settle(self, seconds: float = 480.0) -> None:
        """Waits until no queue holds work, no alert is pending, and nothing changes any more.

        Raises:
            TimeoutError: work is left after the time given.
        """
        deadline = time.monotonic() + seconds
        seen, since = self._busy_state(), time.monotonic()
        while time.monotonic() - since < _QUIET_SECONDS:
            time.sleep(0.25)
            now = self._busy_state()
            if now != seen or now[0]:
                seen, since = now, time.monotonic()
            if time.monotonic() > deadline:
                raise TimeoutError(f"work is left after {seconds:g} s: {now[0]} messages or alerts")

    def everything(self) -> dict[str, list[Item]]:
        """All items of the main table by type, as an admin's export would show them."""
        pages = (
            self.stack.client("dynamodb")
            .get_paginator("scan")
            .paginate(TableName=self.stack.outputs["TableName"], ConsistentRead=True)
        )
        found: dict[str, list[Item]] = {}
        for page in pages:
            for wire in page["Items"]:
                item = from_wire(wire)
                found.setdefault(str(item["type"]), []).append(item)
        return found

    def dead_letters(self) -> dict[str, list[dict[str, Any]]]:
        """Messages that could not be done, by queue."""
        found = {name: self.stack.messages(name) for name in _DEAD_LETTERS}
        return {name: messages for name, messages in found.items() if messages}

    def topic_messages(self) -> list[dict[str, Any]]:
        """What the order system's queue has received so far, oldest first: each message's JSON."""
        sqs = self.stack.client("sqs")
        while batch := sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages"):
            for message in batch:
                self._received.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
        return sorted(self._received, key=lambda news: str(news["occurred_at"]))

    def polls_in_log(self) -> dict[str, Counter[str]]:
        """Documents, new notices and payloads not understood, by source, from the function's own log."""
        counted: dict[str, Counter[str]] = {}
        for line in self.stack.logs("PollRegister"):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if entry.get("message") == "polled":
                counted.setdefault(entry["source"], Counter()).update(documents=entry["documents"], new=entry["new"])
            elif entry.get("message") == "payload not understood":
                counted.setdefault(entry["source"], Counter()).update(failed=1)
        return counted

    def troubles(self) -> list[str]:
        """What functions and emulator complained about, for whoever has to find out why the demo hangs."""
        said = (_complaint(step, line) for step in _STEPS for line in self.stack.logs(step))
        complaints = Counter(filter(None, said))
        emulator = self.stack.emulator_log.read_text(encoding="utf-8", errors="replace").splitlines()
        alarming = [line for line in emulator if " ERROR " in line or "init failed" in line]
        return [f"{count} x {complaint}" for complaint, count in complaints.items()] + alarming[-5:]

    def _subscribe_order_system(self) -> str:
        sqs, sns = self.stack.client("sqs"), self.stack.client("sns")
        queue = str(sqs.create_queue(QueueName="demo-order-system")["QueueUrl"])
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        topic = self.stack.outputs["OrderSystemsTopicArn"]
        allow = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
        return queue

    def _busy_state(self) -> tuple[int, int, int]:
        sqs, waiting = self.stack.client("sqs"), 0
        names = [f"ApproximateNumberOfMessages{state}" for state in ("", "NotVisible", "Delayed")]
        for name in _QUEUES:
            got = sqs.get_queue_attributes(QueueUrl=self.stack.outputs[name], AttributeNames=names)["Attributes"]
            waiting += sum(int(got[each]) for each in names)
        if waiting:
            return waiting, 0, 0
        items = self.everything()
        pending = sum(item["record"]["state"] == "pending" for item in items.get("alert", []))
        return waiting + pending, sum(map(len, items.values())), len(self.stack.sent_mails())


def _complaint(step: str, line: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or entry.get("level") not in {"WARNING", "ERROR"}:
        return None
    parts = (step, entry.get("message"), entry.get("reason"), entry.get("exception"))
    return ": ".join(str(part) for part in parts if part)


class Records:
    """The table's records at one moment, typed."""

    def __init__(self, stage: Stage) -> None:
        items = stage.everything()

        def all_of(kind: str, record: type[R]) -> list[R]:
            return [read(item, record) for item in items.get(kind, [])]

        self.notices = {notice.id: notice for notice in all_of("notice", InsolvencyNotice)}
        self.told = {notice.id: notice for notice in all_of("bureau_notice", InsolvencyNotice)}
        self.cases = sorted(all_of("case", Case), key=lambda case: case.customer_number)
        self.blocks = {block.case_id: block for block in all_of("block", Block)}
        self.entries = sorted(all_of("entry", Entry), key=lambda entry: entry.at)
        self.tasks = sorted(all_of("task", Task), key=lambda task: task.due_at)
        self.customers = len(items.get("customer", []))
        self.alerts = all_of("alert", Alert)
        statuses = sorted(all_of("source", SourceStatus), key=lambda source: source.name)
        self.sources = [status for status in statuses if status.name in registers.names()]

    def only(self, customer_numbers: Container[str]) -> Self:
        """The same with these customers' cases and tasks alone."""
        fewer = copy.copy(self)
        fewer.cases = [case for case in self.cases if case.customer_number in customer_numbers]
        fewer.tasks = [task for task in self.tasks if task.case_id in {case.id for case in fewer.cases}]
        return fewer

    def case_of(self, customer_number: str) -> Case | None:
        """The customer's newest case."""
        found = [case for case in self.cases if case.customer_number == customer_number]
        return max(found, key=lambda case: case.opened_at) if found else None
