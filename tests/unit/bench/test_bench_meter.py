"""What is counted is what DynamoDB bills: items by their size, twice in a transaction, and reading nothing, too."""

from typing import Any

import pytest

from bench.meter import Meter, read_units
from bench.sizes import size, write_units
from chalicelib.store import table

SMALL = {"pk": {"S": "a"}, "sk": {"S": "b"}}
LISTED = SMALL | {"listing": {"S": "open"}, "listed_at": {"S": "2026-03-02"}}


def big(kilobytes: int) -> dict[str, Any]:
    return SMALL | {"text": {"S": "x" * (1024 * kilobytes - 10)}}


def test_names_and_values_weigh_in_bytes() -> None:
    assert size(table.to_wire({"größe": "ä"})) == 7 + 2
    assert size(big(1)) == 1024


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, big(1), 2),
        (None, big(2) | {"more": {"S": "x"}}, 6),
        (big(3), SMALL, 6),
        (big(3), None, 6),
        (None, None, 2),
        (LISTED, SMALL, 4),
        (LISTED, LISTED | {"note": {"S": "x"}}, 4),
    ],
)
def test_a_transaction_bills_the_larger_image_twice_and_the_index_where_it_changes(
    before: dict[str, Any] | None, after: dict[str, Any] | None, units: int
) -> None:
    assert write_units(before, after) == units


def test_each_key_that_is_not_there_is_billed() -> None:
    keys = {"Keys": [SMALL, LISTED, SMALL], "ConsistentRead": True}
    answer = {"ConsumedCapacity": [{"CapacityUnits": 1.0}], "Responses": {"table": [SMALL]}}
    assert read_units({"RequestItems": {"table": keys}}, answer) == 3


def test_counting_begins_anew_and_sums_add() -> None:
    meter = Meter(read_units=2)
    meter.requests["dynamodb.Query"] += 2
    first = meter.taken()
    assert (first.reads, first.read_units, meter.reads, meter.read_units) == (2, 2, 0, 0)
    assert (first + first).reads == 4
