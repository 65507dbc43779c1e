"""The demo's credit bureaus on loopback: what they list and tell, and how an admin switches them on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from infra.demo.recordings import entries
from tests.contract.servers.creditsafe import INVENTED, Creditsafe
from tests.contract.servers.schufa import Schufa

# The plan is set first: credentials switch a bureau on.
PLANS: dict[str, dict[str, Any]] = {
    "creditsafe": {
        "budget_per_month": "50",
        "cost_per_check": "4.50",
        "check_on": ["by_hand"],
        "codes": {"1899": "OPENED"},
        "options": {"countries": "DE"},
    },
    "schufa": {
        "budget_per_month": "4.00",
        "cost_per_check": "2.40",
        "check_on": ["order", "by_hand"],
        "order_check_from": "1000",
        "options": {"legal_reason": "commerce"},
    },
}
CREDENTIALS = {
    "creditsafe": {"username": INVENTED[0], "password": INVENTED[1]},
    "schufa": {"client_id": "invented-client", "client_secret": "invented"},
}


@dataclass(frozen=True)
class Offices:
    """The playing bureaus, empty until `open` fills them."""

    creditsafe: Creditsafe = field(default_factory=Creditsafe)
    schufa: Schufa = field(default_factory=Schufa)

    def open(self, today: date) -> None:
        """From now on the bureaus know the demo's companies and its person."""
        self.creditsafe.companies = [_company(one) for one in entries("bureaus", "company", today)]
        for report in entries("bureaus", "report", today):
            person = report["personData"]
            asked_as = f"{person['firstName'].title()} {person['lastName'].title()}"
            self.schufa.reports[asked_as] = report

    def tell(self, today: date, now: datetime) -> None:
        """From now on Creditsafe tells what happened to the companies."""
        self.creditsafe.events = [
            _event(number, one, now) for number, one in enumerate(entries("bureaus", "event", today), start=1)
        ]

    def rules_on(self) -> int:
        """How many rules of all portfolios are on; without one nothing is ever told."""
        portfolios = self.creditsafe.portfolios.values()
        return sum(bool(rule["isActive"]) for one in portfolios for rules in one["rules"].values() for rule in rules)

    def watched(self) -> set[str]:
        """Ids of the companies that stand in a portfolio."""
        return {company for one in self.creditsafe.portfolios.values() for company in one["companies"]}


def _company(facts: dict[str, Any]) -> dict[str, Any]:
    address = {name: facts[name] for name in ("street", "houseNumber", "postalCode", "city")}
    line = f"{facts['street']} {facts['houseNumber']}, {facts['postalCode']} {facts['city']}"
    return {
        "id": facts["id"],
        "country": "DE",
        "regNo": facts["regNo"],
        "safeNo": facts["id"].replace("-0-HRB", ""),
        "name": facts["name"],
        "type": "Ltd",
        "officeType": "registered",
        "status": "Active",
        "vatNo": facts["vatNo"],
        "address": {"simpleValue": line, **address},
        "matchScoreConfidence": 951,
        "matchScoreExplainPlan": {"matchScore": 951, "matchScoreName": "A"},
    }


def _event(number: int, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    listed = next(one for one in entries("bureaus", "company", now.date()) if one["id"] == facts["company"])
    return {
        "company": {
            "id": listed["id"],
            "safeNumber": listed["id"].replace("-0-HRB", ""),
            "name": listed["name"],
            "countryCode": "DE",
            "portfolioId": 589960,
            "portfolioName": "Insolvency Watch",
        },
        "eventId": 700 + number,
        "eventDate": f"{now:%Y-%m-%d %H:%M:%S}",
        "notificationEventId": 800 + number,
        "notificationId": None,
        "processedDate": None,
        "ruleText": "",
        "localEventCode": "",
        "isProcessed": False,
        **{name: facts[name] for name in ("ruleCode", "ruleName", "oldValue", "newValue", "summary")},
    }
