"""Registers, a bureau and people do as they like; steps run in any order, die, are throttled, repeated, overtaken."""

import os
from contextlib import ExitStack
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from chalicelib import acting, clock, decide
from chalicelib.errors import InsolvencyWatchError
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.event import EventKind
from chalicelib.store import notices, table
from tests.builders import WORD
from tests.crash import invariants, tried
from tests.crash.events import an_event
from tests.crash.faults import WRITES, Fault, ProcessDied
from tests.crash.scenarios import customer, keep, notice, publish
from tests.crash.world import SCHEDULED, World, in_one_process, installed

_EXAMPLES = int(os.environ.get("CRASH_EXAMPLES") or 8)
_LONG = "CRASH_EXAMPLES" in os.environ
_KINDS = (EventKind.OPENED, EventKind.PRELIM_MEASURES, EventKind.CLOSED_LIFTED)
_place = st.integers(0, 2)
_call = st.integers(0, 60)
_fault = st.none() | st.sampled_from(Fault)
_words = st.sampled_from(("ours", "not ours", "release"))


class Flow(RuleBasedStateMachine):
    """The whole product. When nobody does anything any more, nothing may be missing."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.undo.enter_context(in_one_process())
        self.world = World(after_step=invariants.at_every_moment)
        self.published = 0
        self.kept: dict[int, int] = {}
        tried.count("flows", "the whole product")

    @initialize(places=st.sets(_place))
    def begin(self, places: set[int]) -> None:
        """The first poll is the baseline: from then on nothing may be left out."""
        self.world.due.append("start_polls")
        self.world.settle()
        for place in sorted(places):
            self.keep_customer(place)

    @rule(place=_place)
    def keep_customer(self, place: int) -> None:
        """New, or changed: another department is told from now on."""
        self.kept[place] = self.kept.get(place, 0) + 1
        named = {"identifiers": ()} if place == 2 else {}
        departments = tuple(one.model_copy(update={"name": f"Credit {self.kept[place]}"}) for one in _DEPARTMENTS)
        keep(self.world, customer(place, departments=departments, **named))

    @rule(place=_place, kind=st.sampled_from(_KINDS), other=st.booleans())
    def a_notice(self, place: int, kind: EventKind, other: bool) -> None:
        """Also of other proceedings of the same debtor."""
        self.published += 1
        number = {"case_number": f"67a IN 9{place}/26"} if other else {}
        named = {"debtor_identifiers": ()} if place == 2 else {}
        publish(self.world, notice(kind, self.published, place, **self._today(), **number, **named))

    @precondition(lambda self: self.published)
    @rule(data=st.data(), kind=st.sampled_from((EventKind.CORRECTION, EventKind.CANCELLATION)))
    def taken_back(self, data: st.DataObject, kind: EventKind) -> None:
        """A publication is corrected or cancelled."""
        known = [one for _, one in self.world.gazette.published if one.event_kind in _KINDS]
        if not known:
            return
        earlier = data.draw(st.sampled_from(known), "takes back")
        self.published += 1
        back = {"corrects" if kind is EventKind.CORRECTION else "cancels": earlier.publication_id}
        new = EventKind.PRELIM_MEASURES if kind is EventKind.CORRECTION else earlier.event_kind
        own = {"event_kind": kind, "underlying_kind": new, "publication_id": f"p{self.published}"}
        publish(self.world, earlier.model_copy(update={**own, **back, **self._today()}))

    @rule(kind=st.sampled_from((EventKind.PAYMENT_DEFAULT, EventKind.ADVERSE_INFORMATION)))
    def a_bureau_tells(self, kind: EventKind) -> None:
        """Something of customer 100, whether or not it is kept by now."""
        self.world.office.told.append(an_event(len(self.world.office.told) + 1, kind))
        self.world.ask("bureaus", {"bureau": "creditsafe"})

    @rule(
        data=st.data(),
        what=st.sampled_from(("ours", "not ours", "release")),
        place=_call,
        fault=st.none() | st.sampled_from(Fault),
    )
    def a_person_decides(self, data: st.DataObject, what: str, place: int, fault: Fault | None) -> None:
        """In one of the cases, as the API does it."""
        cases = [table.read(row, Case) for row in self.world.rows("case")]
        if not cases:
            return
        case = data.draw(st.sampled_from(cases), "case")
        if what != "ours" or case.state is not CaseState.REVIEW:
            self.world.acted_on.add(case.id)

        def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
            if what == "release":
                return decide.on_release(file, occasion, WORD)
            about = notices.get(file.case.notices[0].notice_id)
            assert about
            return decide.on_judgement(file, about, occasion, WORD, ours=what == "ours")

        self._strike(place, fault)
        try:
            with installed(self.world):
                acting.acted(case.id, decided, now=clock.now())
        except (InsolvencyWatchError, ProcessDied):
            pass  # the person sees it
        finally:
            self._no_more_faults()

    @precondition(lambda self: self.world.pending())
    @rule(data=st.data(), faults=st.lists(st.tuples(_call, _fault), min_size=1, max_size=6))
    def steps_run(self, data: st.DataObject, faults: list[tuple[int, Fault | None]]) -> None:
        """Any of those that have work; perhaps struck at one of their calls."""
        for place, fault in faults:
            pending = self.world.pending()
            if pending:
                chosen = data.draw(st.sampled_from(pending), "step")
                self._strike(self._call_of(chosen, place) if fault else 0, fault)
                self.world.work_on(chosen)
                self._no_more_faults()

    @precondition(lambda self: len(self.world.pending()) > 1)
    @rule(data=st.data(), place=_call)
    def two_steps_run_at_once(self, data: st.DataObject, place: int) -> None:
        """The second begins and ends between two calls of the first."""
        first, second = data.draw(st.permutations(self.world.pending()), "first, then meanwhile")[:2]
        if first == "stream":
            first, second = second, first

        def meanwhile() -> None:
            if second in self.world.pending():
                self.world.work_on(second)

        self.world.cloud.meanwhile[len(self.world.cloud.calls) + self._call_of(first, place)] = meanwhile
        self.world.work_on(first)
        self._no_more_faults()

    @precondition(lambda self: self.world.delivered)
    @rule(data=st.data())
    def a_message_comes_twice(self, data: st.DataObject) -> None:
        """One that was done."""
        queue, body = data.draw(st.sampled_from(self.world.delivered), "again")
        self.world.ask(queue, body)

    @precondition(lambda self: any(len(one) > 1 for one in self.world.cloud.queues.values()))
    @rule()
    def messages_overtake_each_other(self) -> None:
        """On every queue, last comes first."""
        for messages in self.world.cloud.queues.values():
            messages.reverse()

    @rule(step=st.sampled_from(sorted(SCHEDULED)), hours=st.sampled_from((1, 30)))
    def time_goes_by(self, step: str, hours: int) -> None:
        """And a schedule starts its step."""
        self.world.now += timedelta(hours=hours)
        self.world.due.append(step)

    def teardown(self) -> None:
        """All that was begun is done, then everything comes once more: nothing is missing, nothing is twice."""
        try:
            self.world.settle()
            invariants.when_quiet(self.world)
            before = invariants.gist(self.world)
            for queue, body in self.world.delivered[::-1][:20]:
                self.world.ask(queue, body)
            self.world.settle()
            invariants.when_quiet(self.world)
            assert not invariants.difference(before, invariants.gist(self.world))
            tried.count("invocations in flows", "the whole product", self.world.invoked)
            tried.count("deaths in flows", "the whole product", self.world.died)
        finally:
            self.undo.close()

    def _today(self) -> dict[str, object]:
        return {"publication_date": self.world.now.date()}

    def _call_of(self, step: str, place: int) -> int:
        """One of the calls that the step is about to make, as a rehearsal shows them; rather a write than a read."""
        rehearsal = self.world.copied()
        rehearsal.after_step = lambda _world: None
        rehearsal.work_on(step)
        calls = rehearsal.cloud.calls or ["none"]
        writes = [at for at, operation in enumerate(calls) if operation in WRITES]
        return writes[place % len(writes)] if writes and place % 4 else place % len(calls)

    def _strike(self, place: int, fault: Fault | None) -> None:
        if fault:
            tried.count("faults in flows", fault)
            self.world.cloud.faults[len(self.world.cloud.calls) + place] = fault

    def _no_more_faults(self) -> None:
        self.world.cloud.faults.clear()
        self.world.cloud.meanwhile.clear()
        self.world.cloud.lasting = None
        assert not self.world.violations, "\n".join(self.world.violations[:3])


_DEPARTMENTS = customer().departments


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_nothing_is_lost_doubled_or_released_whatever_happens() -> None:
    run_state_machine_as_test(
        Flow,
        settings=settings(
            max_examples=_EXAMPLES,
            stateful_step_count=40 if _LONG else 20,
            deadline=None,
            derandomize=not _LONG,
            database=None,
            print_blob=False,
            phases=(Phase.generate, Phase.shrink) if os.environ.get("CRASH_SHRINK") else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
