"""Case files, and the three things a person decides in them: is it ours, how far to block, when to release."""

from chalice.app import Blueprint
from pydantic import Field, StrictBool

from chalicelib import clock, decide
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import ConflictError, NotFoundError
from chalicelib.model.block import Stage
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.record import Record
from chalicelib.occasions import occasion_of
from chalicelib.store import cases, customers, decisions, notices

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


class _Signed(Record):
    """A decision names who takes it and why."""

    person: str = Field(min_length=1, max_length=200, description="who decides", examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=2000, examples=["Other company of the same name, seat is Kiel"])


class Judgement(_Signed):
    """Whether the debtor in the case's notice is the customer."""

    ours: StrictBool


class BlockRelease(_Signed):
    """Takes the case's block back; blocks of other cases stay."""


class StageChange(_Signed):
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
    """One case file."""
    return _found(case_id)


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

    Yes opens the case with the block its event calls for; no dismisses it and takes its block back.
    """
    file = _found(case_id)
    return _recorded(decide.on_judgement(file, _notice_of(file.case), _occasion(file), _word(body), ours=body.ours))


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
    file = _found(case_id)
    return _recorded(decide.on_release(file, _occasion(file), _word(body)))


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
    file = _found(case_id)
    return _recorded(
        decide.on_stage_change(file, _occasion(file), _word(body), stage=body.stage, no_payouts=body.no_payouts)
    )


@endpoint(blueprint, "GET /v1/notices/{notice_id}", scopes=_READERS, answer=InsolvencyNotice, problems=(404, 503))
def get_notice(notice_id: str) -> InsolvencyNotice:
    """One publication as it was understood, with its original text."""
    notice = notices.get(notice_id)
    if notice is None:
        raise NotFoundError(f"no notice {notice_id!r}")
    return notice


def _found(case_id: str) -> CaseFile:
    file = cases.get(case_id)
    if file is None:
        raise NotFoundError(f"no case {case_id!r}")
    return file


def _recorded(decision: Decision) -> CaseFile:
    decisions.record(decision)
    return _found(decision.case.id)


def _occasion(file: CaseFile) -> decide.Occasion:
    customer = customers.get(file.case.customer_number)
    if customer is None:
        raise ConflictError(f"customer {file.case.customer_number!r} of this case is gone")
    return occasion_of(customer, clock.now())


def _notice_of(case: Case) -> InsolvencyNotice:
    notice = notices.get(case.match.notice_id)
    if notice is None:
        raise ConflictError(f"notice {case.match.notice_id!r} of this case is gone")
    return notice


def _word(signed: _Signed) -> decide.Word:
    """The person named, and the client whose token carried the request: what was claimed, and what was proved."""
    client = client_of(blueprint.current_request.context)
    return decide.Word(person=f"{signed.person} (client {client})", reason=signed.reason)
