"""Sources: what a person is told of each, who may ask one at once, and what a silent one does to every page."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib import bureaus, polling, registers
from chalicelib.cockpit import source_cards, source_watch
from chalicelib.cockpit.rendering import words
from chalicelib.cockpit.source_cards import SourceCard, cards
from chalicelib.cockpit.source_watch import seen, trouble, watch
from chalicelib.errors import ConflictError
from chalicelib.model.bureau_state import BureauState
from chalicelib.model.people import Role
from chalicelib.model.source import Expected, Health, PollState, PortfolioState, SourceStatus
from chalicelib.settings import settings
from chalicelib.store import queues, sources
from tests.builders import NOW
from tests.unit.cockpit.door import KERN, Door
from tests.unit.cockpit.test_cockpit_today import well

PAGE = "/cockpit/sources"
POLL = "/cockpit/sources/{name}/poll"
FAILED = {"last_state": PollState.CHANGED, "failing_since": NOW - timedelta(hours=2), "failure": "a new field <b>x</b>"}


@pytest.fixture(autouse=True)
def _no_bureaus(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bureau is on, and the parameters are not asked."""
    monkeypatch.setattr(source_cards, "bureau_states", lambda _now: (a_bureau(),))


def a_bureau(**fields: Any) -> BureauState:
    """SCHUFA without credentials."""
    facts = bureaus.load("schufa").BUREAU
    off: dict[str, Any] = {
        "bureau": "schufa", "title": facts.title, "on": False, "why": "no credentials", "health": Health.DISABLED,
        "health_reason": "not entered yet", "abilities": (), "countries": ("DE",), "organisations": True,
        "natural_persons": True, "last_success": None, "portfolio": None, "budget": None, "verified_by": "believed",
        "seen_facts": 0, "believed_facts": 0,
    }  # fmt: skip
    return BureauState(**off | fields)


def put(name: str, **fields: Any) -> None:
    sources.put(well(name).model_copy(update=fields))


def card(name: str) -> SourceCard:
    return next(one for one in cards(NOW) if one.name == name)


def test_a_source_that_changed_says_what_it_means_and_what_to_do(door: Door) -> None:
    put("fr_bodacc", **FAILED)
    found = card("fr_bodacc")
    assert (found.health, found.trouble, found.detail) == (Health.FAILING, "changed", "a new field <b>x</b>")
    door.sign_in(email=KERN.email)
    body = door.get(PAGE).body
    assert words()["trouble.changed"]["en"] in body
    assert "Tell the technicians" in body
    assert "a new field &lt;b&gt;x&lt;/b&gt;" in body


def test_a_day_with_too_little_is_named_with_what_was_expected(door: Door) -> None:
    friday = {"2026-02-25": 90, "2026-02-27": 3}
    put("ch_shab", notices_by_day=friday)
    found = card("ch_shab")
    assert (found.trouble, found.on_day, found.below) == ("thin", 3, True)
    assert found.day
    assert found.day.isoformat() == "2026-02-27", "the last business day before Monday"


def test_what_is_expected_follows_the_weekdays_own_past_and_the_last_result_is_in_words(door: Door) -> None:
    expected = {"friday": Expected(least=40, most=120, days=8)}
    friday = {"2026-02-25": 90, "2026-02-27": 39}
    put("ch_shab", notices_by_day=friday, expected=expected, last_state=PollState.FILTERED, unread_last_poll=2)
    found = card("ch_shab")
    assert (found.trouble, found.expected, found.drawn_from) == ("thin", (40, 120), 8)
    assert found.detail == "39 notices of 2026-02-27, at least 40 expected by the last 8 fridays"
    door.sign_in(email=KERN.email)
    body = door.get(PAGE).body
    assert "expected 40 to 120, by 8 days of the same weekday" in body
    assert "answered, nothing of it about insolvencies, 2 answers not understood" in body


