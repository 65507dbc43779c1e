"""Pages that behave like the Austrian insolvency file: a list by day, a page per proceedings.

Source: two public clients of 2026; no page was recorded.
"""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

DATABASE = "/edikte/id/idedi8.nsf"


class Entry(NamedTuple):
    """A line of the list with its page; None when the page was deleted since."""

    court: str
    number: str
    debtor: str
    page: bytes | None


class Ediktsdatei:
    """WSGI application over entries by their 32 hexadecimal digits.

    Args:
        entries: id -> entry.
        total: said instead of the true number of hits.
        silent: the list does not say its number of hits, as a page of maintenance would.
    """

    def __init__(self, entries: dict[str, Entry], *, total: int | None = None, silent: bool = False) -> None:
        self.entries, self.total, self.silent = entries, total, silent
        self.requests: list[tuple[str, dict[str, str]]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        self.requests.append((path, query))
        status, body = self._answer(path)
        start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, path: str) -> tuple[str, bytes]:
        if path == f"{DATABASE}/submitSuche":
            return "200 OK", self._list().encode()
        found = self.entries.get(path.removeprefix(f"{DATABASE}/0/").removesuffix("!OpenDocument"))
        return ("404 Not Found", b"") if found is None or found.page is None else ("200 OK", found.page)

    def _list(self) -> str:
        lines = "".join(
            f'<tr><td class="zentriert">{number}</td><td><a href="0/{key}!OpenDocument">{entry.court}, {entry.number}'
            f"</a></td><td>{entry.debtor}</td></tr>"
            for number, (key, entry) in enumerate(self.entries.items(), start=1)
        )
        total = len(self.entries) if self.total is None else self.total
        hits = "" if self.silent else f'<input type="hidden" name="TotalHits" value="{total}">'
        return f'<html><body>{hits}<div id="ergebnisliste"><table><tbody>{lines}</tbody></table></div></body></html>'
