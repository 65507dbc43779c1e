"""What comes in: a payload that breaks its parser is an error of the source with its evidence, never a lost poll."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib import intake, registers
from chalicelib.errors import SourceChangedError
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from tests.builders import a_notice

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("failure", [IndexError("list index out of range"), ValueError("x"), KeyError("y")])
def test_a_parser_that_breaks_names_the_source_and_the_evidence(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def parse(_document: Document) -> Iterator[InsolvencyNotice]:
        raise failure
        yield

    monkeypatch.setattr(registers.load("ch_shab"), "parse", parse)
    document = Document(source="ch_shab", url="x", media_type="application/xml", content=b"<a/>", fetched_at=NOW)
    with pytest.raises(SourceChangedError) as raised:
        intake.read_document(document, "ch_shab/key", NOW)
    assert raised.value.evidence == "ch_shab/key"
    assert type(failure).__name__ in raised.value.reason


def test_a_text_that_no_item_can_hold_is_cut_and_says_so() -> None:
    notice = a_notice(original_text="ü" * 200_000)
    stored = intake._storable(notice)
    assert len(stored.original_text) == 80_000
    assert stored.omissions[-1].field == "original_text"
    assert intake._storable(a_notice()) == a_notice()
