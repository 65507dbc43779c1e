"""A register that behaves like Slovakia's: changes, details and searches, SOAP at its one path.

Source: classes that public clients generated from the official WSDL; pages of at most 100 from page 0, changes of at
most 500. That it may lose rows between pages is what other registers do.
"""

from collections.abc import Iterable
from datetime import datetime
from wsgiref.types import StartResponse, WSGIEnvironment

from lxml import etree

TYPES = "datatypes.konanie.verejnost.ru.sk.hp.com"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_NS = f"{{{TYPES}}}"
Answer = tuple[str, bytes]


class Replik:
    """WSGI application over recorded rows, details and changes.

    Args:
        rows, details, changes: recordings.
        most: changes that are told at most, and rows a page holds at most.
        loses: rows that each page but the first does not send, though they count.
        faults: answered one by one before anything else: (status line, body).
    """

    def __init__(
        self,
        rows: bytes,
        details: bytes,
        changes: bytes,
        *,
        most: int = 500,
        page_size: int = 100,
        loses: int = 0,
        faults: Iterable[Answer] = (),
    ) -> None:
        self.rows = list(etree.fromstring(rows).iter(f"{_NS}KonanieInfo"))
        self.details = {one.findtext(f"{_NS}Id"): one for one in etree.fromstring(details).iter(f"{_NS}Konanie")}
        self.changes = list(etree.fromstring(changes).iter(f"{_NS}PoslednaZmenaNaKonani"))
        self.most, self.page_size, self.loses = most, page_size, loses
        self.faults = list(faults)
        self.requests: list[dict[str, str]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        body = etree.fromstring(content).find(f"{{{_ENVELOPE}}}Body")
        assert body is not None
        assert environ["PATH_INFO"] == "/ru-verejnost-ws/"
        asked = body[0]
        values = {etree.QName(child).localname: child.text or "" for child in asked}
        name = etree.QName(asked).localname.removesuffix("Request")
        self.requests.append({"request": name, **values})
        status, answer = self.faults.pop(0) if self.faults else ("200 OK", self._answer(name, values))
        start_response(status, [("Content-Type", "text/xml;charset=utf-8"), ("Content-Length", str(len(answer)))])
        return [answer]

    def _answer(self, name: str, values: dict[str, str]) -> bytes:
        if name == "vyhladajPoslednuZmenuOd":
            since = datetime.fromisoformat(values["ZmenyOd"])
            told = [one for one in self.changes if datetime.fromisoformat(one.get("PoslednaZmena", "")) >= since]
            most = min(int(values["MaximalnyPocetVysledkov"]), self.most)
            return answer(name, f"<d:PoslednaZmenaNaKonaniList>{_written(told[:most])}</d:PoslednaZmenaNaKonaniList>")
        if name == "getKonanieDetail":
            detail = self.details.get(values["KonanieId"])
            return answer(name, "" if detail is None else _written([detail]))
        wanted, member = {
            "getKonaniePodlaICO": (values.get("Ico"), "DlznikIco"),
            "vyhladajKonanie": (values.get("Query"), "SpisovaZnackaSudu"),
        }[name]
        members = (member,) if member == "DlznikIco" else (member, "SpisovaZnackaSpravcu", "Dlznik")
        found = [one for one in self.rows if wanted in {one.findtext(f"{_NS}{name}") for name in members}]
        page, size = int(values.get("Stranka", "0")), min(int(values.get("VysledkovNaStranku", "10")), self.page_size)
        shown = found[page * size : (page + 1) * size]
        shown = shown[self.loses :] if page else shown
        rows = f"<d:KonanieInfoList>{_written(shown)}</d:KonanieInfoList>" if shown else ""
        return answer(name, f"{rows}<d:VysledkovCelkom>{len(found)}</d:VysledkovCelkom>")


def answer(name: str, inner: str) -> bytes:
    """An answer around the elements, whose prefix is `d`."""
    inside = f'<d:{name}Response xmlns:d="{TYPES}">{inner}</d:{name}Response>'
    return f'<S:Envelope xmlns:S="{_ENVELOPE}"><S:Body>{inside}</S:Body></S:Envelope>'.encode()


def fault(code: str, words: str) -> bytes:
    """A SOAP fault."""
    inner = f"<S:Fault><faultcode>{code}</faultcode><faultstring>{words}</faultstring></S:Fault>"
    return f'<S:Envelope xmlns:S="{_ENVELOPE}"><S:Body>{inner}</S:Body></S:Envelope>'.encode()


def _written(elements: list[etree._Element]) -> str:
    return "".join(etree.tostring(one, encoding="unicode", with_tail=False) for one in elements)
