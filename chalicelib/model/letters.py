"""What the letters and lists of a case say; documents/ prints them."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.address import PostalAddress
from chalicelib.model.claim import RetentionLine
from chalicelib.model.creditor import Creditor
from chalicelib.model.dossier import CourtCase
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.match import Match
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.open_item import ItemNumber, OpenItem, Security
from chalicelib.model.record import Record


class SecuredItem(Record):
    """A security that stands for an invoice."""

    item_number: ItemNumber
    security: Security


class SecurityRightsLetter(Record):
    """What the letter says; `revoke_resale` takes back the permission to resell and to collect, a person's choice."""

    court_case: CourtCase
    creditor: Creditor
    retention: tuple[RetentionLine, ...] = ()
    securities: tuple[SecuredItem, ...] = ()
    respond_by: date | None = None
    revoke_resale: bool = False
    prepared_at: datetime
    draft: bool = Field(default=True, description="False once a person has approved the letter")


class OpenContract(Record):
    """A contract that neither side has performed completely; order number, day and what is open on each side."""

    reference: str = Field(min_length=1, max_length=120)
    concluded_on: date | None = None
    ours: str | None = Field(default=None, max_length=400, description="what we still have to do, in words")
    theirs: str | None = Field(default=None, max_length=400, description="what the debtor still has to do, in words")
    retention_of_title: bool = False


class ChoiceLetter(Record):
    """What the letter says."""

    court_case: CourtCase
    creditor: Creditor
    contracts: tuple[OpenContract, ...] = Field(min_length=1)
    respond_by: date | None = None
    prepared_at: datetime
    draft: bool = Field(default=True, description="False once a person has approved the letter")


class InsurerNoticeKind(StrEnum):
    """What insurers' forms tell apart."""

    OVERDUE = "overdue"
    INSOLVENCY = "insolvency"
    ADVERSE = "adverse"


class InsurerNotice(Record):
    """What the notice says; `known_on` is the day on which our firm learned of it, from which the policy counts."""

    kind: InsurerNoticeKind
    policy: Policy
    limit: CreditLimit | None = None
    creditor: Creditor
    insurer_address: PostalAddress | None = None
    customer_number: str
    customer_name: str
    customer_address: PostalAddress | None = None
    customer_identifier: str | None = None
    court_case: CourtCase | None = None
    known_on: date | None = None
    information: str | None = Field(default=None, max_length=2000, description="adverse: what we learned, from whom")
    measures: tuple[str, ...] = Field(default=(), max_length=20, description="what we did: block, reminders, filing")
    items: tuple[OpenItem, ...] = ()
    prepared_at: datetime
    draft: bool = Field(default=True, description="False once a person has approved the notice")


class EvidenceItem(Record):
    """One thing kept: a register's payload, a document we made, a message, an upload."""

    what_de: str
    what_en: str
    source: str
    published_on: date | None = None
    obtained_at: datetime
    url: str | None = None
    evidence_key: str | None = None
    sha256: str | None = None


class EvidenceList(Record):
    """The evidence of one case."""

    case_id: str
    customer_number: str
    creditor_name: str
    court_case: CourtCase
    items: tuple[EvidenceItem, ...]
    prepared_at: datetime


class MatchExplanation(Record):
    """The comparison and what followed; `judged_by` is the person who looked at it, None while nobody has."""

    controller: Creditor
    recipient_name: str
    recipient_address: PostalAddress | None = None
    match: Match
    notice: InsolvencyNotice
    consequence: str = Field(min_length=1, description="what followed for the person, in the letter's language")
    judged_by: str | None = None
    judged_at: datetime | None = None
    judgement: str | None = None
    delete_on: date | None = None
    case_id: str
    prepared_at: datetime
    draft: bool = Field(default=True, description="False once a person has approved the letter")
