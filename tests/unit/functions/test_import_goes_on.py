"""A file that takes longer than a function may run: it goes on where it was, and its result counts every part."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import aws, intake
from chalicelib.errors import ConcurrentChangeError, InvalidInputError, NotFoundError
from chalicelib.model.customer import Customer
from chalicelib.model.import_run import ImportRun, RunState
from chalicelib.model.ledger import BooksKept
from chalicelib.model.open_item import OpenItem
from chalicelib.store import customers, imports, ledgers, queues
from functions import import_customers
from tests.builders import NOW, a_customer

ROWS = 1_050
CONTENT = "Kundennummer;Name\n" + "".join(f"{n};Werkstatt {n} GmbH\n" for n in range(ROWS)) + "5;Noch einmal GmbH\n"
KEY, ITEMS_KEY = "incoming/a b.csv", "incoming/open-items/b.csv"
S3S = {"Records": [{"s3": {"object": {"key": "incoming/a+b.csv"}}}]}
ITEMS = "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fällig am;Offener Betrag\n" + "".join(
    f"{n};R{n}-{place};01.02.2026;01.03.2026;10,00\n" for n in range(ROWS) for place in (1, 2)
)
LARGEST_MESSAGE = 256 * 1024


class Firm:
    """Keeps what is imported, what is sent on and what lies in the bucket; customers of `busy` are always changing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept: Counter[str] = Counter()
        self.busy = {"777"}
        self.sent: list[dict[str, Any]] = []
        self.results: list[str] = []
        self.counted: Counter[str] = Counter()
        self.files = {KEY: CONTENT, ITEMS_KEY: ITEMS}
        self.puts: Counter[str] = Counter()
        self.parts: dict[str, bytes] = {}
        self.run = ImportRun(id="r", kind="customers", file="a.csv", by="Eva", at=NOW)
        for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET", "QUEUE_URL"):
            monkeypatch.setenv(name, "x")
        monkeypatch.setattr(imports, "upload", self._upload)
        monkeypatch.setattr(imports, "get_part", self.parts.get)
        monkeypatch.setattr(imports, "put_part", self.parts.__setitem__)
        monkeypatch.setattr(imports, "run_of", lambda _key: self.run)
        monkeypatch.setattr(imports, "put_run", lambda run: setattr(self, "run", run))
        monkeypatch.setattr(imports, "put_result", self._result)
        monkeypatch.setattr(intake, "keep_customer", self._keep)
        monkeypatch.setattr(customers, "get_many", self._customers)
        monkeypatch.setattr(ledgers, "keep_items", self._keep_items)
        monkeypatch.setattr(queues, "send", lambda _url, message: self.sent.append(message))
        monkeypatch.setattr(import_customers, "count", self._count)
        self.strangers = {"7", "900"}

    def _upload(self, key: str) -> imports.Upload:
        if key not in self.files:
            raise NotFoundError("gone")
        return imports.Upload(self.files[key].encode(), f'"{hash(self.files[key])}" {self.puts[key]}')

    def _count(self, name: str, value: int = 1) -> None:
        self.counted[name] += value

    def _result(self, _key: str, content: bytes) -> str:
        self.results.append(content.decode("utf-8-sig"))
        return "results/x"

    def _keep(self, customer: Customer) -> bool:
        if customer.number in self.busy:
            raise ConcurrentChangeError("changed by somebody else")
        self.kept[customer.number] += 1
        return self.kept[customer.number] == 1

    def _customers(self, numbers: Sequence[str]) -> dict[str, Customer]:
        return {one: a_customer(number=one) for one in numbers if one not in self.strangers}

    def _keep_items(self, number: str, items: Sequence[OpenItem], _now: datetime, *, complete: bool) -> BooksKept:
        if number in self.busy:
            raise ConcurrentChangeError("changed by somebody else")
        self.kept[number] += 1
        return BooksKept(changed=1, unchanged=len(items) - 1, removed=int(complete))

    def imported(self, message: dict[str, Any], between: Callable[[], object] = lambda: None) -> list[dict[str, Any]]:
        """All messages until nothing is sent on; each part looks at the clock twice before its time runs out."""
        messages = [message]
        for one in messages:
            import_customers.handle(one, _context(900_000, 900_000))
            messages += self.sent
            self.sent.clear()
            between()
        return messages


@pytest.fixture
def firm(monkeypatch: pytest.MonkeyPatch) -> Firm:
    return Firm(monkeypatch)


def _context(*looks: int) -> Any:
    """So many milliseconds are left at each look at the clock."""
    left = iter(looks)
    return SimpleNamespace(get_remaining_time_in_millis=lambda: next(left, 0))


def _of(key: str) -> dict[str, Any]:
    return {"Records": [{"s3": {"object": {"key": key}}}]}


def test_an_import_that_runs_out_of_time_goes_on_where_it_was(firm: Firm) -> None:
    assert len(firm.imported(S3S)) == 3
    assert set(firm.kept.values()) == {1}
    assert len(firm.kept) == firm.counted["CustomersImported"] == firm.run.changed == ROWS - 1
    assert firm.counted["RowsRefused"] == 2
    (result,) = firm.results
    assert ["777" in line for line in result.splitlines()[1:]] == [True, False]


def test_an_import_with_time_enough_is_one_part(firm: Firm) -> None:
    import_customers.handle(S3S, _context(*[900_000] * 10))
    assert (firm.sent, len(firm.results), len(firm.kept), firm.parts) == ([], 1, ROWS - 1, {})


