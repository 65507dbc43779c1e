"""The only door to the outside's HTTP: bounded, patient, and confined to the origins a source declares."""

import math
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Self

import httpx
import stamina

from chalicelib.errors import (
    CredentialsMissingError,
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
)
from chalicelib.web.addresses import differing_part, origin_of, seconds_of, target_of
from chalicelib.web.bounded import Connection, check_packing, whole_answer
from chalicelib.web.failures import failure, unsendable
from chalicelib.web.streaming import Streamed, lines_of

_USER_AGENT = "insolvency-watch (creditor's register monitoring)"
_REFUSALS = frozenset({401, 403, 407, 429, 451})
_END_OF_LINE_SECONDS = 5.0
_WHOLE_ANSWER = 5  # times the patience for each read: 64 MiB arrive at half a megabyte a second


class Web:
    """One polite session with one source: cookies kept, requests spaced, transient failures tried again.

    Args:
        source: name used in errors.
        origins: scheme://host[:port] values that requests may go to; a * stands for the part of a host that differs.
        replaced_origins: declared origin -> origin really asked (a local server that plays the register).
        seconds_between_requests: pause the source's terms ask for.
        auth: user and password for HTTP Basic; or a pair per origin, and under other names pairs for `credential`.
        now: when the poll began; documents of this session carry it as `fetched_at`.
        tls: client certificate and trust, where the source wants more than a public server certificate.
    """

    def __init__(
        self,
        source: str,
        origins: tuple[str, ...],
        *,
        now: datetime,
        replaced_origins: Mapping[str, str] | None = None,
        seconds_between_requests: float = 1.0,
        auth: tuple[str, str] | Mapping[str, tuple[str, str]] | None = None,
        timeout_seconds: float = 30.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.source = source
        self.fetched_at = now
        self._auth = dict.fromkeys(origins, auth) if isinstance(auth, tuple) else dict(auth or {})
        self._origins = origins
        self._replaced = dict(replaced_origins or {})
        self._pause = seconds_between_requests
        self._last_request = 0.0
        self._timeout = timeout_seconds
        self._ends = math.inf
        self.last_response: httpx.Response | None = None
        self.rows_named: int | None = None
        self._sign_in: Callable[[Web], Mapping[str, str]] | None = None
        self._signed: Mapping[str, str] | None = None
        self._connection = Connection()
        self._client = httpx.Client(
            timeout=timeout_seconds,
            follow_redirects=False,
            headers={"User-Agent": _USER_AGENT},
            trust_env=False,
            verify=tls or True,
        )

    def signing_in(self, sign_in: Callable[["Web"], Mapping[str, str]]) -> Self:
        """This session, which sends what `sign_in` gives with each request.

        It is asked before the first request, and once more when an answer is 401 in the middle; with this session, so
        that it may ask the source for a token.
        """
        self._sign_in = sign_in
        return self

    def ending_within(self, seconds: float | None) -> Self:
        """This session, all of whose requests end by then and none is tried again: somebody waits for the answer."""
        self._ends = math.inf if seconds is None else time.monotonic() + seconds
        return self

    def name_rows(self, number: int) -> None:
        """Notes how many rows the source has just named, known and unknown; zero is told apart from not looked."""
        self.rows_named = (self.rows_named or 0) + number

    def prove(self) -> None:
        """Signs in now, so that wrong credentials show before they are needed; raises as `get`."""
        self._signed_headers()

    def credential(self, name: str) -> tuple[str, str]:
        """User and password for a source that wants them inside its messages; raises CredentialsMissingError."""
        if name in self._auth:
            return self._auth[name]
        raise CredentialsMissingError(self.source, f'set the credentials as {{"{name}": "user:password"}}')

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, *, params: Mapping[str, str] | None = None, allow: tuple[int, ...] = ()) -> httpx.Response:
        """Answer to a GET with its body read.

        Raises:
            SourceUnreachableError: no answer, or 5xx after the retries.
            SourceRefusedError: 401, 403, 429 and the like.
            SourceChangedError: any other status that is neither 2xx nor in `allow`, or a foreign origin.
        """
        return self._request("GET", url, params=params, allow=allow)

    def post(
        self,
        url: str,
        *,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        allow: tuple[int, ...] = (),
    ) -> httpx.Response:
        """Answer to a url-encoded POST; raises as `get`."""
        return self._request("POST", url, form=form, headers=headers, allow=allow)

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        allow: tuple[int, ...] = (),
        again: bool = True,
    ) -> httpx.Response:
        """Answer to any request; `body` is bytes as they are, else a value sent as JSON. Raises as `get`.

        `again=False` sends it once: for what is paid per call or must not happen twice.
        """
        return self._request(method, url, params=params, body=body, headers=headers, allow=allow, again=again)

    def lines(self, url: str, *, params: Mapping[str, str], seconds: float, allow: tuple[int, ...] = ()) -> Streamed:
        """Lines that an endless stream sends within the time given; an empty line is a heartbeat and is left out.

        Raises as `get`; a connection that the source cuts after it was accepted is not an error, and its last line
        may be incomplete.
        """
        deadline = time.monotonic() + seconds
        received: list[str] = []
        status: int | None = None
        asked: dict[str, Any] = {"params": params, "timeout": seconds, "extensions": dict(self._connection.extensions)}
        try:
            with (
                self._connection.cut_after(seconds + _END_OF_LINE_SECONDS),
                self._client.stream("GET", self._actual(url), auth=self._auth_for(url), **asked) as response,
            ):
                self._check(response, url, allow)
                check_packing(self.source, response)
                status = response.status_code
                for line in lines_of(response) if status < 300 else ():
                    if line.strip():
                        received.append(line)
                    if time.monotonic() > deadline:
                        break
        except httpx.HTTPError as error:
            if status is None:
                raise SourceUnreachableError(self.source, f"{url}: {error or type(error).__name__}") from error
        except httpx.InvalidURL as error:
            raise SourceChangedError(self.source, f"{url} leads to what is no address") from error
        return Streamed(status, received)

    def _request(
        self,
        method: str,
        url: str,
        *,
        again: bool = True,
        allow: tuple[int, ...] = (),
        headers: Mapping[str, str] | None = None,
        **request: Any,
    ) -> httpx.Response:
        attempts = 3 if again and self._ends == math.inf else 1
        renewed = self._sign_in is None or self._signed is None  # a token just made is not made again
        for attempt in stamina.retry_context(
            on=SourceUnreachableError, attempts=attempts, wait_initial=0.5, wait_max=5.0
        ):
            with attempt:
                response = self._send_once(method, url, headers, **request)
                if response.status_code == 401 and not renewed and 401 not in allow:
                    renewed, self._signed = True, None
                    response = self._send_once(method, url, headers, **request)
                self._check(response, url, allow)
                return response
        raise AssertionError("stamina either returns or raises")

    def _send_once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> httpx.Response:
        actual, signed = self._actual(url), self._signed_headers()
        self._wait()
        content = {"content" if isinstance(body, bytes) else "json": body}
        try:
            request = self._client.build_request(
                method,
                actual,
                params=dict(params) if params is not None else None,
                data=dict(form) if form is not None else None,
                headers={**signed, **(headers or {})},
                timeout=self._patience(),
                extensions=dict(self._connection.extensions),
                **content,
            )
        except (ValueError, httpx.InvalidURL) as error:
            raise unsendable(self.source, f"{method} {url[:200]}", error) from None
        try:
            seconds = min(self._timeout * _WHOLE_ANSWER, self._ends - time.monotonic())
            auth = self._auth_for(url)
            self.last_response = whole_answer(self.source, self._client, self._connection, request, auth, seconds)
        except httpx.HTTPError as error:
            raise failure(self.source, f"{method} {url}", error) from error
        except httpx.InvalidURL as error:  # a redirect that the client reads although it does not follow it
            raise SourceChangedError(self.source, f"{method} {url} leads to what is no address") from error
        return self.last_response

    def _signed_headers(self) -> Mapping[str, str]:
        """What signing in gave; empty while signing in itself is under way."""
        if self._signed is None and (sign_in := self._sign_in) is not None:
            self._sign_in = None
            try:
                self._signed = sign_in(self)
            finally:
                self._sign_in = sign_in
        return self._signed or {}

    def _wait(self) -> None:
        pause = self._last_request + self._pause - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._last_request = time.monotonic()

    def _patience(self) -> float:
        left = min(self._timeout, self._ends - time.monotonic())
        if left <= 0:
            raise SourceUnreachableError(self.source, "no answer within the time that the asker waits")
        return left

    def _auth_for(self, url: str) -> tuple[str, str] | None:
        actual_to_declared = {actual: declared for declared, actual in self._replaced.items()}
        origin = origin_of(self.source, url)
        return self._auth.get(actual_to_declared.get(origin, origin))

    def _actual(self, url: str) -> str:
        origin = origin_of(self.source, url)
        if origin in self._replaced.values():
            return url
        for declared in self._origins:
            if (differing := differing_part(declared, origin)) is not None:
                return self._replaced.get(declared, origin).replace("*", differing) + url.removeprefix(origin)
        raise SourceChangedError(self.source, f"{url} lies outside the declared origins {self._origins}")

    def _check(self, response: httpx.Response, url: str, allow: tuple[int, ...]) -> None:
        status = response.status_code
        if status in allow or 200 <= status < 300:
            return
        if status in _REFUSALS:
            seconds = seconds_of(response.headers.get("Retry-After", ""))
            raise SourceRefusedError(self.source, f"{url} answered {status}", retry_after_seconds=seconds)
        if status >= 500:
            raise SourceUnreachableError(self.source, f"{url} answered {status}")
        if response.is_redirect:
            target = target_of(url, response.headers.get("Location", ""))
            raise SourceChangedError(self.source, f"{url} redirects to {target}")
        raise SourceChangedError(self.source, f"{url} answered {status}")
