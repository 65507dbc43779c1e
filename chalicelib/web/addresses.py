"""Addresses as they are written, read in one way only: what a register links to is not trusted to be an address."""

import re
from urllib.parse import urljoin, urlsplit

import httpx

from chalicelib.errors import SourceChangedError


def origin_of(source: str, url: str) -> str:
    """scheme://host[:port] that the address begins with.

    A user's name before the host, another port and any other spelling are part of it, so that they are never the
    declared origin.

    Raises:
        SourceChangedError: it is no address, or programs would disagree on what it is (blanks, line breaks).
    """
    try:
        parts = urlsplit(url)
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise SourceChangedError(source, f"{url[:200]!r} is no address") from None
    origin = f"{parts.scheme}://{parts.netloc}"
    if not url.startswith(origin) or url[len(origin) :][:1] not in {"", "/", "?", "#"}:
        raise SourceChangedError(source, f"{url[:200]!r} is not written as an address is")
    return origin


def differing_part(declared: str, origin: str) -> str | None:
    """What stands for the * of a declared origin, one name between two dots; None where the origin is another one.

    >>> differing_part("https://ecf.*.example", "https://ecf.north.example")
    'north'
    >>> differing_part("https://a.example", "https://a.example"), differing_part("https://*.b", "https://c/.b")
    ('', None)
    """
    pattern = re.escape(declared).replace(r"\*", "([a-z0-9-]+)")
    found = re.fullmatch(pattern, origin)
    return "".join(found.groups()) if found else None


def linked(source: str, page: str, link: str) -> str:
    """Address that a link on a page leads to; whether it may be asked, the session says.

    Raises:
        SourceChangedError: it is no address.
    """
    try:
        return urljoin(page, link)
    except ValueError:
        raise SourceChangedError(source, f"{link[:200]!r} is no address") from None


def target_of(url: str, location: str) -> str:
    """Where a redirect leads, for the words of an error; what is no address as it came.

    >>> target_of("https://a.example/b", "/c"), target_of("https://a.example/b", "http://[")
    ('https://a.example/c', "'http://['")
    """
    try:
        return urljoin(url, location)
    except ValueError:
        return repr(location[:200])


def seconds_of(retry_after: str) -> int | None:
    """Seconds that a refusal asks us to wait; None where it names none, a date, or more than a day.

    >>> seconds_of("120"), seconds_of("Wed, 21 Oct 2026 07:28:00 GMT"), seconds_of("9" * 5000)
    (120, None, None)
    """
    plain = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 6
    return int(retry_after) if plain else None
