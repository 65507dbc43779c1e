"""The bureaus' side of the firm: parameters set, visits asked for, what is stored looked at."""

import json
import time
from typing import Any

from stdnum.iso7064 import mod_11_10

from infra.local_stack import LocalStack
from tests.contract.servers.creditsafe import INVENTED
from tests.integration.firm import Firm

VAT = {"scheme": "vat", "value": "DE136695976"}
_SETTLED_SECONDS = 5.5  # a step looks at the credentials' presence every five
CREDENTIALS: dict[str, dict[str, str]] = {
    "creditsafe": {"username": INVENTED[0], "password": INVENTED[1]},
    "northdata": {"api_key": "XXXX-INVENTED"},
    "schufa": {"client_id": "invented-client", "client_secret": "invented"},
}


class Bureaus:
    """What an admin and a schedule do: parameters set, visits asked for, what is stored looked at."""

    def __init__(self, firm: Firm, stack: LocalStack) -> None:
        self.firm, self.stack = firm, stack
        self._set: set[str] = set()

    def switch_on(self, name: str, *, credentials: dict[str, str] | None = None, **plan: Any) -> None:
        """Credentials and plan as the admin would set them."""
        for part, value in (("credentials", credentials or CREDENTIALS[name]), ("plan", plan)):
            parameter = f"/insolvency-watch/local/bureaus/{name}/{part}"
            self.stack.client("ssm").put_parameter(
                Name=parameter, Value=json.dumps(value), Type="SecureString", Overwrite=True
            )
            self._set.add(parameter)
        time.sleep(_SETTLED_SECONDS)

    def switch_off(self) -> None:
        """Every parameter that was set is gone again."""
        for parameter in self._set:
            self.stack.client("ssm").delete_parameter(Name=parameter)
        if self._set:
            time.sleep(_SETTLED_SECONDS)
        self._set.clear()

    def visit(self, name: str) -> dict[str, Any]:
        """A poll of the bureau as the schedule would ask for it; its state when everything that followed is done."""
        before = self.state(name).get("attempts_total", 0)
        self.firm.send("BureausQueueUrl", {"bureau": name})
        self.stack.wait(lambda: self.state(name).get("attempts_total", 0) != before, 90, f"a visit at {name}")
        self.firm.wait_until_quiet()
        return self.state(name)

    def forget_state(self, name: str) -> None:
        """The bureau was never visited: position and the day of the last comparison are gone."""
        self.stack.client("dynamodb").delete_item(
            TableName=self.stack.outputs["TableName"], Key={"pk": {"S": "SOURCES"}, "sk": {"S": name}}
        )

    def state(self, name: str) -> dict[str, Any]:
        """The bureau's stored state."""
        return next((dict(item["record"]) for item in self.firm.items("SOURCES", name)), {})

    def known(self, number: str, kind: str) -> list[dict[str, Any]]:
        """Subjects (SUBJECT#), checks (CHECK#) or index points (INDEX#) of a customer, each once and whole."""
        stored = self.firm.items(f"CREDIT#{number}", kind)
        return [dict(item["record"]) for item in stored if not str(item["sk"]).endswith("#BARE")]


def german_vat(number: int) -> str:
    """A VAT id that can exist."""
    return f"DE{number:08d}{mod_11_10.calc_check_digit(f'{number:08d}')}"


def company(number: int, name: str, vat: str | None = None, **fields: Any) -> dict[str, Any]:
    """A company as the bureau lists it."""
    address = {"simpleValue": "Hafenstraße 7, 25813 Husum", "street": "Hafenstraße", "houseNumber": "7"}
    return {
        "id": f"DE-0-HRB{number}",
        "country": "DE",
        "regNo": f"HRB {number}",
        "safeNo": f"DE{number}",
        "name": name,
        "type": "Ltd",
        "officeType": "registered",
        "status": "Active",
        "vatNo": [vat] if vat else [],
        "address": {**address, "city": "Husum", "postalCode": "25813"},
        "matchScoreConfidence": 951,
        "matchScoreExplainPlan": {"matchScore": 951, "matchScoreName": "A"},
        **fields,
    }


def event(number: int, about: dict[str, Any], rule: int, old: str, new: str, **fields: Any) -> dict[str, Any]:
    """Something that the bureau tells of a company through a portfolio."""
    listed = {"id": about["id"], "safeNumber": about["safeNo"], "name": about["name"], "countryCode": "DE"}
    return {
        "company": {**listed, "portfolioId": 589960, "portfolioName": "Kunden"},
        "eventId": 700 + number,
        "eventDate": "2027-01-04 22:30:00",
        "newValue": new,
        "oldValue": old,
        "notificationEventId": 800 + number,
        "notificationId": None,
        "processedDate": None,
        "ruleCode": rule,
        "ruleName": f"rule {rule}",
        "summary": "changed",
        "ruleText": "",
        "localEventCode": "",
        "isProcessed": False,
        **fields,
    }


def keep(firm: Firm, number: str, name: str, vat: str | None = VAT["value"]) -> None:
    """A customer in Husum."""
    address = {"street": "Hafenstraße 7", "postcode": "25813", "city": "Husum", "country": "DE"}
    identifiers = [{"scheme": "vat", "value": vat}] if vat else []
    firm.keep(number, name, address=address, identifiers=identifiers)
    firm.wait_until_quiet()
