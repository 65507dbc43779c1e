"""A bureau's index in its own classes, whose borders the plan may replace because the public ones are believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.bureau import BureauPlan, IndexClass, Scale
from chalicelib.model.credit import Band, IndexValue


@dataclass(frozen=True)
class Classes:
    """Classes of one index from best to worst, each with the highest value that is still in it."""

    name: str
    best: Decimal
    rows: Sequence[tuple[str, str, Band]]

    def scale(self, borders: str = "") -> Scale:
        """The scale; `borders` are as many rising numbers as there are classes, with commas between them.

        Raises:
            InvalidInputError: they are not.
        """
        printed = [part.strip() for part in borders.split(",") if part.strip()] or [upto for upto, _, _ in self.rows]
        try:
            numbers = [Decimal(part) for part in printed]
        except InvalidOperation:
            numbers = []
        if len(numbers) != len(self.rows) or not all(one.is_finite() for one in numbers) or numbers != sorted(numbers):
            reason = f"{len(self.rows)} rising numbers with commas between them"
            raise InvalidInputError([Problem("options.index_borders", borders, reason)])
        rows = zip(numbers, self.rows, strict=True)
        classes = tuple(IndexClass(upto=upto, name=name, band=band) for upto, (_, name, band) in rows)
        return Scale(name=self.name, classes=classes, believed=not borders)

    def value(self, printed: str, plan: BureauPlan, text: str | None = None) -> IndexValue | None:
        """The value in its class; without class and band outside the scale, None when it is no number at all."""
        try:
            number = Decimal(printed)
        except InvalidOperation:
            return None
        if not number.is_finite():
            return None
        scale = self.scale(plan.options.get("index_borders", ""))
        own = scale.class_of(number) if number >= self.best else None
        return IndexValue(scale=self.name, value=printed, own_class=own and own.name, band=own and own.band, text=text)
