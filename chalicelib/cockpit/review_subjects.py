"""Who a customer is at a bureau: the bureau's candidates beside the customer, chosen or refused by a person."""

import hashlib
from dataclasses import dataclass

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import readers
from chalicelib.cockpit import review_page, review_queue
from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.printing import Printer
from chalicelib.cockpit.rendering import word
from chalicelib.cockpit.review_evidence import Comparison, comparison, marked
from chalicelib.cockpit.review_queue import Order
from chalicelib.cockpit.reviews import Asked, next_path
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConcurrentChangeError, InvalidInputError, NotFoundError, Problem
from chalicelib.model.credit import Candidate, Subject
from chalicelib.model.customer import Customer
from chalicelib.model.people import Role
from chalicelib.model.record import Record
from chalicelib.store import credit, customers, ledgers

blueprint = Blueprint(__name__)


class Chosen(Record):
    """Whom a person chose; without a `subject` it is nobody of them, and that wants a reason."""

    seen: str
    by: Order = "money"
    subject: str | None = Field(default=None, max_length=200)
    remark: str | None = Field(default=None, max_length=1000)


@dataclass(frozen=True)
class Offered:
    """A candidate with how it fits."""

    candidate: Candidate
    comparison: Comparison


@page(blueprint, "GET /cockpit/reviews/bureaus/{bureau}/{number}", query=Asked)
def question(visit: Visit, bureau: str, number: str, query: Asked) -> Shown:
    """The customer and everybody whom the bureau names."""
    customer, subject = _known(bureau, number)
    readers.noted_customer(customer, visit.signature, visit.now)
    key = review_queue.bureau_key(bureau, number)
    values = {
        "customer": customer,
        "subject": subject,
        "open": review_queue.owed_by(customer, ledgers.open_amounts({number})),
        "bureau": bureau,
        "bureau_name": review_page.source_title(bureau),
        "offered": offered(visit, customer, subject),
        "key": key,
        "place": review_queue.place(review_queue.waiting(query.by), key),
        "by": query.by,
        "seen": digest(subject),
        "marked": marked,
        "answered": review_page.answered(query.before),
    }
    return Shown("review_subject.html", values)


@page(blueprint, "POST /cockpit/reviews/bureaus/{bureau}/{number}", role=Role.CLERK, form=Chosen)
def choose(visit: Visit, bureau: str, number: str, form: Chosen) -> Moved:
    """The choice kept and told to the bureau; then the next question comes up.

    Raises:
        ConcurrentChangeError: the bureau names others than the person saw.
        InvalidInputError: none of them, without a reason.
    """
    from chalicelib import subjects  # noqa: PLC0415 - its imports would slow block questions

    _, subject = _known(bureau, number)
    if digest(subject) != form.seen:
        raise ConcurrentChangeError(f"{bureau} names others for customer {number} than the page showed")
    reason = (form.remark or "").strip()
    if not (form.subject or reason):
        path, wanted = word("review.reason", visit.language), word("review.reason_needed", visit.language)
        raise InvalidInputError([Problem(path, "", wanted)])
    key = review_queue.bureau_key(bureau, number)
    after = review_queue.following(review_queue.waiting(form.by), key)
    if form.subject:
        said = reason or word("review.compared", visit.language)
        subjects.chosen(number, bureau, form.subject, by=visit.signature, reason=said, now=visit.now)
    else:
        subjects.refused(number, bureau, by=visit.signature, reason=reason, now=visit.now)
    return Moved(next_path(after, key, form.by))


def offered(visit: Visit, customer: Customer, subject: Subject) -> list[Offered]:
    """The candidates, each compared with the customer by our own rules."""
    from chalicelib.deciding.linking import as_notice, compared  # noqa: PLC0415 - its tables would slow block questions

    day = Printer(visit).day
    found = []
    for one in subject.candidates:
        match = compared(subject.bureau, one, customer, visit.now)
        notice = as_notice(subject.bureau, one, customer, visit.now)
        found.append(Offered(one, comparison(match, None, customer, notice, visit.language, day)))
    return found


def digest(subject: Subject) -> str:
    """Mark of what the person chooses from."""
    return hashlib.sha256(repr((subject.subject_id, subject.candidates)).encode()).hexdigest()[:24]


def _known(bureau: str, number: str) -> tuple[Customer, Subject]:
    customer = customers.get(number)
    subject = credit.file_of(number).subject(bureau) if customer else None
    if customer is None or subject is None:
        raise NotFoundError(f"{bureau} was not asked about customer {number!r}")
    return customer, subject
