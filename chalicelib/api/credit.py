"""What credit bureaus say of a customer: asked now within a budget and a time limit, or as it is stored."""

from datetime import date, datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field, StrictBool

from chalicelib import clock
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.blocks import BlockAnswer, answer_for, coverage
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import InvalidInputError, NotFoundError, Problem
from chalicelib.model.credit import CreditFile, InquiryReason
from chalicelib.model.credit_answer import CreditAnswer
from chalicelib.model.customer import Customer, Money
from chalicelib.model.record import Record
from chalicelib.store import blocks, credit, customers, sources

blueprint = Blueprint(__name__)


class CreditCheck(Record):
    """Why bureaus are asked, and how long the asker waits for all of them together."""

    reason: Literal[InquiryReason.ORDER, InquiryReason.BY_HAND] = InquiryReason.ORDER
    order_value: Money | None = Field(default=None, description="an order below a bureau's limit does not ask it")
    person: str | None = Field(
        default=None, min_length=1, max_length=200, description="who asks; required for by_hand", examples=["Eva Kern"]
    )
    wait_seconds: float = Field(default=8, ge=1, le=20)
    fresh: StrictBool = Field(default=False, description="ask although a valid answer is stored; by_hand only")


class CheckAnswer(CreditAnswer):
    """What bureaus say, and what stands against the customer now.

    What follows from a new answer is decided a moment later: ask for the block again before goods leave.
    """

    block: BlockAnswer


class CreditKnown(CreditFile):
    """All that bureaus have said about one customer, oldest first, and the day of the next regular check."""

    next_check_on: date | None


@endpoint(
    blueprint,
    "POST /v1/customers/{number}/check",
    scopes=(Scope.CREDIT_CHECK,),
    answer=CheckAnswer,
    body=CreditCheck,
    problems=(404, 422, 503),
)
def check_customer(number: str, body: CreditCheck) -> CheckAnswer:
    """Ask the bureaus about a customer, or show what is known and still valid.

    Answers within `wait_seconds` and a few more, whatever the bureaus do; who could not be heard stands under
    `failures`. No statement, nobody identified and nothing known are never "clean".
    """
    from chalicelib import checking, credit_answer, inquiring  # noqa: PLC0415 - their imports would slow block questions

    asked_by, now = _asker(body), clock.now()
    customer = _known_customer(number)
    question = inquiring.Question(body.reason, asked_by, now, body.order_value, body.wait_seconds)
    known, asked = checking.checked(customer, question, fresh=body.fresh)
    answer = credit_answer.credit_answer(customer, known, asked, now)
    return CheckAnswer(**dict(answer), block=_block(number))


@endpoint(
    blueprint,
    "GET /v1/customers/{number}/credit",
    scopes=(Scope.CREDIT_READ, Scope.CUSTOMERS_READ),
    answer=CreditKnown,
    problems=(404, 503),
)
def get_credit(number: str) -> CreditKnown:
    """Who the customer is at each bureau, every inquiry with its answer, and the index history."""
    _known_customer(number)
    due: datetime | None = credit.due_at(number)
    return CreditKnown(**dict(credit.file_of(number)), next_check_on=due.date() if due else None)


def _known_customer(number: str) -> Customer:
    customer = customers.get(number)
    if customer is None:
        raise NotFoundError(f"no customer {number!r}; this does not mean that nothing is known against it")
    return customer


def _asker(body: CreditCheck) -> str:
    """Who asks, with the client whose token came with the request: what was claimed, and what was proved.

    Raises:
        InvalidInputError: nobody is named, or an order wants a valid answer bought anew.
    """
    client = f"client {client_of(blueprint.current_request.context)}"
    by_hand = body.reason is InquiryReason.BY_HAND
    problems = []
    if by_hand and body.person is None:
        problems.append(Problem("person", "", "who asks? required for by_hand"))
    if body.fresh and not by_hand:
        problems.append(Problem("fresh", "true", "only by_hand: a valid answer is not bought again for an order"))
    if problems:
        raise InvalidInputError(problems)
    return f"{body.person} ({client})" if body.person else client


def _block(number: str) -> BlockAnswer:
    standing = blocks.standing(number)
    if standing is None:
        raise NotFoundError(f"no customer {number!r}; this does not mean 'not blocked'")
    now = clock.now()
    return answer_for(number, standing.blocks, coverage(sources.statuses(), now), now)
