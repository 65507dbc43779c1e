"""What comes in: notices and customers, each stored with the keys by which they find each other."""

from datetime import datetime
from typing import NamedTuple

from chalicelib import reading, registers
from chalicelib.deadlines.retention import expires_at, of_notice
from chalicelib.matching.keys import keys_of
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.notice import DebtorKind, InsolvencyNotice, Omission
from chalicelib.store import customers, evidence, notices, recalls

_LONGEST_TEXT = 80_000  # an item holds 400 kB, a letter takes up to four bytes


class Taken(NamedTuple):
    """What a payload held: notices that were new, and how many were stored before."""

    new: list[InsolvencyNotice]
    known: int


def keep_document(document: Document, now: datetime) -> Taken:
    """What the document held. The payload is kept before anything is concluded from it.

    Raises:
        SourceChangedError: the payload is not understood; it names the evidence key. Notices before the
            place that was not understood are stored.
        StoreUnreachableError: bucket or table do not answer.
    """
    return read_document(document, evidence.keep(document), now)


def read_document(document: Document, key: str, now: datetime) -> Taken:
    """What a payload kept under `key` held; raises as `keep_document`."""
    new: list[InsolvencyNotice] = []
    known = 0
    register = registers.load(document.source)
    removals = getattr(register, "removals", None)
    about = {document.attributes["case_number"]} if "case_number" in document.attributes else set()
    with reading.of_payload(document.source, key):
        for removal in removals(document) if removals else ():
            recalls.put(removal)
        try:
            for parsed in register.parse(document):
                notice = parsed.model_copy(update={"payload": key, "fetched_at": document.fetched_at})
                about |= {notice.case_number} if notice.case_number else set()
                if add_notice(notice, now, recallable=removals is not None):
                    new.append(notice)
                else:
                    known += 1
        finally:
            if removals:
                recalls.link_payload(document.source, about, key, now)
    return Taken(new, known)


def add_notice(notice: InsolvencyNotice, now: datetime, *, recallable: bool = False) -> bool:
    """Whether the notice was new; stored with the keys by which customers, and its register's removals, find it."""
    kept = _storable(notice)
    retention = of_notice(kept, now) if kept.debtor_kind is not DebtorKind.ORGANISATION else None
    until = expires_at(kept, now)
    return notices.add(kept, keys_of(kept), expires_at=until, retention=retention, recallable=recallable)


def _storable(notice: InsolvencyNotice) -> InsolvencyNotice:
    """The notice with a text that fits into the table; the whole text is in the kept payload."""
    if len(notice.original_text) <= _LONGEST_TEXT:
        return notice
    cut = Omission(field="original_text", reason=f"cut after {_LONGEST_TEXT} letters; the payload has all of it")
    text = notice.original_text[:_LONGEST_TEXT]
    return notice.model_copy(update={"original_text": text, "omissions": (*notice.omissions, cut)})


def keep_customer(customer: Customer) -> bool:
    """Whether the customer was new or different; raises as `store.customers.put`."""
    return customers.put(customer, keys_of(customer))
