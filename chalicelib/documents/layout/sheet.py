"""The sheet of paper: A4, our font, reference and page number on each page, a mark across drafts."""

import warnings
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.documents.layout.archive import description
from chalicelib.documents.layout.clean import FONTS, one_line
from chalicelib.documents.layout.wording import Say

if TYPE_CHECKING:
    from fpdf import FPDF
else:
    with warnings.catch_warnings():
        # The layer carries no Pillow: our documents have no images, and the library works without.
        warnings.filterwarnings("ignore", message="Pillow could not be imported")
        from fpdf import FPDF

FAMILY: Final = "Liberation"
LEFT, RIGHT, TOP, BOTTOM = 25.0, 20.0, 22.0, 24.0  # millimetres; left leaves room for the punch holes
BLACK, GREY, PALE, RED = (0, 0, 0), (95, 95, 95), (226, 226, 226), (170, 0, 0)
_ALL_PAGES: Final = "\ue000" * 3  # private use: printable() lets no text from outside contain it


class Heading(NamedTuple):
    """What stands on each page and in the file's description."""

    title: str
    reference: str
    author: str
    prepared_at: datetime
    draft: bool


class Sheet(FPDF):
    """An empty document with header and footer; equal headings and equal drawing give equal bytes."""

    def __init__(self, heading: Heading, say: Say) -> None:
        super().__init__(format="A4", unit="mm", enforce_compliance="PDF/A-2U")
        self.heading, self.say = heading, say
        self.set_margins(LEFT, TOP, RIGHT)
        self.set_auto_page_break(True, BOTTOM)
        self.add_font(FAMILY, "", FONTS / "LiberationSans-Regular.ttf")
        self.add_font(FAMILY, "B", FONTS / "LiberationSans-Bold.ttf")
        self.alias_nb_pages(_ALL_PAGES)
        self.set_lang(say.language)
        self.set_title(one_line(heading.title))
        self.set_creation_date(heading.prepared_at)
        self.set_xmp_metadata(
            description(
                title=one_line(heading.title),
                author=one_line(heading.author),
                language=say.language,
                created=heading.prepared_at,
            )
        )
        self.write_in()
        self.add_page()

    def write_in(self, size: float = 9.5, *, bold: bool = False, color: tuple[int, int, int] = BLACK) -> None:
        """From here on write in this size, weight and colour."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*color)

    def header(self) -> None:
        """Draws the draft mark, and from the second page on what document this is."""
        if self.heading.draft:
            self._draft_mark()
        if self.page_no() > 1:
            self.write_in(8, color=GREY)
            self.set_xy(LEFT, 11)
            self.cell(self.epw, 4, self._fitting(self.heading.title))
        self.write_in()
        self.set_xy(LEFT, TOP)

    def footer(self) -> None:
        """Draws reference and page number."""
        self.set_y(-15)
        self.set_draw_color(*PALE)
        self.line(LEFT, self.h - 16, self.w - RIGHT, self.h - 16)
        self.write_in(8, color=GREY)
        page = self.say("Seite", "Page") + f" {self.page_no()} " + self.say("von", "of") + f" {_ALL_PAGES}"
        self.cell(self.epw - 32, 4, self._fitting(self.heading.reference, 34))
        self.cell(32, 4, page, align="R")

    def room(self) -> float:
        """Millimetres left on this page."""
        return float(self.h - BOTTOM - self.get_y())

    def _draft_mark(self) -> None:
        word = self.say("ENTWURF", "DRAFT")
        self.write_in(9, bold=True, color=RED)
        self.set_xy(LEFT, 5)
        self.cell(
            self.epw, 4, word + self.say(" – nicht freigegeben, nicht einreichen", " – not approved, do not send")
        )
        self.write_in(96, bold=True, color=(238, 238, 238))
        with self.rotation(52, self.w / 2, self.h / 2):
            self.text((self.w - self.get_string_width(word)) / 2, self.h / 2 + 12, word)

    def _fitting(self, text: str, reserved: float = 0) -> str:
        """The text in one line, cut with an ellipsis where the page ends; the full words stand in the document."""
        shown, width = one_line(text), self.epw - reserved - 2
        while shown and self.get_string_width(shown + "…") > width:
            shown = shown[: min(len(shown) - 1, 400)]
        return shown if shown == one_line(text) else shown.rstrip() + "…"
