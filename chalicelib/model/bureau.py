"""What is true about one credit bureau, written down in its own file, and what the firm has agreed with it."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.model.credit import Band
from chalicelib.model.customer import Money
from chalicelib.model.event import EventKind
from chalicelib.model.record import Record


class Ability(StrEnum):
    """What a bureau offers; its file has the functions of each ability it names."""

    SEARCH = "search"
    CHECK = "check"
    PENDING = "pending"
    WATCH = "watch"
    CHANGES = "changes"


class IndexClass(Record):
    """One class of a scale: values up to and including `upto` (in the scale's order) that no class before took."""

    upto: Decimal
    name: str
    band: Band


class Scale(Record):
    """A bureau's own scale, from best to worst, and how its classes compare with others' (bands A to E)."""

    name: str
    classes: tuple[IndexClass, ...]
    falling: bool = Field(default=False, description="a higher value is better, and classes are listed from best down")
    believed: bool = True

    def class_of(self, value: Decimal) -> IndexClass | None:
        """The class a value falls into, or None when it lies outside the scale.

        >>> worst = IndexClass(upto=Decimal(600), name="hard negative", band=Band.E)
        >>> scale = Scale(name="index", classes=(IndexClass(upto=Decimal(200), name="good", band=Band.A), worst))
        >>> scale.class_of(Decimal(201)).name
        'hard negative'
        """
        for one in self.classes:
            if (value >= one.upto) if self.falling else (value <= one.upto):
                return one
        return None


class Bureau(Record):
    """Facts of a bureau: how it delivers, what it costs, whom it knows, what its silence means."""

    name: str
    title: str
    countries: tuple[str, ...] = Field(description="ISO 3166-1 alpha-2 of the customers it is asked about")
    origins: tuple[str, ...] = Field(description="the only origins its file may talk to")
    abilities: frozenset[Ability]
    delivery: Literal["pull", "push"] = "pull"
    page_base: int | None = Field(default=None, description="number of the first page; None where a mark goes on")
    cursor_kind: str = Field(description="what the position in its changes is: a time, an id, nothing")
    time_zone: str = Field(description="zone of its times that carry none")
    retry_safe: frozenset[Ability] = Field(description="what may be asked twice without paying or losing twice")
    cost_per_call: Money | None = Field(default=None, description="None: by contract only; set it in the plan")
    organisations: bool = True
    natural_persons: bool = False
    nothing_found: str = Field(description="what 'we know nobody like that' looks like")
    credentials: tuple[str, ...] = Field(description="members of the JSON in its SSM parameter")
    poll_every: timedelta = timedelta(hours=6)
    overlap: timedelta = Field(default=timedelta(days=1), description="how far behind the last success it looks again")
    keeps_changes_for: timedelta | None = Field(default=None, description="older changes are gone at the bureau")
    seconds_between_requests: float = 1.0
    scale: Scale | None = None
    terms_of_use: str
    verified_by: str = Field(description="specification, recorded payload or believed")
    seen_facts: tuple[str, ...] = Field(description="what stands in a public source, with the source")
    believed_facts: tuple[str, ...] = Field(description="what a person must check with the contract in hand")


class Recheck(Record):
    """How often a customer is asked about again, from this exposure on."""

    exposure_from: Decimal = Decimal(0)
    every_days: int = Field(ge=1)


class BureauPlan(Record):
    """What the admin sets per bureau, in one SSM parameter beside the credentials; takes effect at once.

    Without a budget nothing that costs money is asked.
    """

    budget_per_month: Decimal = Field(default=Decimal(0), ge=0, description="never exceeded; 0: no paid call is made")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"
    cost_per_check: Decimal = Field(default=Decimal(0), ge=0)
    cost_per_search: Decimal = Field(default=Decimal(0), ge=0)
    check_on: frozenset[Literal["creation", "order", "plan", "by_hand"]] = frozenset(
        {"creation", "order", "plan", "by_hand"}
    )
    order_check_from: Decimal = Field(
        default=Decimal(0), ge=0, description="an order below this value, in the plan's currency, asks nobody"
    )
    priority: int = Field(default=100, description="bureaus are asked in ascending order until one answers")
    valid_days: int = Field(default=30, ge=0, description="how long an answer is used again")
    rechecks: tuple[Recheck, ...] = (Recheck(every_days=365),)
    watch: bool = Field(default=True, description="linked customers are watched at the bureau")
    codes: dict[str, EventKind] = Field(
        default_factory=dict, description="the contract's own codes: what they mean; wins over the bureau's file"
    )
    options: dict[str, str] = Field(default_factory=dict, description="such as portfolio, legal reason, products")

    def every_days(self, exposure: Decimal) -> int:
        """Days between regular checks for a customer of this exposure."""
        reached = [one for one in self.rechecks if exposure >= one.exposure_from]
        return max(reached, key=lambda one: one.exposure_from).every_days if reached else 365
