"""The shape of the keys, and transactions larger than one."""

from typing import Any

import pytest

from chalicelib.errors import ConcurrentChangeError
from chalicelib.store import keys, table

ALL = [
    keys.customer("1"),
    keys.block("1", "c"),
    keys.case("c"),
    keys.entry("c", "x"),
    keys.task("c", "x"),
    keys.case_of_proceedings("p", "c"),
    keys.case_of_notice("n", "c"),
    keys.notice("n"),
    keys.withdrawal("n"),
    keys.alert("a"),
    keys.source("s"),
    keys.seen("s", "2026-03-02", "row"),
]


def test_no_two_things_share_a_key() -> None:
    assert len(set(ALL)) == len(ALL)


def test_one_query_answers_an_order_system() -> None:
    """Blocks and the customer's own record lie side by side, blocks first; what a customer is asked for ends there."""
    profile, block = keys.customer("1"), keys.block("1", "zzz")
    assert profile.pk == block.pk
    assert keys.BLOCK_PREFIX <= block.sk <= profile.sk == keys.PROFILE


def test_a_case_file_is_one_partition() -> None:
    assert len({keys.case("c").pk, keys.entry("c", "x").pk, keys.task("c", "x").pk}) == 1


def test_every_key_is_documented() -> None:
    told = keys.__doc__ or ""
    for key in ALL:
        assert key.pk.partition("#")[0] in told
        assert key.sk.partition("#")[0] in told or key.pk.startswith(("SOURCES", "SEEN"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """The transactions, each a list of requests; a request `fails` makes its transaction fail."""
    found: list[list[Any]] = []

    def transact(requests: list[Any]) -> list[str]:
        found.append(requests)
        return ["ConditionalCheckFailed" for one in requests if one == "fails"]

    monkeypatch.setattr(table, "transact", transact)
    return found


def test_what_fits_is_one_transaction(written: list[list[Any]]) -> None:
    requests = [f"b{number}" for number in range(60)], [f"a{number}" for number in range(39)]
    assert table.transact_around(requests[0], ["centre"], requests[1]) == []  # type: ignore[list-item, arg-type]  # names stand for requests
    assert len(written) == 1


@pytest.mark.parametrize(("before", "after"), [(310, 0), (0, 310), (150, 150), (99, 1)])
def test_what_does_not_fit_is_added_before_and_removed_after(written: list[list[Any]], before: int, after: int) -> None:
    adds, removes = [f"b{number}" for number in range(before)], [f"a{number}" for number in range(after)]
    table.transact_around(adds, ["centre"], removes)  # type: ignore[list-item, arg-type]  # names stand for requests
    assert max(map(len, written)) <= table.TRANSACTION_LIMIT
    assert sorted(one for part in written for one in part) == sorted([*adds, "centre", *removes])
    centre = next(place for place, part in enumerate(written) if "centre" in part)
    assert not [one for part in written[centre + 1 :] for one in part if one.startswith("b")]
    assert not [one for part in written[:centre] for one in part if one.startswith("a")]


def test_a_failed_condition_removes_nothing(written: list[list[Any]]) -> None:
    removes = [f"a{number}" for number in range(150)]
    assert table.transact_around([], ["fails"], removes)  # type: ignore[list-item, arg-type]  # names stand for requests
    assert len(written) == 1
    with pytest.raises(ConcurrentChangeError):
        table.transact_around(["fails", *removes], ["centre"], [])  # type: ignore[list-item]  # names stand for requests
