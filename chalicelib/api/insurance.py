"""The firm's credit insurance: its policies, and what they cover for each customer."""

from datetime import date
from typing import Annotated, Any

from chalice.app import Blueprint
from pydantic import BaseModel, Field, create_model

from chalicelib import clock
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import checked, endpoint
from chalicelib.api.ledger import OfCustomer, account
from chalicelib.api.uploads import MOST, Kept, Sent, Upload, described
from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.customer_number import CustomerNumber
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.open_item import Reference
from chalicelib.model.record import Record
from chalicelib.store import ledgers

blueprint = Blueprint(__name__)
_READERS = (Scope.LEDGER_READ, Scope.LEDGER_WRITE)
_SentLimits = Annotated[tuple[Sent, ...], Field(min_length=1, max_length=MOST, **described(CreditLimit))]

# A policy as the caller sends it: the path says its number.
_sent_fields: dict[str, Any] = {name: (field.annotation, field) for name, field in Policy.model_fields.items()}
_sent_fields["number"] = (Reference | None, Field(default=None, description="when given, the one in the path"))
PolicyBody: type[BaseModel] = create_model(
    "PolicyBody", __base__=Record, __doc__="A policy to be kept under the number in the path.", **_sent_fields
)


class Policies(Record):
    """The firm's policies by number."""

    policies: tuple[Policy, ...]


class LimitsSent(Record):
    """Credit limits of any customers; one limit is found again by customer, policy and first day."""

    limits: _SentLimits


class Limits(Record):
    """What insurers cover for a customer, oldest first."""

    customer_number: str
    limits: tuple[CreditLimit, ...]


class OneLimit(Record):
    """One credit limit."""

    customer_number: CustomerNumber
    policy_number: Reference
    valid_from: date


@endpoint(blueprint, "GET /v1/policies", scopes=_READERS, answer=Policies, problems=(503,))
def list_policies() -> Policies:
    """The firm's credit insurance policies."""
    return Policies(policies=ledgers.policies())


@endpoint(
    blueprint,
    "PUT /v1/policies/{policy_number}",
    scopes=(Scope.LEDGER_WRITE,),
    answer=Policy,
    body=PolicyBody,
    problems=(404, 422, 503),
)
def put_policy(policy_number: str, body: BaseModel) -> Policy:
    """Keep a policy. One that has ended stays with its `valid_to`: older deliveries are judged by it.

    Customers' cover is judged by the new terms within a day, or with the next change of their books.
    """
    sent = body.model_dump(exclude_unset=True)
    if sent.get("number") not in (None, policy_number):
        raise InvalidInputError([Problem("number", str(sent["number"]), f"the path says {policy_number!r}")])
    policy = checked(Policy, {**sent, "number": policy_number})
    ledgers.put_policy(policy)
    return policy


@endpoint(
    blueprint,
    "PUT /v1/credit-limits",
    scopes=(Scope.LEDGER_WRITE,),
    answer=Kept,
    body=LimitsSent,
    problems=(409, 422, 503),
)
def put_limits(body: LimitsSent) -> Kept:
    """Keep what insurers cover for customers; each limit is answered by itself."""
    now = clock.now()
    known = {one.number for one in ledgers.policies()}
    upload = Upload(
        CreditLimit, body.limits, {}, lambda one: f"{one.customer_number}#{one.policy_number}#{one.valid_from}"
    )
    for position, limit in list(upload.good.items()):
        if limit.policy_number not in known:
            upload.refuse(position, "policy_number", f"no policy {limit.policy_number!r}; keep the policy first")
    return upload.kept(lambda number, some: ledgers.keep_limits(number, some, now))


@endpoint(
    blueprint, "GET /v1/credit-limits", scopes=_READERS, answer=Limits, query=OfCustomer, problems=(404, 422, 503)
)
def get_limits(query: OfCustomer) -> Limits:
    """What insurers cover for a customer."""
    return Limits(customer_number=query.customer_number, limits=account(query.customer_number).limits)


@endpoint(
    blueprint,
    "DELETE /v1/credit-limits",
    scopes=(Scope.LEDGER_WRITE,),
    answer=None,
    query=OneLimit,
    problems=(404, 409, 422, 503),
)
def remove_limit(query: OneLimit) -> None:
    """Remove a limit entered by mistake. One that the insurer withdrew is kept with `withdrawn_on`."""
    ledgers.remove_limit(query.customer_number, query.policy_number, query.valid_from.isoformat(), clock.now())
