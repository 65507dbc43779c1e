"""Items of a backup, put back as they were: a table that AWS has restored, or the files of its export."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from chalicelib import aws
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.settings import settings
from chalicelib.store import table
from chalicelib.store.keys import Key

Typed = dict[str, Any]
"""An item in DynamoDB's typed form, as scans and exports give it; the product stores no binary values."""

PAGE = 100
"""Items that are compared with one read."""


def in_table(name: str) -> Iterator[list[Typed]]:
    """All items of a table, such as one restored to a point in time, in pages.

    Raises:
        InvalidInputError: it is the table that is to be restored.
        StoreUnreachableError: there is no such table, or it does not answer.
    """
    if name == settings().table_name:
        raise _wrong(name, "is the stack's own table; name the one that AWS has restored beside it")
    with table.reachable():
        for page in aws.dynamodb().get_paginator("scan").paginate(TableName=name, PaginationConfig={"PageSize": PAGE}):
            yield [dict(one) for one in page["Items"]]


def in_export(folder: Path) -> Iterator[list[Typed]]:
    """All items of a full export to S3 in DynamoDB JSON, copied to a folder, in pages.

    Raises:
        InvalidInputError: the folder holds no such export, or a file of it is damaged.
    """
    files = sorted(folder.rglob("*.json.gz"))
    if not files:
        raise _wrong(folder, "holds no *.json.gz: copy the folder `data` of an export in DynamoDB JSON")
    page: list[Typed] = []
    for path in files:
        try:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    page.append(json.loads(line)["Item"])
                    if len(page) == PAGE:
                        yield page
                        page = []
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise _wrong(path, f"is no file of a full export in DynamoDB JSON: {error!r}") from error
    yield page


def live(wanted: Sequence[Typed]) -> dict[Key, Typed]:
    """The stack's own items of the same keys, read consistently."""
    found: dict[Key, Typed] = {}
    name = settings().table_name
    asked: Any = {name: {"Keys": [_wire_key(one) for one in wanted], "ConsistentRead": True}} if wanted else {}
    while asked:
        with table.reachable():
            answer = aws.dynamodb().batch_get_item(RequestItems=asked)
        found |= {key_of(one): dict(one) for one in answer["Responses"].get(name, [])}
        asked = answer.get("UnprocessedKeys")
    return found


def live_keys() -> Iterator[list[Typed]]:
    """Keys and type of everything in the stack's own table, in pages."""
    pages = aws.dynamodb().get_paginator("scan")
    with table.reachable():
        for page in pages.paginate(
            TableName=settings().table_name,
            ProjectionExpression="pk, sk, #type",
            ExpressionAttributeNames={"#type": "type"},
            ConsistentRead=True,
            PaginationConfig={"PageSize": 10 * PAGE},
        ):
            yield [dict(one) for one in page["Items"]]


def put_back(item: Typed, *, over: bool) -> bool:
    """Whether the item now stands as in the backup; without `over` one that somebody has just written stays."""
    condition: Any = {} if over else {"ConditionExpression": "attribute_not_exists(pk)"}
    try:
        with table.reachable():
            aws.dynamodb().put_item(TableName=settings().table_name, Item=item, **condition)
    except ClientError:  # the condition: everything else has another name by now
        return False
    return True


def remove(item: Typed) -> None:
    """Removes the item with this one's key."""
    with table.reachable():
        aws.dynamodb().delete_item(TableName=settings().table_name, Key=_wire_key(item))


def key_of(item: Typed) -> Key:
    """The item's key."""
    return Key(item["pk"]["S"], item["sk"]["S"])


def type_of(item: Typed) -> str:
    """What the item is; counters that are only ever added to may have no type."""
    return str(item.get("type", {}).get("S", "counter"))


def digest(key: Key) -> bytes:
    """Sixteen bytes that stand for a key, because the keys of millions of items are to be held at once."""
    return hashlib.blake2b(f"{key.pk}\0{key.sk}".encode(), digest_size=16).digest()


def _wrong(what: str | Path, reason: str) -> InvalidInputError:
    return InvalidInputError([Problem(str(what), str(what), reason)])


def _wire_key(item: Typed) -> Typed:
    return {"pk": item["pk"], "sk": item["sk"]}
