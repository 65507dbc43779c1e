"""Counts what a process asks of AWS: requests, consumed units, transactions. For measuring only; no step knows of it.

It hangs on the events of botocore's clients, so what is counted is what the product's own clients send.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import process_time, thread_time
from typing import Any

from bench.sizes import write_units

Found = list[dict[str, Any] | None]
Look = Callable[[list[tuple[str, dict[str, Any]]]], Found]
"""Reads these items (table and key) uncounted, None where there is none."""
_READS = ("GetItem", "BatchGetItem", "Query")
_WRITES = "TransactWriteItems"
_SUMS = ("requests", "read_units", "write_units", "items_written", "cpu_ms", "differences")


@dataclass
class Meter:
    """What was asked since counting began; requests by operation, as in "dynamodb.Query".

    `cpu_ms` is the processor's time in this process alone, without what counting itself takes. `differences` are
    transactions of one item of which DynamoDB Local says other units than the rules; of nothing deleted it says half.
    """

    requests: Counter[str] = field(default_factory=Counter)
    read_units: float = 0
    write_units: float = 0
    items_written: int = 0
    cpu_ms: float = 0
    differences: int = 0
    rests: bool = False
    _lock: Any = field(default_factory=Lock, repr=False, compare=False)

    def __add__(self, other: "Meter") -> "Meter":
        return Meter(**{name: getattr(self, name) + getattr(other, name) for name in _SUMS})

    def watch(self, client: Any, look: Look) -> None:
        """Counts all that this client asks from now on."""
        service = client.meta.service_model.service_name
        events = client.meta.events
        events.register(f"after-call.{service}", self._counted)
        if service == "dynamodb":
            for operation in (*_READS, _WRITES):
                events.register(f"provide-client-params.dynamodb.{operation}", self._consumption_wanted)
            events.register(f"provide-client-params.dynamodb.{_WRITES}", self._before_writing(look))
            events.register(f"after-call.dynamodb.{_WRITES}", self._after_writing(look))
            for operation in _READS:
                events.register(f"after-call.dynamodb.{operation}", self._read)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Adds what the processor works in the block."""
        began = process_time()
        try:
            yield
        finally:
            self.cpu_ms += (process_time() - began) * 1000

    @contextmanager
    def resting(self) -> Iterator[None]:
        """What is written in the block is not weighed, which takes reading each item twice."""
        self.rests = True
        try:
            yield
        finally:
            self.rests = False

    def taken(self) -> "Meter":
        """What was counted; counting begins anew."""
        with self._lock:
            taken, empty = self + Meter(), Meter()
            for name in _SUMS:
                setattr(self, name, getattr(empty, name))
        return taken

    @property
    def reads(self) -> int:
        """Requests that read tables."""
        return sum(self.requests[f"dynamodb.{name}"] for name in _READS)

    @property
    def transactions(self) -> int:
        """Transactions asked for, cancelled ones too."""
        return self.requests[f"dynamodb.{_WRITES}"]

    def _counted(self, model: Any, **_: object) -> None:
        with self._lock:
            self.requests[f"{model.service_model.service_name}.{model.name}"] += 1

    def _consumption_wanted(self, params: Mapping[str, Any], context: dict[str, Any], **_: object) -> dict[str, Any]:
        context["bench"] = {"asked": params}
        return {**params, "ReturnConsumedCapacity": "TOTAL"}

    def _read(self, parsed: Mapping[str, Any], context: dict[str, Any], **_: object) -> None:
        units = read_units(context["bench"]["asked"], parsed)
        with self._lock:
            self.read_units += units

    def _before_writing(self, look: Look) -> Callable[..., None]:
        def before(params: Mapping[str, Any], context: dict[str, Any], **_: object) -> None:
            if not self.rests:
                with self._own_work():
                    context["bench"]["before"] = look(_places(params))

        return before

    def _after_writing(self, look: Look) -> Callable[..., None]:
        def after(parsed: Mapping[str, Any], context: dict[str, Any], **_: object) -> None:
            if self.rests:
                return
            with self._own_work():
                asked, before = context["bench"]["asked"], context["bench"]["before"]
                behind = look(_places(asked))
                units = list(map(write_units, before, behind))
                said = [one["CapacityUnits"] for one in parsed.get("ConsumedCapacity", ())]
            with self._lock:
                self.items_written += len(units)
                self.write_units += sum(units)
                alone = len(units) == 1 and (before[0] or behind[0]) and "Error" not in parsed
                self.differences += bool(alone and said != units)

        return after

    @contextmanager
    def _own_work(self) -> Iterator[None]:
        began = thread_time()
        try:
            yield
        finally:
            with self._lock:
                self.cpu_ms -= (thread_time() - began) * 1000


def read_units(asked: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Units of a read. DynamoDB Local says 0 where nothing is found; the service bills each such key as a small item.

    >>> nothing = {"ConsumedCapacity": {"CapacityUnits": 0.0}}
    >>> read_units({"TableName": "t"}, nothing), read_units({"TableName": "t", "ConsistentRead": True}, nothing)
    (0.5, 1.0)
    """
    consumed = answer.get("ConsumedCapacity", ())
    several = [consumed] if isinstance(consumed, Mapping) else consumed
    units = sum(float(one["CapacityUnits"]) for one in several)
    if "RequestItems" not in asked:
        return max(units, 1.0 if asked.get("ConsistentRead") else 0.5)
    for name, wanted in asked["RequestItems"].items():
        missing = len(wanted["Keys"]) - len(answer.get("Responses", {}).get(name, ()))
        units += missing * (1.0 if wanted.get("ConsistentRead") else 0.5)
    return units


def _places(asked: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Table and key of every item of a transaction."""
    bodies = [body for request in asked["TransactItems"] for body in request.values()]
    items = [(body["TableName"], body.get("Key") or body["Item"]) for body in bodies]
    return [(name, {"pk": item["pk"], "sk": item["sk"]}) for name, item in items]
