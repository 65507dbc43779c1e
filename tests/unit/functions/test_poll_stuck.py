"""A feed with something unreadable in it: its position stays, others are read, it is told, and a person may go on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import stamina

from chalicelib import commands, registers
from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.model.document import Document
from chalicelib.model.source import PollState, SourceStatus, SteppedOver
from chalicelib.poll_results import Tally
from chalicelib.settings import settings
from chalicelib.store import evidence, notices, sources
from functions import poll_register
from tests.contract.recordings import HERE
from tests.contract.servers.isir import Isir, fault
from tests.contract.servers.loopback import served
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
MESSAGE = {"source": "cz_isir", "from": "2026-10-04", "to": "2026-10-05"}
FEED, LOOK_UP = ((HERE / "cz_isir" / name).read_bytes() for name in ("feed.xml", "look-up.xml"))
ODD_FEED = FEED.replace(b"<id>70000009</id>", b"<id>70000009</id><novinka>Pravoslav</novinka>")
BEFORE, FIRST, SECOND = "70000000", "70000007", "70000014"


class Minutes:
    """A Lambda context that has time."""

    def get_remaining_time_in_millis(self) -> int:
        return 600_000


class World:
    """Both tables and the bucket in memory, and a register on the loopback that answers seven events at a time."""

    def __init__(self, isir: Isir, kept: dict[str, Document]) -> None:
        self.isir, self.kept = isir, kept

    def poll(self) -> SourceStatus:
        poll_register.poll(dict(MESSAGE), Minutes())
        return self.state

    def fails(self) -> SourceStatus:
        with pytest.raises(SourceChangedError), stamina.set_testing(True, attempts=1):
            self.poll()
        return self.state

    @property
    def state(self) -> SourceStatus:
        return sources.get("cz_isir")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    kept: dict[str, Document] = {}

    def keep(document: Document) -> str:
        key = f"{document.source}/{document.digest}"
        kept[key] = document
        return key

    isir = Isir(ODD_FEED, LOOK_UP, most=7)
    with served(isir) as origin:
        replaced = dict.fromkeys(registers.load("cz_isir").REGISTER.origins, origin)
        monkeypatch.setenv("REPLACED_ORIGINS", json.dumps(replaced))
        MemoryTable(monkeypatch)
        monkeypatch.setattr(evidence, "keep", keep)
        monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", frozenset)
        monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
        sources.put(SourceStatus(name="cz_isir", cursor=BEFORE))
        yield World(isir, kept)
    settings.cache_clear()


def test_the_position_stays_before_it_and_everything_else_is_stored(world: World) -> None:
    state = world.fails()
    assert state.stuck is not None
    assert (state.cursor, state.stuck.past, state.stuck.attempts) == (FIRST, SECOND, 1)
    assert state.last_state is PollState.CHANGED
    assert "attempt 1 at position 70000007" in (state.failure or "")
    assert "step-over cz_isir" in (state.failure or "")
    assert state.checked_through is None
    for one in ("70000003", "70000008", "70000014", "70000015"):  # pages before, beside and behind it
        assert notices.get(f"cz_isir:{one}") is not None
    (key,) = state.stuck.evidence
    assert b"event" not in world.kept[key].content.partition(b"<unread")[2]
    assert "Pravoslav" not in b"".join(one.content for one in world.kept.values()).decode()


def test_attempts_are_counted_and_only_the_first_lie_in_the_dead_letter_queue(world: World) -> None:
    counted = [world.fails().stuck for _ in range(3)]
    assert [one.attempts for one in counted if one] == [1, 2, 3]
    assert {one.since for one in counted if one} == {NOW}
    state = world.poll()  # no fourth letter, but no success either
    assert state.stuck is not None
    assert (state.stuck.attempts, state.cursor, state.last_success) == (4, FIRST, None)
    assert state.failing_since is not None


def test_a_person_goes_on_behind_it_and_the_evidence_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    key = (stuck.evidence[0] if (stuck := world.fails().stuck) else "") or "none"
    wanted = ["step-over", "cz_isir", "--by", "Eva Kern", "--reason", "no customer of ours"]
    sources.put(world.state.model_copy(update={"last_attempt": None}))
    assert commands.main(wanted) == 0
    assert key in capsys.readouterr().out
    (step,) = world.state.stepped_over
    assert (step.cursor, step.to, step.by, step.evidence) == (FIRST, SECOND, "Eva Kern", (key,))
    state = world.poll()
    assert (state.stuck, state.failure, state.last_state) == (None, None, PollState.NOTHING_NEW)
    assert state.stepped_over == (step,)
    assert (state.cursor or "").startswith("70000018")
    assert commands.main(wanted) == 1  # it does not stand still any more
    assert "name the position" in capsys.readouterr().err


def test_a_feed_that_never_had_a_position_can_stand_still_too(world: World) -> None:
    sources.put(SourceStatus(name="cz_isir"))
    world.isir.faults = [("200 OK", b"<html/>")]
    state = world.fails()
    assert state.stuck is not None
    assert (state.stuck.cursor, state.stuck.attempts) == (None, 1)
    assert commands.main(["step-over", "cz_isir", "--by", "E", "--reason", "x", "--to", BEFORE]) == 1  # just asked
    sources.put(world.state.model_copy(update={"last_attempt": None}))
    assert commands.main(["step-over", "cz_isir", "--by", "E", "--reason", "x", "--to", BEFORE]) == 0
    assert (world.state.cursor, world.state.stepped_over[0].cursor) == (BEFORE, None)


def test_a_mended_file_needs_no_step(world: World) -> None:
    world.fails()
    world.isir.__init__(FEED, LOOK_UP, most=7)  # type: ignore[misc] # the same server, another feed
    state = world.poll()
    assert (state.stuck, state.stepped_over) == (None, ())
    assert notices.get("cz_isir:70000010") is not None


def test_an_outage_keeps_what_was_read_and_counts_no_attempt(world: World) -> None:
    world.isir.__init__(FEED, LOOK_UP, most=7)  # type: ignore[misc] # the same server, another feed
    real, calls = world.isir._answer, []

    def breaks(path: str, asked: object, values: dict[str, str]) -> tuple[str, bytes]:
        calls.append(values)
        broken = values.get("idPodnetu") == SECOND
        return ("500 Internal Server Error", fault("soap:Server", "x")) if broken else real(path, asked, values)  # type: ignore[arg-type] # an element

    world.isir._answer = breaks  # type: ignore[method-assign] # a server that breaks in the middle
    with pytest.raises(SourceUnreachableError), stamina.set_testing(True, attempts=1):
        world.poll()
    assert (world.state.cursor, world.state.stuck) == (SECOND, None)


def test_of_an_answer_that_fetch_does_not_understand_only_the_shape_is_kept(world: World) -> None:
    world.isir.faults = [("200 OK", FEED.replace(b"<id>70000002</id>", b"<id>Neexistujici</id>"))]
    state = world.fails()
    assert state.stuck is not None
    (key,) = state.stuck.evidence
    shape = world.kept[key].content.decode()
    assert "typUdalosti" in shape
    assert "Neexistuj" not in shape
    assert "Výmyslová" not in shape
    assert state.stuck.past is None
    sources.put(world.state.model_copy(update={"last_attempt": None}))
    wanted = ["step-over", "cz_isir", "--by", "Eva Kern", "--reason", "x"]
    assert commands.main(wanted) == 1
    assert commands.main([*wanted, "--to", "70000018"]) == 0
    assert world.poll().stuck is None


def test_a_payload_stepped_over_comes_again_where_positions_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slovakia's list is asked for from a second before: the same unreadable proceeding is told once more."""
    document = Document(source="sk_replik", url="x", media_type="x", content=b"unread 7", fetched_at=NOW, cursor="c2")

    def unreadable(_document: Document, _now: datetime) -> list[object]:
        raise SourceChangedError("sk_replik", "proceeding 7", evidence=f"sk_replik/2026/{document.digest}")

    monkeypatch.setattr("chalicelib.intake.keep_document", unreadable)
    tally = Tally(SourceStatus(name="sk_replik", cursor="c1"))
    assert poll_register.store(document, tally, NOW) is False
    tally.advance(document.cursor)
    assert (tally.cursor, tally.past, tally.failures[0].reason) == ("c1", "c2", "proceeding 7")
    step = SteppedOver(
        cursor="c1", to="c2", evidence=(f"sk_replik/2026/{document.digest}",), by="Eva Kern", reason="x", at=NOW
    )
    after = Tally(SourceStatus(name="sk_replik", cursor="c2", stepped_over=(step,)))
    assert poll_register.store(document, after, NOW)
    after.advance("c3")
    assert (after.cursor, after.failures) == ("c3", [])
