"""The two sides of a test: registers that publish, and the firm that keeps customers, asks and decides."""

import json
import time
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from chalicelib import registers
from infra.stack import Answer, Stack
from tests.contract.servers import bodacc, shab
from tests.contract.servers.bodacc import Bodacc
from tests.contract.servers.shab import Shab
from tests.integration.conftest import RecordedOrigin
from tests.integration.payloads import answered_by, shab_id, shab_number

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
_BACK_OFFICE = (
    "customers/read",
    "customers/write",
    "cases/read",
    "cases/write",
    "credit/read",
    "credit/check",
    "ledger/read",
    "ledger/write",
    "people/read",
    "people/write",
    "sources/read",
)
_deserializer = TypeDeserializer()


class Firm:
    """What the firm does with the service, over HTTP with real tokens; and a look into its tables."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    @cached_property
    def _order_system(self) -> str:
        return self.stack.token("blocks/read")

    @cached_property
    def _back_office(self) -> str:
        return self.stack.token(*_BACK_OFFICE)

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """The API's answer to the back office."""
        return self.stack.call(method, path, token=self._back_office, body=body)

    def keep(self, number: str, name: str, **fields: Any) -> None:
        """Keeps a customer."""
        body = {"kind": "organisation", "name": name, "responsible": [_RESPONSIBLE], **fields}
        answer = self.call("PUT", f"/v1/customers/{number}", body)
        assert answer.status == 200, answer

    def block(self, number: str) -> Answer:
        """What an order system is told."""
        return self.stack.call("GET", f"/v1/customers/{number}/block", token=self._order_system)

    def wait_for_stage(self, number: str, stage: str | None) -> dict[str, Any]:
        """The block answer as soon as it has this stage."""
        return self.stack.wait(lambda: self._at(number, stage), 90, f"customer {number} at stage {stage}")

    def _at(self, number: str, stage: str | None) -> dict[str, Any] | None:
        answer = self.block(number)
        return answer.body if answer.status == 200 and answer.body["stage"] == stage else None

    def cases(self, number: str) -> list[dict[str, Any]]:
        """The case files of a customer, also those whose block is released."""
        ids = [item["sk"].removeprefix("BLOCK#") for item in self.items(f"CUSTOMER#{number}", "BLOCK#")]
        return [self.case(one) for one in ids]

    def only_case(self, number: str) -> dict[str, Any]:
        """The customer's one case file."""
        (file,) = self.cases(number)
        return file

    def case(self, case_id: str) -> dict[str, Any]:
        """One case file, as the API gives it."""
        answer = self.call("GET", f"/v1/cases/{case_id}")
        assert answer.status == 200, answer
        return dict(answer.body)

    def decide(self, case_id: str, what: str, **words: Any) -> dict[str, Any]:
        """A person's judgement, release or stage change; the case file afterwards."""
        body = {"person": "Eva Kern", "reason": "checked by telephone", **words}
        answer = self.call("POST", f"/v1/cases/{case_id}/{what}", body)
        assert answer.status == 200, answer
        return dict(answer.body)

    def items(self, pk: str, prefix: str = "", *, keys_table: bool = False) -> list[dict[str, Any]]:
        """The stored items of a partition."""
        name = self.stack.outputs["KeysTableName" if keys_table else "TableName"]
        found = self.stack.client("dynamodb").query(
            TableName=name,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)" if prefix else "pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}} | ({":sk": {"S": prefix}} if prefix else {}),
            ConsistentRead=True,
        )
        return [_plain(item) for item in found["Items"]]

    def alerts(self, customer_number: str) -> list[dict[str, Any]]:
        """Every alert about a customer (a scan: only a test may)."""
        pages = (
            self.stack.client("dynamodb")
            .get_paginator("scan")
            .paginate(
                TableName=self.stack.outputs["TableName"],
                FilterExpression="#type = :alert AND #record.message.customer_number = :number",
                ExpressionAttributeNames={"#type": "type", "#record": "record"},
                ExpressionAttributeValues={":alert": {"S": "alert"}, ":number": {"S": customer_number}},
                ConsistentRead=True,
            )
        )
        return [_plain(item)["record"] for page in pages for item in page["Items"]]

    def forget_policies(self) -> None:
        """The firm has no credit insurance, whatever other tests have entered."""
        for item in self.items("POLICIES"):
            self.stack.client("dynamodb").delete_item(
                TableName=self.stack.outputs["TableName"], Key={"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
            )

    def send(self, queue_output: str, message: object) -> None:
        """Puts a message on a step's queue; text goes as it is."""
        body = message if isinstance(message, str) else json.dumps(message)
        self.stack.client("sqs").send_message(QueueUrl=self.stack.outputs[queue_output], MessageBody=body)

    def wait_until_quiet(self) -> None:
        """Returns when no queue holds work any more, seen three times: what was going to happen has happened."""
        quiet, deadline = 0, time.monotonic() + 240
        while quiet < 3:
            waiting = self._waiting()
            quiet = 0 if waiting else quiet + 1
            if time.monotonic() > deadline:
                raise AssertionError(f"the queues did not become empty: {waiting}")
            time.sleep(0.2)

    def _waiting(self) -> dict[str, str]:
        sqs = self.stack.client("sqs")
        names = [f"ApproximateNumberOfMessages{state}" for state in ("", "NotVisible", "Delayed")]
        found = {}
        for queue in _QUEUES:
            url = self.stack.outputs[queue]
            counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            if any(map(int, counts.values())):
                found[queue] = " + ".join(counts.values())
        return found


class Registers:
    """The registers' side: what they publish, and polls of them."""

    def __init__(self, firm: Firm, origins: Mapping[str, RecordedOrigin]) -> None:
        self._firm, self._origins = firm, origins
        self.french = Bodacc([])
        self.swiss = Shab([])
        self._origin("fr_bodacc").answers[bodacc.RECORDS] = answered_by(self.french)
        self._origin("ch_shab").answers[f"{shab.PUBLICATIONS}/xml"] = answered_by(self.swiss)

    def _origin(self, source: str) -> RecordedOrigin:
        return self._origins[registers.load(source).REGISTER.origins[0]]

    def publish_in_france(self, *records: dict[str, Any]) -> None:
        """From now on these records are answered, too."""
        self.french.records += records

    def publish_in_switzerland(self, *publications: bytes) -> None:
        """From now on these publications are listed and answered, too."""
        self.swiss.publications += publications
        for content in publications:
            path = f"{shab.PUBLICATIONS}/{shab_id(shab_number(content))}/xml"
            self._origin("ch_shab").put(path, content, kind="application/xml")

    def poll(self, source: str, day: date, until: date | None = None) -> dict[str, Any]:
        """Polls as the schedule would; the source's status when all that followed is done."""
        before = self.status(source).get("attempts_total", 0)
        self._firm.send("PollsQueueUrl", {"source": source, "from": str(day), "to": str(until or day)})
        self._firm.stack.wait(lambda: self.status(source).get("attempts_total", 0) != before, 90, f"a poll of {source}")
        self._firm.wait_until_quiet()
        return self.status(source)

    def status(self, source: str) -> dict[str, Any]:
        """The source's stored state."""
        return next((dict(item["record"]) for item in self._firm.items("SOURCES", source)), {})


_RESPONSIBLE = {"name": "Eva Kern", "email": "eva.kern@example.com", "language": "de"}


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    return {name: _deserializer.deserialize(value) for name, value in item.items()}
