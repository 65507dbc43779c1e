"""Order systems that ask at the same moment, each in a process of its own, through the API's real handler.

    python -m bench.load.asking --numbers FILE --at-once 50 --every 10 --report FILE

Everybody waits for everybody before each round, so that all questions are under way together. Ends when its input is
closed. A process is what Lambda gives each of questions that come at once.
"""

import argparse
import importlib
import json
import multiprocessing
import os
import random
import select
import sys
import time
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

from bench.load.step import most_memory_mb
from chalicelib import aws, settings


class Context:
    """What Lambda tells the API's function."""

    function_name = "APIHandler"
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:eu-central-1:000000000000:function:api"
    aws_request_id = "load"


def question(number: str) -> dict[str, Any]:
    """The gateway's request for one customer's block."""
    path = "/v1/customers/{number}/block"
    claims = {"client_id": "order-system", "scope": "blocks/read"}
    return {
        "resource": path,
        "path": path.replace("{number}", number),
        "httpMethod": "GET",
        "headers": {},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"number": number},
        "stageVariables": None,
        "requestContext": {"httpMethod": "GET", "resourcePath": path, "authorizer": {"claims": claims}},
        "body": None,
        "isBase64Encoded": False,
    }


def ask(app: Any, number: str) -> dict[str, Any]:
    """What was asked when, how long it took and what was answered."""
    asked_at, began = datetime.now(UTC), time.perf_counter()
    answer = app(question(number), Context())
    took = (time.perf_counter() - began) * 1000
    body = json.loads(answer["body"])
    said = {"number": body.get("customer_number"), "blocked": body.get("blocked")}
    return {"asked": number, "at": asked_at.isoformat(), "ms": took, "status": answer["statusCode"], **said}


def _asker(place: int, numbers: list[str], together: Barrier, over: Event, every: float, folder: Path) -> None:
    aws.dynamodb.cache_clear()
    settings.settings.cache_clear()
    app = importlib.import_module("app").app
    dice, answers, own = random.Random(place), [], folder / f"asked-{place}.json"
    ask(app, numbers[0])  # a connection is there before it counts
    while True:
        together.wait()
        if over.is_set():
            break
        answers.append(ask(app, dice.choice(numbers)))
        time.sleep(every)
    own.write_text(json.dumps({"rss mb": most_memory_mb(), "answers": answers}), encoding="utf-8")


def main() -> int:
    """0 when everybody has ended."""
    parser = argparse.ArgumentParser(prog="bench.load.asking")
    parser.add_argument("--numbers", type=Path, required=True)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    numbers = json.loads(options.numbers.read_text(encoding="utf-8"))
    os.environ["AWS_LAMBDA_FUNCTION_NAME"] = "APIHandler"  # the API leaves its pages out until one is asked for
    importlib.import_module("app")
    forking = multiprocessing.get_context("fork")
    together, over = forking.Barrier(options.at_once), forking.Event()
    askers = [
        forking.Process(target=_asker, args=(place, numbers, together, over, options.every, options.folder))
        for place in range(options.at_once)
    ]
    for asker in askers:
        asker.start()
    select.select([sys.stdin], [], [])
    over.set()
    for asker in askers:
        asker.join()
    return max(abs(asker.exitcode or 0) for asker in askers)


if __name__ == "__main__":
    sys.exit(main())
