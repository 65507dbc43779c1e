"""Whatever a bureau's answer turns into on its way, reading it ends well or with a named error."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.bureaus import crediconnect, crif_mediafinanz, dnb
from chalicelib.errors import SourceError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.document import Document
from tests.contract.bureau_sessions import NOW

HERE = Path(__file__).parent
PLAN = BureauPlan()
READERS: dict[str, tuple[Callable[[Document], Any], dict[str, str]]] = {
    "crediconnect/hits.json": (lambda one: list(crediconnect.candidates(one)), {}),
    "crediconnect/report.active.json": (lambda one: crediconnect.answer(one, PLAN), {"kind": "order"}),
    "crediconnect/report.bankruptcy.json": (
        lambda one: list(crediconnect.parse(one, PLAN)),
        {"kind": "report", "entry": "7", "alert_codes": "A7"},
    ),
    "crediconnect/mailboxentries.json": (lambda one: list(crediconnect.parse(one, PLAN)), {"kind": "mailbox"}),
    "crif_mediafinanz/firm.differs.negative.json": (lambda one: crif_mediafinanz.answer(one, PLAN), {}),
    "dnb/match.json": (lambda one: list(dnb.candidates(one)), {}),
    "dnb/notifications.mixed.json": (lambda one: list(dnb.parse(one, PLAN)), {"kind": "notifications"}),
    "dnb/notifications.seed.json": (lambda one: list(dnb.parse(one, PLAN)), {"kind": "notifications"}),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def document(name: str, content: bytes) -> Document:
    return Document(
        source=name.partition("/")[0],
        url="https://bureau.example/",
        media_type="application/json",
        content=content,
        fetched_at=NOW,
        attributes=READERS[name][1],
    )


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with every key or index in it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inside:
        yield value, key
        yield from places(below)


@pytest.mark.parametrize("name", READERS)
def test_the_whole_answer_is_read(name: str) -> None:
    assert READERS[name][0](document(name, (HERE / name).read_bytes())) is not None


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_raises_named_errors_only(name: str, data: st.DataObject) -> None:
    content = bytearray((HERE / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        READERS[name][0](document(name, bytes(content)))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_value_in_any_place_raises_named_errors_only(name: str, data: st.DataObject) -> None:
    value = json.loads((HERE / name).read_text())
    container, key = data.draw(st.sampled_from(list(places(value))))
    container[key] = data.draw(JSON)
    with suppress(SourceError):
        READERS[name][0](document(name, json.dumps(value).encode()))
