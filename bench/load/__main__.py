"""A busy day on DynamoDB Local: `make load`, or

DYNAMODB_LOCAL=1 python -m bench.load --customers 1000000 --reachable --imported 20000

A day of German notices goes from the register's stand-in to alerts, a file of customers is imported, and order systems
ask, all at once, through the real handlers. Then every planted hit, row and answer is looked for. See docs/load.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from bench.load import reporting
from bench.load.day import Day
from bench.load.house import House
from bench.load.step import most_memory_mb
from bench.load.verdict import in_table, of_answers, of_import, of_planted
from bench.pools import SAMPLES
from chalicelib import settings
from chalicelib.matching.keys import KEY_VERSION, keys_of
from chalicelib.model.document import Document
from chalicelib.model.key_rebuild import KeyRebuild
from chalicelib.registers.de_insolvenzbekanntmachungen import REGISTER, parse
from chalicelib.store import key_rebuilds
from chalicelib.store.table import from_wire
from infra.dynamodb_local import TABLES
from infra.layer import ROOT
from tests.contract.servers.de_portal import GermanPortal
from tests.contract.servers.loopback import served

_STEPS = (("PollRegister", 1), ("MatchNotices", 2), ("MatchCustomers", 2), ("SendAlerts", 1), ("ImportCustomers", 1))
_QUEUES = ("PollsQueue", "ImportsQueue", "NoticesQueue", "CustomersQueue", "AlertsQueue")


def main() -> int:
    """0 when nothing was lost."""
    parser = argparse.ArgumentParser(prog="bench.load", description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--notices", type=int, default=6_000)
    parser.add_argument("--imported", type=int, default=0, help="rows of the file that is imported meanwhile")
    parser.add_argument("--at-once", type=int, default=50, help="questions for blocks at the same moment; 0 for none")
    parser.add_argument("--every", type=float, default=10, help="seconds between their rounds")
    parser.add_argument("--reachable", action="store_true", help="leave out items that nothing on the day can read")
    parser.add_argument("--fillers", type=int, default=2, help="processes that fill the table")
    parser.add_argument("--memory", default="6g", help="Java's most for DynamoDB Local")
    options = parser.parse_args()
    samples = SAMPLES if SAMPLES.exists() else None
    day = Day(options.customers, options.imported, options.notices, samples=samples)
    published = datetime.now(UTC).date() - timedelta(days=1)
    told = reporting.machine()
    portal = GermanPortal(list(day.published(published)))
    with served(portal) as url:
        origins = dict.fromkeys(REGISTER.origins, url)
        with House(replaced_origins=origins, memory=options.memory) as house:
            run = _whole(house, day, published, options) | told
    reporting.keep(run)
    if not run["problems"]:
        shutil.rmtree(house.folder)  # else the logs tell why
    print(json.dumps(run, indent=1, ensure_ascii=False))
    return int(bool(run["problems"]))


def _whole(house: House, day: Day, published: date, options: argparse.Namespace) -> dict[str, Any]:
    began = time.monotonic()
    filled = _fill(house, day, published, options)
    fill_seconds = time.monotonic() - began
    print(f"filled: {filled['items']:,} items in {fill_seconds:.0f} s; logs in {house.folder}", file=sys.stderr)
    answers, seconds = _played(house, day, published, filled["customers"], options)
    client = house.database.client()
    found = in_table(client, TABLES["TABLE_NAME"], from_wire)
    problems = of_planted(day, found, published) + of_import(day, found, datetime.now(UTC))
    asked = [one for asker in answers for one in asker["answers"]]
    problems += of_answers(asked, found)
    dead = [name for name in house.queues if name.endswith("DeadLetters") and house.waiting(name)]
    problems += [f"{name} holds {house.waiting(name)} messages" for name in dead]
    return {
        "customers": day.customers,
        "written customers": len(filled["customers"]),
        "items": filled["items"],
        "reachable only": options.reachable,
        "fill seconds": round(fill_seconds),
        "notices": day.notices,
        "planted": len(day.planted()),
        "cases": len(found.items.get("case", [])),
        "blocks": len(found.items.get("block", [])),
        "alerts": len(found.items.get("alert", [])),
        "mails": len(house.stack.sent_mails()),
        "imported": day.imported,
        "seconds": seconds,
        "steps": house.figures(),
        "at once": options.at_once,
        "answers": _timed(asked),
        "api rss mb": max((asker["rss mb"] for asker in answers), default=None),
        "database rss mb": most_memory_mb(house.database.pid),
        "problems": problems[:50],
        "problems in all": len(problems),
    }


def _fill(house: House, day: Day, published: date, options: argparse.Namespace) -> dict[str, Any]:
    _mark_keys_as_current(house)
    extra = []
    if options.reachable:
        reachable = house.folder / "reachable.json"
        reachable.write_text(json.dumps(sorted(_asked_for(day, published))), encoding="utf-8")
        extra = ["--reachable", str(reachable)]
    share = -(-day.customers // options.fillers)
    fillers = []
    for place in range(options.fillers):
        written = house.folder / f"written-{place}.json"
        command = [sys.executable, "-m", "bench.load.fill", "--customers", str(day.customers), *extra]
        command += ["--from", str(place * share), "--to", str(min((place + 1) * share, day.customers))]
        command += ["--written", str(written)]
        fillers.append((subprocess.Popen(command, cwd=ROOT, env=house.environment()), written))  # noqa: S603  # our own arguments
    if any(process.wait() for process, _written in fillers):
        raise RuntimeError("the table could not be filled")
    parts = [json.loads(written.read_text(encoding="utf-8")) for _process, written in fillers]
    customers = [number for part in parts for number in part["customers"]]
    return {"items": sum(part["items"] for part in parts), "customers": customers}


def _asked_for(day: Day, published: date) -> set[str]:
    """The partitions of match keys that the day's notices ask for."""
    lines = "\n".join(json.dumps(row) for row in day.published(published))
    now = datetime.now(UTC)
    document = Document(
        source=REGISTER.name, url="", media_type="application/x-ndjson", content=lines.encode(), fetched_at=now
    )
    found = (keys_of(notice) for notice in parse(document))
    return {one.partition(key) for one in found for key in one.keys}


