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


def test_what_is_too_much_for_a_line_each_is_summed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    MemoryTable(monkeypatch)
    many = [{"email": f"p{number}@example.com", "name": f"P {number}"} for number in range(120)]
    assert call("PUT", "/v1/people", body={"people": many}).status == 200
    found = settings_log.changes()
    assert len(found) == 99
    (rest,) = [one for one in found if not one.subject]
    assert [(one.field, one.after) for one in rest.values] == [("people", "22")]
    assert len({one.subject for one in found}) + 22 - 1 == 120


def test_an_address_longer_than_any_id_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table takes no key of 2049 bytes."""
    MemoryTable(monkeypatch)
    answer = call("GET", "/v1/customers/{number}", number="x" * 255)
    assert (answer.status, "so long" in str(answer.json)) == (404, True)
