"""What the credit insurance policy wants and what puts cover at risk. The policy wins: every number is its field."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from chalicelib.deadlines.counting import Period, end_after_event
from chalicelib.model.insurance import CreditLimit, Duty, DutyKind, Finding, FindingKind, Policy
from chalicelib.model.open_item import ItemKind, OpenItem
from chalicelib.recovery.wording import day_en

_DAY = timedelta(days=1)


def insured_items(items: Sequence[OpenItem]) -> list[OpenItem]:
    """Open invoices of which the insurer bears a share, oldest first."""
    insured = (one for one in items if one.kind is ItemKind.INVOICE and one.open.amount and one.insured_share)
    return sorted(insured, key=lambda one: (one.due_date, one.number))


def duties(
    policy: Policy,
    items: Sequence[OpenItem],
    on: date,
    *,
    insolvency_known_on: date | None = None,
    insured_event_on: date | None = None,
    reported: Collection[str] = (),
) -> tuple[Duty, ...]:
    """Everything the policy wants by a day, soonest first; `reported` are numbers of items already reported as overdue.

    Weekends do not move these days: a policy's period is kept as it is written.
    """
    insured = insured_items(items)
    found = [*_overdue_notices(policy, insured, on, reported), *_protracted(policy, insured, on)]
    if insured and insolvency_known_on:
        found.append(_insolvency_notice(policy, insured, on, insolvency_known_on))
    if insured and insured_event_on:
        found.append(_compensation_claim(policy, insured, on, insured_event_on))
    return tuple(sorted(found, key=lambda duty: (duty.due_on, duty.kind, duty.items)))


def _overdue_notices(policy: Policy, insured: list[OpenItem], on: date, reported: Collection[str]) -> list[Duty]:
    late = [item for item in insured if item.due_date < on and item.number not in reported]
    found = []
    for due_date in sorted({item.due_date for item in late}):
        due_on = due_date + timedelta(days=policy.overdue_notice_days)
        found.append(
            Duty(
                kind=DutyKind.NOTICE_OF_OVERDUE,
                due_on=due_on,
                counted_from=due_date,
                rule=f"{policy.number}: {policy.overdue_notice_days} days after the due date",
                items=tuple(item.number for item in late if item.due_date == due_date),
                missed=due_on < on,
                text_de=f"Überfälligkeit bei {policy.insurer} melden",
                text_en=f"report the overdue account to {policy.insurer}",
            )
        )
    return found


def _protracted(policy: Policy, insured: list[OpenItem], on: date) -> list[Duty]:
    """The day on which mere non-payment becomes an insured event; nothing can be missed before it."""
    if policy.protracted_default_months is None:
        return []
    late = [item for item in insured if item.due_date < on]
    if not late:
        return []
    oldest = late[0].due_date
    since = end_after_event(oldest, Period(months=policy.protracted_default_months))
    return [
        Duty(
            kind=DutyKind.PROTRACTED_DEFAULT,
            due_on=since,
            counted_from=oldest,
            rule=f"{policy.number}: {policy.protracted_default_months} months after the due date",
            items=tuple(item.number for item in late if item.due_date == oldest),
            text_de="Nichtzahlung gilt ab diesem Tag als Versicherungsfall",
            text_en="from this day on non-payment is an insured event",
        )
    ]


def _insolvency_notice(policy: Policy, insured: list[OpenItem], on: date, known_on: date) -> Duty:
    due_on = known_on + timedelta(days=policy.insolvency_notice_days)
    return Duty(
        kind=DutyKind.NOTICE_OF_INSOLVENCY,
        due_on=due_on,
        counted_from=known_on,
        rule=f"{policy.number}: {policy.insolvency_notice_days} days from knowledge",
        items=tuple(item.number for item in insured),
        missed=due_on < on,
        text_de=f"Insolvenz bei {policy.insurer} melden",
        text_en=f"report the insolvency to {policy.insurer}",
    )


def _compensation_claim(policy: Policy, insured: list[OpenItem], on: date, event_on: date) -> Duty:
    due_on = event_on + timedelta(days=policy.claim_filing_days)
    return Duty(
        kind=DutyKind.CLAIM_FOR_COMPENSATION,
        due_on=due_on,
        counted_from=event_on,
        rule=f"{policy.number}: {policy.claim_filing_days} days after the insured event",
        items=tuple(item.number for item in insured),
        missed=due_on < on,
        text_de=f"Entschädigung bei {policy.insurer} beantragen",
        text_en=f"claim compensation from {policy.insurer}",
    )


def extension_ends(policy: Policy, item: OpenItem) -> date:
    """Last day of the item's maximum extension period (äußerstes Kreditziel)."""
    start = item.due_date if policy.extension_from == "due_date" else item.invoice_date
    return start + timedelta(days=policy.maximum_extension_days)


