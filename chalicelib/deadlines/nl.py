"""Netherlands: dates of a case by the Bankruptcy Act (Faillissementswet, Fw).

Many bankruptcies end without a verification meeting; then no day is ever set. Believed: that the text stands, the
periods of the distribution list, counting and weekends (Algemene termijnenwet). Read as published by wetboekplus.nl:
Fw 108, 127 (fourteen days before the first verification meeting; claims filed later are not verified; in older cases
two days).

Source: Fw 108, 110, 127, 183, 184.
"""

from datetime import timedelta

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.reckoning import OPENINGS, Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, Severity
from chalicelib.model.event import EventKind
from chalicelib.model.notice import HearingKind

ZONE = "Europe/Amsterdam"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "Fw 110, 127(1), (3): fourteen days before the first verification meeting, unless the judge sets another day",
    "Forderung beim Kurator (curator) einreichen; danach wird sie nicht mehr geprüft",
    "Submit the claim to the trustee (curator); later it is not verified",
    Severity.FINAL,
    believed=True,
)
EXAMINATION = LegalRule(
    DeadlineKind.EXAMINATION,
    "Fw 108, 116; the date stands as published",
    "Prüfungsversammlung (verificatievergadering)",
    "Verification meeting (verificatievergadering)",
    Severity.INFORMATION,
    believed=True,
)
OBJECTION = LegalRule(
    DeadlineKind.DISTRIBUTION_OBJECTION,
    "Fw 183, 184: objection while the distribution list lies open, ten days",
    "Verteilungsliste (uitdelingslijst) liegt aus: Widerspruch (verzet) einlegen, wenn unsere Forderung fehlt",
    "The distribution list (uitdelingslijst) lies open: object (verzet) when our claim is missing",
    Severity.FINAL,
    believed=True,
)
_EXAMINATIONS = (HearingKind.EXAMINATION, HearingKind.REPORT_AND_EXAMINATION)
_TWO_WEEKS = timedelta(days=14)


def filing(reckoning: Reckoning) -> Found:
    """The day set by the judge, else two weeks before the meeting, else the duty; nothing in a mere moratorium."""
    facts, meetings = reckoning.facts, reckoning.hearings(*_EXAMINATIONS)
    limit, filed = facts.claim_deadline, facts.claim.filed_on
    moratorium = reckoning.events(EventKind.PRELIM_MEASURES) and not reckoning.events(*OPENINGS)
    if not reckoning.running or moratorium:
        return
    if limit:
        found = reckoning.printed(FILING, limit, claim_deadline=limit, filed_on=filed)
    elif meetings:
        first = meetings[0].date
        found = reckoning.fixed(FILING, first - _TWO_WEEKS, verification_meeting=first, filed_on=filed)
    else:
        found = reckoning.undated(FILING, verification_meeting=None, filed_on=filed)
    yield filed_in_time(found, filed)
    for meeting in meetings[:1]:
        yield reckoning.printed(EXAMINATION, meeting.date, hearing=meeting.date)


def distribution(reckoning: Reckoning) -> Found:
    """Ten days for each distribution list that was published."""
    for event in reckoning.events(EventKind.DISTRIBUTION) if reckoning.running else ():
        start = event.earliest_publication
        yield reckoning.moved(OBJECTION, end_after_event(start, Period(days=10)), cause=event.cause, published=start)


RULES: tuple[Rule, ...] = (filing, distribution)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Public holidays of the Netherlands with Good Friday, which the Algemene termijnenwet puts beside them."""
    return holiday_set("NL")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """Nothing more than the country decides about days off."""
    return {}
