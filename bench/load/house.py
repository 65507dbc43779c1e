"""The deployed parts that a day's work needs, without Lambda: the database, queues and buckets, and steps as processes.

Queues, functions' time limits, batch sizes and environments are those of infra/template.yaml. Tables are DynamoDB
Local's, everything else is the local stack's emulator's.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

from infra.dynamodb_local import TABLES, DynamoDBLocal
from infra.layer import ROOT
from infra.local_stack import LocalStack
from infra.template_facts import function, resources

_BUCKETS = {"EVIDENCE_BUCKET": "load-evidence", "IMPORT_BUCKET": "load-imports", "DOCUMENTS_BUCKET": "load-documents"}


class House:
    """Everything for one day; stopped and gone when the block ends, but for its logs."""

    def __init__(self, *, replaced_origins: Mapping[str, str], memory: str) -> None:
        self.database = DynamoDBLocal(streams=False, memory=memory)
        self.stack = LocalStack()
        self.folder = Path(mkdtemp(prefix="insolvency-watch-load-"))
        self.queues: dict[str, str] = {}
        self._origins = dict(replaced_origins)
        self._steps: list[tuple[str, subprocess.Popen[bytes], Path]] = []
        self._cleanup = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self.end_steps)
            undo.enter_context(self.database)
            undo.callback(self.stack.stop)
            self.stack.start()
            self._furnish()
            self._cleanup = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    def _furnish(self) -> None:
        sqs, s3 = self.stack.client("sqs"), self.stack.client("s3")
        for name, facts in resources("AWS::SQS::Queue").items():
            attributes = {one: str(facts[one]) for one in ("VisibilityTimeout", "DelaySeconds") if one in facts}
            self.queues[name] = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        for bucket in _BUCKETS.values():
            place = {"LocationConstraint": "eu-central-1"}
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
        self.stack.client("ses").verify_domain_identity(Domain="example.com")
        self._topic = self.stack.client("sns").create_topic(Name="blocks")["TopicArn"]
        self._secret = self.stack.client("secretsmanager").create_secret(Name="links", SecretString="x" * 64)["ARN"]

    def environment(self, name: str = "APIHandler") -> dict[str, str]:
        """Variables of a function's process, as the template gives them, with what is here in their place."""
        told = function(name)["Environment"]["Variables"]
        queues = {variable: self.queues[value] for variable, value in told.items() if value in self.queues}
        return {
            **{variable: value for variable, value in os.environ.items() if not variable.startswith("AWS_")},
            **self.database.environment,
            **_BUCKETS,
            **TABLES,
            **queues,
            "AWS_ENDPOINT_URL": str(self.stack.endpoint),
            "STAGE": "local",
            "MAX_RECEIVES": "5",
            "DEFAULT_RECIPIENTS": "credit-control@example.com",
            "ORDER_SYSTEMS_TOPIC_ARN": self._topic,
            "LINK_KEY_SECRET": self._secret,
            "PUBLIC_URL": "https://watch.example.com",
            "REPLACED_ORIGINS": json.dumps(self._origins),
            "POWERTOOLS_SERVICE_NAME": "insolvency-watch",
            "POWERTOOLS_METRICS_NAMESPACE": "InsolvencyWatch/local",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def start(self, name: str, *, copies: int = 1, stream: str = "") -> None:
        """Lets a function of the template work, in so many processes."""
        facts = function(name)
        (source,) = (event["Properties"] for event in facts["Events"].values())
        step = str(facts["Handler"]).split(".")[1]
        command = [sys.executable, "-m", "bench.load.step", step, "--batch", str(source["BatchSize"])]
        command += ["--timeout", str(facts["Timeout"])]
        if stream:
            filters = [json.loads(one["Pattern"]) for one in source["FilterCriteria"]["Filters"]]
            command += ["--stream", stream, "--filters", json.dumps(filters)]
        else:
            command += ["--queue", self.queues[str(source["Queue"]).split(".")[0]]]
        for copy in range(copies):
            report = self.folder / f"{step}-{copy}.json"
            self._run(name, [*command, "--report", str(report)], report)

    def _run(self, name: str, command: list[str], report: Path) -> None:
        with report.with_suffix(".log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603  # our own arguments
                command, cwd=ROOT, env=self.environment(name), stdin=subprocess.PIPE, stdout=log, stderr=log
            )
        self._steps.append((name, process, report))

    def end_steps(self) -> None:
        """Every step ends behind its present batch; one that does not within two minutes is ended."""
        for _name, process, _report in self._steps:
            if process.stdin and not process.stdin.closed:
                process.stdin.close()
        for _name, process, _report in self._steps:
            try:
                process.wait(120)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)

    def ended_early(self) -> list[str]:
        """Functions whose process is gone though nobody told it to end."""
        return [f"{name}: {process.returncode}" for name, process, _report in self._steps if process.poll() is not None]

    def figures(self) -> list[dict[str, Any]]:
        """What each process has reported last, with the function's name and memory."""
        found = []
        for name, _process, report in self._steps:
            if report.exists():
                limit = {"function": name, "memory size mb": function(name)["MemorySize"]}
                found.append(limit | json.loads(report.read_text(encoding="utf-8")))
        return found

    def waiting(self, *queues: str) -> int:
        """How many messages these queues hold: seen, taken, or not to be seen yet."""
        names = [f"ApproximateNumberOfMessages{kind}" for kind in ("", "NotVisible", "Delayed")]
        sqs, total = self.stack.client("sqs"), 0
        for queue in queues:
            told = sqs.get_queue_attributes(QueueUrl=self.queues[queue], AttributeNames=names)["Attributes"]
            total += sum(int(told.get(one, 0)) for one in names)
        return total

    def send(self, queue: str, message: object) -> None:
        """Puts a message on a queue, as what stands before it would."""
        self.stack.client("sqs").send_message(QueueUrl=self.queues[queue], MessageBody=json.dumps(message))

    def settle(self, *queues: str, still_seconds: float = 15) -> float:
        """Seconds until these queues had become empty and nothing came for a while.

        Raises:
            RuntimeError: a step's process ended.
        """
        began = last = time.monotonic()
        while time.monotonic() - last < still_seconds:
            if self.ended_early():
                raise RuntimeError(f"{self.ended_early()}; logs are in {self.folder}")
            if self.waiting(*queues):
                last = time.monotonic()
            time.sleep(1)
        return last - began
