"""Any sequence of notices and people's words keeps the promises that the firm relies on."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib import decide
from chalicelib.deciding.reactions import NO_CASE
from chalicelib.model.block import BlockState, Stage
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.model.task import TaskKind
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed

KINDS = st.sampled_from([kind for kind in EventKind if kind not in NO_CASE and kind is not EventKind.CANCELLATION])
RESULTS = st.sampled_from(MatchResult)
PERSON = DebtorKind.PERSON


class OneCase(RuleBasedStateMachine):
    """A case of a natural person from its first notice on."""

    file: CaseFile

    def __init__(self) -> None:
        super().__init__()
        self.published = self.minutes = 0
        self.sure = self.confirmed = False
        self.last: tuple[InsolvencyNotice, MatchResult] | None = None

    def notice(self, kind: EventKind, **fields: object) -> InsolvencyNotice:
        """The next publication."""
        self.published += 1
        return a_notice(kind, self.published, debtor_kind=PERSON, **fields)

    def occasion(self) -> decide.Occasion:
        """A minute later than before."""
        self.minutes += 1
        return an_occasion(now=NOW + timedelta(minutes=self.minutes))

    def write(self, decision: Decision | None) -> None:
        """As the store does."""
        if decision is None:
            return
        before = self.file.case.version
        assert (decision.previous_version, decision.case.version) == (before, before + 1)
        assert not {entry.id for entry in decision.entries} & {entry.id for entry in self.file.entries}
        self.file = filed(decision, self.file)

    @initialize(kind=KINDS, result=st.sampled_from([MatchResult.POSITIVE, MatchResult.UNSURE]))
    def first(self, kind: EventKind, result: MatchResult) -> None:
        """The notice that opens the case."""
        notice = self.notice(kind)
        self.file = filed(decide.on_match(a_match(result), notice, self.occasion()))
        self.sure = result is MatchResult.POSITIVE
        self.last = notice, result

    @rule(kind=KINDS, result=RESULTS)
    def another(self, kind: EventKind, result: MatchResult) -> None:
        """A later notice never lowers or lifts."""
        before = self.file.block
        notice = self.notice(kind)
        self.write(decide.on_later_notice(self.file, a_match(result, self.published), notice, self.occasion()))
        self.sure = self.sure or result is MatchResult.POSITIVE
        self.last = notice, result
        after = self.file.block
        if before and before.active:
            assert after
            assert after.active
            assert after.stage.rank >= before.stage.rank
            assert after.no_payouts >= before.no_payouts

    @rule()
    def repeated(self) -> None:
        """The last notice, delivered again."""
        assert self.last
        notice, result = self.last
        withdrawn = any(one.withdrawn_by for one in self.file.case.notices if one.notice_id == notice.id)
        decision = decide.on_later_notice(self.file, a_match(result), notice, self.occasion())
        assert decision is None or (self.file.case.state is CaseState.REVIEW and not withdrawn)

    @rule(pick=st.integers(0, 20))
    def cancelled(self, pick: int) -> None:
        """The register takes one of its notices back; nothing is blocked on ground that is gone."""
        target = self.file.case.notices[pick % len(self.file.case.notices)].notice_id.partition(":")[2]
        notice = self.notice(EventKind.CANCELLATION, cancels=target)
        self.write(decide.on_later_notice(self.file, a_match(number=self.published), notice, self.occasion()))
        kept = [one for one in self.file.case.notices if not one.withdrawn_by]
        if not [one for one in kept if one.result is not MatchResult.NEGATIVE]:
            assert self.file.block is None or not self.file.block.active

    @precondition(lambda self: self.file.case.state is not CaseState.CLOSED)
    @rule(ours=st.booleans())
    def judged(self, ours: bool) -> None:
        """A person says whether it is ours."""
        notice = a_notice()
        self.write(decide.on_judgement(self.file, notice, self.occasion(), WORD, ours=ours))
        self.confirmed = self.confirmed or ours
        state = CaseState.OPEN if ours else CaseState.DISMISSED
        assert self.file.case.state is state
        if not ours:
            assert self.file.block is None or not self.file.block.active

    @precondition(lambda self: self.file.block is not None and self.file.block.active)
    @rule()
    def released(self) -> None:
        """A person takes the block back."""
        self.write(decide.on_release(self.file, self.occasion(), WORD))

    @precondition(lambda self: self.file.block and self.file.block.active and self.file.block.stage is not Stage.WARN)
    @rule()
    def lowered(self) -> None:
        """A person lowers the block to a warning."""
        self.write(decide.on_stage_change(self.file, self.occasion(), WORD, stage=Stage.WARN, no_payouts=False))

    @invariant()
    def never_raised_by_doubt(self) -> None:
        """Only a positive match or a person's yes goes beyond a warning."""
        block = getattr(self, "file", None) and self.file.block
        if block and block.active and block.stage is not Stage.WARN:
            assert self.sure or self.confirmed
            assert self.file.case.state is CaseState.OPEN

    @invariant()
    def released_only_with_person_and_reason(self) -> None:
        """Every release says who and why; an active block carries none."""
        block = getattr(self, "file", None) and self.file.block
        if block:
            assert (block.state is BlockState.RELEASED) == (block.release is not None)
            assert not block.release or (block.release.person and block.release.reason)

    @invariant()
    def a_person_looks_at_every_automatic_block_of_a_person(self) -> None:
        """Unless a person already said so, a block beyond a warning has its review task (GDPR 22)."""
        block = getattr(self, "file", None) and self.file.block
        if block and block.active and block.stage is not Stage.WARN and not self.confirmed:
            assert TaskKind.REVIEW_PERSON_BLOCK in {task.kind for task in self.file.tasks}


OneCase.TestCase.settings = settings(max_examples=80, stateful_step_count=12, deadline=None)
TestOneCase = OneCase.TestCase
