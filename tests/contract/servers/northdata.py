"""A bureau that behaves like North Data's API: key in a header, one company, publications ten at a time.

Source: swagger.yaml and the user guide. Without a zone the time filter is read as UTC here; the guide leaves that open.
"""

from datetime import UTC, datetime
from typing import Any

from tests.contract.servers.json_bureau import Answered, JsonBureau, Request

COMPANY = "/_api/company/v1/company"
PUBLICATIONS = "/_api/pub/v1/publications"
BILLING = "/_api/billing/v1/requests"
A_PAGE = 10
_ONLY_WHEN_ASKED = {"flags": ("flags", "overallRiskLevel"), "events": ("events",), "history": ("history",)}


class NorthData(JsonBureau):
    """State: `companies` and `publications` as the bureau would send them; `key` is the only one that it takes."""

    def __init__(
        self,
        companies: list[dict[str, Any]] | None = None,
        publications: list[dict[str, Any]] | None = None,
        *,
        key: str = "XXXX-INVENTED",
    ) -> None:
        super().__init__()
        self.companies = companies or []
        self.publications = publications or []
        self.key = key
        self.billed: set[str] = set()

    def answer(self, request: Request) -> Answered:
        """401 without the key, else by path."""
        if request.headers.get("x-api-key") != self.key:
            return Answered(401, {"message": "invalid key"})
        if request.path == COMPANY:
            return self._company(request.query)
        if request.path == PUBLICATIONS:
            return self._publications(request.query)
        if request.path == BILLING:
            return Answered(200, {"numberOfRequests": len(self.billed)})
        return Answered(404, {"message": "no such path"})

    def _company(self, query: dict[str, str]) -> Answered:
        found = next((one for one in self.companies if _is_meant(one, query)), None)
        if found is None:
            return Answered(404, {"message": "Company not found"})
        self.billed.add(found["id"])
        hidden = {part for flag, parts in _ONLY_WHEN_ASKED.items() if query.get(flag) != "true" for part in parts}
        return Answered(200, {name: value for name, value in found.items() if name not in hidden})

    def _publications(self, query: dict[str, str]) -> Answered:
        least, most = (_moment(query[name]) for name in ("minTimestamp", "maxTimestamp"))
        found = [
            one
            for one in self.publications
            if one["source"] == query.get("source", "Hrb") and least <= _moment(one["creationTime"]) <= most
        ]
        start = int(query.get("pos", "pos-0").removeprefix("pos-"))
        page = found[start : start + A_PAGE]
        going_on = {"newPos": f"pos-{start + A_PAGE}"} if len(page) == A_PAGE else {}
        return Answered(200, {"publications": page, **going_on})


def _is_meant(company: dict[str, Any], query: dict[str, str]) -> bool:
    register = company.get("register", {})
    if "registerKey" in query:
        return bool(register.get("uniqueKey") == query["registerKey"])
    if "registerId" in query:
        return bool((register.get("id"), register.get("city")) == (query["registerId"], query["registerCity"]))
    name, asked = company["name"]["name"].casefold(), query["name"].casefold()
    alike = asked in name or name in asked if query.get("fuzzyMatch") == "true" else asked == name
    return bool(alike and query.get("address", "") in company["address"]["city"])


def _moment(printed: str) -> datetime:
    moment = datetime.fromisoformat(printed)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
