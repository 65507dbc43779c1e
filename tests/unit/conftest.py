"""What holds for every unit test: nothing is asked of AWS."""

import pytest

from chalicelib.admin_settings import Reading
from chalicelib.api import blocks


@pytest.fixture(autouse=True)
def admin_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    """No admin has set anything and no source is off; a test of them has a fixture of this name of its own."""
    monkeypatch.setattr("chalicelib.store.parameters.get", lambda _name: None)
    monkeypatch.setattr("chalicelib.admin_settings._sources", lambda: Reading(()))


@pytest.fixture(autouse=True)
def _sources_read_anew() -> None:
    """No block answer knows the sources of another test."""
    blocks.forget()
