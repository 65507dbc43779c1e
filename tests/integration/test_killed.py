"""Processes of functions are killed for real while they work, and poison lies on every queue: nothing is lost."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from infra.local_stack import LocalStack
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren
from tests.integration.test_commands import run

DAY = date(2026, 6, 10)
CUSTOMERS = 12
_ROUNDS = 3  # fewer than a message may be received before it is given up
QUEUES = ("Polls", "Notices", "Customers", "Alerts", "Imports", "Bureaus", "CustomerChecks", "CreditEvents", "Books")


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in found for child in one.read_text().split()]


class Killer:
    """Kills a function's process now and then; only those of this stack's emulator."""

    def __init__(self, stack: LocalStack) -> None:
        process = stack._process
        assert process is not None
        self.emulator, self.rounds, self.killed, self._stop = process.pid, _ROUNDS, 0, Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Killer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        while self.rounds and not self._stop.wait(1.7):  # a cold start takes about one second
            self.rounds -= 1
            for worker in children(self.emulator):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
                    self.killed += 1


@pytest.fixture
def impatient(local_stack: LocalStack) -> Iterator[None]:
    """Messages of a killed process come again in seconds instead of in minutes or hours, as the template says."""
    sqs, before = local_stack.client("sqs"), {}
    for queue in QUEUES:
        url = local_stack.outputs[f"{queue}QueueUrl"]
        asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
        before[url] = asked["Attributes"]["VisibilityTimeout"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "3"})
    yield
    for url, seconds in before.items():
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": seconds})


@pytest.mark.usefixtures("impatient")
@pytest.mark.skipif(sys.platform != "linux", reason="finds the functions' processes in /proc")
def test_killed_processes_lose_nothing(firm: Firm, gazettes: Registers, local_stack: LocalStack) -> None:
    names = {f"K-{place}": f"Verrerie Aubrac {place}" for place in range(CUSTOMERS)}
    numbers = {number: siren(61_000_000 + place) for place, number in enumerate(names)}
    for number, name in names.items():
        firm.keep(number, name, identifiers=[{"scheme": "siren", "value": numbers[number]}])
    for place, (number, name) in enumerate(names.items()):
        gazettes.publish_in_france(bodacc(DAY, 200 + place, french_company(name.upper(), numbers[number])))
    with Killer(local_stack) as killer:
        firm.send("PollsQueueUrl", {"source": "fr_bodacc", "from": str(DAY), "to": str(DAY)})
        time.sleep(5.5)
    assert killer.killed >= _ROUNDS
    for number in names:
        local_stack.wait(lambda: firm.block(number).body["blocked"], 60, f"the block of {number}")  # noqa: B023
    local_stack.wait(lambda: all(_told(firm, number) for number in names), 90, "every alert to be sent")
    for number in names:
        file = firm.only_case(number)
        assert (file["case"]["state"], file["block"]["state"]) == ("open", "active")
        assert len(file["case"]["notices"]) == 1
        assert any(number in mail["Subject"] for mail in local_stack.sent_mails())


def _told(firm: Firm, number: str) -> bool:
    found = firm.alerts(number)
    return bool(found) and all(one["state"] == "sent" for one in found)


def test_poison_on_every_queue_is_put_aside_with_its_reason_and_put_back(local_stack: LocalStack, firm: Firm) -> None:
    poison = {queue: f"poison for {queue}" for queue in QUEUES}
    for queue, body in poison.items():
        firm.send(f"{queue}QueueUrl", body)
    for queue, body in poison.items():
        found = local_stack.wait(lambda: _lying(local_stack, queue, body), 60, f"poison of {queue}")  # noqa: B023
        said = {name: value["StringValue"] for name, value in found["MessageAttributes"].items()}
        assert said["error"] == "InvalidInputError", queue
        assert said["reason"].startswith("InvalidInputError: body: the message is no JSON"), queue
    time.sleep(2.5)  # what this test has just looked at is held for two seconds
    shown = redrive(local_stack)
    assert [queue for queue in QUEUES if f"poison for {queue}" not in shown] == [], shown
    assert redrive(local_stack, "--back").count("put back") >= len(QUEUES)
    drops = []
    for queue, body in poison.items():
        again = local_stack.wait(lambda: _lying(local_stack, queue, body), 60, f"poison of {queue} again")  # noqa: B023
        drops += ["--drop", again["MessageId"]]
    time.sleep(2.5)
    assert redrive(local_stack, *drops).count("dropped") == len(QUEUES)
    assert not any(_lying(local_stack, queue, body) for queue, body in poison.items())


def _lying(stack: LocalStack, queue: str, body: str) -> dict[str, Any] | None:
    return next((one for one in stack.messages(f"{queue}DeadLettersUrl") if one["Body"] == body), None)


def redrive(stack: LocalStack, *options: str) -> str:
    """What the command prints."""
    return run(stack, "redrive", *options).stdout
