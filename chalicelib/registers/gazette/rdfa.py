"""Properties in a page (RDFa): which thing has which, where it stands, and what the page links as its company.

Source: as the notice's page, `gazette/page.py`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.registers.gazette.feed import SOURCE

_XML = "{http://www.w3.org/1999/xhtml}"
_HAS_DEBTOR = {"hascompany", "hasdebtor", "hasdebtorcompany"}  # insolvency:hasCompany; the others are believed


class Fact(NamedTuple):
    """One property of one thing: `about` is the thing, `value` what a machine reads, `text` what is printed.

    `place` is where it stands among the page's words.
    """

    about: str
    name: str
    value: str
    text: str
    place: int


def read(content: bytes) -> etree._Element:
    """The page's root.

    Raises:
        SourceChangedError: not well-formed, or with entities of its own.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceChangedError(SOURCE, f"cut or malformed XHTML: {error}") from error
    if list(root.iter(etree.Entity)):
        raise SourceChangedError(SOURCE, "a page with entities of its own")
    return root


def facts(root: etree._Element, places: dict[etree._Element, int]) -> Iterator[Fact]:
    """Each property of the page, in its order."""
    for element in root.iter(etree.Element):
        if name := element.get("property"):
            text = _words(element)
            yield Fact(_about(element), name, (element.get("content") or text).strip(), text, places[element])


def all_words(root: etree._Element) -> tuple[str, dict[etree._Element, int]]:
    """The page's words, and at which of them each element begins."""
    pieces: list[str] = []
    places: dict[etree._Element, int] = {}
    length = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            places[element] = length
        said = element.text if event == "start" and isinstance(element.tag, str) else None
        said = (element.tail if event == "end" else said) or ""
        pieces.append(said)
        length += len(said)
    return "".join(pieces), places


def linked(root: etree._Element) -> frozenset[str]:
    """What the page links as the company that the notice is about, whichever way the link is written."""
    found: set[str] = set()
    for element in root.iter(etree.Element):
        links = f"{element.get('rel', '')} {element.get('property', '')}".split()
        if not _HAS_DEBTOR & {re.split("[:#/]", one)[-1].casefold() for one in links}:
            continue
        target = element.get("resource") or element.get("href")
        within = (one.get("about") or one.get("resource") for one in element.iterdescendants(etree.Element))
        found.update(map(key, filter(None, [target] if target else within)))
    return frozenset(found)


def key(about: str) -> str:
    """A thing on the page in one spelling: "this:company-1" is also the notice's own address with "#company-1"."""
    return re.split("[#:/]", about.strip("[]"))[-1].casefold()


def _about(element: etree._Element | None) -> str:
    while element is not None:
        if found := element.get("about") or element.get("resource"):
            return found
        element = element.getparent()
    return ""


def text(root: etree._Element) -> str:
    """What a person reads, a paragraph a line."""
    article = next(root.iter(f"{_XML}article", "article"), None)
    body = article if article is not None else next(root.iter(f"{_XML}body", "body"), root)
    blocks = list(body.iter(f"{_XML}p", "p", f"{_XML}dd", "dd", f"{_XML}h2", "h2"))
    lines = (_words(block) for block in blocks or [body])
    return "\n".join(line for line in lines if line)


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
