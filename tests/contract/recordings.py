"""Recordings as documents: our own beside the tests, the registers' real ones in ../shared when it is there."""

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from chalicelib import registers
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.register import Window

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "register-samples"
NOW = datetime(2026, 9, 30, 8, 0, tzinfo=UTC)


def document(source: str, content: bytes, media_type: str = "", url: str = "https://register.example/") -> Document:
    """The bytes as if the register had just served them."""
    return Document(source=source, url=url, media_type=media_type, content=content, fetched_at=NOW)


def parsed(
    source: str, path: Path, media_type: str = "", url: str = "https://register.example/"
) -> list[InsolvencyNotice]:
    """Notices in the recording."""
    return list(registers.load(source).parse(document(source, path.read_bytes(), media_type, url)))


def by_id(notices: list[InsolvencyNotice]) -> dict[str, InsolvencyNotice]:
    """Notices by publication id; two of one id would be a defect of the test."""
    found = {notice.publication_id: notice for notice in notices}
    assert len(found) == len(notices)
    return found


def labels(source: str) -> list[dict[str, str]]:
    """Real notices read by a person: what names somebody or something stands there as a digest only."""
    return [json.loads(line) for line in (HERE / source / "labels.jsonl").read_text().splitlines()]


def as_label(notice: InsolvencyNotice, file: str) -> dict[str, str]:
    """The notice in the form of a label."""
    hearings = [f"{one.kind}:{one.date}:{one.time}:{one.written}" for one in notice.hearing_dates]
    plain = {name: str(getattr(notice, name)) for name in _PLAIN if getattr(notice, name) is not None}
    digests = {name: _digest(str(getattr(notice, name))) for name in _NAMING if getattr(notice, name) not in {None, ()}}
    address = {
        "debtor_postal_address": notice.debtor_postal_address,
        "practitioner_address": notice.practitioner_address,
    }
    digests |= {name: _digest(place.one_line()) for name, place in address.items() if place is not None}
    keys = {"debtor_identifiers": _digest(" ".join(one.key for one in notice.debtor_identifiers))}
    more = {"hearings": " ".join(hearings), "omissions": " ".join(one.field for one in notice.omissions)}
    return {"file": file, "id": notice.publication_id, **plain, **digests, **keys, **more}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# fmt: off
_PLAIN = [
    "publication_date", "event_kind", "underlying_kind", "opening_date", "claim_deadline", "closing_date",
    "proceeding_kind", "debtor_kind", "birth_date", "practitioner_role", "corrects", "cancels",
]
_NAMING = [
    "debtor_name", "debtor_first_name", "debtor_surname", "debtor_aliases", "debtor_reg_no",
    "debtor_reg_office", "debtor_seat", "court", "case_number", "practitioner_name", "practitioner_firm",
    "practitioner_phone", "practitioner_email", "claim_deadline_rule",
]
# fmt: on


def kinds(notices: list[InsolvencyNotice]) -> dict[str, int]:
    """How many notices of each event kind."""
    return dict(Counter(notice.event_kind.value for notice in notices))


def days(first: str, last: str | None = None, cursor: str | None = None) -> Window:
    """The window from first to last day."""
    start, end = (datetime.fromisoformat(day).date() for day in (first, last or first))
    return Window(start=start, end=end, cursor=cursor)
