"""Creditreform's solvency index (Bonitätsindex): 100 is best, 600 means that payments have ceased."""

from decimal import Decimal, InvalidOperation

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.bureau import BureauPlan, IndexClass, Scale
from chalicelib.model.credit import Band, IndexValue

NAME = "Creditreform solvency index"
PAYMENTS_CEASED = Decimal(600)

_CLASSES = (
    ("149", "excellent", Band.A),
    ("200", "very good", Band.A),
    ("250", "good", Band.B),
    ("300", "medium", Band.C),
    ("350", "strained", Band.D),
    ("499", "very weak", Band.D),
    ("500", "heavy payment default", Band.E),
    ("600", "cessation of payments, hard negative features", Band.E),
)


def scale(borders: str = "") -> Scale:
    """The scale; `borders` are eight numbers from best to worst that replace the believed ones.

    Source: two third-party pages that differ by one point at the borders, hence believed.

    Raises:
        InvalidInputError: the borders are not eight rising numbers.

    >>> scale().class_of(Decimal(286)).name
    'medium'
    """
    printed = [part.strip() for part in borders.split(",") if part.strip()] or [border for border, _, _ in _CLASSES]
    try:
        numbers = [Decimal(part) for part in printed]
    except InvalidOperation:
        numbers = []
    if len(numbers) != len(_CLASSES) or numbers != sorted(numbers):
        reason = f"{len(_CLASSES)} rising numbers with commas between them"
        raise InvalidInputError([Problem("options.index_borders", borders, reason)])
    classes = (
        IndexClass(upto=upto, name=name, band=band) for upto, (_, name, band) in zip(numbers, _CLASSES, strict=True)
    )
    return Scale(name=NAME, classes=tuple(classes), believed=not borders)


def index_value(printed: str, plan: BureauPlan) -> IndexValue | None:
    """The value with its class and band; None when it is no number. Below 100 nothing is known."""
    try:
        value = Decimal(printed)
    except InvalidOperation:
        return None
    own = scale(plan.options.get("index_borders", "")).class_of(value) if value >= 100 else None
    return IndexValue(scale=NAME, value=printed, own_class=own and own.name, band=own and own.band)
