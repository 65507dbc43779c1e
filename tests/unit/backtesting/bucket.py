"""Kept payloads in memory, beside tables in memory; what is replayed is also settled by the steps, to compare."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib import intake
from chalicelib.backtesting import payloads
from chalicelib.errors import NotFoundError
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.store import evidence, scanning, table
from chalicelib.store.scanning import ScannedPage
from functions import match_notices
from tests.builders import a_customer
from tests.integration.payloads import bodacc, french_company, siren
from tests.unit.steps import Steps

NAME, NUMBER = "ATELIER DES GLYCINES", siren(777)
FIRST = date(2026, 7, 1)


def glycines(**fields: Any) -> Customer:
    """A French customer with its number."""
    identifiers = ({"scheme": "siren", "value": NUMBER},)
    return a_customer(**{"number": "K-1", "name": "Atelier des Glycines", "identifiers": identifiers} | fields)


def said(day: date, number: int, **fields: Any) -> dict[str, Any]:
    """What BODACC prints about the customer."""
    return bodacc(day, number, french_company(NAME, NUMBER), **fields)


class Bucket:
    """Documents by evidence key."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, steps: Steps) -> None:
        self.steps = steps
        self.kept: dict[str, Document] = {}
        self.gone: set[str] = set()
        monkeypatch.setattr(evidence, "get", self._get)
        monkeypatch.setattr(evidence, "keys_since", self._keys_since)
        monkeypatch.setattr(
            evidence, "first_day", lambda source: min(map(evidence.day_of, self._of(source)), default=None)
        )
        monkeypatch.setattr(scanning, "scan_types", self._scanned)
        monkeypatch.setattr(scanning, "items_in_table", lambda: len(steps.table.items["table"]))
        payloads._plan.cache_clear()

    def keep(self, source: str, content: bytes, seen: date, hour: int = 6, **about: Any) -> str:
        """The key of a payload that was fetched on this day."""
        at = datetime(seen.year, seen.month, seen.day, hour, tzinfo=UTC)
        document = Document(
            source=source, url="x", media_type="application/json", content=content, fetched_at=at, **about
        )
        key = f"{source}/{at:%Y/%m/%d}/{document.digest}"
        self.kept[key] = document
        return key

    def print(self, seen: date, *records: dict[str, Any], hour: int = 6) -> str:
        """The key of a page of BODACC with these records."""
        page = {"total_count": len(records), "results": list(records)}
        return self.keep("fr_bodacc", json.dumps(page).encode(), seen, hour)

    def settle(self, key: str) -> None:
        """The steps take in what the payload holds, at the moment when it was fetched."""
        document = self.kept[key]
        self.steps.now = document.fetched_at
        for notice in intake.read_document(document, key, document.fetched_at).new:
            match_notices.match({"pk": f"NOTICE#{notice.id}"}, None)

    def _of(self, source: str) -> list[str]:
        return sorted(key for key in self.kept if key.startswith(f"{source}/"))

    def _keys_since(self, source: str, day: date) -> Iterator[str]:
        yield from (key for key in self._of(source) if evidence.day_of(key) >= day)

    def _get(self, key: str) -> Document:
        if key in self.gone:
            raise NotFoundError(f"no evidence is kept under {key}")
        return self.kept[key]

    def _scanned(self, types: tuple[str, ...], *_: object) -> Iterator[ScannedPage]:
        items: list[table.Item] = [one for one in self.steps.table.items["table"].values() if one["type"] in types]
        yield ScannedPage(items, len(items), None)
