"""What must be true of a world, however its steps died: at every moment, and when everything has been done."""

import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.matching.judge import judge
from chalicelib.model.alert import Alert, AlertState
from chalicelib.model.block import Block
from chalicelib.model.case import Case, CaseState
from chalicelib.model.customer import Customer
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.store import table
from tests.crash.sources import BUREAU, REGISTER
from tests.crash.world import World

PLACING = frozenset({EventKind.OPENED, EventKind.PRELIM_MEASURES, EventKind.REFUSED_NO_ASSETS})
_COUNTS = frozenset(
    {
        "attempts",  # what was tried again was tried more often
        "attempts_total",
        "notices_last_poll",
        "last_state",
        "receipt",
        "version",
    }
)


def at_every_moment(world: World) -> None:
    """No cursor ahead of its evidence, no block without ground, no release without a person."""
    _no_cursor_ahead(world)
    cases = {case.id: case for case in (table.read(row, Case) for row in world.rows("case"))}
    for block in (table.read(row, Block) for row in world.rows("block")):
        case = cases[block.case_id]
        counted = {one.notice_id: one for one in case.notices}
        if block.active:
            ground = counted.get(block.notice_id)
            assert ground, f"block of case {case.id} names a notice that its case does not know: {block.notice_id}"
            assert not ground.withdrawn_by, f"block of case {case.id} stands on {ground.notice_id}, taken back"
        else:
            assert block.release, f"block of case {case.id} was released by nobody"
            by_register = block.release.person == "register"
            assert by_register or case.id in world.acted_on, f"{block.release.person} never released case {case.id}"
            withdrawn = any(one.withdrawn_by for one in case.notices)
            assert not by_register or withdrawn, f"nothing took back the notices of case {case.id}"


def _no_cursor_ahead(world: World) -> None:
    status = world.cloud.tables["table"].get("SOURCES", {})
    read = status.get(REGISTER, {}).get("record", {})
    if through := read.get("checked_through"):
        until = datetime.fromisoformat(through)
        for at, notice in world.gazette.published:
            if at < until and _within_reach(world, notice):
                _is_kept(world, notice, f"{REGISTER} says it is read through {through}")
    known = status.get(BUREAU, {}).get("record", {})
    for event in world.office.told[: int(known.get("cursor") or 0)]:
        pk = f"SAID#{BUREAU}#{event.subject_id or event.customer_number}"
        stored = world.cloud.tables["table"].get(pk, {})
        assert f"EVENT#{event.id}" in stored, f"the position at {BUREAU} is behind {event.event_id}, which is not kept"


def _within_reach(world: World, notice: InsolvencyNotice) -> bool:
    """Published for a day that the very first look back, the baseline, covers, or later."""
    first = world.gazette.published[0][0] - timedelta(days=3)
    return notice.publication_date >= first.astimezone(ZoneInfo("Europe/Zurich")).date()


def _is_kept(world: World, notice: InsolvencyNotice, why: str) -> None:
    item = world.cloud.tables["table"].get(f"NOTICE#{notice.id}", {}).get("NOTICE")
    assert item, f"{why}; {notice.id} is not stored"
    payload = item["record"]["payload"]
    assert ("evidence", payload) in world.cloud.objects, f"{why}; the payload of {notice.id} is not kept"
    assert ("evidence", f"{payload}.json") in world.cloud.objects, f"{why}; what {payload} is, is not kept"


def when_quiet(world: World) -> None:
    """Every positive match has its case, block and message; every message is done or aside with its reason."""
    assert not world.violations, "\n".join(world.violations[:3])
    at_every_moment(world)
    for queue, message in world.dead():
        said = dict(message.said)
        assert len(said.get("reason", "")) > 10, f"no reason beside what was put aside on {queue}: {message}"
        assert said["error"] != "AssertionError", f"what stands in for AWS was asked for too much: {message}"
    _matches_have_cases(world)
    _alerts_are_told(world)


def _matches_have_cases(world: World) -> None:
    customers = [table.read(row, Customer) for row in world.rows("customer")]
    notices = [table.read(row, InsolvencyNotice) for row in world.rows("notice")]
    withdrawn = {row["pk"].removeprefix("NOTICE#") for row in world.rows("withdrawal")}
    cases: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in (table.read(row, Case) for row in world.rows("case")):
        cases[case.customer_number, case.proceedings_id].append(case)
    told = told_cases(world)
    for notice in notices:
        if notice.id in withdrawn or notice.effective_kind not in PLACING:
            continue
        if notice.event_kind is EventKind.CANCELLATION:
            continue
        for customer in customers:
            if judge(customer, notice, world.now).result is not MatchResult.POSITIVE:
                continue
            found = cases[customer.number, notice.proceedings_id]
            about = f"customer {customer.number} and {notice.id}, {notice.event_kind}"
            assert len(found) == 1, f"{about}: {len(found)} cases"
            assert any(one.notice_id == notice.id for one in found[0].notices), f"{about}: not in the case"
            if found[0].id in world.acted_on:
                continue
            assert found[0].state is CaseState.OPEN, f"{about}: the case is {_told(found[0])}"
            row = world.cloud.tables["table"][f"CUSTOMER#{customer.number}"].get(f"BLOCK#{found[0].id}")
            assert row, f"{about}: no block"
            assert table.read(row, Block).active, f"{about}: the block is not in force"
            assert found[0].id in told, f"{about}: nobody was told"


