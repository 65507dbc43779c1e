"""Customer files in the import bucket, and the result beside each."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.errors import NotFoundError, StoreUnreachableError
from chalicelib.settings import settings


def get(key: str) -> bytes:
    """Content of an uploaded file.

    Raises:
        NotFoundError: there is no such file.
        StoreUnreachableError: the bucket does not answer.
    """
    try:
        return aws.s3().get_object(Bucket=settings().import_bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise NotFoundError(f"no file {key} in the import bucket") from error
        raise StoreUnreachableError(f"{key} cannot be read: {error}") from error
    except BotoCoreError as error:
        raise StoreUnreachableError(f"{key} cannot be read: {error}") from error


def put_result(key: str, content: bytes) -> str:
    """Key of the result file, made from the uploaded file's key."""
    result_key = "results/" + key.removeprefix("incoming/") + ".result.csv"
    try:
        aws.s3().put_object(
            Bucket=settings().import_bucket, Key=result_key, Body=content, ContentType="text/csv; charset=utf-8"
        )
    except (BotoCoreError, ClientError) as error:
        raise StoreUnreachableError(f"{result_key} cannot be written: {error}") from error
    return result_key
