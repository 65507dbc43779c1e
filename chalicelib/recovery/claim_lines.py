"""One open invoice as one claim line: principal, interest to the day before the opening, lump sum, costs, gaps."""

from decimal import Decimal

from chalicelib.errors import InvalidInputError
from chalicelib.model.claim import ClaimLine, Default, Gap, InterestLine
from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.model.open_item import OpenItem
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.default import default_of
from chalicelib.recovery.interest import LUMP_SUM, interest_lines, interest_total, points_above_base
from chalicelib.recovery.wording import day_en


def claim_line(item: OpenItem, position: int, terms: ClaimTerms) -> ClaimLine:
    """The line, with a gap for everything that a person has to fill in or decide."""
    default = default_of(item, terms.working_day, consumer=terms.consumer)
    in_default = default is not None and default.since <= terms.interest_until
    interest, interest_gaps = _interest(item, default if in_default else None, terms)
    lump_sum = LUMP_SUM if in_default and not terms.consumer else None
    costs = _costs_beyond(lump_sum, item, terms)
    total, conversion_gaps = _total((item.open, interest_total(interest, item.open.currency), costs), lump_sum, terms)
    reason_de, reason_en = reason(item)
    return ClaimLine(
        position=position,
        item_number=item.number,
        reason_de=reason_de,
        reason_en=reason_en,
        invoice_date=item.invoice_date,
        due_date=item.due_date,
        principal=item.open,
        default=default,
        interest=interest,
        interest_total=interest_total(interest, item.open.currency),
        lump_sum=lump_sum,
        costs=costs,
        conversion=terms.conversions.get(item.open.currency) if item.open.currency != terms.currency else None,
        total=total,
        titled=item.titled,
        disputed=item.disputed,
        retention_of_title=item.retention_of_title,
        security=item.security,
        gaps=(*_gaps_of_dates(item, default, terms), *interest_gaps, *conversion_gaps),
    )


def reason(item: OpenItem) -> tuple[str, str]:
    """The legal ground in words, German and English (InsO 174(2))."""
    what_de = f"Lieferung ({item.goods})" if item.goods else "Lieferung oder Leistung"
    what_en = f"Delivery ({item.goods})" if item.goods else "Delivery or service"
    if item.service_from and item.service_to:
        what_de += f" vom {item.service_from:%d.%m.%Y} bis {item.service_to:%d.%m.%Y}"
        what_en += f" from {day_en(item.service_from)} to {day_en(item.service_to)}"
    elif item.delivered_on:
        what_de += f" vom {item.delivered_on:%d.%m.%Y}"
        what_en += f" of {day_en(item.delivered_on)}"
    order_de = f", Bestellung {item.order_reference}" if item.order_reference else ""
    order_en = f", order {item.order_reference}" if item.order_reference else ""
    return (
        f"{what_de}, Rechnung {item.number} vom {item.invoice_date:%d.%m.%Y}{order_de}",
        f"{what_en}, invoice {item.number} of {day_en(item.invoice_date)}{order_en}",
    )


def _interest(
    item: OpenItem, default: Default | None, terms: ClaimTerms
) -> tuple[tuple[InterestLine, ...], tuple[Gap, ...]]:
    if default is None:
        return (), ()
    points = points_above_base(consumer=terms.consumer)
    try:
        lines = interest_lines(item.open, default.since, terms.interest_until, points, terms.rates)
    except InvalidInputError as error:
        reason_en = "; ".join(problem.reason for problem in error.problems)
        text_de = f"Zinsen fehlen: der Basiszinssatz ist nur bis {terms.rates.known_until:%d.%m.%Y} bekannt"
        if default.since < min(terms.rates.by_day):
            text_de = f"Zinsen fehlen: der Basiszinssatz ist erst ab {min(terms.rates.by_day):%d.%m.%Y} bekannt"
        return (), (Gap(field="interest", text_de=text_de, text_en=f"interest is missing: {reason_en}"),)
    if any(line.assumed for line in lines):
        text_de = "Basiszinssatz zum Teil fortgeschrieben: vor der Anmeldung prüfen"
        return lines, (
            Gap(field="interest", text_de=text_de, text_en="base rate partly assumed: check before lodging"),
        )
    return lines, ()


def _costs_beyond(lump_sum: Money | None, item: OpenItem, terms: ClaimTerms) -> Money | None:
    """Costs less the lump sum, which is credited against them (BGB 288(5) s. 3)."""
    if not item.costs or not lump_sum:
        return item.costs
    credited = terms.converted_back(lump_sum, item.costs.currency)
    left = item.costs.amount - (credited or Decimal(0))
    return Money(amount=cents(left), currency=item.costs.currency) if left > 0 else None


def _total(
    parts: tuple[Money | None, ...], lump_sum: Money | None, terms: ClaimTerms
) -> tuple[Money | None, tuple[Gap, ...]]:
    amounts = [lump_sum.amount] if lump_sum else []
    for part in parts:
        if part is None:
            continue
        converted = terms.converted(part)
        if converted is None:
            day = terms.opening_date
            gap = Gap(
                field="conversion",
                text_de=f"Umrechnungskurs {part.currency}/{terms.currency} vom {day:%d.%m.%Y} fehlt (InsO 45)",
                text_en=f"the exchange rate {part.currency}/{terms.currency} of {day_en(day)} is missing (InsO 45)",
            )
            return None, (gap,)
        amounts.append(converted.amount)
    return Money(amount=sum(amounts, Decimal(0)), currency=terms.currency), ()


def _gaps_of_dates(item: OpenItem, default: Default | None, terms: ClaimTerms) -> list[Gap]:
    gaps = []
    if default is None and item.due_date < terms.opening_date:
        gaps.append(
            Gap(
                field="default",
                text_de="Verzug nicht belegt (Mahnung, vereinbarter Zahlungstag, Empfang der Rechnung): keine Zinsen",
                text_en="no default proved (reminder, agreed day, receipt of the invoice): no interest",
            )
        )
    if item.due_date >= terms.opening_date:
        gaps.append(
            Gap(
                field="due_date",
                text_de="Bei Eröffnung nicht fällig: gilt als fällig (InsO 41(1)); Abzinsung nach 41(2) prüfen",
                text_en="not due at the opening: counts as due (InsO 41(1)); check the discount of 41(2)",
            )
        )
    if item.service_from and item.service_to and item.service_from < terms.opening_date <= item.service_to:
        gaps.append(
            Gap(
                field="service_to",
                text_de="Leistungszeitraum reicht über die Eröffnung: Anteil danach ist keine Insolvenzforderung",
                text_en="the service goes on after the opening: the later part is no claim for the table",
            )
        )
    return gaps
