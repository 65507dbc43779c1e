"""The key that signs links: made by the template, seen by nobody, rotated without breaking links that are out."""

import time
from functools import lru_cache

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import StoreUnreachableError
from chalicelib.settings import settings

Keys = tuple[bytes, ...]
_LOOKED_AT_EVERY_SECONDS = 60


def current() -> Keys:
    """The key that signs now, and behind it the one before, whose links are still read; as of a minute ago.

    Raises:
        StoreUnreachableError: the deployment has no such secret, or it cannot be read.
    """
    name = settings().link_key_secret
    if not name:
        raise StoreUnreachableError("this deployment has no secret for links (LINK_KEY_SECRET)")
    return _read(name, int(time.monotonic() // _LOOKED_AT_EVERY_SECONDS))


@lru_cache(maxsize=2)
def _read(name: str, _moment: int) -> Keys:
    now = _version(name, "AWSCURRENT")
    if now is None:
        raise StoreUnreachableError("the secret for links holds nothing")
    before = _version(name, "AWSPREVIOUS")
    return (now,) if before is None else (now, before)


def _version(name: str, stage: str) -> bytes | None:
    try:
        answer = aws.secrets().get_secret_value(SecretId=name, VersionStage=stage)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException" and stage == "AWSPREVIOUS":
            return None
        raise StoreUnreachableError(f"the secret for links: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"the secret for links: {error}") from error
    return answer["SecretString"].encode() if answer.get("SecretString") else None
