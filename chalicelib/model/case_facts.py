"""The facts of a case from which its deadlines follow: what was published, and what a person entered."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from chalicelib.model.case import Case
from chalicelib.model.entered import ClaimFacts, EnteredDates
from chalicelib.model.event import EventKind
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import Hearing
from chalicelib.model.record import Record

__all__ = ["CaseEvent", "CaseFacts", "ClaimFacts", "Costs", "EnteredDates", "facts_of_case"]


class CaseEvent(Record):
    """A publication that stands; `first_notice_id` is the one it corrects, through any number of corrections.

    Whether a correction sets a period going anew is not settled, so periods run from the first publication.
    """

    kind: EventKind
    publication_date: date
    notice_id: str
    first_notice_id: str | None = None
    first_publication_date: date | None = None

    @property
    def cause(self) -> str:
        """The notice id that a deadline keeps when the notice is corrected."""
        return self.first_notice_id or self.notice_id

    @property
    def earliest_publication(self) -> date:
        """The day from which a period runs at the earliest."""
        return min(self.first_publication_date or self.publication_date, self.publication_date)


class Costs(Record):
    """Costs named beside a deadline. Believed: they change by tariff, so they are configured, not known."""

    late_filing_de: Decimal = Field(default=Decimal("22.00"), description="EUR, KV 2340 GKG; 20 was seen before")
    late_filing_at: Decimal = Field(default=Decimal("50.00"), description="EUR plus VAT, IO 107")


class CaseFacts(Record):
    """What deadlines are computed from; no field is required to make sense, odd ones open a question."""

    case_id: str
    country: str = Field(description="ISO 3166-1 alpha-2 of the proceedings")
    court: str | None = None
    court_land: str | None = Field(default=None, description="such as BY, when known better than from the court's name")
    case_number: str | None = None
    natural_person: bool = False
    repeat_discharge: bool = Field(default=False, description="a discharge was granted before: five years, not three")
    creditor_country: str | None = None
    events: tuple[CaseEvent, ...] = ()
    petition_date: date | None = None
    opening_date: date | None = None
    claim_deadline: date | None = None
    claim_deadline_rule: str | None = None
    hearings: tuple[Hearing, ...] = ()
    closing_date: date | None = None
    claim: ClaimFacts = ClaimFacts()
    entered: EnteredDates = EnteredDates()
    costs: Costs = Costs()


def _standing_events(case: Case) -> tuple[CaseEvent, ...]:
    """The case's notices that were not taken back and are about this customer, each with the one it first corrected."""
    replaced = {notice.withdrawn_by: notice for notice in case.notices if notice.withdrawn_by}
    events = []
    for notice in case.notices:
        if notice.withdrawn_by or notice.result is MatchResult.NEGATIVE:
            continue
        first, chain = notice, {notice.notice_id}
        while (earlier := replaced.get(first.notice_id)) and earlier.notice_id not in chain:
            first = earlier
            chain.add(first.notice_id)
        events.append(
            CaseEvent(
                kind=notice.event_kind,
                publication_date=notice.publication_date,
                notice_id=notice.notice_id,
                first_notice_id=first.notice_id,
                first_publication_date=first.publication_date,
            )
        )
    return tuple(events)


def facts_of_case(
    case: Case,
    country: str,
    *,
    claim: ClaimFacts | None = None,
    entered: EnteredDates | None = None,
    creditor_country: str | None = None,
    hearings: tuple[Hearing, ...] | None = None,
) -> CaseFacts:
    """The facts that a case file holds, with what people entered about it; notices taken back do not count.

    The case's hearings are those of all its standing notices; `hearings` take their place where others are known.
    """
    said = entered or EnteredDates()
    return CaseFacts(
        case_id=case.id,
        country=country,
        court=case.court,
        case_number=case.case_number,
        natural_person=case.natural_person,
        creditor_country=creditor_country,
        events=_standing_events(case),
        petition_date=said.petition_date,
        opening_date=case.opening_date or said.opening_date,
        claim_deadline=case.claim_deadline or said.claim_deadline,
        claim_deadline_rule=case.claim_deadline_rule,
        hearings=case.hearing_dates if hearings is None else hearings,
        closing_date=case.closing_date,
        claim=claim or ClaimFacts(),
        entered=said,
    )