def test_a_source_that_names_nothing_for_days_that_are_never_empty_is_explained(door: Door) -> None:
    days = {"asked_from": date(2026, 2, 26), "asked_to": date(2026, 3, 2)}
    put("ch_shab", notices_by_day={}, last_state=PollState.EMPTY, **days)
    found = card("ch_shab")
    assert (found.health, found.trouble) == (Health.SUSPICIOUS, "empty")
    door.sign_in(email=KERN.email)
    body = door.get(PAGE).body
    assert words()["trouble.empty"]["en"] in body
    assert words()["trouble_todo.empty"]["en"].partition("’")[0][:30] in body


def test_a_source_past_its_own_time_is_late_on_every_page_though_the_check_is_dead() -> None:
    silent = well("ch_shab").model_copy(update={"late_from": NOW - timedelta(minutes=1)})
    assert "ch_shab" in {one.name for one in seen([silent], NOW).late}


def test_the_day_on_which_reading_began_is_not_judged(door: Door) -> None:
    put("ch_shab", notices_by_day={"2026-02-27": 3})
    assert card("ch_shab").on_day is None
    assert card("ch_shab").trouble is None


def test_the_worst_stand_first_and_registers_before_bureaus(door: Door) -> None:
    for name in registers.names():
        put(name)
    put("gb_companies_house", **FAILED)
    found = cards(NOW)
    assert found[0].name == "gb_companies_house"
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=lambda kind: kind == "bureau")


@pytest.mark.parametrize(
    ("state", "health", "why", "ask"),
    [
        ({}, Health.DISABLED, "no_credentials", False),
        ({"on": True, "why": None, "health": Health.OK}, Health.OK, None, True),
        ({"on": True, "why": "its plan is wrong: x", "health": Health.OK}, Health.FAILING, "not_usable", True),
    ],
)
def test_a_bureau_is_off_well_or_not_usable(
    door: Door, monkeypatch: pytest.MonkeyPatch, state: dict[str, Any], health: Health, why: str | None, ask: bool
) -> None:
    monkeypatch.setattr(source_cards, "bureau_states", lambda _now: (a_bureau(**state),))
    found = card("schufa")
    assert (found.health, found.trouble, found.may_be_asked) == (health, why, ask)


def test_every_trouble_is_explained_in_words() -> None:
    states = [SourceStatus(name="ch_shab", failing_since=NOW, last_state=one) for one in PollState]
    found = {trouble(one, Health.FAILING) for one in states}
    found |= {trouble(SourceStatus(name="x"), Health.LATE), trouble(well("x"), Health.LATE)}
    gaps = SourceStatus(name="x", kind="bureau", checked_through=NOW, portfolio=PortfolioState(compared_at=NOW))
    found |= {trouble(well("x"), Health.SUSPICIOUS), trouble(gaps, Health.SUSPICIOUS), "off", "no_credentials"}
    assert not {f"trouble.{one}" for one in found} - set(words())
    assert not {f"trouble_todo.{one}" for one in found} - set(words())


def test_asking_at_once_queues_what_the_schedule_would(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, Any]] = []
    monkeypatch.setenv("POLLS_QUEUE_URL", "polls")
    settings.cache_clear()
    monkeypatch.setattr(queues, "send", lambda url, message: sent.append((url, message)))
    put("ch_shab", last_attempt=NOW - timedelta(hours=1), last_success=NOW - timedelta(hours=1))
    door.sign_in(Role.MANAGER)
    answer = door.post(POLL, name="ch_shab")
    assert (answer.status, answer.location) == (303, "/api/cockpit/sources?done=source_asked#ch_shab")
    start, end = polling.window(registers.load("ch_shab").REGISTER, well("ch_shab"), NOW)
    assert sent == [("polls", {"source": "ch_shab", "from": start.isoformat(), "to": end.isoformat()})]
    assert door.post(POLL, name="ch_shab").status == 409, "it is being asked"
    assert len(sent) == 1


