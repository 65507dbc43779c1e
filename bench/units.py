"""What each thing that happens asks of AWS, measured: `DYNAMODB_LOCAL=1 python -m bench.units`.

The product's own handlers run in this process, on DynamoDB Local for the tables and on the emulator for S3, SQS, SES,
SNS, SSM and Secrets Manager. Writes the group "units" of bench/results.json; docs/cost.md is made from it.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.happenings import Town, answer_all, ask, drop, in_review, open_items, polled, signed_in
from bench.meter import Meter
from bench.office import Office, office
from bench.results import measured, replace_rows, row
from chalicelib import intake
from chalicelib.api.blocks import STATES_KEPT
from chalicelib.imports.customers import import_customers
from chalicelib.model.case import CaseState
from chalicelib.model.event import EventKind
from chalicelib.store import cases
from infra.dynamodb_local import VERSION, NotWantedError

CUSTOMERS, MORE_CUSTOMERS = 100, 1_000
STRANGERS, HITS = 30, 20
GROUP = "units"
_STATES = ("states read anew", "states kept")
_CALLS = {
    "s3 writes": ("s3.PutObject",),
    "s3 reads": ("s3.GetObject", "s3.ListObjectVersions", "s3.ListObjectsV2"),
    "sendings": ("sqs.SendMessage", "sqs.SendMessageBatch"),
    "mails": ("sesv2.SendEmail",),
    "news": ("sns.Publish",),
    "parameters": ("ssm.GetParameter",),
    "secrets": ("secretsmanager.GetSecretValue",),
}


@dataclass
class Ledger:
    """What was measured, by what happened."""

    firm: Office
    rows: list[dict[str, Any]] = field(default_factory=list)
    differences: int = 0

    @contextmanager
    def of(self, name: str, times: int = 1) -> Iterator[None]:
        """What happens in the block, divided by how often it happens."""
        self.firm.forget()
        yield
        self.firm.settle()
        self.keep(name, times)

    def keep(self, name: str, times: int) -> None:
        """What was counted since the last start, divided by how often it happened."""
        whole = sum(self.firm.steps.values(), Meter())
        self.differences += whole.differences
        steps = {step: _figures(meter, self.firm.invoked[step], times) for step, meter in self.firm.steps.items()}
        units = (whole.read_units + whole.write_units) / times
        self.rows.append(measured(name, units, "units", steps=dict(sorted(steps.items()))))
        print(f"{name}: {units:.1f} units", file=sys.stderr, flush=True)

    def figure(self, name: str, what: str) -> float:
        """The sum of one figure over all steps of what was measured under this name."""
        found = next(one for one in self.rows if one["name"] == name)
        return float(sum(step[what] for step in found["steps"].values()))


def main() -> int:
    """0 when all was measured; aims that are not met are rows, not failures. 2 without DynamoDB Local."""
    parser = argparse.ArgumentParser(prog="bench.units", description=__doc__)
    parser.add_argument("--customers", type=int, default=MORE_CUSTOMERS, help="in the second half")
    options = parser.parse_args()
    try:
        rows = _measured(options.customers)
    except NotWantedError as error:
        print(error, file=sys.stderr)
        return 2
    replace_rows(GROUP, rows, database=f"DynamoDB Local {VERSION}")
    report(rows)
    return 0


def _measured(customers: int) -> list[dict[str, Any]]:
    with office() as firm:
        ledger, town = Ledger(firm), Town()
        for part in (_customers, _notices, _cases, _people, _schedules, _books):
            part(ledger, town)
        _more(ledger, town, customers)
        _later(ledger)
    return [*ledger.rows, *_aims(ledger)]


def _customers(ledger: Ledger, town: Town) -> None:
    firm, file = ledger.firm, town.file_of(CUSTOMERS)
    with ledger.of("a customer is imported", CUSTOMERS):
        drop(firm, "", file)
    firm.now += timedelta(seconds=1)
    with ledger.of("a customer is imported unchanged", CUSTOMERS):
        drop(firm, "", file)
    size = firm.database.client().describe_table
    for name, table in (("main", "WatchTable"), ("keys", "MatchKeysTable")):
        stored = size(TableName=table)["Table"]["TableSizeBytes"] / CUSTOMERS
        ledger.rows.append(measured(f"bytes of a customer in the {name} table", stored, "bytes"))


def _notices(ledger: Ledger, town: Town) -> None:
    firm = ledger.firm
    firm.publish()
    firm.settle()
    with ledger.of("a poll finds nothing new"):
        firm.publish()
    _strangers(ledger, town, f"a notice about nobody, {CUSTOMERS:,} customers")


def _strangers(ledger: Ledger, town: Town, name: str) -> None:
    with ledger.of(name, STRANGERS):
        ledger.firm.publish(*town.strangers(ledger.firm, STRANGERS))


def _cases(ledger: Ledger, town: Town) -> None:
    firm, hit = ledger.firm, town.firms(HITS)
    with ledger.of("a notice about a customer opens a case", HITS):
        firm.publish(*(town.about(firm, number, EventKind.PRELIM_MEASURES) for number in hit))
    blocked = len(cases.listing(CaseState.OPEN, limit=2 * HITS).cases)
    if blocked != HITS:
        raise RuntimeError(f"{blocked} of {HITS} notices opened a case without a question")
    firm.now += timedelta(days=1)
    with ledger.of("a later notice of the same case", HITS):
        firm.publish(*(town.about(firm, number, EventKind.OPENED) for number in hit))
    asked = town.customers[town.firms(1, hit[-1] + 1)[0]]
    unsure = town.notice(firm, asked, debtor_identifiers=(), debtor_postal_address=None)
    with ledger.of("a notice that a person must judge"):
        firm.publish(unsure)
    case, word = in_review(), {"person": "Eva Kern", "reason": "checked by telephone", "ours": True}
    with ledger.of("a judgement"):
        ask(firm, "POST", "/v1/cases/{case_id}/judgement", word, case_id=case)


def _people(ledger: Ledger, town: Town) -> None:
    firm, (blocked, free) = ledger.firm, (town.firms(1)[0], len(town.customers) - 1)
    for name, number in (("not blocked", free), ("blocked", blocked)):
        _asked_twice(ledger, name, f"C{number}")
    secret = signed_in(firm)
    ask(firm, "GET", "/cockpit", secret=secret)
    with ledger.of(f"the page Today, {HITS} cases"):
        ask(firm, "GET", "/cockpit", secret=secret)


def _asked_twice(ledger: Ledger, name: str, number: str) -> None:
    """A question behind which the sources' states are read anew, and one for which they are still kept."""
    ledger.firm.now += 2 * STATES_KEPT
    for state in _STATES:
        with ledger.of(f"a block query, {name}, {state}"):
            ask(ledger.firm, "GET", "/v1/customers/{number}/block", number=number)


