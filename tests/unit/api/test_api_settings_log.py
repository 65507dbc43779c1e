"""What the API changes in people and firm leaves a line in the log of settings, with the client that did it."""

from typing import Any

import pytest

from chalicelib.store import settings_log
from tests.unit.api.test_api_http import call
from tests.unit.memory_table import MemoryTable

EVA: dict[str, Any] = {"email": "eva.kern@example.com", "name": "Eva Kern"}


def test_each_change_of_people_and_firm_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    MemoryTable(monkeypatch)
    box = {"name": "Credit", "mailbox": "credit@example.com"}
    assert call("PUT", "/v1/people", body={"people": [EVA], "departments": [box]}).status == 200
    assert call("PUT", "/v1/people/{email}", email=EVA["email"], body={**EVA, "role": "manager"}).status == 200
    assert call("PUT", "/v1/creditor", body={"name": "Seilerei Brandt GmbH"}).status == 200
    found = {(one.area, one.subject, len(one.values) > 0) for one in settings_log.changes()}
    assert found == {("people", EVA["email"], True), ("departments", "Credit", True), ("firm", "creditor", True)}
    roles = [one for change in settings_log.changes() for one in change.values if one.field == "role"]
    assert {(one.before, one.after) for one in roles} == {("", "clerk"), ("clerk", "manager")}
    assert all(one.person.startswith("client ") for one in settings_log.changes())


def test_what_stays_as_it_was_is_not_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    MemoryTable(monkeypatch)
    for _ in range(2):
        assert call("PUT", "/v1/people", body={"people": [EVA]}).status == 200
    assert len(settings_log.changes()) == 1
