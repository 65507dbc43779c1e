"""The claim dossier: what is lodged with the administrator, from draft through approval to sent."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.errors import ConflictError, InvalidInputError, Problem
from chalicelib.model.address import PostalAddress
from chalicelib.model.case import Case
from chalicelib.model.claim import ClaimSheet, Gap
from chalicelib.model.creditor import Creditor
from chalicelib.model.customer import Language
from chalicelib.model.notice import EventKind, HearingKind
from chalicelib.model.open_item import ItemNumber
from chalicelib.model.record import Record, WallTime


class CourtCase(Record):
    """The proceedings as the opening notice prints them: the heading of every letter and form."""

    country: str = "DE"
    court: str | None = None
    case_number: str | None = None
    debtor_name: str
    debtor_address: PostalAddress | None = None
    debtor_reg_no: str | None = None
    event_kind: EventKind = EventKind.OPENED
    proceeding_kind: str | None = None
    practitioner_name: str | None = None
    practitioner_role: str | None = None
    practitioner_firm: str | None = None
    practitioner_address: PostalAddress | None = None
    practitioner_email: str | None = None
    opening_date: date | None = None
    opening_time: WallTime | None = Field(default=None, description="None: noon counts (InsO 27(3))")
    claim_deadline: date | None = None
    report_hearing: date | None = None

    @property
    def self_administration(self) -> bool:
        """Whether claims go to a custodian (InsO 270f(2)) because the debtor administers the estate."""
        return self.event_kind in {EventKind.OPENED_SELF_ADMIN, EventKind.PRELIM_SELF_ADMIN}


def court_case_of(case: Case, country: str, debtor_address: PostalAddress | None = None) -> CourtCase:
    """The proceedings as our case file knows them; the debtor's address is the notice's, where it prints one."""
    report = {HearingKind.REPORT, HearingKind.REPORT_AND_EXAMINATION}
    return CourtCase(
        country=country,
        court=case.court,
        case_number=case.case_number,
        debtor_name=case.debtor_name,
        debtor_address=debtor_address,
        event_kind=case.event_kind,
        practitioner_name=case.practitioner_name,
        practitioner_role=case.practitioner_role,
        practitioner_address=case.practitioner_address,
        practitioner_email=case.practitioner_email,
        opening_date=case.opening_date,
        claim_deadline=case.claim_deadline,
        report_hearing=next((hearing.date for hearing in case.hearing_dates if hearing.kind in report), None),
    )


class DossierForm(StrEnum):
    """Which form the claim is lodged on."""

    GERMAN = "german_form"
    EU_STANDARD = "eu_standard_form"
    ENGLISH = "english_plain"

    @property
    def document(self) -> str:
        """Name of the document that prints this form.

        >>> DossierForm.EU_STANDARD.document, DossierForm.ENGLISH.document
        ('claim_filing_eu', 'claim_filing')
        """
        return "claim_filing_eu" if self is DossierForm.EU_STANDARD else "claim_filing"


class DossierState(StrEnum):
    """A draft becomes approved, an approved dossier becomes sent; any change makes a new draft."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"


class SendingChannel(StrEnum):
    """How it left us; paper takes two copies, electronic filing one (InsO 174(1), (4))."""

    POST = "post"
    EMAIL = "email"
    PORTAL = "portal"
    COURIER = "courier"
    FAX = "fax"


class DossierStep(Record):
    """Who brought the dossier into a state, when, and for `sent` how."""

    state: DossierState
    by: str = Field(min_length=1)
    at: datetime
    how: SendingChannel | None = None
    note: str | None = Field(default=None, max_length=1000)


class TitleDetail(Record):
    """An enforceable title for an item."""

    item_number: ItemNumber
    kind: str = Field(min_length=1, max_length=200, description="judgment, enforcement order, notarial deed ...")
    issued_by: str | None = None
    reference: str | None = None
    issued_on: date | None = None


class TortFacts(Record):
    """Why an item also comes from an intentional tort (InsO 174(2)); without it InsO 302 does not help."""

    item_number: ItemNumber
    facts: str = Field(min_length=1, max_length=4000)


class SetOff(Record):
    """A set-off that is claimed (Art. 55(2)(h) Reg. 2015/848): what we owe, since when, and what is left."""

    item_number: ItemNumber
    ours: str = Field(min_length=1, max_length=400, description="the debtor's claim against us, in words")
    arose_on: date | None = None


