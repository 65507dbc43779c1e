"""The report on the terminal: readable for a finance clerk and for an admin, at 100 columns and more."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from chalicelib.model.block import Block
from chalicelib.model.case import Case
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind
from chalicelib.model.source import SourceStatus
from infra.demo.mails import SavedMail
from infra.demo.stage import Records

_TITLES = {
    "de_insolvenzbekanntmachungen": "Germany",
    "fr_bodacc": "France",
    "ch_shab": "Switzerland",
    "gb_companies_house": "United Kingdom",
}
_STAGE_STYLES = {
    "no_deliveries": "bold red",
    "no_new_orders": "red",
    "prepayment_only": "dark_orange",
    "warn": "yellow",
}
_CLIENT = re.compile(r" \(client \w+\)$")  # what was proved beside the name that was said; too long for a column
_RESULT_STYLES = {MatchResult.POSITIVE: "green", MatchResult.UNSURE: "yellow", MatchResult.NEGATIVE: "dim"}


def new_table(title: str, *columns: str, caption: str | None = None) -> Table:
    """A table as all of them look here."""
    table = Table(
        title=title, caption=caption, title_justify="left", caption_justify="left", title_style="bold", expand=True
    )
    for column in columns:
        right = column.endswith("#")
        table.add_column(column.rstrip("#").strip(), justify="right" if right else "left", overflow="fold")
    return table


def sources(found: Iterable[SourceStatus], counted: Mapping[str, Counter[str]]) -> Table:
    """What each register has delivered."""
    table = new_table(
        "Registers", "Register", "Documents #", "Notices #", "Failed #", "Unclassified #", "Checked through", "Health"
    )
    for status in found:
        log = counted.get(status.name, Counter())
        table.add_row(
            f"{_TITLES.get(status.name, '')} [dim]{status.name}[/]",
            str(log["documents"]),
            str(status.notices_total),
            _alarming(log["failed"]),
            str(status.unclassified_total),
            moment(status.checked_through),
            f"{status.health}" + (f" [dim]{escape(status.health_reason)}[/]" if status.health_reason else ""),
        )
    return table


def imported(customers: int, result_file: str) -> Table:
    """How the customer file went in, with every refused cell."""
    problems = list(csv.reader(io.StringIO(result_file), delimiter=";"))
    lines = {row[0] for row in problems[1:] if row}
    title = f"Customer file: {customers} customers in, {len(lines)} rows refused (their result file says why)"
    table = new_table(title, *(escape(column) for column in problems[0]))
    for row in problems[1:]:
        table.add_row(*(escape(cell) for cell in row))
    return table


def matches(records: Records) -> Table:
    """Who was recognised, and by what."""
    table = new_table("Matches: is the published debtor our customer?", "Customer", "Result", "Evidence")
    for case in records.cases:
        match = case.match
        sentences = [f"• {piece.sentence_en}" for piece in match.evidence if piece.bits]
        table.add_row(
            f"{case.customer_number}\n{escape(case.customer_name)}",
            Text(f"{match.result}\n{match.score}/100", style=_RESULT_STYLES[match.result]),
            escape("\n".join(sentences)),
            end_section=True,
        )
    return table


def cases(records: Records) -> Table:
    """The case files with what a clerk needs at once."""
    table = new_table("Cases", "Customer", "Event", "Court and case number", "Dates", "Administrator")
    table.columns[-1].width = 28  # a mail address in one piece can be copied
    for case in records.cases:
        table.add_row(
            f"{case.customer_number}\n{escape(case.customer_name)}",
            f"{event(case.event_kind)}\n[dim]case {case.state}[/]",
            escape("\n".join(filter(None, (case.court, case.case_number)))) or "-",
            _dates(case),
            _practitioner(case),
            end_section=True,
        )
    return table


def blocks(records: Records) -> RenderableType:
    """The delivery blocks, and below them each legal ground once."""
    table = new_table("Delivery blocks", "Customer", "Stage", "Legal ground", "Ends", "Release")
    grounds: dict[str, str] = {}
    for case in records.cases:
        block = records.blocks.get(case.id)
        if block is None:
            continue
        ground = block.ground
        if block.active:
            grounds[ground.statute] = ground.reason_en
        table.add_row(
            f"{case.customer_number}\n{escape(case.customer_name)}",
            stage(block.stage, no_payouts=block.no_payouts) if block.active else Text("released", style="green"),
            escape(ground.statute),
            escape(ground.release_when_en) if block.active else "",
            _release(block),
            end_section=True,
        )
    return Group(table, *(Text.assemble((f"{statute}: ", "bold"), reason) for statute, reason in grounds.items()))


def _release(block: Block) -> str:
    if block.release is None:
        return f"[dim]by a {block.may_release}[/]"
    return escape(f"{_CLIENT.sub('', block.release.person)}: {block.release.reason}")


def tasks(records: Records) -> Table:
    """Questions that wait for a person."""
    by_case = {case.id: case for case in records.cases}
    table = new_table("Review tasks: a person decides", "Customer", "Question", "Rule", "Due", "State")
    for task in records.tasks:
        case = by_case.get(task.case_id)
        done = f"done by {escape(task.done_by)}" if task.done_by else f"{task.state}"
        name = f"{case.customer_number} {escape(case.customer_name)}" if case else task.case_id
        table.add_row(name, escape(task.text_en), task.rule or "", moment(task.due_at), done)
    return table


def mails(found: Iterable[SavedMail]) -> Table:
    """The mails that SES has taken over."""
    table = new_table("Mails sent", "To", "", "Subject", "Saved as .html and .txt")
    for mail in found:
        table.add_row(mail.recipient, mail.language, escape(mail.subject), mail.path.name)
    return table


def topic(messages: Iterable[Mapping[str, Any]]) -> Table:
    """What a queue that is subscribed to the topic has received."""
    title = "Topic messages received by the order system's queue"
    table = new_table(title, "Type", "Customer", "Stage", "Before", "Event")
    for news in messages:
        table.add_row(
            str(news["type"]),
            str(news["customer_number"]),
            stage(news["stage"], no_payouts=bool(news["no_payouts"]), joint=" "),
            str(news["previous_stage"] or ""),
            str(news["event_kind"]),
        )
    return table


def answer(title: str, status: int, body: Any) -> Panel:
    """One answer of the API as an order system gets it."""
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return Panel(escape(text), title=f"{title} -> {status}", title_align="left", border_style="dim")


def checks(done: Iterable[tuple[str, str | None]]) -> RenderableType:
    """What the demo expected of itself; a sentence where it was not so."""
    return Group(*(_verdict(name, wrong) for name, wrong in done))


def stage(name: str | None, *, no_payouts: bool, joint: str = "\n") -> Text:
    """A block's stage in its colour."""
    if name is None:
        return Text("none", style="green")
    return Text(name + (f"{joint}+ no payouts" if no_payouts else ""), style=_STAGE_STYLES.get(name, ""))


