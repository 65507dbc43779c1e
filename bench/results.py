"""The rows of bench/results.json: each program replaces its own group and leaves the others'.

A group says where and with what it was measured, for numbers of two machines or two days are not to be compared.
"""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path("bench/results.json")
_PACKAGES = (
    "boto3",
    "botocore",
    "chalice",
    "pydantic",
    "aws-lambda-powertools",
    "httpx",
    "lxml",
    "selectolax",
    "rapidfuzz",
)
_CPUS, _MEMORY = Path("/proc/cpuinfo"), Path("/proc/meminfo")


def replace_rows(group: str, rows: list[dict[str, Any]], path: Path = RESULTS, **versions: str) -> None:
    """Writes the rows of this group in place of those it had; `versions` of what else took part, as of a database."""
    known = _groups(path)
    known[group] = {"measured": surroundings() | {"versions": _versions() | versions}, "rows": rows}
    text = json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def rows_of(group: str, path: Path = RESULTS) -> list[dict[str, Any]]:
    """The rows of a group as they stand in the file; none where it was never measured."""
    return list(_groups(path).get(group, {}).get("rows", []))


def measured_with(group: str, path: Path = RESULTS) -> dict[str, Any]:
    """Date, machine and versions of a group; nothing where it was never measured."""
    return dict(_groups(path).get(group, {}).get("measured", {}))


def _groups(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def surroundings() -> dict[str, Any]:
    """Where and when: date, processor, cores, memory, system, and how busy the machine was with everything."""
    load = os.getloadavg()[0]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{_fact(_CPUS, 'model name') or platform.machine()}, {os.cpu_count()} cores, {_memory()}",
        "system": f"{platform.system()} {platform.release()}",
        "load_average": round(load, 1),
    }


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def _memory() -> str:
    kilobytes = _fact(_MEMORY, "MemTotal").split()
    return f"{int(kilobytes[0]) / 1024**2:.0f} GB" if kilobytes else "memory unknown"


def _fact(path: Path, name: str) -> str:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def row(name: str, ours: float, unit: str, *, least: float | None = None, most: float | None = None) -> dict[str, Any]:
    """A goal of ours without a peer: at least, or at most, so much."""
    goal = f"at least {least:g}" if least is not None else f"at most {most:g}"
    met = (least is None or ours >= least) and (most is None or ours <= most)
    return {"name": name, "ours": round(ours, 5), "peer": None, "ratio": None, "unit": unit, "goal": goal, "met": met}


def measured(name: str, ours: float, unit: str, **more: Any) -> dict[str, Any]:
    """A figure without a goal; `more` says what it is made of."""
    return {
        "name": name,
        "ours": round(ours, 5),
        "peer": None,
        "ratio": None,
        "unit": unit,
        "goal": None,
        "met": None,
        **more,
    }


def beside(name: str, ours: float, peer: float, unit: str, *, most: float | None = None, **more: Any) -> dict[str, Any]:
    """A figure beside a peer's of the same run; `most` is the largest ratio that was aimed at.

    >>> beside("answer", 3.0, 2.0, "ms", most=1.2)["met"]
    False
    """
    ratio = round(ours / peer, 3)
    goal, met = (f"at most {most:g} times the peer", ratio <= most) if most is not None else (None, None)
    found = {"name": name, "ours": round(ours, 3), "peer": round(peer, 3), "ratio": ratio, "unit": unit}
    return {**found, "goal": goal, "met": met, **more}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies, between two neighbours in proportion.

    >>> percentile([4.0, 1.0, 2.0, 3.0], 0.5)
    2.5
    """
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]
