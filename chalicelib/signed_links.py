"""Links that prove by themselves what they allow: acknowledging one alert, reading one calendar.

A token is `payload.signature`, both base64url; the payload is JSON with purpose, subject and either the moment of
expiry or a generation number. Nothing in it is secret, so a subject is an id and never an address or a name: links
end up in logs. Whoever rotates the key hands in the new one first and the old one behind it until the old links
have run out.

Mail scanners follow links: a GET may show what would be acknowledged, only a POST does it.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime

from chalicelib.errors import InvalidInputError, LinkExpiredError, LinkInvalidError, Problem

_CONTEXT = b"insolvency-watch signed link 1\0"
_LONGEST = 1000
_SHORTEST_KEY = 32
Keys = tuple[bytes, ...]


def expiring(purpose: str, subject: str, expires_at: datetime, keys: Keys) -> str:
    """A token for one subject and purpose that is good until the moment given.

    Raises:
        InvalidInputError: the key is missing or shorter than 32 bytes.
    """
    return _signed({"p": purpose, "s": subject, "e": int(expires_at.timestamp())}, keys)


def read_expiring(token: str, purpose: str, now: datetime, keys: Keys) -> str:
    """The subject of a token that `expiring` made.

    Raises:
        LinkInvalidError: not signed by us, changed on the way, or made for something else.
        LinkExpiredError: signed by us, but its time is over.
    """
    claims = _opened(token, purpose, keys)
    expires = claims.get("e")
    if type(expires) is not int:
        raise LinkInvalidError
    if now.timestamp() >= expires:
        raise LinkExpiredError(datetime.fromtimestamp(expires, UTC))
    return str(claims["s"])


def revocable(purpose: str, subject: str, generation: int, keys: Keys) -> str:
    """A token without an end that is good while the subject's generation number stays the same.

    Raises:
        InvalidInputError: the key is missing or shorter than 32 bytes.
    """
    return _signed({"p": purpose, "s": subject, "g": generation}, keys)


def read_revocable(token: str, purpose: str, current: Callable[[str], int | None], keys: Keys) -> str:
    """The subject of a token that `revocable` made; `current` says a subject's generation now, None for no such one.

    Raises:
        LinkInvalidError: not signed by us, for something else, or revoked: one answer for all, it betrays nothing.
    """
    claims = _opened(token, purpose, keys)
    generation, subject = claims.get("g"), str(claims["s"])
    if type(generation) is not int or generation != current(subject):
        raise LinkInvalidError
    return subject


def _signed(claims: dict[str, str | int], keys: Keys) -> str:
    payload = _encoded(json.dumps(claims, separators=(",", ":"), sort_keys=True).encode())
    return f"{payload}.{_signature(payload, _usable(keys)[0])}"


def _opened(token: str, purpose: str, keys: Keys) -> dict[str, object]:
    if len(token) > _LONGEST or not token.isascii() or token.count(".") != 1:
        raise LinkInvalidError
    payload, signature = token.split(".")
    # The signature is compared as text: a second spelling of the same bytes is refused too.
    if not any(hmac.compare_digest(_signature(payload, key), signature) for key in _usable(keys)):
        raise LinkInvalidError
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError) as broken:
        raise LinkInvalidError from broken
    if not isinstance(claims, dict) or claims.get("p") != purpose or not isinstance(claims.get("s"), str):
        raise LinkInvalidError
    return claims


def _signature(payload: str, key: bytes) -> str:
    return _encoded(hmac.new(key, _CONTEXT + payload.encode("ascii"), hashlib.sha256).digest())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _usable(keys: Keys) -> Keys:
    if not keys or any(len(key) < _SHORTEST_KEY for key in keys):
        raise InvalidInputError([Problem("link_key", "", f"needs at least {_SHORTEST_KEY} random bytes")])
    return keys
