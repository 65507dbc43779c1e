"""The environment, read in this one place and checked when first asked for."""

import json
import os
from collections.abc import Mapping
from functools import cache

from pydantic import Field, field_validator

from chalicelib.model.record import Record


class Settings(Record):
    """What the template hands to every function; names are those of the environment, in lower case."""

    stage: str = "local"
    table_name: str
    keys_table_name: str
    evidence_bucket: str
    import_bucket: str = ""
    documents_bucket: str = ""
    polls_queue_url: str = ""
    notices_queue_url: str = ""
    customers_queue_url: str = ""
    alerts_queue_url: str = ""
    bureaus_queue_url: str = ""
    customer_checks_queue_url: str = ""
    credit_events_queue_url: str = ""
    books_queue_url: str = ""
    queue_url: str = Field(default="", description="the queue this step reads")
    dead_letter_queue_url: str = Field(default="", description="where this step puts what it cannot do")
    max_receives: int = 5
    order_systems_topic_arn: str = ""
    link_key_secret: str = Field(default="", description="the secret with the key that signs links")
    public_url: str = Field(default="", description="where people reach the API; {api} stands for its id")
    api_id: str = ""
    mail_sender: str = "insolvency-watch@example.com"
    default_recipients: tuple[str, ...] = Field(
        default=(), max_length=20, description="who is told when a customer names nobody, and when a source is late"
    )
    disabled_sources: tuple[str, ...] = ()
    parameter_prefix: str = "/insolvency-watch/local"
    replaced_origins: Mapping[str, str] = Field(
        default_factory=dict, description="declared origin -> origin to ask instead; empty in production"
    )
    user_pool_id: str = ""
    dead_letter_queues: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="by name the address of each, and of the queue whose messages end there"
    )

    @field_validator("default_recipients", "disabled_sources", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("dead_letter_queues", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = (part.split("=") for part in value.split(",") if "=" in part)
        return {name: tuple(urls) for name, *urls in parts}

    @field_validator("replaced_origins", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        return json.loads(value or "{}") if isinstance(value, str) else value


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        pydantic.ValidationError: a required variable is missing; the message names it.
    """
    known = {name: os.environ[name.upper()] for name in Settings.model_fields if name.upper() in os.environ}
    return Settings.model_validate(known)


def in_lambda() -> bool:
    """Whether this process answers as a deployed function."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


# Outputs of the deployed template that a command needs, by the variable that carries them into a function.
_OUTPUTS = {
    "TABLE_NAME": "TableName",
    "KEYS_TABLE_NAME": "KeysTableName",
    "EVIDENCE_BUCKET": "EvidenceBucketName",
    "IMPORT_BUCKET": "ImportBucketName",
    "DOCUMENTS_BUCKET": "DocumentsBucketName",
    "CUSTOMER_CHECKS_QUEUE_URL": "CustomerChecksQueueUrl",
    "PARAMETER_PREFIX": "ParameterPrefix",
    "DEAD_LETTER_QUEUES": "DeadLetterQueues",
}


def adopt(outputs: Mapping[str, str]) -> None:
    """Lets this process work on a deployed stack, as its functions do; for commands."""
    os.environ.update({name: outputs[output] for name, output in _OUTPUTS.items() if output in outputs})
    settings.cache_clear()


def chosen_stack() -> str | None:
    """Name of the deployed stack that a command works on when it is told no other."""
    return os.environ.get("INSOLVENCY_WATCH_STACK")
