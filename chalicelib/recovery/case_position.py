"""A case and the customer's account as what recovery reckons with: days, position, claim terms, insurance."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from chalicelib.model.case import Case
from chalicelib.model.case_facts import facts_of_case
from chalicelib.model.claim import ClaimSheet, Gap
from chalicelib.model.credit import IndexEntry
from chalicelib.model.customer import Money
from chalicelib.model.insurance import CaseInsurance, CreditLimit, Policy, PolicyInCase
from chalicelib.model.ledger import Ledger
from chalicelib.model.recovery import Assumptions, Exposure, InsolvencyDates, VatAdjustment
from chalicelib.model.task import BOOKS, CAUSE_BEFORE, CAUSE_CASE, Task, TaskKind, insurer_cause, task_id
from chalicelib.recovery.base_rates import BASE_RATES, BaseRates
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.claims import claim_sheet
from chalicelib.recovery.cover import cover_of
from chalicelib.recovery.exposure import exposure_of
from chalicelib.recovery.insolvency_dates import dates_of
from chalicelib.recovery.insurance import duties, findings, insured_items
from chalicelib.recovery.valuation import Position
from chalicelib.recovery.vat import vat_adjustment

_HOME = "DE"
_CONSUMER = Gap(
    field="consumer",
    text_de="Natürliche Person: gerechnet wie bei einem Verbraucher; sonst 9 Prozentpunkte und 40 EUR (BGB 288)",
    text_en="a natural person: computed as for a consumer; a trader owes 9 points and the lump sum (BGB 288)",
)


def dates_of_case(case: Case) -> InsolvencyDates:
    """The days of the case that the books are measured against."""
    return dates_of(facts_of_case(case, case.country or _HOME, entered=case.entered))


def exposure_in_case(case: Case, ledger: Ledger, on: date) -> Exposure:
    """What is at stake in the case; the limits under which we delivered cap what counts as insured."""
    dates, limits = dates_of_case(case), _insured_up_to(ledger)
    return exposure_of(ledger.customer_number, ledger.items, ledger.payments, on, dates, limits)


def claims_in_case(case: Case, ledger: Ledger, rates: BaseRates = BASE_RATES) -> ClaimSheet | None:
    """The claim sheet to the day before the opening, or None while nothing is opened.

    A natural person is reckoned as a consumer, and the sheet says so: too little can be raised, too much is refused.
    """
    opened_on = dates_of_case(case).opened_on
    if opened_on is None:
        return None
    terms = ClaimTerms(opening_date=opened_on, consumer=case.natural_person, rates=rates)
    sheet = claim_sheet(ledger.customer_number, ledger.items, terms)
    return sheet.model_copy(update={"gaps": (*sheet.gaps, _CONSUMER)}) if case.natural_person else sheet


def vat_in_case(case: Case, ledger: Ledger) -> VatAdjustment | None:
    """The proposed adjustment of output tax, or None while nothing makes the claims uncollectable."""
    return vat_adjustment(ledger.items, dates_of_case(case))


def insurance_in_case(case: Case, ledger: Ledger, tasks: tuple[Task, ...], on: date) -> CaseInsurance:
    """What each policy wants in this case, what puts cover at risk, and what it is expected to pay."""
    dates = dates_of_case(case)
    event_on = min((day for day in (dates.opened_on, dates.refused_on) if day), default=None)
    known_on = None if case.early_warning else case.opened_at.date()
    return CaseInsurance(
        on=on,
        policies=tuple(
            PolicyInCase(
                policy_number=policy.number,
                insurer=policy.insurer,
                duties=duties(
                    policy,
                    ledger.items,
                    on,
                    insolvency_known_on=known_on,
                    insured_event_on=event_on,
                    reported=reported_items(ledger, tasks, policy.number),
                ),
                findings=findings(policy, limits, ledger.items, on, reported_items(ledger, tasks, policy.number)),
                cover=tuple(cover_of(policy, limit, ledger.items) for limit in limits),
            )
            for policy, limits in ledger.policies_on(on)
        ),
    )


def position_in_case(
    case: Case,
    ledger: Ledger,
    tasks: tuple[Task, ...],
    history: Iterable[IndexEntry],
    assumptions: Assumptions,
    on: date,
) -> Position:
    """Where we stand; the bureaus' band is that of the newest index that has one."""
    policy, limit = _policy_and_limit(ledger, on)
    bands = [one.index.band for one in sorted(history, key=lambda one: one.on) if one.index.band]
    return Position(
        case_id=case.id,
        event_kind=case.event_kind,
        items=ledger.items,
        on=on,
        country=case.country or _HOME,
        natural_person=case.natural_person,
        opened_on=dates_of_case(case).opened_on,
        claim_deadline=case.claim_deadline,
        lodged=case.claim.filed_on is not None,
        policy=policy,
        limit=limit,
        reported=reported_items(ledger, tasks, policy.number) if policy else frozenset(),
        band=bands[-1].value if bands else None,
        assumptions=assumptions,
    )


def reported_items(ledger: Ledger, tasks: Iterable[Task], policy_number: str) -> frozenset[str]:
    """Numbers of the insured items that were due when somebody ticked off the notice under the policy.

    A notice that names no policy was one to the only insurer we knew.
    """
    notices = (one for one in tasks if one.kind is TaskKind.NOTIFY_INSURER and one.done_by not in {None, BOOKS})
    told = [one.done_at.date() for one in notices if one.done_at and _is_under(one, policy_number)]
    if not told:
        return frozenset()
    return frozenset(item.number for item in insured_items(ledger.items) if item.due_date <= max(told))


def _is_under(notice: Task, policy_number: str) -> bool:
    causes = (CAUSE_CASE, CAUSE_BEFORE)
    own = (*causes, *(insurer_cause(one, policy_number) for one in causes))
    return notice.id in {task_id(notice.case_id, notice.kind, one) for one in own}


def _insured_up_to(ledger: Ledger) -> dict[str, Money]:
    """The sum over all policies of each one's limit, by currency.

    A policy's limit is the newest that covered a delivery: withdrawn or ended since, it still covers the past.
    """
    newest: dict[tuple[str, str], CreditLimit] = {}
    for one in sorted(ledger.limits, key=lambda limit: (_covered_any(limit, ledger), limit.valid_from)):
        newest[one.amount.currency, one.policy_number] = one
    sums: dict[str, Money] = {}
    for (currency, _), one in newest.items():
        before = sums[currency].amount if currency in sums else Decimal(0)
        sums[currency] = Money(amount=before + one.amount.amount, currency=currency)
    return sums


def _covered_any(limit: CreditLimit, ledger: Ledger) -> bool:
    same = (item for item in insured_items(ledger.items) if item.open.currency == limit.amount.currency)
    return any(limit.covers(item.performed_on) for item in same)


def _policy_and_limit(ledger: Ledger, on: date) -> tuple[Policy | None, CreditLimit | None]:
    """The policy under which the customer is insured with its newest limit; a withdrawn one still covers the past."""
    found = ledger.policies_on(on)
    with_limit = [(policy, max(limits, key=lambda one: one.valid_from)) for policy, limits in found if limits]
    if with_limit:
        return max(with_limit, key=lambda pair: (pair[1].valid_from, pair[0].number))
    return (found[0][0], None) if found else (None, None)
