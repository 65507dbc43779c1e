"""How amounts, days and moments are printed for a visitor: by language and by the visitor's own clock."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent

from chalicelib.cockpit.visit import Visit

_LOCALES = {"de": "de_DE", "en": "en_GB"}
NOTHING = "–"


def filters(visit: Visit) -> Mapping[str, Callable[..., Any]]:
    """Functions for templates: money, whole_money, number, percent, day, weekday, moment, clock, days_from_now, ago."""
    locale = _LOCALES[visit.language]
    today = visit.now.astimezone(visit.zone).date()

    def local(value: datetime) -> datetime:
        return value.astimezone(visit.zone).replace(tzinfo=None)

    def moment(value: datetime | None) -> str:
        return format_datetime(local(value), "d. MMM y, HH:mm" if locale == "de_DE" else "d MMM y, HH:mm", locale=locale) if value else NOTHING

    def day(value: date | None) -> str:
        return format_date(value, "dd.MM.y" if locale == "de_DE" else "d MMM y", locale=locale) if value else NOTHING

    def weekday(value: date | None) -> str:
        return format_date(value, "EE, dd.MM.y" if locale == "de_DE" else "EE d MMM y", locale=locale) if value else NOTHING

    def days_from_now(value: date) -> int:
        return (value - today).days

    def ago(value: datetime | None) -> str:
        if value is None:
            return NOTHING
        return str(format_timedelta(value - visit.now, add_direction=True, granularity="minute", locale=locale))

    def money(amount: Decimal | None, currency: str = "EUR") -> str:
        return str(format_currency(amount, currency, locale=locale)) if amount is not None else NOTHING

    def whole_money(amount: Decimal | None, currency: str = "EUR") -> str:
        if amount is None:
            return NOTHING
        return str(format_currency(amount, currency, "#,##0 ¤", locale=locale, currency_digits=False))

    def number(value: float | Decimal | None, digits: int | None = None) -> str:
        if value is None:
            return NOTHING
        pattern = None if digits is None else f"#,##0.{'0' * digits}" if digits else "#,##0"
        return str(format_decimal(value, pattern, locale=locale))

    def percent(value: float | Decimal | None, digits: int = 1) -> str:
        return str(format_percent(value, f"#,##0.{'0' * digits} %", locale=locale)) if value is not None else NOTHING

    made = (money, whole_money, number, percent, day, weekday, moment, days_from_now, ago)
    return {one.__name__: one for one in made} | {"today": lambda: today}
