"""A business letter after DIN 5008 form B: address field for the window, reference block, subject."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.documents.layout.clean import one_line
from chalicelib.documents.layout.paper import Paper
from chalicelib.documents.layout.parties import address_lines, practitioner_lines
from chalicelib.documents.layout.rows import wrap
from chalicelib.documents.layout.sheet import BLACK, GREY, RED, Heading
from chalicelib.documents.layout.wording import Say, court_day, is_missing
from chalicelib.model.creditor import Creditor
from chalicelib.model.dossier import CourtCase

_WINDOW_TOP, _WINDOW_WIDTH, _BLOCK_LEFT, _SUBJECT_TOP = 45.0, 85.0, 125.0, 98.0
_WINDOW_LINES = 8


class Letter(NamedTuple):
    """What a letter needs before its first sentence."""

    sender: Creditor
    recipient: Sequence[str]
    references: Sequence[tuple[str, str]]
    subject: str
    prepared_at: datetime
    draft: bool


def to_practitioner(
    creditor: Creditor, case: CourtCase, subject: str, say: Say, *, prepared_at: datetime, draft: bool
) -> Paper:
    """A letter to the administrator or custodian about these proceedings, ready for its first sentence."""
    about = (
        f"{subject}\n"
        + say("Insolvenzverfahren über das Vermögen: ", "Insolvency proceedings over the assets of: ")
        + case.debtor_name
    )
    references = [
        (say("Gericht", "Court"), say.given(case.court, "Gericht", "court")),
        (say("Aktenzeichen", "Case number"), say.given(case.case_number, "Aktenzeichen", "case number")),
        (say("Unser Zeichen", "Our reference"), creditor.reference or "–"),
    ]
    return begun(Letter(creditor, practitioner_lines(case, say), references, about, prepared_at, draft), say)


def begun(letter: Letter, say: Say) -> Paper:
    """The paper with everything above the first sentence on it."""
    title = letter.subject.splitlines()[0]
    reference = " · ".join(value for _, value in letter.references if value != "–")
    paper = Paper(Heading(title, reference, letter.sender.name, letter.prepared_at, letter.draft), say)
    _sender(paper, letter.sender)
    below = max(_window(paper, letter), _reference_block(paper, letter))
    paper.sheet.set_xy(paper.sheet.l_margin, max(_SUBJECT_TOP, below + 8))
    paper.paragraph(letter.subject, bold=True)
    paper.gap(3)
    return paper


def salutation(say: Say) -> str:
    """To nobody in particular, because a notice does not say who reads the mail."""
    return say("Sehr geehrte Damen und Herren,", "Dear Sir or Madam,")


def closed(paper: Paper, sender: Creditor) -> bytes:
    """The letter with its ending, signature and the firm's particulars."""
    paper.keep(48)
    paper.paragraph(paper.say("Mit freundlichen Grüßen", "Yours faithfully"))
    paper.signature("\n".join([sender.name, ", ".join(sender.legal_representatives)]).strip())
    return paper.finished()


def _sender(paper: Paper, sender: Creditor) -> None:
    sheet = paper.sheet
    sheet.set_xy(sheet.l_margin, 16)
    sheet.write_in(13, bold=True)
    for line in wrap(sheet, one_line(sender.name), sheet.epw)[:3]:
        sheet.cell(sheet.epw, 6, line, new_x="LMARGIN", new_y="NEXT")
    back = one_line(", ".join([sender.name, *address_lines(sender.address, paper.say)]))
    size = 7.5
    sheet.write_in(size, color=GREY)
    while size > 4 and sheet.get_string_width(back) > _WINDOW_WIDTH - 2:
        size -= 0.25
        sheet.write_in(size, color=GREY)
    sheet.set_xy(sheet.l_margin, _WINDOW_TOP - 1)
    sheet.cell(_WINDOW_WIDTH, 4, wrap(sheet, back, _WINDOW_WIDTH)[0])


def _window(paper: Paper, letter: Letter) -> float:
    """Writes the address, smaller when it would not fit the window, never cut; returns where it ends."""
    sheet = paper.sheet
    lines = [line for part in letter.recipient for line in wrap(sheet, one_line(part), _WINDOW_WIDTH)]
    size, height = (10.0, 4.6) if len(lines) <= _WINDOW_LINES else (8.0, 3.7)
    sheet.set_xy(sheet.l_margin, _WINDOW_TOP + 7)
    for part in letter.recipient:
        missing = is_missing(part)
        sheet.write_in(size, bold=missing, color=RED if missing else BLACK)
        for line in wrap(sheet, one_line(part), _WINDOW_WIDTH):
            sheet.cell(_WINDOW_WIDTH, height, line, new_x="LMARGIN", new_y="NEXT")
    return float(sheet.get_y())


def _reference_block(paper: Paper, letter: Letter) -> float:
    sheet, width = paper.sheet, 65.0
    sheet.set_y(_WINDOW_TOP + 5)
    day = (paper.say("Datum", "Date"), paper.say.day(court_day(letter.prepared_at)))
    for label, value in [*letter.references, day]:
        missing = is_missing(value)
        sheet.write_in(7.5, color=GREY)
        sheet.set_x(_BLOCK_LEFT)
        sheet.cell(width, 3.6, one_line(label), new_x="LEFT", new_y="NEXT")
        sheet.write_in(9.5, bold=missing, color=RED if missing else BLACK)
        for line in wrap(sheet, one_line(value), width):
            sheet.set_x(_BLOCK_LEFT)
            sheet.cell(width, 4.6, line, new_x="LEFT", new_y="NEXT")
        sheet.ln(1.2)
    return float(sheet.get_y())
