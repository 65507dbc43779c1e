"""reconcile SOURCE: closes a gap of a register's stream by asking for each customer's company, then goes on live."""

import argparse

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib import access, clock, intake, registers
from chalicelib.errors import NotFoundError
from chalicelib.model.identifier import Scheme
from chalicelib.model.register import Window
from chalicelib.store import customers, sources

# The stream's new position is taken before the companies are asked, so that nothing falls between the two.


def main(argv: list[str]) -> int:
    """0 when every company was asked."""
    arguments = _arguments(argv)
    register = registers.load(arguments.source)
    ask = getattr(register, "reconcile", None)
    scheme = getattr(register, "RECONCILES_BY", None)
    if ask is None or scheme is None:
        raise NotFoundError(f"{arguments.source} has no stream that could leave a gap")
    numbers = sorted(customers.identified_by(Scheme(scheme)))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    stored, now = 0, clock.now()
    replaced = dict(pair.split("=", 1) for pair in arguments.origin)
    secret = access.register_secret(register.REGISTER)
    with (
        access.register_web(register.REGISTER, now, secret=secret, replaced_origins=replaced) as web,
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
    ):
        cursor = None
        for document in register.fetch(web, Window(start=now.date(), end=now.date())):
            stored += len(intake.keep_document(document, clock.now()).new)
            cursor = document.cursor or cursor
        bar = progress.add_task("companies", total=len(numbers))
        for number in numbers:
            for document in ask(web, [number]):
                stored += len(intake.keep_document(document, clock.now()).new)
            progress.advance(bar)
    healed = {
        "cursor": cursor,
        "checked_through": now,
        "failure": None,
        "failure_evidence": None,
        "failing_since": None,
    }
    sources.put(sources.get(arguments.source).model_copy(update=healed))
    print(f"{len(numbers)} companies asked, {stored} new notices; the stream goes on from {cursor or 'now'}")
    return 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="insolvency-watch reconcile", description=__doc__)
    parser.add_argument("source", choices=registers.names(), metavar="SOURCE", help=", ".join(registers.names()))
    parser.add_argument(
        "--origin", action="append", default=[], metavar="REAL=OTHER", help="ask another server instead"
    )
    return parser.parse_args(argv)
