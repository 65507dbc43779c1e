"""A bureau that behaves like arvato / infoscore: RiskCheck over SOAP, and the consumer service ES0015.

Source: WSDL and XSD 2.1 (requests and answers are held against them); names of ES0015 as a public client uses them.
"""

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from urllib.parse import parse_qs, urlencode
from wsgiref.types import StartResponse, WSGIEnvironment

from lxml import etree

import chalicelib.bureaus

_SCHEMA = Path(chalicelib.bureaus.__file__).parent / "risk_solution/schema/risk-solution-services-types.xsd"
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_TYPES = "urn:risk-solution-services-types:v2.1"
_R = "{http://rmf.arvato-infoscore.de/RMF_V2.1}"
_ACTION = '"urn:risk-solution-services:v2.1/RmfPortV21.RiskCheck"'
_ENVELOPE = (
    f'<soap:Envelope xmlns:soap="{_SOAP}" xmlns:v21="{_TYPES}" xmlns:r="{_R[1:-1]}"><soap:Header/>'
    "<soap:Body>%s</soap:Body></soap:Envelope>"
)
Reply = tuple[str, dict[str, str], bytes]


class Infoscore:
    """The bureau's state is plain: set it, then look at `requests`.

    Args:
        features: last name as it is sent -> (code, date) pairs.
        scores: last name -> score value.
        client_id, authorisation: the one contract.
    """

    def __init__(
        self,
        features: dict[str, list[tuple[str, str]]] | None = None,
        scores: dict[str, str] | None = None,
        *,
        client_id: str = "10000",
        authorisation: str = "invented-word",
    ) -> None:
        self.features = dict(features or {})
        self.scores = dict(scores or {})
        self.client_id = client_id
        self.authorisation = authorisation
        self.validated_city: str | None = None  # the city that the bureau's address check finds
        self.fault: str | None = None  # such as RmfException, for every RiskCheck
        self.faults: list[Reply] = []  # answered one by one before anything else
        self.requests: list[dict[str, str]] = []  # leaf elements or fields of each inquiry that was paid for

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI application: the SOAP port at its path, the consumer service at the root."""
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if self.faults:
            status, headers, body = self.faults.pop(0)
        elif environ["PATH_INFO"] == "/":
            status, headers, body = self._es0015({k: v[0] for k, v in parse_qs(sent.decode()).items()})
        else:
            status, headers, body = self._risk_check(sent, environ.get("HTTP_SOAPACTION", ""))
        start_response(status, [*headers.items(), ("Content-Length", str(len(body)))])
        return [body]

    def _risk_check(self, sent: bytes, action: str) -> Reply:
        envelope = etree.fromstring(sent)
        head, payload = (envelope.find(f"{{{_SOAP}}}{part}")[0] for part in ("Header", "Body"))  # type: ignore[index]  # the stub cannot know that they are there
        schema = etree.XMLSchema(etree.parse(_SCHEMA))
        if action != _ACTION or not schema.validate(head) or not schema.validate(payload):
            return _fault("RmfIllegalArgumentException", "schema")
        known = (head.findtext(f"{_R}ClientID"), head.findtext(f"{_R}Authorisation"))
        if known != (self.client_id, self.authorisation):
            return _fault("RmfAuthenticationException", "unknown client")
        if self.fault:
            return _fault(self.fault, "invented reason")
        leaves = {
            etree.QName(one).localname: one.text or ""
            for part in (head, payload)
            for one in part.iter()
            if not len(one)
        }
        self.requests.append(leaves)
        return _xml("200 OK", self._response(payload, leaves))

    def _response(self, payload: etree._Element, leaves: dict[str, str]) -> str:
        features = self.features.get(leaves["LastName"], [])
        named = [pair for n, (code, day) in enumerate(features, 1) for pair in _named(n, code, day)]
        analysed = "".join(
            f"<r:ScoreFeature><r:Name>{name}</r:Name><r:Value>{value}</r:Value></r:ScoreFeature>"
            for name, value in named
        )
        score = self.scores.get(leaves["LastName"])
        value = f"<r:ScoreValue>{score}</r:ScoreValue>" if score else ""
        analysis = f"<r:RiskAnalysis>{value}{analysed}</r:RiskAnalysis>" if value or analysed else ""
        result = "R" if features else "A"
        body = (
            "<v21:RiskCheckResponse><r:System><r:TransactionId>700001</r:TransactionId><r:StatusCode>000</r:StatusCode>"
            "<r:StatusDescription>OK</r:StatusDescription></r:System><r:Decision>"
            f"<r:Result>{result}</r:Result><r:ActionCode>INVENTED</r:ActionCode><r:ResultCode>INVENTED</r:ResultCode>"
            f"<r:ResultText>Erfunden</r:ResultText><r:IsNewCustomer>false</r:IsNewCustomer>{analysis}</r:Decision>"
            "<r:Details><r:BillingCustomerResult><r:RequestData/><r:ServiceResults><r:AddressValidationResponse>"
            "<r:Validated>true</r:Validated><r:ReturnCode>0</r:ReturnCode>"
            f"<r:Street>{leaves['Street']}</r:Street><r:ZipCode>{leaves['ZipCode']}</r:ZipCode>"
            f"<r:City>{self.validated_city or leaves['City']}</r:City>"
            "</r:AddressValidationResponse></r:ServiceResults></r:BillingCustomerResult></r:Details>"
            "</v21:RiskCheckResponse>"
        )
        envelope = etree.fromstring(_ENVELOPE % body)
        echoed = next(envelope.iter(f"{_R}RequestData"))
        echoed.extend(deepcopy(list(next(payload.iter(f"{_R}BillingCustomer")))))
        return etree.tostring(envelope, encoding="unicode")

    def _es0015(self, form: dict[str, str]) -> Reply:
        if (form.get("PartnerNo"), form.get("PartnerCode")) != (self.client_id, self.authorisation):
            return _line({"RC": "901"})
        self.requests.append(form)
        features = self.features.get(form["LastName"], [])
        told = dict(pair for n, (code, day) in enumerate(features[:5], 1) for pair in _named(n, code, day))
        return _line({"RC": "0", **told, "eScoreValue": self.scores.get(form["LastName"], ""), "AddressFeature": ""})


def _named(number: int, code: str, day: str) -> list[tuple[str, str]]:
    return [(f"Feature{number}", code), *([(f"FeatureDate{number}", day)] if day else [])]


def _fault(kind: str, said: str) -> Reply:
    body = (
        "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>invented</faultstring><detail>"
        f"<v21:{kind}><r:TransactionId>700002</r:TransactionId><r:ErrorCode>401</r:ErrorCode>"
        f"<r:Description>{said}</r:Description></v21:{kind}></detail></soap:Fault>"
    )
    return _xml("500 Internal Server Error", _ENVELOPE % body)


def _xml(status: str, text: str) -> Reply:
    return status, {"Content-Type": "text/xml; charset=utf-8"}, text.encode()


def _line(values: dict[str, str]) -> Reply:
    return "200 OK", {"Content-Type": "text/plain"}, urlencode(values).encode()
