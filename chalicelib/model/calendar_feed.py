"""Whose calendar a secret address shows."""

from pydantic import Field

from chalicelib.model.customer import EmailAddress
from chalicelib.model.record import Record, content_id


class CalendarFeed(Record):
    """The feed of a person or a department's mailbox; a new `generation` makes every earlier address void."""

    id: str
    reader: EmailAddress
    generation: int = Field(default=1, ge=1)


def calendar_id(reader: str) -> str:
    """Id of a reader's feed; it tells the address to nobody who does not know it.

    >>> calendar_id("Eva.Kern@example.com") == calendar_id("eva.kern@example.com")
    True
    """
    return content_id("calendar", reader.casefold())
