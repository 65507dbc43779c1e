"""Credentials of sources, kept in SSM below the stage's prefix."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import StoreUnreachableError
from chalicelib.settings import settings


def names_below(folder: str) -> frozenset[str]:
    """Names of the parameters below a folder of the stage's prefix, without their values.

    Raises:
        StoreUnreachableError: SSM does not answer.
    """
    path = f"{settings().parameter_prefix}/{folder}/"
    try:
        pages = aws.ssm().get_paginator("get_parameters_by_path").paginate(Path=path, Recursive=True)
        found = [one["Name"] for page in pages for one in page["Parameters"]]
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"parameters below {path}: {error}") from error
    return frozenset(name.removeprefix(path) for name in found)


def get(name: str) -> str | None:
    """The decrypted parameter, or None when the admin has set none: the source is then switched off visibly.

    Raises:
        StoreUnreachableError: SSM does not answer.
    """
    try:
        answer = aws.ssm().get_parameter(Name=f"{settings().parameter_prefix}/{name}", WithDecryption=True)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return None
        raise StoreUnreachableError(f"parameter {name}: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"parameter {name}: {error}") from error
    return answer["Parameter"]["Value"]
