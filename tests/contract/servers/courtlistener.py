"""An archive that behaves like CourtListener's REST API, version 4: tokens, filters, pages by cursor.

Source: the project's published source and documentation.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

DOCKETS = "/api/rest/v4/dockets/"


class CourtListener:
    """WSGI application over dockets.

    Args:
        dockets: of all courts and days.
        size: how many a page holds.
        origin: what the links to further pages begin with.
        endless: every page names another one.
    """

    def __init__(
        self,
        dockets: list[dict[str, Any]],
        *,
        size: int = 20,
        token: str = "t0ken",  # noqa: S107 - a test's own
        origin: str = "https://www.courtlistener.com",
        endless: bool = False,
    ) -> None:
        self.dockets, self.size, self.token, self.origin, self.endless = dockets, size, token, origin, endless
        self.requests: list[dict[str, str]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        self.requests.append(query)
        status, answer = "200 OK", self._page(query)
        if environ["PATH_INFO"] != DOCKETS:
            status, answer = "404 Not Found", {}
        if environ.get("HTTP_AUTHORIZATION") != f"Token {self.token}":
            status, answer = "401 Unauthorized", {"detail": "Invalid token."}
        body = json.dumps(answer).encode()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _page(self, query: dict[str, str]) -> dict[str, Any]:
        first, last = query.get("date_filed__gte", ""), query.get("date_filed__lte", "9999")
        found = [one for one in self.dockets if first <= one["date_filed"] <= last]
        start = int(query.get("cursor", "0"))
        more = self.endless or start + self.size < len(found)
        link = f"{self.origin}{DOCKETS}?cursor={start + self.size}&date_filed__gte={first}&date_filed__lte={last}"
        return {"next": link if more else None, "previous": None, "results": found[start : start + self.size]}
