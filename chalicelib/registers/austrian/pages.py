"""The two pages: the list of proceedings, and one proceedings with all its publications.

Source: two public clients of 2026, who agree on links, spans and blocks; no page was recorded.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from lxml import etree, html

from chalicelib.errors import SourceChangedError, TooManyHitsError
from chalicelib.registers.austrian.wording import SOURCE, Field, days

_LINK = re.compile(r"(?:^|/)0/([0-9a-f]{32})!OpenDocument", re.IGNORECASE)
_BLOCK = "Bekannt gemacht am"


class Row(NamedTuple):
    """A line of the list."""

    id: str
    court: str
    case_number: str
    debtor: tuple[str, ...]


class Publication(NamedTuple):
    """A block of a proceedings' page."""

    day: date
    fields: tuple[Field, ...]

    @property
    def text(self) -> str:
        """All its fields, one a line."""
        return "\n".join(f"{field.name}: {field.text}" for field in self.fields)


class Proceedings(NamedTuple):
    """The head of a page and its publications in the page's order."""

    court: str
    case_number: str
    kind: str
    debtor: tuple[str, ...]
    number: str | None
    publications: tuple[Publication, ...]


def read_list(content: bytes, most: int) -> list[Row]:
    """Every line of the list.

    Raises:
        TooManyHitsError: the list is cut at `most` lines, or gives fewer than it counts.
        SourceChangedError: a page without a count of its hits, or with a line of another form.
    """
    root = _read(content)
    rows = [_row(line) for line in root.iter("tr") if any(_LINK.search(a.get("href", "")) for a in line.iter("a"))]
    printed = next((one.get("value", "") for one in root.iter("input") if one.get("name") == "TotalHits"), "")
    told = re.search(r"hat\s+(\d+)\s+Eintr", " ".join(root.text_content().split()))
    total = printed if printed.isdecimal() else told[1] if told else ""
    if not total:
        raise SourceChangedError(SOURCE, "a list that does not say how many entries it has")
    if int(total) >= most or int(total) != len(rows):
        raise TooManyHitsError(
            SOURCE, f"the list gave {len(rows)} of {total} entries; more than {most} are never given"
        )
    return rows


def read_proceedings(content: bytes) -> Proceedings:
    """The page of one proceedings.

    Raises:
        SourceChangedError: no case number, debtor or publication on it.
    """
    root = _read(content)
    head = {name: _span(root, name) for name in ("Dienststelle", "Aktenzeichen", "Verfahren", "Schuldner")}
    if missing := [name for name in ("Dienststelle", "Aktenzeichen", "Schuldner") if not head[name]]:
        raise SourceChangedError(SOURCE, f"a page without {missing[0]}")
    found = tuple(_publications(root))
    if not found:
        raise SourceChangedError(SOURCE, f"a page without {_BLOCK!r}")
    number = _span(root, "Schuldner-Firmenbuchnummer")
    return Proceedings(
        court=head["Dienststelle"][0],
        case_number=head["Aktenzeichen"][0],
        kind=" ".join(head["Verfahren"]),
        debtor=head["Schuldner"],
        number=number[0] if number else None,
        publications=found,
    )


def _read(content: bytes) -> Any:
    try:
        return html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, ValueError) as error:
        raise SourceChangedError(SOURCE, f"no HTML: {error}") from error


def _row(line: Any) -> Row:
    cells = list(line.iter("td"))
    link = next(a for a in line.iter("a") if _LINK.search(a.get("href", "")))
    court, comma, number = " ".join(link.text_content().split()).partition(", ")
    match = _LINK.search(link.get("href", ""))
    if match is None or not comma or len(cells) < 3:
        raise SourceChangedError(SOURCE, f"a line of the list without court and case number: {court!r}")
    return Row(match[1].lower(), court, number, _lines(cells[2]))


def _span(root: Any, name: str) -> tuple[str, ...]:
    found = root.xpath("//*[@id=$name]", name=name)
    return _lines(found[0]) if found else ()


def _publications(root: Any) -> Iterator[Publication]:
    """Blocks from one head line to the next, in document order."""
    day: date | None = None
    fields: list[Field] = []
    for element in root.iter("div", "dt"):
        if element.tag == "div" and "zeilehead" in element.get("class", "").split():
            if day and fields:
                yield Publication(day, tuple(fields))
            words = " ".join(element.text_content().split())
            dates = days(words) if words.startswith(_BLOCK) else []
            if words.startswith(_BLOCK) and not dates:
                raise SourceChangedError(SOURCE, f"no date in {words[:80]!r}")
            day, fields = (dates[0] if dates else None), []
        elif element.tag == "dt" and day:
            value = element.getnext()
            lines = _lines(value) if value is not None and value.tag == "dd" else ()
            fields.append(Field(" ".join(element.text_content().split()).rstrip(":"), lines))
    if day and fields:
        yield Publication(day, tuple(fields))


def _lines(element: Any) -> tuple[str, ...]:
    """Text of the element, a line break a new line."""
    lines = (" ".join(line.replace("\u00ad", "").split()) for line in "".join(_pieces(element)).split("\n"))
    return tuple(line for line in lines if line)


def _pieces(element: Any) -> Iterator[str]:
    yield " ".join((element.text or "").splitlines())
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str):
            yield from _pieces(child)
        yield " ".join((child.tail or "").splitlines())
