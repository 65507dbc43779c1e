"""What can go wrong at one outside call of a step, as botocore shows it or as the process's end."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError


class ProcessDied(BaseException):
    """The process is gone: no handler of the product sees it."""


class Fault(StrEnum):
    """The lasting ones go on at each further call until the step ends."""

    DIES_BEFORE = "dies before"
    DIES_AFTER = "dies after"
    THROTTLED = "is throttled"
    THROTTLED_ON = "is throttled from here on"
    CONFLICT = "conflicts with another transaction"
    CONFLICT_ON = "conflicts with other transactions from here on"
    CANCELLED_THROTTLED = "has its transaction cancelled by throttling"
    TIMES_OUT_BEFORE = "times out, not done"
    TIMES_OUT_AFTER = "times out, yet done"

    @property
    def lasting(self) -> bool:
        """Whether the rest of the step suffers, too."""
        return self in {Fault.THROTTLED_ON, Fault.CONFLICT_ON}

    def strikes(self, operation: str) -> bool:
        """Whether this can happen at this operation."""
        transactional = {Fault.CONFLICT, Fault.CONFLICT_ON, Fault.CANCELLED_THROTTLED}
        return self not in transactional or operation == "TransactWriteItems"


WRITES = frozenset(
    {"TransactWriteItems", "SendMessage", "PutObject", "SendEmail", "Publish", "ChangeMessageVisibility"}
)
_THROTTLING = {
    "TransactWriteItems": "ProvisionedThroughputExceededException",
    "GetItem": "ProvisionedThroughputExceededException",
    "BatchGetItem": "ProvisionedThroughputExceededException",
    "Query": "ProvisionedThroughputExceededException",
    "SendEmail": "TooManyRequestsException",
    "Publish": "Throttled",
    "PutObject": "SlowDown",
    "GetObject": "SlowDown",
}


def struck(fault: Fault, operation: str, items: int, effect: Callable[[], Any]) -> Any:
    """The call with the fault: what it answers, or how it ends.

    Raises:
        ProcessDied: in place of, or behind, the call.
        ClientError: AWS refuses it.
        ReadTimeoutError: AWS does not answer in time.
    """
    if fault is Fault.DIES_BEFORE:
        raise ProcessDied(operation)
    if fault in {Fault.DIES_AFTER, Fault.TIMES_OUT_AFTER}:
        effect()
    if fault is Fault.DIES_AFTER:
        raise ProcessDied(operation)
    if fault in {Fault.TIMES_OUT_BEFORE, Fault.TIMES_OUT_AFTER}:
        raise ReadTimeoutError(endpoint_url="http://127.0.0.1")
    if fault in {Fault.CONFLICT, Fault.CONFLICT_ON}:
        raise cancelled(["TransactionConflict"] + ["None"] * (items - 1))
    if fault is Fault.CANCELLED_THROTTLED:
        raise cancelled(["ProvisionedThroughputExceeded"] + ["None"] * (items - 1))
    raise refused(_THROTTLING.get(operation, "ThrottlingException"), operation)


def refused(code: str, operation: str) -> ClientError:
    """AWS's answer with this error code."""
    return ClientError({"Error": {"Code": code, "Message": "refused on purpose"}}, operation)


def cancelled(codes: list[str]) -> ClientError:
    """A cancelled transaction with its reason for each item."""
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": f"cancelled: {codes}"},
        "CancellationReasons": [{"Code": code} for code in codes],
    }
    return ClientError(answer, "TransactWriteItems")
