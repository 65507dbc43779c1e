"""The German portal: its form's real sequence, its pages, and what fetch makes of them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from chalicelib.errors import SourceChangedError, SourceRefusedError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.register import Window
from chalicelib.registers import de_insolvenzbekanntmachungen as register
from chalicelib.registers.german.portal_form import read_form
from chalicelib.registers.german.portal_pages import Answer, Detail, read_detail, read_results
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, document
from tests.contract.servers.de_portal import GermanPortal
from tests.contract.servers.loopback import served

OWN = HERE / register.REGISTER.name / "recordings"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in (OWN / "notices.jsonl").read_text().splitlines()]
DAY = date(2026, 3, 17)


@contextmanager
def asking(portal: GermanPortal) -> Iterator[Web]:
    with (
        served(portal) as origin,
        Web(
            register.REGISTER.name,
            register.REGISTER.origins,
            now=NOW,
            replaced_origins=dict.fromkeys(register.REGISTER.origins, origin),
            seconds_between_requests=0,
        ) as web,
    ):
        yield web


def fetched(portal: GermanPortal, **window: Any) -> list[Document]:
    with asking(portal) as web:
        return list(register.fetch(web, Window(start=DAY, end=DAY, **window)))


def texts(documents: list[Document]) -> list[str]:
    return sorted(notice.original_text for one in documents for notice in register.parse(one))


ALL_TEXTS = sorted(row["text"] for row in ROWS)


@pytest.mark.parametrize("generation", ["old", "new"])
def test_every_hit_is_one_document_with_its_row_and_its_text(generation: str) -> None:
    documents = fetched(GermanPortal(list(ROWS), generation=generation))
    assert texts(documents) == ALL_TEXTS
    first = documents[0]
    assert first.media_type == "text/xml"
    assert first.attributes["aktenzeichen"] == "36a IN 4711/25"
    assert first.attributes["register"] == "Berlin, HRB 201417 B"
    assert first.fetched_at == NOW


@pytest.mark.parametrize("generation", ["old", "new"])
def test_a_capped_window_is_split_until_nothing_is_missing(generation: str) -> None:
    portal = GermanPortal(list(ROWS), cap=8, generation=generation)
    assert texts(fetched(portal)) == ALL_TEXTS


def test_a_window_of_days_is_split_by_day_first() -> None:
    rows = [row | {"datum": f"2026-03-{16 + number % 2}"} for number, row in enumerate(ROWS)]
    portal = GermanPortal(rows, cap=10)
    with asking(portal) as web:
        documents = list(register.fetch(web, Window(start=date(2026, 3, 16), end=DAY)))
    assert texts(documents) == ALL_TEXTS
    assert not [one for one in documents if "gegenstand" in one.attributes]


def test_a_search_that_cannot_be_narrowed_is_an_error_and_never_an_incomplete_day() -> None:
    same = [ROWS[0] | {"name": f"Nordwind {number} GmbH"} for number in range(4)]
    with pytest.raises(TooManyHitsError, match="still capped"):
        fetched(GermanPortal(same, cap=3))


def test_categories_split_only_when_one_of_them_takes_the_rest() -> None:
    closings = [row for row in ROWS if row["gegenstand"] == ""]
    portal = GermanPortal(closings, cap=len(closings) - 1, generation="old")
    assert len(fetched(portal)) == len(closings)


def test_no_hits_is_a_true_zero() -> None:
    assert fetched(GermanPortal([])) == []


def test_an_expired_session_is_replaced_and_the_search_goes_on_where_it_was() -> None:
    portal = GermanPortal(list(ROWS), session_requests=7)
    assert texts(fetched(portal)) == ALL_TEXTS


def test_sessions_that_never_last_are_refused_access() -> None:
    with pytest.raises(SourceRefusedError, match="expire"):
        fetched(GermanPortal(list(ROWS), session_requests=1))


def test_the_older_way_to_the_text_is_known() -> None:
    documents = fetched(GermanPortal(list(ROWS), older_way=True))
    assert {one.media_type for one in documents} == {"text/html"}
    assert texts(documents) == ALL_TEXTS


def test_result_pages_are_followed() -> None:
    assert texts(fetched(GermanPortal(list(ROWS), page_size=6))) == ALL_TEXTS


def test_known_rows_are_not_asked_for_again_but_a_look_alike_is() -> None:
    portal = GermanPortal(list(ROWS))
    known = frozenset(one.attributes["row_key"] for one in fetched(portal))
    assert fetched(portal, known_rows=known) == []
    portal.rows.append(ROWS[0] | {"text": "Amtsgericht Charlottenburg. Die Bekanntmachung ist gegenstandslos."})
    assert len(fetched(portal, known_rows=known)) == 2


def test_a_captcha_is_a_refusal() -> None:
    with pytest.raises(SourceRefusedError, match="captcha"):
        fetched(GermanPortal(list(ROWS), captcha=True))
    with pytest.raises(SourceRefusedError, match="captcha"):
        read_results((OWN / "captcha.html").read_text())


def test_pages_that_say_nothing_known_are_errors() -> None:
    with pytest.raises(SourceChangedError, match="neither rows nor"):
        read_results("<html><body><p>Willkommen</p></body></html>")
    with pytest.raises(SourceChangedError, match="search page"):
        read_form("<html><body><form action='x'><input name='a'/></form></body></html>")
    with pytest.raises(SourceChangedError, match="detail form"):
        read_results((OWN / "results-new.html").read_text().replace(":frm_detail", ":frm_other"))
    with pytest.raises(SourceChangedError, match="neither a partial"):
        read_detail(b"\x00\x01")


@pytest.mark.parametrize("generation", ["old", "new"])
def test_names_come_from_the_served_form(generation: str) -> None:
    form = read_form((OWN / f"search-{generation}.html").read_text())
    renamed = read_form((OWN / f"search-{generation}.html").read_text().replace("frm_suche:", "frm_neu:"))
    sent = form.filled(DAY, DAY, {"state": "NW"})
    assert sent["frm_suche:ldi_datumVon:datumHtml5"] == "2026-03-17"
    assert sent["frm_suche:cbt_suchen"] == "Suchen"
    assert sent[form.names["state"]] == "NW"
    assert len(sent) == len(form.fields)
    assert "frm_neu:ldi_datumBis:datumHtml5" in renamed.filled(DAY, DAY, {})


def test_recorded_pages() -> None:
    assert read_results((OWN / "too-many.html").read_text()).answer is Answer.TOO_MANY
    assert read_results((OWN / "none.html").read_text()).answer is Answer.NONE
    assert read_results((OWN / "results-second-page-follows.html").read_text()).following
    page = read_results((OWN / "results-old.html").read_text())
    assert [row.columns["gericht"] for row in page.rows][:2] == ["Charlottenburg (Berlin)", "Bochum"]
    assert page.rows[1].detail.form["javax.faces.source"] == "tbl_ergebnis:1:frm_detail:j_idt120"
    assert read_detail((OWN / "expired.xml").read_bytes()) is Detail.EXPIRED
    assert read_detail((OWN / "detail-new.xml").read_bytes()) is Detail.TEXT


def test_a_detail_answer_without_text_or_with_an_unknown_row_is_an_error() -> None:
    empty = (OWN / "detail-new.xml").read_text().replace("ihd_text", "other")
    row = {"datum": "17.03.2026", "aktenzeichen": "1 IN 1/26", "gericht": "Köln", "name": "X GmbH"}
    for content, attributes in [(empty, row), ((OWN / "detail-new.xml").read_text(), row | {"neu": "1"})]:
        answer = document(register.REGISTER.name, content.encode(), "text/xml")
        with pytest.raises(SourceChangedError):
            list(register.parse(answer.model_copy(update={"attributes": attributes})))


def test_one_row_has_one_id_whatever_carried_it() -> None:
    by_portal = [notice for one in fetched(GermanPortal(list(ROWS))) for notice in register.parse(one)]
    assert len({one.publication_id for one in by_portal}) == len(ROWS)
    again = [notice for one in fetched(GermanPortal(list(ROWS), cap=8)) for notice in register.parse(one)]
    assert {one.publication_id for one in again} == {one.publication_id for one in by_portal}
