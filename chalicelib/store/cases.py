"""Case files: read whole, listed by state, found by proceedings or customer."""

from collections.abc import Iterator
from datetime import date, datetime

from chalicelib.model.block import Block
from chalicelib.model.case import Case, CaseState, Entry
from chalicelib.model.case_document import CaseDocument
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline
from chalicelib.model.record import Record
from chalicelib.model.task import Task
from chalicelib.store import keys, table

_PAGE = 100


class Page(Record):
    """Cases of one listing, oldest change first; `next` goes on from here, None at the end."""

    cases: tuple[Case, ...]
    next: str | None = None


def get(case_id: str) -> CaseFile | None:
    """The case with block, entries and tasks, read consistently, or None."""
    found = table.query(keys.case(case_id).pk)
    case = next((table.read(one, Case) for one in found if one["type"] == "case"), None)
    if case is None:
        return None
    block = table.get(keys.block(case.customer_number, case_id))
    entries = (table.read(one, Entry) for one in found if one["type"] == "entry")
    tasks = (table.read(one, Task) for one in found if one["type"] == "task")
    deadlines = (table.read(one, Deadline) for one in found if one["type"] == "deadline")
    documents = (table.read(one, CaseDocument) for one in found if one["type"] == "document")
    return CaseFile(
        case=case,
        block=table.read(block, Block) if block else None,
        entries=tuple(sorted(entries, key=lambda entry: (entry.at, entry.id))),
        tasks=tuple(sorted(tasks, key=lambda task: (task.created_at, task.id))),
        deadlines=tuple(sorted(deadlines, key=lambda one: (one.safe_date or date.max, one.id))),
        documents=tuple(sorted(documents, key=lambda one: (one.history[0].at, one.id))),
    )


def listing(state: CaseState, after: str | None = None, limit: int = 50) -> Page:
    """A page of the cases in one state."""
    found, mark = table.query_listing(listing_of(state), after=after, limit=limit)
    return Page(cases=tuple(table.read(one, Case) for one in found), next=mark)


def case_item(case: Case) -> table.Item:
    """Item of a case, listed by its state and the time of its last change."""
    return table.item(
        keys.case(case.id),
        "case",
        case,
        version=case.version,
        listing=listing_of(case.state),
        listed_at=f"{case.updated_at.isoformat()}#{case.id}",
    )


def replace_request(case: Case, read: int) -> table.Item:
    """The request that replaces the case unless it has moved on from the version read."""
    return table.put_request(case_item(case), "version = :read", {":read": read})


def listing_of(state: CaseState) -> str:
    """Name of the listing that holds the cases of one state."""
    return f"CASES#{state}"


def of_customer(number: str) -> tuple[Case, ...]:
    """All cases of a customer; each has exactly one block beside the customer."""
    blocks = table.query(f"{keys.CUSTOMER_PREFIX}{number}", prefix=keys.BLOCK_PREFIX)
    case_ids = [str(one["sk"]).removeprefix(keys.BLOCK_PREFIX) for one in blocks]
    found = table.get_many([keys.case(case_id) for case_id in case_ids])
    return tuple(sorted((table.read(one, Case) for one in found), key=lambda case: case.opened_at))


def following(proceedings_id: str) -> set[str]:
    """Ids of the cases that follow these proceedings."""
    found = table.query(keys.case_of_proceedings(proceedings_id, "").pk, prefix=keys.CASE_PREFIX)
    return {str(one["sk"]).removeprefix(keys.CASE_PREFIX) for one in found}


def add_entry(entry: Entry) -> bool:
    """Whether the entry was new; for what happens to a case without changing it."""
    new = table.item(keys.entry(entry.case_id, entry.id), "entry", entry)
    return not table.transact([table.put_request(new, "attribute_not_exists(pk)")])


def all_in(state: CaseState, since: datetime | None = None) -> Iterator[Case]:
    """Every case in a state, or those changed since then."""
    after = since.isoformat() if since else None
    while True:
        found, after = table.query_listing(listing_of(state), after=after, limit=_PAGE)
        yield from (table.read(one, Case) for one in found)
        if after is None:
            return
