"""AWS clients, one of each kind a process; the endpoint comes from AWS_ENDPOINT_URL when it is set."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.errors import NotAllowedError, NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

_CONFIG = Config(
    retries={"mode": "standard", "max_attempts": 3},
    connect_timeout=2,
    read_timeout=5,  # three attempts end before the API's own 29 s, so that a dead table is a 503
    max_pool_connections=32,
    s3={"addressing_style": "path"},
)
_TABLES = _CONFIG.merge(Config(parameter_validation=False))  # each key of a hundred would be checked before it is sent

# What a browser sends a file with is signed in the older way in some regions, which buckets of others refuse.
_FILES = _CONFIG.merge(Config(signature_version="s3v4"))


@cache
def dynamodb() -> "DynamoDBClient":
    """Client for the tables; the items it reads come as they were sent, for table.from_wire."""
    client = boto3.client("dynamodb", config=_TABLES)
    for operation in ("GetItem", "BatchGetItem", "Query"):
        client.meta.events.register(f"before-parse.dynamodb.{operation}", _take_items)
    return client


def _take_items(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object) -> None:
    """Takes the items out of an answer: botocore walks each value by its shape, most of the work of a long list."""
    if response_dict["status_code"] != 200:
        return
    answer = json.loads(response_dict["body"])
    taken = {part: answer.pop(part) for part in ("Item", "Items", "Responses") if part in answer}
    customized_response_dict.update(taken)
    response_dict["body"] = json.dumps(answer).encode()


@cache
def s3() -> "S3Client":
    """Client for the evidence and import buckets."""
    return boto3.client("s3", config=_FILES)


@cache
def sqs() -> "SQSClient":
    """Client for the steps' queues."""
    return boto3.client("sqs", config=_CONFIG)


@cache
def sns() -> "SNSClient":
    """Client for the order systems' topic."""
    return boto3.client("sns", config=_CONFIG)


@cache
def ses() -> "SESV2Client":
    """Client for mail."""
    return boto3.client("sesv2", config=_CONFIG)


@cache
def ssm() -> "SSMClient":
    """Client for credentials and switches below the stage's parameter prefix."""
    return boto3.client("ssm", config=_CONFIG)


@cache
def secrets() -> "SecretsManagerClient":
    """Client for the key that signs links."""
    return boto3.client("secretsmanager", config=_CONFIG)


def stack_outputs(name: str) -> dict[str, str]:
    """Outputs of a deployed CloudFormation stack.

    Raises:
        NotFoundError: there is no such stack, or these credentials may not see it.
    """
    try:
        stacks = boto3.client("cloudformation", config=_CONFIG).describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        raise NotFoundError(f"stack {name}: {error}") from error
    return {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}


_QUESTIONS = ("Get", "BatchGet", "Query", "Scan", "List", "Describe", "Head")


@contextmanager
def asking_only() -> Iterator[None]:
    """Inside, no client made here sends anything but a question, whatever its credentials would allow.

    Raises:
        NotAllowedError: where something would be written; it was not sent.
    """
    before = boto3.DEFAULT_SESSION
    _forget_clients()
    boto3.setup_default_session()
    session = boto3.DEFAULT_SESSION
    if session is None:  # what the line above made
        raise NotAllowedError("no session: nothing is asked")
    session.events.register("before-call", _refuse_writing)
    try:
        yield
    finally:
        boto3.DEFAULT_SESSION = before
        _forget_clients()


def _refuse_writing(model: Any, **_: object) -> None:
    if not str(model.name).startswith(_QUESTIONS):
        raise NotAllowedError(f"{model.service_model.service_name} {model.name} is no question: it was not sent")


def _forget_clients() -> None:
    for made in (dynamodb, s3, sqs, sns, ses, ssm, secrets):
        made.cache_clear()
