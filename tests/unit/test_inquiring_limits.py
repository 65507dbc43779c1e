"""A check ends in time whatever the bureaus do, and only what was sent is paid."""

import json
import threading
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from chalicelib import bureaus, inquiring, portfolio
from chalicelib.errors import SourceChangedError, SourceRefusedError, SourceUnreachableError
from chalicelib.inquiring import Question
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import CreditEvent, CreditFile, Inquiry, InquiryReason, Outcome, Subject, SubjectState
from chalicelib.store.keys import Key
from tests.builders import NOW, a_customer
from tests.contract.servers.loopback import served

HOME = PostalAddress(street="Musterkai 3", postcode="20457", city="Hamburg", country="DE")
FIRM = a_customer(number="1", address=HOME)
KNOWN = CreditFile(customer_number="1")
SECRETS = {
    "crif_mediafinanz": {"uuid": "u", "user": "us", "password": "pw"},
    "northdata": {"api_key": "k"},
}
PLAN = BureauPlan(budget_per_month=Decimal(10), cost_per_check=Decimal(1))


class Hanging:
    """Takes every request and answers none before it may."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answered: list[str] = []
        self.may_answer = threading.Event()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.asked.append(str(environ["PATH_INFO"]))
        self.may_answer.wait(20)
        self.answered.append(str(environ["PATH_INFO"]))
        start("200 OK", [])
        return [b"{}"]


class Till:
    """What was counted and given back."""

    def __init__(self) -> None:
        self.counted: list[str] = []
        self.given_back: list[str] = []
        self.recorded: list[Inquiry] = []
        self.forgotten: list[Inquiry] = []

    def reserve(self, name: str, *_rest: object) -> bool:
        self.counted.append(name)
        return True

    def give_back(self, name: str, *_rest: object) -> None:
        self.given_back.append(name)


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> Till:
    found = Till()
    monkeypatch.setattr("chalicelib.store.budgets.reserve", found.reserve)
    monkeypatch.setattr("chalicelib.store.budgets.give_back", found.give_back)
    monkeypatch.setattr("chalicelib.store.credit.record_inquiry", lambda one, _entry, **_: found.recorded.append(one))
    monkeypatch.setattr("chalicelib.store.credit.forget_inquiry", found.forgotten.append)
    monkeypatch.setattr("chalicelib.store.credit.add_event", lambda _event, **_: True)
    monkeypatch.setattr("chalicelib.store.evidence.keep", lambda document: f"key of {document.digest[:6]}")
    monkeypatch.setattr("chalicelib.inquiring.active", lambda: tuple(SECRETS))
    monkeypatch.setattr("chalicelib.access.bureau_plan", lambda _name: PLAN)
    monkeypatch.setattr(
        "chalicelib.store.credentials.get",
        lambda name: json.dumps(SECRETS.get(name.split("/")[1])) if "cred" in name else None,
    )
    return found


def stage(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    """Every bureau's origin is answered by the local server."""
    replaced = {one: origin for name in SECRETS for one in bureaus.load(name).BUREAU.origins}
    found = SimpleNamespace(replaced_origins=replaced, parameter_prefix="/x")
    monkeypatch.setattr("chalicelib.access.settings", lambda: found)


def test_bureaus_that_hang_are_named_within_the_time_and_stay_paid(monkeypatch: pytest.MonkeyPatch, till: Till) -> None:
    hanging = Hanging()
    with served(hanging) as origin:
        stage(monkeypatch, origin)
        question = Question(InquiryReason.ORDER, "client erp-7", NOW, within_seconds=1.2)
        asked = inquiring.check(FIRM, KNOWN, question)
        assert hanging.answered == [], "somebody waited for an answer"
        hanging.may_answer.set()
    assert [error.source for error in asked.failures] == ["crif_mediafinanz", "northdata"]
    assert {type(error) for error in asked.failures} == {SourceUnreachableError}
    assert len(hanging.asked) == 2, "each was asked once"
    assert till.counted == ["crif_mediafinanz", "northdata"]
    assert till.given_back == [], "what was sent may be billed"


def test_nothing_is_counted_for_a_bureau_whose_credentials_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, till: Till
) -> None:
    stage(monkeypatch, "http://127.0.0.1:9")
    monkeypatch.setitem(SECRETS, "crif_mediafinanz", {"uuid": "u"})
    question = Question(InquiryReason.BY_HAND, "Eva Kern", NOW)
    with pytest.raises(SourceRefusedError, match="lack user, password"):
        inquiring.ask("crif_mediafinanz", PLAN, FIRM, KNOWN, question)
    assert till.counted == []


