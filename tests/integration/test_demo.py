"""`make demo` as a program runs it: not on a terminal, to its end, judging itself."""

import contextlib
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from infra.demo import __main__ as demo
from infra.demo import mails
from infra.demo.drawn_customers import Sort, draw
from infra.demo.recordings import announced, entries, last_finished_business_day, recorded
from infra.demo.samples import read

SAMPLES = Path(__file__).parents[3] / "shared" / "register-samples"


@pytest.fixture(scope="module")
def ran() -> tuple[int, str]:
    """Exit status and everything printed, from one run."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = demo.main([])
    return status, printed.getvalue()


def test_it_meets_all_its_own_expectations_and_ends(ran: tuple[int, str]) -> None:
    status, printed = ran
    assert "WRONG" not in printed
    assert "All as expected" in printed
    assert status == 0


@pytest.mark.parametrize(
    "line",
    [
        "Customer file: 15 customers in, 5 rows refused",
        "no such day in the calendar",
        "The same number: “HRA 98711 KI (Kiel)”.",
        "ra@thomsdorf.example.com",
        "25 IN 214/",
        "GDPR 22(3)",
        "Liefersperre gesetzt: Norderwerft",
        "Delivery block placed: Ateliers Duvernoy SARL",
        "GET /v1/customers/999999/block (unknown is never 'not blocked') -> 404",
        "Eva Kern: Measures",
        "The same number: “USt-IdNr./VAT DE999904719”.",
        "D (before: B)",
        "(104721) – Bonität verschlechtert",
        "25 IN 305/",
        "schufa: an order below",
        "from the store",
        "2.40 EUR",
    ],
)
def test_the_report_tells(ran: tuple[int, str], line: str) -> None:
    assert line in ran[1]


def test_a_piped_report_fits_a_page_and_carries_no_colours(ran: tuple[int, str]) -> None:
    assert "\x1b" not in ran[1]
    assert max(map(len, ran[1].splitlines())) <= 120


def test_the_mails_can_be_opened(ran: tuple[int, str]) -> None:
    saved = sorted(mails.FOLDER.glob("*.html"))
    assert {path.name.split("-")[1] for path in saved} == {"de", "en"}
    assert all(path.with_suffix(".txt").read_text(encoding="utf-8").strip() for path in saved)


def test_a_wrong_answer_is_a_status_not_a_footnote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "_perform", lambda *_, **__: [("a block", None), ("another", "expected 1, got 0")])
    assert demo.main([]) == 1


DAYS = [date(2026, 12, 28) + timedelta(days=number) for number in range(9)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_recordings_fit_every_weekday_and_the_turn_of_the_year(today: date) -> None:
    at_first, later = recorded(today), recorded(today, later=True)
    published = last_finished_business_day(today)
    assert today - timedelta(days=4) < published < today
    first = {record["id"] for record in at_first.french}
    corrected = [json.loads(record["parutionavisprecedent"]) for record in later.french]
    assert {f"A{one['numeroParution']}{one['numeroAnnonce']}" for one in corrected} < first
    assert {row["datum"] for row in at_first.german} == {published.isoformat()}
    by_register = announced(today)
    assert {row["datum"] for row in by_register.german} == {today.isoformat()}
    assert all("<" not in row["text"] for row in [*at_first.german, *later.german, *by_register.german])
    told = [entries("bureaus", group, today) for group in ("company", "event", "report")]
    assert all(told)
    assert "<" not in json.dumps(told)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the checkout")
def test_customers_are_drawn_alike_each_time_and_none_twice() -> None:
    published = read(SAMPLES).published
    drawn = draw(published)
    assert drawn == draw(published)
    assert len({customer.debtor.number for customer in drawn}) == len(drawn)
    assert {customer.sort for customer in drawn} == set(Sort)
