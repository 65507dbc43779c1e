"""Original payloads, kept under their digest, so that every conclusion can be checked and drawn again."""

import json
from collections.abc import Iterator
from datetime import date

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import NotFoundError, StoreUnreachableError
from chalicelib.model.document import Document
from chalicelib.settings import settings


def keep(document: Document) -> str:
    """Key of the stored payload. The same payload again is the same key.

    Raises:
        StoreUnreachableError: the bucket does not take it; nothing may be concluded from an unkept payload.
    """
    key = f"{document.source}/{document.fetched_at:%Y/%m/%d}/{document.digest}"
    about = document.model_dump(mode="json", exclude={"content"}, exclude_none=True)
    try:
        aws.s3().put_object(
            Bucket=settings().evidence_bucket, Key=key, Body=document.content, ContentType=document.media_type
        )
        aws.s3().put_object(
            Bucket=settings().evidence_bucket,
            Key=f"{key}.json",
            Body=json.dumps(about, ensure_ascii=False).encode(),
            ContentType="application/json",
        )
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"evidence {key} could not be kept: {error}") from error
    return key


def get(key: str) -> Document:
    """The document as it was fetched.

    Raises:
        NotFoundError: nothing is kept under this key.
        StoreUnreachableError: the bucket does not answer.
    """
    bucket = settings().evidence_bucket
    try:
        content = aws.s3().get_object(Bucket=bucket, Key=key)["Body"].read()
        about = json.loads(aws.s3().get_object(Bucket=bucket, Key=f"{key}.json")["Body"].read())
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise NotFoundError(f"no evidence is kept under {key}") from error
        raise StoreUnreachableError(f"evidence {key} cannot be read: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"evidence {key} cannot be read: {error}") from error
    return Document(**about, content=content)


def keys_since(source: str, day: date) -> Iterator[str]:
    """Keys of the source's payloads fetched on this day or later, oldest day first.

    Raises:
        StoreUnreachableError: the bucket does not answer.
    """
    pages = (
        aws.s3()
        .get_paginator("list_objects_v2")
        .paginate(Bucket=settings().evidence_bucket, Prefix=f"{source}/", StartAfter=f"{source}/{day:%Y/%m/%d}/")
    )
    try:
        for page in pages:
            yield from (found["Key"] for found in page.get("Contents", []) if not found["Key"].endswith(".json"))
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"evidence of {source} cannot be listed: {error}") from error


def day_of(key: str) -> date:
    """The day (UTC) on which the payload under this key was fetched.

    >>> day_of("ch_shab/2026/11/20/4ba1")
    datetime.date(2026, 11, 20)
    """
    return date(*map(int, key.split("/")[1:4]))


def first_day(source: str) -> date | None:
    """The day of the source's oldest payload that is kept, None where none is.

    Raises:
        StoreUnreachableError: the bucket does not answer.
    """
    try:
        found = aws.s3().list_objects_v2(Bucket=settings().evidence_bucket, Prefix=f"{source}/", MaxKeys=1)
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"evidence of {source} cannot be listed: {error}") from error
    return next((day_of(one["Key"]) for one in found.get("Contents", [])), None)
