"""The letters, forms and lists of a case: draft, read, approve, send, draft again; the explanation of a match."""

from collections.abc import Callable
from datetime import date

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock, drafting
from chalicelib.api import readers
from chalicelib.api.acting import found, occasion, settled
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.deciding import paperwork
from chalicelib.deciding.occasion import Occasion, Word
from chalicelib.dossiers.material import Material
from chalicelib.errors import ConflictError, NotFoundError
from chalicelib.model.case_document import CaseDocument, DocumentOptions, DocumentRequest
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.decision import Decision
from chalicelib.model.dossier import DossierState, SendingChannel
from chalicelib.model.record import Record
from chalicelib.recovery.assumed import base_rates_now
from chalicelib.store import firm, notices

blueprint = Blueprint(__name__)
_READERS = (Scope.CASES_READ, Scope.CASES_WRITE)
_PDF = "application/pdf"


class Draft(DocumentRequest):
    """What is to be made, and who asks for it."""

    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])


class Approval(Record):
    """Who has read the draft and lets it go out; with gaps only for a reason."""

    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=800, examples=["compared with the ledger"])
    despite: str | None = Field(
        default=None, min_length=1, max_length=800, description="why it may go out though something is missing"
    )


class Sending(Record):
    """How and on which day the document left us, and who says so."""

    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])
    channel: SendingChannel
    on: date
    note: str | None = Field(default=None, min_length=1, max_length=800, examples=["registered letter RR 12 DE"])


class Redraft(Record):
    """Why the document is made anew, and what changes; what is not given stays."""

    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=800, examples=["invoice 4711 was paid meanwhile"])
    language: Language | None = None
    options: DocumentOptions | None = Field(default=None, description="takes the place of all former options")


class DocumentListing(Record):
    """The documents of a case, oldest first."""

    documents: tuple[CaseDocument, ...]


class Version(Record):
    """Which version of a document."""

    version: int | None = Field(default=None, ge=1, description="None: the latest")


class Reader(Record):
    """For whom the explanation is."""

    language: Language | None = Field(default=None, description="None: the language of the customer's country")


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/documents",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseDocument,
    body=Draft,
    problems=(404, 409, 422, 503),
)
def draft_document(case_id: str, body: Draft) -> CaseDocument:
    """Make a draft from the case, our firm and the books.

    `gaps` names what is missing. The draft carries a mark on each page. 409 when the law leaves no room for it: no
    claim before the opening, none after a refusal for want of assets.
    """
    request = DocumentRequest(**{name: getattr(body, name) for name in DocumentRequest.model_fields})
    word = _word(body.person, "drafted")

    def drafted(file: CaseFile, occasion: Occasion) -> Decision:
        made = drafting.draft(request, _material(file, occasion), by=body.person)
        return paperwork.on_document(file, made, occasion, word)

    return settled(found(case_id), drafted).documents[0]


@endpoint(blueprint, "GET /v1/cases/{case_id}/documents", scopes=_READERS, answer=DocumentListing, problems=(404, 503))
def list_documents(case_id: str) -> DocumentListing:
    """All documents of a case."""
    return DocumentListing(documents=_read(case_id).documents)


@endpoint(
    blueprint,
    "GET /v1/cases/{case_id}/documents/{document_id}",
    scopes=_READERS,
    answer=CaseDocument,
    problems=(404, 503),
)
def get_document(case_id: str, document_id: str) -> CaseDocument:
    """One document: what it is, what is missing in it, and who did what with it."""
    return _one(_read(case_id), document_id)


