"""docs/performance.md: the words of bench/performance_page.md around the rows of bench/results.json.

python -m bench.performance
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from bench.results import measured_with, rows_of

WORDS, PAGE = Path("bench/performance_page.md"), Path("docs/performance.md")
GROUPS = ("block answer", "cold start", "parsing", "match rate", "end to end", "cockpit")
_DECIMALS_BELOW = 100
_TENTH = 0.1


def main() -> int:
    """0."""
    PAGE.write_text(written(), encoding="utf-8")
    return 0


def written() -> str:
    """The whole page, from what was measured last."""
    tables = {group.replace(" ", "_"): section(rows_of(group), measured_with(group)) for group in GROUPS}
    return Template(WORDS.read_text(encoding="utf-8")).substitute(tables)


def section(rows: list[dict[str, Any]], how: Mapping[str, Any]) -> str:
    """A group's rows as a table, and where and when they were measured."""
    if not rows:
        return "Not measured yet."
    with_peer = any(row["peer"] for row in rows)
    head = ("What", "Ours", "Peer", "Ratio", "Unit", "Aim") if with_peer else ("What", "Measured", "Unit")
    return f"{_table(head, [_cells(row, with_peer=with_peer) for row in rows])}\n\n{basis(how)}"


def basis(how: Mapping[str, Any]) -> str:
    """Where, when and with which versions, in one sentence.

    >>> basis({"date": "2026-01-31", "machine": "2 cores", "load_average": 0.4, "versions": {"python": "3.11.7"}})
    'Measured 2026-01-31 on 2 cores, load average 0.4; python 3.11.7.'
    """
    versions = ", ".join(f"{name} {number}" for name, number in how["versions"].items())
    return f"Measured {how['date']} on {how['machine']}, load average {how['load_average']}; {versions}."


def _cells(row: Mapping[str, Any], *, with_peer: bool) -> tuple[str, ...]:
    ours = number(row["ours"])
    if not with_peer:
        return row["name"], ours, row["unit"]
    aim = f"{row['goal']}: {'met' if row['met'] else '**missed**'}" if row["goal"] else ""
    ratio = f"{row['ratio']:.{2 if row['ratio'] >= _TENTH else 3}f}"
    return row["name"], ours, number(row["peer"]), ratio, row["unit"], aim


def number(value: float) -> str:
    """As many digits as say something.

    >>> number(12345.678), number(4.4851), number(217.3)
    ('12,346', '4.49', '217')
    """
    return f"{value:,.0f}" if abs(value) >= _DECIMALS_BELOW else f"{value:.2f}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = list(head)
    ruler = ["---", *["---:"] * (len(columns) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [columns, ruler, *rows])


if __name__ == "__main__":
    raise SystemExit(main())
