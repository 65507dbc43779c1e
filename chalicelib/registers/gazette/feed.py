"""The feed in JSON: one object or an array of them, every value a string.

Source: the publisher's documentation of the feed with its sample of 2014, a recorded entry of 2008.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from lxml import etree, html

from chalicelib.errors import SourceChangedError
from chalicelib.registers.gazette.categories import is_corporate, is_known, normal_term
from chalicelib.web.json_text import read_json

SOURCE = "gb_gazette"
_NOTICE = re.compile(r"https?://www\.thegazette\.co\.uk/(?:id/)?notice/((?:[A-Z]-)?\d+(?:-\d+)?)")
_MEMBERS = {"id", "title", "link", "author", "updated", "published", "category", "content", "summary", "rights"}
_FACETS = re.compile(r"(f|geo|openSearch|gaz|gzw|person|xml|@xml):?")

_COMPANY = re.compile(r"\b(?:limited|ltd|plc|llp|cyfyngedig|company)\b", re.IGNORECASE)
_OF_PERSONS = re.compile(r"bankrupt|deceased|individual|sequestrat|prohibited name|personal insolv", re.IGNORECASE)


class Entry(NamedTuple):
    """What the feed says about one notice."""

    notice_id: str
    code: str
    term: str
    title: str
    status: str
    published: date
    text: str

    @property
    def named(self) -> str | None:
        """The title where it names the company; it is only the category's words at times."""
        bare = not normal_term(self.title) and not re.search(r"\d", self.title)  # a state in brackets is no name
        return None if bare or normal_term(self.title) == normal_term(self.term) or is_known(self.title) else self.title


def read(content: bytes) -> dict[str, Any]:
    """The feed.

    Raises:
        SourceChangedError: cut or other JSON.
    """
    try:
        found = read_json(content.decode("utf-8"))
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"cut or malformed JSON: {error}") from error
    if not isinstance(found, dict):
        raise SourceChangedError(SOURCE, f"a {type(found).__name__} where the feed was expected")
    return found


def entries(feed: dict[str, Any]) -> list[dict[str, Any]]:
    """The feed's entries, none, one or several.

    Raises:
        SourceChangedError: they are no objects, or it is no feed: neither an entry nor a total.
    """
    if not {"entry", "f:total"} & feed.keys():
        raise SourceChangedError(SOURCE, f"no feed: {sorted(feed)[:5]}")
    return [_object(one, "entry") for one in many(feed.get("entry"))]


def many(found: Any) -> list[Any]:
    """A list of what is an object when single and an array when several.

    >>> many(None), many({"@term": "x"}), many(["a", "b"])
    ([], [{'@term': 'x'}], ['a', 'b'])
    """
    if found is None or found == "":
        return []
    return found if isinstance(found, list) else [found]


def total(feed: dict[str, Any]) -> int:
    """How many notices the whole search found.

    Raises:
        SourceChangedError: the feed does not say.
    """
    printed = str(feed.get("f:total", ""))
    if not re.fullmatch(r"\d{1,9}", printed):
        raise SourceChangedError(SOURCE, f"f:total is {printed!r}, not a number")
    return int(printed)


def code_of(entry: dict[str, Any]) -> str:
    """The entry's notice code, empty when it has none; a number, or a list of one, is read, too.

    >>> code_of({"f:notice-code": 2450}), code_of({"f:notice-code": ["2450"]}), code_of({})
    ('2450', '2450', '')
    """
    found = re.search(r"(?<!\d)\d{4}(?!\d)", str(entry.get("f:notice-code") or ""))
    return found[0] if found else ""


def about_company(entry: dict[str, Any]) -> bool:
    """Whether the entry is about a company: by its code, or without one by the name that it gives.

    >>> about_company({"f:notice-code": "2503", "title": "A Person"}), about_company({"title": "ACME LIMITED"})
    (False, True)
    """
    if code := code_of(entry):
        return is_corporate(code) and "prohibited name" not in str(entry.get("category")).casefold()
    words = " ".join(str(entry.get(name) or "") for name in ("title", "category", "content"))
    return bool(_COMPANY.search(words)) and not _OF_PERSONS.search(words)


def terms_of(entry: dict[str, Any]) -> list[str]:
    """The words of the entry's categories.

    Raises:
        SourceChangedError: a category is no object, or its term no text.
    """
    return [_word(_object(one, "category").get("@term"), "category/@term") for one in many(entry.get("category"))]


def read_entry(entry: dict[str, Any]) -> Entry:
    """The entry's facts.

    Raises:
        SourceChangedError: an unknown member, or no id, category or publication date.
    """
    for name in entry:
        if name not in _MEMBERS and not _FACETS.match(name):
            raise SourceChangedError(SOURCE, f"unknown member {name!r} of entry")
    terms = terms_of(entry)
    if not terms or not terms[0]:
        raise SourceChangedError(SOURCE, "an entry without category/@term")
    match = _NOTICE.fullmatch(_word(entry.get("id"), "id"))
    if match is None:
        raise SourceChangedError(SOURCE, f"entry id {str(entry.get('id'))[:80]!r}")
    return Entry(
        notice_id=match[1],
        code=code_of(entry),
        term=next(filter(is_known, terms), terms[0]),
        title=_word(entry.get("title"), "title"),
        status=_word(entry.get("f:status"), "f:status") or "published",  # one recorded entry has none
        published=day(_word(entry.get("published"), "published")),
        text=plain_text(_word(entry.get("content"), "content")),
    )


def day(printed: str) -> date:
    """The day of a timestamp that has no zone.

    Raises:
        SourceChangedError: it has none.
    """
    try:
        return date.fromisoformat(printed[:10])
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"{printed!r} is no date") from error


def plain_text(snippet: str) -> str:
    """Text of an HTML snippet, its paragraphs as lines.

    >>> plain_text("<div><p><em>ACME</em> LIMITED</p><p>(Company Number 01 …</p></div>")
    'ACME LIMITED\\n(Company Number 01 …'
    """
    if not snippet.strip():
        return ""
    try:
        root = html.fragment_fromstring(snippet, create_parent="div", parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, ValueError) as error:
        raise SourceChangedError(SOURCE, f"content is no HTML: {error}") from error
    lines = (" ".join(line.split()) for line in "".join(_pieces(root)).splitlines())
    return "\n".join(line for line in lines if line)


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
            yield "\n" if child.tag in {"p", "br", "div", "li", "tr"} else ""
        yield child.tail or ""


def _object(found: Any, what: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise SourceChangedError(SOURCE, f"{what} is a {type(found).__name__}, not an object")
    return found


def _word(found: Any, what: str) -> str:
    if found is not None and not isinstance(found, str):
        raise SourceChangedError(SOURCE, f"{what} is a {type(found).__name__}, not text")
    return (found or "").strip()