@endpoint(
    blueprint,
    "GET /v1/cases/{case_id}/documents/{document_id}/content",
    scopes=_READERS,
    answer=None,
    file=_PDF,
    query=Version,
    problems=(404, 422, 503),
)
def get_content(case_id: str, document_id: str, query: Version) -> FileAnswer:
    """The PDF, as it was made; ask with `Accept: application/pdf`."""
    document = _one(_read(case_id), document_id)
    return FileAnswer(drafting.content(document, query.version), _PDF, _name(document, query.version))


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/documents/{document_id}/approval",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseDocument,
    body=Approval,
    problems=(404, 409, 422, 503),
)
def approve(case_id: str, document_id: str, body: Approval) -> CaseDocument:
    """Approve the draft as it was read: the same document without the mark.

    422 names every gap unless `despite` says why the document may go out so.
    """
    file = found(case_id)
    at = occasion(file).now
    made = drafting.approve(_one(file, document_id), by=body.person, at=at, reason=body.reason, despite=body.despite)
    word = _word(body.person, made.history[-1].note or body.reason)
    settled(file, lambda file, occasion: paperwork.on_document(file, made, occasion, word), _the(document_id))
    return made


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/documents/{document_id}/sent",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseDocument,
    body=Sending,
    problems=(404, 409, 422, 503),
)
def mark_sent(case_id: str, document_id: str, body: Sending) -> CaseDocument:
    """Say that the approved document has been sent, how and when.

    Its task and deadline in the case are done with that; a claim filing also sets the day of filing.
    """
    file, word = found(case_id), _word(body.person, body.note or "sent")
    made = drafting.send(
        _one(file, document_id), by=body.person, at=clock.now(), how=body.channel, on=body.on, note=body.note
    )
    settled(file, lambda file, occasion: paperwork.on_document_sent(file, made, occasion, word), _the(document_id))
    return made


@endpoint(
    blueprint,
    "POST /v1/cases/{case_id}/documents/{document_id}/redraft",
    scopes=(Scope.CASES_WRITE,),
    answer=CaseDocument,
    body=Redraft,
    problems=(404, 409, 422, 503),
)
def redraft(case_id: str, document_id: str, body: Redraft) -> CaseDocument:
    """Make the document anew from the records as they are now; earlier versions stay readable."""
    word = _word(body.person, body.reason)

    def redrafted(file: CaseFile, occasion: Occasion) -> Decision:
        made = drafting.redraft(
            _one(file, document_id),
            _material(file, occasion),
            by=body.person,
            note=body.reason,
            options=body.options,
            language=body.language,
        )
        return paperwork.on_document(file, made, occasion, word)

    return settled(found(case_id), redrafted, _the(document_id)).documents[0]


@endpoint(
    blueprint,
    "GET /v1/cases/{case_id}/explanation",
    scopes=(Scope.CASES_WRITE,),
    answer=None,
    file=_PDF,
    query=Reader,
    problems=(404, 409, 422, 503),
)
def explain(case_id: str, query: Reader) -> FileAnswer:
    """The explanation of the match for the person concerned (GDPR 15(1)(h), 22), as a PDF; the case records it."""
    file, word = found(case_id), _word("explanation", "explanation of the match (GDPR 15)")
    drawn = drafting.explanation(_material(file, occasion(file)), query.language)
    settled(file, lambda file, occasion: paperwork.on_explained(file, occasion, word), lambda file: file.case.match)
    return FileAnswer(drawn, _PDF, f"explanation-{case_id}.pdf")


def _read(case_id: str) -> CaseFile:
    """The case, and in a natural person's the reader is noted."""
    file = found(case_id)
    readers.noted(file, client_of(blueprint.current_request.context), clock.now())
    return file


def _one(file: CaseFile, document_id: str) -> CaseDocument:
    document = next((one for one in file.documents if one.id == document_id), None)
    if document is None:
        raise NotFoundError(f"case {file.case.id} has no document {document_id!r}")
    return document


def _the(document_id: str) -> Callable[[CaseFile], object]:
    """What an action on a document is about."""
    return lambda file: _one(file, document_id)


def _material(file: CaseFile, occasion: Occasion) -> Material:
    creditor = firm.creditor()
    if creditor is None:
        raise ConflictError("our own firm is not entered yet: a document needs its exact name and address")
    found = (notices.get(one.notice_id) for one in file.case.notices)
    kept = tuple(notice for notice in found if notice)
    rates = base_rates_now(firm.base_rates())
    return Material(file, occasion.customer, creditor, occasion.ledger, kept, occasion.now, rates)


def _word(person: str, reason: str) -> Word:
    client = client_of(blueprint.current_request.context)
    return Word(person=f"{person} (client {client})", reason=reason)


def _name(document: CaseDocument, version: int | None) -> str:
    step = document.step(version)
    mark = "-draft" if step and step.state is DossierState.DRAFT else ""
    return f"{document.kind.replace('_', '-')}-{document.id}-v{step.version if step else 0}{mark}.pdf"
