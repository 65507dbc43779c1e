"""Text from outside on paper: whatever it is, it is shown or named, and nothing of it acts."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from chalicelib import documents
from chalicelib.documents.layout.clean import one_line, printable
from tests.unit.documents.letter_samples import an_activity_log
from tests.unit.documents.reading import text


@given(st.text(max_size=60))
def test_no_control_character_is_left(words: str) -> None:
    assert not [letter for letter in one_line(words) if unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}]


@given(st.text(max_size=60))
def test_what_is_printable_stays_so(words: str) -> None:
    assert printable(printable(words)) == printable(words)


@given(st.text(alphabet="äöüÄÖÜßéèçœŒłŁżźćńśąęóÓčřžŽőűøåæñ€–„“", min_size=1, max_size=60))
def test_european_letters_are_kept(words: str) -> None:
    assert printable(words) == unicodedata.normalize("NFC", words)


def test_any_letters_can_be_drawn_and_read_back() -> None:
    mixed = "Ωμέγα Жук ‰ ½ \U0001f600 \u05d0\u05d1 e\u0301 a\u0327\u0301 %s {0} \\ ((("
    log = an_activity_log(1, customer_name=mixed)
    words = text(documents.load("activity_log").render(log, "de"))
    assert "Ωμέγα Жук" in words
    assert "[U+1F600]" in words
    assert "%s {0} \\ (((" in words
