"""The cockpit's door for all tests here."""

from collections.abc import Iterator

import pytest

from chalicelib.settings import settings
from tests.unit.cockpit.door import Door, open_door


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """The cockpit below the gateway's stage, with nobody signed in."""
    yield open_door(monkeypatch)
    settings.cache_clear()
