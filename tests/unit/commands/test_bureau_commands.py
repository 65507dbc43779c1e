"""Commands about bureaus: what they print, whom they ask, and that a broken run goes on where it stopped."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bureaus, commands, settings
from chalicelib.commands import link_customers
from chalicelib.errors import SourceUnreachableError, StoreUnreachableError
from chalicelib.inquiring import Asked, Question
from chalicelib.model.credit import InquiryReason, Outcome
from chalicelib.model.link_run import LinkRun
from chalicelib.store.keys import Key
from chalicelib.store.scanning import ScannedPage
from tests.unit.api.credit_world import FIRM, NOW, credit_file, inquiry


def test_facts_of_every_bureau_are_printed_without_a_stack(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["bureaus", "--facts"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in bureaus.names())
    believed = sum(len(bureaus.load(name).BUREAU.believed_facts) for name in bureaus.names())
    assert printed.count("BELIEVED") == believed > 0


class Asking:
    """One customer; what is asked is remembered."""

    def __init__(self, *inquiries: Any, failures: tuple[Any, ...] = ()) -> None:
        self.questions: list[tuple[Question, int]] = []
        self.asked = Asked(tuple(inquiries), tuple(inquiries), failures)

    def check(self, _customer: object, known: Any, question: Question) -> Asked:
        self.questions.append((question, len(known.inquiries)))
        return self.asked

    def use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
        monkeypatch.setattr("chalicelib.store.customers.get", lambda number: FIRM if number == "1" else None)
        monkeypatch.setattr("chalicelib.store.credit.file_of", lambda _: credit_file(inquiries=(inquiry(days_ago=9),)))
        monkeypatch.setattr("chalicelib.inquiring.check", self.check)
        monkeypatch.setattr("chalicelib.inquiring.active", bureaus.names)


def test_check_names_who_asks_and_prints_answer_and_gaps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asking = Asking(inquiry(days_ago=0), failures=(SourceUnreachableError("dnb", "no answer"),))
    asking.use(monkeypatch)
    assert commands.main(["check", "1", "--by", "Eva Kern"]) == 0
    assert commands.main(["check", "1", "--by", "Eva Kern", "--fresh"]) == 0
    (question, stored), (_, stored_for_fresh) = asking.questions
    assert (question.reason, question.asked_by) == (InquiryReason.BY_HAND, "Eva Kern (command line)")
    assert (stored, stored_for_fresh) == (1, 0)
    printed = capsys.readouterr().out
    assert "own scale 220, class of 220" in printed
    assert "dnb was not heard (unreachable): no answer" in printed
    assert "worst band B" in printed


def test_check_never_prints_silence_as_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Asking(inquiry(days_ago=0, outcome=Outcome.NOT_IDENTIFIED)).use(monkeypatch)
    assert commands.main(["check", "1", "--by", "Eva Kern"]) == 1
    assert "not 'clean'" in capsys.readouterr().out
    assert commands.main(["check", "2", "--by", "Eva Kern"]) == 3


class Queue:
    """Three customers on two pages, and a queue that may break off."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.kept: LinkRun | None = None
        self.breaks_at: str | None = None

    def pages(self, _types: object, start: Key | None, _limit: int) -> Iterator[ScannedPage]:
        items = [{"pk": f"CUSTOMER#{number}", "sk": "PROFILE"} for number in "123"]
        if start is None:
            yield ScannedPage(items[:2], 5, Key("CUSTOMER#2", "PROFILE"))
        yield ScannedPage(items[2:], 4, None)

    def send(self, url: str, message: dict[str, str]) -> None:
        assert url == "https://queue"
        if message["pk"] == self.breaks_at:
            raise StoreUnreachableError("the queue did not take it")
        self.sent.append(message["pk"])

    def keep(self, run: LinkRun) -> None:
        self.kept = run


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    found = Queue()
    monkeypatch.setattr(link_customers, "settings", lambda: SimpleNamespace(customer_checks_queue_url="https://queue"))
    monkeypatch.setattr("chalicelib.store.scanning.scan_types", found.pages)
    monkeypatch.setattr("chalicelib.store.scanning.items_in_table", lambda: 9)
    monkeypatch.setattr("chalicelib.store.queues.send", found.send)
    monkeypatch.setattr("chalicelib.store.link_runs.get", lambda: found.kept)
    monkeypatch.setattr("chalicelib.store.link_runs.put", found.keep)
    monkeypatch.setattr("time.sleep", lambda seconds: None if seconds == 0.5 else 1 / 0)
    return found


def test_every_customer_is_put_on_the_queue_at_the_rate(queue: Queue, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["link-customers"]) == 0
    assert queue.sent == ["CUSTOMER#1", "CUSTOMER#2", "CUSTOMER#3"]
    assert "3 customers are on the queue" in capsys.readouterr().out
    assert commands.main(["link-customers", "--resume"]) == 0
    assert len(queue.sent) == 3, "a finished run has nothing to go on with"


def test_a_broken_run_goes_on_behind_the_last_finished_page(queue: Queue) -> None:
    queue.breaks_at = "CUSTOMER#3"
    assert commands.main(["link-customers"]) == 1
    queue.breaks_at = None
    assert commands.main(["link-customers", "--resume"]) == 0
    assert queue.sent == ["CUSTOMER#1", "CUSTOMER#2", "CUSTOMER#3"]
    assert queue.kept is not None
    assert (queue.kept.sent, queue.kept.looked_at) == (3, 9)


def test_a_stack_says_where_queue_and_parameters_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET", "CUSTOMER_CHECKS_QUEUE_URL", "PARAMETER_PREFIX"):
        monkeypatch.setenv(name, "former")
    settings.adopt({"CustomerChecksQueueUrl": "https://queue", "ParameterPrefix": "/insolvency-watch/prod"})
    found = settings.settings()
    settings.settings.cache_clear()
    assert (found.customer_checks_queue_url, found.parameter_prefix) == ("https://queue", "/insolvency-watch/prod")
