"""Plays the German portal: a Faces form with sessions, view states, a cap on hits, texts bound to the last search."""

import html
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.contract.servers.de_pages import (
    GENERATIONS,
    REST_OF_GERMANY,
    STATES,
    Generation,
    partial,
    result_page,
    search_page,
    text_page,
)


def _state(court: str) -> str:
    return next((code for code, (_name, courts) in STATES.items() if court in courts), REST_OF_GERMANY[0])


# Status, media type, body, and the session id to set as a cookie.
Answer = tuple[str, str, str, str | None]


class Session:
    """What the portal remembers about one visitor."""

    def __init__(self) -> None:
        self.state = secrets.token_hex(8)
        self.hits: list[dict[str, Any]] = []
        self.text = ""
        self.requests = 0


class GermanPortal:
    """A WSGI application. `rows` may grow while it serves; keys as in the register's JSON Lines rows.

    Args:
        notices: the announcements; `gegenstand` 0, 1 or 2 is what the form's category choice finds.
        cap: more hits than this are answered with 'zu viele Treffer'.
        generation: 'old' (javax names of 2025) or 'new' (jakarta names of 2026).
        session_requests: requests after which a session has expired.
        older_way: the detail answer holds no text; GET /ap/text.xhtml does.
        page_size: rows per result page; None for all on one.
        captcha: every page is a captcha.
    """

    def __init__(
        self,
        notices: list[dict[str, Any]],
        cap: int = 1000,
        *,
        generation: str = "new",
        session_requests: int | None = None,
        older_way: bool = False,
        page_size: int | None = None,
        captcha: bool = False,
    ) -> None:
        self.rows = notices
        self.cap = cap
        self.form: Generation = GENERATIONS[generation]
        self.session_requests = session_requests
        self.older_way = older_way
        self.page_size = page_size
        self.captcha = captcha
        self.sessions: dict[str, Session] = {}
        self.requests: list[tuple[str, str]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        self.requests.append((method, path))
        length = int(environ.get("CONTENT_LENGTH") or 0)
        posted = {
            name: values[-1]
            for name, values in parse_qs(environ["wsgi.input"].read(length).decode(), keep_blank_values=True).items()
        }
        session_id, session = self._session(environ, path)
        status, media_type, body, known_id = self._answer(
            method, path.split(";")[0], posted, session_id, session, environ
        )
        headers = [("Content-Type", f"{media_type}; charset=UTF-8")]
        if known_id:
            headers.append(("Set-Cookie", f"JSESSIONID={known_id}; Path=/ap; HttpOnly"))
        start_response(status, headers)
        return [body.encode()]

    def _session(self, environ: WSGIEnvironment, path: str) -> tuple[str | None, Session | None]:
        cookie = re.search(r"JSESSIONID=(\w+)", environ.get("HTTP_COOKIE", ""))
        in_path = re.search(r";jsessionid=(\w+)", path)
        known = (cookie or in_path)[1] if cookie or in_path else None  # type: ignore[index]  # one of them matched
        session = self.sessions.get(known or "")
        if session:
            session.requests += 1
            if self.session_requests and session.requests > self.session_requests:
                del self.sessions[known or ""]
                return known, None
        return known, session

    def _answer(
        self,
        method: str,
        path: str,
        posted: Mapping[str, str],
        session_id: str | None,
        session: Session | None,
        environ: WSGIEnvironment,
    ) -> Answer:
        if self.captcha:
            return "200 OK", "text/html", "<html><body><div class='g-captcha'>Captcha</div></body></html>", None
        if (method, path) == ("GET", "/ap/suche.jsf"):
            return self._start(session_id, session)
        stale = method == "POST" and session is not None and posted.get(self.form.state_name) != session.state
        if session is None or stale:
            return self._expired("HTTP_FACES_REQUEST" in environ)
        if (method, path) == ("POST", "/ap/suche.jsf"):
            return self._search(posted, session)
        if (method, path) == ("POST", "/ap/ergebnis.jsf"):
            return self._detail_or_page(posted, session)
        found = (method, path) == ("GET", "/ap/text.xhtml")
        return "200 OK" if found else "404 Not Found", "text/html", text_page(session.text if found else ""), None

    def _start(self, session_id: str | None, session: Session | None) -> Answer:
        known = (session_id if session else None) or secrets.token_hex(8)
        session = self.sessions.setdefault(known, Session())
        return "200 OK", "text/html", search_page(self.form, known, session.state, self._courts()), known

    def _expired(self, ajax: bool) -> Answer:
        if ajax:
            error = "<error><error-name>class jakarta.faces.application.ViewExpiredException</error-name></error>"
            return (
                "200 OK",
                "text/xml",
                f"<?xml version='1.0' encoding='UTF-8'?><partial-response>{error}</partial-response>",
                None,
            )
        return "200 OK", "text/html", "<html><body><p>Ihre Sitzung ist abgelaufen.</p></body></html>", None

    def _courts(self) -> list[str]:
        return sorted({str(row["gericht"]) for row in self.rows})

    def _search(self, posted: Mapping[str, str], session: Session) -> Answer:
        wanted = set(self.form.field_names())
        if set(posted) != wanted:
            return "500 Internal Server Error", "text/html", "<html><body>HTTP 500</body></html>", None
        session.hits = [row for row in self.rows if self._fits(row, posted)]
        session.state = secrets.token_hex(8)
        return "200 OK", "text/html", self._results(session, 0), None

    def _fits(self, row: Mapping[str, Any], posted: Mapping[str, str]) -> bool:
        start, end = posted[self.form.start], posted[self.form.end]
        category = posted[self.form.category]
        court = posted.get(self.form.court or "", "")
        codes = self.form.category_codes
        kind = codes[int(row["gegenstand"])] if str(row.get("gegenstand", "")) in {"0", "1", "2"} else "SONST"
        return (
            date.fromisoformat(start) <= date.fromisoformat(str(row["datum"])) <= date.fromisoformat(end)
            and category in {"", "NO_CODE", kind}
            and posted[self.form.state] in {"", "NO_CODE", _state(str(row["gericht"]))}
            and (court in {"", "NO_CODE"} or court == str(row["gericht"]))
        )

    def _results(self, session: Session, first: int) -> str:
        hits = session.hits
        if len(hits) > self.cap:
            return result_page(
                self.form,
                [],
                session.state,
                message=f"Ihre Suche ergab zu viele Treffer. Die maximale Trefferzahl beträgt {self.cap}.",
            )
        if not hits:
            return result_page(self.form, [], session.state, message="Ihre Suche ergab keine Treffer.")
        last = first + (self.page_size or len(hits))
        return result_page(self.form, hits[first:last], session.state, first=first, following=last < len(hits))

    def _detail_or_page(self, posted: Mapping[str, str], session: Session) -> Answer:
        if "frm_blaettern:weiter" in posted:
            return "200 OK", "text/html", self._results(session, int(posted["frm_blaettern:ab"])), None
        source = posted.get(f"{self.form.faces}.source", "")
        match = re.fullmatch(rf"tbl_ergebnis:(\d+):frm_detail:{self.form.button}", source)
        if not match or int(match[1]) >= len(session.hits) or posted.get(f"{self.form.faces}.partial.ajax") != "true":
            return "500 Internal Server Error", "text/html", "<html><body>HTTP 500</body></html>", None
        session.text = str(session.hits[int(match[1])]["text"])
        shown = "" if self.older_way else html.escape(session.text, quote=True)
        return "200 OK", "text/xml", partial(shown, session.state, self.form.faces), None