def _mark_keys_as_current(house: House) -> None:
    """As behind `rebuild-keys`: no key of a former version is looked for."""
    os.environ.update(house.environment())
    settings.settings.cache_clear()
    now = datetime.now(UTC)
    key_rebuilds.put(KeyRebuild(version=KEY_VERSION, started_at=now, finished_at=now))


def _played(
    house: House, day: Day, published: date, known: list[str], options: argparse.Namespace
) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """What order systems were answered, and how long everything took."""
    stream = house.database.start_stream()
    with ExitStack() as cleanup:
        stop = _ask(house, day, known, options) if options.at_once else None
        if stop:
            cleanup.callback(stop)
        house.start("RelayChanges", stream=stream)
        for name, copies in _STEPS:
            house.start(name, copies=copies)
        began = time.monotonic()
        window = {"from": published.isoformat(), "to": published.isoformat(), "since": published.isoformat()}
        house.send("PollsQueue", {"source": REGISTER.name, **window})
        if day.imported:
            key = "incoming/customers.csv"
            content = day.file(day.new_numbers())
            house.stack.client("s3").put_object(Bucket="load-imports", Key=key, Body=content)
            house.send("ImportsQueue", {"Records": [{"s3": {"object": {"key": key}}}]})
        seconds = {"until all was done": round(house.settle(*_QUEUES), 1)}
        seconds["in all"] = round(time.monotonic() - began, 1)
    house.end_steps()
    answers = [json.loads(one.read_text(encoding="utf-8")) for one in house.folder.glob("asked-*.json")]
    return answers, seconds


def _ask(house: House, day: Day, known: list[str], options: argparse.Namespace) -> Any:
    """Starts the order systems; the answer ends them. Half of what they ask is about customers who become insolvent."""
    planted = [f"L{number:07}" for number in day.planted().values()]
    hit = sorted(set(planted) & set(known))
    numbers = house.folder / "numbers.json"
    numbers.write_text(json.dumps([*hit, *known[:: max(len(known) // max(len(hit), 1), 1)]]), encoding="utf-8")
    command = [sys.executable, "-m", "bench.load.asking", "--numbers", str(numbers), "--folder", str(house.folder)]
    command += ["--at-once", str(options.at_once), "--every", str(options.every)]
    process = subprocess.Popen(  # noqa: S603  # our own arguments
        command, cwd=ROOT, env=house.environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )

    def stop() -> None:
        process.communicate(timeout=120)

    return stop


def _timed(asked: list[dict[str, Any]]) -> dict[str, float]:
    took = sorted(one["ms"] for one in asked)
    if len(took) < 2:
        return {"count": len(took)}
    hundredths = quantiles(took, n=100)
    return {"count": len(took), "p50 ms": round(median(took), 1), "p99 ms": round(hundredths[98], 1)}


if __name__ == "__main__":
    sys.exit(main())
