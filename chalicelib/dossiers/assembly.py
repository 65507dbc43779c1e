"""A requested document put together: the record it prints, its language and form, to whom it goes, what is missing."""

from typing import NamedTuple

from chalicelib.dossiers import allowed
from chalicelib.dossiers.claims import dossier
from chalicelib.dossiers.gaps import gaps_of
from chalicelib.dossiers.letters import choice_of_performance, insurer_notice, security_rights
from chalicelib.dossiers.lists import evidence_list, explanation
from chalicelib.dossiers.material import Material, language_there
from chalicelib.model.case_document import DocumentKind, DocumentRequest
from chalicelib.model.claim import Gap
from chalicelib.model.customer import Language
from chalicelib.model.dossier import Dossier, DossierForm, DossierState, DossierStep
from chalicelib.model.letters import EvidenceList, InsurerNotice, MatchExplanation
from chalicelib.model.record import Record


class Assembly(NamedTuple):
    """`printed_by` names the document that prints `data`."""

    printed_by: str
    data: Record
    language: Language
    form: DossierForm | None
    recipient: str | None
    copies: int
    gaps: tuple[Gap, ...]


def assembled(request: DocumentRequest, material: Material, *, document: str, by: str) -> Assembly:
    """The document as a draft, `document` being its id.

    Raises:
        ConflictError: the law or the books leave no room for it.
        InvalidInputError: an option is missing or does not fit.
    """
    allowed.check(request, material)
    form = allowed.form_of(request, material)
    language = _language(request, material, form)
    data = _data(request, material, language, form, document=document, by=by)
    return Assembly(
        printed_by=form.document if form else request.kind,
        data=data,
        language=language,
        form=form,
        recipient=_recipient(data),
        copies=data.copies if isinstance(data, Dossier) else 1,
        gaps=gaps_of(data),
    )


def without_mark(data: Record, step: DossierStep) -> Record:
    """The same record as approved: it prints the same but the mark of a draft."""
    if isinstance(data, Dossier):
        return data.model_copy(update={"history": (*data.history, step), "version": data.version + 1})
    if isinstance(data, EvidenceList):
        return data
    return data.model_copy(update={"draft": step.state is DossierState.DRAFT})


def _data(
    request: DocumentRequest,
    material: Material,
    language: Language,
    form: DossierForm | None,
    *,
    document: str,
    by: str,
) -> Record:
    options = request.options
    match request.kind:
        case DocumentKind.CLAIM_FILING:
            return dossier(
                material, options, document=document, by=by, form=form or DossierForm.GERMAN, language=language
            )
        case DocumentKind.SECURITY_RIGHTS:
            return security_rights(material, options)
        case DocumentKind.CHOICE_OF_PERFORMANCE:
            return choice_of_performance(material, options)
        case DocumentKind.INSURER_NOTICE:
            return insurer_notice(material, options, language)
        case DocumentKind.EVIDENCE_LIST:
            return evidence_list(material, options)
        case DocumentKind.MATCH_EXPLANATION:
            return explanation(material, options, language)


def _language(request: DocumentRequest, material: Material, form: DossierForm | None) -> Language:
    """The one asked for, else what its reader reads."""
    if form is DossierForm.ENGLISH:
        return "en"
    if request.language:
        return request.language
    ours = material.creditor.address.country if material.creditor.address else None
    theirs = material.customer.address.country if material.customer.address else None
    readers = {DocumentKind.INSURER_NOTICE: ours, DocumentKind.EVIDENCE_LIST: ours}
    readers |= {DocumentKind.MATCH_EXPLANATION: theirs}
    return language_there(readers.get(request.kind, material.country))


def _recipient(data: Record) -> str | None:
    if isinstance(data, InsurerNotice):
        return data.policy.insurer
    if isinstance(data, MatchExplanation):
        return data.recipient_name
    if isinstance(data, EvidenceList):
        return None
    name: str | None = getattr(getattr(data, "court_case", None), "practitioner_name", None)
    return name
