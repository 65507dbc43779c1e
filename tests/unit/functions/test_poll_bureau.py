"""A visit at a bureau: one result that fails holds up nothing, and a bureau that only checks is not called well."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bureaus
from chalicelib.bureaus import Access
from chalicelib.errors import NotFoundError, SourceChangedError, SourceError, SourceUnreachableError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, Inquiry, InquiryReason, Outcome
from chalicelib.model.customer import Money
from chalicelib.model.document import Document
from chalicelib.model.source import PollState, PortfolioState, SourceRun, SourceStatus
from chalicelib.store.source_counts import Counted
from functions import poll_bureau
from tests.builders import NOW

NAME = "crediconnect"


def waiting(number: str, result: str | None = None) -> Inquiry:
    """An inquiry that the bureau still works on."""
    return Inquiry(
        id=number, bureau=NAME, customer_number="1", reason=InquiryReason.PLAN, asked_by="plan", asked_at=NOW,
        valid_until=NOW, answer=Answer(outcome=Outcome.PENDING, pending_reference=number), result=result,
        cost=Money(amount=Decimal(1), currency="CHF"),
    )  # fmt: skip


class World:
    """A bureau with results to come, and what is stored of it."""

    def __init__(self) -> None:
        self.BUREAU = bureaus.load(NAME).BUREAU
        self.waiting = [waiting("1"), waiting("2")]
        self.asked: list[str] = []
        self.recorded: list[Inquiry] = []
        self.runs: list[SourceRun] = []
        self.status = SourceStatus(name=NAME, kind="bureau")
        self.error: SourceError | None = None

    def pending(self, _desk: Access, reference: str) -> Document:
        self.asked.append(reference)
        if self.error:
            raise self.error
        return Document(source=NAME, url="u", media_type="a/b", content=b"{}", fetched_at=NOW)

    def answer(self, *_about: object) -> Answer:
        raise SourceChangedError(NAME, "a new shape")

    def changes(self, *_about: object) -> list[Document]:
        self.asked.append("changes")
        return []

    def put(self, status: SourceStatus, *_fields: str) -> None:
        self.status = status

    def visit(self) -> None:
        poll_bureau.poll({"bureau": NAME}, None)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()

    @contextmanager
    def entered(name: str, _now: object) -> Iterator[Access]:
        yield Access(web=SimpleNamespace(source=name, prove=lambda: None), now=NOW, plan=BureauPlan())  # type: ignore[arg-type] # name alone

    def gone(key: str) -> None:
        raise NotFoundError(f"no evidence is kept under {key}")

    settings: dict[str, Any] = {
        "chalicelib.clock.now": lambda: NOW,
        "chalicelib.access.bureau": entered,
        "chalicelib.bureaus.load": lambda _name: found,
        "chalicelib.portfolio.compare": lambda _desk: PortfolioState(compared_at=NOW),
        "chalicelib.store.credit.pending": lambda _name: tuple(found.waiting),
        "chalicelib.store.credit.record_inquiry": lambda inquiry, _entry: found.recorded.append(inquiry),
        "chalicelib.store.credit.put_due": lambda *_about: None,
        "chalicelib.store.evidence.keep": lambda _document: "key",
        "chalicelib.store.evidence.get": gone,
        "chalicelib.store.source_counts.of": lambda _name: Counted(0, 0, {}),
        "chalicelib.store.source_runs.put": found.runs.append,
        "chalicelib.store.sources.get": lambda _name: found.status,
        "chalicelib.store.sources.put_begun": lambda *_about: found.status,
        "chalicelib.store.sources.put_polled": found.put,
        "chalicelib.store.sources.put_fields": found.put,
    }
    for name, value in settings.items():
        monkeypatch.setattr(name, value)
    return found


def test_a_result_that_nobody_understands_holds_up_neither_others_nor_the_changes(world: World) -> None:
    with pytest.raises(SourceChangedError, match="new shape"):
        world.visit()
    assert world.asked == ["1", "2", "changes"]
    assert (world.status.last_state, world.status.failing_since) == (PollState.CHANGED, NOW)
    assert [(one.state, one.complete) for one in world.runs] == [(PollState.CHANGED, False)]
    assert world.status.portfolio is not None, "compared once a day, not with each visit"


def test_a_kept_result_that_is_gone_is_asked_for_anew(world: World) -> None:
    world.waiting = [waiting("1", result="expired")]
    world.visit()
    assert [one.answer.outcome for one in world.recorded] == [Outcome.LOST]
    assert (world.asked, world.status.last_state) == (["changes"], PollState.NOTHING_NEW)


def test_a_bureau_that_does_not_answer_is_not_asked_for_every_result(world: World) -> None:
    world.waiting = [waiting(str(number)) for number in range(9)]
    world.error = SourceUnreachableError(NAME, "503")
    with pytest.raises(SourceUnreachableError):
        world.visit()
    assert world.asked == ["0", "1", "2", "changes"]


@pytest.mark.parametrize(
    ("state", "after", "failing"),
    [(PollState.REFUSED, PollState.REFUSED, True), (PollState.NO_CREDENTIALS, PollState.NEVER, False)],
)
def test_a_visit_says_nothing_about_a_bureau_that_only_checks(
    world: World, state: PollState, after: PollState, failing: bool
) -> None:
    world.BUREAU = world.BUREAU.model_copy(update={"abilities": frozenset({"check"})})
    world.status = SourceStatus(name=NAME, kind="bureau", last_state=state, failing_since=NOW, failure="401")
    world.visit()
    assert (world.status.last_state, world.status.failing_since is not None) == (after, failing)
    assert (world.status.last_success, world.status.checked_through) == (None, None)
