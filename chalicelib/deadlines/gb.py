"""United Kingdom: no general period; a notice sets the last date for proving.

Believed: only the rules' outlines were read, those of England and Wales; Scotland and Northern Ireland differ.

Source: Insolvency (England and Wales) Rules 2016 (IR), r. 14.3(3), 14.31.
"""

from chalicelib.deadlines.holiday_sets import HolidaySet, holiday_set
from chalicelib.deadlines.reckoning import Found, LegalRule, Reckoning, Rule, filed_in_time
from chalicelib.model.case_facts import CaseFacts
from chalicelib.model.deadline import DeadlineKind, Severity

ZONE = "Europe/London"
FILING = LegalRule(
    DeadlineKind.CLAIM_FILING,
    "IR 2016 r. 14.3: no fixed period, the notice of a dividend names the last date for proving",
    "Forderung beim Verwalter nachweisen (proof of debt), vor der nächsten Ausschüttung",
    "Prove the debt to the office-holder, before the next dividend",
    Severity.RECOVERABLE,
    believed=True,
)
SMALL_DEBT = LegalRule(
    DeadlineKind.SMALL_DEBT,
    "IR 2016 r. 14.3(3), 14.31: up to 1,000 GBP a debt may be deemed proved",
    "Bis 1.000 GBP kann die Forderung ohne Anmeldung als nachgewiesen gelten: Anzeige des Verwalters prüfen",
    "Up to 1,000 GBP the debt may count as proved without a claim: check the office-holder's notice",
    Severity.INFORMATION,
    believed=True,
)
LATE_FILING = LegalRule(
    DeadlineKind.LATE_FILING,
    "IR 2016 r. 14.31: until a dividend is declared; earlier dividends are not disturbed",
    "Letzter Tag versäumt: Forderung vor der nächsten Ausschüttung nachweisen",
    "Last date missed: prove the debt before the next dividend",
    Severity.FINAL,
    believed=True,
)


def filing(reckoning: Reckoning) -> Found:
    """The last date for proving where one was printed, else the duty without a date."""
    limit, filed = reckoning.facts.claim_deadline, reckoning.facts.claim.filed_on
    if not reckoning.running:
        return
    if limit:
        yield filed_in_time(reckoning.printed(FILING, limit, last_date_for_proving=limit, filed_on=filed), filed)
    else:
        yield filed_in_time(reckoning.undated(FILING, last_date_for_proving=None, filed_on=filed), filed)
    yield reckoning.undated(SMALL_DEBT, limit_gbp=1000)
    if limit and limit < reckoning.today and not filed:
        yield reckoning.undated(LATE_FILING, last_date_for_proving=limit)


RULES: tuple[Rule, ...] = (filing,)


def holidays_of(_facts: CaseFacts) -> HolidaySet:
    """Bank holidays of the whole kingdom; those of any part are no reminder's day."""
    return holiday_set("GB")


def place_of(_facts: CaseFacts) -> dict[str, str]:
    """The part of the kingdom is not known to the rules."""
    return {}
