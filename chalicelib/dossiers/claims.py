"""The claim dossier from the case, our firm and the books."""

from chalicelib.dossiers.material import Material, court_case
from chalicelib.errors import ConflictError
from chalicelib.model.case_document import DocumentOptions
from chalicelib.model.claim import ClaimSheet, Conversion, Gap
from chalicelib.model.creditor import Creditor
from chalicelib.model.customer import CustomerKind, Language
from chalicelib.model.dossier import CourtCase, Dossier, DossierForm, DossierState, DossierStep
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.claims import claim_sheet

_CONSUMER = Gap(
    field="options.consumer",
    text_de="Verbraucher oder Unternehmer? Gerechnet wie bei einem Verbraucher: 5 Prozentpunkte, keine Pauschale",
    text_en="consumer or trader? Computed as for a consumer: 5 percentage points, no lump sum",
)


def dossier(
    material: Material, options: DocumentOptions, *, document: str, by: str, form: DossierForm, language: Language
) -> Dossier:
    """A draft over everything in the books that arose before the opening.

    Raises:
        ConflictError: the books show nothing that could be lodged.
    """
    proceedings = court_case(material, options)
    return Dossier(
        id=document,
        case_id=material.file.case.id,
        form=form,
        language=language,
        court_case=proceedings,
        creditor=creditor(material, options),
        claims=_sheet(material, options, proceedings),
        titles=options.titles,
        torts=options.torts,
        set_offs=options.set_offs,
        with_subordinate=options.with_subordinate,
        history=(DossierStep(state=DossierState.DRAFT, by=by, at=material.now),),
        prepared_at=material.now,
    )


def creditor(material: Material, options: DocumentOptions) -> Creditor:
    """Our firm with what a person chose for this document."""
    chosen = {"bank_account": options.bank_account, "reference": options.our_reference}
    return material.creditor.model_copy(update={name: value for name, value in chosen.items() if value})


def _sheet(material: Material, options: DocumentOptions, proceedings: CourtCase) -> ClaimSheet:
    day = proceedings.opening_date
    if material.ledger is None or day is None:
        raise ConflictError(
            f"our books say nothing of customer {material.customer.number}: import open items first",
            german="Zu diesem Kunden sind noch keine offenen Posten eingelesen",
        )
    unsaid = material.customer.kind is CustomerKind.PERSON and options.consumer is None
    rates = {one.currency: Conversion(rate=one.rate, on=day, source=one.source) for one in options.exchange_rates}
    terms = ClaimTerms(
        opening_date=day,
        consumer=bool(options.consumer) or unsaid,
        rates=material.rates,
        conversions=rates,
        subordinate_asked=options.with_subordinate,
    )
    sheet = claim_sheet(material.customer.number, material.ledger.items, terms)
    if not sheet.lines:
        raise ConflictError(
            "our books show no open invoice from before the opening: nothing can be lodged",
            german="Die Bücher zeigen keine offene Rechnung aus der Zeit vor der Eröffnung: anzumelden ist nichts",
        )
    return sheet.model_copy(update={"gaps": (*sheet.gaps, _CONSUMER)}) if unsaid else sheet
