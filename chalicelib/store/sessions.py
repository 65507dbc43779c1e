"""Sessions of the cockpit and logins under way; both end by themselves."""

import hmac
from datetime import datetime

from chalicelib.model.people import Organisation
from chalicelib.model.session import LoginAttempt, Session
from chalicelib.store import keys, table
from chalicelib.store.keys import Key


def put_attempt(attempt: LoginAttempt) -> None:
    """Keeps a login under way until it is taken up or ends."""
    new = table.item(_login(attempt.id), "login", attempt, expires_at=table.epoch(attempt.expires_at))
    table.transact([table.put_request(new)])


def take_attempt(attempt_id: str, state: str, now: datetime) -> LoginAttempt | None:
    """The login under way, which nobody can take up again; None when there is none, or its time is over.

    An answer to another login leaves it as it is.
    """
    found = table.get(_login(attempt_id))
    attempt = table.read(found, LoginAttempt) if found else None
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), state.encode()):
        return None
    if table.transact([table.delete_request(_login(attempt_id), "attribute_exists(pk)")]):
        return None
    return attempt if now < attempt.expires_at else None


def put(session: Session) -> None:
    """Keeps a new session."""
    new = table.item(_session(session.id), "session", session, expires_at=table.epoch(session.expires_at))
    table.transact([table.put_request(new)])


def renew(session: Session) -> bool:
    """Keeps a change of a session that goes on; False when it was ended meanwhile: that stands."""
    new = table.item(_session(session.id), "session", session, expires_at=table.epoch(session.expires_at))
    return not table.transact([table.put_request(new, "attribute_exists(pk)")])


def get(session_id: str) -> Session | None:
    """The session as stored, whether its time is over or not."""
    found = table.get(_session(session_id))
    return table.read(found, Session) if found else None


def get_with_firm(session_id: str) -> tuple[Session | None, Organisation]:
    """The session as stored, and our people as they are at this moment: one question for both."""
    found = {str(one["pk"]): one for one in table.get_many([_session(session_id), keys.ORGANISATION])}
    session, firm = found.get(_session(session_id).pk), found.get(keys.ORGANISATION.pk)
    return (
        table.read(session, Session) if session else None,
        table.read(firm, Organisation) if firm else Organisation(),
    )


def end(session_id: str) -> None:
    """Deletes the session; whoever holds its cookie is signed out."""
    table.transact([table.delete_request(_session(session_id))])


def _session(digest: str) -> Key:
    return Key(f"SESSION#{digest}", "SESSION")


def _login(digest: str) -> Key:
    return Key(f"LOGIN#{digest}", "LOGIN")
