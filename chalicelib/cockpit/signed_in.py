"""The session behind a request: found by the cookie, ended when idle, with the role that the firm gives."""

import hashlib
import hmac
from datetime import datetime, timedelta

from chalice.app import Request

from chalicelib.cockpit.source_watch import watch
from chalicelib.cockpit.visit import Visit, address_of, cookies_of, path_of
from chalicelib.errors import NotAllowedError
from chalicelib.model.people import Organisation, Role
from chalicelib.model.session import Session
from chalicelib.store import sessions

COOKIE = "__Host-insolvency-watch"
LONGEST = timedelta(hours=10)
IDLE = timedelta(minutes=45)
# What a group of the login service gives is known from the login alone: whoever leaves the group is out by then.
LONGEST_BY_GROUP = timedelta(hours=1)
_SEEN_AGAIN = timedelta(minutes=5)
_GROUPS = {role.value: role for role in Role}


def digest(secret: str) -> str:
    """What is stored of a browser's secret: whoever reads the table can sign in as nobody."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_token(secret: str) -> str:
    """What every form of this session carries; nobody makes it without the cookie, and it does not give the cookie."""
    return hmac.new(secret.encode(), b"insolvency-watch form", hashlib.sha256).hexdigest()


def role_by_group(groups: tuple[str, ...]) -> Role | None:
    """The highest role whose name is one of the login service's groups."""
    roles = [_GROUPS[one] for one in groups if one in _GROUPS]
    return max(roles, key=lambda role: role.rank, default=None)


def role_of(email: str, given: Role | None, firm: Organisation) -> Role:
    """What the person may do: by our people list, or by a group of the login service, whichever is more.

    Raises:
        NotAllowedError: neither knows the person.
    """
    person = firm.person(email)
    known = [role for role in (person.role if person else None, given) if role]
    if not known:
        raise NotAllowedError("stranger")
    return max(known, key=lambda role: role.rank)


def visit_of(request: Request, now: datetime) -> Visit | None:
    """Who asks; None when nobody is signed in, or the session is over.

    Raises:
        NotAllowedError: the person was taken off our people list.
    """
    secret = cookies_of(request).get(COOKIE, "")
    if not secret:
        return None
    session, firm = sessions.get_with_firm(digest(secret))
    if session is None or now >= session.expires_at or now - session.seen_at > IDLE:
        return None
    given = session.given_role if now - session.started_at < LONGEST_BY_GROUP else None
    if given is None and session.given_role and firm.person(session.email) is None:
        return None
    role = role_of(session.email, given, firm)
    if now - session.seen_at > _SEEN_AGAIN:
        session = session.model_copy(update={"seen_at": now})
        if not sessions.renew(session):
            return None
    return Visit(
        session=session,
        firm=firm,
        role=role,
        address=address_of(request),
        path=path_of(request),
        query=dict(request.query_params or {}),
        now=now,
        csrf=csrf_token(secret),
        sources=watch(now),
    )


def begun(secret: str, session: Session) -> str:
    """The Set-Cookie value of a new session."""
    left = int((session.expires_at - session.started_at).total_seconds())
    return f"{COOKIE}={secret}; Path=/; Max-Age={left}; Secure; HttpOnly; SameSite=Lax"


def over() -> str:
    """The Set-Cookie value that takes the cookie away."""
    return f"{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
