"""Rows of cells that break over pages: heads are repeated, a row too tall for a page goes on overleaf."""

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from chalicelib.documents.layout.clean import printable
from chalicelib.documents.layout.sheet import BLACK, PALE, RED, Sheet
from chalicelib.documents.layout.wording import is_missing

LINE: Final = 4.3
_PADDING: Final = 0.9
_PER_POINT: Final = LINE / 9


class Cell(NamedTuple):
    """A text in a column of the given width (millimetres)."""

    text: str
    width: float
    align: Literal["L", "R", "C"] = "L"
    size: float = 9.0
    bold: bool = False
    color: tuple[int, int, int] = BLACK
    fill: bool = False


class _Line(NamedTuple):
    text: str
    missing: bool


class _Wrapped(NamedTuple):
    cell: Cell
    lines: list[_Line]


def height_of(sheet: Sheet, cells: Sequence[Cell]) -> float:
    """Millimetres that the row will take."""
    lines = max(len(_wrap(sheet, cell).lines) for cell in cells)
    return lines * _PER_POINT * max(cell.size for cell in cells) + 2 * _PADDING


def draw_row(sheet: Sheet, cells: Sequence[Cell], on_new_page: Callable[[], None] = lambda: None) -> None:
    """Draws one row below the pen and a line under it; `on_new_page` repeats the table's head."""
    wrapped = [_wrap(sheet, cell) for cell in cells]
    tallest = max(len(each.lines) for each in wrapped)
    line = _PER_POINT * max(cell.size for cell in cells)
    height = tallest * line + 2 * _PADDING
    if height > sheet.room() and (height <= full_page(sheet) or sheet.room() < 3 * LINE):
        sheet.add_page()
        on_new_page()
    first = 0
    while first < tallest:
        count = max(1, min(tallest - first, int((sheet.room() - 2 * _PADDING) / line)))
        _draw_lines(sheet, wrapped, (first, count), line)
        first += count
        if first < tallest:
            sheet.add_page()
            on_new_page()


def _draw_lines(sheet: Sheet, wrapped: Sequence[_Wrapped], part: tuple[int, int], line_height: float) -> None:
    first, count = part
    x, y, height = sheet.l_margin, sheet.get_y(), count * line_height + 2 * _PADDING
    sheet.set_draw_color(*PALE)
    for cell, lines in wrapped:
        if cell.fill and not sheet.heading.draft:  # it would hide the draft mark
            sheet.set_fill_color(243, 243, 243)
            sheet.rect(x, y, cell.width, height, style="F")
        for index, line in enumerate(lines[first : first + count]):
            sheet.write_in(cell.size, bold=cell.bold or line.missing, color=RED if line.missing else cell.color)
            sheet.set_xy(x, y + _PADDING + index * line_height)
            sheet.cell(cell.width, line_height, line.text, align=cell.align)
        x += cell.width
    sheet.line(sheet.l_margin, y + height, x, y + height)
    sheet.set_xy(sheet.l_margin, y + height)
    sheet.write_in()


def _wrap(sheet: Sheet, cell: Cell) -> _Wrapped:
    lines: list[_Line] = []
    for paragraph in printable(cell.text).split("\n"):
        missing = is_missing(paragraph)
        sheet.write_in(cell.size, bold=cell.bold or missing)
        lines += [_Line(line, missing) for line in wrap(sheet, paragraph, cell.width)]
    return _Wrapped(cell, lines)


def wrap(sheet: Sheet, text: str, width: float) -> list[str]:
    """The text in lines that fit the width in the sheet's present font; words longer than a line are cut."""
    lines = sheet.multi_cell(width, LINE, printable(text), align="L", dry_run=True, output="LINES")
    return lines if isinstance(lines, list) and lines else [""]


def full_page(sheet: Sheet) -> float:
    """Millimetres of an empty page below a table's head."""
    return sheet.h - sheet.t_margin - sheet.b_margin - 3 * LINE
