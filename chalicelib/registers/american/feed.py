"""The feed of a court's docket entries.

Source: a recorded feed of the Southern District of New York, 2018-04-19 (RSS 2.0 in ISO-8859-1).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.registers.american.courts import case_number, court_name
from chalicelib.registers.american.names import is_kept
from chalicelib.web.xml_text import read_xml

SOURCE = "us_bankruptcy_rss"
_GUID = re.compile(r"\?(\d+)-(\d+)$")
_HOST = re.compile(r"https://ecf\.([a-z]{2,5})\.uscourts\.gov")
_TITLE = re.compile(r"(\S+)\s+(.+)", re.DOTALL)
_DESCRIPTION = re.compile(
    r"Type:\s*(?P<type>\w+)\s+Office:\s*(?P<office>\S*)\s+Chapter:\s*(?P<chapter>\d*)\w*"
    r"(?:\s+Trustee:\s*(?P<trustee>[^\[]*?))?\s*(?:\[(?P<event>.*)\])?\s*(?:\(\s*<a\b.*|\(\d*\))?\s*",
    re.DOTALL,
)


class Item(NamedTuple):
    """One entry of the feed."""

    id: str
    number: str
    title: str
    kind: str
    chapter: str | None
    trustee: str | None
    event: str
    entered: datetime
    link: str | None


class Feed:
    """A court's feed.

    Raises:
        SourceChangedError: cut, no feed, or of a court that is not known.
    """

    def __init__(self, content: bytes) -> None:
        self._root = read_xml(SOURCE, content)
        channel = self._root.find("channel")
        link = "" if channel is None else channel.findtext("link") or ""
        match = _HOST.match(link.strip())
        name = court_name(match[1]) if match else None
        if self._root.tag != "rss" or channel is None or match is None or name is None:
            raise SourceChangedError(SOURCE, f"<{self._root.tag}> with link {link!r}: not the feed of a known court")
        self.court, self.short = name, match[1]
        self._channel = channel

    @property
    def rows(self) -> int:
        """How many entries it holds, of whatever kind."""
        return len(self._channel.findall("item"))

    def items(self) -> Iterator[Item]:
        """Entries of main cases; of adversary proceedings and the like there is nothing to say here.

        Raises:
            SourceChangedError: entries of another form, after all others were yielded.
        """
        odd: list[SourceChangedError] = []
        for element in self._channel.findall("item"):
            if _type(element) not in {"bk", None}:
                continue
            try:
                item = self._item(element)
            except SourceChangedError as error:
                odd.append(error)
            else:
                yield item
        if odd:
            raise SourceChangedError(SOURCE, f"{len(odd)} of {self.rows} entries, the first: {odd[0].reason}")

    def without_persons(self) -> bytes | None:
        """The feed as bytes without entries of natural persons and of other proceedings; None when it had none.

        An entry of another form stays where its title names an organisation, so that `items` says what is wrong.
        """
        dropped = [element for element in self._channel.findall("item") if not _wanted(element)]
        for element in dropped:
            self._channel.remove(element)
        return etree.tostring(self._root, encoding="utf-8", xml_declaration=True) if dropped else None

    def _item(self, element: etree._Element) -> Item:
        title = _TITLE.fullmatch(_part(element, "title"))
        said = _DESCRIPTION.fullmatch(_part(element, "description"))
        guid = _GUID.search(_part(element, "guid"))
        number = case_number(title[1]) if title else None
        if title is None or said is None or guid is None or number is None:
            raise SourceChangedError(SOURCE, f"an item of {self.short} with another title, description or guid")
        return Item(
            id=f"{self.short}-{guid[1]}-{guid[2]}",
            number=number,
            title=title[2],
            kind=said["type"],
            chapter=said["chapter"] or None,
            trustee=_turned(said["trustee"] or "") or None,
            event=" ".join((said["event"] or "").split()),
            entered=_moment(_part(element, "pubDate")),
            link=_part(element, "link") or None,
        )


def _type(element: etree._Element) -> str | None:
    match = re.match(r"Type:\s*(\w+)", _part(element, "description"))
    return match[1] if match else None


def _wanted(element: etree._Element) -> bool:
    said = _DESCRIPTION.fullmatch(_part(element, "description"))
    whole = _part(element, "title")
    title = _TITLE.fullmatch(whole)
    chapter = said["chapter"] or None if said else None
    event = said["event"] or "" if said else ""
    return _type(element) in {"bk", None} and is_kept(title[2] if title else whole, chapter, event)


def _part(element: etree._Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())


def _moment(printed: str) -> datetime:
    try:
        found = parsedate_to_datetime(printed)
        found.astimezone(UTC)
    except (ValueError, IndexError, TypeError, OverflowError) as error:
        raise SourceChangedError(SOURCE, f"pubDate {printed!r}") from error
    if found.tzinfo is None:
        raise SourceChangedError(SOURCE, f"pubDate {printed!r} has no zone")
    return found


def _turned(name: str) -> str:
    """First name first.

    >>> _turned("Exampleton, Erika P.")
    'Erika P. Exampleton'
    """
    surname, _, first = name.strip().partition(", ")
    return f"{first} {surname}".strip()
