"""Creditreform's solvency index (Bonitätsindex): 100 is best, 600 means that payments have ceased."""

from decimal import Decimal

from chalicelib.bureaus.index_scale import Classes
from chalicelib.model.credit import Band

PAYMENTS_CEASED = Decimal(600)

INDEX = Classes(
    name="Creditreform solvency index",
    best=Decimal(100),
    rows=(
        ("149", "excellent", Band.A),
        ("200", "very good", Band.A),
        ("250", "good", Band.B),
        ("300", "medium", Band.C),
        ("350", "strained", Band.D),
        ("499", "very weak", Band.D),
        ("500", "heavy payment default", Band.E),
        ("600", "cessation of payments, hard negative features", Band.E),
    ),
)
"""Source: two third-party pages that differ by one point at the borders, hence believed; the plan may replace them."""
