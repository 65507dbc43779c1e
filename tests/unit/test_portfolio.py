"""Whom a bureau watches: nobody is lost in silence, whatever fails in between."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bureaus, portfolio
from chalicelib.bureaus import Access
from chalicelib.deciding.linking import asked_for
from chalicelib.errors import NotAskedError, SourceRefusedError, SourceUnreachableError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Candidate, CreditFile, Lapse, LapseKind, Subject, SubjectState, Watched
from chalicelib.model.source import PollState, SourceStatus
from chalicelib.source_health import examine_bureau
from tests.builders import NOW, a_customer

FIRM = a_customer(number="1")
NAME = "creditsafe"
TODAY = NOW.date()


def a_subject(state: SubjectState = SubjectState.WATCHED, **fields: Any) -> Subject:
    """The customer at the bureau, found by name alone under other facts than today's."""
    defaults = {"bureau": NAME, "customer_number": "1", "subject_id": "DE-1", "since": NOW - timedelta(days=9)}
    return Subject(**{**defaults, "state": state, "asked_for": "other facts", **fields})


class Office:
    """A bureau in memory, and our own store beside it."""

    def __init__(self) -> None:
        self.BUREAU = bureaus.load(NAME).BUREAU
        self.found: list[Candidate] = []
        self.theirs: list[Watched] = []
        self.kept: dict[str, Subject] = {}
        self.told: list[str | None] = []
        self.added: list[str] = []
        self.removed: list[str] = []
        self.refuse: Exception | None = None
        self.given_back: list[Decimal] = []

    def search(self, *_about: object) -> Iterator[SimpleNamespace]:
        if self.refuse:
            raise self.refuse
        yield SimpleNamespace(source=NAME)

    def candidates(self, _document: object) -> list[Candidate]:
        return self.found

    def prepare(self, _desk: Access) -> tuple[str, ...]:
        return ()

    def watched(self, _desk: Access) -> list[Watched]:
        return self.theirs

    def add(self, _desk: Access, subject_id: str, _reference: str) -> None:
        if self.refuse:
            raise self.refuse
        self.added.append(subject_id)

    def remove(self, _desk: Access, subject_id: str) -> None:
        self.removed.append(subject_id)

    def put(self, subject: Subject, _before: Subject | None) -> None:
        self.kept[subject.customer_number] = subject

    def links(self, _name: str) -> tuple[tuple[str, str, SubjectState], ...]:
        return tuple((one.subject_id, one.customer_number, one.state) for one in self.kept.values() if one.subject_id)

    def file_of(self, number: str) -> CreditFile:
        known = self.kept.get(number)
        return CreditFile(customer_number=number, subjects=(known,) if known else ())

    def desk(self, **plan: Any) -> Access:
        return Access(web=SimpleNamespace(source=NAME), now=NOW, plan=BureauPlan(**plan))  # type: ignore[arg-type] # name alone


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    found = Office()

    def existing(numbers: Iterable[str]) -> dict[str, object]:
        return {number: FIRM for number in numbers if number != "gone"}

    def customers_of(_name: str, subject_id: str) -> tuple[str, ...]:
        return tuple(one.customer_number for one in found.kept.values() if one.subject_id == subject_id)

    store = "chalicelib.store.credit."
    monkeypatch.setattr("chalicelib.portfolio.bureaus.load", lambda _name: found)
    monkeypatch.setattr(store + "put_subject", found.put)
    monkeypatch.setattr(store + "portfolio", found.links)
    monkeypatch.setattr(store + "file_of", found.file_of)
    monkeypatch.setattr(store + "to_review", lambda _name: ("2", "gone"))
    monkeypatch.setattr(store + "customers_of", customers_of)
    monkeypatch.setattr("chalicelib.store.customers.get_many", existing)
    monkeypatch.setattr("chalicelib.store.evidence.keep", lambda _document: "key")
    monkeypatch.setattr("chalicelib.portfolio.tell_again", lambda subject: found.told.append(subject.subject_id))
    monkeypatch.setattr("chalicelib.inquiring.pay", lambda *_about: None)
    monkeypatch.setattr("chalicelib.inquiring.give_back", lambda *about: found.given_back.append(about[2]))
    return found


def test_what_was_told_before_the_link_is_told_although_watching_fails(office: Office) -> None:
    office.kept["1"] = a_subject(SubjectState.LINKED, asked_for=asked_for(FIRM))
    office.refuse = SourceUnreachableError(NAME, "503")
    with pytest.raises(SourceUnreachableError):
        portfolio.link(office.desk(), FIRM, office.kept["1"])
    assert office.told == ["DE-1"]


