"""What comes in: notices and customers, each stored with the keys by which they find each other."""

from datetime import datetime

from chalicelib import registers
from chalicelib.deadlines.retention import expires_at
from chalicelib.errors import SourceChangedError
from chalicelib.matching.keys import keys_of
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.store import customers, evidence, notices


def keep_document(document: Document, now: datetime) -> list[InsolvencyNotice]:
    """Those notices of the document that were new. The payload is kept before anything is concluded from it.

    Raises:
        SourceChangedError: the payload is not understood; it names the evidence key. Notices before the
            place that was not understood are stored.
        StoreUnreachableError: bucket or table do not answer.
    """
    return read_document(document, evidence.keep(document), now)


def read_document(document: Document, key: str, now: datetime) -> list[InsolvencyNotice]:
    """Those notices of a payload kept under `key` that were new; raises as `keep_document`."""
    new: list[InsolvencyNotice] = []
    try:
        for parsed in registers.load(document.source).parse(document):
            notice = parsed.model_copy(update={"payload": key, "fetched_at": document.fetched_at})
            if notices.add(notice, keys_of(notice), expires_at=expires_at(notice, now)):
                new.append(notice)
    except SourceChangedError as error:
        raise SourceChangedError(error.source, error.reason, evidence=key) from error
    return new


def keep_customer(customer: Customer) -> bool:
    """Whether the customer was new or different; raises as `store.customers.put`."""
    return customers.put(customer, keys_of(customer))
