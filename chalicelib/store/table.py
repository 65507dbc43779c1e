"""Reading and writing items: records in and out, AWS's errors turned into ours."""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import ConcurrentChangeError, StoreUnreachableError
from chalicelib.model.record import Record
from chalicelib.settings import settings
from chalicelib.store.keys import Key
from chalicelib.store.wire import plain, projection

Item = dict[str, Any]
R = TypeVar("R", bound=Record)

TRANSACTION_LIMIT = 100
_BATCH_GET_LIMIT = 100
_READERS = 8
_CONFLICT = "TransactionConflict"
_PAUSES_SECONDS = (0.05, 0.1, 0.2)
_serializer = TypeSerializer()


def item(key: Key, kind: str, record: Record, **attributes: str | int | list[str]) -> Item:
    """Item of keys, type, the whole record, and the few attributes that indexes and conditions need."""
    body = record.model_dump(mode="json", exclude_none=True)
    return {"pk": key.pk, "sk": key.sk, "type": kind, "record": body, **attributes}


def link(key: Key, kind: str, **attributes: str | int | Mapping[str, str]) -> Item:
    """Item that only says that two things belong together."""
    return {"pk": key.pk, "sk": key.sk, "type": kind, **attributes}


def read(found: Item, record_type: type[R]) -> R:
    """The record in an item. What a later version has written beside it is passed over, or nobody could roll back."""
    return record_type.model_validate(found["record"], extra="ignore")


def to_wire(value: Mapping[str, Any]) -> dict[str, Any]:
    """An item in DynamoDB's typed form."""
    return {name: _serializer.serialize(part) for name, part in value.items()}


def from_wire(value: Mapping[str, Any]) -> Item:
    """An item out of DynamoDB's typed form."""
    return {name: plain(part) for name, part in value.items()}


def epoch(moment: datetime) -> int:
    """Seconds since 1970, as the TTL attribute wants them."""
    return int(moment.timestamp())


@contextmanager
def reachable() -> Iterator[None]:
    """Turns every failure of the table that is not a failed condition into StoreUnreachableError."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in {"ConditionalCheckFailedException", "TransactionCanceledException"}:
            raise
        raise StoreUnreachableError(f"the table refused {error.operation_name}: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"the table does not answer: {error}") from error


def get(key: Key) -> Item | None:
    """The item, read consistently, or None."""
    with reachable():
        answer = aws.dynamodb().get_item(TableName=settings().table_name, Key=_wire_key(key), ConsistentRead=True)
    return from_wire(answer["Item"]) if "Item" in answer else None


def get_many(keys: Sequence[Key], *, only: Sequence[str] = ()) -> list[Item]:
    """Those of the items that exist, read consistently, in no particular order; `only` these parts of each."""
    parts = projection(only)
    batches = [keys[start : start + _BATCH_GET_LIMIT] for start in range(0, len(keys), _BATCH_GET_LIMIT)]
    if len(batches) < 2:
        return [one for batch in batches for one in _batch(batch, parts)]
    with ThreadPoolExecutor(max_workers=min(len(batches), _READERS)) as pool:
        return [one for some in pool.map(lambda batch: _batch(batch, parts), batches) for one in some]


def _batch(keys: Sequence[Key], parts: Mapping[str, Any]) -> list[Item]:
    found: list[Item] = []
    name = settings().table_name
    wanted: Any = {name: {"Keys": [_wire_key(key) for key in keys], "ConsistentRead": True, **parts}}
    while wanted:
        with reachable():
            answer = aws.dynamodb().batch_get_item(RequestItems=wanted)
        found += [from_wire(one) for one in answer["Responses"].get(name, [])]
        wanted = answer.get("UnprocessedKeys")
    return found


def _wire_key(key: Key) -> Any:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def query(
    pk: str,
    *,
    prefix: str = "",
    last: str = "",
    limit: int | None = None,
    keys_table: bool = False,
    consistent: bool = True,
    backwards: bool = False,
) -> list[Item]:
    """Items of one partition in sort-key order: those that begin with `prefix`, or from it up to `last`."""
    condition, values = "pk = :pk", {":pk": pk}
    if last:
        condition, values = "pk = :pk AND sk BETWEEN :from AND :to", {":pk": pk, ":from": prefix, ":to": last}
    elif prefix:
        condition, values = "pk = :pk AND begins_with(sk, :prefix)", {":pk": pk, ":prefix": prefix}
    request: dict[str, Any] = {
        "TableName": settings().keys_table_name if keys_table else settings().table_name,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": to_wire(values),
        "ConsistentRead": consistent,
    }
    if limit:
        request["Limit"] = limit
    if backwards:
        request["ScanIndexForward"] = False
    return _all_pages(request, limit)


def query_listing(
    listing: str, *, after: str | None, limit: int, only: Sequence[str] = (), end: str | None = None
) -> tuple[list[Item], str | None]:
    """A page of a listing, oldest first, and the mark to go on from; None at the end.

    `only` these parts of each; those listed at `end` or later are left out.
    """
    condition, values = "listing = :listing", {":listing": listing}
    if after and end:  # the key's condition takes one range, whose ends are part of it
        condition += " AND listed_at BETWEEN :after AND :end"
        values |= {":after": f"{after}\0", ":end": end}
    elif after or end:
        condition += f" AND listed_at {'>' if after else '<'} :mark"
        values |= {":mark": after or end or ""}
    parts: Any = projection([*only, "listed_at"] if only else ())
    with reachable():
        answer = aws.dynamodb().query(
            TableName=settings().table_name,
            IndexName="listing",
            KeyConditionExpression=condition,
            ExpressionAttributeValues=to_wire(values),
            Limit=limit,
            **parts,
        )
    items = [from_wire(one) for one in answer["Items"]]
    more = answer.get("LastEvaluatedKey")
    return items, (str(items[-1]["listed_at"]) if more and items else None)


def _all_pages(request: dict[str, Any], limit: int | None) -> list[Item]:
    items: list[Item] = []
    while True:
        with reachable():
            answer = aws.dynamodb().query(**request)
        items += [from_wire(one) for one in answer["Items"]]
        if "LastEvaluatedKey" not in answer or (limit and len(items) >= limit):
            return items
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def put_request(
    new: Item, condition: str = "", values: Mapping[str, Any] | None = None, *, keys_table: bool = False
) -> dict[str, Any]:
    """One Put for a transaction."""
    request: dict[str, Any] = {
        "TableName": settings().keys_table_name if keys_table else settings().table_name,
        "Item": to_wire(new),
    }
    if condition:
        request["ConditionExpression"] = condition
    if values:
        request["ExpressionAttributeValues"] = to_wire(values)
    return {"Put": request}


def delete_request(
    key: Key, condition: str = "", values: Mapping[str, Any] | None = None, *, keys_table: bool = False
) -> dict[str, Any]:
    """One Delete for a transaction."""
    request: dict[str, Any] = {
        "TableName": settings().keys_table_name if keys_table else settings().table_name,
        "Key": to_wire(key._asdict()),
    }
    if condition:
        request["ConditionExpression"] = condition
    if values:
        request["ExpressionAttributeValues"] = to_wire(values)
    return {"Delete": request}


def update_request(
    key: Key,
    expression: str,
    values: Mapping[str, Any] | None = None,
    *,
    condition: str = "",
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """One Update for a transaction."""
    request: dict[str, Any] = {
        "TableName": settings().table_name,
        "Key": to_wire(key._asdict()),
        "UpdateExpression": expression,
    }
    if condition:
        request["ConditionExpression"] = condition
    if values:
        request["ExpressionAttributeValues"] = to_wire(values)
    if "#type" in expression:  # the name is a reserved word
        request["ExpressionAttributeNames"] = {"#type": "type"}
    if names:
        request["ExpressionAttributeNames"] = request.get("ExpressionAttributeNames", {}) | dict(names)
    return {"Update": request}


def check_request(key: Key, condition: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One ConditionCheck for a transaction."""
    request: dict[str, Any] = {
        "TableName": settings().table_name,
        "Key": to_wire(key._asdict()),
        "ConditionExpression": condition,
    }
    if values:
        request["ExpressionAttributeValues"] = to_wire(values)
    return {"ConditionCheck": request}


