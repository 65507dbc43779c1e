"""What documents are made from, and the proceedings as the case's notices print them together."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.model.case_document import DocumentOptions
from chalicelib.model.case_file import CaseFile
from chalicelib.model.creditor import Creditor
from chalicelib.model.customer import Customer, Language
from chalicelib.model.dossier import CourtCase, court_case_of
from chalicelib.model.event import EventKind
from chalicelib.model.ledger import Ledger
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import HearingKind, InsolvencyNotice
from chalicelib.recovery.base_rates import BASE_RATES, BaseRates

HOME = "DE"
_OPENINGS = frozenset({EventKind.OPENED, EventKind.OPENED_SELF_ADMIN, EventKind.CONVERTED})
_REPORTS = frozenset({HearingKind.REPORT, HearingKind.REPORT_AND_EXAMINATION})
_GERMAN_SPEAKING = frozenset({"DE", "AT", "CH", "LI", "Deutschland", "Österreich", "Schweiz"})


class Material(NamedTuple):
    """The case, whose it is, our firm, what the books say, the notices that are still kept, and the moment."""

    file: CaseFile
    customer: Customer
    creditor: Creditor
    ledger: Ledger | None
    notices: tuple[InsolvencyNotice, ...]
    now: datetime
    rates: BaseRates = BASE_RATES

    @property
    def country(self) -> str:
        """Of the proceedings; one that is not known is taken for Germany, as everywhere."""
        return self.file.case.country or HOME

    @property
    def standing(self) -> tuple[InsolvencyNotice, ...]:
        """The notices about this customer that nobody took back, newest first."""
        counted = {
            one.notice_id
            for one in self.file.case.notices
            if not one.withdrawn_by and one.result is not MatchResult.NEGATIVE
        }
        kept = (notice for notice in self.notices if notice.id in counted)
        return tuple(sorted(kept, key=lambda notice: (notice.publication_date, notice.id), reverse=True))


def court_case(material: Material, options: DocumentOptions) -> CourtCase:
    """The proceedings: what a person entered, else the case file, else the newest notice that says it."""
    case, told = material.file.case, _told(material.standing)
    name = case.practitioner_name or options.practitioner_name
    opening = next((notice for notice in material.standing if notice.effective_kind in _OPENINGS), None)
    named = next((notice for notice in material.standing if name and notice.practitioner_name == name), None)
    found = court_case_of(case, material.country, options.debtor_address or told.get("debtor_postal_address"))
    extra: dict[str, Any] = {
        "court": case.court or options.court,
        "case_number": case.case_number or options.case_number,
        "debtor_reg_no": _register(material.standing),
        "event_kind": opening.effective_kind if opening else case.event_kind,
        "proceeding_kind": told.get("proceeding_kind"),
        "practitioner_name": name,
        "practitioner_firm": named.practitioner_firm if named else None,
        "practitioner_address": options.practitioner_address or case.practitioner_address,
        "opening_date": options.opening_date or case.opening_date,
        "opening_time": opening.opening_time if opening else None,
        "report_hearing": found.report_hearing or _report_hearing(material.standing),
    }
    return found.model_copy(update=extra)


def court_day(moment: datetime) -> date:
    """The day that a moment falls on where our firm and the court are."""
    return moment.astimezone(ZoneInfo("Europe/Berlin")).date()


def language_there(country: str | None) -> Language:
    """What people read in a country: German where it is spoken, English elsewhere; not known is home.

    >>> language_there("AT"), language_there("FR"), language_there(None)
    ('de', 'en', 'de')
    """
    return "de" if country is None or country in _GERMAN_SPEAKING else "en"


def _told(newest_first: tuple[InsolvencyNotice, ...]) -> dict[str, Any]:
    """The newest word on each field that only notices hold."""
    fields = ("debtor_postal_address", "proceeding_kind")
    return {
        field: next((value for notice in newest_first if (value := getattr(notice, field))), None) for field in fields
    }


def _register(newest_first: tuple[InsolvencyNotice, ...]) -> str | None:
    known = next((notice for notice in newest_first if notice.debtor_reg_no), None)
    if known is None or known.debtor_reg_no is None:
        return None
    return ", ".join(part for part in (known.debtor_reg_office, known.debtor_reg_no) if part)


def _report_hearing(newest_first: tuple[InsolvencyNotice, ...]) -> date | None:
    def days() -> Iterator[date]:
        for notice in newest_first:
            yield from (hearing.date for hearing in notice.hearing_dates if hearing.kind in _REPORTS)

    return next(days(), None)
