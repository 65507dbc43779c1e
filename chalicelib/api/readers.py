"""Who read a natural person's case stays in the case (GDPR 5(2), 30): one entry for each client and day."""

from datetime import datetime

from chalicelib.model.case import Entry, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.record import content_id
from chalicelib.store import cases


def noted(file: CaseFile, client: str, now: datetime) -> bool:
    """Whether the reader was noted now: the case is about a natural person, and this is the day's first reading.

    Raises:
        StoreUnreachableError: it cannot be noted; then nothing is shown either.
    """
    if not file.case.natural_person:
        return False
    entry = Entry(
        id=content_id(file.case.id, EntryKind.READ, client, now.date().isoformat()),
        case_id=file.case.id,
        kind=EntryKind.READ,
        at=now,
        by=f"client {client}",
        text="read the case",
    )
    return entry.id not in {one.id for one in file.entries} and cases.add_entry(entry)
