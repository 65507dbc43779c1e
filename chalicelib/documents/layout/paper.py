"""What a document is written with: headings, paragraphs, fields of a form, tables, a place to sign."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from chalicelib.documents.layout.clean import printable
from chalicelib.documents.layout.rows import LINE, Cell, draw_row, full_page, height_of, wrap
from chalicelib.documents.layout.sheet import GREY, RED, Heading, Sheet
from chalicelib.documents.layout.wording import Say, is_missing

_LABEL_WIDTH = 54.0


class Column(NamedTuple):
    """A table's column; widths are shares of the page's width."""

    title: str
    share: float
    align: Literal["L", "R", "C"] = "L"


Field = tuple[str, str | None]


class Paper:
    """A document under way; `finished` gives its bytes."""

    def __init__(self, heading: Heading, say: Say) -> None:
        self.say = say
        self.sheet = Sheet(heading, say)

    def title(self, text: str, below: str = "") -> None:
        """The document's own title, with a line below it."""
        self._write(text, size=15, bold=True, line=6.5)
        if below:
            self._write(below, size=9, color=GREY)
        self.gap()

    def heading(self, text: str, keep: float = 24) -> None:
        """A section's heading; it and what follows get this many millimetres on one page."""
        self.keep(keep)
        self.sheet.ln(3.5)
        self.sheet.start_section(printable(text))
        self._write(text, size=11, bold=True, line=5.5)
        self.sheet.ln(0.8)

    def subheading(self, text: str) -> None:
        """A heading inside a section."""
        self.keep(20)
        self.sheet.ln(2)
        self._write(text, size=9.5, bold=True)

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Running text and some room below it; long paragraphs go on overleaf."""
        self._write(text, bold=bold or is_missing(text), color=RED if is_missing(text) else None)
        self.gap()

    def note(self, text: str) -> None:
        """Small print."""
        self._write(text, size=8, color=GREY, line=3.7)
        self.sheet.ln(1.5)

    def bullets(self, texts: Iterable[str]) -> None:
        """Points of a list."""
        for text in texts:
            self.sheet.write_in()
            for index, line in enumerate(wrap(self.sheet, text, self.sheet.epw - 6)):
                self.keep(LINE)
                self.sheet.cell(6, LINE, "–" if index == 0 else "")
                self.sheet.cell(self.sheet.epw - 6, LINE, line, new_x="LMARGIN", new_y="NEXT")
        self.gap()

    def fields(self, fields: Iterable[Field], of: str = "") -> None:
        """Fields of a form, name on the left; a field without a value says that it is missing.

        `of` is repeated when the fields go on overleaf.
        """
        width = self.sheet.epw - _LABEL_WIDTH

        def go_on() -> None:
            if of:
                self._write(f"{of} {self.say('(Fortsetzung)', '(continued)')}", bold=True)

        for label, value in fields:
            shown = value or self.say.missing(label, label)
            cells = [Cell(label, _LABEL_WIDTH, size=8.5, color=GREY, fill=True), Cell(shown, width)]
            draw_row(self.sheet, cells, on_new_page=go_on)
        self.gap(1)

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[str]],
        total: Sequence[str] | None = None,
        *,
        size: float = 8.5,
    ) -> None:
        """A table whose head is repeated on every page; `total` is a last row in bold."""
        unit = self.sheet.epw / sum(column.share for column in columns)
        widths = [column.share * unit for column in columns]

        def cells(texts: Sequence[str], *, bold: bool = False, fill: bool = False) -> list[Cell]:
            triples = zip(texts, widths, columns, strict=True)
            return [Cell(text, width, col.align, size, bold, fill=fill) for text, width, col in triples]

        def head() -> None:
            draw_row(self.sheet, cells([column.title for column in columns], bold=True, fill=True))

        drawn = [cells(row) for row in rows]
        first = height_of(self.sheet, drawn[0]) if drawn else 0.0
        self.keep(min(first + 12, full_page(self.sheet)))
        head()
        for row in drawn:
            draw_row(self.sheet, row, on_new_page=head)
        if total:
            draw_row(self.sheet, cells(total, bold=True), on_new_page=head)
        self.gap()

    def signature(self, signers: str, place: str | None = None) -> None:
        """A line for place and day and one for the signature; both stay on one page."""
        self.keep(30)
        self.sheet.ln(16)
        self.sheet.set_draw_color(*GREY)
        y, left, right = self.sheet.get_y(), self.sheet.l_margin, self.sheet.w - self.sheet.r_margin
        self.sheet.line(left, y, left + 62, y)
        self.sheet.line(left + 76, y, right, y)
        self.sheet.write_in(8, color=GREY)
        self.sheet.set_xy(left, y + 1)
        self.sheet.cell(62, 4, place or self.say("Ort, Datum", "Place, date"))
        self.sheet.set_xy(left + 76, y + 1)
        self.sheet.multi_cell(right - left - 76, 3.7, printable(signers), align="L", new_x="LMARGIN", new_y="NEXT")
        self.sheet.write_in()
        self.gap()

    def gap(self, height: float = 2.5) -> None:
        """Some room."""
        self.sheet.ln(height)

    def new_page(self) -> None:
        """What follows begins on a page of its own."""
        self.sheet.add_page()

    def finished(self) -> bytes:
        """The PDF."""
        return bytes(self.sheet.output())

    def keep(self, height: float) -> None:
        """What follows needs this many millimetres on one page."""
        if self.sheet.room() < height:
            self.sheet.add_page()

    def _write(
        self,
        text: str,
        *,
        size: float = 9.5,
        bold: bool = False,
        color: tuple[int, int, int] | None = None,
        line: float = 4.6,
    ) -> None:
        self.sheet.write_in(size, bold=bold, color=color or (0, 0, 0))
        self.sheet.multi_cell(0, line, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")
        self.sheet.write_in()
