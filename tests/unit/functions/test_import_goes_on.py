"""A file that takes longer than a function may run: it goes on where it was, and its result counts every part."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import intake
from chalicelib.errors import ConcurrentChangeError, InvalidInputError
from chalicelib.model.customer import Customer
from chalicelib.store import imports, queues
from functions import import_customers

ROWS = 1_050
CONTENT = "Kundennummer;Name\n" + "".join(f"{n};Werkstatt {n} GmbH\n" for n in range(ROWS)) + "5;Noch einmal GmbH\n"
S3S = {"Records": [{"s3": {"object": {"key": "incoming/a+b.csv"}}}]}


class Firm:
    """Keeps what is imported, what is sent on and the result files; customer 777 is always just being changed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept: Counter[str] = Counter()
        self.sent: list[dict[str, Any]] = []
        self.results: list[str] = []
        self.counted: Counter[str] = Counter()
        for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET", "QUEUE_URL"):
            monkeypatch.setenv(name, "x")
        monkeypatch.setattr(imports, "get", lambda key: CONTENT.encode() if key == "incoming/a b.csv" else b"")
        monkeypatch.setattr(imports, "run_of", lambda _key: None)
        monkeypatch.setattr(imports, "put_result", self._result)
        monkeypatch.setattr(intake, "keep_customer", self._keep)
        monkeypatch.setattr(queues, "send", lambda _url, message: self.sent.append(message))
        monkeypatch.setattr(import_customers, "count", self._count)

    def _count(self, name: str, value: int = 1) -> None:
        self.counted[name] += value

    def _result(self, _key: str, content: bytes) -> str:
        self.results.append(content.decode("utf-8-sig"))
        return "results/x"

    def _keep(self, customer: Customer) -> bool:
        if customer.number == "777":
            raise ConcurrentChangeError("changed by somebody else")
        self.kept[customer.number] += 1
        return True


def _context(*looks: int) -> Any:
    """So many milliseconds are left at each look at the clock."""
    left = iter(looks)
    return SimpleNamespace(get_remaining_time_in_millis=lambda: next(left, 0))


def test_an_import_that_runs_out_of_time_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    firm, messages = Firm(monkeypatch), [S3S]
    for message in messages:
        import_customers.handle(message, _context(900_000, 900_000))
        messages += firm.sent
        firm.sent.clear()
    assert len(messages) == 3
    assert set(firm.kept.values()) == {1}
    assert len(firm.kept) == firm.counted["CustomersImported"] == ROWS - 1
    assert firm.counted["RowsRefused"] == 2
    (result,) = firm.results
    assert ["777" in line for line in result.splitlines()[1:]] == [True, False]


def test_an_import_with_time_enough_is_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    firm = Firm(monkeypatch)
    import_customers.handle(S3S, _context(*[900_000] * 10))
    assert (firm.sent, len(firm.results), len(firm.kept)) == ([], 1, ROWS - 1)


@pytest.mark.parametrize("so_far", [{"place": "x"}, {"conflicts": [{"row": 1}]}, "far", 7])
def test_a_message_that_says_strangely_how_far_it_is_is_refused(monkeypatch: pytest.MonkeyPatch, so_far: Any) -> None:
    Firm(monkeypatch)
    with pytest.raises(InvalidInputError):
        import_customers.handle(S3S | {"so_far": so_far}, _context(900_000))
