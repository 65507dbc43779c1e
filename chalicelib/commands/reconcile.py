"""reconcile SOURCE: closes a gap of a register's feed by asking for each customer's company, then goes on live."""

import argparse
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chalicelib import access, clock, intake, polling, registers
from chalicelib.errors import ConflictError, NotFoundError, SourceChangedError
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.register import Window
from chalicelib.registers import RegisterModule
from chalicelib.store import customers, sources
from chalicelib.web import Web

# The feed's new position is taken before the companies are asked, so that nothing falls between the two.


def main(argv: list[str]) -> int:
    """0 when every company was asked and every answer understood; 1 when an answer waits to be read again."""
    arguments = _arguments(argv)
    register = registers.load(arguments.source)
    ask, scheme = _way(register)
    if polling.is_asked(sources.get(arguments.source), clock.now()):
        raise ConflictError(f"{arguments.source} is being asked at this moment; try again in two minutes")
    numbers = sorted(customers.identified_by(scheme))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    now, taken = clock.now(), _Taken()
    replaced = dict(pair.split("=", 1) for pair in arguments.origin)
    secret = access.register_secret(register.REGISTER)
    with (
        access.register_web(register.REGISTER, now, secret=secret, replaced_origins=replaced) as web,
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
    ):
        cursor = _live(register, web, taken)
        bar = progress.add_task("companies", total=len(numbers))
        for number in numbers:
            for document in ask(web, [number]):
                taken.keep(document)
            progress.advance(bar)
    healed = {"cursor": cursor, "checked_through": now, "stuck": None}
    healed |= dict.fromkeys(("failure", "failure_evidence", "failing_since"))
    sources.put_fields(sources.get(arguments.source).model_copy(update=healed), *healed)
    print(f"{len(numbers)} companies asked, {taken.stored} new notices; the stream goes on from {cursor or 'now'}")
    if taken.unread:
        print(f"{taken.unread} answers were not understood: once the file is mended, replay them", file=sys.stderr)
    return 1 if taken.unread else 0


class _Taken:
    """What was stored, and how many payloads were kept without being understood."""

    def __init__(self) -> None:
        self.stored = self.unread = 0

    def keep(self, document: Document) -> None:
        try:
            self.stored += len(intake.keep_document(document, clock.now()).new)
        except SourceChangedError as error:
            self.unread += 1
            print(error, file=sys.stderr)


def _way(register: RegisterModule) -> tuple[registers.Reconcile, Scheme]:
    """How the register is asked company by company.

    Raises:
        NotFoundError: it cannot be; says what closes a gap there.
    """
    facts = register.REGISTER
    ask, scheme = getattr(register, "reconcile", None), getattr(register, "RECONCILES_BY", None)
    if ask is not None and scheme is not None:
        return ask, Scheme(scheme)
    if facts.follows_cursor:
        raise NotFoundError(f"{facts.name} cannot be asked about single companies: nothing but its feed closes a gap")
    raise NotFoundError(f"{facts.name} has no stream that could leave a gap: each poll asks for its days as a whole")


def _live(register: RegisterModule, web: Web, taken: _Taken) -> str | None:
    """The position behind which everything is new."""
    if live := getattr(register, "live", None):
        found: str | None = live(web)
        return found
    cursor, today = None, web.fetched_at.date()
    for document in register.fetch(web, Window(start=today, end=today)):
        taken.keep(document)
        cursor = document.cursor or cursor
    return cursor


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="insolvency-watch reconcile", description=__doc__)
    parser.add_argument("source", choices=registers.names(), metavar="SOURCE", help=", ".join(registers.names()))
    parser.add_argument(
        "--origin", action="append", default=[], metavar="REAL=OTHER", help="ask another server instead"
    )
    return parser.parse_args(argv)
