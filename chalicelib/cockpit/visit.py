"""One request of one person: who asks, what the role allows, in which language, and where we are served."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from chalice.app import Request

from chalicelib.cockpit.source_watch import Watch
from chalicelib.errors import InvalidInputError, NotAllowedError, Problem
from chalicelib.model.customer import Language
from chalicelib.model.people import Organisation, Person, Role
from chalicelib.model.session import Session
from chalicelib.settings import settings

_HOME = "Europe/Berlin"
_MOST_FIELDS = 2000


@dataclass(frozen=True)
class Visit:
    """Who asks for a page, and how."""

    session: Session
    firm: Organisation
    role: Role
    address: str
    path: str
    query: Mapping[str, str]
    now: datetime
    csrf: str
    sources: Watch = field(default_factory=Watch)

    @cached_property
    def person(self) -> Person | None:
        """Who it is among our people; None for an admin who is not listed there."""
        return self.firm.person(self.session.email)

    @property
    def language(self) -> Language:
        """As chosen in the cockpit, else the person's own."""
        return self.session.language or (self.person.language if self.person else "de")

    @property
    def zone(self) -> ZoneInfo:
        """The person's clock."""
        return self.person.zone if self.person else ZoneInfo(_HOME)

    @property
    def name(self) -> str:
        """The person's name as our people list has it; for others their address, which alone is proved."""
        return self.person.name if self.person else self.session.email

    @property
    def signature(self) -> str:
        """Who acts, for the record: proved by the login, so it says nothing of a client."""
        return f"{self.name} ({self.session.email})" if self.person else self.session.email

    @property
    def here(self) -> str:
        """The page asked for with its question, below the address we are served at: to come back to it."""
        query = urlencode({name: value for name, value in self.query.items() if name != "done"})
        return f"{self.path}?{query}" if query else self.path

    def may(self, role: Role) -> bool:
        """Whether the person's role is this one or includes it."""
        return self.role.rank >= role.rank

    def needs(self, role: Role) -> None:
        """Passes when the person may.

        Raises:
            NotAllowedError: the role does not include this one.
        """
        if not self.may(role):
            raise NotAllowedError(role.value)


def base_of(request: Request) -> str:
    """Path below which we are served: the gateway's stage, a custom domain's mapping, or nothing."""
    if settings().public_url:
        return urlsplit(address_of(request)).path.rstrip("/")
    served = str(request.context.get("path") or "")
    return "/".join(served.split("/")[: -_depth(request)])


def address_of(request: Request) -> str:
    """Address at which the browser reaches us: as the deployment says, else as this request came."""
    context = request.context
    if settings().public_url:
        return settings().public_url.replace("{api}", str(context.get("apiId")))
    return f"https://{context.get('domainName')}{base_of(request)}"


def path_of(request: Request) -> str:
    """The path asked for, below the address we are served at."""
    template = str(request.path)
    given = {f"{{{name}}}": value for name, value in (request.uri_params or {}).items()}
    return "/".join(given.get(part, part) for part in template.split("/"))


def asked_with(request: Request) -> dict[str, str]:
    """Fields of the posted form; of a name that comes more than once, all values with line ends between them.

    Raises:
        InvalidInputError: more fields than any form of ours has.
    """
    fields: dict[str, str] = {}
    sent = request.raw_body or b""
    body = sent if isinstance(sent, str) else sent.decode("utf-8", "replace")
    try:
        sent_fields = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise InvalidInputError([Problem("form", "", f"more than {_MOST_FIELDS} fields")]) from error
    for name, value in sent_fields:
        fields[name] = f"{fields[name]}\n{value}" if name in fields else value
    return fields


def cookies_of(request: Request) -> dict[str, str]:
    """Cookies by name."""
    header = _header(request, "cookie")
    pairs = (one.strip().partition("=") for one in header.split(";") if "=" in one)
    return {name: value for name, _, value in pairs}


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of a page, so that a redirect to another site must be told in its own way."""
    return _header(request, "hx-request") == "true"


def from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site sent this request."""
    return _header(request, "sec-fetch-site") in {"cross-site", "same-site"}


def _header(request: Request, name: str) -> str:
    headers: Mapping[str, Any] = request.headers or {}
    return str(headers.get(name) or "")


def _depth(request: Request) -> int:
    return len(str(request.path).split("/")) - 1