class Dossier(Record):
    """Everything that the claim documents print. `history` grows; the last step is the state."""

    id: str
    case_id: str
    form: DossierForm = DossierForm.GERMAN
    language: Language = "de"
    court_case: CourtCase
    creditor: Creditor
    claims: ClaimSheet
    titles: tuple[TitleDetail, ...] = ()
    torts: tuple[TortFacts, ...] = ()
    set_offs: tuple[SetOff, ...] = ()
    with_subordinate: bool = Field(default=False, description="the court asked for them (InsO 174(3))")
    copies: int = Field(default=2, ge=1, le=10)
    history: tuple[DossierStep, ...] = Field(min_length=1)
    prepared_at: datetime = Field(description="the moment every date of the document's making is taken from")
    version: int = 1

    @property
    def state(self) -> DossierState:
        """Where the dossier stands."""
        return self.history[-1].state

    def step(self, state: DossierState) -> DossierStep | None:
        """The latest step into this state."""
        return next((step for step in reversed(self.history) if step.state is state), None)


def gaps(dossier: Dossier) -> tuple[Gap, ...]:
    """What a person must still fill in before the dossier can be approved: parties, court and the claim's own gaps."""
    lines = (gap for line in dossier.claims.lines for gap in line.gaps)
    return (
        *missing_of_case(dossier.court_case),
        *missing_of_creditor(dossier.creditor),
        *dossier.claims.gaps,
        *lines,
    )


def missing_of_case(case: CourtCase) -> Iterator[Gap]:
    """What of the proceedings is not known."""
    wanted = (
        ("court", case.court, "Insolvenzgericht", "insolvency court"),
        ("case_number", case.case_number, "Aktenzeichen", "case number"),
        ("practitioner_name", case.practitioner_name, "Insolvenzverwalter", "insolvency practitioner"),
        ("practitioner_address", case.practitioner_address, "Anschrift des Verwalters", "practitioner's address"),
        ("opening_date", case.opening_date, "Tag der Eröffnung", "day of the opening"),
    )
    yield from (_gap(f"court_case.{field}", de, en) for field, value, de, en in wanted if not value)


def missing_of_creditor(creditor: Creditor) -> Iterator[Gap]:
    """What of our own firm nobody has entered."""
    wanted = (
        ("address", creditor.address, "Anschrift des Gläubigers", "creditor's address"),
        ("legal_representatives", creditor.legal_representatives, "gesetzlicher Vertreter", "legal representative"),
        ("bank_account", creditor.bank_account, "Bankverbindung", "bank account"),
    )
    yield from (_gap(f"creditor.{field}", de, en) for field, value, de, en in wanted if not value)


def _gap(field: str, german: str, english: str) -> Gap:
    return Gap(field=field, text_de=f"fehlt: {german}", text_en=f"missing: {english}")


def approve(dossier: Dossier, by: str, at: datetime, *, despite: str | None = None) -> Dossier:
    """The dossier as approved by a person; `despite` is why it goes out with its gaps, such as a deadline today.

    Raises:
        ConflictError: it is no draft.
        InvalidInputError: something is missing and nobody said why that may be; each gap is named.
    """
    if dossier.state is not DossierState.DRAFT:
        raise ConflictError(f"the dossier is {dossier.state}; only a draft can be approved")
    holes = gaps(dossier)
    if holes and not despite:
        raise InvalidInputError([Problem(gap.field, "", gap.text_en) for gap in holes])
    return _next(dossier, DossierStep(state=DossierState.APPROVED, by=by, at=at, note=despite))


def mark_sent(dossier: Dossier, by: str, at: datetime, how: SendingChannel, note: str | None = None) -> Dossier:
    """The dossier as sent.

    Raises:
        ConflictError: it is not approved, or has been sent already.
    """
    if dossier.state is not DossierState.APPROVED:
        raise ConflictError(f"the dossier is {dossier.state}; only an approved one can be sent")
    return _next(dossier, DossierStep(state=DossierState.SENT, by=by, at=at, how=how, note=note))


def redraft(dossier: Dossier, by: str, at: datetime, note: str) -> Dossier:
    """The dossier as a draft again, because something in it has to change; what was done stays in the history."""
    if dossier.state is DossierState.DRAFT:
        return dossier
    return _next(dossier, DossierStep(state=DossierState.DRAFT, by=by, at=at, note=note))


def _next(dossier: Dossier, step: DossierStep) -> Dossier:
    return dossier.model_copy(update={"history": (*dossier.history, step), "version": dossier.version + 1})
