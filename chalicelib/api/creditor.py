"""Our own firm: as the creditor that lodges claims, and what it assumes when it weighs them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import NotFoundError
from chalicelib.model.creditor import Creditor
from chalicelib.model.record import Record
from chalicelib.model.recovery import Assumption, AssumptionChange, BaseRateNotice
from chalicelib.model.settings_change import made
from chalicelib.store import firm, settings_log

blueprint = Blueprint(__name__)
_READERS = (Scope.LEDGER_READ, Scope.LEDGER_WRITE)


class AssumptionsSent(Record):
    """Numbers of the firm's own in place of those the product starts with; others stay as they are."""

    values: Mapping[str, Decimal] = Field(
        min_length=1, max_length=100, description="assumption's name -> value", examples=[{"quota.company": "0.04"}]
    )
    source: str = Field(min_length=1, max_length=400, examples=["our own cases 2021 to 2025"])
    as_of: date
    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])


class AssumptionsHeld(Record):
    """What is assumed now, and every change that led there, oldest first."""

    assumptions: tuple[Assumption, ...]
    changes: tuple[AssumptionChange, ...]


class BaseRateSent(Record):
    """The base rate of one half-year, as the Bundesbank has published it."""

    since: date = Field(description="1 January or 1 July", examples=["2026-07-01"])
    rate: Decimal = Field(ge=-5, le=20, decimal_places=2, description="per cent a year", examples=["1.27"])
    source: str = Field(min_length=1, max_length=400, examples=["Bundesbank, notice of 1 July 2026"])
    person: str = Field(min_length=1, max_length=200, examples=["Eva Kern"])


class BaseRate(Record):
    """A base rate from its first day on."""

    since: date
    rate: Decimal


class BaseRatesHeld(Record):
    """The base rates of BGB 247, until when they are known, and which of them people entered."""

    known_until: date
    rates: tuple[BaseRate, ...]
    entered: tuple[BaseRateNotice, ...]


@endpoint(blueprint, "GET /v1/creditor", scopes=_READERS, answer=Creditor, problems=(404, 503))
def get_creditor() -> Creditor:
    """Our firm as the creditor. A document prints what is missing here as missing."""
    ours = firm.creditor()
    if ours is None:
        raise NotFoundError("nobody has entered our own firm yet")
    return ours


@endpoint(
    blueprint, "PUT /v1/creditor", scopes=(Scope.LEDGER_WRITE,), answer=Creditor, body=Creditor, problems=(422, 503)
)
def put_creditor(body: Creditor) -> Creditor:
    """Keep our firm as the creditor. Its country decides which foreign proceedings are cross-border."""
    client = f"client {client_of(blueprint.current_request.context)}"
    change = made("firm", "creditor", firm.creditor(), body, person=client, at=clock.now())
    firm.put_creditor(body, [settings_log.request(change)])
    return body


@endpoint(blueprint, "GET /v1/assumptions", scopes=_READERS, answer=AssumptionsHeld, problems=(503,))
def get_assumptions() -> AssumptionsHeld:
    """What the decision aid assumes, with date and source of each number."""
    return _held()


@endpoint(
    blueprint,
    "PUT /v1/assumptions",
    scopes=(Scope.LEDGER_WRITE,),
    answer=AssumptionsHeld,
    body=AssumptionsSent,
    problems=(409, 422, 503),
)
def put_assumptions(body: AssumptionsSent) -> AssumptionsHeld:
    """Replace assumptions by the firm's own. What was assumed before stays on record."""
    from chalicelib.recovery.assumed import assumptions_now  # noqa: PLC0415 - its imports would slow block questions

    person = f"{body.person} (client {client_of(blueprint.current_request.context)})"
    change = AssumptionChange(values=body.values, source=body.source, as_of=body.as_of, person=person, at=clock.now())
    assumptions_now((*firm.assumption_changes(), change))  # refuses unknown names and impossible values
    firm.add_assumption_change(change)
    return _held()


@endpoint(blueprint, "GET /v1/base-rates", scopes=_READERS, answer=BaseRatesHeld, problems=(503,))
def get_base_rates() -> BaseRatesHeld:
    """The base rates that interest is reckoned with. After `known_until` a claim sheet has a gap, not a guess."""
    return _rates(firm.base_rates())


@endpoint(
    blueprint,
    "PUT /v1/base-rates",
    scopes=(Scope.LEDGER_WRITE,),
    answer=BaseRatesHeld,
    body=BaseRateSent,
    problems=(409, 422, 503),
)
def put_base_rate(body: BaseRateSent) -> BaseRatesHeld:
    """Enter the base rate of a half-year. No half-year may be left out."""
    person = f"{body.person} (client {client_of(blueprint.current_request.context)})"
    notice = BaseRateNotice(since=body.since, rate=body.rate, source=body.source, person=person, at=clock.now())
    held = _rates((*firm.base_rates(), notice))  # refuses what cannot be
    firm.add_base_rate(notice)
    return held


def _rates(entered: tuple[BaseRateNotice, ...]) -> BaseRatesHeld:
    from chalicelib.recovery.assumed import base_rates_now  # noqa: PLC0415 - as above

    known = base_rates_now(entered)
    rates = tuple(BaseRate(since=since, rate=rate) for since, rate in sorted(known.by_day.items()))
    return BaseRatesHeld(known_until=known.known_until, rates=rates, entered=entered)


def _held() -> AssumptionsHeld:
    from chalicelib.recovery.assumed import assumptions_now  # noqa: PLC0415 - as above

    changes = firm.assumption_changes()
    return AssumptionsHeld(assumptions=assumptions_now(changes).entries, changes=changes)
