"""link-customers: puts every stored customer on the queue where bureaus are asked who it is; for a new bureau."""

import argparse
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib import clock
from chalicelib.errors import NotFoundError
from chalicelib.model.link_run import LinkRun
from chalicelib.settings import settings
from chalicelib.store import link_runs, queues, scanning
from chalicelib.store.keys import Key

_PAGE = 100


def main(argv: list[str]) -> int:
    """0 when every customer is on the queue.

    A customer that no bureau was ever asked about is also checked, where a plan says `creation`; the month's budget
    ends that. Broken off, `--resume` goes on behind the last finished page; asked twice, a customer is not paid twice.
    """
    parser = argparse.ArgumentParser(
        prog="insolvency-watch link-customers", description=f"{__doc__} {main.__doc__}", allow_abbrev=False
    )
    parser.add_argument("--resume", action="store_true", help="go on where the last run was broken off")
    parser.add_argument("--per-minute", type=_rate, default=120, help="customers a minute (default 120)")
    arguments = parser.parse_args(argv)
    queue = settings().customer_checks_queue_url
    if not queue:
        raise NotFoundError("the stack names no queue for checks of customers (output CustomerChecksQueueUrl)")
    last = link_runs.get() if arguments.resume else None
    if last and last.finished_at:
        print(f"the last run finished at {last.finished_at:%Y-%m-%d %H:%M} UTC with {last.sent} customers")
        return 0
    run = _run(last or LinkRun(started_at=clock.now()), queue, 60 / arguments.per_minute)
    print(f"{run.sent} customers are on the queue")
    return 0


def _run(run: LinkRun, queue: str, pause: float) -> LinkRun:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    start = Key(*run.next_start) if run.next_start else None
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("items", total=scanning.items_in_table() or None, completed=run.looked_at)
        for page in scanning.scan_types(("customer",), start, _PAGE):
            for item in page.items:
                queues.send(queue, {"type": "customer", "pk": str(item["pk"]), "sk": str(item["sk"])})
                time.sleep(pause)
            run = run.model_copy(
                update={
                    "looked_at": run.looked_at + page.looked_at,
                    "sent": run.sent + len(page.items),
                    "next_start": tuple(page.next_start) if page.next_start else None,
                    "finished_at": None if page.next_start else clock.now(),
                }
            )
            link_runs.put(run)
            progress.update(bar, completed=run.looked_at)
    return run


def _rate(given: str) -> float:
    rate = float(given)
    if not 0 < rate <= 6000:
        raise argparse.ArgumentTypeError("between 1 and 6000 a minute")
    return rate
