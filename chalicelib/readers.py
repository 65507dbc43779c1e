"""Who read a natural person's case or record stays with it (GDPR 5(2), 30): one entry for each reader and day."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.model.case import Case, Entry, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.reading import Reading
from chalicelib.model.record import content_id
from chalicelib.store import cases, readings


def noted(file: CaseFile, who: str, now: datetime) -> bool:
    """Whether the reader was noted now: the case is about a natural person, and this is the day's first reading.

    Raises:
        StoreUnreachableError: it cannot be noted; then nothing is shown either.
    """
    if not file.case.natural_person:
        return False
    entry = Entry(
        id=content_id(file.case.id, EntryKind.READ, who, now.date().isoformat()),
        case_id=file.case.id,
        kind=EntryKind.READ,
        at=now,
        by=who,
        text="read the case",
    )
    return entry.id not in {one.id for one in file.entries} and cases.add_entry(entry)


def noted_customer(customer: Customer, who: str, now: datetime, own: Iterable[Case] = ()) -> bool:
    """Whether the reader of a customer's record was noted now, as `noted` does for a case.

    `own` are the cases shown with it: a sole trader may be kept as an organisation, and the register knows better.

    Raises:
        StoreUnreachableError: it cannot be noted; then nothing is shown either.
    """
    if customer.kind is not CustomerKind.PERSON and not any(case.natural_person for case in own):
        return False
    return readings.add(Reading(customer_number=customer.number, by=who, at=now))
