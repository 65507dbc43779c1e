"""Thresholds with their effect on the past, our firm, and the list of changes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib import decide
from chalicelib.cockpit import settings_changes, settings_effect, settings_frame
from chalicelib.cockpit.settings_effect import Asked, outcome, reckoned
from chalicelib.matching.gates import TOO_LITTLE
from chalicelib.matching.thresholds import LOWERED
from chalicelib.model.case import Case, CaseState
from chalicelib.model.creditor import Creditor
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import EventKind
from chalicelib.model.people import Role
from chalicelib.model.thresholds import DELIVERED, Thresholds
from chalicelib.model.watched import NearMiss, WatchedDay
from chalicelib.store import cases, firm, settings_log, thresholds
from tests.builders import NOW, a_match, a_notice, an_occasion
from tests.unit.cockpit.door import Door, open_door

LIMITS = "/cockpit/settings/thresholds"
FIRM = "/cockpit/settings/firm"
SURE, HALF, HARDLY = Decimal(22), Decimal("1.2"), Decimal("-11.44")


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    return open_door(monkeypatch)


def a_case(result: MatchResult, bits: Decimal, rule: str, kind: EventKind = EventKind.OPENED, **fields: Any) -> Case:
    match = a_match(result, bits=bits, rule=rule, version=fields.pop("version", "2/1"))
    decision = decide.on_match(match, a_notice(kind), an_occasion())
    assert decision
    return decision.case.model_copy(update=fields)


BLOCKED = a_case(MatchResult.POSITIVE, SURE, "identifier_and_name")
WEAK = a_case(MatchResult.POSITIVE, HALF, "identifier_of_nameless_notice")
NAMED = a_case(MatchResult.UNSURE, HARDLY, "same_name")
BY_BUREAU = a_case(MatchResult.POSITIVE, SURE, "bureau_subject", version="bureau-1")


def test_what_would_have_blocked_asked_and_dropped() -> None:
    strict = Thresholds(block_from=95, possible_from=5)
    found = reckoned([BLOCKED, WEAK, NAMED, BY_BUREAU], [], [], DELIVERED, strict, NOW)
    assert found.now == {"blocked": 2, "reviewed": 1, "dropped": 0}
    assert found.then == {"blocked": 1, "reviewed": 1, "dropped": 1}
    assert {(one.before, one.after) for one in found.moved} == {("blocked", "reviewed"), ("reviewed", "dropped")}
    assert found.untouched == 1


def test_cases_that_are_over_are_read_as_far_back_as_is_looked(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    read: dict[CaseState, object] = {}

    def all_in(state: CaseState, since: object = None) -> list[Case]:
        read[state] = since
        return []

    monkeypatch.setattr("chalicelib.store.cases.all_in", all_in)
    settings_effect.effect(DELIVERED, DELIVERED, NOW)
    back = NOW - settings_effect.LOOKED_BACK
    assert read == {one: back if one.over else None for one in CaseState}


def test_a_case_that_a_threshold_has_moved_moves_back() -> None:
    lowered = a_case(MatchResult.UNSURE, HALF, LOWERED)
    assert outcome(lowered, Thresholds(block_from=95)) == "reviewed"
    assert outcome(lowered, DELIVERED) == "blocked"


def test_an_event_that_blocks_nobody_by_itself_is_looked_at() -> None:
    unclear = a_case(MatchResult.POSITIVE, SURE, "identifier_and_name", EventKind.UNCLASSIFIED)
    assert outcome(unclear, DELIVERED) == "reviewed"


def test_near_misses_are_counted_and_those_asked_about_are_named(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    near = NearMiss(customer_number="104711", notice_id="r:p9", rule=TOO_LITTLE, score=12)
    day = WatchedDay(source="r", day=date(2026, 3, 1), notices=3, pairs=40, examples=(near,))
    monkeypatch.setattr(settings_effect, "_registers", lambda: ["r"])
    monkeypatch.setattr(settings_effect, "_watched", lambda *_: iter([day]))
    found = settings_effect.effect(DELIVERED, Thresholds(review_from=10), NOW)
    assert (found.pairs, found.kept, found.asked) == (40, 1, (Asked(near, None),))
    assert settings_effect.effect(DELIVERED, Thresholds(review_from=15), NOW).asked == ()


def test_the_effect_is_shown_before_anything_is_saved(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    old = WEAK.model_copy(update={"opened_at": NOW - timedelta(days=400), "customer_name": "Altes Haus GmbH"})
    by_state = {CaseState.OPEN: [BLOCKED, WEAK, old], CaseState.REVIEW: [NAMED]}
    monkeypatch.setattr(cases, "all_in", lambda state, _since=None: iter(by_state.get(state, [])))
    door.sign_in(Role.ADMIN)
    page = door.get(LIMITS, query={"block_from": "95"})
    assert page.status == 200
    assert f"/cockpit/cases/{WEAK.id}" in page.body
    assert "Altes Haus" not in page.body
    assert thresholds.changes() == ()
    door.sign_in(Role.MANAGER)
    assert 'name="reason"' not in door.get(LIMITS, query={"block_from": "95"}).body


def test_saving_needs_a_reason_and_makes_a_version(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    form = {"block_from": "95", "review_from": "20", "possible_from": "0", "version": "0"}
    assert door.post(LIMITS, form).status == 422
    assert thresholds.changes() == ()
    assert door.post(LIMITS, {**form, "reason": "two wrong blocks in May"}).status == 303
    assert thresholds.now() == Thresholds(block_from=95)
    (line,) = settings_log.changes()
    assert (line.reason, [(one.field, one.before, one.after) for one in line.values]) == (
        "two wrong blocks in May",
        [("block_from", "0", "95")],
    )
    assert door.post(LIMITS, {**form, "reason": "who saw an older version"}).status == 409
    assert "two wrong blocks in May" in door.get(LIMITS).body


@pytest.mark.parametrize("field", ["block_from", "review_from", "possible_from"])
def test_a_threshold_out_of_bounds_is_explained_at_its_field(door: Door, field: str) -> None:
    door.sign_in(Role.ADMIN)
    for value in ("150", "-1", "many"):
        answer = door.get(LIMITS, query={field: value})
        assert (answer.status, f'id="{field}-wrong"' in answer.body) == (422, True)


def a_firm(**fields: str) -> dict[str, str]:
    usual = {"name": "Seilerei Brandt GmbH", "street": "Taubengasse 4", "postcode": "28195", "city": "Bremen"}
    account = {"country": "de", "iban": "DE89 3704 0044 0532 0130 00", "legal_representatives": "Marit Brandt\nUlf Ost"}
    return {**usual, **account, **fields}


def test_our_firm_is_saved_and_what_is_missing_is_said(door: Door) -> None:
    door.sign_in(Role.ADMIN, language="en")
    firm.put_creditor(Creditor(name="Seilerei Brandt GmbH"))
    assert "bank account" in door.get(FIRM).body
    form = a_firm(seen=settings_frame.mark(firm.creditor()))
    assert door.post(FIRM, form).status == 303
    ours = firm.creditor()
    assert ours
    assert ours.bank_account
    assert ours.address
    assert (ours.bank_account.holder, ours.address.country) == ("Seilerei Brandt GmbH", "DE")
    assert ours.legal_representatives == ("Marit Brandt", "Ulf Ost")
    assert door.post(FIRM, form).status == 409
    assert settings_log.changes()[0].area == "firm"


@pytest.mark.parametrize(
    ("field", "value"),
    [("iban", "DE00 1234"), ("vat_id", "DE1"), ("country", "Deutschland"), ("contact_email", "x"), ("bic", "A")],
)
def test_what_cannot_be_of_our_firm_is_explained_at_its_field(door: Door, field: str, value: str) -> None:
    door.sign_in(Role.ADMIN)
    answer = door.post(FIRM, a_firm(**{field: value}))
    assert (answer.status, f'id="{field}-wrong"' in answer.body) == (422, True)
    assert firm.creditor() is None


def test_base_rates_and_assumptions_are_entered_with_their_source(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    assert door.post(f"{FIRM}/rate", {"since": "2026-07-01", "rate": "1,52"}).status == 422
    assert door.post(f"{FIRM}/rate", {"since": "2026-07-01", "rate": "1,52", "source": "Bundesbank"}).status == 303
    assert [one.rate for one in firm.base_rates()] == [Decimal("1.52")]
    own = {"name": "quota.company", "value": "4,5", "source": "our own cases"}
    assert door.post(f"{FIRM}/assumption", own).status == 303
    assert firm.assumption_changes()[0].values == {"quota.company": Decimal("0.045")}
    assert door.post(f"{FIRM}/assumption", {**own, "value": "450"}).status == 422
    rows = settings_changes.merged(settings_log.changes(), firm.assumption_changes(), firm.base_rates())
    assert {row.area for row in rows} == {"base_rate", "assumptions"}
    page = door.get("/cockpit/settings/changes").body
    assert "our own cases" in page
    assert "Bundesbank" in page


def test_changes_are_shown_page_by_page(door: Door) -> None:
    door.sign_in(Role.ADMIN)
    for number in range(60):
        door.now += timedelta(seconds=30)
        form = a_firm(seen=settings_frame.mark(firm.creditor()), reference=f"R-{number}")
        assert door.post(FIRM, form).status == 303
    assert "R-59" in door.get("/cockpit/settings/changes").body
    second = door.get("/cockpit/settings/changes", query={"page": "2"}).body
    assert "R-5<" in second
    assert "R-59" not in second
