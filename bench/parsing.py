"""How quickly each register's and bureau's payloads become records: `python -m bench.parsing [--seconds 0.5]`.

The payloads are our own recordings, and the registers' real ones where ../shared is there. The peer does the least that
anybody must do with the same bytes: json.loads, lxml's parser, selectolax' parser or the csv module's reader. What
it does not do is our work: every value understood or refused, a record checked and written as JSON.
"""

import argparse
import csv
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sized
from typing import Any, NamedTuple, cast

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from bench.results import measured, replace_rows
from chalicelib import bureaus, registers
from chalicelib.errors import SourceError
from tests.contract.recordings import SHARED, document
from tests.fuzz.targets import targets

_REAL = {
    "ch_shab": ("ch-shab/*KK*.xml", "application/xml"),
    "fr_bodacc": ("fr-bodacc/PCL_*.xml", "application/xml"),
    "gb_companies_house": ("gb-companies-house/stream-*.ndjson", "application/x-ndjson"),
    "de_insolvenzbekanntmachungen": ("de-insolvenzbekanntmachungen/*.jsonl", "application/x-ndjson"),
}
_TURNS = 5


class Payloads(NamedTuple):
    """What is read, by whom, and how many records it makes."""

    name: str
    contents: list[bytes]
    read: Callable[[bytes], object]


def main() -> int:
    """0 when everything could be read."""
    parser = argparse.ArgumentParser(prog="bench.parsing", description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.5, help="how long each is read, and its peer")
    options = parser.parse_args()
    rows = [row_of(one, options.seconds) for one in [*recorded(), *real()]]
    replace_rows("parsing", rows)
    for one in rows:
        print(f"{one['name']:<55} {one['ours']:9.0f} {one['peer']:9.0f} {one['ratio']:6.2f}  {one['peer_is']}")
    return 0


def recorded() -> Iterable[Payloads]:
    """Our own recordings, of each reader of a register or a bureau."""
    sources = {*registers.names(), *bureaus.names()}
    for name, target in targets().items():
        if name.partition("/")[0] in sources:
            yield from _read_well(name, target.seeds, target.read)


def real() -> Iterable[Payloads]:
    """The registers' own payloads; none where they are not there."""
    for source, (pattern, media_type) in _REAL.items():
        contents = [path.read_bytes() for path in sorted(SHARED.glob(pattern))]
        yield from _read_well(f"{source}, real payloads", contents, _reader(source, media_type))


def _read_well(name: str, contents: list[bytes], read: Callable[[bytes], object]) -> Iterable[Payloads]:
    """What makes records; recordings of refusals make none."""
    understood = [one for one in contents if _understood(read, one)]
    if understood:
        yield Payloads(name, understood, read)


def _reader(source: str, media_type: str) -> Callable[[bytes], int]:
    def read(content: bytes) -> int:
        notices = registers.load(source).parse(document(source, content, media_type))
        return sum(bool(one.model_dump_json()) for one in notices)

    return read


def _understood(read: Callable[[bytes], object], content: bytes) -> bool:
    try:
        return bool(read(content))
    except SourceError:
        return False


def row_of(payloads: Payloads, seconds: float) -> dict[str, Any]:
    """Records a second beside the peer's, in turns; kilobytes a record, for records differ in size by the source."""
    peer, name = least(payloads.contents[0])
    records = sum(len(cast(Sized, payloads.read(one))) for one in payloads.contents)
    ours, bare = [], []
    for _ in range(_TURNS):
        ours.append(records * rate(payloads.read, payloads.contents, seconds / _TURNS))
        bare.append(records * rate(peer, payloads.contents, seconds / _TURNS))
    size = sum(map(len, payloads.contents)) / records / 1024
    found = measured(
        payloads.name, statistics.median(ours), "records/s", peer_is=name, kilobytes_a_record=round(size, 1)
    )
    bare_rate = statistics.median(bare)
    return {
        **found,
        "ours": round(found["ours"]),
        "peer": round(bare_rate),
        "ratio": round(found["ours"] / bare_rate, 3),
    }


def rate(read: Callable[[bytes], object], contents: list[bytes], seconds: float) -> float:
    """How often all of them are read in a second."""
    times, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds or not times:
        for content in contents:
            read(content)
        times += 1
    return times / took if took else 0.0


def least(content: bytes) -> tuple[Callable[[bytes], object], str]:
    """The least that must be done with such bytes.

    >>> least(b'{"a": 1}')[1]
    'json.loads'
    """
    start = content.lstrip(b"\xef\xbb\xbf \r\n")[:200].lower()
    if start.startswith((b"{", b"[")):
        return _json, "json.loads"
    if b"<html" in start or b"<!doctype html" in start:
        return LexborHTMLParser, "selectolax"
    if start.startswith(b"<"):
        return etree.fromstring, "lxml"
    return _table, "csv.reader"


def _json(content: bytes) -> object:
    """One document, or one a line."""
    try:
        return json.loads(content)
    except json.JSONDecodeError:
        return [json.loads(line) for line in content.splitlines() if line]


def _table(content: bytes) -> object:
    return list(csv.reader(content.decode(errors="replace").splitlines()))


if __name__ == "__main__":
    raise SystemExit(main())
