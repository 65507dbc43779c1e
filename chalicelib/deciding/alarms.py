"""Alarm given by hand: a clerk who knows something that no register has published starts the same workflow.

In a case it tells everybody and asks for an answer. A customer without a case gets one with a warning, which stops
nothing by itself; the stage is a person's next decision. Such a case has no notice, so no law sets dates in it: it
counts as a file of warnings, which a bureau's warning may continue and proceedings never do (they open their own).
Its event is UNCLASSIFIED, for nothing was published that could be classified.
"""

from datetime import date
from decimal import Decimal

from chalicelib.deciding import casework, tasks, telling
from chalicelib.deciding.concluding import recorded
from chalicelib.deciding.grounds import ALARM
from chalicelib.deciding.occasion import Change, Occasion, Word
from chalicelib.errors import ConflictError
from chalicelib.model.alert import AlertKind, Recipient
from chalicelib.model.block import Block, Stage
from chalicelib.model.case import Case, CaseState, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import CustomerKind
from chalicelib.model.decision import Decision
from chalicelib.model.event import EventKind
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.message import BY_HAND
from chalicelib.model.record import content_id

_RUNNING = {CaseState.OPEN, CaseState.REVIEW}


def on_manual_alarm(
    file: CaseFile, occasion: Occasion, word: Word, *, due_on: date, owner: Recipient | None = None
) -> Decision:
    """Everybody told of what the person says, and a task to be done by a day.

    Raises:
        ConflictError: the case does not run.
        InvalidInputError: the day has gone by.
    """
    if file.case.state not in _RUNNING:
        raise ConflictError(f"case {file.case.id} is {file.case.state}: reopen it first")
    return _alarm(file, file.case, file.block, occasion, word, due_on, owner)


def on_alarm_without_case(occasion: Occasion, word: Word, *, due_on: date, owner: Recipient | None = None) -> Decision:
    """A new case of the customer with a warning, everybody told, and a task to be done by a day.

    Raises:
        InvalidInputError: the day has gone by.
    """
    case = _opened(occasion, word)
    decision = _alarm(None, case, _warning(case), occasion, word, due_on, owner)
    news = telling.message(decision.case, None, decision.block, None, word)
    cause = decision.entries[-1].id
    return decision.model_copy(
        update={"alerts": (*decision.alerts, *telling.to_systems(AlertKind.BLOCK_PLACED, news, occasion, cause=cause))}
    )


def _alarm(
    file: CaseFile | None,
    case: Case,
    block: Block | None,
    occasion: Occasion,
    word: Word,
    due_on: date,
    owner: Recipient | None,
) -> Decision:
    address = owner.address if owner else None
    given = tasks.manual(case, word.reason, word.person, occasion.now, owner=address, due_on=due_on)
    entry = casework.entry_for_person(case, EntryKind.MANUAL_ALARM, word.person, word.reason, occasion.now)
    changed = case.model_copy(update={"updated_at": occasion.now})
    decision = recorded(file, Change(changed, block, (entry,), (given,)), occasion)
    news = telling.message(decision.case, file.block if file else None, block, None, word)
    also = (owner,) if owner else ()
    news = news.model_copy(update={"due_on": due_on})
    told = telling.alerts(AlertKind.MANUAL_ALARM, news, occasion, cause=entry.id, owner=case.owner, also=also)
    return decision.model_copy(update={"alerts": told})


def _opened(occasion: Occasion, word: Word) -> Case:
    customer, now = occasion.customer, occasion.now
    reference = f"{BY_HAND}:{content_id(customer.number, word.person, now.isoformat(), word.reason)}"
    given = Match(
        customer_number=customer.number,
        notice_id=reference,
        result=MatchResult.POSITIVE,
        score=100,
        bits=Decimal(0),
        rule=BY_HAND,
        evidence=(),
        version="0",
        matched_at=now,
    )
    return Case(
        id=content_id(customer.number, reference),
        customer_number=customer.number,
        customer_name=customer.name,
        proceedings_id=reference,
        state=CaseState.OPEN,
        natural_person=customer.kind is CustomerKind.PERSON,
        source=BY_HAND,
        debtor_name=customer.name,
        event_kind=EventKind.UNCLASSIFIED,
        match=given,
        opened_at=now,
        updated_at=now,
    )


def _warning(case: Case) -> Block:
    return Block(
        customer_number=case.customer_number,
        case_id=case.id,
        stage=Stage.WARN,
        no_payouts=False,
        ground=ALARM,
        notice_id=case.match.notice_id,
        since=case.updated_at,
        changed_at=case.updated_at,
        may_release="clerk",
    )
