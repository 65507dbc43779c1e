"""parse SOURCE FILE ...: prints the notices of a register's payloads as JSON Lines; --count: how many could be read."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from chalicelib import clock, registers
from chalicelib.errors import SourceChangedError
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice

_MEDIA_TYPES = {
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
    ".json": "application/json",
    ".xml": "application/xml",
    ".csv": "text/csv",
    ".html": "text/html",
}


class Read(NamedTuple):
    """What came of a file: its documents, the notices in them, and what could not be read, each with its line."""

    documents: int
    notices: int
    refused: tuple[str, ...]


def main(argv: list[str]) -> int:
    """0 when every file could be read, 1 when a part could not; what could be read is printed either way."""
    options = _options(argv)
    files = [one for given in options.files for one in _files(given)]
    for file in files:
        if file.suffix.lower() not in _MEDIA_TYPES:
            print(f"insolvency-watch parse: {file}: name it {', '.join(_MEDIA_TYPES)}", file=sys.stderr)
            return 2
    try:
        counts = [(file, _read(options.source, file, show=not options.count)) for file in files]
    except OSError as error:
        print(f"insolvency-watch parse: {error}", file=sys.stderr)
        return 2
    if options.count:
        table = Table("file", "documents", "notices", "not read")
        for file, found in counts:
            table.add_row(file.name, str(found.documents), str(found.notices), "\n".join(found.refused))
        Console().print(table)
    return 1 if any(found.refused for _, found in counts) else 0


def _read(source: str, file: Path, *, show: bool) -> Read:
    """Reads the file; notices and what is wrong with it are printed if wanted. Raises OSError: there is none."""
    notices, refused, parts = 0, list[str](), list(documents(source, file, file.read_bytes()))
    for number, document in parts:
        try:
            for notice in registers.load(source).parse(document):
                notices += 1
                if show:
                    print(json_line(notice))
        except SourceChangedError as error:
            refused.append(f"{number}: {error}")
            if show:
                print(f"{file}:{number}: {error}", file=sys.stderr)
    return Read(len(parts), notices, tuple(refused))


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="insolvency-watch parse", description=__doc__)
    parser.add_argument("source", choices=registers.names(), metavar="SOURCE", help=", ".join(registers.names()))
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="payloads as the register served them, rows as .jsonl, or folders",
    )
    parser.add_argument("--count", action="store_true", help="a table of files instead of the notices")
    return parser.parse_args(argv)


def _files(given: Path) -> list[Path]:
    """The file itself, or a folder's files that may be payloads."""
    if not given.is_dir():
        return [given]
    return sorted(one for one in given.iterdir() if one.suffix.lower() in _MEDIA_TYPES)


def documents(source: str, file: Path, content: bytes) -> Iterator[tuple[int, Document]]:
    """Line number and document: a file of lines gives one document a line, so that one bad line spoils no other."""
    media_type = _MEDIA_TYPES[file.suffix.lower()]
    parts = [content]
    if media_type == "application/x-ndjson":
        parts = content.splitlines()
    fetched_at = clock.now()
    for number, part in enumerate(parts, start=1):
        if part.strip():
            yield (
                number,
                Document(
                    source=source,
                    url=file.resolve().as_uri(),
                    media_type=media_type,
                    content=part,
                    fetched_at=fetched_at,
                ),
            )


def json_line(notice: InsolvencyNotice) -> str:
    """The notice with its ids, on one line."""
    record = {"id": notice.id, "proceedings_id": notice.proceedings_id, **notice.model_dump(mode="json")}
    return json.dumps(record, ensure_ascii=False)
