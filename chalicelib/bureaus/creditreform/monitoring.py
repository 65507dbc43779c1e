"""Monitoring orders: who is watched until when, and how watching begins and ends."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from chalicelib.bureaus import Access
from chalicelib.bureaus.creditreform import API, FIRST_ID, NAME, PAGE, mailbox, report
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Watched


def watched(access: Access) -> Iterator[Watched]:
    """Everybody with a monitoring order, once; a running order outranks one that lapsed or lies ahead."""
    best: dict[str, Watched] = {}
    for order in _monitorings(access, {"MonitoringFilter.State": "Void"}):
        one = _watched(access, order)
        known = best.get(one.subject_id)
        if known is None or (one.active, one.until or date.max) > (known.active, known.until or date.max):
            best[one.subject_id] = one
    yield from best.values()


def _watched(access: Access, order: Members) -> Watched:
    first, until = order.day("startDate", report.ZONE), order.day("endDate", report.ZONE)
    today = access.now.astimezone(ZoneInfo(report.ZONE)).date()
    return Watched(
        subject_id=order.need("crefoId"),
        reference=order.text("reference1"),
        until=until,
        active=(first is None or first <= today) and (until is None or today <= until),
        country="CH",
    )


def add(access: Access, subject_id: str, reference: str) -> None:
    """Orders the monitoring for a year or what the plan says, unless an order runs already."""
    if any(_watched(access, one).active for one in _monitorings(access, {"MonitoringFilter.CrefoId": subject_id})):
        return
    options = access.plan.options
    today = access.now.astimezone(ZoneInfo(report.ZONE)).date()
    body = {
        "CrefoId": subject_id,
        "ProductCode": monitoring_product(access.plan),
        "Reference1": reference,
        "ReasonOfInquiry": options.get("monitoring_reason", "Creditworthiness"),
        "StartDate": today.isoformat(),
        "EndDate": (today + timedelta(days=_days(access.plan))).isoformat(),
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
    if not printed.isdigit() or not 0 < int(printed) < 40_000:
        raise InvalidInputError([Problem("options.monitoring_days", printed, "a number of days")])
    return int(printed)
