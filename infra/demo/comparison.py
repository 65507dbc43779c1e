"""The demo with real payloads: everything is served, polled, matched with drawn customers, and counted."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from chalicelib.model.match import MatchResult
from infra.demo import report
from infra.demo.checks import Check
from infra.demo.drawn_customers import Drawn, Sort, as_csv, draw
from infra.demo.registers import PLAYED
from infra.demo.samples import NOTES, Samples
from infra.demo.stage import Records, Stage

_PATIENCE_SECONDS = 900.0


def compare(samples: Samples, stage: Stage, console: Console) -> list[Check]:
    """Counts on the terminal; the checks say what was not read, not found, or wrongly blocked."""
    drawn = draw(samples.published)
    report.heading(console, "Real payloads, in memory only")
    for note in NOTES:
        console.print(f"- {note}")
    with console.status(f"{len(drawn)} customers, {len(samples.polls)} polls ..."):
        key = stage.upload("drawn.csv", as_csv(drawn))
        refused = stage.result_file(key).splitlines()[1:]
        for poll in samples.polls:
            stage.ask(*poll)
        stage.settle(_PATIENCE_SECONDS)
    records = Records(stage)
    reasons = _reasons(stage)
    console.print(_registers(samples, records, stage))
    for reason, count in reasons.items():
        console.print(f"not understood ({count}): {reason}", markup=False)
    console.print(_found(drawn, records))
    return [
        ("the drawn customers are imported", "; ".join(refused) or None),
        ("every payload is understood", f"{sum(reasons.values())} were not" if reasons else None),
        *_verdicts(drawn, records),
    ]


def _reasons(stage: Stage) -> Counter[str]:
    messages = [message for queue in stage.dead_letters().values() for message in queue]
    return Counter(message["MessageAttributes"]["reason"]["StringValue"] for message in messages)


def _registers(samples: Samples, records: Records, stage: Stage) -> Table:
    counted = stage.polls_in_log()
    served = dict(
        zip(
            PLAYED,
            samples.published.counts(),
            strict=True,
        )
    )
    stored = Counter(notice.source for notice in records.notices.values())
    columns = ("Register", "Payloads served #", "Notices stored #", "Failed #", "Unclassified #")
    table = report.new_table("Registers", *columns)
    for status in records.sources:
        name = status.name
        failed = counted.get(name, Counter())["failed"]
        unclassified = sum(
            notice.source == name and notice.event_kind == "UNCLASSIFIED" for notice in records.notices.values()
        )
        table.add_row(name, str(served.get(name, 0)), str(stored[name]), str(failed), str(unclassified))
    return table


def _found(drawn: Iterable[Drawn], records: Records) -> Table:
    columns = ("Country and sort", "Drawn #", "Positive #", "Unsure #", "None #")
    table = report.new_table("Customers drawn from the payloads: recognised as", *columns)
    counted: dict[str, Counter[str]] = {}
    for customer in drawn:
        sort = f"{customer.debtor.country} {customer.sort}"
        counted.setdefault(sort, Counter())[_result(customer, records)] += 1
    for sort, results in counted.items():
        cells = (results.total(), results[MatchResult.POSITIVE], results[MatchResult.UNSURE], results["none"])
        table.add_row(sort, *map(str, cells))
    return table


def _result(customer: Drawn, records: Records) -> str:
    results = {case.match.result for case in records.cases if case.customer_number == customer.number}
    if MatchResult.POSITIVE in results:
        return MatchResult.POSITIVE
    return MatchResult.UNSURE if results else "none"


def _verdicts(drawn: Iterable[Drawn], records: Records) -> list[Check]:
    results = [(customer, _result(customer, records)) for customer in drawn]
    lost = [one.number for one, result in results if one.sort is Sort.EXACT and result != MatchResult.POSITIVE]
    respelled = [(one.number, result) for one, result in results if one.sort is Sort.RESPELLED]
    missed = [number for number, result in respelled if result == "none"]
    wronged = [one.number for one, result in results if one.sort is Sort.DECOY and result == MatchResult.POSITIVE]
    return [
        ("exact customers are found without doubt", ", ".join(lost) or None),
        (
            f"9 of 10 differently spelled customers are found (missed: {', '.join(missed) or 'none'})",
            f"{len(missed)} of {len(respelled)} were not" if len(missed) * 10 > len(respelled) else None,
        ),
        ("no decoy is blocked", ", ".join(wronged) or None),
    ]
