"""Who a notice may name: compact records choose whom to read, those who are read compete, near misses are kept."""

from collections.abc import Iterable

import pytest

from chalicelib.matching import weights
from chalicelib.matching.keys import FORMER_VERSION, KEY_VERSION, keys_of
from chalicelib.matching.thresholds import DROPPED, percent
from chalicelib.model.customer import Customer
from chalicelib.model.match import MatchResult
from chalicelib.model.match_keys import MatchKeys
from chalicelib.model.thresholds import Thresholds
from chalicelib.store import customers, key_rebuilds
from chalicelib.store.customers import Candidates
from functions import matching_step
from tests.unit.matching.pairs import a_customer, a_notice

DOOR = {"street": "Hafenstr. 3", "postcode": "20457", "city": "Hamburg"}


class Known:
    """The stored customers; remembers who was read in full."""

    def __init__(self, *stored: Customer) -> None:
        self.stored = {one.number: one for one in stored}
        self.read: set[str] = set()
        self.without_compact: set[str] = set()

    def candidates(self, _found_by: list[MatchKeys]) -> Candidates:
        beside = {number: keys_of(one).compact for number, one in self.stored.items()}
        return Candidates(
            {number: "" if number in self.without_compact else text for number, text in beside.items()}, frozenset()
        )

    def get_many(self, numbers: Iterable[str]) -> dict[str, Customer]:
        self.read = set(numbers)
        return {number: self.stored[number] for number in self.read if number in self.stored}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    fake = Known()
    monkeypatch.setattr(customers, "candidates", fake.candidates)
    monkeypatch.setattr(customers, "get_many", fake.get_many)
    monkeypatch.setattr(key_rebuilds, "finished", lambda version: version == KEY_VERSION)
    return fake


def keep(known: Known, number: str, name: str, **given: object) -> None:
    known.stored[number] = a_customer(name, **given).model_copy(update={"number": number})


def test_only_those_worth_it_are_read_in_full(known: Known) -> None:
    keep(known, "K-same", "Nordlicht Bau GmbH", **DOOR)
    keep(known, "K-far", "Polarstern Logistik AG", street="Kai 7", postcode="24103", city="Kiel")
    among = matching_step.rivals(a_notice("Nordlicht Bau GmbH", **DOOR), set())
    assert known.read == {"K-same"}
    assert {number: found.result for number, (_, found) in among.known.items()} == {"K-same": MatchResult.POSITIVE}


def test_a_customer_stored_without_a_compact_record_is_read(known: Known) -> None:
    keep(known, "K-old", "Polarstern Logistik AG", city="Kiel")
    known.without_compact.add("K-old")
    matching_step.rivals(a_notice("Nordlicht Bau GmbH", **DOOR), {"K-of-case"})
    assert known.read == {"K-old", "K-of-case"}


def test_two_customers_at_one_door_are_rivals(known: Known) -> None:
    keep(known, "K-1", "Nordlicht Bau GmbH", **DOOR)
    keep(known, "K-2", "Nordlicht Bau GmbH", **DOOR)
    among = matching_step.rivals(a_notice("Nordlicht Bau GmbH", **DOOR), set())
    found = [match for _, match in among.known.values()]
    assert [(match.result, match.rule) for match in found] == [(MatchResult.UNSURE, "rival")] * 2
    assert sum(match.score for match in found) <= 100


def test_a_near_miss_is_named_by_ids_only(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "watch_from", lambda: -100.0)
    keep(known, "K-near", "Nordlicht Bau GmbH", ids=[["de_register", "HRB 1", "Hamburg"]], **DOOR)
    notice = a_notice("Nordlicht Verwaltungs GmbH", ids=[["de_register", "HRB 2", "Hamburg"]], **DOOR)
    among = matching_step.rivals(notice, set())
    (miss,) = among.near_misses
    assert (miss.customer_number, miss.notice_id) == ("K-near", notice.id)
    assert known.read == set()


def test_the_former_keys_are_asked_until_all_are_rebuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_rebuilds, "finished", lambda _version: False)
    versions = [one.version for one in matching_step.searched_by(a_notice("Nordlicht GmbH"))]
    assert versions == [KEY_VERSION, FORMER_VERSION]
    monkeypatch.setattr(key_rebuilds, "finished", lambda _version: True)
    assert [one.version for one in matching_step.searched_by(a_notice("Nordlicht GmbH"))] == [KEY_VERSION]


def test_a_pair_below_the_firms_threshold_is_watched_and_one_above_is_read(known: Known) -> None:
    keep(known, "K-1", "Nordlicht Bau GmbH", city="Kiel")
    notice = a_notice("Nordlicht Bau AG", city="Kiel")
    (found,) = [match for _, match in matching_step.rivals(notice, set()).known.values()]
    assert found.result is MatchResult.UNSURE
    own = percent(float(found.bits))
    dropping = Thresholds(possible_from=min(own + 1, 20))
    missed = matching_step.rivals(notice, set(), dropping).near_misses
    assert [(one.customer_number, one.rule, one.score) for one in missed] == [("K-1", DROPPED, own)]
    assert matching_step.rivals(notice, {"K-1"}, dropping).near_misses == ()
