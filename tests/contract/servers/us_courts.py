"""Courts that behave like the bankruptcy courts of the United States: one feed each, the last day and no more.

Source: a recorded feed of 2018; that a court is down while the others answer, as public clients report.
"""

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

FEED = "/cgi-bin/rss_outside.pl"


class UsCourts:
    """WSGI application that plays all courts, told apart by the first part of the path.

    Args:
        feeds: court -> its feed; a court without one serves an empty feed of its own.
        down: courts that answer 503.
        changed: courts that answer something else.
    """

    def __init__(self, feeds: dict[str, bytes], *, down: Iterable[str] = (), changed: Iterable[str] = ()) -> None:
        self.feeds, self.down, self.changed = feeds, set(down), set(changed)
        self.requests: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        court, _, path = environ["PATH_INFO"].removeprefix("/").partition("/")
        self.requests.append(court)
        body, status = self.feeds.get(court, _empty(court)), "200 OK"
        if court in self.down:
            body, status = b"", "503 Service Unavailable"
        elif court in self.changed:
            body = b"<html><body>Court is closed</body></html>"
        elif f"/{path}" != FEED or not re.fullmatch(r"[a-z]{2,5}", court):
            body, status = b"", "404 Not Found"
        start_response(status, [("Content-Type", "application/rss+xml"), ("Content-Length", str(len(body)))])
        return [body]


def _empty(court: str) -> bytes:
    return f"<rss version='2.0'><channel><link>https://ecf.{court}.uscourts.gov</link></channel></rss>".encode()
