"""A customer that is new to us meets what registers have known for long: asked once, within the day's questions."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import stamina

from chalicelib import looking_up, registers
from chalicelib.errors import SourceChangedError, SourceUnreachableError
from chalicelib.looking_up import LookedUp
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.identifier import Identifier, Scheme
from chalicelib.model.look_up import LookUpOutcome
from chalicelib.settings import settings
from chalicelib.store import evidence, look_ups, notices
from functions import check_customers, start_polls
from tests.builders import a_customer
from tests.contract.recordings import HERE
from tests.contract.servers.isir import Isir, fault
from tests.contract.servers.loopback import served
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
FEED, LOOK_UP = (HERE / "cz_isir" / name for name in ("feed.xml", "look-up.xml"))
REORGANISED, UNKNOWN = "99900050", "99900092"
CZECH = PostalAddress(city="Brno", country="CZ")


class World:
    """Both tables and the bucket in memory, and a register on the loopback."""

    def __init__(self, isir: Isir, kept: list[Document]) -> None:
        self.isir, self.kept = isir, kept

    def look_up(self, customer: Customer, now: datetime = NOW) -> LookedUp:
        return looking_up.look_up(customer, now)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    kept: list[Document] = []

    def keep(document: Document) -> str:
        kept.append(document)
        return f"{document.source}/{document.digest}"

    isir = Isir(FEED.read_bytes(), LOOK_UP.read_bytes())
    with served(isir) as origin:
        replaced = dict.fromkeys(registers.load("cz_isir").REGISTER.origins, origin)
        monkeypatch.setenv("REPLACED_ORIGINS", json.dumps(replaced))
        MemoryTable(monkeypatch)
        monkeypatch.setattr(evidence, "keep", keep)
        monkeypatch.setattr("chalicelib.admin_settings.disabled_sources", lambda: frozenset({"sk_replik"}))
        monkeypatch.setattr("chalicelib.store.credentials.get", lambda _name: None)
        yield World(isir, kept)
    settings.cache_clear()


def numbered(value: str, scheme: Scheme = Scheme.CZ_ICO, **fields: object) -> Customer:
    return a_customer(identifiers=(Identifier(scheme=scheme, value=value),), **fields)


def test_running_proceedings_become_a_notice_with_its_evidence(world: World) -> None:
    (made,) = world.look_up(numbered(REORGANISED)).made
    (notice_id,) = made.new_notices
    (document,) = world.kept
    found = notices.get(notice_id)
    assert found is not None
    assert (found.debtor_reg_no, found.payload) == (REORGANISED, made.payloads[0])
    assert b"REORGANIZ" in document.content
    assert look_ups.of("104711") == {"cz_isir": made}
    assert made.outcome is LookUpOutcome.FOUND


def test_nothing_found_is_an_answer_and_is_not_asked_for_again(world: World) -> None:
    (made,) = world.look_up(numbered(UNKNOWN)).made
    assert (made.outcome, made.payloads) == (LookUpOutcome.NOTHING, ())
    assert world.look_up(numbered(UNKNOWN, name="Another name")) == LookedUp()
    assert len(world.isir.requests) == 1
    assert world.look_up(numbered(REORGANISED)).made[0].outcome is LookUpOutcome.FOUND  # the number was corrected
    assert len(world.isir.requests) == 2


def test_a_register_that_fails_is_no_empty_answer_and_is_asked_again(world: World) -> None:
    broken = ("500 Internal Server Error", fault("soap:Server", "x"))
    world.isir.faults = [broken]
    (failure,) = world.look_up(numbered(REORGANISED)).failures
    assert isinstance(failure, SourceUnreachableError)
    failed = look_ups.of("104711")["cz_isir"]
    assert (failed.outcome, failed.answered, failed.reason) == (LookUpOutcome.FAILED, False, failure.reason)
    assert world.look_up(numbered(REORGANISED)).made[0].outcome is LookUpOutcome.FOUND


def test_an_answer_nobody_understands_names_its_evidence(world: World) -> None:
    odd = LOOK_UP.read_bytes().replace(b"<druhVec>INS</druhVec>", b"<druhVec>INS</druhVec><novinka>1</novinka>")
    world.isir.faults = [("200 OK", odd)]
    (failure,) = world.look_up(numbered(REORGANISED)).failures
    assert isinstance(failure, SourceChangedError)
    assert "novinka" in failure.reason


def test_beyond_the_days_questions_a_customer_waits_for_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    czech = registers.load("cz_isir")
    monkeypatch.setattr(czech, "REGISTER", czech.REGISTER.model_copy(update={"look_ups_per_day": 1}))
    assert world.look_up(numbered(UNKNOWN, number="1")).made
    (waiting,) = world.look_up(numbered(REORGANISED, number="2")).put_off
    assert len(world.isir.requests) == 1
    assert waiting.reason is not None
    assert "reconcile cz_isir" in waiting.reason
    assert look_ups.due(NOW, 10) == ()
    tomorrow = NOW + timedelta(days=1)
    assert [one.customer_number for one in look_ups.due(tomorrow, 10)] == ["2"]
    assert world.look_up(numbered(REORGANISED, number="2"), tomorrow).made
    assert look_ups.due(tomorrow, 10) == ()


def test_a_register_that_refuses_is_asked_again_tomorrow(world: World) -> None:
    world.isir.faults = [("429 Too Many Requests", b"")]
    (waiting,) = world.look_up(numbered(REORGANISED)).put_off
    assert "429" in (waiting.reason or "")
    assert [one.customer_number for one in look_ups.due(NOW + timedelta(days=1), 10)] == ["104711"]


def test_a_key_for_the_stream_alone_is_no_key_for_look_ups(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = '{"https://stream.companieshouse.gov.uk": "key:"}'
    monkeypatch.setattr("chalicelib.store.credentials.get", lambda _name: stream)
    assert world.look_up(numbered("01234567", Scheme.GB_COMPANY)) == LookedUp()


def test_who_is_asked_about_and_how() -> None:
    def asked(**fields: object) -> list[str]:
        return sorted(looking_up.questions(a_customer(**fields)))

    person = {"kind": CustomerKind.PERSON, "name": "Jan Zkušební", "first_name": "Jan", "surname": "Zkušební"}
    assert asked() == []
    assert asked(address=CZECH) == ["cz_isir"]
    assert asked(address=PostalAddress(city="Wien", country="AT")) == []
    assert asked(**person, address=CZECH) == []  # namesakes
    assert asked(**person, address=CZECH, birth_date=date(1970, 1, 2)) == ["cz_isir"]
    for scheme, name in (
        (Scheme.NO_ORGNR, "no_brreg"),
        (Scheme.SK_ICO, "sk_replik"),
        (Scheme.GB_COMPANY, "gb_companies_house"),
    ):
        assert sorted(looking_up.questions(numbered("1", scheme))) == [name]


def test_registers_of_other_countries_are_not_even_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    load = registers.load

    def noted(name: str) -> registers.RegisterModule:
        loaded.append(name)
        return load(name)

    monkeypatch.setattr(registers, "load", noted)
    looking_up.questions(a_customer(address=None))
    assert loaded == []
    looking_up.questions(numbered("923609016", Scheme.NO_ORGNR, address=CZECH))
    assert loaded == ["cz_isir", "no_brreg"]
    looking_up.questions(numbered("552100554", Scheme.SIREN, address=None))
    assert loaded[2:] == ["fr_bodacc"]


def test_a_customer_without_a_number_is_asked_about_by_name(world: World) -> None:
    named = a_customer(name="Těžké stroje Smyšlenov, spol. s r.o.", address=CZECH)
    assert world.look_up(named).made[0].outcome is LookUpOutcome.FOUND
    born = a_customer(
        kind=CustomerKind.PERSON,
        name="Jan Zkušební",
        first_name="Jan",
        surname="Zkušební",
        birth_date=date(1970, 1, 2),
        address=CZECH,
    )
    assert world.look_up(born).made
    by_name, by_person = world.isir.requests
    assert (by_name["nazevOsoby"], by_name["vyhledatBezDiakritiky"]) == (named.name, "T")
    assert (by_person["nazevOsoby"], by_person["jmeno"], by_person["datumNarozeni"]) == (
        "Zkušební",
        "Jan",
        "1970-01-02",
    )
    assert not {"ic", "rc"} & {*by_name, *by_person}


def test_a_register_that_is_off_is_not_asked(world: World) -> None:
    assert world.look_up(numbered("12345678", Scheme.SK_ICO)) == LookedUp()  # switched off by the admin
    assert world.look_up(numbered("01234567", Scheme.GB_COMPANY)) == LookedUp()  # no credentials
    assert look_ups.of("104711") == {}


def test_the_step_asks_and_a_failure_comes_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Customer] = []
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setattr("chalicelib.store.customers.get", lambda _number: numbered(REORGANISED))
    monkeypatch.setattr(check_customers, "_ask_bureaus", lambda customer, _message: asked.append(customer))
    world.isir.faults = [("200 OK", b"<html/>")]
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceChangedError, match="html"):
        check_customers.check({"pk": "CUSTOMER#104711"}, None)
    assert len(asked) == 1  # the bureaus were asked all the same
    check_customers.check({"pk": "CUSTOMER#104711"}, None)
    assert look_ups.of("104711")["cz_isir"].answered
    monkeypatch.setattr("chalicelib.store.customers.get", lambda _number: None)
    monkeypatch.setattr("chalicelib.store.credit.forget_due", lambda _number: None)
    check_customers.check({"pk": "CUSTOMER#104711"}, None)
    assert look_ups.of("104711") == {}


def test_who_was_put_off_is_asked_again_once_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, str]] = []
    monkeypatch.setattr("chalicelib.store.queues.send", lambda _url, message: sent.append(message))
    world.isir.faults = [("429 Too Many Requests", b"")]
    assert world.look_up(numbered(REORGANISED)).put_off
    assert start_polls._look_up_again(NOW) == 0
    tomorrow = NOW + timedelta(days=1)
    assert (start_polls._look_up_again(tomorrow), start_polls._look_up_again(tomorrow)) == (1, 0)
    assert sent == [{"type": "customer", "pk": "CUSTOMER#104711", "reason": "look_up"}]
    assert start_polls._look_up_again(tomorrow + timedelta(days=1, minutes=1)) == 1  # the message was lost
