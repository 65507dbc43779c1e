"""A bureau that behaves like SCHUFA's Credit Report: token, one endpoint per legal reason, manual processing.

Source: OpenAPI description 1.0.0 (paths, required members, statuses, problems); the 403 of a certificate that is not
bound yet as a public client reports it. The certificate itself is not asked for on the loopback.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

_BASE = "/credit-report"
_LETTERS = r"A-Za-z\dßÄÖÜäöüĄąŁłĽľŚśŠšŞşŤťŹźŽžŻżÁáÂâĹĺĆćÇçČčÉéĘęËëĚěÍíÎîĎďĐđŃńŇňÓóÔôŐőŘřŮůÚúŰűÝý:/()',.\-\s"
_PATTERNS = {
    "personData.firstName": rf"[{_LETTERS}]{{1,44}}",
    "personData.lastName": rf"[{_LETTERS}]{{1,46}}",
    "personData.gender": r"MALE|FEMALE|DIVERSE|UNKNOWN",
    "personData.addresses.currentAddress.streetWithNumber": rf"[{_LETTERS}]{{1,46}}",
    "personData.addresses.currentAddress.postalCode": r"[A-Za-z\d\-\s]{1,10}",
    "personData.addresses.currentAddress.city": rf"[{_LETTERS}]{{1,44}}",
    "personData.addresses.currentAddress.country": r"[A-Z]{3}",
    "reference": r"[A-Za-z\dßÄÖÜäöü:/()',.\-\s]{1,25}",
}
_OPTIONAL = {"personData.addresses.currentAddress.country", "reference"}
_JSON, _PROBLEM = "application/json", "application/problem+json"
_TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 422: "Unprocessable Entity"}
Reply = tuple[str, dict[str, str], bytes]


class Schufa:
    """The bureau's state is plain: set it, then look at `requests`.

    Args:
        reports: "first name surname" -> report; whoever is not there is not identified.
        legal_reasons: endpoints that the contract has; None for all.
        client_id: the one client that gets a token.
    """

    def __init__(
        self,
        reports: dict[str, dict[str, Any]] | None = None,
        *,
        legal_reasons: set[str] | None = None,
        client_id: str = "invented-client",
    ) -> None:
        self.reports = dict(reports or {})
        self.legal_reasons = legal_reasons
        self.client_id = client_id
        self.certificate_bound = True
        self.by_hand: dict[str, str] = {}  # "first name surname" -> report id
        self.unprocessable: set[str] = set()
        self.finished: dict[str, dict[str, Any] | None] = {}  # report id -> result; None: not finished, 422: too hard
        self.token_serves = 1000  # requests until it has expired
        self.tokens = 0
        self.faults: list[Reply] = []  # answered one by one before any report
        self.requests: list[tuple[str, str, Any]] = []

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI application: both hosts, told apart by their paths."""
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if path == "/token":
            status, headers, body = self._token(parse_qs(sent.decode()))
        else:
            status, headers, body = self._reply(method, path, sent, environ.get("HTTP_AUTHORIZATION", ""))
        start_response(status, [*headers.items(), ("Content-Length", str(len(body)))])
        return [body]

    def _token(self, form: dict[str, list[str]]) -> Reply:
        if not self.certificate_bound:
            return _problem(403, "/token", "Access Denied")
        if form.get("client_id") != [self.client_id] or form.get("grant_type") != ["client_credentials"]:
            return _problem(401, "/token", "unknown client")
        self.tokens += 1
        self._left = self.token_serves
        return _reply(200, {"access_token": f"t{self.tokens}", "token_type": "Bearer", "expires_in": 3600})

    def _reply(self, method: str, path: str, sent: bytes, authorization: str) -> Reply:
        if authorization != f"Bearer t{self.tokens}" or self._left == 0:
            return _problem(401, path, "The token is expired.")
        self._left -= 1
        self.requests.append((method, path, json.loads(sent) if sent else None))
        if self.faults:
            return self.faults.pop(0)
        here = path.removeprefix(_BASE)
        if method == "GET" and here.startswith("/manual-processing/"):
            return self._result(here)
        if self.legal_reasons is not None and here.strip("/") not in self.legal_reasons:
            return _problem(403, here, "Access Denied")
        return self._report(here, json.loads(sent))

    def _report(self, here: str, inquiry: dict[str, Any]) -> Reply:
        if violations := list(_violations(inquiry)):
            return _problem(400, here, "Your request did not validate", violations=violations)
        name = f"{inquiry['personData']['firstName']} {inquiry['personData']['lastName']}"
        if name in self.by_hand:
            self.finished.setdefault(self.by_hand[name], None)
            return _in_processing(self.by_hand[name], "Manual processing of the enquiry is necessary")
        if name in self.unprocessable:
            return _problem(422, here, "Automated retrieval of the product for this person not possible.")
        if name not in self.reports:
            return _problem(404, here, "Person was not found in Schufa database")
        return _reply(200, self.reports[name])

    def _result(self, here: str) -> Reply:
        report_id = here.rpartition("/")[2]
        if report_id not in self.finished:
            return _problem(404, here, None)
        if self.finished[report_id] is None:
            return _in_processing(report_id, "Manual processing not yet finished.")
        result = self.finished.pop(report_id)
        if result == {}:
            return _problem(422, here, "Report cannot be provided online.")
        return _reply(200, result)


def _violations(inquiry: dict[str, Any]) -> Iterable[dict[str, str]]:
    for field, pattern in _PATTERNS.items():
        value: Any = inquiry
        for part in field.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is None and field in _OPTIONAL:
            continue
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield {"field": field, "message": "must match the pattern"}
    born = inquiry.get("personData", {}).get("dateOfBirth", "1970-01-01")
    if not "1900" < born < "2019":
        message = "Invalid date of birth. Null or age between 7 and 130."
        yield {"field": "personData.dateOfBirth", "message": message}


def _in_processing(report_id: str, message: str) -> Reply:
    href = f"https://api.schufa.de{_BASE}/manual-processing/{report_id}"
    return _reply(202, {"message": message, "reportId": report_id, "href": href})


def _problem(status: int, instance: str, detail: str | None, **more: Any) -> Reply:
    said = {"detail": detail} if detail else {}
    problem = {"type": "about:blank", "title": _TITLES[status], "status": status, **said, "instance": instance}
    return _reply(status, {**problem, "requestId": "0000/restapis", **more}, _PROBLEM)


def _reply(status: int, body: Any, media_type: str = _JSON) -> Reply:
    line = f"{status} {_TITLES.get(status, 'OK')}"
    return line, {"Content-Type": media_type}, json.dumps(body, ensure_ascii=False).encode()
