"""What a claim is expected to bring: set-off, securities, dividend; every assumption used is noted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.notice import EventKind
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, SecurityKind
from chalicelib.model.recovery import Assumption, Assumptions
from chalicelib.recovery.default_assumptions import DEFAULT_ASSUMPTIONS

Band = Literal["A", "B", "C", "D", "E"]

_AFTER_OPENING = (
    EventKind.OPENED,
    EventKind.CONVERTED,
    EventKind.PRACTITIONER_APPOINTED,
    EventKind.HEARING_OR_DEADLINE_SET,
    EventKind.LATE_EXAM,
    EventKind.CLAIMS_LIST_DEPOSITED,
    EventKind.DISTRIBUTION,
    EventKind.FINAL_HEARING,
    EventKind.DISCHARGE_ANNOUNCED,
    EventKind.DISCHARGE_REFUSED,
    EventKind.FREED_BUSINESS,
)
_ENDED = (
    EventKind.REFUSED_NO_ASSETS,
    EventKind.CLOSED_DISCONTINUED,
    EventKind.CLOSED_LIFTED,
    EventKind.DISCHARGE_GRANTED,
)
QUOTA_OF: Mapping[EventKind, str] = {
    **dict.fromkeys(_AFTER_OPENING, "quota.company"),
    **dict.fromkeys(_ENDED, "quota.none"),
    EventKind.OPENED_SELF_ADMIN: "quota.self_administration",
    EventKind.PRELIM_SELF_ADMIN: "quota.self_administration",
    EventKind.PETITION_FILED: "quota.before_opening",
    EventKind.PRELIM_MEASURES: "quota.before_opening",
    EventKind.ASSETS_INSUFFICIENT: "quota.assets_insufficient",
    EventKind.RESTRUCTURING: "quota.restructuring",
}
NO_INSOLVENCY = frozenset(EventKind) - frozenset(QUOTA_OF)
"""Events under which the customer may still pay in full; only here a bureau's band says something new."""
ENDED = frozenset(_ENDED)
_LESS_REALISATION = {SecurityKind.TRANSFER_OF_TITLE, SecurityKind.ASSIGNMENT}


@dataclass(frozen=True)
class Position:
    """Where we stand in a case: its event, our books, our policy, and what is assumed."""

    case_id: str
    event_kind: EventKind | None
    items: tuple[OpenItem, ...]
    on: date
    country: str = "DE"
    natural_person: bool = False
    opened_on: date | None = None
    claim_deadline: date | None = None
    lodged: bool = False
    policy: Policy | None = None
    limit: CreditLimit | None = None
    reported: frozenset[str] = frozenset()
    band: Band | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    assumptions: Assumptions = DEFAULT_ASSUMPTIONS

    @property
    def claims(self) -> tuple[OpenItem, ...]:
        """Open invoices of the time before the opening."""
        return tuple(
            item
            for item in self.items
            if item.kind is ItemKind.INVOICE
            and item.open.amount
            and (self.opened_on is None or item.arose_before(self.opened_on))
        )

    @property
    def owed_by_us(self) -> tuple[OpenItem, ...]:
        """Credit notes and payments on account that are still open."""
        return tuple(item for item in self.items if item.kind is not ItemKind.INVOICE and item.open.amount)


@dataclass
class Assumed:
    """The assumptions of a position; remembers which ones were asked for."""

    assumptions: Assumptions
    used: dict[str, Assumption] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Decimal:
        """The value of the assumption, which counts as used from now on.

        Raises:
            InvalidInputError: there is none of this name.
        """
        return self.used.setdefault(name, self.assumptions.named(name)).value


@dataclass(frozen=True)
class Valuation:
    """Expected values before cost, in one currency and not rounded."""

    claim: Decimal
    set_off: Decimal
    secured: Decimal
    quota: Decimal
    quota_name: str
    dividend: Decimal

    @property
    def recovery(self) -> Decimal:
        """What pursuing the claim is expected to bring."""
        return self.set_off + self.secured + self.dividend


def valuation(position: Position, assumed: Assumed) -> Valuation:
    """The value of the claims: set-off in full, then securities, then the dividend on what is left (InsO 52, 94)."""
    rates = {**position.rates, "EUR": Decimal(1)}
    claims = [(item, item.open.amount * rates[item.open.currency]) for item in position.claims if _has(item, rates)]
    claim = sum((amount for _, amount in claims), Decimal(0))
    owed = sum(
        (one.open.amount * rates[one.open.currency] for one in position.owed_by_us if _has(one, rates)), Decimal(0)
    )
    stands = sum((_standing(item, amount, assumed) for item, amount in claims), Decimal(0))
    set_off = min(owed, stands)
    secured = sum((_security_value(item, amount, rates, assumed) for item, amount in claims), Decimal(0))
    secured = min(secured, stands - set_off)
    name, quota = _quota(position, assumed)
    return Valuation(claim, set_off, secured, quota, name, (stands - set_off - secured) * quota)


def _has(item: OpenItem, rates: Mapping[str, Decimal]) -> bool:
    return item.open.currency in rates


def _standing(item: OpenItem, amount: Decimal, assumed: Assumed) -> Decimal:
    return amount * assumed["disputed.share"] if item.disputed and not item.titled else amount


def _security_value(item: OpenItem, amount: Decimal, rates: Mapping[str, Decimal], assumed: Assumed) -> Decimal:
    found = [Decimal(0)]
    if item.retention_of_title is RetentionOfTitle.SIMPLE:
        found.append(amount * assumed["goods.value"])
    elif item.retention_of_title is RetentionOfTitle.EXTENDED:
        found.append(amount * assumed["goods.value"] * (1 - assumed["realisation.cost"]))
    if item.security:
        worth = item.security.value
        most = min(amount, worth.amount * rates.get(worth.currency, Decimal(0))) if worth else amount
        name = "guarantor.value" if item.security.kind is SecurityKind.GUARANTEE else "goods.value"
        less = 1 - assumed["realisation.cost"] if item.security.kind in _LESS_REALISATION else Decimal(1)
        found.append(most * assumed[name] * less)
    return max(found)


def _quota(position: Position, assumed: Assumed) -> tuple[str, Decimal]:
    """Name and value of the share that is expected of an unsecured claim, discounted for the years it takes."""
    kind = position.event_kind
    name = QUOTA_OF.get(kind, "quota.company") if kind else "quota.company"
    if position.natural_person and name in {"quota.company", "quota.self_administration", "quota.before_opening"}:
        name = "quota.person"
    quota = assumed[name]
    if quota:
        quota /= (1 + assumed["discount.rate"]) ** assumed["wait.years"]
    if kind is not None and kind not in NO_INSOLVENCY:
        return name, quota
    band = f"default.band.{position.band}" if position.band else "default.unknown"
    return band, 1 - assumed[band] * (1 - quota)
