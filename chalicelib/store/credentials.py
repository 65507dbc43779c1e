"""Credentials of sources, kept in SSM below the stage's prefix."""

import time
from collections.abc import Sequence
from functools import lru_cache

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import StoreUnreachableError
from chalicelib.settings import settings

_LOOKED_AT_EVERY_SECONDS = 5


def existing(names: Sequence[str]) -> frozenset[str]:
    """Those of the parameters that the admin has set, as they stood a few seconds ago; no value is decrypted.

    Every customer that comes in asks this, and SSM bears few questions a second.

    Raises:
        StoreUnreachableError: SSM does not answer.
    """
    return frozenset(name for name in names if _is_set(name, int(time.monotonic() // _LOOKED_AT_EVERY_SECONDS)))


@lru_cache(maxsize=256)
def _is_set(name: str, _moment: int) -> bool:
    return _parameter(name, decrypted=False) is not None


def get(name: str) -> str | None:
    """The decrypted parameter, or None when the admin has set none: the source is then switched off visibly.

    Raises:
        StoreUnreachableError: SSM does not answer.
    """
    return _parameter(name, decrypted=True)


def put(name: str, value: str) -> None:
    """Sets a parameter that holds no secret.

    Raises:
        StoreUnreachableError: SSM does not take it.
    """
    whole = f"{settings().parameter_prefix}/{name}"
    try:
        aws.ssm().put_parameter(Name=whole, Value=value, Type="String", Overwrite=True)
    except (ClientError, BotoCoreError) as error:
        raise StoreUnreachableError(f"parameter {name}: {error}") from error


def _parameter(name: str, *, decrypted: bool) -> str | None:
    try:
        answer = aws.ssm().get_parameter(Name=f"{settings().parameter_prefix}/{name}", WithDecryption=decrypted)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return None
        raise StoreUnreachableError(f"parameter {name}: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"parameter {name}: {error}") from error
    return answer["Parameter"]["Value"]
