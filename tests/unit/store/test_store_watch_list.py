"""The watch list's own item looks like every other: it says what it is."""

from collections.abc import Iterator

import pytest

from chalicelib.settings import settings
from chalicelib.store import watch_list


@pytest.fixture(autouse=True)
def _named_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_item_that_an_update_makes_has_its_type() -> None:
    update = watch_list._counted("ch_shab", "2026-03-04", [], 3, 1_800_000_000, room=0)["Update"]
    assert "SET #type = :type" in update["UpdateExpression"]
    assert update["ExpressionAttributeNames"] == {"#type": "type"}
    assert update["ExpressionAttributeValues"][":type"] == {"S": "watched"}
