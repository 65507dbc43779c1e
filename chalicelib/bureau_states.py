"""How each bureau stands: on or off and why, its health, what it can do, and what the month has cost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from chalicelib import access, admin_settings, bureaus, inquiring
from chalicelib.errors import SourceRefusedError
from chalicelib.model.bureau import Ability, Bureau
from chalicelib.model.bureau_state import BureauState, MonthBudget
from chalicelib.model.customer import Money
from chalicelib.source_health import examine_bureau
from chalicelib.store import budgets, sources


def bureau_states(now: datetime) -> tuple[BureauState, ...]:
    """State of every bureau, on or off, by name.

    Raises:
        StoreUnreachableError: table or parameters do not answer.
    """
    on, names = inquiring.active(), bureaus.names()
    with ThreadPoolExecutor(max_workers=len(names)) as pool:  # each asks for parameters and the month's calls
        return tuple(pool.map(lambda name: _state(bureaus.load(name).BUREAU, now, on=name in on), names))


def _state(facts: Bureau, now: datetime, *, on: bool) -> BureauState:
    status = sources.get(facts.name)
    finding = examine_bureau(facts, status, now, disabled=facts.name in admin_settings.disabled_sources())
    why = None if on else inquiring.why_off(facts.name)
    budget: MonthBudget | None = None
    if on:
        try:
            budget = _budget(facts.name, now)
            access.bureau_credentials(facts)
        except SourceRefusedError as error:
            why = error.reason
    return BureauState(
        bureau=facts.name,
        title=facts.title,
        on=on,
        why=why,
        health=finding.health,
        health_reason=finding.reason,
        abilities=tuple(one for one in Ability if one in facts.abilities),
        countries=facts.countries,
        organisations=facts.organisations,
        natural_persons=facts.natural_persons,
        last_success=status.last_success,
        portfolio=status.portfolio,
        budget=budget,
        verified_by=facts.verified_by,
        seen_facts=len(facts.seen_facts),
        believed_facts=len(facts.believed_facts),
    )


def _budget(name: str, now: datetime) -> MonthBudget:
    plan = access.bureau_plan(name)
    amount, calls = budgets.spent(name, now)
    return MonthBudget(
        month=budgets.month(now),
        limit=Money(amount=plan.budget_per_month, currency=plan.currency),
        spent=Money(amount=amount, currency=plan.currency),
        calls=calls,
    )
