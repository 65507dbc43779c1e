"""A publisher that behaves like The Gazette: its feed in JSON and its notices, at their own paths.

Source: the publisher's documentation of the feed; the refusal of cloud addresses, the limit of five requests in ten
seconds, an array that becomes an object, and notices of other categories although one was asked for, as public
clients report them.
"""

import json
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

FEED = "/insolvency/notice/data.json"


class Gazette:
    """WSGI application over feed entries and pages.

    Args:
        entries: of all days, persons' among them.
        pages: notice id -> its XHTML.
        largest_page: how many entries a page holds at most, whatever was asked for.
        total: said instead of the true total.
        refused: this address is one of a cloud.
        pages_refused: the notices themselves are refused, the feed is not.
        limit: requests in ten seconds, None for as many as one likes.
        filtered: whether the category asked for is obeyed.
    """

    def __init__(
        self,
        entries: list[dict[str, Any]],
        pages: dict[str, bytes] | None = None,
        *,
        largest_page: int = 100,
        total: int | None = None,
        refused: bool = False,
        pages_refused: bool = False,
        limit: int | None = None,
        filtered: bool = False,
        faults: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        self.entries, self.pages = entries, pages or {}
        self.largest_page, self.total = largest_page, total
        self.refused, self.limit, self.filtered = refused, limit, filtered
        self.pages_refused = pages_refused
        self.faults = list(faults)
        self.requests: list[tuple[str, dict[str, str]]] = []
        self._times: list[float] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        self.requests.append((path, query))
        status, body = self.faults.pop(0) if self.faults else self._answer(path, query)
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, path: str, query: dict[str, str]) -> tuple[str, bytes]:
        now = time.monotonic()
        self._times = [*(before for before in self._times if now - before < 10), now]
        if self.refused or (self.pages_refused and path != FEED):
            return "403 Forbidden", b"<html>Access denied</html>"
        if self.limit is not None and len(self._times) > self.limit:
            return "429 Too Many Requests", b""
        if path == FEED:
            return "200 OK", json.dumps(self._feed(query)).encode()
        wanted = path.removeprefix("/notice/").removesuffix("/data.xml")
        return ("200 OK", self.pages[wanted]) if wanted in self.pages else ("404 Not Found", b"")

    def _feed(self, query: dict[str, str]) -> dict[str, Any]:
        start, end = query.get("start-publish-date", ""), query.get("end-publish-date", "9999")
        found = [entry for entry in self.entries if start <= entry["published"][:10] <= end]
        if self.filtered:
            found = [entry for entry in found if entry["f:notice-code"].startswith(query.get("categorycode", ""))]
        size = min(int(query.get("results-page-size", "10")), self.largest_page)
        first = (int(query.get("results-page", "1")) - 1) * size
        page = found[first : first + size]
        feed: dict[str, Any] = {"title": "Search Result", "f:total": str(self.total or len(found))}
        if page:
            feed["entry"] = page[0] if len(page) == 1 else page  # an object when single
        return feed
