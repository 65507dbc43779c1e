"""A bureau that behaves like Creditsafe Connect: tokens that expire, a search, reports, portfolios, events.

Source: OpenAPI 1.10.4. Pages begin at 1 in /companies and at 0 in monitoring; a new portfolio has its rules off, and
without a rule on nothing is told.
"""

import copy
import re
from collections.abc import Callable
from typing import Any

from tests.contract.servers.json_bureau import Answered, JsonBureau, Request

INVENTED = ("invented@example.test", "not-a-password")
RULES: dict[str, list[dict[str, Any]]] = {
    "XX": [
        {"ruleCode": 101, "name": "International Rating | Reduce by {0} Band(s) OR Less than Band {1}", "param0": "1"},
        {"ruleCode": 102, "name": "Credit limit | Change"},
        {"ruleCode": 105, "name": "Address | Change"},
    ],
    "DE": [{"ruleCode": 1899, "name": "Insolvency | Proceedings"}, {"ruleCode": 1898, "name": "Accounts | New"}],
}
_TOO_MANY = Answered(429, {"message": "too many logins"}, {"Retry-After": "120"})


class Creditsafe(JsonBureau):
    """State: `companies` (search), `reports` by id, `portfolios` by number, `events`; `expire()` ends all tokens."""

    def __init__(self, account: tuple[str, str] = INVENTED) -> None:
        super().__init__()
        self.account = account
        self.companies: list[dict[str, Any]] = []
        self.reports: dict[str, dict[str, Any]] = {}
        self.portfolios: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.page_size: int | None = None
        self._tokens: set[str] = set()
        self._logins = 0
        self._wrong = 0

    def expire(self) -> None:
        """Ends every token, as an hour would."""
        self._tokens.clear()

    def answer(self, request: Request) -> Answered:
        """By path, behind the token."""
        path = request.path.removeprefix("/v1")
        if path == "/authenticate":
            return self._authenticate(request.body)
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
            return Answered(401, {"message": "Unauthorized"})
        for pattern, method, answer in self._routes():
            match = re.fullmatch(pattern, path)
            if match and request.method == method:
                return answer(request, *match.groups())
        return Answered(404, {"message": "no such path"})

    def make_portfolio(self, name: str) -> str:
        """A new portfolio's number; all its rules are off."""
        number = str(589960 + len(self.portfolios))
        rules = copy.deepcopy(RULES)
        for country, listed in rules.items():
            for rule in listed:
                rule |= {"isActive": 0, "ruleCountryCode": country}
        self.portfolios[number] = {"name": name, "rules": rules, "companies": {}}
        return number

    def _routes(self) -> list[tuple[str, str, Callable[..., Answered]]]:
        one = r"/monitoring/portfolios/(\d+)"
        return [
            (r"/companies", "GET", self._search),
            (r"/companies/match", "GET", self._match),
            (r"/companies/([^/]+)", "GET", self._report),
            (r"/monitoring/portfolios", "GET", self._list_portfolios),
            (r"/monitoring/portfolios", "POST", self._create),
            (rf"{one}/eventRules(?:/(\w\w))?", "GET", self._read_rules),
            (rf"{one}/eventRules/(\w\w)", "PUT", self._put_rules),
            (rf"{one}/companies", "GET", self._list_companies),
            (rf"{one}/companies", "POST", self._add),
            (rf"{one}/companies/([^/]+)", "DELETE", self._delete),
            (r"/monitoring/notificationEvents", "GET", self._notifications),
        ]

    def _authenticate(self, body: dict[str, str]) -> Answered:
        if self._wrong >= 5:
            return _TOO_MANY
        if (body.get("username"), body.get("password")) != self.account:
            self._wrong += 1
            return Answered(401, {"message": "wrong user or password"})
        self._logins += 1
        token = f"invented.token.{self._logins}"
        self._tokens.add(token)
        return Answered(200, {"token": token})

    def _found(self, query: dict[str, str]) -> list[dict[str, Any]]:
        countries = query.get("countries", query.get("country", "")).split(",")
        words = query.get("name", "").casefold().split()
        return [
            one
            for one in self.companies
            if one["country"] in countries
            and all(word in one["name"].casefold() for word in words)
            and all(number not in query or query[number] in _listed(one.get(number)) for number in ("regNo", "vatNo"))
        ]

    def _search(self, request: Request) -> Answered:
        found, page = self._found(request.query), int(request.query.get("page", "1"))
        size = int(request.query.get("pageSize", "10"))
        if not found:
            messages = [{"type": "Information", "code": "NoResults", "text": "nobody"}]
            return Answered(200, {"totalSize": 0, "companies": {}, "messages": messages})
        listed = [{name: value for name, value in one.items() if not name.startswith("match")} for one in found]
        return Answered(200, {"totalSize": len(found), "companies": listed[(page - 1) * size : page * size]})

    def _match(self, request: Request) -> Answered:
        least = int(request.query["matchThreshold"])
        found = [one for one in self._found(request.query) if one.get("matchScoreConfidence", 0) >= least]
        return Answered(200, {"totalMatches": len(found), "matchedCompanies": found})

    def _report(self, request: Request, company: str) -> Answered:
        if company not in self.reports:
            return Answered(404, {"message": "Company resource not found"})
        if company.startswith("DE") and "de_reason_code::" not in request.query.get("customData", ""):
            return Answered(400, {"message": "customData is missing"})
        return Answered(200, self.reports[company])

    def _list_portfolios(self, request: Request) -> Answered:
        listed = [
            {"portfolioId": int(number), "name": one["name"], "isDefault": False}
            for number, one in self.portfolios.items()
        ]
        entries, counted = self._page(listed, request)
        return Answered(200, {**counted, "data": {"portfolios": entries, "sharedPortfolios": []}})

    def _create(self, request: Request) -> Answered:
        number = self.make_portfolio(request.body["name"])
        return Answered(200, {"portfolioId": int(number), "name": request.body["name"], "isDefault": False})

    def _read_rules(self, _request: Request, number: str, country: str | None) -> Answered:
        if number not in self.portfolios:
            return Answered(404, {"message": "Portfolio resource not found"})
        rules = self.portfolios[number]["rules"]
        found = rules.get(country, []) if country else [rule for listed in rules.values() for rule in listed]
        return Answered(200, found) if found else Answered(404, {"message": "EventRule resource not found"})

    def _put_rules(self, request: Request, number: str, country: str) -> Answered:
        by_code = {rule["ruleCode"]: rule for rule in self.portfolios[number]["rules"][country]}
        for rule in request.body:
            by_code[rule["ruleCode"]] |= rule
        return Answered(204)

    def _list_companies(self, request: Request, number: str) -> Answered:
        if number not in self.portfolios:
            return Answered(404, {"message": "Portfolio not found"})
        entries, counted = self._page(list(self.portfolios[number]["companies"].values()), request)
        return Answered(200, {**counted, "data": entries})

    def _add(self, request: Request, number: str) -> Answered:
        company = request.body["id"]
        found = next((one for one in self.companies if one["id"] == company), None)
        if found is None:
            return Answered(404, {"message": "Company resource not found"})
        if company in self.portfolios[number]["companies"]:
            return Answered(409, {"message": f"Company  {company} already in portfolio"})
        self.portfolios[number]["companies"][company] = {
            "id": company,
            "name": found["name"],
            "countryCode": found["country"],
            "personalReference": request.body["personalReference"],
            "companyStatus": 1,
        }
        return Answered(200, {"message": "Company Added"})

    def _delete(self, _request: Request, number: str, company: str) -> Answered:
        gone = self.portfolios[number]["companies"].pop(company, None)
        return (
            Answered(200, {"message": "Company deleted"}) if gone else Answered(404, {"message": "Company not found"})
        )

    def _notifications(self, request: Request) -> Answered:
        since = request.query["startDate"].replace("T", " ").rstrip("Z")
        found = [one for one in self.events if one.get("createdDate", one["eventDate"]) >= since]
        if not found:
            return Answered(404, {"message": "NotificationEvent resource not found"})
        entries, counted = self._page(found, request)
        return Answered(200, {**counted, "data": entries})

    def _page(self, listed: list[dict[str, Any]], request: Request) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        size = self.page_size or int(request.query.get("pageSize", "50"))
        number = int(request.query.get("page", "0"))
        entries = listed[number * size : (number + 1) * size]
        last = max(0, (len(listed) - 1) // size)
        paging = {"size": size, "prev": number - 1 if number else None, "next": None, "last": last}
        return entries, {"totalCount": len(listed), "paging": paging}


def _listed(value: Any) -> list[Any]:
    """`vatNo` is a text or a list of them."""
    return value if isinstance(value, list) else [value]
