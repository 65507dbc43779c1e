"""Notices, an import and order systems' questions at the same time on the local stack: nothing is lost."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bench.load.day import Day, name_of
from bench.load.verdict import Found, in_table, of_answers, of_import, of_planted
from chalicelib.registers.de_insolvenzbekanntmachungen import REGISTER
from chalicelib.store.table import from_wire
from infra.local_stack import LocalStack
from tests.contract.servers.de_portal import GermanPortal
from tests.contract.servers.loopback import served
from tests.integration.firm import Firm

pytestmark = pytest.mark.integration
PUBLISHED = date(2026, 11, 19)
DAY = Day(customers=60, imported=40, notices=40, planted_each=4)
AT_ONCE = 5


@pytest.fixture(scope="module")
def stack() -> Iterator[LocalStack]:
    """A stack of its own, so that everything in its table is of this day."""
    with (
        served(GermanPortal(list(DAY.published(PUBLISHED)))) as url,
        LocalStack(replaced_origins=dict.fromkeys(REGISTER.origins, url)) as deployed,
    ):
        yield deployed


def _import(stack: LocalStack, name: str, content: bytes) -> None:
    bucket = stack.outputs["ImportBucketName"]
    stack.client("s3").put_object(Bucket=bucket, Key=f"incoming/{name}.csv", Body=content)


def _imported(stack: LocalStack, name: str) -> bool:
    bucket = stack.outputs["ImportBucketName"]
    found = stack.client("s3").list_objects_v2(Bucket=bucket, Prefix=f"results/{name}.csv")
    return bool(found["KeyCount"])


def _poll(stack: LocalStack) -> None:
    day = PUBLISHED.isoformat()
    asked = {"source": REGISTER.name, "from": day, "to": day, "since": day}
    stack.client("sqs").send_message(QueueUrl=stack.outputs["PollsQueueUrl"], MessageBody=json.dumps(asked))


def _found(stack: LocalStack) -> Found:
    return in_table(stack.client("dynamodb"), stack.outputs["TableName"], from_wire)


def _ask(stack: LocalStack, token: str, number: str) -> dict[str, Any]:
    asked_at = datetime.now(UTC)
    answer = stack.call("GET", f"/v1/customers/{number}/block", token=token)
    said = {"number": answer.body.get("customer_number"), "blocked": answer.body.get("blocked")}
    return {"asked": number, "at": asked_at.isoformat(), "status": answer.status, **said}


def test_nothing_is_lost_when_everything_comes_at_once(stack: LocalStack) -> None:
    _import(stack, "known", DAY.file(range(DAY.customers)))
    stack.wait(lambda: _imported(stack, "known"), 60, "the customers who were there before")
    token, numbers = stack.token("blocks/read"), [name_of(n) for n in range(DAY.customers)]
    answers: list[dict[str, Any]] = []
    _poll(stack)
    _import(stack, "new", DAY.file(DAY.new_numbers()))
    with ThreadPoolExecutor(AT_ONCE) as order_systems:
        for start in range(0, DAY.customers // 2, AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            answers += order_systems.map(lambda number: _ask(stack, token, number), some)
        stack.wait(lambda: _imported(stack, "new"), 60, "the import")
        stack.wait(lambda: not of_planted(DAY, _found(stack), PUBLISHED), 60, "what follows from each planted notice")
        Firm(stack).wait_until_quiet()
        answers += order_systems.map(lambda number: _ask(stack, token, number), numbers)
    found = _found(stack)
    assert of_planted(DAY, found, PUBLISHED) == []
    assert of_import(DAY, found, datetime.now(UTC)) == []
    assert of_answers(answers, found) == []
    assert len({one["asked"] for one in answers if one["blocked"]} & {*numbers}) >= len(DAY.planted()) // 2
