"""The review queue: whether the debtor of a notice is our customer, decided with both sides in view."""

from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from urllib.parse import quote

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import decide
from chalicelib.acting import found, in_view, notice_of, settled
from chalicelib.cockpit import case_page, review_page, review_queue
from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.rendering import word
from chalicelib.cockpit.review_evidence import marked
from chalicelib.cockpit.review_queue import Order
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import ConcurrentChangeError, InvalidInputError, Problem
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.people import Role
from chalicelib.model.record import Record

blueprint = Blueprint(__name__)
_ON_A_PAGE = 100
Answer = Literal["ours", "not_ours", "unsure"]
REASONS: dict[Answer, tuple[str, ...]] = {
    "ours": ("identifier", "address", "asked"),
    "not_ours": ("identifier", "address", "birth_date", "sister", "namesake"),
    "unsure": ("too_little", "ask_customer", "ask_colleague"),
}
"""Reasons to be picked by one key each; their words are in words/review.toml, `review_<answer>`."""


class Asked(Record):
    """In which order, and what was answered before, to be said once more with the way back."""

    by: Order = "money"
    before: str | None = Field(default=None, max_length=200)
    page: int = Field(default=1, ge=1, le=1000)


class Answered(Record):
    """A person's answer, with what they had in view."""

    answer: Answer
    seen: str
    by: Order = "money"
    reason: str | None = Field(default=None, max_length=40)
    remark: str | None = Field(default=None, max_length=1000)
    owner: str | None = Field(default=None, max_length=254)


@page(blueprint, "GET /cockpit/reviews", query=Asked)
def queue(visit: Visit, query: Asked) -> Shown:
    """Everything that waits for a person's word."""
    waiting = review_queue.waiting(query.by)
    pages = max(1, -(-len(waiting) // _ON_A_PAGE))
    page = min(query.page, pages)
    values = {
        "count": len(waiting),
        "first": waiting[0] if waiting else None,
        "queue": waiting[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
        "page": page,
        "pages": pages,
        "by": query.by,
        "answered": review_page.answered(query.before),
    }
    return Shown("review_queue.html", values)


@page(blueprint, "GET /cockpit/reviews/{case_id}", query=Asked)
def review(visit: Visit, case_id: str, query: Asked) -> Shown:
    """Notice and customer side by side, and what each answer would do."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(review_queue.waiting, query.by)
        shown = review_page.of_case(visit, case_page.opened(visit, case_id))
    place = review_queue.place(waiting.result(), case_id)
    more = {
        "place": place,
        "by": query.by,
        "reasons": REASONS,
        "marked": marked,
        "answered": review_page.answered(query.before),
    }
    return Shown("review.html", {**shown, **more})


@page(blueprint, "POST /cockpit/reviews/{case_id}", role=Role.CLERK, form=Answered)
def answer(visit: Visit, case_id: str, form: Answered) -> Moved:
    """The answer on record; then the next question comes up.

    Raises:
        ConcurrentChangeError: the case is not as the person saw it.
        InvalidInputError: no reason.
    """
    file = found(case_id)
    if review_page.digest(file) != form.seen:
        raise ConcurrentChangeError(f"case {case_id} changed since the page was shown")
    if form.answer == "not_ours" and file.block and file.block.active:
        visit.needs(Role(file.block.may_release))
    said = decide.Word(person=visit.signature, reason=reason_of(form, visit))
    after = review_queue.following(review_queue.waiting(form.by), case_id)
    ends = form.answer == "not_ours"
    settled(
        file, lambda latest, occasion: _decided(form, latest, occasion, said, visit), in_view, now=visit.now, ends=ends
    )
    return Moved(next_path(after, case_id, form.by))


def next_path(after: review_queue.Waiting | None, key: str, by: Order) -> str:
    """The next question, or the queue when it was the last."""
    return f"{after.path if after else '/cockpit/reviews'}?by={by}&before={quote(key, safe='')}"


def reason_of(form: Answered, visit: Visit) -> str:
    """The reason that was picked and the remark, as they go on record.

    Raises:
        InvalidInputError: neither; who says that it is our customer may leave both out.
    """
    picked = word(f"review_{form.answer}.{form.reason}", visit.language) if form.reason in REASONS[form.answer] else ""
    said = ": ".join(part for part in (picked, (form.remark or "").strip()) if part)
    if not said and form.answer == "ours":
        return word("review.compared", visit.language)
    if not said:
        path, wanted = word("review.reason", visit.language), word("review.reason_needed", visit.language)
        raise InvalidInputError([Problem(path, "", wanted)])
    return said


def _decided(form: Answered, file: CaseFile, occasion: decide.Occasion, said: decide.Word, visit: Visit) -> Decision:
    if form.answer == "unsure":
        owner = review_page.colleague(visit.firm, form.owner)
        return decide.on_unsure(file, occasion, said, owner=owner)
    return decide.on_judgement(file, notice_of(file.case), occasion, said, ours=form.answer == "ours")