def test_open_items_go_on_by_account_and_are_settled_once(firm: Firm) -> None:
    def somebody_is_imported_meanwhile() -> None:
        firm.strangers.discard("7")

    assert len(firm.imported(_of(ITEMS_KEY), somebody_is_imported_meanwhile)) == 3
    assert set(firm.kept.values()) == {1}
    good = ROWS - len({"7", "900", "777"})
    assert (len(firm.kept), firm.run.changed, firm.run.unchanged, firm.run.refused) == (good, good, good, 6)
    assert firm.counted["OpenItemsImported"] == good
    assert firm.run.settled == good
    assert firm.run.state is RunState.DONE


def test_a_message_that_comes_again_makes_no_count_wrong(firm: Firm) -> None:
    import_customers.handle(S3S, _context(900_000, 900_000))
    import_customers.handle(S3S, _context(900_000, 900_000))  # S3's comes again
    first, second = firm.sent
    firm.sent.clear()
    firm.imported(first)
    firm.imported(second)
    assert (firm.run.changed, firm.run.unchanged, len(firm.results)) == (ROWS - 1, 0, 1)


def test_a_message_stays_small_however_many_rows_are_in_conflict(firm: Firm) -> None:
    firm.busy = {str(number) for number in range(ROWS)}
    messages = firm.imported(S3S)
    assert len(messages) == 3
    assert max(len(json.dumps(one)) for one in messages) < LARGEST_MESSAGE / 500
    assert len(firm.results[0].splitlines()) == 1 + ROWS + 1
    assert (firm.run.changed, firm.run.refused) == (0, ROWS + 1)


def test_a_customer_waits_to_be_compared_since_it_was_kept_and_not_since_the_file_began(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = (NOW + timedelta(minutes=number) for number in range(10_000))
    monkeypatch.setattr("chalicelib.clock.now", lambda: next(moments))
    since: list[datetime] = []

    def keep(customer: Customer) -> bool:
        since.append(customer.updated_at)
        return True

    monkeypatch.setattr(intake, "keep_customer", keep)
    firm.files[KEY] = "Kundennummer;Name\n" + "".join(f"{n};Werkstatt {n} GmbH\n" for n in range(3))
    firm.imported(S3S)
    assert len(set(since)) == 3


@pytest.mark.parametrize("content", ["Kundennummer;Name\n1;Andere GmbH\n", "no table at all"])
def test_another_file_under_the_key_ends_the_import_and_is_left_to_its_own_message(firm: Firm, content: str) -> None:
    import_customers.handle(S3S, _context(900_000, 900_000))
    firm.files[KEY] = content
    kept = len(firm.kept)
    assert len(firm.imported(firm.sent.pop())) == 1
    assert (firm.run.state, len(firm.kept), firm.results) == (RunState.SUPERSEDED, kept, [])


def test_the_file_that_was_put_in_its_place_is_imported_from_its_beginning(firm: Firm) -> None:
    import_customers.handle(S3S, _context(900_000, 900_000))
    firm.files[KEY] = "Kundennummer;Name\n9001;Andere GmbH\n"
    old = firm.sent.pop()
    firm.imported(S3S)
    firm.imported(old)
    run = firm.run
    assert (run.state, run.rows, run.changed, run.unchanged, run.refused) == (RunState.DONE, 1, 1, 0, 0)


def test_the_same_file_put_there_again_is_imported_from_its_beginning(firm: Firm) -> None:
    import_customers.handle(S3S, _context(900_000, 900_000))
    old, firm.busy = firm.sent.pop(), set()
    firm.puts[KEY] += 1
    assert len(firm.imported(S3S)) == 3
    firm.imported(old)
    assert (firm.run.state, firm.run.changed, firm.run.unchanged) == (RunState.DONE, ROWS - 400, 400)


def test_a_version_is_of_content_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "x")
    monkeypatch.setenv("KEYS_TABLE_NAME", "x")
    monkeypatch.setenv("EVIDENCE_BUCKET", "x")
    answers = [("a", NOW), ("a", NOW), ("b", NOW), ("a", NOW + timedelta(seconds=1))]
    s3 = SimpleNamespace(
        get_object=lambda **_: {"Body": BytesIO(), **dict(zip(("ETag", "LastModified"), answers.pop(0), strict=True))}
    )
    monkeypatch.setattr(aws, "s3", lambda: s3)
    first, again, other, later = (imports.upload(KEY).version for _ in range(4))
    assert first == again
    assert len({first, other, later}) == 3


def test_a_file_that_is_taken_away_on_the_way_refuses_its_run(firm: Firm) -> None:
    import_customers.handle(S3S, _context(900_000, 900_000))
    del firm.files[KEY]
    with pytest.raises(NotFoundError):
        import_customers.handle(firm.sent.pop(), _context(900_000))
    assert (firm.run.state, firm.run.failure) == (RunState.REFUSED, "gone")


def test_a_message_that_comes_again_when_the_file_was_forgotten_changes_no_run_that_is_over(firm: Firm) -> None:
    firm.imported(S3S)
    firm.files.clear()
    with pytest.raises(NotFoundError):
        import_customers.handle(S3S, _context(900_000))
    assert firm.run.state is RunState.DONE


@pytest.mark.parametrize("records", [{"begun": 7}, {"begun": {"place": 1}}, {"Records": 7}])
def test_a_message_that_says_strangely_how_far_it_is_is_refused(firm: Firm, records: Any) -> None:
    with pytest.raises(InvalidInputError):
        import_customers.handle(S3S | records, _context(900_000))
