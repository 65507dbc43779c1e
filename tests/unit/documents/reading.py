"""Reads a PDF back, as somebody who received it would."""

import io
import re
from functools import cache

from pypdf import PdfReader


@cache
def pages(pdf: bytes) -> list[str]:
    """The text of each page, with single blanks."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages(pdf))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Names of the fonts used, and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for reference in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf's loose types
            font = reference.get_object()
            descendant = font["/DescendantFonts"][0].get_object()
            found[str(font["/BaseFont"])] = "/FontFile2" in descendant["/FontDescriptor"].get_object()
    return found
