"""Both languages side by side: words, days, amounts, and what is missing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_timezone
from babel.numbers import format_currency, format_decimal

from chalicelib.model.customer import Language

COURT_ZONE: Final = "Europe/Berlin"


_MISSING: Final = ("fehlt: ", "missing: ", "zu klären: ", "to settle: ")


def is_missing(text: str) -> bool:
    """Whether these words stand where a fact should stand; the page prints them so that nobody overlooks them."""
    return text.startswith(_MISSING)


def court_day(moment: datetime) -> date:
    """The day that a moment falls on where the court is.

    >>> from datetime import UTC
    >>> court_day(datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    datetime.date(2026, 4, 1)
    """
    return moment.astimezone(ZoneInfo(COURT_ZONE)).date()


class Say:
    """Speaks one of the two languages."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, german: str, english: str) -> str:
        """The wording of this language."""
        return german if self.language == "de" else english

    def missing(self, german: str, english: str) -> str:
        """A visible hole.

        >>> Say("de").missing("Aktenzeichen", "case number")
        'fehlt: Aktenzeichen'
        """
        return self(f"fehlt: {german}", f"missing: {english}")

    def unsettled(self, german: str, english: str) -> str:
        """A visible question that a person has to answer before the document goes out.

        >>> Say("en").unsettled("Aufrechnung entscheiden", "decide on set-off")
        'to settle: decide on set-off'
        """
        return self(f"zu klären: {german}", f"to settle: {english}")

    def in_text(self, words: str) -> str:
        """Words inside a sentence; a hole gets brackets, so that it cannot be read over.

        >>> Say("de").in_text("fehlt: Frist"), Say("de").in_text("10.04.2026")
        ('[fehlt: Frist]', '10.04.2026')
        """
        return f"[{words}]" if is_missing(words) else words

    def given(self, value: str | None, german: str, english: str) -> str:
        """The value, or a visible hole with its name."""
        return value or self.missing(german, english)

    def day(self, value: date | None, german: str = "Datum", english: str = "date") -> str:
        """A day as it is written in letters.

        >>> Say("de").day(date(2026, 3, 6)), Say("en").day(date(2026, 3, 6))
        ('06.03.2026', '6 Mar 2026')
        """
        if value is None:
            return self.missing(german, english)
        return format_date(value, format=self("dd.MM.yyyy", "d MMM yyyy"), locale=self._locale)

    def clock(self, value: time) -> str:
        """An hour of the day: `12:00 Uhr`."""
        return format_time(value, format="HH:mm", locale=self._locale) + self(" Uhr", "")

    def moment(self, value: datetime, zone: str = COURT_ZONE) -> str:
        """A moment in the court's time zone.

        >>> from datetime import UTC
        >>> Say("de").moment(datetime(2026, 3, 2, 7, 15, tzinfo=UTC))
        '02.03.2026 08:15 MEZ'
        """
        return format_datetime(
            value, self("dd.MM.yyyy HH:mm z", "d MMM yyyy HH:mm z"), get_timezone(zone), locale=self._locale
        )

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency behind it, rounded to the currency's digits.

        >>> Say("de").money(Decimal("10340.4"), "EUR"), Say("en").money(Decimal("-3"), "JPY")
        ('10.340,40\\xa0EUR', '-3\\xa0JPY')
        """
        return format_currency(amount, currency, "#,##0.00\u00a0¤¤", locale=self._locale)

    def percent(self, rate: Decimal, digits: int = 2) -> str:
        """A rate in percent.

        >>> Say("de").percent(Decimal("10.27"))
        '10,27\\xa0%'
        """
        return format_decimal(rate, f"0.{'0' * digits}", locale=self._locale) + "\u00a0%"

    def number(self, value: Decimal | int, pattern: str = "#,##0.##") -> str:
        """A plain number."""
        return format_decimal(value, pattern, locale=self._locale)

    def yes_no(self, value: bool) -> str:
        """Both boxes, one of them crossed, as on a form.

        >>> Say("en").yes_no(False)
        '[  ] yes   [X] no'
        """
        yes, no = ("X", "  ") if value else ("  ", "X")
        return f"[{yes}] {self('ja', 'yes')}   [{no}] {self('nein', 'no')}"

    def join(self, parts: Sequence[str]) -> str:
        """The parts as a list in words.

        >>> Say("en").join(["a", "b", "c"])
        'a, b and c'
        """
        if len(parts) < 2:
            return "".join(parts)
        return ", ".join(parts[:-1]) + self(" und ", " and ") + parts[-1]

    @property
    def _locale(self) -> str:
        return self("de_DE", "en_GB")
