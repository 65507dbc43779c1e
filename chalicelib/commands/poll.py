"""poll SOURCE: asks a real register for some days, prints its notices, and with --store keeps them."""

import argparse
import getpass
import sys
from datetime import date

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from chalicelib import access, clock, intake, registers
from chalicelib.commands.parse import json_line
from chalicelib.errors import SourceChangedError
from chalicelib.model.document import Document
from chalicelib.model.register import Window


def main(argv: list[str]) -> int:
    """0 when the whole window was read, 1 when a payload could not be understood."""
    arguments = _arguments(argv)
    register = registers.load(arguments.source)
    facts = register.REGISTER
    replaced = dict(pair.split("=", 1) for pair in arguments.origin)
    secret = getpass.getpass("USER:PASSWORD ") if arguments.ask_credentials else None
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    failures = 0
    with (
        access.register_web(facts, clock.now(), secret=secret, replaced_origins=replaced) as web,
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
    ):
        bar = progress.add_task(facts.name)
        window = Window(start=arguments.start, end=arguments.end, cursor=arguments.cursor)
        for number, document in enumerate(register.fetch(web, window), start=1):
            progress.update(bar, description=f"{facts.name}: {number} payloads")
            failures += _one(arguments.source, document, store=arguments.store)
    return 1 if failures else 0


def _one(source: str, document: Document, *, store: bool) -> int:
    """Number of failures, 0 or 1."""
    try:
        found = intake.keep_document(document, clock.now()).new if store else registers.load(source).parse(document)
        for notice in found:
            print(json_line(notice))
    except SourceChangedError as error:
        print(f"{document.url}: {error}", file=sys.stderr)
        return 1
    return 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="insolvency-watch poll", description=__doc__)
    parser.add_argument("source", choices=registers.names(), metavar="SOURCE", help=", ".join(registers.names()))
    parser.add_argument("--from", dest="start", type=date.fromisoformat, required=True, help="first day, YYYY-MM-DD")
    parser.add_argument("--to", dest="end", type=date.fromisoformat, required=True, help="last day, YYYY-MM-DD")
    parser.add_argument("--cursor", help="position to go on from, for registers that have one")
    parser.add_argument("--ask-credentials", action="store_true", help="USER:PASSWORD, for registers that want it")
    parser.add_argument(
        "--store", action="store_true", help="keep payloads and notices in the deployed stack, print the new ones"
    )
    parser.add_argument(
        "--origin", action="append", default=[], metavar="REAL=OTHER", help="ask another server in the register's place"
    )
    return parser.parse_args(argv)