def event(kind: EventKind) -> str:
    """An event kind as words."""
    return kind.value.replace("_", " ").lower()


def moment(when: datetime | None) -> str:
    """A moment without its seconds."""
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "never"


def heading(console: Console, text: str) -> None:
    """A line that parts the acts."""
    console.print()
    console.rule(f"[bold]{escape(text)}[/]", align="left")


def _verdict(name: str, wrong: str | None) -> Text:
    if wrong is None:
        return Text.assemble(("ok    ", "green"), name)
    return Text.assemble(("WRONG ", "bold red"), f"{name}: {wrong}")


def _dates(case: Case) -> str:
    named: list[tuple[str, date | None]] = [("opened", case.opening_date), ("claims until", case.claim_deadline)]
    lines = [f"{name} {day.isoformat()}" for name, day in named if day]
    for hearing in case.hearing_dates:
        at = f" {hearing.time:%H:%M}" if hearing.time else ""
        lines.append(f"{hearing.kind.replace('_', ' ')} {hearing.date.isoformat()}{at}")
    return "\n".join(lines) or "-"


def _practitioner(case: Case) -> str:
    parts = (
        case.practitioner_name,
        case.practitioner_role,
        case.practitioner_address.one_line() if case.practitioner_address else None,
        case.practitioner_phone,
        case.practitioner_email,
    )
    return escape("\n".join(filter(None, parts))) or "-"


def _alarming(count: int) -> Text:
    return Text(str(count), style="bold red" if count else "")
