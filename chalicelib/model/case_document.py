"""A letter, form or list made from a case: what it is, where its bytes lie, and who did what with it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, PositiveInt

from chalicelib.errors import ConflictError, InvalidInputError, Problem
from chalicelib.model.address import PostalAddress
from chalicelib.model.claim import Gap
from chalicelib.model.creditor import BankAccount
from chalicelib.model.customer import Language
from chalicelib.model.dossier import DossierForm, DossierState, SendingChannel, SetOff, TitleDetail, TortFacts
from chalicelib.model.letters import InsurerNoticeKind, OpenContract
from chalicelib.model.open_item import Reference
from chalicelib.model.record import Record, content_id


class DocumentKind(StrEnum):
    """What can be made from a case."""

    CLAIM_FILING = "claim_filing"
    SECURITY_RIGHTS = "security_rights"
    CHOICE_OF_PERFORMANCE = "choice_of_performance"
    INSURER_NOTICE = "insurer_notice"
    EVIDENCE_LIST = "evidence_list"
    MATCH_EXPLANATION = "match_explanation"


class ExchangeRate(Record):
    """A rate of the opening day (InsO 45): units of the table's currency for one unit of `currency`."""

    currency: str = Field(pattern=r"^[A-Z]{3}$")
    rate: Decimal = Field(gt=0, max_digits=20)
    source: str = Field(min_length=1, max_length=200, description="such as ECB reference rate")


class DocumentOptions(Record):
    """What a person knows and no record of the case holds; what is left out is shown as missing, never guessed."""

    opening_date: date | None = Field(default=None, description="when the notice does not print the day of the opening")
    debtor_address: PostalAddress | None = Field(default=None, description="in place of the notice's")
    court: str | None = Field(default=None, max_length=200, description="when no notice names it")
    case_number: str | None = Field(default=None, max_length=120, description="when no notice prints it")
    practitioner_name: str | None = Field(default=None, max_length=200, description="when no notice names one")
    practitioner_address: PostalAddress | None = Field(default=None, description="in place of the notice's")
    bank_account: BankAccount | None = Field(default=None, description="in place of the firm's usual one")
    our_reference: Reference | None = None
    consumer: bool | None = Field(default=None, description="natural persons: whether the debtor bought as a consumer")
    with_subordinate: bool = Field(default=False, description="the court asked for them (InsO 174(3))")
    exchange_rates: tuple[ExchangeRate, ...] = Field(default=(), max_length=20)
    titles: tuple[TitleDetail, ...] = Field(default=(), max_length=500)
    torts: tuple[TortFacts, ...] = Field(default=(), max_length=500)
    set_offs: tuple[SetOff, ...] = Field(default=(), max_length=500)
    contracts: tuple[OpenContract, ...] = Field(default=(), max_length=100, description="for the choice of InsO 103")
    respond_by: date | None = Field(default=None, description="day by which the practitioner shall answer")
    revoke_resale: bool = Field(default=False, description="take back the permission to resell and to collect")
    notice_kind: InsurerNoticeKind = InsurerNoticeKind.INSOLVENCY
    policy_number: Reference | None = Field(default=None, description="when the firm has several policies")
    insurer_address: PostalAddress | None = None
    information: str | None = Field(default=None, max_length=2000, description="adverse notice: what, from whom")
    measures: tuple[str, ...] = Field(default=(), max_length=20, description="insurer's notice: what we did besides")
    consequence: str | None = Field(
        default=None, max_length=2000, description="explanation: what followed, in place of what the case says"
    )


class DocumentRequest(Record):
    """What is to be made; without a language or form the recipient's own is chosen."""

    kind: DocumentKind
    language: Language | None = Field(default=None, description="None: the recipient's")
    form: DossierForm | None = Field(default=None, description="claim filings; None: the form of the country")
    options: DocumentOptions = DocumentOptions()


class DocumentStep(Record):
    """One version: who brought the document into which state, when and why, and the bytes as they then were."""

    version: PositiveInt
    state: DossierState
    by: str = Field(min_length=1)
    at: datetime
    how: SendingChannel | None = None
    on: date | None = Field(default=None, description="day on which it left us")
    note: str | None = Field(default=None, max_length=2000)
    digest: str = Field(description="SHA-256 of the PDF, hexadecimal; it is stored under it")
    size: int = Field(ge=1, description="bytes")


class CaseDocument(Record):
    """One document of a case. `history` grows; its last step is the state, and `data_digest` what was printed."""

    id: str
    case_id: str
    kind: DocumentKind
    language: Language
    form: DossierForm | None = None
    title_de: str
    title_en: str
    recipient: str | None = Field(default=None, description="to whom it goes; None: nobody is named yet")
    copies: int = Field(default=1, description="on paper; filed electronically one is enough (InsO 174(1), (4))")
    options: DocumentOptions = DocumentOptions()
    prepared_at: datetime = Field(description="chosen once for each draft: the same draft is the same bytes")
    data_digest: str
    gaps: tuple[Gap, ...] = ()
    history: tuple[DocumentStep, ...] = Field(min_length=1)

    @property
    def state(self) -> DossierState:
        """Where the document stands."""
        return self.history[-1].state

    @property
    def version(self) -> int:
        """The latest version."""
        return self.history[-1].version

    def step(self, version: int | None = None) -> DocumentStep | None:
        """The step of a version, the latest without one."""
        return next((one for one in reversed(self.history) if version in (None, one.version)), None)


def document_id(case_id: str, kind: DocumentKind, case_version: int) -> str:
    """Id of a document begun in this version of the case, which its being recorded ends."""
    return content_id("document", case_id, kind, str(case_version))


def check_approval(document: CaseDocument, *, despite: str | None) -> None:
    """Nothing, when a person may approve the document.

    Raises:
        ConflictError: it is no draft.
        InvalidInputError: something is missing and nobody said why it may go out so; each gap is named.
    """
    if document.state is not DossierState.DRAFT:
        raise ConflictError(f"the document is {document.state}; only a draft can be approved")
    if document.gaps and not despite:
        raise InvalidInputError([Problem(gap.field, "", gap.text_en) for gap in document.gaps])


def check_sending(document: CaseDocument, on: date, today: date) -> None:
    """Nothing, when the document may be marked as sent on the day.

    Raises:
        ConflictError: it is not approved, or has been sent already.
        InvalidInputError: the day lies ahead, or before the document was begun.
    """
    if document.state is not DossierState.APPROVED:
        raise ConflictError(f"the document is {document.state}; only an approved one can be sent")
    if on > today:
        raise InvalidInputError([Problem("on", on.isoformat(), "this day is still to come")])
    if on < document.history[0].at.date():
        raise InvalidInputError([Problem("on", on.isoformat(), "before the document was made")])
