"""Everything that happened in a case, as a list."""

from datetime import datetime

from chalicelib.model.record import Record


class ActivityRow(Record):
    """One thing that happened: when, who (person or source), what kind, in words, and what it refers to."""

    at: datetime
    by: str
    kind: str
    text: str
    reference: str | None = None


class ActivityLog(Record):
    """The log of one case, in any order; `complete` is False when it is an extract."""

    case_id: str
    customer_number: str
    customer_name: str
    debtor_name: str
    owner: str = ""
    rows: tuple[ActivityRow, ...]
    complete: bool = True
    prepared_at: datetime
    prepared_for: str | None = None
