"""Which documents the law leaves room for in a case, and on which form a claim is lodged."""

from chalicelib.deadlines.eu import BOUND
from chalicelib.dossiers.material import HOME, Material, court_day
from chalicelib.errors import ConflictError, InvalidInputError, Problem
from chalicelib.model.case import CaseState
from chalicelib.model.case_document import DocumentKind, DocumentRequest
from chalicelib.model.dossier import DossierForm
from chalicelib.model.event import EventKind
from chalicelib.model.match import MatchResult

_TO_THE_PRACTITIONER = frozenset(
    {DocumentKind.CLAIM_FILING, DocumentKind.SECURITY_RIGHTS, DocumentKind.CHOICE_OF_PERFORMANCE}
)
# What is published in opened proceedings only: the opening itself may have been missed.
_PROVE_OPENING = frozenset(
    {
        EventKind.OPENED,
        EventKind.OPENED_SELF_ADMIN,
        EventKind.CONVERTED,
        EventKind.LATE_EXAM,
        EventKind.ASSETS_INSUFFICIENT,
        EventKind.CLAIMS_LIST_DEPOSITED,
        EventKind.DISTRIBUTION,
        EventKind.FINAL_HEARING,
    }
)
_OVER = frozenset({EventKind.CLOSED_DISCONTINUED, EventKind.CLOSED_LIFTED, EventKind.MEASURES_LIFTED})


def check(request: DocumentRequest, material: Material) -> None:
    """Nothing, when the document may be made of the case.

    Raises:
        ConflictError: the state of the case or of the proceedings forbids it.
        InvalidInputError: a fact is missing without which nothing can be computed.

    Source: InsO 28, 38, 87, 174 (claims are lodged in opened proceedings), 26 (no proceedings for want of assets).
    """
    if request.kind is DocumentKind.MATCH_EXPLANATION or request.kind is DocumentKind.EVIDENCE_LIST:
        return
    case = material.file.case
    if case.state is CaseState.DISMISSED:
        raise ConflictError(
            f"case {case.id} is dismissed: a person said that the debtor is not our customer",
            german="Die Akte ist verworfen: jemand hat gesagt, dass der Schuldner nicht unser Kunde ist",
        )
    if case.state is CaseState.REVIEW:
        raise ConflictError(
            f"case {case.id} is in review: say first whether the debtor is our customer",
            german="Die Akte ist zu prüfen: sagen Sie zuerst, ob der Schuldner unser Kunde ist",
        )
    if request.kind in _TO_THE_PRACTITIONER:
        _opened(request, material)
    if request.kind in {DocumentKind.SECURITY_RIGHTS, DocumentKind.CHOICE_OF_PERFORMANCE} and material.country != HOME:
        raise ConflictError(
            f"the letter rests on German law, the proceedings run in {material.country}",
            german=f"Das Schreiben beruht auf deutschem Recht, das Verfahren läuft in {material.country}",
        )


def form_of(request: DocumentRequest, material: Material) -> DossierForm | None:
    """The form a claim is lodged on; None for every other document.

    Raises:
        ConflictError: the proceedings' country does not take this form, or none of ours.
    """
    if request.kind is not DocumentKind.CLAIM_FILING:
        if request.form:
            raise InvalidInputError([Problem("form", request.form, "only a claim filing has a form")])
        return None
    country = material.country
    usual = DossierForm.GERMAN if country == HOME else DossierForm.EU_STANDARD
    form = request.form or usual
    if form is DossierForm.EU_STANDARD and country not in BOUND:
        raise ConflictError(
            f"Regulation (EU) 2015/848 does not bind {country}: lodge on the practitioner's own form",
            german=f"Die Verordnung (EU) 2015/848 gilt nicht in {country}: auf dem Formular des Verwalters anmelden",
        )
    ours = material.creditor.address.country if material.creditor.address else None
    if form is DossierForm.EU_STANDARD and ours == country:
        raise ConflictError(
            f"the European form is for creditors from another member state, our firm sits in {country}",
            german=f"Das europäische Formular ist für Gläubiger aus einem anderen Staat, wir sitzen in {country}",
        )
    if form is not DossierForm.EU_STANDARD and country != HOME:
        raise ConflictError(
            f"the German form is for proceedings in Germany, these run in {country}",
            german=f"Das deutsche Formular ist für Verfahren in Deutschland, dieses läuft in {country}",
        )
    if form is DossierForm.ENGLISH and request.language == "de":
        raise InvalidInputError([Problem("language", "de", "the plain English form is in English")])
    return form


def _opened(request: DocumentRequest, material: Material) -> None:
    case = material.file.case
    counted = [one for one in case.notices if not one.withdrawn_by and one.result is not MatchResult.NEGATIVE]
    kinds = {one.event_kind for one in counted}
    opened = bool(kinds & _PROVE_OPENING) or case.opening_date is not None
    if EventKind.REFUSED_NO_ASSETS in kinds and not opened:
        raise ConflictError(
            "the opening was refused for want of assets: there is no table to lodge a claim for",
            german="Die Eröffnung wurde mangels Masse abgelehnt: es gibt keine Tabelle, zu der man anmelden kann",
        )
    lifted_by_opening = opened and case.event_kind is EventKind.MEASURES_LIFTED
    if case.event_kind in _OVER and not lifted_by_opening:
        raise ConflictError(
            "the proceedings or measures have ended: nobody takes this any more",
            german="Das Verfahren oder die Maßnahmen sind beendet: niemand nimmt das mehr an",
        )
    if not opened:
        raise ConflictError(
            "the proceedings are not opened yet: only then can this be sent (InsO 28, 174)",
            german="Das Verfahren ist noch nicht eröffnet: erst dann kann das hinausgehen (InsO 28, 174)",
        )
    day = request.options.opening_date or case.opening_date
    if day and day > court_day(material.now):
        raise ConflictError(
            f"the proceedings are opened on {day:%d.%m.%Y}, which is still to come",
            german=f"Das Verfahren wird erst am {day:%d.%m.%Y} eröffnet",
        )
    if request.kind is DocumentKind.CLAIM_FILING and day is None:
        reason = "no notice prints the day of the opening, up to which interest runs: enter it"
        raise InvalidInputError([Problem("options.opening_date", "", reason)])
