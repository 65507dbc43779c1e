"""docs/cost.md: the words of bench/cost_page.md around what the model computes."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template

from bench.cost_model import Bill, Model
from bench.results import measured_with

Bills = Mapping[int, Bill]
WORDS = Path("bench/cost_page.md")
_LARGEST = 10
_FIGURES = ("reads", "read units", "items written", "write units", "transactions", "sendings", "mails")
_WATCHED_SECONDS = 780
"""After so many of its 840 seconds watch_deadlines ends a run by itself."""
_TO_THE_UNIT = 100
"""From here on a fraction says nothing."""


def written(model: Model, bills: Bills, named: Mapping[str, str]) -> str:
    """The whole page; `named` are happenings that the words speak of."""
    filled = _amounts(model, bills, named) | _counts(model) | _basis(model)
    tables = {"by_service": by_service(bills), "by_happening": _by_happening(bills), "units": _units(model)}
    return Template(WORDS.read_text(encoding="utf-8")).substitute(filled | tables)


def by_service(bills: Bills) -> str:
    """USD of a month by service, the largest first."""
    last = bills[max(bills)]
    services = sorted({service for _, service in last.amounts}, key=lambda one: -last.of(service=one))
    rows = [(name, *(_usd(bill.of(service=name)) for bill in bills.values())) for name in services]
    sums = ("**Sum**", *(f"**{_usd(bill.of())}**" for bill in bills.values()))
    return _table(("Service", *map(_size, bills)), [*rows, sums])


def _by_happening(bills: Bills) -> str:
    last = bills[max(bills)]
    first = sorted({name for name, _ in last.amounts}, key=lambda name: -last.of(happening=name))[:_LARGEST]
    rows = [(name, *(_usd(bill.of(happening=name)) for bill in bills.values())) for name in first]
    rest = ("all else", *(_usd(bill.of() - sum(bill.of(happening=name) for name in first)) for bill in bills.values()))
    return _table(("What", *map(_size, bills)), [*rows, rest])


def _units(model: Model) -> str:
    rows = []
    for name, row in model.measured.items():
        if steps := row.get("steps"):
            sums = [sum(each[figure] for each in steps.values()) for figure in _FIGURES]
            took = sum(model.milliseconds(step, each) for step, each in steps.items())
            rows.append((name, *map(_number, (*sums, took))))
    return _table(("Happening", *_FIGURES, "Lambda ms"), rows)


def _amounts(model: Model, bills: Bills, named: Mapping[str, str]) -> dict[str, str]:
    most, price = max(bills), model.prices.usd
    last, minutes = bills[most], model.deployed.minutes["WatchDeadlines"]
    reminding = last.of(happening=named["reminding"]) + last.of(happening=named["unanswered"])
    page = model.measured[named["page"]]["steps"]["api"]
    imports = model.happenings(most)[named["import"]].often
    return {
        "most": f"{most:,}",
        "notices": f"{model.notices(most):,.0f}",
        "cases": f"{model.running_cases(most):,.0f}",
        "page_units": f"{page['read units'] * model.happenings(most)[named['page']].grown:,.0f}",
        "standing": _usd(last.of(happening=named["standing"])),
        "reminder_minutes": str(minutes),
        "reminding": _usd(reminding),
        "reminding_saved": _usd(reminding * (1 - minutes / 60)),
        "unchanged": _usd(last.of(happening=named["unchanged"])),
        "token": f"{price('cognito_token'):.5f}",
        "client_usd": _usd(price("cognito_client_month")),
        "clients_usd": _usd(model.deployed.counts["machine clients"] * price("cognito_client_month")),
        "first_import": _usd(last.of(happening=named["import"]) / imports * most),
        "imported": str(named["imported"]),
        "notices_measured": _of_customers(model.measured),
        "cases_a_run": f"{_cases_a_run(model, named):,.0f}",
        "watch_seconds": f"{_WATCHED_SECONDS}",
    }


def _of_customers(measured: Iterable[str]) -> str:
    """How many customers there were where notices were measured, the largest number last."""
    return [name for name in measured if name.startswith("a notice about nobody")][-1].partition(", ")[2]


def _cases_a_run(model: Model, named: Mapping[str, str]) -> float:
    """How many running cases one run of watch_deadlines looks at before it ends itself, to the hundred."""
    silent = model.prices.assumed("share_of_cases_unanswered")
    took = {
        name: sum(model.milliseconds(step, each) for step, each in model.measured[named[name]]["steps"].items())
        for name in ("reminding", "unanswered")
    }
    of_a_case = (took["reminding"] * (1 - silent) + took["unanswered"] * silent) / int(named["hits"])
    return round(1000 * _WATCHED_SECONDS / float(of_a_case), -2)


def _counts(model: Model) -> dict[str, str]:
    counts = {name: str(value) for name, value in model.deployed.counts.items()}
    short = {
        "machine clients": "clients",
        "queue readers": "queues",
        "evidence days": "evidence_days",
        "log days": "log_days",
    }
    return {short.get(name, name): value for name, value in counts.items()}


def _basis(model: Model) -> dict[str, str]:
    made, prices = measured_with("units"), model.prices.table
    believed = sorted(name for name, price in prices["prices"].items() if not price["seen"])
    goals = (
        f"- {row['name']}: {row['ours']:g} {row['unit']} ({row['goal']}: {'met' if row['met'] else 'not met'})"
        for row in model.measured.values()
        if row["goal"]
    )
    return {
        "region": prices["region"],
        "as_of": str(prices["as_of"]),
        "believed": ", ".join(f"`{name}`" for name in believed),
        "goals": "\n".join(goals),
        "date": made["date"],
        "machine": made["machine"],
        "load": str(made["load_average"]),
        **{name: made["versions"][name] for name in ("python", "boto3", "database")},
    }


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [f"| {' | '.join(names)} |", f"|---|{'---:|' * (len(names) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])


def _size(customers: int) -> str:
    return f"{customers:,} customers" if customers else "idle"


def _usd(value: float) -> str:
    return f"{value:,.2f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= _TO_THE_UNIT else f"{value:.1f}"
