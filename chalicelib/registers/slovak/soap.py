"""What the register is asked, page by page, and its XML.

Source: classes that public clients generated from the official WSDL; request examples of the register's guide.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from chalicelib.errors import SourceChangedError, TooManyHitsError
from chalicelib.web import Web
from chalicelib.web.soap import ask as asked

SOURCE = "sk_replik"
ENDPOINT = "https://replik-ws.justice.sk/ru-verejnost-ws/"
TYPES = "datatypes.konanie.verejnost.ru.sk.hp.com"
PAGE_SIZE = 100  # the largest
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def ask(web: Web, request: str, values: dict[str, str]) -> etree._Element:
    """The answer's body.

    Raises:
        SourceChangedError: it answers something else.
        SourceError: as `web.soap.ask`.
    """
    named_values = {f"{{{TYPES}}}{name}": value for name, value in values.items()}
    inside = asked(web, ENDPOINT, etree.QName(TYPES, f"{request}Request"), named_values, prefix="dat")
    if name_of(inside) != f"{request}Response":
        raise SourceChangedError(SOURCE, f"{request} was answered with <{name_of(inside)}>")
    return inside


def pages(web: Web, request: str, values: dict[str, str]) -> list[etree._Element]:
    """Every KonanieInfo of a paged answer, each once.

    Raises:
        TooManyHitsError: the pages together hold another number than the answer says.
        SourceError: as `ask`.
    """
    found: dict[str, etree._Element] = {}
    total = None
    while total is None or len(found) < total:
        page = str(len(found) // PAGE_SIZE)
        answer = ask(web, request, {**values, "Stranka": page, "VysledkovNaStranku": str(PAGE_SIZE)})
        printed = text(answer, "VysledkovCelkom") or ""
        if not printed.isdecimal():
            raise SourceChangedError(SOURCE, f"{request} says {printed!r} results in all")
        total, before = int(printed), len(found)
        found |= {required(one, "Id"): one for one in named(answer, "KonanieInfo")}
        if len(found) < total and len(found) - before < PAGE_SIZE:
            raise TooManyHitsError(SOURCE, f"{request} gave {len(found)} of {total} on {int(page) + 1} pages")
    return list(found.values())


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements below of this name, in whatever namespace."""
    return (one for one in element.iter(tag=etree.Element) if name_of(one) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this name."""
    children = () if element is None else element.iterchildren(tag=etree.Element)
    return next((one for one in children if name_of(one) == name), None)


def type_of(element: etree._Element) -> str:
    """The kind that `xsi:type` names, without its prefix."""
    return (element.get(XSI_TYPE) or "").rpartition(":")[2]


def text(element: etree._Element | None, name: str) -> str | None:
    """Text of the child with single blanks, None when missing or empty."""
    found = child(element, name)
    return re.sub(r"\s+", " ", (found.text if found is not None else None) or "").strip() or None


def required(element: etree._Element, name: str) -> str:
    """As `text`.

    Raises:
        SourceChangedError: there is none.
    """
    if (found := text(element, name)) is None:
        raise SourceChangedError(SOURCE, f"<{name}> is missing in <{name_of(element)}>")
    return found


def day(element: etree._Element | None, name: str) -> date | None:
    """The date, with or without a zone behind it.

    Raises:
        SourceChangedError: it is none.
    """
    if (printed := text(element, name)) is None:
        return None
    try:
        return date.fromisoformat(printed[:10])
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"<{name}> is {printed!r}, not a date") from error


def moment(printed: str) -> datetime:
    """The date and time with its zone.

    Raises:
        SourceChangedError: it is none, or has no zone.
    """
    try:
        found = datetime.fromisoformat(printed)
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"{printed!r} is no date and time") from error
    if found.tzinfo is None:
        raise SourceChangedError(SOURCE, f"{printed!r} tells no zone")
    return found
