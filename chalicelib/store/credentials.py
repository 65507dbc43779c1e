"""Credentials of sources, kept in SSM below the stage's prefix."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import StoreUnreachableError
from chalicelib.settings import settings


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
