"""Our tables on this machine, and this process told to use them.

They are DynamoDB Local's when that may be used, else the emulator's.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple
from unittest import mock

from chalicelib import aws
from chalicelib.settings import settings
from infra.dynamodb_local import REGION, TABLES, VERSION, DynamoDBLocal, table_definitions, wanted
from infra.local_stack import LocalStack


class Tables(NamedTuple):
    """Which database it is, and the environment of whoever uses it."""

    database: str
    environment: dict[str, str]


@contextmanager
def tables() -> Iterator[Tables]:
    """Empty tables; nothing of them remains."""
    with ExitStack() as undo:
        found = _measuring(undo) if wanted() else _emulated(undo)
        undo.enter_context(mock.patch.dict(os.environ, found.environment))
        _anew()
        undo.callback(_anew)
        yield found


def _measuring(undo: ExitStack) -> Tables:
    database = undo.enter_context(DynamoDBLocal(streams=False))
    return Tables(f"DynamoDB Local {VERSION}", database.environment | {"EVIDENCE_BUCKET": "evidence"})


def _emulated(undo: ExitStack) -> Tables:
    stack = LocalStack()
    undo.callback(stack.stop)
    stack.start()
    for name, definition in table_definitions().items():
        definition.pop("StreamSpecification", None)
        stack.client("dynamodb").create_table(TableName=name, **definition)
    keys = {"AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    return Tables(
        "ministack", {"AWS_ENDPOINT_URL": str(stack.endpoint), **keys, **TABLES, "EVIDENCE_BUCKET": "evidence"}
    )


def _anew() -> None:
    settings.cache_clear()
    aws.dynamodb.cache_clear()
