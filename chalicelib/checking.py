"""A check of one customer at the bureaus, however it was asked for: what is known, what was asked, what it tells."""

from typing import NamedTuple

from chalicelib import bureau_health, inquiring
from chalicelib.inquiring import Asked, Question
from chalicelib.model.credit import CreditFile
from chalicelib.model.customer import Customer
from chalicelib.store import credit


class Checked(NamedTuple):
    """What was known before, and what came of asking."""

    known: CreditFile
    asked: Asked


def checked(customer: Customer, question: Question, *, fresh: bool = False) -> Checked:
    """The bureaus asked about a customer, within the budget; `fresh` asks although a valid answer is stored.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    known = credit.file_of(customer.number)
    asked = inquiring.check(customer, known.model_copy(update={"inquiries": ()}) if fresh else known, question)
    bureau_health.heard(asked.failures, asked.made, question.now)
    return Checked(known, asked)