def test_what_was_told_before_a_link_is_brought_to_the_step_that_applies_it(monkeypatch: pytest.MonkeyPatch) -> None:
    event = CreditEvent(
        bureau="dnb", event_id="e1", subject_id="7", event_kind=None, original_code="UPDATE", on=NOW.date()
    )
    sent: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(
        "chalicelib.store.credit.events_about", lambda *about: (event,) if about == ("dnb", "7") else ()
    )
    monkeypatch.setattr("chalicelib.store.credit.event_key", lambda one: Key(f"SAID#{one.subject_id}", "EVENT#1"))
    monkeypatch.setattr("chalicelib.store.queues.send", lambda url, message: sent.append((url, message)))
    monkeypatch.setattr("chalicelib.portfolio.settings", lambda: SimpleNamespace(credit_events_queue_url="https://q"))
    linked = Subject(bureau="dnb", customer_number="1", state=SubjectState.LINKED, subject_id="7", since=NOW)
    portfolio.tell_again(linked)
    assert sent == [("https://q", {"type": "credit_event", "pk": "SAID#7", "sk": "EVENT#1"})]


@pytest.mark.parametrize(("others", "removed"), [((), ["7"]), (("2",), [])])
def test_a_subject_that_another_customer_is_too_stays_watched(
    monkeypatch: pytest.MonkeyPatch, others: tuple[str, ...], removed: list[str]
) -> None:
    told: list[str] = []
    monkeypatch.setattr("chalicelib.store.credit.customers_of", lambda *_about: others)
    monkeypatch.setattr("chalicelib.bureaus.dnb.remove", lambda _desk, subject_id: told.append(subject_id))
    former = Subject(bureau="dnb", customer_number="1", state=SubjectState.WATCHED, subject_id="7", since=NOW)
    portfolio.unwatch(SimpleNamespace(web=SimpleNamespace(source="dnb")), former)  # type: ignore[arg-type] # name alone
    assert told == removed


def answering(status: str, body: bytes) -> Any:
    """A bureau that says this to everything."""

    def app(_environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return app


def ask(known: CreditFile = KNOWN) -> Inquiry:
    """One inquiry at CRIF."""
    return inquiring.ask("crif_mediafinanz", PLAN, FIRM, known, Question(InquiryReason.ORDER, "erp", NOW))


def test_what_never_left_us_and_what_was_refused_is_not_paid(monkeypatch: pytest.MonkeyPatch, till: Till) -> None:
    stage(monkeypatch, "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(SourceUnreachableError):
        ask()
    with served(answering("403 Forbidden", b"{}")) as origin:
        stage(monkeypatch, origin)
        with pytest.raises(SourceRefusedError):
            ask()
    assert till.given_back == till.counted == ["crif_mediafinanz"] * 2
    assert [one.id for one in till.forgotten] == [one.id for one in till.recorded]


def test_a_paid_answer_that_nobody_understands_is_kept_and_not_bought_again(
    monkeypatch: pytest.MonkeyPatch, till: Till
) -> None:
    with served(answering("200 OK", b'{"new": "shape"}')) as origin:
        stage(monkeypatch, origin)
        with pytest.raises(SourceChangedError, match="key of"):
            ask()
    sent, kept = till.recorded
    assert (sent.answer.outcome, kept.answer.outcome) == (Outcome.SENT, Outcome.UNREADABLE)
    assert kept.payload
    known = CreditFile(customer_number="1", inquiries=(kept,))
    assert known.valid_answer("crif_mediafinanz", NOW) == kept
    assert till.given_back == []


def test_an_inquiry_whose_answer_did_not_come_is_not_repeated_at_once(
    monkeypatch: pytest.MonkeyPatch, till: Till
) -> None:
    hanging = Hanging()
    with served(hanging) as origin:
        stage(monkeypatch, origin)
        question = Question(InquiryReason.ORDER, "erp", NOW, within_seconds=0.3)
        with pytest.raises(SourceUnreachableError):
            inquiring.ask("crif_mediafinanz", PLAN, FIRM, KNOWN, question)
        hanging.may_answer.set()
    (sent,) = till.recorded
    known = CreditFile(customer_number="1", inquiries=(sent,))
    assert known.valid_answer("crif_mediafinanz", NOW + timedelta(minutes=5)) == sent
    assert known.valid_answer("crif_mediafinanz", NOW + timedelta(hours=2)) is None