def findings(
    policy: Policy,
    limits: Sequence[CreditLimit],
    items: Sequence[OpenItem],
    on: date,
    reported: Collection[str] = (),
) -> tuple[Finding, ...]:
    """What puts cover at risk on a day; the first two kinds stop deliveries before any insolvency notice."""
    insured = insured_items(items)
    found = [
        _limit_withdrawn(policy, limits, on),
        _extension_exceeded(policy, insured, on),
        _limit_exceeded(policy, limits, insured, on),
        _no_limit(policy, limits, insured, on),
        _notice_missed(policy, insured, on, reported),
    ]
    return tuple(one for one in found if one)


def _limit_withdrawn(policy: Policy, limits: Sequence[CreditLimit], on: date) -> Finding | None:
    withdrawn = [one.withdrawn_on for one in limits if one.withdrawn_on and one.withdrawn_on <= on]
    if not withdrawn or any(one.covers(on) for one in limits):
        return None
    since = max(withdrawn)
    return Finding(
        kind=FindingKind.LIMIT_WITHDRAWN,
        since=since,
        blocks=True,
        rule=f"{policy.number}: limit withdrawn",
        text_de=f"{policy.insurer} hat das Limit zum {since:%d.%m.%Y} gestrichen: neue Lieferungen sind nicht gedeckt",
        text_en=f"{policy.insurer} withdrew the limit on {day_en(since)}: new deliveries are not covered",
    )


def _extension_exceeded(policy: Policy, insured: list[OpenItem], on: date) -> Finding | None:
    exceeded = [item for item in insured if extension_ends(policy, item) < on]
    if not exceeded:
        return None
    since = min(extension_ends(policy, item) for item in exceeded) + _DAY
    return Finding(
        kind=FindingKind.EXTENSION_EXCEEDED,
        since=since,
        blocks=True,
        rule=f"{policy.number}: maximum extension of {policy.maximum_extension_days} days",
        items=tuple(item.number for item in exceeded),
        text_de=f"Äußerstes Kreditziel seit {since:%d.%m.%Y} überschritten: neue Lieferungen sind nicht gedeckt",
        text_en=f"maximum extension exceeded since {day_en(since)}: new deliveries are not covered",
    )


def _limit_exceeded(policy: Policy, limits: Sequence[CreditLimit], insured: list[OpenItem], on: date) -> Finding | None:
    for limit in limits:
        same = [item for item in insured if item.open.currency == limit.amount.currency]
        total = sum(item.open.amount for item in same)
        if limit.covers(on) and total > limit.amount.amount:
            above = total - limit.amount.amount
            return Finding(
                kind=FindingKind.LIMIT_EXCEEDED,
                since=on,
                blocks=False,
                rule=f"{policy.number}: limit {limit.amount.amount} {limit.amount.currency}",
                items=tuple(item.number for item in same),
                text_de=f"{above} {limit.amount.currency} liegen über dem Limit und sind nicht versichert",
                text_en=f"{above} {limit.amount.currency} are above the limit and not insured",
            )
    return None


def _no_limit(policy: Policy, limits: Sequence[CreditLimit], insured: list[OpenItem], on: date) -> Finding | None:
    bare = [item for item in insured if not any(_covers_item(limit, item) for limit in limits)]
    if not bare:
        return None
    return Finding(
        kind=FindingKind.NO_LIMIT,
        since=min([on, *(item.performed_on for item in bare)]),
        blocks=False,
        rule=f"{policy.number}: cover needs a limit on the day of delivery",
        items=tuple(item.number for item in bare),
        text_de="Als versichert geführt, aber am Liefertag ohne Limit",
        text_en="kept as insured, but without a limit on the day of delivery",
    )


def _covers_item(limit: CreditLimit, item: OpenItem) -> bool:
    return limit.amount.currency == item.open.currency and limit.covers(item.performed_on)


def _notice_missed(policy: Policy, insured: list[OpenItem], on: date, reported: Collection[str]) -> Finding | None:
    missed = [duty for duty in _overdue_notices(policy, insured, on, reported) if duty.missed]
    if not missed:
        return None
    return Finding(
        kind=FindingKind.NOTICE_MISSED,
        since=missed[0].due_on + _DAY,
        blocks=False,
        rule=missed[0].rule,
        items=tuple(number for duty in missed for number in duty.items),
        text_de="Überfälligkeit nicht rechtzeitig gemeldet: das kann den Schutz kosten",
        text_en="overdue account not reported in time: that can cost cover",
    )