def transact(requests: list[dict[str, Any]]) -> list[str]:
    """Writes all or nothing; the cancellation codes when a condition failed, else an empty list.

    A conflict with another transaction says nothing of the items and is tried again.

    Raises:
        ConcurrentChangeError: it conflicted with other transactions at every attempt; nothing was written.
        StoreUnreachableError: the table does not answer, or cancelled for a reason that is no condition.
    """
    codes = _transacted(requests)
    for pause in _PAUSES_SECONDS:
        if _CONFLICT not in codes:
            return codes
        time.sleep(pause)
        codes = _transacted(requests)
    if _CONFLICT in codes:
        raise ConcurrentChangeError("others were writing the same items at every attempt; try again")
    return codes


def _transacted(requests: list[dict[str, Any]]) -> list[str]:
    try:
        with reachable():
            aws.dynamodb().transact_write_items(TransactItems=requests)  # type: ignore[arg-type] # built just above
    except ClientError as error:
        reasons: Any = error.response.get("CancellationReasons") or []
        codes = [reason.get("Code", "None") for reason in reasons]
        if not codes or set(codes) - {"None", "ConditionalCheckFailed", _CONFLICT}:
            raise StoreUnreachableError(f"transaction refused: {error}") from error
        return codes
    return []


def transact_around(
    before: list[dict[str, Any]], centre: list[dict[str, Any]], after: list[dict[str, Any]]
) -> list[str]:
    """As `transact`, for the centre's codes first; what does not fit into its transaction goes before or after it.

    `before` and `after` are writes without conditions whose repetition is harmless.
    """
    room = TRANSACTION_LIMIT - len(centre)
    own_before = before[max(len(before) - room, 0) :]
    own_after = after[: room - len(own_before)]
    for start in range(0, len(before) - len(own_before), TRANSACTION_LIMIT):
        end = min(start + TRANSACTION_LIMIT, len(before) - len(own_before))
        _repeatable(before[start:end])
    codes = transact([*centre, *own_before, *own_after])
    if not codes:
        for start in range(len(own_after), len(after), TRANSACTION_LIMIT):
            _repeatable(after[start : start + TRANSACTION_LIMIT])
    return codes


def _repeatable(requests: list[dict[str, Any]]) -> None:
    if transact(requests):
        raise ConcurrentChangeError("keys were being written by somebody else; try again")
