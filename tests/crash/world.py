"""The whole product in one process: its steps, the queues between them, and a cloud that fails as told."""

import json
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

import stamina

from chalicelib import access, aws, bookkeeping, bureaus, clock, registers
from chalicelib.settings import settings
from chalicelib.store import customers, table
from functions import (
    apply_credit_events,
    check_customers,
    check_sources,
    entry,
    follow_books,
    import_customers,
    match_customers,
    match_notices,
    poll_bureau,
    poll_register,
    purge_expired,
    relay_changes,
    send_alerts,
    send_reports,
    start_polls,
    watch_deadlines,
)
from tests.crash.cloud import Cloud, Message
from tests.crash.faults import ProcessDied
from tests.crash.sources import (
    BUREAU,
    REGISTER,
    Gazette,
    Office,
    bureau_named,
    entered_bureau,
    entered_register,
    register_named,
)

MAX_RECEIVES = 5
READERS: dict[str, Any] = {
    "polls": poll_register.poll,
    "bureaus": poll_bureau.poll,
    "notices": match_notices.match,
    "customers": match_customers.match,
    "customer_checks": check_customers.check,
    "credit_events": apply_credit_events.apply,
    "books": follow_books.follow,
    "alerts": send_alerts.send,
    "imports": import_customers.handle,
}
SCHEDULED: dict[str, Any] = {
    "start_polls": start_polls,
    "check_sources": check_sources,
    "watch_deadlines": watch_deadlines,
    "send_reports": send_reports,
    "purge_expired": purge_expired,
}
_NEW, _NEW_OR_CHANGED = {"notice", "credit_event", "alert"}, {"customer", "ledger"}
_CONTEXT = SimpleNamespace(
    function_name="f",
    memory_limit_in_mb=128,
    invoked_function_arn="arn",
    aws_request_id="1",
    function_version="1",
    get_remaining_time_in_millis=lambda: 600_000,
)
_ENVIRONMENT = {
    "TABLE_NAME": "table",
    "KEYS_TABLE_NAME": "keys",
    "EVIDENCE_BUCKET": "evidence",
    "IMPORT_BUCKET": "imports",
    "DEFAULT_RECIPIENTS": "credit-control@example.com",
    "MAX_RECEIVES": str(MAX_RECEIVES),
    "POWERTOOLS_METRICS_NAMESPACE": "crash",
    "POWERTOOLS_SERVICE_NAME": "crash",
    "POWERTOOLS_METRICS_DISABLED": "true",
    **{f"{name.upper()}_QUEUE_URL": name for name in READERS},
}


@dataclass
class World:
    """What is deployed, and what time it is. `down` are steps that died and wait to be tried again."""

    cloud: Cloud = field(default_factory=Cloud)
    gazette: Gazette = field(default_factory=Gazette)
    office: Office = field(default_factory=Office)
    now: datetime = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
    ticks: timedelta = timedelta(milliseconds=1)
    due: list[str] = field(default_factory=list)
    invoked: int = 0
    died: int = 0
    raised: list[Exception] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    acted_on: set[str] = field(default_factory=set)
    """Cases in which a person has released, lowered or judged."""
    delivered: list[tuple[str, str]] = field(default_factory=list)
    after_step: Callable[["World"], None] = lambda _world: None

    def copied(self) -> "World":
        """A world of its own in the same state."""
        gazette = replace(self.gazette, published=list(self.gazette.published), unreadable=set(self.gazette.unreadable))
        return World(
            cloud=self.cloud.copied(),
            gazette=gazette,
            office=Office(list(self.office.told)),
            now=self.now,
            ticks=self.ticks,
            due=list(self.due),
            acted_on=set(self.acted_on),
            delivered=list(self.delivered),
            after_step=self.after_step,
        )

    def ask(self, queue: str, message: Any) -> None:
        """Puts a message on a queue, as a person or S3 would."""
        body = message if isinstance(message, str) else json.dumps(message)
        self.cloud.queues.setdefault(queue, []).append(Message(body))

    def run(self, name: str) -> bool:
        """Whether the scheduled step came to its end."""
        return self._invoked(lambda: SCHEDULED[name].handler({}, _CONTEXT)) is not None

    def relay(self, most: int = 100) -> bool:
        """Whether the next records of the stream were relayed; those that were not come again, in order."""
        batch = self.cloud.stream[:most]
        records = [_record(one) for one in batch if _wanted(one)]
        done = not records or self._invoked(lambda: relay_changes.handler({"Records": records}, _CONTEXT)) is not None
        if done:
            self.cloud.stream = self.cloud.stream[len(batch) :]
        return done

    def step(self, queue: str, most: int = 1) -> None:
        """One invocation of the queue's reader; what it did not do comes again, or ends in the dead letters."""
        taken = self.cloud.take(queue, most)
        spent = [one for one in taken if one.received > MAX_RECEIVES]
        self.cloud.queues.setdefault(f"{queue}-dead", []).extend(spent)
        taken = [one for one in taken if one.received <= MAX_RECEIVES]
        if not taken:
            return
        event = {"Records": [_sqs(place, one) for place, one in enumerate(taken)]}
        handler = entry.queue_step(queue, READERS[queue])  # each process has one of its own
        answer = self._invoked(lambda: handler(event, _CONTEXT), queue)
        failed = set(range(len(taken)))
        if answer is not None:
            failed = {int(one["itemIdentifier"]) for one in answer["batchItemFailures"]}
        self.delivered += [(queue, one.body) for place, one in enumerate(taken) if place not in failed]
        self.cloud.queues[queue] += [one for place, one in enumerate(taken) if place in failed]

    def pending(self) -> list[str]:
        """Scheduled steps that are due, the stream, and queues with work."""
        waiting = [name for name in READERS if self.cloud.queues.get(name)]
        return [*self.due, *(["stream"] if self.cloud.stream else []), *waiting]

    def settle(self, most: int = 2_000) -> None:
        """Everything that was going to happen has happened; it is an error when that never ends."""
        for _ in range(most):
            waiting = self.pending()
            if not waiting:
                return
            self.work_on(waiting[0])
        raise AssertionError(f"the queues do not become empty: {self.pending()}")

    def work_on(self, pending: str) -> None:
        """One invocation of what is pending under this name. A scheduled run that died is tried again."""
        if pending in SCHEDULED:
            self.due = [one for one in self.due if one != pending] + ([] if self.run(pending) else [pending])
        elif pending == "stream":
            self.relay()
        else:
            self.step(pending)

    def dead(self) -> list[tuple[str, Message]]:
        """What lies in the dead-letter queues."""
        return [(name, one) for name in READERS for one in self.cloud.queues.get(f"{name}-dead", [])]

    def rows(self, kind: str) -> list[table.Item]:
        """Every item of a type in the main table, by key."""
        found = (row for rows in self.cloud.tables["table"].values() for row in rows.values() if row["type"] == kind)
        return sorted(found, key=lambda row: (row["pk"], row["sk"]))

    def _invoked(self, handle: Callable[[], Any], queue: str = "") -> Any:
        """The step's answer; None when its process died or it raised."""
        self.invoked += 1
        outer, lasting, self.cloud.lasting = dict(os.environ), self.cloud.lasting, None
        os.environ.update({"QUEUE_URL": queue, "DEAD_LETTER_QUEUE_URL": f"{queue}-dead"})
        settings.cache_clear()
        try:
            with installed(self):
                return handle()
        except ProcessDied:
            self.died += 1
            return None
        except Exception as error:  # noqa: BLE001 - Lambda's edge: an invocation that raised is tried again
            self.raised.append(error)
            return None
        finally:
            self.cloud.lasting = lasting
            os.environ.update({name: outer.get(name, "") for name in ("QUEUE_URL", "DEAD_LETTER_QUEUE_URL")})
            settings.cache_clear()
            try:
                self.after_step(self)
            except AssertionError as error:  # a step may be within another, which must not take it for its own
                self.violations.append(str(error))


