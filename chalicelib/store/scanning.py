"""Reading whole tables: for commands of an admin, never for a step."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from chalicelib import aws
from chalicelib.settings import settings
from chalicelib.store import table
from chalicelib.store.keys import Key


def scan_keys(key: str, sk_prefix: str) -> list[table.Item]:
    """Items of the keys table by the key, in any version, and the sort key's beginning. Whole table; no step may."""
    request: dict[str, Any] = {
        "TableName": settings().keys_table_name,
        "FilterExpression": "contains(pk, :pk) AND begins_with(sk, :sk)",
        "ExpressionAttributeValues": table.to_wire({":pk": key, ":sk": sk_prefix}),
    }
    with table.reachable():
        pages = list(aws.dynamodb().get_paginator("scan").paginate(**request))
    return [table.from_wire(one) for page in pages for one in page["Items"]]


class ScannedPage(NamedTuple):
    """Items of one page of a scan, how many were looked at for them, and where the next page begins."""

    items: list[table.Item]
    looked_at: int
    next_start: Key | None


def scan_types(types: Sequence[str], start: Key | None, limit: int) -> Iterator[ScannedPage]:
    """The main table's items of some types, page by page from `start`. Reads the whole table; no step may."""
    marks = {f":type{number}": kind for number, kind in enumerate(types)}
    request: dict[str, Any] = {
        "TableName": settings().table_name,
        "FilterExpression": f"#type IN ({', '.join(marks)})",
        "ExpressionAttributeNames": {"#type": "type"},
        "ExpressionAttributeValues": table.to_wire(marks),
    }
    return _pages(request, start, limit)


def scan_match_keys(start: Key | None, limit: int) -> Iterator[ScannedPage]:
    """Keys of everything in the keys table, page by page from `start`. Reads the whole table; no step may."""
    return _pages({"TableName": settings().keys_table_name, "ProjectionExpression": "pk, sk"}, start, limit)


def _pages(request: dict[str, Any], start: Key | None, limit: int) -> Iterator[ScannedPage]:
    request |= {"Limit": limit, "ConsistentRead": True}
    while True:
        if start:
            request["ExclusiveStartKey"] = table.to_wire(start._asdict())
        with table.reachable():
            answer = aws.dynamodb().scan(**request)
        last = answer.get("LastEvaluatedKey")
        start = Key(**table.from_wire(last)) if last else None
        yield ScannedPage([table.from_wire(one) for one in answer["Items"]], answer["ScannedCount"], start)
        if start is None:
            return


def items_in_table() -> int:
    """About how many items the main table holds; AWS counts them every few hours."""
    with table.reachable():
        return int(aws.dynamodb().describe_table(TableName=settings().table_name)["Table"].get("ItemCount", 0))
