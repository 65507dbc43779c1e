"""Paid answers of bureaus that were kept and not understood: read again after the bureau's file was mended."""

from collections.abc import Collection

from chalicelib import access, bureaus, inquiring
from chalicelib.model.credit import Inquiry
from chalicelib.store import credit, customers, evidence


def waiting(bureau: str, keys: Collection[str] = ()) -> tuple[Inquiry, ...]:
    """Inquiries whose answer is kept and was not understood: all of them, or those kept under these evidence keys."""
    found = (one for one in credit.unreadable(bureau) if one.payload)
    return tuple(one for one in found if not keys or one.payload in keys)


def read_again(inquiry: Inquiry) -> Inquiry:
    """The inquiry with what its kept answer says, recorded with all that follows from it; nothing is asked or paid.

    Raises:
        SourceChangedError: it is still not understood.
        SourceRefusedError: the plan cannot be read, or does not fit.
        NotFoundError: the payload is no longer kept.
    """
    key = inquiry.payload or ""
    document = evidence.get(key)
    answer = inquiring.read(bureaus.load(inquiry.bureau), document, key, access.bureau_plan(inquiry.bureau))
    answered = inquiry.model_copy(update={"answer": answer})
    customer = customers.get(inquiry.customer_number)
    if customer is None:
        credit.forget_inquiry(inquiry)
        return answered
    known, day = credit.file_of(customer.number), (inquiry.answered_at or inquiry.asked_at).date()
    until_then = tuple(one for one in known.history if one.on <= day)
    inquiring.record(answered, customer, known.model_copy(update={"history": until_then}))
    return answered
