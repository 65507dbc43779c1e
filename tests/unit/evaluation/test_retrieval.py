"""Candidates in memory are those that the table gives, also when too many customers share a key."""

from typing import Any

import pytest

from chalicelib.evaluation.retrieval import Index
from chalicelib.model.match_keys import MatchKeys
from chalicelib.store import customers, keys, table

PLACES = ("hamburg", "kiel", "")


def customer(key: str, town: str, initials: str = "no") -> MatchKeys:
    return MatchKeys(
        version="2", keys=frozenset({key, "rare"}), towns=(town,) if town else (), initials=initials, compact="{}"
    )


def asked(key: str, *towns: str, initials: str = "no") -> MatchKeys:
    return MatchKeys(version="2", keys=frozenset({key}), towns=towns, initials=initials)


class KeysTable:
    """The key items as DynamoDB sorts and cuts them."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.queries = 0

    def put(self, number: str, found_by: MatchKeys) -> None:
        for place in found_by.places():
            key = keys.customer_match(place, number)
            self.items.append({"pk": key.pk, "sk": key.sk, "compact": found_by.compact})

    def query(self, pk: str, *, prefix: str, limit: int, **_options: bool) -> list[dict[str, Any]]:
        self.queries += 1
        found = [item for item in self.items if item["pk"] == pk and item["sk"].startswith(prefix)]
        return sorted(found, key=lambda item: str(item["sk"]))[:limit]


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> KeysTable:
    keys_table = KeysTable()
    monkeypatch.setattr(table, "query", keys_table.query)
    return keys_table


@pytest.mark.parametrize(("shared", "here"), [(30, 5), (99, 9), (100, 10), (400, 40), (400, 150)])
@pytest.mark.parametrize("key", ["name|nordlicht", "tok|6@hamburg"])
def test_memory_and_table_give_the_same_candidates_at_the_same_cost(
    stored: KeysTable, key: str, shared: int, here: int
) -> None:
    index = Index()
    for place in range(shared):
        mine = place < here
        found_by = customer(key, "kiel" if mine else "hamburg", "ki" if mine else "no")
        stored.put(f"K-{place}", found_by)
        index.add(f"K-{place}", found_by)
    question = asked(key, "kiel", initials="ki")
    from_table = customers.candidates([question])
    in_memory = index.find(question)
    assert {index.numbers[place] for place in in_memory.places} == set(from_table.records)
    assert in_memory.queries == stored.queries
    assert bool(in_memory.cut) == bool(from_table.cut)
    wanted = {f"K-{place}" for place in range(here)}
    assert (wanted <= set(from_table.records)) == (here < customers.CANDIDATES_PER_KEY)
    assert bool(from_table.cut) == (here >= customers.CANDIDATES_PER_KEY)


def test_customers_without_a_town_are_found_beside_those_of_the_town(stored: KeysTable) -> None:
    for place in range(150):
        stored.put(f"K-{place}", customer("name|nordlicht", "aachen"))
    stored.put("K-unknown", customer("name|nordlicht", ""))
    stored.put("K-here", customer("name|nordlicht", "kiel"))
    assert {"K-unknown", "K-here"} <= set(customers.candidates([asked("name|nordlicht", "kiel")]).records)


def test_a_hot_key_that_cannot_be_narrowed_is_said(stored: KeysTable) -> None:
    for place in range(150):
        stored.put(f"K-{place}", customer("name|nordlicht", "aachen"))
    found = customers.candidates([asked("name|nordlicht")])
    assert (len(found.records), found.cut) == (100, frozenset({"name|nordlicht"}))


def test_the_former_version_is_asked_beside_the_current_one(stored: KeysTable) -> None:
    former = MatchKeys(version="1", keys=frozenset({"name|nordlicht"}))
    stored.put("K-old", former)
    stored.put("K-new", customer("name|nordlicht", "kiel"))
    found = customers.candidates([asked("name|nordlicht", "kiel"), former])
    assert found.records == {"K-new": "{}", "K-old": ""}


def test_read_units_count_what_lies_beside_the_keys() -> None:
    index = Index()
    large = MatchKeys(version="2", keys=frozenset({"name|nordlicht"}), compact="x" * 1000)
    for place in range(10):
        index.add(f"K-{place}", large)
    assert index.find(asked("name|nordlicht", "kiel")).read_units == 1.5
    assert index.find(asked("name|other", "kiel")).read_units == 0.5