def _schedules(ledger: Ledger, _town: Town) -> None:
    firm = ledger.firm
    polled(firm)
    firm.run("check_sources")
    firm.run("start_polls")
    _runs(ledger, "", "start_polls", "check_sources")
    with ledger.of(f"watch_deadlines reminds, {HITS} cases"):
        firm.run("watch_deadlines")
    _runs(ledger, f", {HITS} cases unanswered", "watch_deadlines")
    answer_all(firm)
    _runs(ledger, f", {HITS} cases", "watch_deadlines", "send_reports", "measure_figures", "purge_expired")
    _runs(ledger, " again the same day", "measure_figures")


def _runs(ledger: Ledger, under: str, *steps: str) -> None:
    for step in steps:
        with ledger.of(f"{step} runs{under}"):
            ledger.firm.run(step)


def _books(ledger: Ledger, _town: Town) -> None:
    firm = ledger.firm
    with ledger.of("an account is imported", CUSTOMERS):
        drop(firm, "open-items/", open_items(CUSTOMERS))
    firm.now += timedelta(seconds=1)
    with ledger.of("an account is imported unchanged", CUSTOMERS):
        drop(firm, "open-items/", open_items(CUSTOMERS))
    firm.now += timedelta(days=1)
    _runs(ledger, f", {CUSTOMERS:,} accounts", "measure_figures")


def _more(ledger: Ledger, town: Town, customers: int) -> None:
    with ledger.firm.meter.resting():
        import_customers(town.file_of(customers - CUSTOMERS), intake.keep_customer, ledger.firm.now)
    ledger.firm.skip()
    _strangers(ledger, town, f"a notice about nobody, {customers:,} customers")


def _later(ledger: Ledger) -> None:
    """Years later, when all of the drawn persons' notices are to go: a night deletes so many."""
    firm = ledger.firm
    firm.now += timedelta(days=3653)
    firm.forget()
    gone = firm.run("purge_expired")
    if not gone["purged"]:
        raise RuntimeError(f"nothing was purged: {gone}")
    ledger.keep("a record is purged", int(gone["purged"]))


def _figures(meter: Meter, invoked: int, times: int) -> dict[str, float]:
    counts = {
        "invocations": invoked,
        "reads": meter.reads,
        "read units": meter.read_units,
        "items written": meter.items_written,
        "write units": meter.write_units,
        "transactions": meter.transactions,
        **{name: sum(meter.requests[one] for one in some) for name, some in _CALLS.items()},
        "processor ms": meter.cpu_ms,
    }
    return {name: round(value / times, 3) for name, value in counts.items()}


def _aims(ledger: Ledger) -> list[dict[str, Any]]:
    few, many = (one["name"] for one in ledger.rows if one["name"].startswith("a notice about nobody"))
    found: Callable[[str, str], float] = ledger.figure
    match = next(one for one in ledger.rows if one["name"] == "a notice about a customer opens a case")
    transactions = match["steps"]["match_notices"]["transactions"]
    unchanged = found("a customer is imported unchanged", "items written")
    queries = [one["name"] for one in ledger.rows if one["name"].startswith("a block query, ")]
    growth, sizes = found(many, "reads") / found(few, "reads"), [one.split(", ")[1] for one in (many, few)]
    return [
        row(f"reads a notice, {' by '.join(sizes)}", growth, "ratio", most=1.1),
        row("transactions of a match", transactions, "transactions", most=1),
        row("units of a block query, the dearest", max(found(one, "read units") for one in queries), "units", most=2),
        row("items written by an unchanged customer", unchanged, "items", most=0),
        row("units that DynamoDB Local counts differently", ledger.differences, "transactions of one item", most=0),
    ]


def report(rows: list[dict[str, Any]]) -> None:
    """Prints what was measured."""
    table = Table(title="Each happening, over all its steps", title_justify="left")
    shown = ("reads", "read units", "items written", "write units", "transactions", "sendings", "mails", "processor ms")
    for column in ("happening", *shown):
        table.add_column(column, justify="left" if column == "happening" else "right", overflow="fold")
    for one in rows:
        if steps := one.get("steps"):
            sums = (sum(step[what] for step in steps.values()) for what in shown)
            table.add_row(one["name"], *(f"{value:.1f}" for value in sums))
    Console(width=150).print(table)
    for one in rows:
        if not one.get("steps"):
            print(f"{one['name']}: {one['ours']:g} {one['unit']}", f"({one['goal']})" if one["goal"] else "")


if __name__ == "__main__":
    sys.exit(main())
