"""Both tables in memory, with the conditions that the stores use; an unknown one fails the test."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from chalicelib.settings import settings
from chalicelib.store import table
from chalicelib.store.keys import Key
from tests.crash.expressions import updated

FAILED = "ConditionalCheckFailed"


class MemoryTable:
    """Items by table name and key; stands in for `store.table`'s reading and writing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.items: dict[str, dict[Key, table.Item]] = {"table": {}, "keys": {}}
        for name, value in (("TABLE_NAME", "table"), ("KEYS_TABLE_NAME", "keys"), ("EVIDENCE_BUCKET", "evidence")):
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        for name in ("get", "get_many", "query", "query_listing", "transact"):
            monkeypatch.setattr(table, name, getattr(self, name))

    def get(self, key: Key) -> table.Item | None:
        return self.items["table"].get(key)

    def get_many(self, keys: Sequence[Key], **_: object) -> list[table.Item]:
        return [self.items["table"][key] for key in keys if key in self.items["table"]]

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        last: str = "",
        keys_table: bool = False,
        limit: int | None = None,
        backwards: bool = False,
        **_: object,
    ) -> list[table.Item]:
        rows = self.items["keys" if keys_table else "table"]
        found = [
            one
            for key, one in sorted(rows.items(), reverse=backwards)
            if key.pk == pk and (prefix <= key.sk <= last if last else key.sk.startswith(prefix))
        ]
        return found[:limit]

    def query_listing(
        self, listing: str, *, after: str | None, limit: int, end: str | None = None, **_: object
    ) -> tuple[list[table.Item], str | None]:
        found = [one for one in self.items["table"].values() if one.get("listing") == listing]
        found = [one for one in found if end is None or one["listed_at"] < end]
        found = sorted((one for one in found if one["listed_at"] > (after or "")), key=lambda one: one["listed_at"])
        return found[:limit], (found[limit - 1]["listed_at"] if len(found) > limit else None)

    def transact(self, requests: list[dict[str, Any]]) -> list[str]:
        assert len(requests) <= table.TRANSACTION_LIMIT
        codes = [self._checked(*next(iter(one.items()))) for one in requests]
        if any(code != "None" for code in codes):
            return codes
        for one in requests:
            self._write(*next(iter(one.items())))
        return []

    def dump(self) -> str:
        """Everything in both tables, as text to be searched."""
        return json.dumps([list(rows.values()) for rows in self.items.values()], default=str, ensure_ascii=False)

    def _checked(self, kind: str, body: dict[str, Any]) -> str:
        found = self.items[body["TableName"]].get(_key(body))
        condition = body.get("ConditionExpression", "")
        values = table.from_wire(body.get("ExpressionAttributeValues", {}))
        if condition.startswith("attribute_not_exists(acknowledged)") and found:
            unread = "sending = :read" in condition and found.get("sending") != values[":read"]
            return FAILED if unread or "acknowledged" in found else "None"
        if condition == "" or condition.startswith("attribute_not_exists(acknowledged)"):
            return "None"
        if condition == "attribute_not_exists(pk)":
            return FAILED if found else "None"
        if condition == "attribute_exists(pk)":
            return "None" if found else FAILED
        return "None" if self._compared(kind, condition, values, found) else FAILED

    def _compared(self, kind: str, condition: str, values: table.Item, found: table.Item | None) -> bool:
        if condition.startswith("attribute_exists(pk) AND ") and "#record.#last_attempt" in condition:
            return found is not None and found["record"].get("last_attempt") == values.get(":before")
        if below := re.fullmatch(r"attribute_not_exists\((\w+)\) OR \1 <= (:\w+)", condition):
            return not found or found.get(below[1], 0) <= values[below[2]]
        parts = [re.fullmatch(r"(version|generation|leaving) = (:\w+)", one) for one in condition.split(" AND ")]
        if equal := [one for one in parts if one]:
            assert len(equal) == len(parts), f"{kind}: unknown condition {condition}"
            return found is not None and all(found.get(one[1]) == values[one[2]] for one in equal)
        raise AssertionError(f"{kind}: unknown condition {condition}")

    def _write(self, kind: str, body: dict[str, Any]) -> None:
        rows, key = self.items[body["TableName"]], _key(body)
        if kind == "Put":
            rows[key] = table.from_wire(body["Item"])
        elif kind == "Delete":
            rows.pop(key, None)
        elif kind == "Update":
            values = table.from_wire(body.get("ExpressionAttributeValues", {}))
            found = rows.get(key, {"pk": key.pk, "sk": key.sk})
            names = body.get("ExpressionAttributeNames", {})
            rows[key] = updated(body["UpdateExpression"], found, values, names)


def _key(body: dict[str, Any]) -> Key:
    found = body.get("Key") or body["Item"]
    return Key(found["pk"]["S"], found["sk"]["S"])
