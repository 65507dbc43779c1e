"""An owner with more stale keys than one transaction takes loses them all, unless it comes back meanwhile."""

from typing import Any

import pytest

from chalicelib.commands import rebuild
from chalicelib.store import table
from chalicelib.store.keys import Key

OWNER = Key("CUSTOMER#1", "PROFILE")
STALE = {Key(f"name|{place:03}", "CUSTOMER#1") for place in range(250)}


class Keys:
    """Takes transactions as DynamoDB does; `answers` are the codes of the next ones."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.checked: list[Any] = []
        self.deleted: list[Any] = []

    def transact(self, requests: list[dict[str, Any]]) -> list[str]:
        assert len(requests) <= table.TRANSACTION_LIMIT
        codes = self.answers.pop(0) if self.answers else []
        self.checked += [one for one in requests if "ConditionCheck" in one]
        self.deleted += [] if codes else [one for one in requests if "Delete" in one]
        return codes


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, "x")


def test_every_stale_key_goes_each_slice_with_the_check_of_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Keys()
    monkeypatch.setattr(table, "transact", fake.transact)
    assert rebuild._drop(OWNER, None, STALE) == len(fake.deleted) == len(STALE)
    assert len(fake.checked) == 3


def test_what_went_before_the_owner_came_back_is_counted_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Keys([], ["ConditionalCheckFailed"])
    monkeypatch.setattr(table, "transact", fake.transact)
    assert rebuild._drop(OWNER, None, STALE) == len(fake.deleted) == 99
    assert len(fake.checked) == 2
