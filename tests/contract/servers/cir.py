"""A service that behaves like the Dutch insolvency register: SOAP over one address, with user and password.

Source: recorded answers, the service's contract and schemas; that a wrong password is answered with a fault and
status 500 is believed.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from lxml import etree

ENDPOINT = "/cir.asmx"
_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_CIR = "http://www.rechtspraak.nl/namespaces/cir01"
_CONTENT = "http://www.rechtspraak.nl/namespaces/inspubber01"
_FAULT = (
    f"<e:Envelope xmlns:e='{_SOAP_11}'><e:Body><e:Fault>"
    "<faultcode>wsse:FailedAuthentication</faultcode></e:Fault></e:Body></e:Envelope>"
)


class Cir:
    """WSGI application over whole answers of getCase.

    Args:
        cases: publication mark -> the answer with its case.
        removed: (case number, publication mark, reason) of removed cases.
        exceptions: operation -> code of the exception it answers with.
        heals: whether it answers so once only.
        faults: answered one by one before anything else: (status line, body).
        envelope_11: whether lists come in the older envelope.
    """

    def __init__(
        self,
        cases: dict[str, bytes],
        removed: Iterable[tuple[str, str, str]] = (),
        *,
        exceptions: dict[str, str] | None = None,
        heals: bool = False,
        faults: Iterable[tuple[str, bytes]] = (),
        envelope_11: bool = False,
        user: tuple[str, str] = ("robot", "s3:cret"),
    ) -> None:
        self.cases, self.removed = cases, list(removed)
        self.exceptions, self.heals = dict(exceptions or {}), heals
        self.faults = list(faults)
        self.soap = _SOAP_11 if envelope_11 else _SOAP
        self.user = user
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.headers: list[tuple[str | None, str]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.headers.append((environ.get("HTTP_AUTHORIZATION"), environ.get("CONTENT_TYPE", "")))
        status, answer = self.faults.pop(0) if self.faults else self._answer(environ["PATH_INFO"], body)
        start_response(status, [("Content-Type", "application/soap+xml"), ("Content-Length", str(len(answer)))])
        return [answer]

    def _answer(self, path: str, body: bytes) -> tuple[str, bytes]:
        root = etree.fromstring(body)
        token = root.find(f"{{{_SOAP}}}Header/{{{_WSSE}}}Security/{{{_WSSE}}}UsernameToken")
        if path != ENDPOINT or token is None:
            return "400 Bad Request", b""
        if (token.findtext(f"{{{_WSSE}}}Username"), token.findtext(f"{{{_WSSE}}}Password")) != self.user:
            return "500 Internal Server Error", _FAULT.encode()
        operation = root.find(f"{{{_SOAP}}}Body")[0]  # type: ignore[index]
        name = etree.QName(operation).localname
        parts = {etree.QName(part).localname: part.text or "" for part in operation}
        self.requests.append((name, parts))
        return "200 OK", self.result(name, parts)

    def result(self, name: str, parts: dict[str, str]) -> bytes:
        """What the register answers to this question."""
        if name == "getCase":
            known = self.cases.get(parts["publicationNumber"])
            return known or self._wrapped(name, self._exception("inspubWebserviceInsolvente", "1"))
        tag = "verwijderdePublicatieLijst" if name == "searchRemovedSince" else "publicatieLijst"
        inner = "".join(f"<publicatieKenmerk>{mark}</publicatieKenmerk>" for mark in self.cases)
        if name == "searchRemovedSince":
            inner = "".join(
                f"<verwijderdeInsolventie><insolventienummer>{number}</insolventienummer>"
                f"<publicatieKenmerk>{mark}</publicatieKenmerk><reden>{reason}</reden></verwijderdeInsolventie>"
                for number, mark, reason in self.removed
            )
        told = self.exceptions.pop(name, None) if self.heals else self.exceptions.get(name)
        code = told or (None if inner else "1")
        return self._wrapped(name, self._exception(tag, code) if code else self._list(tag, inner))

    def _list(self, tag: str, inner: str) -> str:
        made = "2026-09-15T19:18:45.5725393+02:00"
        return f'<{tag} extractiedatum="{made}" xmlns="{_CONTENT}">{inner}</{tag}>'

    def _exception(self, tag: str, code: str) -> str:
        return self._list(tag, f'<exceptie errorcode="{code}">Melding {code}</exceptie>')

    def _wrapped(self, name: str, inner: str) -> bytes:
        result = f"<{name}Response xmlns='{_CIR}'><{name}Result>{inner}</{name}Result></{name}Response>"
        return f"<s:Envelope xmlns:s='{self.soap}'><s:Body>{result}</s:Body></s:Envelope>".encode()
