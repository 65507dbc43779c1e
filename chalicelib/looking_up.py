"""What registers already know of a customer that is new to us: their feeds tell changes, not what stands for long.

A register's file offers `look_up(customer)`. Each is asked once for a number or name, within its questions a day;
beyond them, and where it refuses, the customer waits for the next day. `reconcile` asks faster about many customers.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

import stamina

from chalicelib import access, admin_settings, intake, registers
from chalicelib.errors import (
    BudgetSpentError,
    ConcurrentChangeError,
    CredentialsMissingError,
    SourceError,
    SourceRefusedError,
)
from chalicelib.model.customer import Customer
from chalicelib.model.identifier import Scheme
from chalicelib.model.look_up import LookUp, LookUpOutcome
from chalicelib.model.record import content_id
from chalicelib.registers.questions import Question
from chalicelib.settings import settings
from chalicelib.store import evidence, look_ups


class LookedUp(NamedTuple):
    """What came of it; who failed or was put off is asked again when the customer's message comes again."""

    made: tuple[LookUp, ...] = ()
    put_off: tuple[LookUp, ...] = ()
    failures: tuple[SourceError, ...] = ()


def questions(customer: Customer) -> dict[str, Question]:
    """By register what it is asked about the customer; a register that cannot tell is missing."""
    asked = ((name, getattr(registers.load(name), "look_up", None)) for name in _of_their_countries(customer))
    found = ((name, look_up(customer)) for name, look_up in asked if look_up)
    return {name: question for name, question in found if question}


def _of_their_countries(customer: Customer) -> list[str]:
    """The registers of where the customer is, and of who gave it a number; others need not even be imported."""
    giver = {Scheme.SIREN: "fr"}
    near = {giver.get(one.scheme, one.scheme[:2]) for one in customer.identifiers}
    if customer.address and customer.address.country:
        near.add(customer.address.country.lower())
    return [name for name in registers.names() if name[:2] in near]


def look_up(customer: Customer, now: datetime) -> LookedUp:
    """Every register that can be asked about the customer and has not answered yet; one that fails stops no other."""
    waiting = questions(customer)
    if not waiting:
        return LookedUp()
    known, disabled = look_ups.of(customer.number), admin_settings.disabled_sources()
    made: list[LookUp] = []
    put_off: list[LookUp] = []
    failures: list[SourceError] = []
    for name, question in waiting.items():
        about = content_id(question.about)
        before = known.get(name)
        if name in disabled or (before and before.about == about and before.answered):
            continue
        asked = LookUp(
            register_name=name,
            customer_number=customer.number,
            about=about,
            asked_at=now,
            outcome=LookUpOutcome.NOTHING,
        )
        try:
            made.append(_answered(asked, question, now))
        except CredentialsMissingError:
            continue  # the register is off, and shown as such
        except (BudgetSpentError, SourceRefusedError) as error:
            put_off.append(_noted(asked, LookUpOutcome.PUT_OFF, now, reason=error.reason))
        except SourceError as error:
            _noted(asked, LookUpOutcome.FAILED, now, reason=error.reason)
            failures.append(error)
    return LookedUp(tuple(made), tuple(put_off), tuple(failures))


def _answered(asked: LookUp, question: Question, now: datetime) -> LookUp:
    """The register's answer, whose payloads are kept before anything is concluded from them.

    Raises:
        BudgetSpentError: the day has no room for another question; nothing was asked.
        SourceError: as the register's `fetch`, or its `parse`.
    """
    facts = registers.load(asked.register_name).REGISTER
    secret = access.register_secret(facts)
    if not _reserve(facts.name, now, facts.look_ups_per_day):
        reason = f"{facts.look_ups_per_day} look-ups were made today; `reconcile {facts.name}` asks at once about all"
        raise BudgetSpentError(facts.name, reason)
    payloads, new = [], []
    replaced = settings().replaced_origins
    with access.register_web(facts, now, secret=secret, replaced_origins=replaced) as web:
        for document in question.ask(web):
            payloads.append(evidence.keep(document))
            new += [notice.id for notice in intake.read_document(document, payloads[-1], now).new]
    outcome = LookUpOutcome.FOUND if payloads else LookUpOutcome.NOTHING
    return _noted(asked, outcome, now, payloads=tuple(payloads), new_notices=tuple(new))


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.02, wait_max=0.5)
def _reserve(name: str, now: datetime, most: int) -> bool:
    return look_ups.reserve(name, now, most)


def _noted(asked: LookUp, outcome: LookUpOutcome, now: datetime, **more: Any) -> LookUp:
    noted = asked.model_copy(update={"outcome": outcome, **more})
    tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(0, 5), UTC)
    look_ups.put(noted, due=tomorrow if outcome is LookUpOutcome.PUT_OFF else None)
    return noted
