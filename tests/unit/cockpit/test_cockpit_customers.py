"""Customers: found by whatever is remembered, listed, shown with what was checked; a person's page leaves a trace."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.cockpit import customer_page
from chalicelib.cockpit.customer_search import MOST_READ, searched
from chalicelib.commands import rebuild_keys
from chalicelib.matching import finding
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.credit import Band
from chalicelib.model.customer import CustomerKind
from chalicelib.model.identifier import Identifier, Scheme, parse_identifier
from chalicelib.model.match import MatchResult
from chalicelib.model.people import Role
from chalicelib.model.source import SourceStatus
from chalicelib.proving import checks as checks_of
from chalicelib.store import credit, customers, readings, search, sources
from tests.builders import NOW, a_customer
from tests.unit.api import credit_world
from tests.unit.cockpit.desk_world import a_case, kept, owes
from tests.unit.cockpit.door import Door

LATER = NOW + timedelta(days=1)
LIST = "/cockpit/customers"
ONE = "/cockpit/customers/{number}"
HUSUM = PostalAddress(street="Deich 1", postcode="25813", city="Husum", country="DE")
REGISTER = parse_identifier(Scheme.DE_REGISTER, "HRB 4711 FL", "Amtsgericht Flensburg")
VAT = parse_identifier(Scheme.VAT, "DE136695976")


def numbers(typed: str) -> list[str]:
    """Numbers of the customers found, best first."""
    return [hit.customer.number for hit in searched(typed, NOW).hits]


@pytest.mark.parametrize(
    "typed",
    [
        "K-0047", "k0047", "47", "Nordlicht Elektrotechnik GmbH", "nordlicht", "elektro", "Nordlicht AG", "Nordlihct",
        "Nord Licht", "Elektrotechnik Nordlicht", "Husum", "25813", "HRB 4711", "hrb4711", "HRB 4711 Husum",
        "DE136695976", "DE 136 695 976", "136695976", "eva.kern@example.com", "EVA.KERN@", "Deichtechnik", "Sturmvogel",
    ],
)  # fmt: skip
def test_a_customer_is_found_by_whatever_is_remembered(door: Door, typed: str) -> None:
    fields: dict[str, Any] = {"trade_names": ("Deichtechnik",), "former_names": ("Sturmvogel GmbH",)}
    kept("K-0047", name="Nordlicht Elektrotechnik GmbH", address=HUSUM, identifiers=(REGISTER, VAT), **fields)
    kept("200", name="Bäckerhaus Lindenthaler GmbH", departments=(), responsible=())
    assert numbers(typed) == ["K-0047"]


@pytest.mark.parametrize("typed", ["", "GmbH Co", "Nordlicht Kiel", "HRB 4712", "99", "nobody@example.com"])
def test_what_nobody_has_finds_nobody(door: Door, typed: str) -> None:
    kept("K-0047", name="Nordlicht Elektrotechnik GmbH", address=HUSUM, identifiers=(REGISTER,))
    assert numbers(typed) == []


def test_the_same_number_comes_before_one_that_begins_so(door: Door) -> None:
    for number in ("1047", "10471", "104"):
        kept(number)
    assert numbers("1047") == ["1047", "10471"]


def test_every_reason_for_a_hit_is_named(door: Door) -> None:
    kept("1", name="Müller Bau GmbH", address=HUSUM)
    (hit,) = searched("mueller husum", NOW).hits
    assert [(one.field, one.alike) for one in hit.reasons] == [("name", False), ("town", False)]
    (hit,) = searched("Muellre Husum", NOW).hits
    assert [(one.field, one.alike) for one in hit.reasons] == [("name", True), ("town", False)]


def test_too_many_hits_are_cut_and_said(door: Door) -> None:
    for number in range(MOST_READ + 5):
        kept(str(5000 + number), name=f"Sommer Nummer {number} GmbH")
    found = searched("Sommer", NOW)
    assert (len(found.hits), found.cut) == (MOST_READ, True)


def test_a_changed_name_is_no_longer_found_and_words_are_made_anew(door: Door) -> None:
    kept("1", name="Alte Fabrik GmbH")
    kept("1", name="Neue Fabrik GmbH")
    assert (numbers("alte"), numbers("neue")) == ([], ["1"])
    customers.delete("1")
    assert not door.table.items["keys"]


def test_customers_of_an_older_release_get_their_words_by_a_rebuild(door: Door) -> None:
    customer = kept("1", name="Fabrik GmbH")
    for key, item in list(door.table.items["table"].items()):
        if item["type"] == "customer":
            own = [place for place in item["match_keys"] if not place.startswith(("find", "list"))]
            door.table.items["table"][key] = {**item, "match_keys": own, "find_version": ""}
    for key in [key for key in door.table.items["keys"] if key.pk.startswith(("find", "list"))]:
        del door.table.items["keys"][key]
    item = next(one for one in door.table.items["table"].values() if one["type"] == "customer")
    assert rebuild_keys._is_old(item)
    assert numbers("fabrik") == []
    assert customers.rekey(customer.number, keys_of)
    assert numbers("fabrik") == ["1"]
    assert not customers.rekey(customer.number, keys_of)


def test_lists_are_paged_both_ways(door: Door) -> None:
    for number in range(5):
        kept(str(number))
    first = search.listed(finding.EVERYBODY, 2)
    assert first == (("0", "1"), False, True)
    second = search.listed(finding.EVERYBODY, 2, after="1")
    assert second == (("2", "3"), True, True)
    assert search.listed(finding.EVERYBODY, 2, after="3") == (("4",), True, False)
    assert search.listed(finding.EVERYBODY, 2, before="2") == (("0", "1"), False, True)


def test_the_list_shows_the_blocked_first_and_filters(door: Door) -> None:
    door.sign_in(Role.VIEWER, language="en")
    a_case("1")
    a_case("2", MatchResult.UNSURE)
    kept("3", identifiers=(VAT,), kind=CustomerKind.PERSON, name="Merle Dünenkamp")
    body = door.get(LIST).body
    assert 0 < body.index("Blocked at present") < body.rindex("All customers")
    assert {one: set_of(door, only=one) for one in ("blocked", "with_case", "person", "without_identifiers")} == {
        "blocked": {"1"},
        "with_case": {"1", "2"},
        "person": {"3"},
        "without_identifiers": {"1", "2"},
    }
    assert set_of(door, q="Kunde", only="blocked") == {"1"}
    assert "no longer in the master data" not in body


@pytest.mark.parametrize("query", [{"before": "-1"}, {"before": "!"}, {"only": "blocked", "after": "²"}])
def test_a_place_in_the_list_that_is_none_shows_the_list_all_the_same(door: Door, query: dict[str, str]) -> None:
    a_case("1")
    door.sign_in(Role.VIEWER)
    assert door.get(LIST, query=query).status == 200


def set_of(door: Door, **query: str) -> set[str]:
    """Numbers of the customers that the list links to."""
    body = door.get(LIST, query=query).body
    return {number for number in "123" if f'/api/cockpit/customers/{number}"' in body}


def test_a_customer_that_was_deleted_is_found_by_its_case(door: Door) -> None:
    door.sign_in(Role.VIEWER, language="en")
    a_case("1", MatchResult.UNSURE)
    key = next(key for key in door.table.items["table"] if key.sk == "PROFILE")
    del door.table.items["table"][key]
    body = door.get(LIST, query={"only": "gone"}).body
    assert "Kunde 1 GmbH" in body
    assert "no longer in the master data" in body


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_of_a_customer_says_all_that_is_known(door: Door, language: str) -> None:
    door.sign_in(Role.CLERK, language=language)
    a_case("1", address=HUSUM, identifiers=(REGISTER,))
    owes("1", 900)
    sources.put(SourceStatus(name="de_insolvenzbekanntmachungen", checked_through=NOW, last_success=NOW))
    for days in (3, 40):
        inquiry = credit_world.inquiry(days_ago=days)
        credit.record_inquiry(inquiry, credit_world.watched_index("northdata", Band.B, days))
    answer = door.get(ONE, number="1")
    assert answer.status == 200
    for part in (
        "Kunde 1 GmbH",
        "HRB4711 FL",
        "900",
        'data-chart="line"',
        'data-value="500.0"',
        "eva.kern@example.com",
    ):
        assert part in answer.body
    assert "style=" not in answer.body
    assert door.get(f"{ONE}/proof", number="1").status == 200


def test_a_viewer_sees_no_buttons_that_change_anything(door: Door) -> None:
    kept("1")
    door.sign_in(Role.VIEWER)
    assert "/alarm" not in door.get(ONE, number="1").body
    assert door.get(f"{ONE}/check", number="1").status == 403
    assert door.post(f"{ONE}/check", number="1").status == 403
    door.sign_in(Role.CLERK)
    assert "/api/cockpit/customers/1/alarm" in door.get(ONE, number="1").body


def test_who_reads_a_natural_person_is_noted_once_a_day(door: Door) -> None:
    kept("1", kind=CustomerKind.PERSON, name="Merle Dünenkamp")
    kept("2")
    door.sign_in(Role.VIEWER)
    for number in ("1", "1", "2"):
        assert door.get(ONE, number=number).status == 200
    assert [one.by for one in readings.of_customer("1")] == ["ada.lund@example.com"]
    assert readings.of_customer("2") == ()
    assert "ada.lund@example.com</li>" not in door.get(ONE, number="1").body
    door.sign_in(Role.MANAGER)
    assert "ada.lund@example.com</li>" in door.get(ONE, number="1").body


def test_nothing_found_counts_only_for_a_register_that_was_read_completely() -> None:
    firm = a_customer(address=HUSUM)
    read = SourceStatus(name="de_insolvenzbekanntmachungen", checked_through=NOW, last_success=NOW)
    checks = {one.name: one for one in checks_of.registers_of(firm, (), [read], None, LATER)}
    assert checks["de_insolvenzbekanntmachungen"].result == "nothing"
    assert checks["de_insolvenzbekanntmachungen"].own_country
    assert {one.result for name, one in checks.items() if name != read.name} <= {"never", "off"}


def test_a_hit_is_told_from_one_that_a_person_dismissed(door: Door) -> None:
    case = a_case("1").case
    status = SourceStatus(name=case.source, checked_through=NOW)
    firm = a_customer(number="1")
    states = {"open": "hits", "review": "unsure", "dismissed": "dismissed", "closed": "hits"}
    for state, result in states.items():
        own = [case.model_copy(update={"state": state})]
        found = {one.name: one.result for one in checks_of.registers_of(firm, own, [status], None, LATER)}
        assert found[case.source] == result


def test_a_registers_notice_counts_in_a_case_that_another_source_opened(door: Door) -> None:
    case = a_case("1").case
    own = [case.model_copy(update={"source": "northdata"})]
    status = SourceStatus(name=case.source, checked_through=NOW)
    checks = {one.name: one for one in checks_of.registers_of(a_customer(number="1"), own, [status], None, LATER)}
    assert (checks[case.source].result, checks[case.source].cases) == ("hits", tuple(own))
    assert not any(one.cases for name, one in checks.items() if name != case.source)


@pytest.mark.parametrize(("minutes", "result"), [(1, "waiting"), (16, "nothing")])
def test_a_customer_that_has_just_changed_is_not_said_to_be_compared(door: Door, minutes: int, result: str) -> None:
    read = SourceStatus(name="de_insolvenzbekanntmachungen", checked_through=NOW + timedelta(hours=1))
    checks = checks_of.registers_of(a_customer(), (), [read], None, NOW + timedelta(minutes=minutes))
    assert {one.result for one in checks if one.name == read.name} == {result}


@pytest.mark.parametrize(("language", "part"), [("de", "Minuten"), ("en", "minutes")])
def test_the_proof_says_since_when_the_customers_data_stand(door: Door, language: str, part: str) -> None:
    kept("1")
    sources.put(SourceStatus(name="de_insolvenzbekanntmachungen", checked_through=NOW, last_success=NOW))
    door.sign_in(Role.CLERK, language=language)
    body = door.get(f"{ONE}/proof", number="1").body
    assert part in body
    assert {"de": "noch nicht verglichen", "en": "not compared yet"}[language] in body


def test_an_answer_that_is_too_old_is_shown_and_does_not_count(door: Door) -> None:
    for days in (3, 60):
        credit.record_inquiry(credit_world.inquiry(bureau="creditsafe", days_ago=days), None)
    newest, *others = checks_of.bureaus_of(a_customer(number="1"), credit.file_of("1"), (), NOW)
    assert (newest.name, newest.valid, newest.silent) == ("creditsafe", True, False)
    assert all(one.silent for one in others)
    (old, *_) = checks_of.bureaus_of(a_customer(), credit.file_of("1"), (), NOW + timedelta(days=90))
    assert not old.valid


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({}, "no_identifier"),
        ({"identifiers": (VAT,), "address": HUSUM}, "no_register_number"),
        ({"identifiers": (Identifier(scheme=Scheme.VAT, value="DE123"),)}, "wrong_identifier"),
        ({"kind": CustomerKind.PERSON, "name": "Dünenkamp"}, "no_first_name"),
        ({"kind": CustomerKind.PERSON, "name": "Merle Dünenkamp"}, "no_birth_date"),
        ({"address": PostalAddress(city="Husum", country="DE")}, "no_postcode"),
        ({"responsible": (), "departments": ()}, "no_responsible"),
    ],
)
def test_what_is_missing_for_a_sure_match_is_named(fields: dict[str, Any], hint: str) -> None:
    assert hint in customer_page.hints(a_customer(**fields))


def test_nothing_is_missing_where_all_is_there() -> None:
    assert customer_page.hints(a_customer(address=HUSUM, identifiers=(REGISTER,))) == ()
    person = {"kind": CustomerKind.PERSON, "name": "Merle Dünenkamp", "birth_date": date(1980, 2, 3)}
    assert customer_page.hints(a_customer(address=HUSUM, **person)) == ()


def test_no_template_of_ours_carries_styles_or_scripts_of_its_own() -> None:
    folder = Path(customer_page.__file__).parent / "templates"
    for path in [*folder.glob("customer*.html"), *folder.glob("import*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not any(part in text for part in (" style=", "<script", " onclick", "| safe", "|safe")), path.name
