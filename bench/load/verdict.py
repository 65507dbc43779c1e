"""Whether anything was lost on the day: each sentence says what is missing or there too often."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.load.day import Day, case_number, name_of

Item = dict[str, Any]
_KINDS = ("notice", "case", "block", "alert", "customer")
_SLACK = timedelta(seconds=10)
"""A block says when it was decided on; its transaction ends a little later."""


@dataclass(frozen=True)
class Found:
    """What stands in the main table in the end, by type."""

    items: Mapping[str, list[Item]]

    def records(self, kind: str) -> list[dict[str, Any]]:
        """The records of a type."""
        return [one["record"] for one in self.items.get(kind, [])]


def in_table(client: Any, table_name: str, plain: Any) -> Found:
    """Everything that the verdict rests on, read once."""
    items: dict[str, list[Item]] = defaultdict(list)
    names = {f":{kind}": {"S": kind} for kind in _KINDS}
    pages = client.get_paginator("scan").paginate(
        TableName=table_name,
        FilterExpression=f"#type IN ({', '.join(names)})",
        ExpressionAttributeNames={"#type": "type"},
        ExpressionAttributeValues=names,
    )
    for page in pages:
        for one in map(plain, page["Items"]):
            items[one["type"]].append(one)
    return Found(items)


def of_planted(day: Day, found: Found, published: Any) -> list[str]:
    """Faults in what became of the notices that are about customers of ours."""
    problems = []
    stored = len(found.items.get("notice", []))
    if stored != day.notices:
        problems.append(f"{stored} of {day.notices} notices are stored")
    cases: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for case in found.records("case"):
        cases[case["customer_number"], case["case_number"]].append(case)
    blocks = Counter((one["customer_number"], one["case_id"]) for one in found.records("block") if _stands(one))
    alerts: dict[str, list[Item]] = defaultdict(list)
    for alert in found.records("alert"):
        alerts[alert["message"].get("case_id", "")].append(alert)
    for notice, number in day.planted().items():
        own = cases[name_of(number), case_number(notice, published)]
        if len(own) != 1 or own[0]["state"] != "open":
            problems.append(f"notice {notice}: cases of {name_of(number)}: {[one['state'] for one in own]}")
            continue
        case_id = own[0]["id"]
        if blocks[name_of(number), case_id] != 1:
            problems.append(f"case {case_id}: {blocks[name_of(number), case_id]} active blocks")
        states = Counter(one["state"] for one in alerts[case_id])
        if not states or set(states) != {"sent"}:
            problems.append(f"case {case_id}: alerts {dict(states)}")
    return problems


def _stands(block: Item) -> bool:
    return bool(block["state"] == "active")


def of_import(day: Day, found: Found, now: datetime) -> list[str]:
    """Rows of the file that are no customers, or other ones than it says."""
    kept = {one["number"]: one for one in found.records("customer")}
    problems = []
    for customer in day.known(day.new_numbers(), now):
        record = kept.get(customer.number)
        wanted = customer.model_dump(mode="json", exclude_none=True, exclude={"updated_at"})
        if record is None or {name: value for name, value in record.items() if name != "updated_at"} != wanted:
            problems.append(f"customer {customer.number} is {'missing' if record is None else 'another one'}")
    return problems


def of_answers(answers: Iterable[Mapping[str, Any]], found: Found) -> list[str]:
    """Answers to order systems that were none, or not true at their moment."""
    since: dict[str, list[datetime]] = defaultdict(list)
    for block in found.records("block"):
        if _stands(block) and block["stage"] != "warn":
            since[block["customer_number"]].append(datetime.fromisoformat(block["since"]))
    problems = []
    for one in answers:
        asked_at, standing = datetime.fromisoformat(one["at"]), since.get(one["asked"], [])
        if one["status"] != 200 or one["number"] != one["asked"]:
            problems.append(f"{one['asked']} was answered {one['status']}")
        elif one["blocked"] and not standing:
            problems.append(f"{one['asked']} was called blocked and is not")
        elif not one["blocked"] and any(moment < asked_at - _SLACK for moment in standing):
            problems.append(f"{one['asked']} was called free at {one['at']} though it was blocked")
    return problems
