"""Under which terms claims are lodged: opening, consumer or not, base rates, exchange rates, holidays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from chalicelib.deadlines.holiday_sets import holiday_set
from chalicelib.model.claim import Conversion
from chalicelib.model.currency import cents
from chalicelib.model.customer import Money
from chalicelib.recovery.base_rates import BASE_RATES, BaseRates
from chalicelib.recovery.default import WorkingDay


@dataclass(frozen=True)
class ClaimTerms:
    """What all lines of one sheet share.

    `conversions` are those of the opening day by currency (InsO 45 s. 2); `subordinate_asked` says that the court
    asked for subordinate claims (InsO 174(3)). Without a place of payment only days off in all of Germany count.
    """

    opening_date: date
    consumer: bool = False
    rates: BaseRates = BASE_RATES
    conversions: Mapping[str, Conversion] = field(default_factory=dict)
    currency: str = "EUR"
    subordinate_asked: bool = False
    working_day: WorkingDay = field(default=holiday_set("DE").moved)

    @property
    def interest_until(self) -> date:
        """The day before the opening: later interest is subordinate (InsO 39(1) no. 1)."""
        return self.opening_date - timedelta(days=1)

    def converted(self, money: Money) -> Money | None:
        """The amount in the table's currency, rounded to cents; None without the rate of the opening day."""
        if money.currency == self.currency:
            return money
        conversion = self.conversions.get(money.currency)
        if conversion is None:
            return None
        return Money(amount=cents(money.amount * conversion.rate), currency=self.currency)

    def converted_back(self, money: Money, currency: str) -> Decimal | None:
        """An amount of the table's currency in another one, not rounded; None without the rate."""
        if money.currency == currency:
            return money.amount
        conversion = self.conversions.get(currency)
        return money.amount / conversion.rate if conversion else None
