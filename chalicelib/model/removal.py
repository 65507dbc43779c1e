"""That a register took a case, or a debtor of it, back: every copy has to go."""

from datetime import datetime

from pydantic import Field

from chalicelib.model.record import Record


class Removal(Record):
    """All notices with this case number that were fetched until it was told; of one company only where it is named."""

    source: str
    case_number: str
    publication_id: str
    reason: str = Field(description="the register's own word")
    told_at: datetime
    company_number: str | None = None
    obeyed_at: datetime | None = None
