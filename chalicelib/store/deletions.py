"""What is to be deleted and when, and the deleting itself: items of both tables, payloads with all their versions."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import ConcurrentChangeError, StoreUnreachableError
from chalicelib.model.record import Record
from chalicelib.model.retention import Retention
from chalicelib.settings import settings
from chalicelib.store import keys, table

_PAGE = 200


class Mark(Record):
    """A case or notice whose day has come; `pk` is its partition."""

    pk: str
    retention: Retention
    payload: str | None = None


def due(today: date) -> Iterator[Mark]:
    """The marks whose day is today or past, oldest first."""
    end, after = (today + timedelta(days=1)).isoformat(), None
    while True:
        page, after = table.query_listing("DELETE#due", after=after, limit=_PAGE)
        for one in page:
            if str(one["listed_at"]) >= end:
                return
            payload = one.get("payload")
            yield Mark(pk=str(one["pk"]), retention=table.read(one, Retention), payload=payload)
        if after is None:
            return


def apply(puts: Sequence[table.Item], deletes: Sequence[keys.Key], last: Sequence[table.Item]) -> None:
    """Replaces and deletes; `last` goes in one transaction at the end, so that whatever failed is found again.

    Raises:
        ConcurrentChangeError: somebody changed the case meanwhile; the next run finds it again.
        StoreUnreachableError: the table does not answer.
    """
    requests = [*(table.put_request(one) for one in puts), *(table.delete_request(one) for one in deletes)]
    for start in range(0, len(requests), table.TRANSACTION_LIMIT):
        if table.transact(requests[start : start + table.TRANSACTION_LIMIT]):
            raise ConcurrentChangeError("items to be deleted were being written by somebody else")
    if last and table.transact(list(last)):
        raise ConcurrentChangeError("a case to be purged was changed meanwhile")


def delete_match_keys(places: Sequence[keys.Key]) -> None:
    """Removes match keys; those that are gone already do no harm."""
    requests = [table.delete_request(one, keys_table=True) for one in places]
    for start in range(0, len(requests), table.TRANSACTION_LIMIT):
        table.transact(requests[start : start + table.TRANSACTION_LIMIT])


def delete_payload(key: str) -> int:
    """How many versions of a payload, and of what is told beside it, were deleted for good.

    Raises:
        StoreUnreachableError: the bucket does not answer, or forbids it.
    """
    return _delete_versions(settings().evidence_bucket, key, {key, f"{key}.json"})


def delete_drafts(case_id: str) -> int:
    """How many versions of a case's drafts and of the records they print were deleted; approved letters stay.

    Raises:
        StoreUnreachableError: the bucket does not answer, or forbids it.
    """
    return _delete_versions(settings().documents_bucket, f"drafts/{case_id}/", None)


def _delete_versions(bucket: str, prefix: str, wanted: set[str] | None) -> int:
    deleted = 0
    try:
        for page in aws.s3().get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for one in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
                if wanted is None or one["Key"] in wanted:
                    aws.s3().delete_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])
                    deleted += 1
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"{bucket}, {prefix} cannot be deleted: {error}") from error
    return deleted
