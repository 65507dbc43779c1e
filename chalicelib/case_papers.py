"""What people do with the documents of a case: draft, approve, mark as sent, draft again; and what could be drafted."""

from collections.abc import Callable
from datetime import date, datetime

from chalicelib import drafting
from chalicelib.acting import found, occasion, settled
from chalicelib.deciding import paperwork
from chalicelib.deciding.occasion import Occasion, Word
from chalicelib.dossiers.material import Material
from chalicelib.errors import ConcurrentChangeError, ConflictError, NotFoundError
from chalicelib.model.case_document import CaseDocument, DocumentOptions, DocumentRequest
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.decision import Decision
from chalicelib.model.dossier import DossierState, SendingChannel
from chalicelib.recovery.assumed import base_rates_now
from chalicelib.store import firm, notices


def material(file: CaseFile, occasion: Occasion) -> Material:
    """What a document of the case is made from.

    Raises:
        ConflictError: our own firm is not entered.
    """
    creditor = firm.creditor()
    if creditor is None:
        raise ConflictError(
            "our own firm is not entered yet: a document needs its exact name and address",
            german="Unsere eigene Firma ist noch nicht erfasst: ein Dokument braucht Namen und Anschrift genau",
        )
    kept = tuple(notice for one in file.case.notices if (notice := notices.get(one.notice_id)))
    rates = base_rates_now(firm.base_rates())
    return Material(file, occasion.customer, creditor, occasion.ledger, kept, occasion.now, rates)


def one_of(file: CaseFile, document_id: str) -> CaseDocument:
    """The document of the case.

    Raises:
        NotFoundError: it has no such document.
    """
    document = next((one for one in file.documents if one.id == document_id), None)
    if document is None:
        raise NotFoundError(f"case {file.case.id} has no document {document_id!r}")
    return document


def seen(document: CaseDocument, version: int) -> CaseDocument:
    """The document, when it still is as the person saw it.

    Raises:
        ConcurrentChangeError: somebody has drafted, approved or sent it meanwhile.
    """
    if document.version != version:
        raise ConcurrentChangeError(
            f"the document is at version {document.version}, you saw version {version}",
            german=f"Das Dokument hat jetzt die Version {document.version}, Sie sahen Version {version}",
        )
    return document


def draft(case_id: str, request: DocumentRequest, word: Word, *, by: str, now: datetime) -> CaseDocument:
    """A new draft, on record.

    Raises:
        ConflictError: the law or the books leave no room for it.
        InvalidInputError: an option is missing or does not fit.
    """

    def drafted(file: CaseFile, occasion: Occasion) -> Decision:
        made = drafting.draft(request, material(file, occasion), by=by)
        return paperwork.on_document(file, made, occasion, word)

    return settled(found(case_id), drafted, now=now).documents[0]


def approve(
    file: CaseFile, document: CaseDocument, word: Word, *, by: str, despite: str | None, now: datetime
) -> CaseDocument:
    """The draft as it was read, without its mark; with gaps only when `despite` says why.

    Raises:
        ConflictError: it is no draft.
        InvalidInputError: something is missing and nobody said why it may go out so.
    """
    at = occasion(file, now).now
    made = drafting.approve(document, by=by, at=at, reason=word.reason, despite=despite)
    noted = Word(person=word.person, reason=made.history[-1].note or word.reason)
    settled(file, lambda file, occasion: paperwork.on_document(file, made, occasion, noted), the(document.id), now=now)
    return made


def send(
    file: CaseFile,
    document: CaseDocument,
    word: Word,
    *,
    by: str,
    how: SendingChannel,
    on: date,
    note: str | None,
    now: datetime,
) -> CaseDocument:
    """The approved document as sent; its task and deadline are done with that.

    Raises:
        ConflictError: it is not approved, or has been sent already.
        InvalidInputError: the day cannot be.
    """
    made = drafting.send(document, by=by, at=now, how=how, on=on, note=note)
    settled(
        file, lambda file, occasion: paperwork.on_document_sent(file, made, occasion, word), the(document.id), now=now
    )
    return made


def redraft(
    file: CaseFile,
    document_id: str,
    word: Word,
    *,
    by: str,
    options: DocumentOptions | None,
    language: Language | None,
    now: datetime,
) -> CaseDocument:
    """The document drawn anew from the records as they are now; earlier versions stay readable.

    Raises:
        ConflictError: the law or the books leave no room for it any more.
    """

    def redrafted(file: CaseFile, occasion: Occasion) -> Decision:
        about = material(file, occasion)
        made = drafting.redraft(
            one_of(file, document_id), about, by=by, note=word.reason, options=options, language=language
        )
        return paperwork.on_document(file, made, occasion, word)

    return settled(file, redrafted, the(document_id), now=now).documents[0]


def explain(file: CaseFile, language: Language | None, word: Word, now: datetime) -> bytes:
    """The explanation of the match for the person concerned as a PDF; that it was given is on record."""
    drawn = drafting.explanation(material(file, occasion(file, now)), language)
    settled(
        file,
        lambda file, occasion: paperwork.on_explained(file, occasion, word),
        lambda file: file.case.match,
        now=now,
    )
    return drawn


def the(document_id: str) -> Callable[[CaseFile], object]:
    """What an action on a document is about."""
    return lambda file: one_of(file, document_id)


def file_name(document: CaseDocument, version: int | None) -> str:
    """Under which name a version is saved.

    A draft says so in its name, too.
    """
    step = document.step(version)
    mark = "-draft" if step and step.state is DossierState.DRAFT else ""
    return f"{document.kind.replace('_', '-')}-{document.id}-v{step.version if step else 0}{mark}.pdf"