def _told(case: Case) -> str:
    notices = (f"{one.notice_id} {one.event_kind} {one.result} {one.withdrawn_by or 'stands'}" for one in case.notices)
    return f"{case.state}, with {'; '.join(notices)}"


def told_cases(world: World) -> set[str]:
    """Ids of the cases that a mail or message was delivered about."""
    sent = {identity for identity, _ in world.cloud.mails} | {one["message_id"] for one in world.cloud.news}
    alerts = (table.read(row, Alert) for row in world.rows("alert"))
    return {alert.message.case_id for alert in alerts if alert.id in sent and alert.message.case_id}


def _alerts_are_told(world: World) -> None:
    """Each alert left, waits where somebody sees it, or failed and lies aside."""
    sent = {identity for identity, _ in world.cloud.mails} | {one["message_id"] for one in world.cloud.news}
    aside = {json.loads(one.body)["pk"].removeprefix("ALERT#") for queue, one in world.dead() if queue == "alerts"}
    for row in world.rows("alert"):
        alert = table.read(row, Alert)
        if row.get("listing") == "ALERTS#held":
            continue
        told_otherwise = (alert.receipt or "").startswith("digest ")
        assert alert.id in sent | aside or told_otherwise, f"alert {alert.id} ({alert.kind}) was never sent"
        if alert.id in sent - aside:
            assert alert.state is AlertState.SENT, f"alert {alert.id} was sent and is shown as {alert.state}"


def essence(world: World) -> dict[str, Any]:
    """All that both tables hold but counters of attempts: equal for two worlds in which the same has happened."""
    found: dict[str, Any] = {}
    for name, pks in world.cloud.tables.items():
        for pk, rows in pks.items():
            if pk.startswith("RUNS#"):
                continue  # what was tried again is a run of its own
            for sk, row in rows.items():
                kept = {key: value for key, value in row.items() if key not in {"sending", "version", "record"}}
                record = row.get("record", {})
                kept["record"] = {key: value for key, value in record.items() if key not in _COUNTS}
                found[f"{name} {pk} {sk}"] = kept
    found["told"] = sorted({*world.cloud.mails, *((one["message_id"], "") for one in world.cloud.news)})
    found["aside"] = _aside(world)
    return found


def gist(world: World) -> dict[str, Any]:
    """What stands in the end, whatever way led there: cases with their notices, blocks, keys."""
    found: dict[str, Any] = {f"keys {pk}": sorted(rows) for pk, rows in world.cloud.tables["keys"].items()}
    blocks = {block.case_id: block for block in (table.read(row, Block) for row in world.rows("block"))}
    for case in (table.read(row, Case) for row in world.rows("case")):
        notices = sorted((one.notice_id, one.withdrawn_by or "") for one in case.notices)
        block = blocks.get(case.id)  # a case of warnings alone has its name from whichever came first
        stage = (block.state, block.stage, block.no_payouts) if block else None
        found[f"case of customer {case.customer_number}: {notices}"] = (case.state, stage)
    found["aside"] = _aside(world)
    return found


def _aside(world: World) -> list[Any]:
    """What was put aside; a step that dies between that and its end puts it aside twice, which `redrive` bears."""
    return sorted({(queue, message.body, message.said) for queue, message in world.dead()})


def difference(wanted: dict[str, Any], found: dict[str, Any]) -> str:
    """The first ways in which two essences differ, readable."""
    lines = [f"missing {key}: {wanted[key]}" for key in sorted(wanted.keys() - found.keys())]
    lines += [f"too much {key}: {found[key]}" for key in sorted(found.keys() - wanted.keys())]
    for key in sorted(wanted.keys() & found.keys()):
        if wanted[key] != found[key]:
            lines.append(f"differs {key}: {_apart(wanted[key], found[key])}")
    return "\n".join(lines[:6])


def _apart(one: Any, other: Any) -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted(key for key in {*one, *other} if one.get(key) != other.get(key))
        return "; ".join(f"{key}: {_apart(one.get(key), other.get(key))}" for key in names)
    return f"{one!r:.200} -> {other!r:.200}"
