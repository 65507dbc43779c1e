"""Envelopes: what is sent with WS-Security, what comes back in SOAP 1.2 or 1.1, and the register's own exceptions.

Source: CIR.asmx.wsdl and the schemas of 2012 to 2021; recorded answers of 2021-05-21 (both envelope versions); the
header of requests (addressing 2004/08, UsernameToken as text) from a public client and the manual of July 2019.
"""

import re
from datetime import datetime
from typing import NoReturn

from lxml import etree

from chalicelib.errors import (
    SourceChangedError,
    SourceRefusedError,
    SourceUnreachableError,
    TooManyHitsError,
)
from chalicelib.web.xml_text import read_xml

SOURCE = "nl_cir"
CIR = "http://www.rechtspraak.nl/namespaces/cir01"
CONTENT = "http://www.rechtspraak.nl/namespaces/inspubber01"
_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
_WSA = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_AS_TEXT = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"
_NOTHING_FOUND = "1"
_GAP = "5"


class HistoryNeededError(TooManyHitsError):
    """The register no longer vouches for what lies between the last call and now (its exception 5)."""


def envelope(operation: str, parts: dict[str, str], to: str, user: tuple[str, str]) -> bytes:
    """The request with its addressing and the user's name and password."""
    root = etree.Element(f"{{{_SOAP}}}Envelope", nsmap={"soap": _SOAP, "wsa": _WSA, "wsse": _WSSE})
    header = etree.SubElement(root, f"{{{_SOAP}}}Header")
    etree.SubElement(header, f"{{{_WSA}}}Action").text = f"{CIR}/{operation}"
    etree.SubElement(header, f"{{{_WSA}}}To").text = to
    security = etree.SubElement(header, f"{{{_WSSE}}}Security", {f"{{{_SOAP}}}mustUnderstand": "1"})
    token = etree.SubElement(security, f"{{{_WSSE}}}UsernameToken")
    etree.SubElement(token, f"{{{_WSSE}}}Username").text = user[0]
    etree.SubElement(token, f"{{{_WSSE}}}Password", Type=_AS_TEXT).text = user[1]
    body = etree.SubElement(root, f"{{{_SOAP}}}Body")
    asked = etree.SubElement(body, f"{{{CIR}}}{operation}")
    for name, value in parts.items():
        etree.SubElement(asked, f"{{{CIR}}}{name}").text = value
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def content_type(operation: str) -> str:
    """Media type of a SOAP 1.2 request with its action."""
    return f'application/soap+xml; charset=utf-8; action="{CIR}/{operation}"'


def answer(content: bytes) -> etree._Element:
    """What stands inside the answer's result element: a list, a removal list or a case.

    Raises:
        SourceRefusedError: a fault about user and password.
        SourceUnreachableError: another fault.
        SourceChangedError: no such envelope.
    """
    root = read_xml(SOURCE, content)
    body = next(
        (root.find(f"{{{space}}}Body") for space in (_SOAP, _SOAP_11) if root.tag == f"{{{space}}}Envelope"), None
    )
    inside = [] if body is None else list(body.iterchildren(tag=etree.Element))
    if len(inside) != 1:
        raise SourceChangedError(SOURCE, f"<{root.tag}> without the one element in its body")
    if etree.QName(inside[0]).localname == "Fault":
        _raise_fault(inside[0])
    results = list(inside[0].iterchildren(tag=etree.Element))
    found = list(results[0].iterchildren(tag=etree.Element)) if len(results) == 1 else []
    if len(found) != 1:
        raise SourceChangedError(SOURCE, f"<{inside[0].tag}> without one result")
    return found[0]


def is_empty(result: etree._Element) -> bool:
    """Whether the register says that it found nothing.

    Raises:
        HistoryNeededError: exception 5.
        TooManyHitsError: exception 3.
        SourceUnreachableError: exception 2.
        SourceChangedError: exception 4 or another one.
    """
    told = result.find(f"{{{CONTENT}}}exceptie")
    if told is None:
        return False
    code, words = told.get("errorcode", ""), " ".join((told.text or "").split())
    if code == _NOTHING_FOUND:
        return True
    reason = f"exception {code}: {words}"
    if code == _GAP:
        raise HistoryNeededError(SOURCE, f"{reason}: publications since the last call may be missing")
    if code == "3":
        raise TooManyHitsError(SOURCE, reason)
    if code == "2":
        raise SourceUnreachableError(SOURCE, reason)
    raise SourceChangedError(SOURCE, reason)


def extracted_at(result: etree._Element) -> datetime:
    """When the register made the list.

    Raises:
        SourceChangedError: it does not say.
    """
    printed = result.get("extractiedatum", "")
    try:
        found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", printed))  # seven digits of a second
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"extractiedatum is {printed!r}") from error
    if found.tzinfo is None:
        raise SourceChangedError(SOURCE, f"extractiedatum {printed!r} has no zone")
    return found


def _raise_fault(fault: etree._Element) -> NoReturn:
    words = " ".join(" ".join(map(str, fault.itertext())).split())[:300]
    if re.search(r"security|authenti|password|wachtwoord|not authori", words, re.IGNORECASE):
        raise SourceRefusedError(SOURCE, f"the service refuses user or password: {words}")
    raise SourceUnreachableError(SOURCE, f"the service answered with a fault: {words}")
