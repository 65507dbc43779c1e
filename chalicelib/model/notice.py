"""An insolvency notice: one publication about one debtor, in the words of Art. 24(2) Reg. (EU) 2015/848."""

import datetime as dt
import re
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.model.address import PostalAddress
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Identifier
from chalicelib.model.proceedings import normal_case_number, normal_court
from chalicelib.model.record import Record, WallTime, content_id

__all__ = [
    "Authority",
    "DebtorKind",
    "EventKind",
    "Hearing",
    "HearingKind",
    "InsolvencyNotice",
    "Omission",
    "Practitioner",
    "proceedings_id",
]


class Authority(StrEnum):
    """Who says so. A court's register outranks a bureau."""

    REGISTER = "register"
    BUREAU = "bureau"


class DebtorKind(StrEnum):
    """Whether the debtor is an organisation or a natural person; sole traders are persons."""

    ORGANISATION = "organisation"
    PERSON = "person"
    UNKNOWN = "unknown"


class HearingKind(StrEnum):
    """What a hearing, or the key date of a written procedure, is for."""

    REPORT = "report"
    EXAMINATION = "examination"
    REPORT_AND_EXAMINATION = "report_and_examination"
    CREDITORS_MEETING = "creditors_meeting"
    DISCUSSION_AND_VOTE = "discussion_and_vote"
    FINAL = "final"
    OTHER = "other"


class Hearing(Record):
    """A hearing in court, or (`written`) the key date that stands for it in written proceedings."""

    kind: HearingKind
    date: dt.date
    time: WallTime | None = None
    place: str | None = None
    written: bool = False


class Practitioner(Record):
    """Insolvency practitioner: administrator, custodian, liquidator, trustee, or the office that acts as one."""

    name: str
    role: str | None = None
    firm: str | None = None
    address: PostalAddress | None = None
    phone: str | None = None
    email: str | None = None


class Omission(Record):
    """A field left empty on purpose, because what the text says about it is not certain."""

    field: str
    reason: str


class InsolvencyNotice(Record):
    """One publication about one debtor.

    Source: Art. 24(2) letters a to j of Regulation (EU) 2015/848 for the fields down to `appeal_rule`.
    """

    source: str
    authority: Authority = Authority.REGISTER
    publication_id: str
    country: str = Field(description="ISO 3166-1 alpha-2 of the register")
    publication_date: date
    event_kind: EventKind
    underlying_kind: EventKind | None = Field(
        default=None, description="for a correction: what it now says; for a cancellation: what it takes back"
    )
    original_kind: str = Field(description="the source's own word or code for the event")
    original_text: str = ""

    opening_date: date | None = None
    opening_time: WallTime | None = None
    court: str | None = Field(default=None, description="insolvency court or office, not the register court")
    case_number: str | None = Field(default=None, description="as printed")
    proceeding_kind: str | None = None
    jurisdiction_basis: str | None = Field(default=None, description="main, secondary or territorial (Art. 3)")

    debtor_kind: DebtorKind = DebtorKind.UNKNOWN
    debtor_name: str
    debtor_first_name: str | None = Field(default=None, description="persons only, when the source tells them apart")
    debtor_surname: str | None = None
    debtor_aliases: tuple[str, ...] = Field(default=(), description="former and trade names")
    debtor_reg_no: str | None = Field(default=None, description="as printed")
    debtor_reg_office: str | None = Field(default=None, description="as printed")
    debtor_identifiers: tuple[Identifier, ...] = ()
    debtor_postal_address: PostalAddress | None = None
    debtor_seat: str | None = None
    birth_date: date | None = None
    birth_place: str | None = None
    debtor_representatives: tuple[str, ...] = ()

    practitioner_name: str | None = None
    practitioner_role: str | None = None
    practitioner_firm: str | None = None
    practitioner_address: PostalAddress | None = None
    practitioner_phone: str | None = None
    practitioner_email: str | None = None
    further_practitioners: tuple[Practitioner, ...] = ()

    claim_deadline: date | None = None
    claim_deadline_rule: str | None = Field(default=None, description="words for computing it, when no date is given")
    hearing_dates: tuple[Hearing, ...] = ()
    closing_date: date | None = None
    appeal_court: str | None = None
    appeal_deadline: date | None = None
    appeal_rule: str | None = None

    corrects: str | None = Field(default=None, description="publication id of the notice this one replaces")
    cancels: str | None = Field(default=None, description="publication id of the notice this one takes back")
    omissions: tuple[Omission, ...] = ()

    source_url: str | None = None
    fetched_at: datetime | None = None
    payload: str | None = Field(default=None, description="evidence key of the original payload")

    @property
    def id(self) -> str:
        """Id made from the source's own publication id."""
        return f"{self.source}:{self.publication_id}"

    @property
    def proceedings_id(self) -> str:
        """Id of the proceedings this publication belongs to, the same for all of its publications."""
        return proceedings_id(self)

    @property
    def takes_back(self) -> str | None:
        """Publication id that this one cancels or replaces; a correction that was not understood replaces nothing."""
        if self.effective_kind in {EventKind.CORRECTION, EventKind.UNCLASSIFIED}:
            return None
        return self.cancels or self.corrects

    @property
    def effective_kind(self) -> EventKind:
        """The event that the debtor is now in: a correction speaks through what it corrects."""
        corrected = self.underlying_kind if self.event_kind is EventKind.CORRECTION else None
        return corrected or self.event_kind


def publication_of(notice_id: str) -> str:
    """Id of the publication a notice is from: that of a publication's second debtor ends in "-2".

    >>> publication_of("fr_bodacc:A202600011-2")
    'fr_bodacc:A202600011'
    """
    return re.sub(r"-\d{1,2}$", "", notice_id)


def proceedings_id(notice: InsolvencyNotice) -> str:
    """Court and case number where the register prints them, else the debtor's own number at this source.

    A number alone never identifies a case. Where there is neither, each publication stands for itself.
    """
    if notice.court and notice.case_number:
        return content_id(notice.country, normal_court(notice.court), normal_case_number(notice.case_number))
    if notice.debtor_identifiers:
        sub_case = notice.case_number or ""
        return content_id(notice.source, notice.debtor_identifiers[0].key, sub_case)
    return content_id(notice.source, notice.publication_id)
