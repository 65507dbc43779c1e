"""What the register's two services are asked, and XML that must be as it is known.

Source: official WSDL and XSD of both services (2019-02); the faults by public clients.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.web import Web
from chalicelib.web.soap import ask as asked

SOURCE = "cz_isir"
FEED_TYPES = "http://isirpublicws.cca.cz/types/"
LOOK_UP_TYPES = "http://isirws.cca.cz/types/"
_PRAGUE = ZoneInfo("Europe/Prague")


def ask(web: Web, url: str, types: str, request: str, values: dict[str, str]) -> etree._Element:
    """The answer's body; children of the request carry no namespace.

    Raises:
        SourceError: as `web.soap.ask`.
    """
    return asked(web, url, etree.QName(types, request), values, prefix="typ")


def known(element: etree._Element, names: tuple[str, ...]) -> etree._Element:
    """The element itself, all of whose children are known and hold text only.

    Raises:
        SourceChangedError: a child that was never seen, or one with children of its own.
    """
    for child in element.iterchildren(tag=etree.Element):
        if child.tag not in names or len(child):
            raise SourceChangedError(SOURCE, f"unknown element <{child.tag}> in <{element.tag}>")
    return element


def text(element: etree._Element | None, path: str) -> str | None:
    """Text of the one element at the path with single blanks, None when missing or empty."""
    found = None if element is None else element.findtext(path)
    return re.sub(r"\s+", " ", found or "").strip() or None


def required(element: etree._Element, path: str) -> str:
    """As `text`.

    Raises:
        SourceChangedError: there is none.
    """
    if (found := text(element, path)) is None:
        raise SourceChangedError(SOURCE, f"<{path}> is missing in <{element.tag}>")
    return found


def number(element: etree._Element, path: str) -> int:
    """The number at the path.

    Raises:
        SourceChangedError: it is none.
    """
    printed = required(element, path)
    if not re.fullmatch(r"[0-9]{1,15}", printed):
        raise SourceChangedError(SOURCE, f"<{path}> is {printed!r}, not a number")
    return int(printed)


def day(element: etree._Element | None, path: str) -> date | None:
    """The date at the path as printed: "2008-01-03+01:00" is a day of Prague's.

    Raises:
        SourceChangedError: it is no date.
    """
    if (printed := text(element, path)) is None:
        return None
    try:
        return date.fromisoformat(printed[:10])
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"<{path}> is {printed!r}, not a date") from error


def day_of_moment(element: etree._Element, path: str) -> date:
    """The day in Prague of the moment at the path; one without a zone is Prague's.

    Raises:
        SourceChangedError: it is no date and time.
    """
    printed = required(element, path)
    try:
        moment = datetime.fromisoformat(printed)
        return (moment.astimezone(_PRAGUE) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError) as error:
        raise SourceChangedError(SOURCE, f"<{path}> is {printed!r}, no date and time") from error
