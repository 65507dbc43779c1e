"""How a person's action in a case runs: read the file, decide, record, and decide again when somebody was faster."""

from collections.abc import Callable

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock, decide
from chalicelib.api.authorizers import client_of
from chalicelib.errors import ConcurrentChangeError, ConflictError, InvalidInputError, NotFoundError, Problem
from chalicelib.model.alert import Recipient
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.people import Organisation
from chalicelib.model.record import Record
from chalicelib.occasions import occasion_of
from chalicelib.store import cases, customers, decisions

_ATTEMPTS = 3
Decided = Callable[[CaseFile, decide.Occasion], Decision]
"""What is decided about a file as it now is."""


class Signed(Record):
    """A decision names who takes it and why."""

    person: str = Field(min_length=1, max_length=200, description="who decides", examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=2000, examples=["Other company of the same name, seat is Kiel"])


class Doing(Record):
    """Who did it, and a remark for the file where there is something to say."""

    person: str = Field(min_length=1, max_length=200, description="who did it", examples=["Eva Kern"])
    remark: str = Field(default="", max_length=2000, examples=["sent by registered mail"])


def found(case_id: str) -> CaseFile:
    """The case file.

    Raises:
        NotFoundError: there is none.
    """
    file = cases.get(case_id)
    if file is None:
        raise NotFoundError(f"no case {case_id!r}")
    return file


def recorded(decision: Decision) -> CaseFile:
    """The case file after the decision was written."""
    decisions.record(decision)
    return found(decision.case.id)


def occasion(file: CaseFile) -> decide.Occasion:
    """The occasion of a decision now.

    Raises:
        ConflictError: the customer was deleted.
    """
    customer = customers.get(file.case.customer_number)
    if customer is None:
        raise ConflictError(f"customer {file.case.customer_number!r} of this case is gone")
    return occasion_of(customer, clock.now())


def acted(case_id: str, decided: Decided, about: Callable[[CaseFile], object] | None = None) -> CaseFile:
    """The case file after an action; `about` as in `settled`.

    Raises:
        NotFoundError: there is no such case.
        ConcurrentChangeError: what the action is about changed, or the case did at every attempt.
    """
    return found(settled(found(case_id), decided, about).case.id)


def settled(file: CaseFile, decided: Decided, about: Callable[[CaseFile], object] | None = None) -> Decision:
    """The decision, recorded; taken again when something else in the case changed since the file was read.

    `about` gives what the person had in view: once that changed, nobody decides for them again. Without it the action
    is right whatever changes beside it.

    Raises:
        ConcurrentChangeError: what the action is about changed, or the case did at every attempt.
    """
    latest = file
    for attempt in range(1, _ATTEMPTS + 1):
        decision = decided(latest, occasion(latest))
        try:
            decisions.record(decision)
        except ConcurrentChangeError:
            latest = found(file.case.id)
            if attempt == _ATTEMPTS or (about and about(latest) != about(file)):
                raise
        else:
            return decision
    raise AssertionError("the loop ends by returning or raising")


def word(signed: Signed | Doing, blueprint: Blueprint) -> decide.Word:
    """The person named, and the client whose token carried the request: what was claimed, and what was proved."""
    reason = signed.reason if isinstance(signed, Signed) else signed.remark
    return decide.Word(person=signature(signed.person, blueprint), reason=reason or "done")


def signature(person: str, blueprint: Blueprint) -> str:
    """Who acts, for the record."""
    return f"{person} (client {client_of(blueprint.current_request.context)})"


def one_of_ours(firm: Organisation, address: str, path: str) -> Recipient:
    """The person or department with this address; anybody while the firm has entered no people.

    Raises:
        InvalidInputError: none of our people, and no department's mailbox.
    """
    person, box = firm.person(address), firm.mailbox(address)
    if person:
        return Recipient(address=person.email, name=person.name, language=person.language)
    if box:
        return Recipient(address=box.mailbox, name=box.name, language=box.language)
    if firm.people or firm.departments:
        raise InvalidInputError([Problem(path, address, "none of our people, and no department's mailbox")])
    return Recipient(address=address)
