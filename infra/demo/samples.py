"""Real register payloads from a folder, as the registers would serve them. They stay in memory.

The folder's layout is that of ../shared/register-samples. Three things are not as the registers serve them, and
`NOTES` says so: BODACC's bulk XML is served in the shape of its API, Companies House's REST answer is left out, and
publications are years old, so polls are asked for by their own days instead of the last ones.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from chalicelib.registers.french import bulk
from chalicelib.registers.french.announcement import Announcement
from infra.demo.recordings import Published

NOTES = (
    "BODACC's bulk XML is served in the shape of its API's records.",
    "Companies House's REST answer is not served: a poll reads the stream.",
    "Several debtors in one payload are several notices; an event that repeats what is known is none.",
    "Polls are asked for by the payloads' own publication days; nothing in a payload is changed.",
)
Polls = tuple[tuple[str, date, date], ...]
_WEEKEND = timedelta(days=3)
_PLAIN = etree.XMLParser(resolve_entities=False, no_network=True)


class Samples(NamedTuple):
    """The payloads, and the polls (source, from, to) that reach all of them."""

    published: Published
    polls: Polls


def read(folder: Path) -> Samples:
    """All payloads of the four registers below the folder.

    Raises:
        FileNotFoundError: a register's part is missing.
    """
    german = [row for path in _files(folder, "de-insolvenzbekanntmachungen", "*.jsonl") for row in _json_lines(path)]
    french = list(_french(folder))
    swiss = [
        path.read_bytes()
        for path in _files(folder, "ch-shab", "*.xml")
        if etree.QName(etree.fromstring(path.read_bytes(), _PLAIN)).localname == "publication"
    ]
    british = [event for path in _files(folder, "gb-companies-house", "*.ndjson") for event in _json_lines(path)]
    published = Published(german, french, swiss, sorted(british, key=lambda event: event["event"]["timepoint"]))
    return Samples(published, tuple(_polls(published)))


def _files(folder: Path, register: str, pattern: str) -> list[Path]:
    found = sorted((folder / register).glob(pattern))
    if not found:
        raise FileNotFoundError(f"no {pattern} in {folder / register}")
    return found


def _json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _french(folder: Path) -> Iterator[dict[str, Any]]:
    for path in _files(folder, "fr-bodacc", "*.xml"):
        yield from map(_as_api_record, bulk.read(path.read_bytes()))
    for path in _files(folder, "fr-bodacc", "ods-v2.1-*.json"):
        yield from json.loads(path.read_text(encoding="utf-8"))["results"]


def _as_api_record(said: Announcement) -> dict[str, Any]:
    judgment = {
        "type": said.kind,
        "famille": said.family,
        "nature": said.nature,
        "date": said.judged_on,
        "complementJugement": said.text,
    }
    kinds = {"initial": "annonce"}
    persons = [_person(person) for person in said.persons]
    return {
        "id": said.id,
        "dateparution": said.published.isoformat(),
        "typeavis": kinds.get(said.kind, said.kind),
        "familleavis": "collective",
        "tribunal": said.court,
        "listepersonnes": json.dumps({"personne": persons[0] if len(persons) == 1 else persons}, ensure_ascii=False),
        "jugement": json.dumps(judgment, ensure_ascii=False),
        "parutionavisprecedent": json.dumps(dict(said.previous), ensure_ascii=False) if said.previous else None,
    }


def _person(printed: Mapping[str, Any]) -> dict[str, Any]:
    """The bulk file says RCS in its element's name, the API does not."""
    registered = dict(printed.get("numeroImmatriculation") or {})
    if "numeroIdentificationRCS" in registered:
        registered["numeroIdentification"] = registered.pop("numeroIdentificationRCS")
    return {**printed, "numeroImmatriculation": registered} if registered else dict(printed)


def _polls(published: Published) -> Iterator[tuple[str, date, date]]:
    days = {
        "de_insolvenzbekanntmachungen": [date.fromisoformat(row["datum"]) for row in published.german],
        "fr_bodacc": [date.fromisoformat(record["dateparution"]) for record in published.french],
        "ch_shab": [_swiss_day(content) for content in published.swiss],
        "gb_companies_house": [date.today()],  # noqa: DTZ011  # a stream has no days; its cursor decides
    }
    for source, published_on in days.items():
        for first, last in _runs(sorted(set(published_on))):
            yield source, first, last


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run that has no gap longer than a weekend."""
    first = days[0]
    for day, following in pairwise([*days, date.max]):
        if following - day > _WEEKEND:
            yield first, day
            first = following


def _swiss_day(content: bytes) -> date:
    return date.fromisoformat(str(etree.fromstring(content, _PLAIN).findtext("meta/publicationDate"))[:10])
