"""mediaFinanz's API as far as CRIF checks need it: three headers, the `validate` switch, messages.

Source: api.mediafinanz.de/docs/v2.2 and github.com/mediafinanz/API_public; keys of messages are believed.
"""

import json
import re
from typing import Any

from tests.contract.servers.json_service import Asked, JsonService, Reply, reply

_LENGTHS = {"CompanyName": 60, "CommercialRegisterNumber": 20, "VAT_ID": 15, "FirstName": 40, "LastName": 40}
_PRODUCTS = "riskcheckbusiness|concheck|concheckplusident|negativecheckhard"


class MediaFinanz(JsonService):
    """Plain state: `answers` maps a company's name or a surname to the Data member, `messages` to a refusal's text."""

    def __init__(self, *, uuid: str = "invented-uuid", user: str = "invented-user", password: str = "invented") -> None:  # noqa: S107 - invented
        super().__init__()
        self.expected = {"uuid": uuid, "user": user, "password": password}
        self.answers: dict[str, dict[str, Any]] = {}
        self.messages: dict[str, str] = {}
        self.raw: dict[str, Any] = {}
        self.charged = 0

    def authorised(self, asked: Asked) -> bool:
        return all(asked.headers.get(name) == value for name, value in self.expected.items())

    def route(self, asked: Asked) -> Reply:
        match = re.fullmatch(rf"/v2\.2/infoservice/crif/score/({_PRODUCTS})/", asked.path)
        if asked.method != "POST" or not match:
            return reply(404, {"Response": {"bSuccess": False, "aMessage": [{"sKey": "error", "sValue": "no route"}]}})
        wrong = self._wrong(match[1], asked.body)
        if asked.headers.get("validate") == "1" or wrong:
            return reply(200, {"bSuccess": not wrong, "aMessage": [], "aValidationResult": wrong})
        subject = asked.body.get("Company") or asked.body["Person"]
        name = subject.get("CompanyName") or subject["LastName"]
        if name in self.messages:
            message = {"sKey": "error", "sValue": self.messages[name]}
            return reply(200, {"Response": {"bSuccess": False, "aMessage": [message], "sRaw": ""}, "Data": None})
        self.charged += 1
        return reply(200, self._answer(match[1], name, asked.body["Order"]["CustomerReference"]))

    @staticmethod
    def _wrong(product: str, body: Any) -> list[dict[str, str]]:
        section = "Company" if product == "riskcheckbusiness" else "Person"
        found = [{"name": section, "code": "error_required"}] if section not in body else []
        for name, value in body.get(section, {}).items():
            if len(value) > _LENGTHS.get(name, 10_000):
                found.append({"name": f"{section}.{name}", "code": "error_maxlength"})
        if body["Order"].get("ProofOfInterest") not in {1, 2, 3, 4}:
            found.append({"name": "Order.ProofOfInterest", "code": "error_value"})
        return found

    def _answer(self, product: str, name: str, reference: str) -> dict[str, Any]:
        unknown = "A0" if product == "riskcheckbusiness" else "N0"
        nobody = {
            "ScoreValue": "0.0",
            "Identification": {"Code": unknown, "Text": "unbekannt"},
            "Risk": {"Code": "B0", "Text": "Einschätzung des Ausfallrisikos nicht möglich"},
        }
        data = {
            "ServiceReference": "4400000000000001",
            "CustomerReference": reference,
            **self.answers.get(name, nobody),
        }
        decision = {
            "score": data["ScoreValue"],
            "identification": {"code": data["Identification"]["Code"], "text": data["Identification"]["Text"]},
            "risk": {"code": data["Risk"]["Code"], "text": data["Risk"]["Text"]},
        }
        raw = {"report": {"resultData": {"financialInformation": {"decision": decision, **self.raw}}}}
        said = {"bSuccess": True, "aMessage": [{"sKey": "info", "sValue": "Operation successful"}]}
        return {"Response": {**said, "sRaw": json.dumps(raw)}, "Data": data, "DataBase64Encoded": ""}
