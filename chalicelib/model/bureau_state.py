"""A credit bureau as an admin has to know it."""

from datetime import datetime

from pydantic import Field

from chalicelib.model.bureau import Ability
from chalicelib.model.customer import Money
from chalicelib.model.record import Record
from chalicelib.model.source import Health, PortfolioState


class MonthBudget(Record):
    """What the month may cost and has cost; `spent` counts calls as they are made, before they are answered."""

    month: str
    limit: Money
    spent: Money
    calls: int


class BureauState(Record):
    """One bureau as an admin has to know it. Never a secret."""

    bureau: str
    title: str
    on: bool
    why: str | None = Field(description="why it is off, or on and not usable")
    health: Health
    health_reason: str
    abilities: tuple[Ability, ...]
    countries: tuple[str, ...]
    organisations: bool
    natural_persons: bool
    last_success: datetime | None
    portfolio: PortfolioState | None = Field(description="its list beside ours, when last compared")
    budget: MonthBudget | None = Field(description="null while it is off, or its plan cannot be read")
    verified_by: str
    seen_facts: int
    believed_facts: int = Field(description="how many things a person must check with the contract in hand")
