"""A bureau that behaves like CrediCONNECT: token, hit list, orders, mailbox with states, monitorings.

Source: public examples of apidocs.crediconnect.ch; the token's address, and that a page names its last entry as the
next page's beginning, are believed.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from tests.contract.servers.json_service import Asked, BearerService, Reply, reply

Members = dict[str, Any]


class CrediConnect(BearerService):
    """Plain state, settable at any time.

    hits: hit list entries, found by UID, or by name and place.
    reports: CrefoID -> report that an order answers at once; a CrefoID in `slow` answers with the order alone.
    entries: mailbox entries in the order of their ids; `entry_reports`: entry id -> its report.
    monitorings: monitoring orders.
    """

    def __init__(self, *, client: str = "invented-client", secret: str = "invented-secret", **settings: Any) -> None:  # noqa: S107 - invented
        super().__init__(**settings)
        self.client, self.secret = client, secret
        self.token_path = "/connect/token"
        self.hits: list[Members] = []
        self.reports: dict[str, Members] = {}
        self.slow: set[str] = set()
        self.entries: list[Members] = []
        self.entry_reports: dict[int, Members] = {}
        self.monitorings: list[Members] = []
        self.cut_listing: int | None = None
        self.pascal_case = False
        self._orders = 800_100_000

    def token(self, asked: Asked) -> Reply:
        form = {key: values[0] for key, values in parse_qs(asked.content.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (self.client, self.secret):
            return reply(401, {"error": "invalid_client"})
        return reply(200, {"access_token": self.issue(), "token_type": "Bearer", "expires_in": 3600})

    def route(self, asked: Asked) -> Reply:
        routes: list[tuple[str, str, Callable[..., Reply]]] = [
            ("GET", r"/v3/hitlistitems/adresssearch", self._search),
            ("POST", r"/v3/reports", self._order),
            ("GET", r"/v3/mailboxentries", self._mailbox),
            ("GET", r"/v3/mailboxentries/(\d+)/report", self._entry_report),
            ("GET", r"/v3/monitorings", self._monitorings),
            ("POST", r"/v3/monitorings", self._watch),
            ("PATCH", r"/v3/monitorings/(\d+)/cancellation", self._cancel),
        ]
        for method, pattern, handler in routes:
            if asked.method == method and (match := re.fullmatch(pattern, asked.path)):
                answer = handler(asked, *match.groups())
                return self._renamed(answer) if self.pascal_case else answer
        return reply(404, {"title": "Not Found"})

    def _renamed(self, answer: Reply) -> Reply:
        """The same answer in PascalCase, as one of the public pages has it."""
        content = re.sub(rb'"([a-z])(\w*)":', lambda name: b'"' + name[1].upper() + name[2] + b'":', answer.content)
        return Reply(answer.status, content, answer.headers)

    def _search(self, asked: Asked) -> Reply:
        query = asked.query
        if not any(query.get(f"Address.{name}") for name in ("PostalCode", "City", "Uid")):
            return reply(400, {"title": "Either the postalcode or city must be entered."})
        found = [one for one in self.hits if self._fits(one, asked)]
        return reply(200, {"totalCount": len(found), "data": found})

    @staticmethod
    def _fits(hit: Members, asked: Asked) -> bool:
        if uid := asked.query.get("Address.Uid"):
            return bool(hit.get("uid") == uid)
        word = asked.query.get("Address.Name", "").split(" ")[0].casefold()
        return word in str(hit["address"]["name"]).casefold()

    def _order(self, asked: Asked) -> Reply:
        crefo_id, ordered = asked.body["CrefoId"], asked.body["OrderReport"]
        if crefo_id not in self.reports:
            return reply(404, {"title": "CrefoId unknown"})
        self._orders += 1
        order = {
            "orderId": self._orders,
            "originOrderId": None,
            "crefoId": crefo_id,
            "requestedCrefoId": crefo_id,
            "productCode": ordered["ProductCode"],
            "reference1": ordered["Reference1"],
        }
        if crefo_id not in self.slow:
            report = self.reports[crefo_id]
            return reply(200, {**report, "orderData": {**report.get("orderData", {}), **order}})
        self.deliver(self._orders, self._orders, crefo_id, None, product=ordered["ProductCode"])
        return reply(200, order)

    def deliver(self, order: int, origin: int, crefo_id: str, report: Members | None, **more: Any) -> int:
        """Puts an entry into the mailbox, Outstanding without a report; returns its id."""
        number = self.entries[-1]["id"] + 1 if self.entries else 132_000_001
        entry = {
            "id": number, "orderId": order, "originOrderId": origin, "productCode": more.get("product", "7101APLUS"),
            "crefoId": crefo_id, "reference1": more.get("reference", ""), "reference2": "", "state": "Outstanding",
            "orderState": "20", "orderInformation": "", "orderDate": "2026-03-17T06:00:00", "deliveryDate": None,
            "fetchDate": None, "modificationFlags": more.get("flags", []), "alertCodes": more.get("codes", ""),
        }  # fmt: skip
        self.entries.append(entry)
        if report is not None:
            self.complete(number, report, more.get("delivered", "2026-03-17T06:00:00"))
        return int(number)

    def complete(self, number: int, report: Members, delivered: str = "2026-03-17T06:00:00") -> None:
        """The report of an outstanding entry arrives."""
        entry = next(one for one in self.entries if one["id"] == number)
        entry.update(state="Ready", deliveryDate=delivered)
        self.entry_reports[number] = report

    def _mailbox(self, asked: Asked) -> Reply:
        wanted = asked.query.get("TypeFilter.OrderId")
        state = asked.query.get("TypeFilter.State")
        found = [one for one in self.entries if wanted in {None, str(one["orderId"])}]
        answer = self._paged(asked, [one for one in found if state in {None, "Void", one["state"]}], "id")
        if self.cut_listing is not None:
            return Reply(200, answer.content[: self.cut_listing])
        return answer

    @staticmethod
    def _paged(asked: Asked, rows: list[Members], key: str) -> Reply:
        size, last = int(asked.query.get("PageSize", "10")), int(asked.query.get("LastId", "0"))
        shown = [one for one in rows if one[key] > last][:size]
        paging = {"pageSize": size, "lastId": last, "nextId": shown[-1][key] if shown else None}
        return reply(200, {"keySetPaginationInfo": paging, "totalCount": len(rows), "data": shown})

    def _entry_report(self, _asked: Asked, number: str) -> Reply:
        """The report; its entry counts as Called from now on."""
        if int(number) not in self.entry_reports:
            return reply(404, {"title": "Not Found"})
        entry = next(one for one in self.entries if one["id"] == int(number))
        entry.update(state="Called", fetchDate="2026-03-17T08:00:00.1234567")
        return reply(200, self.entry_reports[int(number)])

    def _monitorings(self, asked: Asked) -> Reply:
        crefo_id = asked.query.get("MonitoringFilter.CrefoId")
        return self._paged(asked, [one for one in self.monitorings if crefo_id in {None, one["crefoId"]}], "orderId")

    def watch(self, crefo_id: str, first: str, until: str | None, reference: str = "") -> None:
        """Adds a monitoring order."""
        self._orders += 1
        self.monitorings.append(
            {
                "orderId": self._orders, "requestedCrefoId": None, "crefoId": crefo_id, "productCode": "7101APLUS",
                "reference1": reference, "reference2": "", "reasonOfInquiry": "Creditworthiness",
                "startDate": f"{first}T00:00:00", "endDate": until and f"{until}T00:00:00",
            }
        )  # fmt: skip

    def _watch(self, asked: Asked) -> Reply:
        body = asked.body
        if any(one["crefoId"] == body["CrefoId"] and one["endDate"] >= body["StartDate"] for one in self.monitorings):
            return reply(409, {"title": "Monitoring exists"})
        self.watch(body["CrefoId"], body["StartDate"], body["EndDate"], body["Reference1"])
        return reply(201, {"orderId": self._orders})

    def _cancel(self, asked: Asked, order: str) -> Reply:
        if asked.headers.get("content-type") != "application/json-patch+json" or not isinstance(asked.body, str):
            return reply(400, {"title": "a date is wanted"})
        before = len(self.monitorings)
        self.monitorings = [one for one in self.monitorings if one["orderId"] != int(order)]
        return Reply(204) if len(self.monitorings) < before else reply(404, {"title": "Not Found"})
