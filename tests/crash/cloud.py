"""AWS in memory, as far as the steps use it: every call can be struck by a fault, and all of it can be copied."""

import email
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.store import table
from tests.crash.expressions import holds, updated
from tests.crash.faults import Fault, cancelled, refused, struck

Rows = dict[str, dict[str, table.Item]]
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Message:
    """One message on a queue."""

    body: str
    received: int = 0
    said: tuple[tuple[str, str], ...] = ()


@dataclass
class Cloud:
    """Tables, stream, queues, buckets, sent mail and published news; and which call is to be struck by what."""

    tables: dict[str, Rows] = field(default_factory=lambda: {"table": {}, "keys": {}})
    stream: list[dict[str, Any]] = field(default_factory=list)
    queues: dict[str, list[Message]] = field(default_factory=dict)
    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)
    mails: list[tuple[str, str]] = field(default_factory=list)
    news: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[int, Fault] = field(default_factory=dict)
    meanwhile: dict[int, Callable[[], None]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    lasting: Fault | None = None

    def copied(self) -> "Cloud":
        """A cloud of its own with the same content; items are never changed in place."""
        return Cloud(
            tables={name: {pk: dict(rows) for pk, rows in one.items()} for name, one in self.tables.items()},
            stream=list(self.stream),
            queues={name: list(messages) for name, messages in self.queues.items()},
            objects=dict(self.objects),
            mails=list(self.mails),
            news=list(self.news),
        )

    def call(self, operation: str, effect: Callable[[], Any], items: int = 1) -> Any:
        """The answer to one call, struck as planned."""
        place = len(self.calls)
        self.calls.append(operation)
        if place in self.meanwhile:
            self.meanwhile.pop(place)()
        fault = self.faults.pop(place, None)
        if fault and fault.lasting:
            self.lasting = fault
        fault = fault or self.lasting
        if fault and fault.strikes(operation):
            return struck(fault, operation, items, effect)
        return effect()

    # ---- DynamoDB

    def get_item(self, **asked: Any) -> dict[str, Any]:
        def read() -> dict[str, Any]:
            found = self._row(asked["TableName"], table.from_wire(asked["Key"]))
            return {"Item": table.to_wire(found)} if found else {}

        answer: dict[str, Any] = self.call("GetItem", read)
        return answer

    def batch_get_item(self, **asked: Any) -> dict[str, Any]:
        def read() -> dict[str, Any]:
            found: defaultdict[str, list[Any]] = defaultdict(list)
            for name, wanted in asked["RequestItems"].items():
                assert len({json.dumps(key, sort_keys=True) for key in wanted["Keys"]}) == len(wanted["Keys"])
                rows = (self._row(name, table.from_wire(key)) for key in wanted["Keys"])
                found[name] += [table.to_wire(row) for row in rows if row]
            return {"Responses": found}

        answer: dict[str, Any] = self.call("BatchGetItem", read)
        return answer

    def query(self, **asked: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.call("Query", lambda: self._queried(asked))
        return answer

    def _queried(self, asked: dict[str, Any]) -> dict[str, Any]:
        values = table.from_wire(asked["ExpressionAttributeValues"])
        rows = self.tables[asked["TableName"]]
        if asked.get("IndexName") == "listing":
            after = values.get(":after", "")
            listed = (one for some in rows.values() for one in some.values() if "listing" in one)
            found = [one for one in listed if one["listing"] == values[":listing"] and one["listed_at"] > after]
            found.sort(key=lambda one: str(one["listed_at"]))
        else:
            begin, end = str(values.get(":prefix", values.get(":from", ""))), values.get(":to")
            backwards = not asked.get("ScanIndexForward", True)
            in_pk = sorted(rows.get(values[":pk"], {}).items(), reverse=backwards)
            if end is None:
                found = [one for sk, one in in_pk if sk.startswith(begin)]
            else:
                found = [one for sk, one in in_pk if begin <= sk <= end]
        limit = asked.get("Limit") or len(found)
        more: dict[str, Any] = {"LastEvaluatedKey": {}} if "IndexName" in asked and len(found) > limit else {}
        return {"Items": [table.to_wire(one) for one in found[:limit]], **more}

    def transact_write_items(self, **asked: Any) -> dict[str, Any]:
        requests = [next(iter(one.items())) for one in asked["TransactItems"]]
        answer: dict[str, Any] = self.call("TransactWriteItems", lambda: self._transacted(requests), len(requests))
        return answer

    def _transacted(self, requests: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
        assert 0 < len(requests) <= table.TRANSACTION_LIMIT
        places = [(body["TableName"], *_key(body)) for _, body in requests]
        assert len(set(places)) == len(places), f"one item twice in a transaction: {places}"
        codes = ["None" if self._allowed(body) else "ConditionalCheckFailed" for _, body in requests]
        if set(codes) != {"None"}:
            raise cancelled(codes)
        for kind, body in requests:
            self._write(kind, body)
        return {}

    def _allowed(self, body: dict[str, Any]) -> bool:
        pk, sk = _key(body)
        values = table.from_wire(body.get("ExpressionAttributeValues", {}))
        found = self.tables[body["TableName"]].get(pk, {}).get(sk)
        return holds(body.get("ConditionExpression", ""), found, values)

    def _write(self, kind: str, body: dict[str, Any]) -> None:
        pk, sk = _key(body)
        rows = self.tables[body["TableName"]].setdefault(pk, {})
        before = rows.get(sk)
        if kind == "ConditionCheck":
            return
        if kind == "Delete":
            rows.pop(sk, None)
            return
        if kind == "Put":
            after = table.from_wire(body["Item"])
        else:
            values, names = body.get("ExpressionAttributeValues", {}), body.get("ExpressionAttributeNames", {})
            after = updated(body["UpdateExpression"], before or {"pk": pk, "sk": sk}, table.from_wire(values), names)
        rows[sk] = after
        if body["TableName"] == "table" and after != before:
            self.stream.append({"eventName": "MODIFY" if before else "INSERT", "image": after})

    def _row(self, name: str, key: table.Item) -> table.Item | None:
        return self.tables[name].get(key["pk"], {}).get(key["sk"])

    # ---- SQS

    def send_message(self, **asked: Any) -> dict[str, Any]:
        said = {name: one["StringValue"] for name, one in asked.get("MessageAttributes", {}).items()}

        def put() -> dict[str, Any]:
            if any(_FORBIDDEN.search(text) for text in (asked["MessageBody"], *said.values())):
                raise refused("InvalidMessageContents", "SendMessage")
            message = Message(asked["MessageBody"], said=tuple(sorted(said.items())))
            self.queues.setdefault(asked["QueueUrl"], []).append(message)
            return {"MessageId": "m"}

        answer: dict[str, Any] = self.call("SendMessage", put)
        return answer

    def send_message_batch(self, **asked: Any) -> dict[str, Any]:
        failed = []
        for entry in asked["Entries"]:
            try:
                self.send_message(QueueUrl=asked["QueueUrl"], MessageBody=entry["MessageBody"])
            except ClientError as error:  # the others of the batch are taken all the same
                failed.append({"Id": entry["Id"], "Code": error.response["Error"]["Code"], "SenderFault": False})
        return {"Failed": failed} if failed else {}

    def change_message_visibility(self, **_asked: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.call("ChangeMessageVisibility", dict)
        return answer

    def take(self, queue: str, most: int) -> list[Message]:
        """Up to so many messages off a queue, each received once more."""
        waiting = self.queues[queue]
        self.queues[queue] = waiting[most:]
        return [replace(one, received=one.received + 1) for one in waiting[:most]]

    # ---- S3, SES, SNS, SSM

    def put_object(self, **asked: Any) -> dict[str, Any]:
        def put() -> dict[str, Any]:
            self.objects[asked["Bucket"], asked["Key"]] = asked["Body"]
            return {}

        answer: dict[str, Any] = self.call("PutObject", put)
        return answer

    def get_object(self, **asked: Any) -> dict[str, Any]:
        def read() -> dict[str, Any]:
            if (asked["Bucket"], asked["Key"]) not in self.objects:
                raise refused("NoSuchKey", "GetObject")
            content = self.objects[asked["Bucket"], asked["Key"]]
            return {"Body": io.BytesIO(content), "ETag": f'"{hash(content)}"', "LastModified": _LONG_AGO}

        answer: dict[str, Any] = self.call("GetObject", read)
        return answer

    def send_email(self, **asked: Any) -> dict[str, Any]:
        def send() -> dict[str, Any]:
            (address,) = asked["Destination"]["ToAddresses"]
            self.mails.append((_message_id(asked["Content"]), address))
            return {"MessageId": f"ses-{len(self.mails)}"}

        answer: dict[str, Any] = self.call("SendEmail", send)
        return answer

    def publish(self, **asked: Any) -> dict[str, Any]:
        def publish() -> dict[str, Any]:
            self.news.append(json.loads(asked["Message"]))
            return {"MessageId": f"sns-{len(self.news)}"}

        answer: dict[str, Any] = self.call("Publish", publish)
        return answer

    def get_parameter(self, **_asked: Any) -> dict[str, Any]:
        def read() -> dict[str, Any]:
            raise refused("ParameterNotFound", "GetParameter")

        answer: dict[str, Any] = self.call("GetParameter", read)
        return answer


def _key(body: dict[str, Any]) -> tuple[str, str]:
    found = body.get("Key") or body["Item"]
    return found["pk"]["S"], found["sk"]["S"]


def _message_id(content: dict[str, Any]) -> str:
    name = "X-Insolvency-Watch-Message-Id"
    if "Raw" in content:
        return str(email.message_from_bytes(content["Raw"]["Data"])[name])
    return str(next(one["Value"] for one in content["Simple"]["Headers"] if one["Name"] == name))
