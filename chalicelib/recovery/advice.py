"""The decision aid: options with expected values, open checks and every assumption used. A person decides."""

from collections.abc import Collection
from datetime import datetime

from chalicelib.errors import ConflictError, InvalidInputError, Problem
from chalicelib.model.claim import Gap
from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.model.recovery import Advice, CheckKind, Choice, Option
from chalicelib.recovery import options
from chalicelib.recovery.checks import open_checks
from chalicelib.recovery.conversion import in_one_currency
from chalicelib.recovery.options import Weighing
from chalicelib.recovery.valuation import Assumed, Position, valuation

# Of equal values the one that keeps more rights comes first.
_ORDER = (Option.CLAIM_ON_INSURANCE, Option.PURSUE, Option.ASSIGN_OR_SELL, Option.WRITE_OFF)


def advise(position: Position, now: datetime, signed: Collection[CheckKind] = ()) -> Advice:
    """The advice in EUR; `signed` are the checks that a person has done.

    Selling and writing off are never recommended while a check is open: then nothing is, and the checks say why.
    """
    assumed = Assumed(position.assumptions)
    checks = open_checks(position, signed)
    value = valuation(position, assumed)
    weighing = Weighing(position, value, assumed, tuple(check.kind for check in checks))
    weighed = (
        options.pursue(weighing),
        options.assign_or_sell(weighing),
        options.claim_on_insurance(weighing),
        options.write_off(weighing),
    )
    can_be_taken = [one for one in weighed if one.available]
    best = max(can_be_taken, key=lambda one: (one.expected.amount, -_ORDER.index(one.option)))
    securities = (item.security.value for item in position.claims if item.security and item.security.value)
    _, gaps = in_one_currency((*(item.open for item in position.items), *securities), "EUR", position.rates)
    return Advice(
        case_id=position.case_id,
        currency="EUR",
        claim=Money(amount=cents(value.claim)),
        options=weighed,
        best=best.option,
        recommended=None if best.waits_for else best.option,
        open_checks=checks,
        assumptions=tuple(assumed.used.values()),
        gaps=(*gaps, *_foreign(position)),
        made_at=now,
    )


def _foreign(position: Position) -> tuple[Gap, ...]:
    if position.country == "DE":
        return ()
    gap = Gap(
        field="country",
        text_de=f"Quoten, Fristen und Kosten sind deutsche Werte; für {position.country} eigene eintragen",
        text_en=f"dividends, ranks and costs are German values; enter your own for {position.country}",
    )
    return (gap,)


def choose(advice: Advice, option: Option, person: str, reason: str, now: datetime) -> Choice:
    """What the person decided; any option may be chosen, also against the advice, but not past an open check.

    Raises:
        InvalidInputError: nobody's name, or no reason.
        ConflictError: the option cannot be taken, or waits for a check.
    """
    empty = [name for name, text in (("person", person), ("reason", reason)) if not text.strip()]
    if empty:
        raise InvalidInputError([Problem(name, "", "say who decides and why") for name in empty])
    chosen = next(one for one in advice.options if one.option is option)
    if not chosen.available:
        raise ConflictError(f"{option} cannot be taken: {chosen.reasons[-1].text_en}")
    if chosen.waits_for:
        raise ConflictError(f"{option} waits for these checks: {', '.join(chosen.waits_for)}")
    return Choice(
        case_id=advice.case_id,
        option=option,
        person=person,
        reason=reason,
        at=now,
        advised=advice.recommended,
        checked=tuple(kind for kind in CheckKind if kind not in {check.kind for check in advice.open_checks}),
    )
