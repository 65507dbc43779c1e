"""What one kept payload tells, in the order in which it is to be taken."""

import json
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from chalicelib.model.credit import CreditEvent, Inquiry
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice


class Place(NamedTuple):
    """Where something stands in the order of its source: the feed's own position, then when it was fetched."""

    position: int
    seen_at: datetime
    line: int


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A notice, when its payload was fetched, and the customers that are worth a comparison with it."""

    notice: InsolvencyNotice
    place: Place
    worth: frozenset[str]


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """A bureau's word about somebody it watches for us, or the answer to a check."""

    event: CreditEvent
    place: Place


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """An inquiry with what its kept answer says."""

    inquiry: Inquiry
    place: Place


def position_of(document: Document) -> int:
    """The payload's place in a feed that counts, 0 in others: what was fetched again late keeps its place.

    >>> one = {"source": "x", "url": "x", "media_type": "x", "content": b"", "fetched_at": datetime(2026, 3, 2)}
    >>> position_of(Document(**one, cursor="4711")), position_of(Document(**one, cursor="2026-03-02T07:00:00+00:00"))
    (4711, 0)
    >>> position_of(Document(**one, attributes={"update": '{"oppdateringsid": 17}'}))
    17
    """
    if document.cursor:
        found = re.match(r"\d+(?![\d-])", document.cursor)
        return int(found[0]) if found else 0
    update = document.attributes.get("update")
    return int(json.loads(update).get("oppdateringsid", 0)) if update else 0


def folded(notice: InsolvencyNotice) -> bytes:
    """The notice in few bytes, for the many that are about nobody of ours."""
    return zlib.compress(notice.model_dump_json(exclude_none=True).encode(), 1)


def unfolded(content: bytes) -> InsolvencyNotice:
    """What was folded."""
    return InsolvencyNotice.model_validate_json(zlib.decompress(content))
