"""A case's documents: what can be drafted, the draft to read, approval, sending, drafting anew, and every version."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import case_papers, drafting
from chalicelib.acting import found, occasion
from chalicelib.cockpit.case_drafts import (
    Draftable,
    DraftForm,
    asked_for,
    draftable,
    field_for,
    opened_by,
    options_of,
    where,
)
from chalicelib.cockpit.case_page import folder, opened, path_of
from chalicelib.cockpit.page import Moved, Sent, Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.deciding.occasion import Word
from chalicelib.errors import ConflictError, InvalidInputError, Problem
from chalicelib.model.case_document import CaseDocument, DocumentKind, DocumentOptions, DocumentRequest
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.dossier import SendingChannel
from chalicelib.model.people import Role
from chalicelib.model.record import Record

blueprint = Blueprint(__name__)
_PDF = "application/pdf"
_GAPS = {"where": where, "field_for": field_for, "opened_by": opened_by}
# The one answer that our own pages may put into a frame.
_IN_OUR_FRAMES = {"Content-Security-Policy": "frame-ancestors 'self'"}


class Approval(Record):
    """The draft of version `seen` was read; with gaps only for a reason."""

    seen: int
    reason: str = Field(min_length=1, max_length=800)
    despite: str | None = Field(default=None, max_length=800)


class Sending(Record):
    """How and when version `seen` left us."""

    seen: int
    channel: SendingChannel
    on: date
    note: str | None = Field(default=None, max_length=800)


class Redraft(DraftForm):
    """Why the document is made anew, and what changes."""

    seen: int
    reason: str = Field(min_length=1, max_length=800)


class Version(Record):
    """Which version, and whether it is to be saved instead of looked at."""

    version: int | None = Field(default=None, ge=1)
    save: bool = False


class Explanation(Record):
    """In which language the match is explained."""

    language: Language | None = None


class Desk(NamedTuple):
    """What can be drafted in the case, and the kinds that cannot by the reason; or why nothing can be."""

    kinds: list[Draftable]
    closed: list[tuple[str, list[DocumentKind]]]
    books_missing: bool = False
    refused: str | None = None


@page(blueprint, "GET /cockpit/cases/{case_id}/documents")
def documents(visit: Visit, case_id: str) -> Shown:
    """What can be drafted, and what was."""
    file = opened(visit, case_id)
    newest = sorted(file.documents, key=lambda one: one.history[-1].at, reverse=True)
    values: dict[str, object] = {"desk": desk_of(file, visit), "documents": newest, "gaps_of": _GAPS}
    values["no_options"] = DocumentOptions()
    return folder(visit, file, "documents", values)


@page(blueprint, "POST /cockpit/cases/{case_id}/documents", role=Role.CLERK, form=DraftForm)
def draft(visit: Visit, case_id: str, form: DraftForm) -> Moved:
    """A new draft."""
    if form.kind is None:
        raise InvalidInputError([Problem("kind", "", "say which document")])
    request = DocumentRequest(kind=form.kind, language=form.language, form=form.form, options=options_of(form))
    word = Word(person=visit.signature, reason="drafted")
    made = case_papers.draft(case_id, request, word, by=visit.name, now=visit.now)
    return Moved(_path(made), done="document_drafted")


@page(blueprint, "GET /cockpit/cases/{case_id}/documents/{document_id}")
def document(visit: Visit, case_id: str, document_id: str) -> Shown:
    """One document to read, and what can be done with it."""
    file = opened(visit, case_id)
    one = case_papers.one_of(file, document_id)
    values = {"document": one, "fields": asked_for(one.kind, one.gaps), "gaps_of": _GAPS}
    return replace(folder(visit, file, "documents", values), template="case/document.html")


@page(blueprint, "GET /cockpit/cases/{case_id}/documents/{document_id}/pdf", query=Version)
def content(visit: Visit, case_id: str, document_id: str, query: Version) -> Sent:
    """The PDF as it was made."""
    one = case_papers.one_of(opened(visit, case_id), document_id)
    made, name = drafting.content(one, query.version), case_papers.file_name(one, query.version)
    shown = {**_IN_OUR_FRAMES, "Content-Disposition": f'inline; filename="{name}"'}
    return Sent(made, _PDF, name) if query.save else Sent(made, _PDF, headers=shown)


@page(blueprint, "POST /cockpit/cases/{case_id}/documents/{document_id}/approval", role=Role.CLERK, form=Approval)
def approve(visit: Visit, case_id: str, document_id: str, form: Approval) -> Moved:
    """The draft as it was read may go out."""
    file = found(case_id)
    one = case_papers.seen(case_papers.one_of(file, document_id), form.seen)
    word = Word(person=visit.signature, reason=form.reason)
    case_papers.approve(file, one, word, by=visit.name, despite=form.despite, now=visit.now)
    return Moved(_path(one), done="document_approved")


@page(blueprint, "POST /cockpit/cases/{case_id}/documents/{document_id}/sent", role=Role.CLERK, form=Sending)
def mark_sent(visit: Visit, case_id: str, document_id: str, form: Sending) -> Moved:
    """The document left us."""
    file = found(case_id)
    one = case_papers.seen(case_papers.one_of(file, document_id), form.seen)
    word = Word(person=visit.signature, reason=form.note or "sent")
    case_papers.send(file, one, word, by=visit.name, how=form.channel, on=form.on, note=form.note, now=visit.now)
    return Moved(_path(one), done="document_sent")


@page(blueprint, "POST /cockpit/cases/{case_id}/documents/{document_id}/redraft", role=Role.CLERK, form=Redraft)
def redraft(visit: Visit, case_id: str, document_id: str, form: Redraft) -> Moved:
    """The document made anew from the records as they are now."""
    file = found(case_id)
    one = case_papers.seen(case_papers.one_of(file, document_id), form.seen)
    word, options = Word(person=visit.signature, reason=form.reason), options_of(form, one.options)
    case_papers.redraft(file, document_id, word, by=visit.name, options=options, language=form.language, now=visit.now)
    return Moved(_path(one), done="document_redrafted")


@page(blueprint, "POST /cockpit/cases/{case_id}/explanation", role=Role.CLERK, form=Explanation)
def explain(visit: Visit, case_id: str, form: Explanation) -> Sent:
    """The match explained for the person concerned (GDPR 15(1)(h), 22); that it was given is on record."""
    word = Word(person=visit.signature, reason="explanation of the match (GDPR 15)")
    drawn = case_papers.explain(found(case_id), form.language, word, visit.now)
    return Sent(drawn, _PDF, f"explanation-{case_id}.pdf")


def desk_of(file: CaseFile, visit: Visit) -> Desk:
    """What can be drafted now; where the firm or the customer is not known, why nothing can be."""
    try:
        about = case_papers.material(file, occasion(file, visit.now))
    except ConflictError as refused:
        return Desk([], [], refused=_words(refused, visit, file))
    closed: dict[str, list[DocumentKind]] = {}
    kinds = draftable(about)
    for one in kinds:
        if one.refused:
            closed.setdefault(_words(one.refused, visit, file), []).append(one.kind)
    return Desk([one for one in kinds if not one.refused], list(closed.items()), about.ledger is None)


def _words(refused: ConflictError, visit: Visit, file: CaseFile) -> str:
    german = refused.german if visit.language == "de" else None
    return german or str(refused).replace(f"case {file.case.id}", "this case")


def _path(one: CaseDocument) -> str:
    return f"{path_of(one.case_id, 'documents')}/{one.id}"
