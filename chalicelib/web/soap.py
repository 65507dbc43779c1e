"""SOAP 1.1 as a source's service speaks it."""

from collections.abc import Mapping

from lxml import etree

from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.web import Web
from chalicelib.web.xml_text import read_xml

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


def ask(web: Web, url: str, request: etree.QName, values: Mapping[str, str], *, prefix: str) -> etree._Element:
    """The element in the body of the answer to a request with these children, named as they stand.

    Raises:
        SourceUnreachableError: a fault of the server, or no SOAP at all.
        SourceChangedError: a fault that says the request is wrong, or cut XML.
        SourceError: as `Web.send`.
    """
    envelope = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"soapenv": _ENVELOPE, prefix: str(request.namespace)})
    body = etree.SubElement(envelope, f"{{{_ENVELOPE}}}Body")
    asked = etree.SubElement(body, request)
    for name, value in values.items():
        etree.SubElement(asked, name).text = value
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
    content = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
    answer = web.send("POST", url, body=content, headers=headers, allow=(500,))
    if answer.status_code == 500 and b"Fault" not in answer.content:
        raise SourceUnreachableError(web.source, f"{url} answered 500")
    return answered(web.source, read_xml(web.source, answer.content))


def answered(source: str, root: etree._Element) -> etree._Element:
    """What stands in the envelope's body.

    Raises:
        SourceUnreachableError: a fault of the server.
        SourceChangedError: a fault of the client, or no envelope.
    """
    body = root.find(f"{{{_ENVELOPE}}}Body")
    inside = None if body is None else next(body.iterchildren(tag=etree.Element), None)
    if root.tag != f"{{{_ENVELOPE}}}Envelope" or inside is None:
        raise SourceChangedError(source, f"<{root.tag}> where a SOAP answer was expected")
    if etree.QName(inside).localname == "Fault":
        words = f"fault {inside.findtext('faultcode')}: {inside.findtext('faultstring')}"
        if "Server" in (inside.findtext("faultcode") or ""):
            raise SourceUnreachableError(source, words)
        raise SourceChangedError(source, words)
    return inside
