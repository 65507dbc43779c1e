"""Monitoring orders: who is watched until when, and how watching begins and ends."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.bureaus import Access
from chalicelib.bureaus.creditreform import API, FIRST_ID, NAME, PAGE, mailbox, report
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Watched

_DAY = timedelta(days=1)
_RENEWED_IN_THE_LAST = timedelta(days=14)


class _Order(NamedTuple):
    first: date
    until: date
    reference: str | None


def watched(access: Access) -> Iterator[Watched]:
    """Everybody with a monitoring order, once; orders that follow each other without a gap count as one."""
    orders: dict[str, list[_Order]] = {}
    for order in _monitorings(access, {"MonitoringFilter.State": "Void"}):
        orders.setdefault(order.need("crefoId"), []).append(_order(order))
    for subject_id, own in orders.items():
        until = _covered_until(own, _today(access))
        last = max(own, key=lambda one: one.until)
        yield Watched(
            subject_id=subject_id,
            reference=last.reference,
            until=_shown(until or last.until),
            active=until is not None,
            country="CH",
        )


def _order(order: Members) -> _Order:
    first, until = order.day("startDate", report.ZONE), order.day("endDate", report.ZONE)
    return _Order(first or date.min, until or date.max, order.text("reference1"))


def _covered_until(orders: list[_Order], today: date) -> date | None:
    """Last day of the watch that runs today, through orders that follow without a gap; None when none runs."""
    last = None
    for one in sorted(orders, key=lambda order: (order.first, order.until)):
        begins_in_time = one.first <= (today if last is None else min(last, date.max - _DAY) + _DAY)
        if begins_in_time and one.until >= (last or today):
            last = one.until
    return last


def _shown(until: date) -> date | None:
    return None if until == date.max else until


def _today(access: Access) -> date:
    return access.now.astimezone(ZoneInfo(report.ZONE)).date()


def add(access: Access, subject_id: str, reference: str) -> None:
    """Orders the monitoring for a year or what the plan says, behind an order that is in its last days.

    One that runs longer is left alone. A following order begins on the day after, so that no day is paid twice.
    """
    own = [_order(one) for one in _monitorings(access, {"MonitoringFilter.CrefoId": subject_id})]
    options, today = access.plan.options, _today(access)
    until = _covered_until(own, today)
    if until is not None and until > today + _RENEWED_IN_THE_LAST:
        return
    begin = today if until is None else until + _DAY
    body = {
        "CrefoId": subject_id,
        "ProductCode": monitoring_product(access.plan),
        "Reference1": reference,
        "ReasonOfInquiry": options.get("monitoring_reason", "Creditworthiness"),
        "StartDate": begin.isoformat(),
        "EndDate": (begin + timedelta(days=_days(access.plan))).isoformat(),
    }
    access.web.send("POST", f"{API}/monitorings", body=body, allow=(409,), again=False)


def remove(access: Access, subject_id: str) -> None:
    """Cancels every monitoring order for this one that runs or lies ahead."""
    now = access.now.astimezone(UTC)
    for order in _monitorings(access, {"MonitoringFilter.CrefoId": subject_id}):
        until = order.day("endDate", report.ZONE)
        if until is None or until >= now.date():
            access.web.send(
                "PATCH",
                f"{API}/monitorings/{order.need('orderId')}/cancellation",
                body=json.dumps(now.strftime("%Y-%m-%dT%H:%M:%S.000Z")).encode(),
                headers={"Content-Type": "application/json-patch+json"},
                allow=(404, 409),
            )


def _monitorings(access: Access, asked: Mapping[str, str]) -> Iterator[Members]:
    """Monitoring orders, page by page to the end."""
    last: int | None = int(FIRST_ID)
    while last is not None:
        params = {**asked, "MonitoringFilter.ProductCode": monitoring_product(access.plan), "PageSize": PAGE}
        response = access.web.send("GET", f"{API}/monitorings", params={**params, "LastId": str(last)})
        page = read_object(NAME, response.content, "monitorings")
        yield from page.items("data")
        before, last = last, mailbox.next_id(page)
        if last is not None and (last <= before or not page.items("data")):
            last = None  # the public example names the last entry as the next page's beginning, so that one is empty


def monitoring_product(plan: BureauPlan) -> str:
    """Product code of the monitoring orders."""
    return plan.options.get("monitoring_product", "7101APLUS")


def _days(plan: BureauPlan) -> int:
    printed = plan.options.get("monitoring_days", "365")
    if not re.fullmatch(r"[0-9]{1,6}", printed) or not 0 < int(printed) < 40_000:
        raise InvalidInputError([Problem("options.monitoring_days", printed, "a number of days")])
    return int(printed)
