"""Limitation of the claim and of its entry in the table; the week to answer a planned sale of collateral."""

from datetime import date, timedelta
from typing import Any

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.deadlines.reckoning import Doubt, Found, LegalRule, Reckoning
from chalicelib.model.deadline import Deadline, DeadlineKind, QuestionKind, Severity

LIMITATION = LegalRule(
    DeadlineKind.LIMITATION,
    "BGB 195, 199(1): three years from the end of the year in which the claim arose and was known",
    "Verjährung der ältesten offenen Forderung: vorher anmelden, mahnen lassen oder klagen",
    "Limitation of the oldest open claim: file it, get a payment order or sue before",
    Severity.FINAL,
)
SUSPENDED = LegalRule(
    DeadlineKind.LIMITATION,
    "BGB 204(1) no. 10, (2): suspended by filing until six months after the end of the proceedings; 209",
    "Verjährung ist durch die Anmeldung gehemmt, bis sechs Monate nach dem Ende des Verfahrens",
    "Limitation is suspended by filing, until six months after the end of the proceedings",
    Severity.FINAL,
)
TITLED = LegalRule(
    DeadlineKind.LIMITATION,
    "BGB 197(1) no. 3, 201: thirty years from the finality of the title; BGB 188(2)",
    "Verjährung der titulierten Forderung",
    "Limitation of the claim with an enforceable title",
    Severity.FINAL,
)
TABLE_ENTRY = LegalRule(
    DeadlineKind.TABLE_ENTRY_LIMITATION,
    "BGB 197(1) no. 5, 201: thirty years from the entry in the table; BGB 188(2)",
    "Verjährung der zur Tabelle festgestellten Forderung",
    "Limitation of the claim that was established in the table",
    Severity.FINAL,
)
COLLATERAL_SALE = LegalRule(
    DeadlineKind.COLLATERAL_SALE,
    "InsO 168(1): one week after the administrator's message; BGB 187(1), 188(2), 193",
    "Verwalter will das Sicherungsgut verkaufen: bessere Möglichkeit nennen",
    "The administrator wants to sell the collateral: name a better way",
    Severity.RECOVERABLE,
)
FILED_AFTER_LIMITATION = Doubt(
    QuestionKind.CONTRADICTORY,
    "BGB 195, 199, 204(1) no. 10",
    "Die Anmeldung liegt nach dem Ende der Verjährungsfrist. Wurde die Verjährung vorher gehemmt?",
    "The claim was filed after its limitation. Was the limitation suspended before?",
)
END_NOT_KNOWN = Doubt(
    QuestionKind.MISSING,
    "BGB 204(2)",
    "Das Verfahren ist beendet, das Datum fehlt. Davon hängt das Ende der Verjährungshemmung ab.",
    "The proceedings have ended, but the date is missing. The end of the limitation's suspension depends on it.",
)
_WARNING = timedelta(days=90)


def limitation_end(due_year: int) -> date:
    """Last day before a claim that fell due in this year becomes statute-barred, when the creditor knew of it.

    Source: BGB 195, 199(1).

    >>> limitation_end(2023)
    datetime.date(2026, 12, 31)
    """
    return date(due_year + 3, 12, 31)


def limitation(reckoning: Reckoning) -> Found:
    """The limitation of the claim by what is known of it: title, filing, year."""
    claim = reckoning.facts.claim
    if claim.titled:
        yield _titled(reckoning, claim.titled_on)
    elif claim.earliest_due_year is None:
        yield reckoning.undated(LIMITATION, earliest_due_year=None)
    elif claim.filed_on is None:
        end = limitation_end(claim.earliest_due_year)
        yield reckoning.fixed(LIMITATION, end, warn_from=end - _WARNING, earliest_due_year=claim.earliest_due_year)
    else:
        yield from _suspended(reckoning, claim.filed_on, limitation_end(claim.earliest_due_year))


def _titled(reckoning: Reckoning, titled_on: date | None) -> Deadline:
    if titled_on is None:
        return reckoning.undated(TITLED, titled_on=None)
    end = end_after_event(titled_on, Period(years=30))
    return reckoning.fixed(TITLED, end, warn_from=end - _WARNING, titled_on=titled_on)


def _suspended(reckoning: Reckoning, filed: date, end: date) -> Found:
    """While the proceedings run nothing lapses; then six months and what was left of the three years on filing."""
    if filed > end:
        yield reckoning.fixed(LIMITATION, end, limitation_without_filing=end, filed_on=filed)
        yield reckoning.question(FILED_AFTER_LIMITATION, limitation_without_filing=end, filed_on=filed)
        return
    closing = reckoning.facts.closing_date
    known: dict[str, Any] = {"filed_on": filed, "limitation_without_filing": end, "closing_date": closing}
    if not reckoning.closed or closing is None:
        yield reckoning.undated(SUSPENDED, **known)
        if reckoning.closed:
            yield reckoning.question(END_NOT_KNOWN, **known)
        return
    left = end - filed
    again = end_after_event(closing, Period(months=6))
    yield reckoning.fixed(
        SUSPENDED, again + left, warn_from=again + left - _WARNING, **known, suspended_until=again, days_left=left.days
    )


def table_entry(reckoning: Reckoning) -> Found:
    """Thirty years for a claim that was established."""
    if entered := reckoning.facts.claim.established_on:
        yield reckoning.fixed(TABLE_ENTRY, end_after_event(entered, Period(years=30)), established_on=entered)


def collateral_sale(reckoning: Reckoning) -> Found:
    """The week in which the secured creditor can name a better way to sell."""
    if received := reckoning.facts.entered.sale_letter_received_on:
        yield reckoning.moved(
            COLLATERAL_SALE, end_after_event(received, Period(weeks=1)), sale_letter_received_on=received
        )


RULES = (limitation, table_entry, collateral_sale)
