"""What one transaction of a decision is conditional on, and what its refusal means."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.decision import Decision
from chalicelib.settings import settings
from chalicelib.store import decisions, keys, notices, table
from tests.builders import WORD, a_match, a_notice, an_occasion, filed

FAILED = "ConditionalCheckFailed"


@pytest.fixture(autouse=True)
def _named_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET"):
        monkeypatch.setenv(name, name.lower())
    settings.cache_clear()
    yield
    settings.cache_clear()


def placed() -> Decision:
    """The decision on a first notice."""
    decision = decide.on_match(a_match(), a_notice(), an_occasion())
    assert decision is not None
    return decision


def sent(monkeypatch: pytest.MonkeyPatch, decision: Decision) -> dict[tuple[str, str], dict[str, Any]]:
    """The transaction's requests by key."""
    found: dict[tuple[str, str], dict[str, Any]] = {}

    def transact(requests: list[dict[str, Any]]) -> list[str]:
        for request in requests:
            ((kind, body),) = request.items()
            key = body.get("Key") or {name: body["Item"][name] for name in ("pk", "sk")}
            assert (key["pk"]["S"], key["sk"]["S"]) not in found, "one item twice in a transaction"
            found[key["pk"]["S"], key["sk"]["S"]] = {"kind": kind, **body}
        return []

    monkeypatch.setattr(table, "transact", transact)
    assert decisions.record(decision)
    return found


def test_everything_of_a_decision_is_in_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = placed()
    requests = sent(monkeypatch, decision)
    case = decision.case
    wanted = [keys.case(case.id), keys.block("104711", case.id), keys.case_of_proceedings(case.proceedings_id, case.id)]
    wanted += [keys.entry(case.id, entry.id) for entry in decision.entries]
    wanted += [keys.alert(alert.id) for alert in decision.alerts]
    assert set(wanted) <= set(requests)
    assert all(requests[key]["kind"] == "Put" for key in wanted)


def test_it_is_refused_when_the_notice_was_taken_back_or_the_customer_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = sent(monkeypatch, placed())
    withdrawal = requests[keys.withdrawal(a_notice().id)]
    assert (withdrawal["kind"], withdrawal["ConditionExpression"]) == ("ConditionCheck", "attribute_not_exists(pk)")
    customer = requests[keys.customer("104711")]
    assert (customer["kind"], customer["ConditionExpression"]) == ("Update", "attribute_exists(pk)")
    assert customer["UpdateExpression"] == "REMOVE leaving", "a deletion under way must notice the decision"


def test_a_change_is_conditional_on_the_version_that_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    release = decide.on_release(filed(placed()), an_occasion(), WORD)
    case = sent(monkeypatch, release)[keys.case(release.case.id)]
    assert case["ConditionExpression"] == "version = :read"
    assert case["ExpressionAttributeValues"] == {":read": {"N": "1"}}
    assert case["Item"]["version"] == {"N": "2"}


def test_written_before_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "transact", lambda _requests: [FAILED, FAILED, "None"])
    assert decisions.record(placed()) is False


@pytest.mark.parametrize("codes", [["None", FAILED], ["TransactionConflict", "None"]])
def test_changed_meanwhile_is_decided_again(monkeypatch: pytest.MonkeyPatch, codes: list[str]) -> None:
    monkeypatch.setattr(table, "transact", lambda _requests: codes)
    with pytest.raises(ConcurrentChangeError):
        decisions.record(placed())


def test_a_notice_that_a_case_uses_no_longer_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    update = sent(monkeypatch, placed())[keys.notice(a_notice().id)]
    assert (update["kind"], update["UpdateExpression"]) == ("Update", "REMOVE expires_at")


def test_a_publication_is_taken_back_for_each_of_its_debtors(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = {keys.withdrawal("fr_bodacc:A1").pk: {"withdrawn_by": "fr_bodacc:A9"}}
    monkeypatch.setattr(table, "get_many", lambda wanted: [marks[key.pk] for key in wanted if key.pk in marks])
    assert notices.withdrawn_by("fr_bodacc:A1") == "fr_bodacc:A9"
    assert notices.withdrawn_by("fr_bodacc:A1-2") == "fr_bodacc:A9"
    assert notices.withdrawn_by("fr_bodacc:A12") is None
