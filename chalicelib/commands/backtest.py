"""backtest: replays kept payloads against your customers and says what would have been caught; nothing is written."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chalicelib import aws, bureaus, channels, clock, registers
from chalicelib.backtesting import payloads, people, running, shown
from chalicelib.backtesting.people import People
from chalicelib.deciding.occasion import Occasion
from chalicelib.model.backtest import Backtest
from chalicelib.model.customer import Customer
from chalicelib.occasions import occasion_of
from chalicelib.store import firm, scanning, thresholds

_REFUSED_SHOWN = 20
_NOTHING_KEPT = 3


def main(argv: list[str]) -> int:
    """0 when every payload of the period was read, 1 when one could not be or a row of the file is no customer, 3 when
    no payload of the period is kept, so that nothing is known."""
    options = _options(argv)
    with aws.asking_only():
        found, against = _run(options)
    for one in against.problems[:_REFUSED_SHOWN]:
        print(f"{options.customers}:{one.line}: {one.column}: {one.reason}", file=sys.stderr)
    if against.problems:
        print(f"{len(against.problems)} problems: these rows were not replayed against", file=sys.stderr)
    if options.csv:
        options.csv.write_bytes(shown.as_csv(found))
    if options.json:
        print(found.model_dump_json(indent=2))
    else:
        shown.show(found, Console())
    if not found.payloads:
        print("No payload of this period is kept. That is not 'nothing was published'.", file=sys.stderr)
        return _NOTHING_KEPT
    return 1 if found.unread or against.problems else 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="insolvency-watch backtest",
        description=f"{__doc__} Days are those on which a payload was fetched (UTC), both inclusive.",
    )
    names = (*registers.names(), *bureaus.names())
    parser.add_argument("--since", type=date.fromisoformat, required=True, metavar="DATE", help="such as 2026-01-31")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="default: today")
    parser.add_argument(
        "--source", action="append", choices=names, metavar="NAME", help="may be repeated; default: all"
    )
    parser.add_argument(
        "--customers",
        type=Path,
        metavar="FILE.csv",
        help="customers of a file, columns as in the customer import, instead of those kept here",
    )
    parser.add_argument("--json", action="store_true", help="everything as JSON on standard output")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="the hits as a file for a spreadsheet")
    options = parser.parse_args(argv)
    options.until = options.until or clock.now().date()
    options.source = tuple(dict.fromkeys(options.source or names))
    if options.until < options.since:
        parser.error("--until lies before --since")
    return options


def _run(options: argparse.Namespace) -> tuple[Backtest, People]:
    with _progress() as advancing:
        if options.customers:
            against = people.of_file(options.customers, advancing("customers", None))
        else:
            against = people.of_table(advancing("customers", scanning.items_in_table() or None))
        limits = thresholds.now()
        asked = (options.source, options.since, options.until)
        gathered = payloads.read(*asked, against, limits, advancing("payloads", None))
    occasion = _read_once(occasion_of if against.kept_here else _occasion_of_a_stranger())
    return running.backtest(gathered, options.since, options.until, occasion), against


def _read_once(read: Callable[[Customer, datetime], Occasion]) -> Callable[[Customer, datetime], Occasion]:
    """The same, with what is known of each customer read once for the whole replay."""
    known: dict[str, Occasion] = {}

    def occasion(customer: Customer, now: datetime) -> Occasion:
        if customer.number not in known:
            known[customer.number] = read(customer, now)
        return known[customer.number].model_copy(update={"now": now})

    return occasion


def _occasion_of_a_stranger() -> Callable[[Customer, datetime], Occasion]:
    """Decisions about customers of a file: what our books say under the same number may be another's."""
    audience, country = channels.audience(), firm.country()
    return lambda customer, now: Occasion(customer=customer, audience=audience, now=now, creditor_country=country)


@contextmanager
def _progress() -> Iterator[Callable[[str, int | None], Callable[[int], object]]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def advancing(what: str, total: int | None) -> Callable[[int], object]:
            bar = progress.add_task(what, total=total)
            return lambda done: progress.advance(bar, done)

        yield advancing
