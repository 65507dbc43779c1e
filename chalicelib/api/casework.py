"""What people put into a case, and how they end it: notes, facts, alarm, closing and reopening."""

from datetime import date

from chalice.app import Blueprint
from pydantic import Field, StrictBool, model_validator

from chalicelib import clock, decide
from chalicelib.acting import acted, alarmed, one_of_ours
from chalicelib.api.acting import Signed, signature, word
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import endpoint
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import EmailAddress
from chalicelib.model.entered import ClaimFacts, EnteredDates
from chalicelib.model.record import Record
from chalicelib.store import people

blueprint = Blueprint(__name__)
_WRITERS = (Scope.CASES_WRITE,)
_PROBLEMS = (404, 409, 422, 503)


class Note(Record):
    """A note for the file; it stays as it is written."""

    person: str = Field(min_length=1, max_length=200, description="who writes it", examples=["Eva Kern"])
    text: str = Field(min_length=1, max_length=10_000)


class Facts(Signed):
    """What no register prints. Only fields that are sent change; null takes one back, an empty address too."""

    claim: ClaimFacts | None = None
    entered: EnteredDates | None = None
    information_system: str | None = Field(default=None, max_length=500)

    @model_validator(mode="after")
    def _says_something(self) -> "Facts":
        if not (self.claim or self.entered or self.information_system is not None):
            raise ValueError("claim, entered or information_system: send at least one")
        return self


class Alarm(Record):
    """The workflow of an alert, started by hand: everybody is told in these words and asked for an answer."""

    person: str = Field(min_length=1, max_length=200, description="who gives the alarm", examples=["Eva Kern"])
    text: str = Field(min_length=1, max_length=2000, examples=["The driver saw a bailiff in the yard"])
    due_on: date = Field(description="day by which somebody has looked after it")
    owner: EmailAddress | None = Field(default=None, description="who shall look after it")


class Closing(Signed):
    """Ends the case; a block must have been released first."""


class Reopening(Signed):
    """Takes up a closed case again."""

    with_block: StrictBool = Field(default=False, description="also the block that its notices ask for")


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/notes",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Note,
    problems=_PROBLEMS,
)
def add_note(case_id: str, body: Note) -> CaseFile:
    """Write a note into the file."""
    said = decide.Word(person=signature(body.person, blueprint), reason=body.text)
    return acted(case_id, lambda file, occasion: decide.on_note(file, occasion, said), now=clock.now())


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/facts",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Facts,
    problems=_PROBLEMS,
)
def enter_facts(case_id: str, body: Facts) -> CaseFile:
    """Enter what is known of the claim and of dates that no register prints; deadlines follow at once."""
    signed = word(body, blueprint)
    return acted(
        case_id,
        lambda file, occasion: decide.on_facts_entered(
            file,
            occasion,
            signed,
            claim=body.claim,
            entered=body.entered,
            information_system=body.information_system,
        ),
        now=clock.now(),
    )


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/alarm",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Alarm,
    problems=_PROBLEMS,
)
def give_alarm(case_id: str, body: Alarm) -> CaseFile:
    """Give the alarm in a running case: a task with its day, and messages that want an acknowledgement."""
    said = decide.Word(person=signature(body.person, blueprint), reason=body.text)
    owner = one_of_ours(people.organisation(), body.owner, "owner") if body.owner else None
    return acted(
        case_id,
        lambda file, occasion: decide.on_manual_alarm(file, occasion, said, due_on=body.due_on, owner=owner),
        now=clock.now(),
    )


@endpoint(
    blueprint,
    "POST /v1/customers/{number}/alarm",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Alarm,
    problems=_PROBLEMS,
)
def give_alarm_about_customer(number: str, body: Alarm) -> CaseFile:
    """Give the alarm about a customer without a case: opens one with a warning, which stops nothing by itself.

    Where a case runs this is a 409 that names it: the alarm belongs there.
    """
    said = decide.Word(person=signature(body.person, blueprint), reason=body.text)
    owner = one_of_ours(people.organisation(), body.owner, "owner") if body.owner else None
    return alarmed(number, said, due_on=body.due_on, owner=owner, now=clock.now())


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/close",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Closing,
    problems=_PROBLEMS,
)
def close_case(case_id: str, body: Closing) -> CaseFile:
    """Close the case. While its block is active that is a 409."""
    signed = word(body, blueprint)
    return acted(case_id, lambda file, occasion: decide.on_closed(file, occasion, signed), now=clock.now(), ends=True)


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/reopen",
    scopes=_WRITERS,
    answer=CaseFile,
    body=Reopening,
    problems=_PROBLEMS,
)
def reopen_case(case_id: str, body: Reopening) -> CaseFile:
    """Take up a closed case again, with or without its block."""
    signed = word(body, blueprint)
    return acted(
        case_id,
        lambda file, occasion: decide.on_reopened(file, occasion, signed, with_block=body.with_block),
        now=clock.now(),
    )