@pytest.mark.parametrize("before", [None, NOW - timedelta(hours=1)])
@pytest.mark.parametrize("known", [True, False])
def test_of_two_who_ask_at_the_same_moment_one_does(
    door: Door, monkeypatch: pytest.MonkeyPatch, before: datetime | None, known: bool
) -> None:
    sent: list[Any] = []
    monkeypatch.setenv("POLLS_QUEUE_URL", "polls")
    settings.cache_clear()
    monkeypatch.setattr(queues, "send", lambda _url, message: sent.append(message))
    if known:
        put("ch_shab", last_attempt=before, last_success=before)
    read = sources.get("ch_shab")
    monkeypatch.setattr("chalicelib.store.sources.get", lambda _name: read)
    polling.ask_by_hand("ch_shab", NOW)
    with pytest.raises(ConflictError):
        polling.ask_by_hand("ch_shab", NOW + timedelta(seconds=1))
    assert len(sent) == 1


@pytest.mark.parametrize(("role", "name", "status"), [(Role.CLERK, "ch_shab", 403), (Role.MANAGER, "xx_none", 404)])
def test_who_may_not_ask_and_what_is_not_there(door: Door, role: Role, name: str, status: int) -> None:
    door.sign_in(role, email="jo@example.com")
    assert door.post(POLL, name=name).status == status


def test_what_is_switched_off_is_not_asked(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", lambda: frozenset({"ch_shab"}))
    door.sign_in(Role.MANAGER)
    assert door.post(POLL, name="ch_shab").status == 409
    assert card("ch_shab").trouble == "off"


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, True),  # ended this minute
        ({"last_attempt": NOW - timedelta(minutes=3), "last_success": NOW - timedelta(minutes=3)}, False),
        ({"last_attempt": NOW - timedelta(minutes=3), "last_success": NOW - timedelta(hours=3)}, True),
        ({"last_attempt": NOW - timedelta(minutes=30), "last_success": None}, False),
        ({"last_attempt": NOW - timedelta(minutes=3), "last_success": None, "last_state": PollState.REFUSED}, False),
        ({"last_attempt": None}, False),
    ],
)
def test_two_polls_of_a_source_do_not_run_at_a_time(fields: dict[str, Any], asked: bool) -> None:
    assert polling.is_asked(well("ch_shab").model_copy(update=fields), NOW) is asked


def test_a_register_that_proves_nothing_for_a_day_is_late_whatever_the_check_said(door: Door) -> None:
    """The check that finds this may itself have stopped."""
    silent = well("ch_shab").model_copy(update={"checked_through": NOW - timedelta(hours=27)})
    found = seen([silent, *(well(name) for name in registers.names() if name != "ch_shab")], NOW)
    assert [(one.name, one.health, one.trouble) for one in found.late] == [("ch_shab", Health.LATE, "late")]


def test_a_register_that_is_asked_once_a_day_may_miss_one_time(door: Door) -> None:
    def late(hours: int) -> list[str]:
        put("nl_cir", checked_through=NOW - timedelta(hours=hours), health=Health.OK, late_from=None)
        return [one.name for one in seen(sources.statuses(), NOW).late if one.name == "nl_cir"]

    assert (late(30), late(49)) == ([], ["nl_cir"])


def test_a_day_before_a_feed_was_followed_is_not_judged_by_what_look_ups_brought(door: Door) -> None:
    few = {"2019-05-06": 1, "2026-02-27": 1}
    put("cz_isir", notices_by_day=few, watched_since=date(2026, 3, 3))
    assert (card("cz_isir").health, card("cz_isir").on_day) == (Health.OK, None)


def test_a_register_that_was_never_asked_is_late_and_an_unused_bureau_is_not(door: Door) -> None:
    found = seen([SourceStatus(name="schufa", kind="bureau", last_state=PollState.NO_CREDENTIALS)], NOW)
    assert {one.name for one in found.late} == set(registers.names())


def test_the_sources_are_read_once_in_half_a_minute(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def statuses() -> tuple[SourceStatus, ...]:
        asked.append(1)
        return ()

    monkeypatch.setattr(sources, "statuses", statuses)
    for seconds in (0, 10, 29, 31, 40):
        watch(NOW + timedelta(seconds=seconds))
    assert len(asked) == 2
    source_watch.forget()
    watch(NOW + timedelta(seconds=41))
    assert len(asked) == 3
