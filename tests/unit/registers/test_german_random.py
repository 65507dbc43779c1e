"""Whatever the text: only the named error, never a date that the text does not hold."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import SourceChangedError
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.registers import de_insolvenzbekanntmachungen as register
from chalicelib.registers.german.dates import ANY_DATE, read_date
from chalicelib.registers.german.text import clean
from tests.contract.recordings import document

VOCABULARY = (
    "Über das Vermögen der des d. GmbH wird heute, am um Uhr eröffnet. Insolvenzverfahren Zum Insolvenzverwalter "
    "bestellt: Rechtsanwalt Dr. Karl Lehm, Ring 1, 50667 Köln Tel.: 0221/5550 Forderungen sind bis zum anzumelden. "
    "Prüfungstermin Berichts- und Stichtag, ist der 01.02.2026 3. März 2026 31.02.2026 10:00 99:99 | § 26 InsO mangels "
    "Masse abgewiesen aufgehoben Amtsgericht vertreten durch geboren a@b.de ( ) , ; Restschuldbefreiung erteilt"
)
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS, max_size=40).map("".join)
)
ROW = {"datum": "2026-03-17", "inso_kennzeichen": "1 IN 1/26", "gericht": "Köln", "name": "Lehm GmbH", "register": ""}


def parsed(row: dict[str, str]) -> list[InsolvencyNotice]:
    content = json.dumps(row).encode()
    return list(register.parse(document(register.REGISTER.name, content, "application/x-ndjson")))


@settings(max_examples=150, deadline=None)
@given(
    text=TEXTS, name=st.one_of(st.text(max_size=30), st.sampled_from(["Lehm GmbH", "LEHM", "Lehm, Karl", "Lehm e.K."]))
)
def test_any_text_is_read_or_refused_by_name_and_no_date_is_invented(text: str, name: str) -> None:
    try:
        (notice,) = parsed(ROW | {"text": text, "name": name})
    except SourceChangedError:
        assert not name.strip()
        return
    printed = {read_date(found[0]) for found in ANY_DATE.finditer(clean(text))}
    days = {notice.opening_date, notice.claim_deadline, notice.closing_date, notice.birth_date}
    days |= {one.date for one in notice.hearing_dates}
    assert days - {None} <= printed
    assert notice.original_text in text


@settings(max_examples=60, deadline=None)
@given(content=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode)))
@pytest.mark.parametrize("kind", ["application/x-ndjson", "text/csv", "text/xml", "text/html", "image/png"])
def test_any_bytes_are_read_or_refused_by_name(content: bytes, kind: str) -> None:
    try:
        list(register.parse(document(register.REGISTER.name, content, kind)))
    except SourceChangedError:
        return  # the named error is as good as an answer; anything else fails the test


def test_an_unknown_key_is_a_changed_source() -> None:
    with pytest.raises(SourceChangedError, match="neu"):
        parsed(ROW | {"neu": "1"})


def test_a_long_spoiled_text_is_read_in_time() -> None:
    sentence = "Verfahren über das Vermögen wird nicht Termin Forderungen vertreten Restschuldbefreiung Verwalter "
    assert not re.search(r"\d", sentence)
    (notice,) = parsed(ROW | {"text": sentence * 150})
    assert notice.opening_date is None
