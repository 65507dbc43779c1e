"""SOAP 1.1 as the register's two services speak it, and XML that must be whole.

Source: official WSDL and XSD of both services (2019-02); the faults by public clients.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lxml import etree

from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.web import Web

SOURCE = "cz_isir"
FEED_TYPES = "http://isirpublicws.cca.cz/types/"
LOOK_UP_TYPES = "http://isirws.cca.cz/types/"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_PRAGUE = ZoneInfo("Europe/Prague")


def ask(web: Web, url: str, types: str, request: str, values: dict[str, str]) -> etree._Element:
    """The answer's body; children of the request carry no namespace.

    Raises:
        SourceUnreachableError: a fault of the server, or no SOAP at all.
        SourceChangedError: a fault that says the request is wrong, or cut XML.
        SourceError: as `Web.send`.
    """
    envelope = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"soapenv": _ENVELOPE, "typ": types})
    body = etree.SubElement(envelope, f"{{{_ENVELOPE}}}Body")
    asked = etree.SubElement(body, f"{{{types}}}{request}")
    for name, value in values.items():
        etree.SubElement(asked, name).text = value
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
    content = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
    answer = web.send("POST", url, body=content, headers=headers, allow=(500,))
    if answer.status_code == 500 and b"Fault" not in answer.content:
        raise SourceUnreachableError(SOURCE, f"{url} answered 500")
    return answered(read(answer.content))


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
    if etree.QName(inside).localname == "Fault":
        words = f"{inside.findtext('faultcode')}: {inside.findtext('faultstring')}"
        if "Server" in (inside.findtext("faultcode") or ""):
            raise SourceUnreachableError(SOURCE, f"fault {words}")
        raise SourceChangedError(SOURCE, f"fault {words}")
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
