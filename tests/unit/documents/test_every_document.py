"""What holds for each document in each language."""

import hashlib
import io
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from chalicelib import documents
from chalicelib.errors import NotFoundError
from chalicelib.model.customer import Language
from chalicelib.model.dossier import DossierState
from tests.unit.documents.letter_samples import SAMPLES
from tests.unit.documents.reading import fonts, pages, text
from tests.unit.documents.samples import NOW

EACH = pytest.mark.parametrize("name", documents.names())
BOTH: list[Language] = ["de", "en"]


@cache
def rendered(name: str, language: Language) -> bytes:
    return documents.load(name).render(SAMPLES[name](), language)


def test_documents_are_found_by_their_file_names() -> None:
    assert set(documents.names()) == set(SAMPLES)
    with pytest.raises(NotFoundError, match="claim_filing"):
        documents.load("layout")


@EACH
def test_a_document_says_what_it_is_and_what_it_is_made_from(name: str) -> None:
    facts = documents.load(name).DOCUMENT
    assert isinstance(SAMPLES[name](), facts.data)
    assert facts.title("de") != facts.title("en")


@EACH
@pytest.mark.parametrize("language", BOTH)
def test_it_is_an_archivable_file_with_its_own_fonts(name: str, language: Language) -> None:
    pdf = rendered(name, language)
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.xmp_metadata is not None
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert NOW.isoformat() in xmp
    assert "/OutputIntents" in reader.root_object
    assert str(reader.root_object["/Lang"]) == language
    assert all(fonts(pdf).values())
    assert all("LiberationSans" in font for font in fonts(pdf))


@EACH
@pytest.mark.parametrize("language", BOTH)
def test_each_page_has_its_number_and_whose_case_it_is(name: str, language: Language) -> None:
    found = pages(rendered(name, language))
    reference = {"match_explanation": "104711", "check_proof": "104711", "insurer_notice": "KV-4711-26"}
    word, of = ("Seite", "von") if language == "de" else ("Page", "of")
    for number, page in enumerate(found, start=1):
        assert f"{word} {number} {of} {len(found)}" in page
        assert re.search(reference.get(name, r"67a IN 17/26|8f0c5e2ab17d4c3e9a60b1f2"), page)


@EACH
def test_equal_data_gives_equal_bytes(name: str) -> None:
    assert documents.load(name).render(SAMPLES[name](), "de") == rendered(name, "de")


def test_equal_bytes_do_not_hang_on_the_process_or_the_hour() -> None:
    """Another process has another order of sets, and it runs at another moment."""
    program = """
import hashlib
from chalicelib import documents
from tests.unit.documents.letter_samples import SAMPLES
pdf = documents.load("claim_filing").render(SAMPLES["claim_filing"](), "de")
print(hashlib.sha256(pdf).hexdigest())
"""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        env={"PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == hashlib.sha256(rendered("claim_filing", "de")).hexdigest()


@EACH
def test_drafts_say_so_on_each_page_and_nothing_else_does(name: str) -> None:
    if name in {"activity_log", "check_proof", "evidence_list"}:
        return  # lists of what is: nobody approves them
    module = documents.load(name)
    filing = name.startswith("claim_filing")
    draft = SAMPLES[name](state=DossierState.DRAFT) if filing else SAMPLES[name](draft=True)
    assert all("ENTWURF – nicht freigegeben" in page for page in pages(module.render(draft, "de")))
    assert all("DRAFT – not approved" in page for page in pages(module.render(draft, "en")))
    assert "ENTWURF" not in text(rendered(name, "de"))


@EACH
def test_the_two_languages_do_not_mix(name: str) -> None:
    assert "missing:" not in text(rendered(name, "de"))
    assert "fehlt:" not in text(rendered(name, "en"))
