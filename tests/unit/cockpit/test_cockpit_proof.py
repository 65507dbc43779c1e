"""The page of a proof: its sentence first, what was not checked, and the same as files to keep."""

from datetime import date, timedelta

import pytest

from chalicelib import registers
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.comparison import Comparison
from chalicelib.model.people import Role
from chalicelib.model.source import SourceStatus
from chalicelib.store import comparisons, customers, sources
from tests.builders import NOW, a_customer
from tests.unit.cockpit.desk_world import a_case
from tests.unit.cockpit.door import Door

SINCE = date(2026, 1, 5)
PAGE = "/cockpit/customers/{number}/proof"


@pytest.fixture(autouse=True)
def _known(door: Door) -> None:
    """A firm in Hamburg, long known; all registers read this morning."""
    long_ago = NOW - timedelta(days=3)
    firm = a_customer(number="1", address=PostalAddress(city="Hamburg", country="DE"), updated_at=long_ago)
    customers.put(firm, keys_of(firm))
    for name in registers.names():
        sources.put(SourceStatus(name=name, watched_since=SINCE, checked_through=NOW, last_success=NOW))
    comparisons.put(Comparison(measured_at=NOW, clear_at=NOW + timedelta(minutes=5)))
    door.sign_in(Role.VIEWER, language="en")


def test_all_read_is_checked_and_nothing_found(door: Door) -> None:
    body = door.get(PAGE, number="1").body
    assert "Checked and nothing found in all that was published from 2026-01-05 to" in body
    assert "Not checked" not in body


def test_a_case_that_only_a_bureau_told_of_is_shown(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    told = a_case("1").case.model_copy(update={"source": "crif_mediafinanz", "notices": ()})
    monkeypatch.setattr("chalicelib.store.cases.of_customer", lambda _number: (told,))
    body = door.get(PAGE, number="1").body
    assert "Found: 1 case(s)." in body
    assert "Cases in which no register says anything" in body
    assert f"/cockpit/cases/{told.id}" in body


def test_a_dead_source_is_named_in_the_sentence_and_in_the_files(door: Door) -> None:
    sources.put(sources.get("fr_bodacc").model_copy(update={"late_from": NOW - timedelta(hours=1)}))
    body = door.get(PAGE, number="1").body
    assert "hecked and nothing found" not in body
    assert "Nothing in what was checked; the check has gaps: BODACC A" in body
    assert "nothing until then, not checked since" in body
    table = door.get(f"{PAGE}/file", number="1", query={"format": "csv"})
    assert (table.status, "the check has gaps: BODACC A" in table.body) == (200, True)
    assert door.get(f"{PAGE}/file", number="1").status == 200
