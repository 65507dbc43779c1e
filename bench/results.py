"""The rows of bench/results.json: each program replaces its own and leaves the others'."""

import json
from pathlib import Path
from typing import Any

RESULTS = Path("bench/results.json")


def replace_rows(group: str, rows: list[dict[str, Any]], path: Path = RESULTS) -> None:
    """Writes the rows of this group in place of those it had."""
    known: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    kept = [row for row in known if row["group"] != group]
    merged = sorted([*kept, *({"group": group} | row for row in rows)], key=lambda row: str(row["group"]))
    path.write_text(json.dumps(merged, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def row(name: str, ours: float, unit: str, *, least: float | None = None, most: float | None = None) -> dict[str, Any]:
    """A goal of ours without a peer: at least, or at most, so much."""
    goal = f"at least {least:g}" if least is not None else f"at most {most:g}"
    met = (least is None or ours >= least) and (most is None or ours <= most)
    return {"name": name, "ours": round(ours, 5), "peer": None, "ratio": None, "unit": unit, "goal": goal, "met": met}
