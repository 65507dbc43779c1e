"""D&B Direct+ as the integration guides describe it: token, match, a registration, notifications that pulling consumes.

Source: guides V2.02 and V1.4; the shape of the exported list, and 404 for an unknown registration, are believed.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.contract.servers.json_service import Asked, BearerService, Reply, basic, reply

Members = dict[str, Any]
_NONE_LEFT = {"error": {"errorMessage": "No notifications are available", "errorCode": "21017"}}


class DirectPlus(BearerService):
    """Plain state: `subjects` of the registration, `waiting` notifications, `pulled` ones with their delivery times.

    `now` is the bureau's clock; each delivery takes a tenth of a second of it.
    """

    def __init__(self, *, key: str = "invented-key", secret: str = "invented-secret", **settings: Any) -> None:  # noqa: S107 - invented
        super().__init__(**settings)
        self.key, self.secret = key, secret
        self.token_path = "/v2/token"
        self.registration = "customers_de"
        self.subjects: list[str] = []
        self.waiting: list[Members] = []
        self.pulled: list[Members] = []
        self.candidates: dict[str, list[Members]] = {}
        self.now = datetime(2026, 3, 17, 6, 0, tzinfo=UTC)
        self.keeps_pulled = timedelta(days=14)
        self.takes_fractions = True
        self.cut_page: int | None = None

    def token(self, asked: Asked) -> Reply:
        right = asked.headers.get("authorization") == basic(self.key, self.secret)
        if not right or asked.body != {"grant_type": "client_credentials"}:
            return reply(401, {"error": {"errorMessage": "You are not currently authorized", "errorCode": "00004"}})
        return reply(200, {"access_token": self.issue(), "expiresIn": 86400})

    def route(self, asked: Asked) -> Reply:
        if asked.path == "/v1/match/cleanseMatch":
            return self._match(asked)
        base = "/v1/monitoring/registrations"
        if asked.path == f"{base}/export/{self.registration}/subjects":
            return Reply(200, "\n".join(["DUNS", *self.subjects]).encode(), {"Content-Type": "text/plain"})
        here = f"{base}/{self.registration}"
        if asked.path == here:
            return reply(200, {"registration": {"reference": self.registration, "deliveryTrigger": "API_PULL"}})
        if match := re.fullmatch(rf"{re.escape(here)}/subjects/(\d+)", asked.path):
            return self._subject(asked, match[1])
        if asked.path.startswith(f"{here}/notifications"):
            return self._replay(asked) if asked.path.endswith("/replay") else self._pull(asked)
        return reply(404, {"error": {"errorMessage": "Resource not found", "errorCode": "00011"}})

    def _match(self, asked: Asked) -> Reply:
        lowest = int(asked.query.get("confidenceLowerLevelThresholdValue", "1"))
        found = [
            one
            for one in self.candidates.get(asked.query.get("name", ""), [])
            if one["matchQualityInformation"]["confidenceCode"] >= lowest
        ]
        if not found:
            return reply(404, {"error": {"errorMessage": "No Match found for the search", "errorCode": "20505"}})
        return reply(200, {"candidatesMatchedQuantity": len(found), "matchCandidates": found})

    def _subject(self, asked: Asked, duns: str) -> Reply:
        if asked.query.get("subject") != "duns":
            return reply(400, {"error": {"errorMessage": "subject", "errorCode": "00040"}})
        if asked.method == "POST" and duns not in self.subjects:
            self.subjects.append(duns)
            return reply(200, {"information": {"message": "subject added"}})
        if asked.method == "DELETE" and duns in self.subjects:
            self.subjects.remove(duns)
            return reply(200, {"information": {"message": "subject removed"}})
        status = 409 if asked.method == "POST" else 404
        return reply(status, {"error": {"errorMessage": "subject", "errorCode": "21036"}})

    def _pull(self, asked: Asked) -> Reply:
        """The next notifications, which are gone from here on even if the answer is lost."""
        size = int(asked.query.get("maxNotifications", "1"))
        page, self.waiting = self.waiting[:size], self.waiting[size:]
        for one in page:
            self.now += timedelta(milliseconds=100 if len(page) < 11 else 5)
            self.pulled.append({**one, "deliveryTimeStamp": _stamp(self.now)})
        return self._page(self.pulled[len(self.pulled) - len(page) :])

    def _replay(self, asked: Asked) -> Reply:
        start = datetime.fromisoformat(asked.query["replayStartTimestamp"])
        if start.microsecond and not self.takes_fractions:
            return reply(400, {"error": {"errorMessage": "replayStartTimestamp", "errorCode": "00040"}})
        if self.now - start > self.keeps_pulled + timedelta(minutes=1):
            return reply(400, {"error": {"errorMessage": "replayStartTimestamp is too old", "errorCode": "21040"}})
        size = int(asked.query.get("maxNotifications", "1"))
        after = [one for one in self.pulled if datetime.fromisoformat(one["deliveryTimeStamp"]) > start]
        return self._page(after[:size])

    def _page(self, notifications: list[Members]) -> Reply:
        if not notifications:
            return reply(404, _NONE_LEFT)
        answer = reply(
            200,
            {
                "transactionDetail": {"transactionID": "invented", "transactionTimestamp": _stamp(self.now)},
                "inquiryDetail": {"reference": self.registration},
                "notifications": notifications,
            },
        )
        if self.cut_page is not None:
            cut, self.cut_page = self.cut_page, None
            return Reply(200, answer.content[:cut])
        return answer


def notification(kind: str, duns: str, *elements: Members) -> Members:
    """A notification that waits to be pulled."""
    return {"type": kind, "organization": {"duns": duns}, "elements": list(elements)}


def element(path: str, previous: Any, current: Any, at: str = "2026-03-16T21:11:00Z") -> Members:
    """One changed element."""
    return {"element": f"organization.{path}", "previous": previous, "current": current, "timestamp": at}


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
