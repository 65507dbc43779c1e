"""XML from outside, without entities, document types or network; and held against the published schema."""

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError

NAME = "arvato_infoscore"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "urn:risk-solution-services-types:v2.1"
RMF = "http://rmf.arvato-infoscore.de/RMF_V2.1"
_SCHEMA = Path(__file__).parent / "schema" / "risk-solution-services-types.xsd"


def body_of(content: bytes) -> etree._Element:
    """The one element in the envelope's body.

    Raises:
        SourceChangedError: cut, no SOAP envelope, a document type, or XML built to exhaust its reader.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceChangedError(NAME, f"cut or malformed XML: {type(error).__name__}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceChangedError(NAME, "the XML brings a document type, which no SOAP message may")
    body = root.find(f"{{{SOAP}}}Body") if root.tag == f"{{{SOAP}}}Envelope" else None
    if body is None or len(body) != 1:
        raise SourceChangedError(NAME, "no SOAP envelope with one element in its body")
    return body[0]


def problems(element: etree._Element) -> list[tuple[str, str]]:
    """Where the element breaks the schema of version 2.1, as path and kind; never a value."""
    schema = _schema()
    if schema.validate(element):
        return []
    log: Any = schema.error_log  # iterable, which its stub does not say
    return [(_local(entry.message), entry.type_name) for entry in log]


def _local(message: str) -> str:
    """Name of the element that a message of the schema is about."""
    return message.partition("'")[2].partition("'")[0].rpartition("}")[2] or "?"


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_SCHEMA, etree.XMLParser(no_network=True, resolve_entities=False)))
