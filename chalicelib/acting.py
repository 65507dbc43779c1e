"""How a person's action in a case runs: read the file, decide, record, and decide again when somebody was faster."""

from collections.abc import Callable
from datetime import date, datetime

from chalicelib import decide
from chalicelib.errors import ConcurrentChangeError, ConflictError, InvalidInputError, NotFoundError, Problem
from chalicelib.model.alert import Recipient
from chalicelib.model.case import Case
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.decision import Decision
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.people import Organisation
from chalicelib.occasions import occasion_of
from chalicelib.store import cases, customers, decisions, notices

_ATTEMPTS = 3
Decided = Callable[[CaseFile, decide.Occasion], Decision]
"""What is decided about a file as it now is."""


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


def occasion(file: CaseFile, now: datetime) -> decide.Occasion:
    """The occasion of a decision now.

    Raises:
        ConflictError: the customer was deleted.
    """
    customer = customers.get(file.case.customer_number)
    if customer is None:
        raise ConflictError(f"customer {file.case.customer_number!r} of this case is gone")
    return occasion_of(customer, now)


def occasion_without_customer(file: CaseFile, now: datetime) -> decide.Occasion:
    """The occasion of a decision that ends a case whose customer was deleted: what the case still knows stands in."""
    kind = CustomerKind.PERSON if file.case.natural_person else CustomerKind.ORGANISATION
    number, name = file.case.customer_number, file.case.customer_name
    return occasion_of(Customer(number=number, kind=kind, name=name or number, updated_at=now), now)


def orphaned(case: Case) -> bool:
    """Whether the case's customer was deleted."""
    return customers.get(case.customer_number) is None


def acted(
    case_id: str,
    decided: Decided,
    about: Callable[[CaseFile], object] | None = None,
    *,
    now: datetime,
    ends: bool = False,
) -> CaseFile:
    """The case file after an action; `about` and `ends` as in `settled`.

    Raises:
        NotFoundError: there is no such case.
        ConcurrentChangeError: what the action is about changed, or the case did at every attempt.
    """
    return found(settled(found(case_id), decided, about, now=now, ends=ends).case.id)


def settled(
    file: CaseFile,
    decided: Decided,
    about: Callable[[CaseFile], object] | None = None,
    *,
    now: datetime,
    ends: bool = False,
) -> Decision:
    """The decision, recorded; taken again when something else in the case changed since the file was read.

    `about` gives what the person had in view: once that changed, nobody decides for them again. Without it the action
    is right whatever changes beside it. An action that `ends` something works also when the customer was deleted.

    Raises:
        ConcurrentChangeError: what the action is about changed, or the case did at every attempt.
    """
    latest = file
    for attempt in range(1, _ATTEMPTS + 1):
        gone = ends and orphaned(latest.case)
        decision = decided(latest, occasion_without_customer(latest, now) if gone else occasion(latest, now))
        try:
            decisions.record(decision, customer_gone=gone)
        except ConcurrentChangeError:
            latest = found(file.case.id)
            if attempt == _ATTEMPTS or (about and about(latest) != about(file)):
                raise
        else:
            return decision
    raise AssertionError("the loop ends by returning or raising")


def in_view(file: CaseFile) -> object:
    """What a person decides about a block by: the block, and the publications it rests on."""
    return file.block, file.case.state, file.case.notices


def notice_of(case: Case) -> InsolvencyNotice:
    """The notice that the case's comparison is with.

    Raises:
        ConflictError: it was deleted.
    """
    notice = notices.get(case.match.notice_id)
    if notice is None:
        raise ConflictError(f"notice {case.match.notice_id!r} of this case is gone")
    return notice


def alarmed(number: str, said: decide.Word, *, due_on: date, owner: Recipient | None = None, now: datetime) -> CaseFile:
    """The case that an alarm about a customer without one opens, with a warning, which stops nothing by itself.

    Raises:
        NotFoundError: there is no such customer.
        ConflictError: a case of the customer runs; the alarm belongs there.
    """
    customer = customers.get(number)
    if customer is None:
        raise NotFoundError(f"no customer {number!r}")
    running = [case.id for case in cases.of_customer(number) if not case.state.over]
    if running:
        raise ConflictError(f"case {running[-1]} of this customer runs: give the alarm there")
    return recorded(decide.on_alarm_without_case(occasion_of(customer, now), said, due_on=due_on, owner=owner))


def one_of_ours(
    firm: Organisation, address: str, path: str, standing: frozenset[str | None] = frozenset()
) -> Recipient:
    """The person or department with this address; anybody while the firm has entered no people.

    Who has the thing already may keep it, also as a former colleague: those are `standing`.

    Raises:
        InvalidInputError: none of our people, and no department's mailbox.
    """
    person, box = firm.person(address), firm.mailbox(address)
    if person:
        return Recipient(address=person.email, name=person.name, language=person.language)
    if box:
        return Recipient(address=box.mailbox, name=box.name, language=box.language)
    if (firm.people or firm.departments) and address not in standing:
        raise InvalidInputError([Problem(path, address, "none of our people, and no department's mailbox")])
    return Recipient(address=address)