def test_a_watched_subject_is_not_told_again_with_each_change_of_the_customer(office: Office) -> None:
    portfolio.link(office.desk(), FIRM, a_subject(certain=True))
    assert (office.told, office.added) == ([], [])


@pytest.mark.parametrize("found", [0, 2])
def test_a_link_is_not_given_up_for_nobody_or_for_doubt(office: Office, found: int) -> None:
    office.found = [Candidate(subject_id=f"DE-{number + 5}", name=FIRM.name) for number in range(found)]
    subject = portfolio.link(office.desk(), FIRM, a_subject())
    assert (subject.state, subject.subject_id, len(subject.candidates)) == (SubjectState.WATCHED, "DE-1", found)
    assert "DE-1 is kept" in (subject.reason or "")
    assert subject.asked_for == asked_for(FIRM), "not searched with each event"


def test_another_link_takes_the_place_of_the_former_one_also_at_the_bureau(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = a_subject(SubjectState.LINKED, subject_id="DE-2")
    monkeypatch.setattr("chalicelib.portfolio.linked", lambda *_about: new)
    office.kept["1"] = a_subject()
    subject = portfolio.link(office.desk(), FIRM, office.kept["1"])
    assert (subject.state, subject.subject_id) == (SubjectState.WATCHED, "DE-2")
    assert (office.told, office.added, office.removed) == (["DE-2"], ["DE-2"], ["DE-1"])


@pytest.mark.parametrize(
    ("error", "returned"),
    [
        (SourceRefusedError(NAME, "403"), 1),
        (NotAskedError(NAME, "no address"), 1),
        (SourceUnreachableError(NAME, "no connection", sent=False), 1),
        (SourceUnreachableError(NAME, "time-out"), 0),
    ],
)
def test_a_search_that_was_refused_is_not_paid(office: Office, error: Exception, returned: int) -> None:
    office.refuse = error
    with pytest.raises(type(error)):
        portfolio.link(office.desk(cost_per_search=Decimal(2)), FIRM, None)
    assert office.given_back == [Decimal(2)] * returned


def lapse(kind: LapseKind = LapseKind.EXITED, on: date = TODAY, number: int = 1) -> Lapse:
    """The bureau says that it no longer watches the subject."""
    return Lapse(bureau=NAME, event_id=f"e{number}", subject_id="DE-1", kind=kind, on=on)


def test_a_lapse_that_is_read_again_does_not_undo_what_a_person_chose_since(office: Office) -> None:
    office.kept["1"] = a_subject()
    assert portfolio.lapsed(lapse()) == ("1",)
    lost = office.kept["1"]
    assert lost.state is SubjectState.LOST
    office.kept["1"] = lost.model_copy(update={"state": SubjectState.WATCHED, "since": NOW})
    assert portfolio.lapsed(lapse()) == ("1",), "whoever was not told yet is told"
    assert office.kept["1"].state is SubjectState.WATCHED
    assert portfolio.lapsed(lapse(on=NOW.date() - timedelta(days=1), number=2)) == ()
    assert office.kept["1"].state is SubjectState.WATCHED
    portfolio.lapsed(lapse(number=3))
    assert [one.state for one in office.kept.values()] == [SubjectState.LOST]


def test_who_is_lost_or_to_be_chosen_is_counted_and_a_loss_is_suspicious(office: Office) -> None:
    office.kept["1"] = a_subject(SubjectState.LOST)
    found = portfolio.compare(office.desk())
    assert (found.lost, found.to_review, office.added) == (1, 1, [])
    good: dict[str, Any] = {"last_attempt": NOW, "last_state": PollState.NOTHING_NEW, "checked_through": NOW}
    finding = examine_bureau(office.BUREAU, SourceStatus(name=NAME, portfolio=found, **good), NOW, disabled=False)
    assert finding.health == "suspicious"
    assert "1 lost" in finding.reason


def test_nobody_is_added_where_the_plan_says_not_to_watch(office: Office) -> None:
    office.kept["1"] = a_subject(SubjectState.LINKED)
    found = portfolio.compare(office.desk(watch=False))
    assert (office.added, found.added, found.missing) == ([], 0, 0)
    assert portfolio.compare(office.desk()).added == 1


@pytest.mark.parametrize(("days", "renewed", "ending"), [(29, 0, 0), (14, 1, 0), (7, 1, 1)])
def test_subscriptions_are_renewed_in_their_last_days_and_told_when_that_does_not_help(
    office: Office, days: int, renewed: int, ending: int
) -> None:
    office.kept["1"] = a_subject()
    office.theirs = [Watched(subject_id="DE-1", until=NOW.date() + timedelta(days=days))]
    found = portfolio.compare(office.desk())
    assert (len(office.added), found.ending, found.missing, found.added) == (renewed, ending, 0, 0)
