"""A person at a browser, as far as links and forms go: signs in at the login page and reads pages over HTTP."""

from html import unescape
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from re import DOTALL, findall, search
from typing import NamedTuple, Self
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

_SECONDS = 40


class Page(NamedTuple):
    """What a browser ends up with: the last address, its status, type and body."""

    address: str
    status: int
    media_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class Visitor:
    """One browser without scripts; cookies are kept for all of one host, on loopback without TLS, too."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._cookies: dict[str, dict[str, str]] = {}

    def sign_in(self, email: str, password: str) -> Self:
        """Signs in at the page where the cockpit sends people.

        Raises:
            PermissionError: the login page did not lead back.
        """
        page = self.get("/cockpit")
        form = search(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page.text, DOTALL)
        if form is None:
            raise PermissionError(f"no login form at {page.address}: {page.status}")
        hidden = findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[2])
        fields = {name: unescape(value) for name, value in hidden} | {"username": email, "password": password}
        page = self._walk("POST", urljoin(page.address, unescape(form[1])), urlencode(fields))
        if page.status != 200 or not page.address.startswith(f"{self.base}/cockpit"):
            raise PermissionError(f"{email} could not sign in: {page.status} at {page.address}")
        return self

    def get(self, path: str) -> Page:
        """The page below the cockpit's base, redirects followed."""
        return self._walk("GET", f"{self.base}{path}", None)

    def _walk(self, method: str, url: str, body: str | None) -> Page:
        for _ in range(10):
            parts = urlsplit(url)
            answer, content = self._ask(method, parts, body)
            location = answer.getheader("Location")
            if location is None:
                return Page(url, answer.status, answer.getheader("Content-Type") or "", content)
            url, method, body = urljoin(url, location), "GET", None
        raise PermissionError(f"redirected in a circle: {url}")

    def _ask(self, method: str, parts: SplitResult, body: str | None) -> tuple[HTTPResponse, bytes]:
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        host = parts.hostname or ""
        held = self._cookies.setdefault(parts.netloc, {})
        headers = {"Accept": "text/html,*/*", "Cookie": "; ".join(f"{name}={value}" for name, value in held.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = kind(host, parts.port, timeout=_SECONDS)
        try:
            connection.request(method, f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}", body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            held[name.strip()] = value
        return answer, content
