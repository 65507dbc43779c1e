"""Positions that an advice is asked about, and ways to look at the advice."""

from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.model.notice import EventKind
from chalicelib.model.open_item import OpenItem
from chalicelib.model.recovery import Advice, CheckKind, Option, OptionValue
from chalicelib.recovery.advice import advise
from chalicelib.recovery.default_assumptions import DEFAULT_ASSUMPTIONS
from chalicelib.recovery.valuation import Position
from tests.unit.recovery.books import NOW, OPENED_ON, an_item

ON = date(2026, 3, 17)
# Round numbers, so that a reader can check each value in the head: a dividend of 10 % at once, an hour for 50 EUR.
ROUND = DEFAULT_ASSUMPTIONS.changed(
    {
        "quota.company": Decimal("0.10"),
        "discount.rate": Decimal(0),
        "cost.hour": Decimal(50),
        "sale.share": Decimal("0.5"),
    },
    "round numbers of a test",
    ON,
)
ALL_CHECKS = frozenset(CheckKind)


def a_position(*items: OpenItem, **fields: Any) -> Position:
    defaults: dict[str, Any] = {
        "case_id": "c1",
        "event_kind": EventKind.OPENED,
        "items": items or (an_item(),),
        "on": ON,
        "opened_on": OPENED_ON,
        "assumptions": ROUND,
    }
    return Position(**defaults | fields)


def option(advice: Advice, wanted: Option) -> OptionValue:
    return next(one for one in advice.options if one.option is wanted)


def value(position: Position, wanted: Option) -> str:
    return str(option(advise(position, NOW), wanted).expected.amount)