_current: list[World] = []


@contextmanager
def installed(world: World) -> Iterator[World]:
    """Within, the product works on this world; worlds may nest."""
    _current.append(world)
    try:
        yield world
    finally:
        _current.pop()


@contextmanager
def in_one_process() -> Iterator[None]:
    """Within, nothing of the product reaches anything but the installed world, and no pause takes time."""
    level = entry.logger.log_level
    with ExitStack() as undo, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No application metrics to publish")
        undo.enter_context(mock.patch.dict(os.environ, _ENVIRONMENT))
        for client in ("dynamodb", "s3", "sqs", "sns", "ses", "ssm"):
            undo.enter_context(mock.patch.object(aws, client, _cloud))
        undo.enter_context(mock.patch.object(clock, "now", _tick))
        undo.enter_context(mock.patch.object(table, "_PAUSES_SECONDS", (0, 0, 0)))
        undo.enter_context(mock.patch.object(customers, "QUERIES_AT_ONCE", 1))
        undo.enter_context(mock.patch.object(bookkeeping, "_ACCOUNTS_AT_ONCE", 1))
        undo.enter_context(mock.patch.object(registers, "names", return_value=(REGISTER,)))
        undo.enter_context(
            mock.patch.object(registers, "load", lambda name: register_named(name, _current[-1].gazette))
        )
        undo.enter_context(mock.patch.object(bureaus, "names", return_value=(BUREAU,)))
        undo.enter_context(mock.patch.object(bureaus, "load", _bureau))
        undo.enter_context(mock.patch.object(access, "register_web", entered_register))
        undo.enter_context(mock.patch.object(access, "bureau", entered_bureau))
        undo.enter_context(stamina.set_testing(True, attempts=5, cap=True))
        entry.logger.setLevel("CRITICAL")
        settings.cache_clear()
        yield
    entry.logger.setLevel(level)
    settings.cache_clear()


def _cloud() -> Cloud:
    return _current[-1].cloud


def _register(name: str) -> Any:
    return register_named(name, _current[-1].gazette)


def _bureau(name: str) -> Any:
    return bureau_named(name, _current[-1].office)


def _tick() -> datetime:
    """Each look at the clock is a little later, so that equal times hide nothing."""
    world = _current[-1]
    world.now += world.ticks
    return world.now


def _wanted(change: dict[str, Any]) -> bool:
    """The stream mapping's filter, as in the template."""
    kind = change["image"]["type"]
    return kind in _NEW_OR_CHANGED or (kind in _NEW and change["eventName"] == "INSERT")


def _record(change: dict[str, Any]) -> dict[str, Any]:
    return {"eventName": change["eventName"], "dynamodb": {"NewImage": table.to_wire(change["image"])}}


def _sqs(place: int, message: Message) -> dict[str, Any]:
    return {
        "messageId": str(place),
        "receiptHandle": f"receipt-{place}",
        "body": message.body,
        "attributes": {"ApproximateReceiveCount": str(message.received)},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
    }
