"""North Data's publications page by page, from a position on.

A position is a time up to which everything was taken in, or within a window `from|to|pos`, so that a visit that ends in
the middle goes on there: a day may bring 500 pages. Whether a `pos` is still good at the next visit is believed; where
the bureau does not know it any more, the window is read again from its beginning.

Source: user guide, "Selecting publications" and the appendix on synchronisation.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.bureaus import Access
from chalicelib.bureaus.publications.parties import JSON
from chalicelib.errors import SourceChangedError
from chalicelib.model.document import Document

URL = "https://www.northdata.com/_api/pub/v1/publications"
_WINDOW = timedelta(hours=6)


def pages(access: Access, cursor: str | None, overlap: timedelta) -> Iterator[Document]:
    """Pages of insolvency publications, window by window up to now; without a position from `overlap` ago.

    Raises:
        SourceChangedError: a cut page (it was yielded, with the position before it), or paging that does not end.
    """
    if cursor and "|" in cursor:
        begin, end, position = cursor.split("|", 2)
        yield from _window(access, _moment(begin), _moment(end), position)
        start = asked_from = _moment(end)
    else:
        start = _moment(cursor) if cursor else access.now - overlap
        asked_from = start - overlap
    while start < access.now:
        ends = min(start + _WINDOW, access.now)
        yield from _window(access, asked_from, ends)
        start = asked_from = ends


def _window(access: Access, begin: datetime, end: datetime, position: str = "") -> Iterator[Document]:
    """Pages of one window; each names the position behind it, a cut one the position before it."""
    window, seen = {"minTimestamp": _stamp(begin), "maxTimestamp": _stamp(end)}, set[str]()
    while True:
        content = _asked(access, window, position)
        if content is None:
            position = ""
            continue
        seen.add(position)
        page = Document(
            source=JSON.source,
            url=URL,
            media_type="application/json",
            content=content,
            fetched_at=access.web.fetched_at,
            attributes={"from": window["minTimestamp"], "to": window["maxTimestamp"], "pos": position},
            cursor="|".join((*window.values(), position)),
        )
        try:
            position = JSON.word(JSON.members(JSON.read(page.content), None, "page"), "newPos") or ""
        except SourceChangedError:
            yield page  # kept as evidence
            raise
        behind = "|".join((*window.values(), position)) if position else window["maxTimestamp"]
        yield page.model_copy(update={"cursor": behind})
        if not position:
            return
        if position in seen:
            raise SourceChangedError(JSON.source, "paging comes back to a position that was read")


def _asked(access: Access, window: dict[str, str], position: str) -> bytes | None:
    """A page; None where the bureau does not know the position any more, so that the window begins anew."""
    params = {"source": "Ins", "content": "true", **window, **({"pos": position} if position else {})}
    response = access.web.get(URL, params=params, allow=(400, 404) if position else ())
    return response.content if response.status_code == 200 else None


def _moment(printed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError as error:
        raise SourceChangedError(JSON.source, f"{printed!r} is no position: a time is wanted") from error
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
