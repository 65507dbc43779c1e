"""How amounts, days and moments are printed for a visitor: by language and by the visitor's own clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.core import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from chalicelib.channels.rendering.citations import cited
from chalicelib.cockpit.visit import Visit
from chalicelib.model.customer import Language

NOTHING = "–"
_LOCALES: Mapping[Language, str] = {"de": "de_DE", "en": "en_GB"}
_DAYS: Mapping[Language, str] = {"de": "dd.MM.y", "en": "d MMM y"}
_WEEKDAYS: Mapping[Language, str] = {"de": "EE, dd.MM.y", "en": "EE d MMM y"}


@dataclass(frozen=True)
class Printer:
    """Prints for one visitor; its public methods are functions of every template."""

    visit: Visit

    @property
    def _language(self) -> Language:
        return self.visit.language

    @property
    def _locale(self) -> str:
        return _LOCALES[self._language]

    def today(self) -> date:
        """The day it is where the visitor is."""
        return self.visit.now.astimezone(self.visit.zone).date()

    def moment(self, value: datetime | None) -> str:
        """Day and time of the visitor's own clock."""
        if value is None:
            return NOTHING
        pattern = f"{_DAYS[self._language]}, HH:mm"
        return format_datetime(value, pattern, tzinfo=self.visit.zone, locale=self._locale)

    def day(self, value: date | None) -> str:
        """A day without its weekday; of a moment, the day of the visitor's own clock."""
        return format_date(self._own(value), _DAYS[self._language], locale=self._locale) if value else NOTHING

    def month(self, value: date) -> str:
        """The month of a day, short."""
        return str(format_date(value, "MMM y", locale=self._locale))

    def weekday(self, value: date | None) -> str:
        """A day with its weekday; of a moment, the day of the visitor's own clock."""
        return format_date(self._own(value), _WEEKDAYS[self._language], locale=self._locale) if value else NOTHING

    def _own(self, value: date) -> date:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(self.visit.zone).date()
        return value

    def days_from_now(self, value: date) -> int:
        """How many days ahead it is; less than 0 when it has gone by."""
        return (value - self.today()).days

    def ago(self, value: datetime | None) -> str:
        """How long ago, in words: 3 hours ago."""
        if value is None:
            return NOTHING
        since = value - self.visit.now
        return str(format_timedelta(since, add_direction=True, granularity="minute", locale=self._locale))

    def money(self, amount: Decimal | None, currency: str = "EUR") -> str:
        """An amount to the cent."""
        return str(format_currency(amount, currency, locale=self._locale)) if amount is not None else NOTHING

    def whole_money(self, amount: Decimal | None, currency: str = "EUR") -> str:
        """An amount without its cents, where many stand beside each other."""
        if amount is None:
            return NOTHING
        apart = "" if len(get_currency_symbol(currency, self._locale)) == 1 else "\N{NO-BREAK SPACE}"
        pattern = "#,##0 ¤" if self._language == "de" else f"¤{apart}#,##0"
        return str(format_currency(amount, currency, pattern, locale=self._locale, currency_digits=False))

    def number(self, value: float | Decimal | None, digits: int = 0) -> str:
        """A number with so many digits behind the point."""
        if value is None:
            return NOTHING
        return str(format_decimal(value, f"#,##0.{'0' * digits}" if digits else "#,##0", locale=self._locale))

    def country(self, code: str | None) -> str:
        """What a country is called, by its ISO 3166-1 code."""
        return str(Locale.parse(self._locale).territories.get(code, code)) if code else NOTHING

    def law(self, text: str) -> str:
        """A legal ground as the visitor's language cites it."""
        return cited(text, self._language)

    def percent(self, value: float | Decimal | None, digits: int = 1) -> str:
        """A share: 0.5 is 50 %."""
        if value is None:
            return NOTHING
        space = " " if self._language == "de" else ""
        places = f".{'0' * digits}" if digits else ""
        return str(format_percent(value, f"#,##0{places}{space}%", locale=self._locale))


def filters(visit: Visit) -> Mapping[str, Callable[..., Any]]:
    """The functions that templates print with, by name."""
    printer = Printer(visit)
    return {name: getattr(printer, name) for name in vars(Printer) if not name.startswith("_") and name != "visit"}
