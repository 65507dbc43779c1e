"""`insolvency-watch accuracy`: how often each field of the parsed notices equals a label made by hand."""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from chalicelib import registers
from chalicelib.model.document import Document
from chalicelib.model.identifier import normal_office
from chalicelib.model.notice import InsolvencyNotice

_LABELS = Path("tests/contract")
_SAMPLES = Path("../shared/register-samples")
_FETCHED = datetime(2000, 1, 1, tzinfo=UTC)

Score = dict[tuple[str, str], list[bool]]


def main(argv: list[str]) -> int:
    """Prints field accuracy per label file and part; 0 when every label file's payloads were found.

    Labels are hashed names beside the payload's key and hash; the payloads themselves stay outside the project.
    """
    parser = argparse.ArgumentParser(prog="insolvency-watch accuracy", description=__doc__)
    parser.add_argument("labels", nargs="*", type=Path, help="label files (default: all below tests/contract)")
    parser.add_argument(
        "--samples", type=Path, default=_SAMPLES, help="directory with one directory of payloads per register"
    )
    parser.add_argument("--misses", action="store_true", help="list key and field of every difference")
    options = parser.parse_args(argv)
    console = Console()
    complete = True
    for path in options.labels or _label_files():
        score, misses, absent = measure(path, options.samples)
        console.print(_table(path, score))
        if options.misses:
            for miss in misses:
                console.print(miss, highlight=False)
        if absent:
            console.print(f"[red]{absent} payloads are not below {options.samples}; they were not measured")
            complete = False
    return 0 if complete else 1


def _label_files() -> list[Path]:
    """Label files that hold a part and labels for each payload's key; other suites have forms of their own."""
    found = (path for path in _LABELS.glob("*/labels.jsonl") if path.parent.name in registers.names())
    return sorted(path for path in found if '"labels"' in path.read_text(encoding="utf-8").split("\n", 1)[0])


def measure(labels: Path, samples: Path) -> tuple[Score, list[str], int]:
    """Hits and misses by (field, part), the differences' keys, and how many payloads were not found.

    A sample directory is the one below `samples` whose name with underscores ends the register's name.
    """
    source = labels.parent.name
    score: Score = defaultdict(list)
    misses: list[str] = []
    absent = 0
    for label in map(json.loads, labels.read_text(encoding="utf-8").splitlines()):
        notice = _parsed(source, label, samples)
        if notice is None:
            absent += 1
            continue
        for field, expected, actual in differences(label["labels"], notice):
            score[field, label["part"]].append(expected == actual)
            if expected != actual:
                misses.append(f"{label['part']} {label['key']}: {field}")
    return score, misses, absent


def differences(labels: Mapping[str, Any], notice: InsolvencyNotice) -> Iterator[tuple[str, object, object]]:
    """Field, labelled value and parsed value in comparable form, for every labelled field."""
    for field, expected in labels.items():
        comparable = _COMPARABLE[field]
        yield field, _expected(field, expected), comparable(notice)


def _expected(field: str, value: Any) -> object:
    if field == "hearings":
        return sorted((one["kind"], one["date"], one["time"] or "", one["written"]) for one in value)
    if field == "register":
        return (normal_office(value[0]) if value[0] else "", value[1].replace(" ", "")) if value else ("", "")
    if field == "court":
        return normal_office(value) if value else None
    return value.casefold() if field == "case_number" else value


def _parsed(source: str, label: Mapping[str, Any], samples: Path) -> InsolvencyNotice | None:
    name, number = label["key"].split(" ")[0].rsplit("#", 1)
    path = samples / source.replace("_", "-") / name
    if not path.exists():
        return None
    line = path.read_text(encoding="utf-8").split("\n")[int(number) - 1]
    if hashlib.sha256(json.loads(line)["text"].encode()).hexdigest() != label["sha256"]:
        return None
    document = Document(
        source=source, url="", media_type="application/x-ndjson", content=line.encode(), fetched_at=_FETCHED
    )
    return next(registers.load(source).parse(document))


def hashed(value: str | None, keep: Callable[[str], bool] = str.isalnum) -> str | None:
    """Digest of a name without case, spaces and punctuation, so that labels need not hold the name.

    >>> hashed("Müller-Bau GmbH") == hashed("MÜLLER BAU GMBH")
    True
    """
    if value is None:
        return None
    return hashlib.sha256("".join(letter for letter in value.casefold() if keep(letter)).encode()).hexdigest()


def _hearings(notice: InsolvencyNotice) -> list[tuple[str, str, str, bool]]:
    return sorted(
        (one.kind.value, one.date.isoformat(), one.time.strftime("%H:%M") if one.time else "", one.written)
        for one in notice.hearing_dates
    )


def _register(notice: InsolvencyNotice) -> tuple[str, str]:
    office = normal_office(notice.debtor_reg_office) if notice.debtor_reg_office else ""
    number = (notice.debtor_reg_no or "").split()
    return office, "".join(number[:2])


_COMPARABLE: dict[str, Callable[[InsolvencyNotice], object]] = {
    "event_kind": lambda notice: notice.event_kind.value,
    "court": lambda notice: normal_office(notice.court) if notice.court else None,
    "case_number": lambda notice: (notice.case_number or "").casefold(),
    "debtor_name": lambda notice: hashed(notice.debtor_name),
    "opening_date": lambda notice: notice.opening_date.isoformat() if notice.opening_date else None,
    "opening_time": lambda notice: notice.opening_time.strftime("%H:%M") if notice.opening_time else None,
    "claim_deadline": lambda notice: notice.claim_deadline.isoformat() if notice.claim_deadline else None,
    "practitioner_name": lambda notice: hashed(notice.practitioner_name),
    "practitioner_role": lambda notice: notice.practitioner_role,
    "practitioner_phone": lambda notice: hashed(notice.practitioner_phone, str.isdigit),
    "practitioner_email": lambda notice: hashed(notice.practitioner_email),
    "hearings": _hearings,
    "register": _register,
}


def _table(path: Path, score: Score) -> Table:
    parts = sorted({part for _field, part in score})
    table = Table(title=f"{path.parent.name}: equal to the label / labelled")
    table.add_column("field")
    for part in parts:
        table.add_column(part, justify="right")
    for field in dict.fromkeys(field for field, _part in score):
        table.add_row(field, *(_share(score[field, part]) for part in parts))
    return table


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)}/{len(hits)} {100 * sum(hits) / len(hits):5.1f} %" if hits else "-"
