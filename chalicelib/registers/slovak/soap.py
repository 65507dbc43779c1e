"""SOAP 1.1 as the register speaks it, and XML that must be whole.

Source: classes that public clients generated from the official WSDL; request examples of the register's guide.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from chalicelib.errors import SourceChangedError, SourceUnreachableError, TooManyHitsError
from chalicelib.web import Web

SOURCE = "sk_replik"
ENDPOINT = "https://replik-ws.justice.sk/ru-verejnost-ws/"
TYPES = "datatypes.konanie.verejnost.ru.sk.hp.com"
PAGE_SIZE = 100  # the largest
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def ask(web: Web, request: str, values: dict[str, str]) -> etree._Element:
    """The answer's body.

    Raises:
        SourceUnreachableError: a fault of the server, or no SOAP at all.
        SourceChangedError: a fault that says the request is wrong, another answer, or cut XML.
        SourceError: as `Web.send`.
    """
    envelope = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"soapenv": _ENVELOPE, "dat": TYPES})
    body = etree.SubElement(envelope, f"{{{_ENVELOPE}}}Body")
    asked = etree.SubElement(body, f"{{{TYPES}}}{request}Request")
    for name, value in values.items():
        etree.SubElement(asked, f"{{{TYPES}}}{name}").text = value
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
    content = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
    answer = web.send("POST", ENDPOINT, body=content, headers=headers, allow=(500,))
    if answer.status_code == 500 and b"Fault" not in answer.content:
        raise SourceUnreachableError(SOURCE, f"{ENDPOINT} answered 500")
    inside = answered(read(answer.content))
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


def answered(root: etree._Element) -> etree._Element:
    """What stands in the envelope's body.

    Raises:
        SourceUnreachableError: a fault of the server.
        SourceChangedError: a fault of the client, or no envelope.
    """
    body = root.find(f"{{{_ENVELOPE}}}Body")
    inside = None if body is None else next(body.iterchildren(tag=etree.Element), None)
    if root.tag != f"{{{_ENVELOPE}}}Envelope" or inside is None:
        raise SourceChangedError(SOURCE, f"<{root.tag}> where a SOAP answer was expected")
    if name_of(inside) == "Fault":
        words = f"fault {inside.findtext('faultcode')}: {inside.findtext('faultstring')}"
        if "Server" in (inside.findtext("faultcode") or ""):
            raise SourceUnreachableError(SOURCE, words)
        raise SourceChangedError(SOURCE, words)
    return inside


def read(content: bytes) -> etree._Element:
    """Root element; no entity is ever resolved and nothing is loaded from the network.

    Raises:
        SourceChangedError: not well-formed, or it brings a document type of its own.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceChangedError(SOURCE, f"cut or malformed XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceChangedError(SOURCE, "a document type declaration, which the register never sends")
    return root


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
