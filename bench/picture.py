"""Bars of what was measured, as an SVG that a page can show."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

_PANELS = (
    ("recall_at_99", "Automatic recall at 99 % precision, by score alone", "{:.2f}"),
    ("auc_names", "AUC on labelled names", "{:.3f}"),
    ("pairs_per_second", "Pairs scored a second, prepared", "{:,.0f}"),
    ("memory_mb", "Memory, MB", "{:,.0f}"),
)
_WIDTH, _LABEL, _BAR, _ROW, _HEAD = 760, 210, 400, 24, 40
_OURS, _PEER, _TEXT = "#0b6e4f", "#9aa5b1", "#1f2933"


def draw(found: Sequence[dict[str, Any]], path: Path) -> None:
    """Writes the picture: one panel a measure, one bar a matcher."""
    parts: list[str] = []
    top = 10
    for measure, title, form in _PANELS:
        rows = [(str(one["name"]), float(one[measure])) for one in found if one[measure] is not None]
        if rows:
            parts += _panel(top, title, rows, form)
            top += _HEAD + _ROW * len(rows)
    text = "".join(parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{top}" viewBox="0 0 {_WIDTH} {top}" '
        f'role="img" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#ffffff"/>'
        f"{text}</svg>\n",
        encoding="utf-8",
    )


def _panel(top: int, title: str, rows: list[tuple[str, float]], form: str) -> list[str]:
    largest = max(value for _, value in rows) or 1.0
    parts = [f'<text x="10" y="{top + 18}" font-weight="bold" fill="{_TEXT}">{escape(title)}</text>']
    for place, (name, value) in enumerate(rows):
        y = top + 30 + place * _ROW
        colour = _OURS if name == "ours" else _PEER
        width = max(1.0, _BAR * value / largest)
        parts += [
            f'<text x="{_LABEL}" y="{y + 13}" text-anchor="end" fill="{_TEXT}">{escape(name)}</text>',
            f'<rect x="{_LABEL + 8}" y="{y}" width="{width:.1f}" height="17" fill="{colour}"/>',
            f'<text x="{_LABEL + 14 + width:.1f}" y="{y + 13}" fill="{_TEXT}">{escape(form.format(value))}</text>',
        ]
    return parts
