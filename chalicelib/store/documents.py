"""What we made of a case: metadata beside the case, bytes in a bucket under the digest of what they are.

Letters, approved by a person, are business correspondence and stay. Drafts, and the records they print, hold what
registers say of people: they go after the time for which evidence is kept.
"""

import hashlib

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import NotFoundError, StoreUnreachableError
from chalicelib.settings import settings

_TYPES = {"pdf": "application/pdf", "json": "application/json"}


def keep(case_id: str, content: bytes, ending: str, *, draft: bool) -> str:
    """Digest under which the bytes now lie; the same bytes again change nothing.

    Raises:
        StoreUnreachableError: the bucket does not take them.
    """
    digest = hashlib.sha256(content).hexdigest()
    key = _key(case_id, digest, ending, draft=draft)
    try:
        aws.s3().put_object(Bucket=settings().documents_bucket, Key=key, Body=content, ContentType=_TYPES[ending])
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"document {key} could not be kept: {error}") from error
    return digest


def get(case_id: str, digest: str, ending: str, *, draft: bool) -> bytes:
    """The bytes as they were kept.

    Raises:
        NotFoundError: nothing lies under this digest.
        StoreUnreachableError: the bucket does not answer, or what it gives is not what was kept.
    """
    key = _key(case_id, digest, ending, draft=draft)
    try:
        content = aws.s3().get_object(Bucket=settings().documents_bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise NotFoundError(f"no document is kept under {key}") from error
        raise StoreUnreachableError(f"document {key} cannot be read: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"document {key} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise StoreUnreachableError(f"document {key} is not what was kept under this digest")
    return content


def _key(case_id: str, digest: str, ending: str, *, draft: bool) -> str:
    return f"{'drafts' if draft else 'letters'}/{case_id}/{digest}.{ending}"
