"""parse SOURCE FILE: prints the notices of a register's payload as JSON Lines."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

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


def main(argv: list[str]) -> int:
    """0 when all of the file could be read, 1 when a part could not; what could be read is printed either way."""
    parser = argparse.ArgumentParser(prog="insolvency-watch parse", description=__doc__)
    parser.add_argument("source", choices=registers.names(), metavar="SOURCE", help=", ".join(registers.names()))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a payload as the register served it, or rows as .jsonl"
    )
    arguments = parser.parse_args(argv)
    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        print(f"insolvency-watch parse: {error}", file=sys.stderr)
        return 2
    if arguments.file.suffix.lower() not in _MEDIA_TYPES:
        print(f"insolvency-watch parse: {arguments.file}: name it {', '.join(_MEDIA_TYPES)}", file=sys.stderr)
        return 2
    failures = 0
    for number, document in documents(arguments.source, arguments.file, content):
        try:
            for notice in registers.load(arguments.source).parse(document):
                print(json_line(notice))
        except SourceChangedError as error:
            failures += 1
            print(f"{arguments.file}:{number}: {error}", file=sys.stderr)
    return 1 if failures else 0


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
