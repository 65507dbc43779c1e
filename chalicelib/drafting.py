"""Documents of a case, drawn and kept: a draft from the records, the same without its mark once it is approved."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib import documents
from chalicelib.documents import Document
from chalicelib.dossiers.material import Material, court_day
from chalicelib.errors import NotFoundError
from chalicelib.model.case_document import (
    CaseDocument,
    DocumentKind,
    DocumentOptions,
    DocumentRequest,
    DocumentStep,
    check_approval,
    check_sending,
    document_id,
)
from chalicelib.model.customer import Language
from chalicelib.model.dossier import DossierState, DossierStep, SendingChannel
from chalicelib.model.record import Record
from chalicelib.store import documents as kept

if TYPE_CHECKING:
    from chalicelib.dossiers.assembly import Assembly


def draft(request: DocumentRequest, material: Material, *, by: str, note: str | None = None) -> CaseDocument:
    """A new document, drawn with the mark of a draft; its bytes are kept, its record is not yet.

    Raises:
        ConflictError: the law or the books leave no room for it.
        InvalidInputError: an option is missing or does not fit.
        StoreUnreachableError: the bucket does not take it.
    """
    case = material.file.case
    begun = document_id(case.id, request.kind, case.version)
    made = _assembled(request, material, document=begun, by=by)
    return _drafted(begun, request, made, material, by=by, note=note, history=())


def redraft(
    document: CaseDocument,
    material: Material,
    *,
    by: str,
    note: str,
    options: DocumentOptions | None = None,
    language: Language | None = None,
) -> CaseDocument:
    """The document drawn anew from the records as they are now; what was approved or sent stays in its history.

    Raises:
        ConflictError: the law or the books leave no room for it any more.
        InvalidInputError: an option is missing or does not fit.
        StoreUnreachableError: the bucket does not take it.
    """
    request = DocumentRequest(
        kind=document.kind,
        language=language or document.language,
        form=document.form,
        options=options or document.options,
    )
    made = _assembled(request, material, document=document.id, by=by)
    return _drafted(document.id, request, made, material, by=by, note=note, history=document.history)


def approve(document: CaseDocument, *, by: str, at: datetime, reason: str, despite: str | None) -> CaseDocument:
    """The draft as a person read it, drawn without its mark.

    Raises:
        ConflictError: it is no draft.
        InvalidInputError: something is missing and nobody said why it may go out so.
        StoreUnreachableError: the bucket does not answer.
    """
    check_approval(document, despite=despite)
    printer = _printer(document)
    about: Document = documents.load(printer).DOCUMENT
    data = about.data.model_validate_json(kept.get(document.case_id, document.data_digest, "json", draft=True))
    note = f"{reason}; despite its gaps: {despite}" if document.gaps and despite else reason
    final = _unmarked(data, DossierStep(state=DossierState.APPROVED, by=by, at=at, note=note[:1000]))
    drawn = documents.load(printer).render(final, document.language)
    step = DocumentStep(
        version=document.version + 1,
        state=DossierState.APPROVED,
        by=by,
        at=at,
        note=note,
        digest=kept.keep(document.case_id, drawn, "pdf", draft=False),
        size=len(drawn),
    )
    return document.model_copy(update={"history": (*document.history, step)})


def send(
    document: CaseDocument, *, by: str, at: datetime, how: SendingChannel, on: date, note: str | None
) -> CaseDocument:
    """The approved document as sent; its bytes are those that were approved.

    Raises:
        ConflictError: it is not approved, or has been sent already.
        InvalidInputError: the day cannot be.
    """
    check_sending(document, on, court_day(at))
    news = {"version": document.version + 1, "state": DossierState.SENT, "by": by, "at": at}
    step = document.history[-1].model_copy(update={**news, "how": how, "on": on, "note": note})
    return document.model_copy(update={"history": (*document.history, step)})


def content(document: CaseDocument, version: int | None = None) -> bytes:
    """The PDF of a version, the latest without one.

    Raises:
        NotFoundError: there is no such version.
        StoreUnreachableError: the bucket does not answer.
    """
    step = document.step(version)
    if step is None:
        raise NotFoundError(f"document {document.id} has no version {version}")
    return kept.get(document.case_id, step.digest, "pdf", draft=step.state is DossierState.DRAFT)


def explanation(material: Material, language: Language | None) -> bytes:
    """The explanation of the case's match for the person concerned, not a draft.

    Raises:
        ConflictError: the notice is no longer kept.
    """
    request = DocumentRequest(kind=DocumentKind.MATCH_EXPLANATION, language=language)
    made = _assembled(request, material, document="", by="")
    step = DossierStep(state=DossierState.APPROVED, by="explanation", at=material.now)
    return documents.load(made.printed_by).render(_unmarked(made.data, step), made.language)


def _assembled(request: DocumentRequest, material: Material, *, document: str, by: str) -> "Assembly":
    from chalicelib.dossiers.assembly import assembled  # noqa: PLC0415 - holidays would slow every block question

    return assembled(request, material, document=document, by=by)


def _unmarked(data: Record, step: DossierStep) -> Record:
    from chalicelib.dossiers.assembly import without_mark  # noqa: PLC0415 - as above

    return without_mark(data, step)


def _drafted(
    document: str,
    request: DocumentRequest,
    made: "Assembly",
    material: Material,
    *,
    by: str,
    note: str | None,
    history: tuple[DocumentStep, ...],
) -> CaseDocument:
    case_id = material.file.case.id
    printer = documents.load(made.printed_by)
    drawn = printer.render(made.data, made.language)
    step = DocumentStep(
        version=len(history) + 1,
        state=DossierState.DRAFT,
        by=by,
        at=material.now,
        note=note,
        digest=kept.keep(case_id, drawn, "pdf", draft=True),
        size=len(drawn),
    )
    return CaseDocument(
        id=document,
        case_id=case_id,
        kind=request.kind,
        language=made.language,
        form=made.form,
        title_de=printer.DOCUMENT.title_de,
        title_en=printer.DOCUMENT.title_en,
        recipient=made.recipient,
        copies=made.copies,
        options=request.options,
        prepared_at=material.now,
        data_digest=kept.keep(case_id, _json(made.data), "json", draft=True),
        gaps=made.gaps,
        history=(*history, step),
    )


def _printer(document: CaseDocument) -> str:
    return document.form.document if document.form else document.kind


def _json(data: Record) -> bytes:
    return data.model_dump_json().encode()
