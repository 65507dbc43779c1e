"""What the report says of credit bureaus: who was found there, what orders were told, what the month has cost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from infra.demo.report import new_table, stage

_LATER = "What follows from a new answer is decided a moment later; ask for the block again before goods leave."


def found(number: str, subject: Mapping[str, Any], rules_on: int) -> Table:
    """Who the customer is at the bureau, why we believe it, and that it is watched."""
    table = new_table("Who is the customer at Creditsafe?", "Customer", "There", "Evidence", "Watched")
    table.columns[2].ratio = 1
    sentences = [f"• {piece['sentence_en']}" for piece in subject.get("evidence", ())]
    certain = Text("certain" if subject.get("certain") else "not certain", style="green")
    table.add_row(
        number,
        Text.assemble(f"{subject.get('subject_id')}\n{subject.get('name')}\n", certain),
        escape("\n".join(sentences)),
        f"{subject.get('state')}\nin a new portfolio,\n{rules_on} rules switched on",
    )
    return table


def orders(number: str, asked: Sequence[str], answers: Sequence[Mapping[str, Any]]) -> Table:
    """What each question was answered, with age and source; and why nobody was asked."""
    title = f"POST /v1/customers/{number}/check (a person, known to SCHUFA under another address)"
    table = new_table(
        title, "Question", "Bureau, source and age", "What it says", "Not asked, and why", "Block then", caption=_LATER
    )
    for question, answer in zip(asked, answers, strict=True):
        table.add_row(
            question,
            "\n".join(_origin(one) for one in answer["answers"]) or "-",
            escape("\n".join(_said(one) for one in answer["answers"])) or "nothing known; that is not “clean”",
            escape("\n".join(_left_out(answer))) or "-",
            stage(answer["block"]["stage"], no_payouts=answer["block"]["no_payouts"]),
            end_section=True,
        )
    return table


def budgets(states: Iterable[Mapping[str, Any]]) -> Table:
    """Every bureau: on or off, and the month's budget."""
    title = "GET /v1/bureaus"
    table = new_table(title, "Bureau", "State", "Watched #", "Calls paid #", "Spent this month #", "Budget #")
    for one in states:
        portfolio, budget = one["portfolio"] or {}, one["budget"]
        state = Text(f"on, {one['health']}", style="green") if one["on"] else Text("off: no credentials", style="dim")
        money = (
            [f"{budget[part]['amount']} {budget[part]['currency']}" for part in ("spent", "limit")] if budget else []
        )
        table.add_row(
            escape(one["title"]),
            state,
            str(portfolio.get("watched", "")),
            str(budget["calls"]) if budget else "",
            *money,
        )
    return table


def _money(amount: Mapping[str, str]) -> str:
    return f"{amount['amount']} {amount['currency']}"


def _origin(one: Mapping[str, Any]) -> str:
    source = {"asked_now": "asked now", "store": "from the store"}[one["source"]]
    return f"{one['bureau']}\n{source}, {one['age_days']} days old"


def _said(one: Mapping[str, Any]) -> str:
    index = one["index"] or {}
    parts = [f"index {index.get('value')}, band {one['band']}"]
    parts += [f"{feature['code']} {feature['on'] or ''}".strip() for feature in one["features"]]
    parts += [f"reservation: {reservation}" for reservation in one["reservations"]]
    return "\n".join(parts)


def _left_out(answer: Mapping[str, Any]) -> Iterable[str]:
    """Reasons that are more than "off"."""
    yield from (f"{one['bureau']}: {one['reason']}" for one in answer["not_asked"])
    yield from (f"{one['bureau']}: {one['reason']}" for one in answer["failures"] if one["kind"] != "off")
