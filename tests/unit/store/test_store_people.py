"""Our people as they are stored: what is switched off stays switched off."""

from typing import Any

import pytest

from chalicelib.model.people import Organisation, Person
from chalicelib.settings import settings
from chalicelib.store import people, table


def test_who_has_no_quiet_hours_has_none_after_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Any] = []
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()

    def transact(requests: list[Any]) -> list[str]:
        written.extend(requests)
        return []

    monkeypatch.setattr(table, "transact", transact)
    people.put(Organisation(people=(Person(email="eva@example.com", name="Eva", quiet=None),)), 0)
    stored = table.from_wire(written[0]["Put"]["Item"])
    settings.cache_clear()
    assert table.read(stored, Organisation).people[0].quiet is None
