"""A register that behaves like Czechia's: the feed of events and the look-up, SOAP at their own paths.

Source: official WSDL and XSD; the empty answer (WS2), faults and answers of bounded length as public clients report.
"""

from collections.abc import Iterable
from html import escape
from wsgiref.types import StartResponse, WSGIEnvironment

from lxml import etree

FEED_PATH, LOOK_UP_PATH = "/isir_public_ws/IsirWsPublicService", "/isir_cuzk_ws/IsirWsCuzkService"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_FEED, _LOOK_UP = "http://isirpublicws.cca.cz/types/", "http://isirws.cca.cz/types/"
Answer = tuple[str, bytes]


class Isir:
    """WSGI application that plays both services.

    Args:
        feed: a recorded answer of the feed, whose events are served.
        look_up: a recorded answer of the look-up, whose rows are searched.
        most: events an answer holds at most.
        faults: answered one by one before anything else: (status line, body).
        newest_first: whether an answer's events come in the wrong order.
    """

    def __init__(
        self,
        feed: bytes,
        look_up: bytes,
        *,
        most: int = 1000,
        faults: Iterable[Answer] = (),
        newest_first: bool = False,
    ) -> None:
        self.events = sorted(etree.fromstring(feed).iter("data"), key=lambda one: int(one.findtext("id") or 0))
        self.rows = list(etree.fromstring(look_up).iter("data"))
        self.most = most
        self.faults = list(faults)
        self.newest_first = newest_first
        self.requests: list[dict[str, str]] = []
        self.actions: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.actions.add(environ.get("HTTP_SOAPACTION", "missing"))
        body = etree.fromstring(content).find(f"{{{_ENVELOPE}}}Body")
        assert body is not None
        asked = body[0]
        values = {str(child.tag): child.text or "" for child in asked}
        self.requests.append({"request": etree.QName(asked).localname, **values})
        status, answer = self.faults.pop(0) if self.faults else self._answer(environ["PATH_INFO"], asked, values)
        start_response(status, [("Content-Type", "text/xml;charset=utf-8"), ("Content-Length", str(len(answer)))])
        return [answer]

    def _answer(self, path: str, asked: etree._Element, values: dict[str, str]) -> Answer:
        name = etree.QName(asked)
        if (path, name.namespace) == (LOOK_UP_PATH, _LOOK_UP):
            return "200 OK", self._found(values)
        if (path, name.namespace) != (FEED_PATH, _FEED):
            return "500 Internal Server Error", fault("soap:Client", "Data nejsou validní")
        if name.localname == "getIsirWsPublicPosledniIdDataRequest":
            last = self.events[-1].findtext("id")
            answer = "getIsirWsPublicPosledniDataResponse"
            return "200 OK", feed_answer(f"<cisloPosledniId>{last}</cisloPosledniId>", answer)
        behind = [one for one in self.events if int(one.findtext("id") or 0) > int(values["idPodnetu"])][: self.most]
        ordered = reversed(behind) if self.newest_first else behind
        return "200 OK", feed_answer("".join(etree.tostring(one, encoding="unicode") for one in ordered))

    def _found(self, values: dict[str, str]) -> bytes:
        asked = {name: values[name] for name in ("ic", "bcVec", "rocnik", "nazevOsoby") if name in values}
        over = {"VYRIZENA", "PRAVOMOCNA", "ODSKRTNUTA", "MYLNÝ ZÁP."}
        rows = [
            row
            for row in self.rows
            if all((row.findtext(name) or "") == value for name, value in asked.items())
            and not (values.get("filtrAktualniRizeni") == "T" and row.findtext("druhStavKonkursu") in over)
        ]
        inner = "".join(etree.tostring(row, encoding="unicode") for row in rows)
        state = f"<pocetVysledku>{len(rows)}</pocetVysledku>"
        if not rows:
            state = "<kodChyby>WS2</kodChyby><textChyby>Prázdný výsledek</textChyby>"
        return _envelope("getIsirWsCuzkDataResponse", _LOOK_UP, f"{inner}<stav>{state}</stav>")


def feed_answer(inner: str, name: str = "getIsirWsPublicDataResponse", status: str = "<stav>OK</stav>") -> bytes:
    """An answer of the feed around the elements."""
    return _envelope(name, _FEED, f"{inner}<status>{status}</status>")


def event(**values: str) -> str:
    """One event of a company that nobody knows but its note."""
    facts = {
        "id": "5",
        "datumZalozeniUdalosti": "2026-09-29T09:15:02+02:00",
        "datumZverejneniUdalosti": "2026-09-29T09:15:02+02:00",
        "spisovaZnacka": "INS 1/2026",
        "typUdalosti": "75",
        "popisUdalosti": "Usnesení o úpadku",
        "oddil": "B",
    } | values
    return "<data>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in facts.items()) + "</data>"


def fault(code: str, words: str) -> bytes:
    """A SOAP fault."""
    inner = f"<S:Fault><faultcode>{code}</faultcode><faultstring>{words}</faultstring></S:Fault>"
    return f'<S:Envelope xmlns:S="{_ENVELOPE}"><S:Body>{inner}</S:Body></S:Envelope>'.encode()


def _envelope(name: str, types: str, inner: str) -> bytes:
    answer = f'<ns2:{name} xmlns:ns2="{types}">{inner}</ns2:{name}>'
    return f'<S:Envelope xmlns:S="{_ENVELOPE}"><S:Body>{answer}</S:Body></S:Envelope>'.encode()
