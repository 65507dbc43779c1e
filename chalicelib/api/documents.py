"""The letters, forms and lists of a case: draft, read, approve, send, draft again; the explanation of a match."""

from datetime import date

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import case_papers, clock, drafting, readers
from chalicelib.acting import found
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.deciding.occasion import Word
from chalicelib.model.case_document import CaseDocument, DocumentOptions, DocumentRequest
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.dossier import SendingChannel
from chalicelib.model.record import Record

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
    return case_papers.draft(case_id, request, word, by=body.person, now=clock.now())


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
    return case_papers.one_of(_read(case_id), document_id)


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
    document = case_papers.one_of(_read(case_id), document_id)
    return FileAnswer(drafting.content(document, query.version), _PDF, case_papers.file_name(document, query.version))


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
    file, word = found(case_id), _word(body.person, body.reason)
    document = case_papers.one_of(file, document_id)
    return case_papers.approve(file, document, word, by=body.person, despite=body.despite, now=clock.now())


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
    return case_papers.send(
        file,
        case_papers.one_of(file, document_id),
        word,
        by=body.person,
        how=body.channel,
        on=body.on,
        note=body.note,
        now=clock.now(),
    )


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
    file, word = found(case_id), _word(body.person, body.reason)
    return case_papers.redraft(
        file, document_id, word, by=body.person, options=body.options, language=body.language, now=clock.now()
    )


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
    drawn = case_papers.explain(file, query.language, word, clock.now())
    return FileAnswer(drawn, _PDF, f"explanation-{case_id}.pdf")


def _read(case_id: str) -> CaseFile:
    """The case, and in a natural person's the reader is noted."""
    file = found(case_id)
    readers.noted(file, f"client {client_of(blueprint.current_request.context)}", clock.now())
    return file


def _word(person: str, reason: str) -> Word:
    client = client_of(blueprint.current_request.context)
    return Word(person=f"{person} (client {client})", reason=reason)
