"""The verdict on a busy day sees each thing that can be lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.load.day import FIRST_IMPORTED, Day, case_number, name_of
from bench.load.fill import batched_puts
from bench.load.verdict import Found, of_answers, of_import, of_planted

NOW = datetime(2026, 11, 19, 12, tzinfo=UTC)
PUBLISHED = date(2026, 11, 19)
DAY = Day(customers=30, imported=4, notices=20, planted_each=5)


def _items(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"record": one} for one in records]


def _as_it_should_be() -> dict[str, list[dict[str, Any]]]:
    cases, blocks, alerts = [], [], []
    for notice, number in DAY.planted().items():
        case = {"id": f"c{notice}", "customer_number": name_of(number), "case_number": case_number(notice, PUBLISHED)}
        cases.append(case | {"state": "open"})
        block = {"customer_number": name_of(number), "case_id": f"c{notice}", "state": "active", "stage": "warn"}
        blocks.append(block | {"stage": "no_deliveries", "since": NOW.isoformat()})
        alerts.append({"message": {"case_id": f"c{notice}"}, "state": "sent"})
    kept = [one.model_dump(mode="json", exclude_none=True) for one in DAY.known(DAY.new_numbers(), NOW)]
    items = {"case": _items(cases), "block": _items(blocks), "alert": _items(alerts), "customer": _items(kept)}
    return items | {"notice": [{}] * DAY.notices}


def _problems(items: dict[str, list[dict[str, Any]]]) -> list[str]:
    return of_planted(DAY, Found(items), PUBLISHED) + of_import(DAY, Found(items), NOW)


def test_a_day_on_which_nothing_was_lost_has_no_problem() -> None:
    assert len(DAY.planted()) == len(set(DAY.planted().values())) == 4
    assert any(number >= FIRST_IMPORTED for number in DAY.planted().values())
    assert _problems(_as_it_should_be()) == []


def test_whatever_is_missing_is_said_once() -> None:
    for kind in ("notice", "case", "block", "alert", "customer"):
        items = _as_it_should_be()
        del items[kind][0]
        assert len(_problems(items)) == 1, kind


def test_what_is_there_twice_is_said() -> None:
    for kind in ("notice", "case", "block"):
        items = _as_it_should_be()
        items[kind].append(items[kind][0])
        assert len(_problems(items)) == 1, kind


def test_an_alert_that_was_not_sent_and_another_name_are_said() -> None:
    items = _as_it_should_be()
    items["alert"][0]["record"]["state"] = "failed"
    items["customer"][0]["record"] |= {"name": "Andere GmbH"}
    assert len(_problems(items)) == 2


def test_answers_must_be_true_at_their_moment() -> None:
    found = Found(_as_it_should_be())
    hit = name_of(next(iter(DAY.planted().values())))

    def said(number: str, minutes: int, *, blocked: bool, status: int = 200) -> dict[str, Any]:
        at = (NOW + timedelta(minutes=minutes)).isoformat()
        return {"asked": number, "number": number, "at": at, "blocked": blocked, "status": status}

    right = [said(hit, -1, blocked=False), said(hit, 1, blocked=True), said("L9", 1, blocked=False)]
    wrong = [said(hit, 1, blocked=False), said("L9", 1, blocked=True), said(hit, 1, blocked=True, status=503)]
    assert of_answers(right, found) == []
    assert [len(of_answers([one], found)) for one in wrong] == [1, 1, 1]


def test_a_request_takes_no_more_than_twenty_five_puts() -> None:
    assert [len(batch) for batch in batched_puts([("table", {})] * 51)] == [25, 25, 1]


def test_the_same_day_is_drawn_by_everybody() -> None:
    assert list(DAY.published(PUBLISHED)) == list(DAY.published(PUBLISHED))
    assert DAY.known(range(3, 5), NOW) == DAY.known(range(5), NOW)[3:]
