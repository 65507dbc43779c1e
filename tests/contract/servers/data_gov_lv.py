"""A portal of open data that behaves like Latvia's: one table at its own path, cut or moved when asked.

Source: the address in public clients.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

PATH = (
    "/dati/dataset/bb54838d-9365-4f76-8513-804f4efa8ab6/resource/8065ad80-1a4d-4afb-b1d1-d93b9a62b1cc/download/"
    "insolvency_legal_person_proceeding.csv"
)


class DataGovLv:
    """WSGI application over one table.

    Args:
        table: the file.
        cut: bytes missing from its end.
        faults: answered one by one before anything else: (status line, headers, body).
    """

    def __init__(self, table: bytes, *, cut: int = 0, faults: Iterable[tuple[str, dict[str, str], bytes]] = ()) -> None:
        self.table = table[: len(table) - cut]
        self.faults = list(faults)
        self.requests: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.requests.append(environ["PATH_INFO"])
        found = environ["PATH_INFO"] == PATH
        answer: tuple[str, dict[str, str], bytes] = ("404 Not Found", {}, b"")
        if found:
            answer = ("200 OK", {}, self.table)
        if self.faults:
            answer = self.faults.pop(0)
        status, headers, body = answer
        headers = {"Content-Type": "text/csv", "Content-Length": str(len(body)), **headers}
        start_response(status, list(headers.items()))
        return [body]
