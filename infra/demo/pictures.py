"""Pictures of the report for the README."""

import io
import re
from pathlib import Path

from rich.console import Console

from infra.demo import report
from infra.demo.stage import Records, Stage

_SHOWN = frozenset({"104711", "104720", "304001", "404001"})


def save(stage: Stage, folder: Path) -> Path:
    """A picture of cases, blocks and the answer to an order system, from the running stack's records."""
    records = Records(stage).only(_SHOWN)
    console = Console(record=True, width=120, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(report.cases(records))
    console.print(report.blocks(records))
    path = folder / "report.svg"
    svg = console.export_svg(title="make demo")
    without_foreign_fonts = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    path.write_text(re.sub(r"<!--.*?-->\s*", "", without_foreign_fonts, flags=re.DOTALL), encoding="utf-8")
    return path
