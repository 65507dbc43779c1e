"""How quickly an order system is answered, beside a bare Chalice route that does one GetItem.

python -m bench.block_answer [--rounds 1500]

Both go through Chalice as Lambda calls it, with a gateway's event and a token's claims, in this process, against the
same database, in turns: a busy moment of the machine strikes both. With DYNAMODB_LOCAL=1 it is DynamoDB Local's, else
the emulator's. An answer that reads the sources' states anew, as one in ten seconds does, is measured by itself.
"""

import argparse
import contextlib
import io
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import boto3
from chalice.app import Chalice

from app import app
from bench.cockpit import open_case, pair
from bench.results import beside, percentile, replace_rows
from bench.tables import tables
from chalicelib import clock
from chalicelib.api import blocks
from chalicelib.matching.keys import keys_of
from chalicelib.model.source import PollState, SourceStatus
from chalicelib.store import customers, sources
from infra.dynamodb_local import TABLES

ROUTE = "/v1/customers/{number}/block"
AIM = 1.2
BLOCKED, FREE = 0, 1
_SOURCES = ("de_insolvenzbekanntmachungen", "fr_bodacc", "ch_shab", "gb_companies_house")
_DAYS_COUNTED = 21
_WARM = 50

Ask = Callable[[], object]


class Took(NamedTuple):
    """Milliseconds of each answer, and of the processor in this process."""

    wall: list[float]
    cpu: list[float]


def main() -> int:
    """0 when everything was answered; an aim that is missed is a row, not a failure."""
    parser = argparse.ArgumentParser(prog="bench.block_answer", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1500, help="answers of each kind")
    options = parser.parse_args()
    with tables() as kept:
        numbers = settle_in(clock.now())
        asked = {name: asking(app, number) for name, number in numbers.items()}
        asked["not blocked, sources read anew"] = reading_anew(asked["not blocked"])
        peer = asking(bare(), numbers["not blocked"])
        took = measured({"peer": peer, **asked}, options.rounds)
        rows = rows_of(took)
        replace_rows("block answer", rows, database=kept.database)
    for one in rows:
        print(f"{one['name']:<50} {one['ours']:8.3f} {one['peer']:8.3f} {one['ratio']:6.2f}  {one['goal'] or ''}")
    return 0


def settle_in(now: datetime) -> dict[str, str]:
    """Sources that are well, and two customers by what is to be answered about them: one with a block, one without."""
    for name in _SOURCES:
        days = {(now.date() - timedelta(days=one)).isoformat(): 200 for one in range(_DAYS_COUNTED)}
        moments = {"checked_through": now, "last_attempt": now, "last_success": now}
        sources.put(
            SourceStatus.model_validate(
                {"name": name, "last_state": PollState.NEW_NOTICES, "notices_by_day": days, **moments}
            )
        )
    open_case(BLOCKED, now.date())
    free, _ = pair(FREE, now.date(), now)
    customers.put(free, keys_of(free))
    blocked, _ = pair(BLOCKED, now.date(), now)
    return {"not blocked": free.number, "blocked": blocked.number}


def bare() -> Chalice:
    """The leanest Chalice app that asks the table something."""
    made, client = Chalice(app_name="bare"), boto3.client("dynamodb")

    def get(number: str) -> dict[str, bool]:
        key = {"pk": {"S": f"CUSTOMER#{number}"}, "sk": {"S": "PROFILE"}}
        return {"known": "Item" in client.get_item(TableName=TABLES["TABLE_NAME"], Key=key, ConsistentRead=True)}

    made.route(ROUTE, methods=["GET"])(get)
    return made


def asking(answering: Chalice, number: str) -> Ask:
    """One request as Lambda hands it on; the answer is checked."""
    event = gateway_event(number)

    def ask() -> None:
        answer: dict[str, Any] = answering(event, None)
        if answer["statusCode"] != 200:
            raise RuntimeError(f"customer {number}: {answer}")

    return ask


def reading_anew(ask: Ask) -> Ask:
    """The same request, after the states of the sources were forgotten."""

    def anew() -> None:
        blocks.forget()
        ask()

    return anew


def gateway_event(number: str) -> dict[str, Any]:
    """A REST API's proxy event, with what the gateway's authorizer read from the token."""
    path = ROUTE.replace("{number}", number)
    headers = {"Accept": "application/json", "Authorization": f"Bearer {'x' * 900}", "User-Agent": "order-system/7"}
    return {
        "resource": ROUTE,
        "path": path,
        "httpMethod": "GET",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"number": number},
        "stageVariables": None,
        "requestContext": {
            "httpMethod": "GET",
            "resourcePath": ROUTE,
            "path": f"/api{path}",
            "stage": "api",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "identity": {"sourceIp": "127.0.0.1"},
            "authorizer": {"claims": {"client_id": "order-system", "scope": "blocks/read", "token_use": "access"}},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def measured(asked: dict[str, Ask], rounds: int) -> dict[str, Took]:
    """What each took, in turns and each time in another order; all have been asked before."""
    took = {name: Took([], []) for name in asked}
    names = list(asked)
    with contextlib.redirect_stdout(io.StringIO()) as log:  # what Lambda would take as the log
        for turn in range(-_WARM, rounds):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                began, worked = time.perf_counter(), time.process_time()
                asked[name]()
                if turn >= 0:
                    took[name].cpu.append((time.process_time() - worked) * 1000)
                    took[name].wall.append((time.perf_counter() - began) * 1000)
            log.seek(0)
            log.truncate()
    return took


def rows_of(took: dict[str, Took]) -> list[dict[str, Any]]:
    """Median and 99th percentile beside the peer's, and the processor's time."""
    peer = took["peer"]
    rows = []
    for name, ours in took.items():
        if name == "peer":
            continue
        for label, share in (("p50", 0.5), ("p99", 0.99)):
            values = percentile(ours.wall, share), percentile(peer.wall, share)
            rows.append(beside(f"customer {name}, {label}", *values, "ms", most=AIM))
        rows.append(beside(f"customer {name}, processor", percentile(ours.cpu, 0.5), percentile(peer.cpu, 0.5), "ms"))
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
