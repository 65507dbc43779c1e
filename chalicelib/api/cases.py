"""Case files, and the three things a person decides in them: is it ours, how far to block, when to release."""

from chalice.app import Blueprint
from pydantic import Field, StrictBool

from chalicelib import clock, decide, readers
from chalicelib.acting import acted, found, in_view, notice_of, one_of_ours
from chalicelib.api.acting import Signed, word
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import NotFoundError
from chalicelib.model.block import Stage
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import EmailAddress
from chalicelib.model.decision import Decision
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.record import Record
from chalicelib.store import cases, notices, people

blueprint = Blueprint(__name__)
_READERS = (Scope.CASES_READ, Scope.CASES_WRITE)


class CaseListing(Record):
    """Which cases to list: those of one state, page by page."""

    state: CaseState = CaseState.OPEN
    limit: int = Field(default=50, ge=1, le=100)
    after: str | None = Field(default=None, description="`next` of the page before")


class CasePage(Record):
    """One page of cases; ask again with `after` set to `next` until it is null."""

    cases: tuple[Case, ...]
    next: str | None


class Judgement(Signed):
    """Whether the debtor in the case's notice is the customer; null says that this cannot be said yet."""

    ours: StrictBool | None = Field(description="null: unsure; the question stays open behind the others")
    owner: EmailAddress | None = Field(default=None, description="who shall answer it, where `ours` is null")


class BlockRelease(Signed):
    """Takes the case's block back; blocks of other cases stay."""


class StageChange(Signed):
    """Sets the case's block to another stage."""

    stage: Stage
    no_payouts: StrictBool | None = Field(default=None, description="left as it is when not given")


@endpoint(blueprint, "GET /v1/cases", scopes=_READERS, answer=CasePage, query=CaseListing, problems=(422, 503))
def list_cases(query: CaseListing) -> CasePage:
    """Cases of one state, page by page."""
    page = cases.listing(query.state, query.after, query.limit)
    return CasePage(cases=page.cases, next=page.next)


@endpoint(blueprint, "GET /v1/cases/{case_id}", scopes=_READERS, answer=CaseFile, problems=(404, 503))
def get_case(case_id: str) -> CaseFile:
    """One case file. Whoever reads a natural person's is noted in it, once a day."""
    file = found(case_id)
    readers.noted(file, f"client {client_of(blueprint.current_request.context)}", clock.now())
    return file


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/judgement",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseFile,
    body=Judgement,
    problems=(404, 409, 422, 503),
)
def judge(case_id: str, body: Judgement) -> CaseFile:
    """Say whether the debtor is our customer.

    Yes opens the case with the block its event calls for; no dismisses it and takes its block back, and later notices
    of the same proceedings do not ask again. Null changes nothing but the record and whose question it is.
    """
    signed, ours = word(body, blueprint), body.ours
    owner = one_of_ours(people.organisation(), body.owner, "owner") if body.owner and ours is None else None

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        if ours is None:
            return decide.on_unsure(file, occasion, signed, owner=owner)
        return decide.on_judgement(file, notice_of(file.case), occasion, signed, ours=ours)

    return acted(case_id, decided, in_view, now=clock.now(), ends=ours is False)


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/release",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseFile,
    body=BlockRelease,
    problems=(404, 409, 422, 503),
)
def release(case_id: str, body: BlockRelease) -> CaseFile:
    """Release the case's block. Person and reason stay on record; blocks of other cases stay in force."""
    signed = word(body, blueprint)

    def decided(file: CaseFile, occasion: decide.Occasion) -> Decision:
        return decide.on_release(file, occasion, signed)

    return acted(case_id, decided, in_view, now=clock.now(), ends=True)


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/stage",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseFile,
    body=StageChange,
    problems=(404, 409, 422, 503),
)
def change_stage(case_id: str, body: StageChange) -> CaseFile:
    """Set the case's block to another stage, such as prepayment only in agreement with the practitioner."""
    signed = word(body, blueprint)
    return acted(
        case_id,
        lambda file, occasion: decide.on_stage_change(
            file, occasion, signed, stage=body.stage, no_payouts=body.no_payouts
        ),
        in_view,
        now=clock.now(),
    )


@endpoint(blueprint, "GET /v1/notices/{notice_id}", scopes=_READERS, answer=InsolvencyNotice, problems=(404, 503))
def get_notice(notice_id: str) -> InsolvencyNotice:
    """One publication as it was understood, with its original text."""
    notice = notices.get(notice_id)
    if notice is None:
        raise NotFoundError(f"no notice {notice_id!r}")
    return notice
