"""compare PAIRS.csv: how likely each pair of names is meant for the same person or firm, a score per row."""

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from chalicelib.matching.name_score import Schema, name_score

SCHEMAS: dict[str, Schema] = {"person": "person", "organization": "organisation", "organisation": "organisation"}
SCHEMAS |= {"company": "organisation", "legalentity": "unknown", "unknown": "unknown"}
_REQUIRED = ("name1", "name2")
_LARGEST_CELL = 2**31 - 1


def main(argv: list[str]) -> int:
    """0 when every row got a score; 2 when the file has no columns name1 and name2 or cannot be read."""
    parser = argparse.ArgumentParser(
        prog="insolvency-watch compare",
        description="Writes the file's columns and `score`, 0 to 1, row by row in the same order. Names alone decide.",
    )
    parser.add_argument("file", type=Path, metavar="PAIRS.csv", help="columns name1, name2 and, if known, schema")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write (default: standard output)")
    arguments = parser.parse_args(argv)
    try:
        header, rows = _read(arguments.file)
    except OSError as error:
        print(f"{arguments.file}: {error.strerror}", file=sys.stderr)
        return 2
    if missing := [name for name in _REQUIRED if name not in header]:
        print(f"{arguments.file}: no column {' and '.join(missing)} in the first line", file=sys.stderr)
        return 2
    if arguments.out:
        with arguments.out.open("w", encoding="utf-8", newline="") as file:
            _write(file, header, rows)
    else:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")
        _write(sys.stdout, header, rows)
    return 0


def _read(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    csv.field_size_limit(_LARGEST_CELL)
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    return [name.strip().casefold() for name in next(rows, [])], rows


def _write(file: TextIO, header: list[str], rows: Iterator[list[str]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*header, "score"])
    one, other = map(header.index, _REQUIRED)
    schema = header.index("schema") if "schema" in header else len(header)
    for row in rows:
        if row:
            cells = [*row, *[""] * (len(header) + 1 - len(row))][: len(header) + 1]
            kind = SCHEMAS.get(cells[schema].strip().casefold(), "unknown")
            writer.writerow([*cells[: len(header)], f"{name_score(cells[one], cells[other], kind):.6f}"])
