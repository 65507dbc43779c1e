"""What a month costs: `python -m bench.cost` writes docs/cost.md from measured units and dated prices."""

import sys
from pathlib import Path

from bench.cost_model import NAMED, Model, model
from bench.cost_page import by_service, written

SIZES = (0, 1_000, 100_000, 1_000_000)
PAGE = Path("docs/cost.md")


def page(known: Model) -> str:
    """docs/cost.md as it must be."""
    return written(known, {size: known.bill(size) for size in SIZES}, NAMED)


def main() -> int:
    """0; the page is written and its first table printed."""
    known = model()
    PAGE.write_text(page(known), encoding="utf-8")
    print(by_service({size: known.bill(size) for size in SIZES}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
