"""The list of cases: found, put in order, paged, and as a file."""

from datetime import timedelta

import pytest

from chalicelib import decide
from chalicelib.cockpit import case_finding
from chalicelib.cockpit.case_finding import Wanted, address, found, paged
from chalicelib.cockpit.overview import totals
from chalicelib.model.customer import CustomerKind
from chalicelib.model.match import MatchResult
from chalicelib.model.people import Role
from chalicelib.store import ledgers
from tests.builders import NOW, WORD, an_occasion
from tests.unit.cockpit.desk_world import a_case, kept, owes, recorded
from tests.unit.cockpit.door import KERN, Door
from tests.unit.cockpit.test_cockpit_visit import a_visit

LIST = "/cockpit/cases"


def numbers(**wanted: object) -> list[str]:
    """Customer numbers of the cases that are wanted, in order."""
    return [one.row.case.customer_number for one in found(Wanted.model_validate(wanted), a_visit()).lines]


def test_the_highest_amount_comes_first_and_the_sum_stands_above(door: Door) -> None:
    for number, amount in (("1", 50), ("2", 900), ("3", 100)):
        a_case(number)
        owes(number, amount)
    assert numbers() == ["2", "3", "1"]
    lines = found(Wanted(), a_visit()).lines
    assert [one.amount for one in totals(one.row for one in lines)] == [1050]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {"1", "2"}),
        ({"state": "review"}, {"2"}),
        ({"state": "open"}, {"1"}),
        ({"state": "dismissed"}, {"3"}),
        ({"state": "all"}, {"1", "2", "3"}),
        ({"stage": "no_deliveries"}, {"1"}),
        ({"state": "all", "stage": "none"}, {"3"}),
        ({"q": "kunde 2/26"}, {"2"}),
        ({"q": "25 in 1/26"}, {"1"}),
        ({"q": "kunde nobody"}, set()),
        ({"source": "fr_bodacc"}, set()),
        ({"owner": "nobody"}, {"1", "2"}),
        ({"owner": "mine"}, {"1", "2"}),
        ({"owner": "jo@example.com"}, set()),
    ],
)
def test_what_the_list_is_narrowed_by(door: Door, wanted: dict[str, object], expected: set[str]) -> None:
    a_case("1")
    a_case("2", MatchResult.UNSURE)
    third = a_case("3", MatchResult.UNSURE)
    customer = kept("3")
    recorded(decide.on_judgement(third, None, an_occasion(customer), WORD, ours=False))  # type: ignore[arg-type]
    assert set(numbers(**wanted)) == expected


def test_the_next_deadline_comes_first_and_those_without_one_last(door: Door) -> None:
    a_case("1")
    a_case("2", MatchResult.UNSURE)
    lines = found(Wanted(sort="deadline"), a_visit()).lines
    days = [one.due.safe_date if one.due else None for one in lines]
    assert [day for day in days if day] == sorted(day for day in days if day)
    assert None not in days[: sum(day is not None for day in days)]


def test_every_case_stands_on_one_page() -> None:
    lines = [object()] * (2 * case_finding.PAGE + 1)
    pages = [paged(lines, number) for number in (1, 2, 3, 9)]  # type: ignore[arg-type]
    assert [len(one.lines) for one in pages] == [case_finding.PAGE, case_finding.PAGE, 1, 1]
    assert [(one.number, one.pages, one.first) for one in pages[:3]] == [(1, 3, 1), (2, 3, 51), (3, 3, 101)]
    assert paged([], 4).first == 0


def test_going_on_keeps_what_was_asked_and_narrowing_begins_at_the_first_page() -> None:
    wanted = Wanted(q="Müller & Co", sort="newest", page=3)
    assert address(wanted, page=4) == "/cockpit/cases?q=M%C3%BCller+%26+Co&sort=newest&page=4"
    assert address(wanted, state="all") == "/cockpit/cases?q=M%C3%BCller+%26+Co&sort=newest&state=all"
    assert address(Wanted()) == "/cockpit/cases"


def test_the_page_shows_names_and_no_birth_dates_and_goes_on(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_finding, "PAGE", 2)
    for number in ("1", "2", "3"):
        a_case(number, name="A <b>&</b> Söhne")
    door.sign_in(Role.VIEWER, email="v@example.com", language="de")
    page = door.get(LIST, query={"page": "2"})
    assert page.status == 200
    assert "A &lt;b&gt;&amp;&lt;/b&gt; Söhne" in page.body
    assert "3 bis 3 von 3" in page.body
    assert 'rel="prev"' in page.body
    assert 'rel="next"' not in page.body


@pytest.mark.parametrize("query", [{"state": "gone"}, {"page": "0"}, {"sort": "name"}, {"page": "x"}])
def test_what_is_no_question_is_refused(door: Door, query: dict[str, str]) -> None:
    door.sign_in()
    assert door.get(LIST, query=query).status == 422


def test_an_empty_list_says_what_to_do(door: Door) -> None:
    door.sign_in(email=KERN.email)
    assert "No case is running." in door.get(LIST).body
    assert "No case fits." in door.get(LIST, query={"q": "nobody"}).body


def test_the_file_has_a_line_for_each_currency_and_no_formula(door: Door) -> None:
    a_case("1", name="=cmd()")
    owes("1", 50)
    owes("1", 70, "CHF")
    door.sign_in(email=KERN.email)
    answer = door.get("/cockpit/cases.csv", query={"q": "cmd"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "insolvency-watch-cases-2026-03-02.csv" in answer.headers["Content-Disposition"]
    lines = answer.body.splitlines()
    assert len(lines) == 3
    assert '"\'=cmd()"' in lines[1]
    assert {"50", "70"} <= {cell.strip('"') for line in lines[1:] for cell in line.split(",")}


def test_the_file_names_no_natural_person(door: Door) -> None:
    person = a_case("1", name="Merle Dünenkamp", kind=CustomerKind.PERSON, birth_date=NOW.date())
    a_case("2", name="Sonnenried GmbH")
    door.sign_in(email=KERN.email)
    table = door.get("/cockpit/cases.csv").body
    assert "Dünenkamp" not in table
    assert "Sonnenried GmbH" in table
    (line,) = [one for one in table.splitlines() if person.case.id in one]
    assert '"1","natural person, named in the case alone",""' in line


def test_what_is_open_stands_with_the_account_and_is_counted_where_it_does_not(door: Door) -> None:
    kept("1")
    owes("1", 50)
    owes("1", 70, "CHF")
    stored = door.table.items["table"]
    mark = next(one for key, one in stored.items() if key.pk == "LEDGER#1" and key.sk == "BOOKS")
    amounts = {"1": {"EUR": 50, "CHF": 70}}
    assert mark["open"] == {"EUR": "50", "CHF": "70"}
    assert opened() == amounts
    del mark["open"]
    assert opened() == amounts
    ledgers.keep_items("1", [], NOW + timedelta(days=1), complete=True)
    assert opened() == {"1": {}}
    assert ledgers.open_amounts(["2"]) == {}


def opened() -> dict[str, dict[str, int]]:
    return {
        number: {one.currency: int(one.amount) for one in sums} for number, sums in ledgers.open_amounts(["1"]).items()
    }
