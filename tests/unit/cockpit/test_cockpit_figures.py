"""The page of figures: what nobody knows is not 0, targets, measuring by hand, files, and who may do what."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chalicelib import measuring
from chalicelib.cockpit.figure_views import figure_views
from chalicelib.decide import on_match
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.case import CaseState
from chalicelib.model.customer import Language
from chalicelib.model.figures import DayValues, FigureName, Snapshot, Targets
from chalicelib.model.people import Role
from chalicelib.store import cases, figures, keys, ledgers, settled, table
from functions import measure_figures
from tests.builders import NOW, a_customer, a_match, a_notice, an_occasion, filed
from tests.unit.cockpit.door import Door
from tests.unit.recovery.books import a_payment, an_item, euro

PAGE = "/cockpit/figures"
NUMBER = "104711"


@pytest.fixture
def books(door: Door) -> Door:
    """A blocked customer who owes 1000, 400 of it overdue, and paid one invoice ten days late."""
    table.transact([table.put_request(table.item(keys.customer(NUMBER), "customer", a_customer()))])
    paid = an_item("R-0", "80.00", due_date=date(2026, 1, 31))
    due = an_item("R-2", "600.00", due_date=NOW.date())
    ledgers.keep_items(NUMBER, [paid, an_item("R-1", "400.00"), due], NOW)
    ledgers.keep_payments(NUMBER, [a_payment("Z-1", date(2026, 2, 10), "80.00", item_number="R-0")], NOW)
    ledgers.keep_items(NUMBER, [an_item("R-1", "400.00"), due], NOW, complete=True)
    file = filed(on_match(a_match(), a_notice(), an_occasion()))
    assert file.block is not None
    block = table.item(keys.block(NUMBER, file.case.id), "block", file.block)
    entries = [table.item(keys.entry(file.case.id, one.id), "entry", one) for one in file.entries]
    table.transact([table.put_request(one) for one in (cases.case_item(file.case), block, *entries)])
    return door


def measured() -> Snapshot:
    snapshot = measuring.measured(NOW)
    assert snapshot is not None
    return snapshot


def test_every_account_and_case_is_measured_once_and_kept(books: Door) -> None:
    assert settled.due_dates(NUMBER) == {"R-0": date(2026, 1, 31)}
    snapshot = measured()
    assert (snapshot.accounts, snapshot.files) == (1, 1)
    assert snapshot.of(FigureName.OVERDUE_SHARE).value == 40
    assert snapshot.of(FigureName.DAYS_TO_PAYMENT).value == 10
    assert snapshot.of(FigureName.RECOVERY_RATE).value is None
    assert snapshot.stages[0].open == (euro("1000.00"),)
    kept = figures.get()
    assert kept.latest == snapshot
    assert [one.day for one in (*kept.months, *figures.days())] == [NOW.date()] * 2
    (claim,) = figures.claims().values()
    assert sum(one.open.amount for one in claim.items) == 1000


def test_the_claim_outlives_the_books_until_the_case_is_closed(books: Door) -> None:
    measured()
    ledgers.keep_items(NUMBER, [], NOW, complete=True)
    ledgers.keep_payments(NUMBER, [a_payment("Z-2", NOW.date(), "250.00", item_number="R-1")], NOW)
    (case,) = cases.all_in(CaseState.OPEN)
    closed = case.model_copy(update={"state": CaseState.CLOSED})
    table.transact([table.put_request(cases.case_item(closed))])
    found = measured().of(FigureName.RECOVERY_RATE)
    assert (found.value, found.part, found.whole) == (Decimal(25), Decimal(250), Decimal(1000))


def test_who_has_no_time_keeps_nothing(books: Door) -> None:
    assert measuring.measured(NOW, timedelta(seconds=-1)) is None
    assert figures.get().latest is None


def test_the_schedule_measures_once_a_day_or_when_asked(books: Door) -> None:
    assert measure_figures.measure()["measured"]
    assert measure_figures.measure() == {"measured": False}
    figures.ask(NOW)
    assert measure_figures.measure()["measured"]
    assert figures.get().wanted_at is None
    books.now = NOW + timedelta(days=1)
    assert measure_figures.measure()["measured"]
    assert len(figures.days()) == 2


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_unknown_says_what_is_missing(door: Door, language: Language) -> None:
    door.sign_in(Role.ADMIN, language=language)
    assert {"de": "Noch nichts gemessen", "en": "Nothing measured yet"}[language] in door.get(PAGE).body
    measured()
    body = door.get(PAGE).body
    assert body.count({"de": "Unbekannt", "en": "Unknown"}[language]) == 2 * len(FigureName)
    assert {"de": "importieren", "en": "import payments"}[language] in body
    assert not re.search(r'class="value">\s*0', body)


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_figure_stands_with_target_course_and_definition(books: Door, language: Language) -> None:
    books.sign_in(Role.ADMIN, language=language)
    measured()
    figures.put_targets(Targets(values={FigureName.OVERDUE_SHARE: Decimal(38)}, at=NOW), Targets())
    body = books.get(PAGE).body
    assert {"de": "40,0 %", "en": "40.0%"}[language] in body
    assert {"de": "Knapp daneben", "en": "Just missed"}[language] in body
    assert {"de": "2,0 Punkte daneben", "en": "2.0 points off"}[language] in body
    assert 'data-target="38"' in body
    assert body.count({"de": "So wird gezählt:", "en": "How this is counted:"}[language]) == len(FigureName) + 2
    assert 'data-chart="stacked"' in body
    assert "style=" not in body


def test_only_an_admin_sets_targets_as_they_are_written_in_the_language(books: Door) -> None:
    books.sign_in(Role.MANAGER)
    measured()
    assert "figures/targets" not in books.get(PAGE).body
    assert books.post(f"{PAGE}/targets", {"seen": "never"}).status == 403
    books.sign_in(Role.ADMIN, language="de")
    answer = books.post(f"{PAGE}/targets", {"seen": "never", "overdue_share": "20,5", "turnover": "4.000"})
    assert answer.location.endswith("done=figures_targets")
    kept = figures.get()
    assert kept.targets.values == {FigureName.OVERDUE_SHARE: Decimal("20.5")}
    assert kept.targets.turnover == euro("4000")
    assert kept.wanted_at == NOW  # the figure of the turnover follows


@pytest.mark.parametrize("sent", [{"overdue_share": "20.5"}, {"overdue_share": "viel"}, {"overdue_share": "101"}])
def test_a_target_that_is_no_number_is_refused_in_words(books: Door, sent: dict[str, str]) -> None:
    books.sign_in(Role.ADMIN, language="de")
    answer = books.post(f"{PAGE}/targets", {"seen": "never", **sent})
    assert answer.status == 422
    assert "overdue_share" not in answer.body
    assert not figures.get().targets.values


def test_targets_that_somebody_else_set_meanwhile_are_not_overwritten(books: Door) -> None:
    books.sign_in(Role.ADMIN)
    figures.put_targets(Targets(at=NOW), Targets())
    assert books.post(f"{PAGE}/targets", {"seen": "never", "overdue_share": "20"}).status == 409
    with pytest.raises(ConcurrentChangeError):
        figures.put_targets(Targets(at=NOW), Targets())


def test_a_manager_measures_at_once_or_asks_for_it(books: Door) -> None:
    books.sign_in(Role.CLERK)
    assert books.post(f"{PAGE}/measure").status == 403
    books.sign_in(Role.MANAGER)
    assert books.post(f"{PAGE}/measure").location.endswith("done=figures_measured")
    figures.put(measured().model_copy(update={"seconds": Decimal(60)}))
    assert books.post(f"{PAGE}/measure").location.endswith("done=figures_asked")
    assert figures.get().wanted_at == NOW
    assert "ist angefordert" in books.get(PAGE).body


@pytest.mark.parametrize("name", [*FigureName, "exposure_by_stage", "cases_by_month"])
def test_each_figure_is_a_file(books: Door, name: str) -> None:
    books.sign_in(Role.VIEWER, language="de")
    assert books.get(f"{PAGE}/{{name}}/csv", name=name).status == 404
    measured()
    answer = books.get(f"{PAGE}/{{name}}/csv", name=name)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(answer.body.splitlines()) >= 1
    assert books.get(f"{PAGE}/{{name}}/csv", name="nothing").status == 404


def test_all_figures_are_one_file_and_the_unknown_is_empty(books: Door) -> None:
    books.sign_in(Role.VIEWER, language="de")
    measured()
    rows = books.get(f"{PAGE}.csv").body.splitlines()
    assert len(rows) == 1 + len(FigureName)
    assert rows[1].startswith('"Überfällige Forderungen";"2026-03-02";"40,00";"%"')
    assert rows[5].startswith('"Rückflussquote";"2026-03-02";"";')


def test_days_are_the_course_until_there_are_three_months() -> None:
    latest = Snapshot(at=NOW, day=NOW.date(), figures=())
    days = [DayValues(day=date(2026, 3, one), values={FigureName.OVERDUE_SHARE: Decimal(one)}) for one in (1, 2)]
    (first, *_) = figure_views(latest, Targets(), days[:1], days)
    assert [point.value for point in first.points] == [1, 2]
    assert not first.monthly
    months = [
        DayValues(day=date(2026, month, 28), values={FigureName.OVERDUE_SHARE: Decimal(9)} if month > 1 else {})
        for month in (1, 2, 3)
    ]
    (first, *_) = figure_views(latest, Targets(), months, days)
    assert [point.day.month for point in first.points] == [2, 3]  # from the first that is known
    assert first.monthly
