"""Today: what needs the person, amounts first, in order of what it costs to miss it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib import answering, registers
from chalicelib.cockpit.today_desk import Desk, desk
from chalicelib.cockpit.visit import Visit
from chalicelib.model.alert import AlertState
from chalicelib.model.customer import Money
from chalicelib.model.match import MatchResult
from chalicelib.model.people import Department, Organisation, Person, Role
from chalicelib.model.source import Health, PollState, SourceStatus
from chalicelib.store import alerts, people, sources
from tests.builders import NOW
from tests.unit.cockpit.desk_world import a_case, owes
from tests.unit.cockpit.door import KERN, Door
from tests.unit.cockpit.test_cockpit_visit import a_visit

HOME = "/cockpit"


def on_desk(*, mine: bool = False, visit: Visit | None = None) -> Desk:
    return desk(visit or a_visit(), mine=mine)


def test_an_empty_desk_says_so_and_that_the_sources_are_well(door: Door) -> None:
    for name in registers.names():
        sources.put(well(name))
    door.sign_in(email=KERN.email)
    page = door.get(HOME)
    assert page.status == 200
    assert "Nothing needs you." in page.body
    assert f"All {len(registers.names())} sources are up to date" in page.body
    assert 'class="strip"' not in page.body


def test_what_blocked_customers_owe_is_counted_once_each_and_by_currency(door: Door) -> None:
    a_case("1")
    a_case("2")
    a_case("3", MatchResult.UNSURE)
    owes("1", 1000)
    owes("2", 400, "CHF")
    owes("3", 9000)
    found = on_desk()
    assert [(int(one.amount), one.currency) for one in found.blocked_amount] == [(1000, "EUR"), (400, "CHF")]
    assert [one.case.customer_number for one in found.reviews] == ["3"]
    assert [(int(one.amount), one.currency) for one in found.review_amount] == [(9000, "EUR")]


def test_without_open_items_the_customers_own_record_counts(door: Door) -> None:
    a_case("1", open_amount=Money(amount=Decimal(77)))
    assert [one.amount for one in on_desk().blocked_amount] == [77]


def test_messages_of_a_case_stand_together_until_they_are_acknowledged(door: Door) -> None:
    file = a_case("1")
    news = on_desk().news
    assert len(news) == 1
    assert {one.case_id for one in news[0].alerts} == {file.case.id}
    assert len({one.address for one in news[0].alerts}) == 2, "the person and the department's mailbox"
    door.sign_in(Role.CLERK, email=KERN.email)
    seen = " ".join(one.id for one in news[0].alerts)
    route = "/cockpit/alerts/{alert_id}/acknowledge"
    answer = door.post(route, {"seen": seen, "whose": "all"}, alert_id=news[0].first.id)
    assert (answer.status, answer.location) == (303, "/api/cockpit?whose=all&done=alert_acknowledged")
    assert on_desk().news == ()
    again = door.post(route, {"seen": seen}, alert_id=news[0].first.id)
    assert again.status == 409
    assert "Eva Kern" in again.body


def test_one_recipients_answer_over_the_mail_is_enough(door: Door) -> None:
    a_case("1")
    alert = on_desk().news[0].first
    answering.acknowledged(alert.id, "Eva Kern (link in the mail)", NOW)
    assert on_desk().news == ()


def test_a_message_that_reached_nobody_says_so(door: Door) -> None:
    a_case("1")
    for one in on_desk().news[0].alerts:
        full = alerts.get(one.id)
        assert full
        alerts.update(full.model_copy(update={"state": AlertState.FAILED, "failure": "no such mailbox"}))
    assert on_desk().news[0].failed
    door.sign_in(email=KERN.email)
    assert "This message has reached nobody." in door.get(HOME).body


def test_dates_come_by_what_it_costs_to_miss_them_and_then_by_day(door: Door) -> None:
    a_case("1")
    a_case("2", MatchResult.UNSURE)
    found = on_desk()
    dues = [one.work for one in found.dues]
    assert {one.case_id for one in dues} == {one.row.case.id for one in found.dues}
    assert len(dues) == len({one.case_id for one in dues}) <= 2, "one line a case"
    assert found.due == sum(one.more + 1 for one in found.dues) > len(dues)
    order = ["final", "recoverable", "information"]
    assert dues == sorted(dues, key=lambda one: (order.index(one.severity), one.safe_date, one.is_task))


def test_a_clerk_sees_their_own_and_what_is_nobodys_unless_asked_for_all(door: Door) -> None:
    a_case("1")  # names Eva Kern
    a_case("2", responsible=(), departments=())
    people.put(Organisation(people=(KERN, Person(email="jo@example.com", name="Jo"))), 1)
    jo = a_visit(firm=people.organisation(), session=a_visit().session.model_copy(update={"email": "jo@example.com"}))
    assert {one.case.customer_number for one in on_desk(mine=True).blocked} == {"1", "2"}
    assert {one.case.customer_number for one in on_desk(mine=True, visit=jo).blocked} == {"2"}
    assert {one.case.customer_number for one in on_desk(mine=False, visit=jo).blocked} == {"1", "2"}


def test_the_mailbox_of_ones_department_counts_as_ones_own(door: Door) -> None:
    a_case("1", responsible=())
    box = Department(name="Credit", mailbox="credit@example.com")
    jo = Person(email="jo@example.com", name="Jo", department="Credit")
    session = a_visit().session.model_copy(update={"email": jo.email})
    visit = a_visit(firm=Organisation(people=(jo,), departments=(box,)), session=session)
    assert len(on_desk(mine=True, visit=visit).blocked) == 1


@pytest.mark.parametrize(("role", "first"), [(Role.CLERK, "Mine"), (Role.MANAGER, "All")])
def test_a_clerk_begins_with_their_own_work_and_others_with_everybodys(door: Door, role: Role, first: str) -> None:
    door.sign_in(role, email="jo@example.com", language="en")
    body = door.get(HOME).body
    chosen = next(line for line in body.splitlines() if 'aria-current="true"' in line)
    assert f">{first}<" in chosen


def test_the_first_of_many_messages_are_shown_and_all_when_asked(door: Door) -> None:
    for number in range(10):
        a_case(str(number))
    door.sign_in(email="jo@example.com", language="en")
    assert door.get(HOME).body.count('name="seen"') == 6
    assert "/cockpit?whose=all&amp;show=all#news" in door.get(HOME).body
    assert door.get(HOME, query={"show": "all"}).body.count('name="seen"') == 10


def test_a_viewer_has_no_button_to_acknowledge(door: Door) -> None:
    a_case("1")
    alert = on_desk().news[0].first
    door.sign_in(Role.VIEWER, email="v@example.com")
    assert "/acknowledge" not in door.get(HOME).body
    assert door.post("/cockpit/alerts/{alert_id}/acknowledge", alert_id=alert.id).status == 403


def test_a_silent_source_is_announced_on_every_page(door: Door) -> None:
    for name in ("ch_shab", "de_insolvenzbekanntmachungen", "de_insolvenzbekanntmachungen_alt", "gb_companies_house"):
        sources.put(well(name))
    down = {"health": Health.FAILING, "failing_since": NOW - timedelta(hours=3), "last_state": PollState.UNREACHABLE}
    sources.put(well("fr_bodacc").model_copy(update=down))
    door.sign_in(email=KERN.email)
    for route in (HOME, "/cockpit/cases"):
        body = door.get(route).body
        assert 'class="strip"' in body, route
        assert "BODACC" in body, route


def well(name: str) -> SourceStatus:
    """A register that was read just now."""
    return SourceStatus(
        name=name,
        checked_through=NOW,
        last_attempt=NOW,
        last_success=NOW,
        last_state=PollState.NOTHING_NEW,
        newest_publication=NOW.date(),
    )


def test_what_reviews_are_about_is_shown_in_every_currency(door: Door) -> None:
    a_case("1", MatchResult.UNSURE)
    owes("1", 1234)
    a_case("2", MatchResult.UNSURE)
    owes("2", 987, "CHF")
    door.sign_in(Role.MANAGER, language="en")
    body = door.get("/cockpit", query={"whose": "all"}).body
    shown = next(one for one in body.split('<div class="figure')[1:] if '/cockpit/reviews"' in one)
    assert "1,234" in shown
    assert "987" in shown
    assert "&lt;" not in shown
