"""Score values of a contract: a number by the contract's borders, or a traffic light."""

import re
from decimal import Decimal, InvalidOperation

from chalicelib.errors import SourceRefusedError
from chalicelib.model.bureau import BureauPlan, IndexClass, Scale
from chalicelib.model.credit import Band, IndexValue

_SCALE = "infoscore score"
_NUMBER = re.compile(r"-?[0-9]+")
_LIGHTS = {"G": ("green", Band.B), "Y": ("yellow", Band.C), "R": ("red", Band.D)}  # Y and R believed


def index_of(value: str | None, own_class: str | None, plan: BureauPlan) -> IndexValue | None:
    """The score in the contract's scale; without borders in the plan it has no band, because none is public.

    Raises:
        SourceRefusedError: the plan's borders cannot be read.
    """
    printed = (value or "").strip()
    if not printed:
        return None
    if light := _LIGHTS.get(printed):
        return IndexValue(scale=f"{_SCALE}, traffic light", value=printed, own_class=light[0], band=light[1])
    scale = planned_scale(plan)
    reached = scale.class_of(Decimal(printed)) if scale and _NUMBER.fullmatch(printed) else None
    return IndexValue(
        scale=_SCALE,
        value=printed,
        own_class=(own_class or "").strip() or (reached.name if reached else None),
        band=reached.band if reached else None,
    )


def planned_scale(plan: BureauPlan) -> Scale | None:
    """Five borders from best to worst, the last of band E; falling numbers mean that more is better.

    Raises:
        SourceRefusedError: they cannot be read.
    """
    if (borders := plan.options.get("score_borders")) is None:
        return None
    try:
        numbers = [Decimal(border) for border in borders.split()]
    except InvalidOperation:
        numbers = []
    falling = numbers == sorted(numbers, reverse=True)
    if len(set(numbers)) != len(Band) or not (falling or numbers == sorted(numbers)):
        reason = f"its plan is wrong: score_borders must be five numbers from best to worst, not {borders!r}"
        raise SourceRefusedError("arvato_infoscore", reason)
    edge = "from" if falling else "up to"
    classes = (
        IndexClass(upto=number, name=f"{edge} {number}", band=band) for number, band in zip(numbers, Band, strict=True)
    )
    return Scale(name=_SCALE, classes=tuple(classes), falling=falling)
