"""Each reader once with its own recordings, and with a few damaged ones; `make fuzz` does the same for long."""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import bureaus, registers
from chalicelib.errors import SourceError
from tests.fuzz.damage import damaged
from tests.fuzz.targets import targets

TARGETS = targets()


def test_every_register_and_every_bureau_is_tried() -> None:
    tried = {name.partition("/")[0] for name in TARGETS}
    others = set(registers.names()) - {name for name in registers.names() if name.endswith("_alt")}
    assert others | set(bureaus.names()) <= tried
    assert all(target.seeds for target in TARGETS.values())


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(throw=st.integers(0, 2**32))
def test_damage_ends_in_named_errors_only(name: str, throw: int) -> None:
    target = TARGETS[name]
    with suppress(*target.allowed):
        target.read(damaged(target.seeds, Random(throw)))


@pytest.mark.parametrize("name", [one for one in TARGETS if not one.startswith("german_portal")])
def test_some_recording_is_read_whole(name: str) -> None:
    """Otherwise the damage would only ever meet the first check."""
    target, good = TARGETS[name], 0
    for content in target.seeds:
        with suppress(SourceError):
            target.read(content)
            good += 1
    assert good


def test_damage_is_many_kinds_of_damage() -> None:
    seeds = [b'{"a": 1, "b": [2, "three"]}', b"<a>text</a>"]
    found = {damaged(seeds, Random(throw)) for throw in range(200)}
    assert len(found) > 150
    assert damaged(seeds, Random(7)) == damaged(seeds, Random(7))
