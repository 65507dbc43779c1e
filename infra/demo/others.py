"""Real payloads of the registers that the demo does not play: read by their files, without the stack."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from rich.console import Console

from chalicelib import clock, registers
from chalicelib.errors import SourceChangedError
from chalicelib.model.document import Document
from infra.demo import report
from infra.demo.checks import Check
from infra.demo.registers import PLAYED
from tests.contract.servers.isir import event, feed_answer

_PLAIN = etree.XMLParser(resolve_entities=False, no_network=True)
_NOTE = "{http://www.cca.cz/isir/poznamka}udalost"
_NOT_ANSWERS = {
    "event-feed-fault-shape-authored.xml": "a fault, which is an error in words",
    "GetLastUpdate.xml": "an operation that is not used",
    "notice-taxonomy-2450-sample.json": "a table of codes",
    "notice-feed-sample-2014.atom.xml": "the same feed in a form that is not asked for",
}
_FEEDS = {"us-pacer-recap": ("us_bankruptcy_rss", "rss-*.xml")}  # dockets there are pages for people, behind a fee


class Read(NamedTuple):
    """What came of one payload."""

    register: str
    file: str
    notices: int
    refused: str | None


def understood(folder: Path, console: Console) -> list[Check]:
    """Counts on the terminal; the check says what was not understood."""
    found = list(_read(folder))
    columns = ("Register", "Payload", "Notices #", "Not read, because")
    table = report.new_table("Registers that are not played: their payloads, read by file", *columns)
    for one in found:
        table.add_row(one.register, one.file, str(one.notices), one.refused or _NOT_ANSWERS.get(one.file, ""))
    console.print(table)
    wrong = [f"{one.file}: {one.refused}" for one in found if one.refused and one.file not in _NOT_ANSWERS]
    return [("payloads of registers that are not played are understood", "; ".join(wrong) or None)]


def _read(folder: Path) -> Iterator[Read]:
    for place in sorted(one for one in folder.iterdir() if one.is_dir()):
        name, pattern = _FEEDS.get(place.name, (place.name.replace("-", "_"), "*.*"))
        if name not in registers.names() or name in PLAYED:
            continue
        for path in sorted(place.glob(pattern)):
            if path.suffix in {".xml", ".json"}:
                yield _one(name, path)


def _one(name: str, path: Path) -> Read:
    content = path.read_bytes()
    if path.suffix == ".xml" and etree.fromstring(content, _PLAIN).tag == _NOTE:  # the string inside an event
        content = feed_answer(event(typUdalosti="2", oddil="", poznamka=content.decode()))
    kind = "application/xml" if path.suffix == ".xml" else "application/json"
    document = Document(source=name, url=path.name, media_type=kind, content=content, fetched_at=clock.now())
    notices = 0
    try:
        for _ in registers.load(name).parse(document):
            notices += 1
    except SourceChangedError as error:
        return Read(name, path.name, notices, error.reason)
    return Read(name, path.name, notices, None)
