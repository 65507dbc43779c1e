"""A backtest on a terminal and as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from chalicelib.exports import Cell, csv_file
from chalicelib.model.backtest import Backtest, Caught
from chalicelib.model.case import CaseState

_HEADER = (
    "customer number",
    "customer",
    "remark",
    "case state",
    "stage",
    "first stage",
    "would have been set at (UTC)",
    "score",
    "rule",
    "evidence",
    "debtor",
    "country",
    "court",
    "case number",
    "latest event",
    "first notice",
    "source",
    "published",
    "seen at (UTC)",
    "notices",
    "told",
    "alerts",
    "real case",
    "real case state",
    "real stage",
    "real block since (UTC)",
    "days earlier",
    "depends on order",
)
_EVIDENCE_SHOWN = 2


def as_csv(found: Backtest) -> bytes:
    """One row per customer and proceedings; no cell is a formula."""
    return csv_file(_HEADER, (_row(one) for one in found.caught), language="en", zone="UTC")


def _row(one: Caught) -> tuple[Cell, ...]:
    first, real = one.first, one.real
    return (
        one.customer_number,
        one.customer_name,
        one.remark,
        one.state,
        one.stage,
        one.first_stage,
        one.blocked_at,
        one.score,
        one.rule,
        " ".join(one.evidence),
        one.debtor_name,
        one.country,
        one.court,
        one.case_number,
        one.event_kind,
        first.notice_id,
        first.source,
        first.publication_date,
        first.seen_at,
        len(one.notices),
        ", ".join(one.told),
        one.alerts,
        real.case_id if real else None,
        real.state if real else None,
        real.stage if real else None,
        real.blocked_at if real else None,
        one.days_earlier,
        one.depends_on_order,
    )


def show(found: Backtest, console: Console) -> None:
    """The hits, what could not be read or looked at, and the summary last, where a terminal ends."""
    if found.caught:
        console.print(_hits(found.caught))
    for one in found.unread:
        console.print(f"not readable: {one.key}: {one.reason}", markup=False, soft_wrap=True)
    console.print(_sources(found))
    for line in (*_remarks(found), *summary(found)):
        console.print(line, markup=False, soft_wrap=True)


def _hits(caught: Iterable[Caught]) -> Table:
    table = Table(title="what would have been caught")
    columns = ("customer", "first publication", "score and evidence", "block at first / at the end", "told", "really")
    for name in columns:
        table.add_column(name, overflow="fold")
    for one in caught:
        first = one.first
        said = [f"{one.customer_number} {one.customer_name}", *filter(None, (one.remark,))]
        told = "\n".join(one.told) or "nobody"
        published = f"{first.source} {first.publication_date}, seen {first.seen_at:%Y-%m-%d %H:%M} UTC"
        cells = (
            "\n".join(said),
            f"{published}\n{one.debtor_name}\n{first.kind}, {len(one.notices)} in all",
            "\n".join((f"{one.score} {one.rule}", *one.evidence[:_EVIDENCE_SHOWN])),
            f"{_stages(one)}{', to review' if one.state is CaseState.REVIEW else ''}",
            f"{told}\n({one.alerts} messages)",
            _really(one),
        )
        table.add_row(*map(Text, cells))
    return table


def _stages(one: Caught) -> str:
    return f"{one.first_stage or 'none'} / {one.stage or 'none'}"


def _really(one: Caught) -> str:
    if one.real is None:
        return "no case"
    since = f", blocked since {one.real.blocked_at:%Y-%m-%d}" if one.real.blocked_at else ", never blocked"
    days = one.days_earlier
    compared = "" if days is None else "; the same day" if days == 0 else f"; {abs(days)} days "
    if days:
        compared += "earlier here" if days > 0 else "later here"
    odd = "; ENDS OTHERWISE IN ORDER OF ARRIVAL" if one.depends_on_order else ""
    return f"case {one.real.state}, {one.real.stage or 'no block'}{since}{compared}{odd}"


def _sources(found: Backtest) -> Table:
    table = Table(title=f"evidence of {found.since} to {found.until}")
    for name in ("source", "kept from", "days", "payloads", "unreadable", "notices"):
        table.add_column(name, overflow="fold", justify="left" if name == "source" else "right")
    for one in found.sources:
        if one.first_kept:
            numbers = (one.days, one.payloads, one.unreadable, one.notices)
            table.add_row(one.source, str(one.first_kept), *map(str, numbers))
    return table


def _remarks(found: Backtest) -> Iterator[str]:
    """What could not be looked at, each remark once with all sources that it is true of."""
    said = dict.fromkeys(one.remark for one in found.sources if one.remark)
    for remark in said:
        yield f"{', '.join(one.source for one in found.sources if one.remark == remark)}: {remark}"


def summary(found: Backtest) -> Iterator[str]:
    """What it comes to, in lines."""
    look_ups = sum(one.look_ups for one in found.sources)
    told = f", of which {look_ups} only say who somebody is" if look_ups else ""
    yield f"{found.payloads} payloads read{told}, {len(found.unread)} not readable; {found.notices} notices"
    stages = ", ".join(f"{count} {stage}" for stage, count in found.hits_by_stage.items()) or "none"
    yield f"against {found.customers} customers: {stages}; {found.review} to review; nothing from {found.nothing}"
    odd = sum(one.depends_on_order for one in found.caught)
    if odd:
        yield f"{odd} cases end otherwise in their order of arrival: please report them"
