"""A proof says "checked and nothing found" only where everything was checked; else it names what was not."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import registers
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.case import Case, CaseState
from chalicelib.model.credit import CreditFile
from chalicelib.model.customer import Customer, Language
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from chalicelib.model.proof import CheckProof, GapKind, Verdict
from chalicelib.model.source import Health, PollState, SourceStatus
from chalicelib.proving import Known, files, proof
from tests.builders import NOW, a_customer
from tests.unit.api.credit_world import inquiry
from tests.unit.documents.reading import text

GERMAN, OLDER = "de_insolvenzbekanntmachungen", "de_insolvenzbekanntmachungen_alt"
States = Mapping[str, Mapping[str, Any]]
THEN = NOW - timedelta(hours=1)
HAMBURG = PostalAddress(postcode="20457", city="Hamburg", country="DE")
OFF = {"last_state": PollState.NO_CREDENTIALS, "failure": "no credentials"}


def customer(**fields: Any) -> Customer:
    return a_customer(**{"updated_at": NOW - timedelta(days=9), "address": HAMBURG} | fields)


def states(changed: States) -> tuple[SourceStatus, ...]:
    """Every register read an hour ago, but for what is said of some; the British one is off, as without credentials."""
    well = {"checked_through": THEN, "last_success": THEN, "late_from": NOW + timedelta(hours=1)}
    known: dict[str, Mapping[str, Any]] = {
        **dict.fromkeys(registers.names(), well),
        "gb_companies_house": OFF,
        **changed,
    }
    return tuple(SourceStatus.model_validate({"name": name, **fields}) for name, fields in known.items())


def proved(changed: States | None = None, who: Customer | None = None, cases: Sequence[Case] = ()) -> CheckProof:
    known = Known(who or customer(), cases, CreditFile(customer_number="104711"), states(changed or {}))
    return proof(known, "Eva Kern", NOW)


def test_all_read_in_time_is_checked_and_nothing_found() -> None:
    found = proved()
    assert (found.verdict, found.checked_through) == (Verdict.NOTHING_FOUND, THEN)
    assert found.statement_en.startswith("Checked and nothing found in all that was published up to 2026-03-02 07:15")
    assert [(gap.kind, gap.source, gap.reserve) for gap in found.gaps] == [(GapKind.OFF, "gb_companies_house", False)]
    assert found.statement_de.endswith("Nicht geprüft: Companies House: abgeschaltet.")


@pytest.mark.parametrize(
    "fields",
    [
        {"checked_through": THEN, "health": Health.FAILING, "failing_since": NOW, "failure": "403"},
        {"checked_through": THEN, "health": Health.LATE},
        {"checked_through": THEN, "health": Health.SUSPICIOUS, "health_reason": "no notice of Friday"},
        {"checked_through": THEN - timedelta(days=2), "late_from": THEN},  # the check that would say so is dead, too
        {"health": Health.LATE},
        {},
    ],
)
@pytest.mark.parametrize("source", [GERMAN, "fr_bodacc"])
def test_a_dead_source_is_named_and_nothing_found_never_stands_alone(source: str, fields: dict[str, Any]) -> None:
    found, title = proved({source: fields}), registers.load(source).REGISTER.title
    assert found.verdict in {Verdict.NOTHING_FOUND_WITH_GAPS, Verdict.NOT_PROVED}
    assert any(gap.reserve and gap.source == source for gap in found.gaps)
    for sentence in (found.statement_de, found.statement_en):
        assert title in sentence
        assert "eprüft und nichts" not in sentence
        assert "hecked and nothing" not in sentence
    (register,) = [one for one in found.registers if one.source == source]
    assert register.result in {"stale", "never"}
    assert register.health is not Health.OK
    assert found.checked_through == (fields.get("checked_through") or None)


def test_nothing_is_proved_where_no_register_of_the_customers_country_was_ever_read() -> None:
    assert proved({GERMAN: {}, OLDER: {}}).verdict is Verdict.NOT_PROVED
    assert proved({GERMAN: OFF, OLDER: OFF}).verdict is Verdict.NOT_PROVED
    portuguese = proved(who=customer(address=PostalAddress(city="Porto", country="PT")))
    assert (portuguese.verdict, portuguese.gaps[0].kind) == (Verdict.NOT_PROVED, GapKind.OTHER_COUNTRY)
    assert "(PT)" in portuguese.statement_en


def test_a_register_that_is_off_by_default_proves_nothing_at_home_and_takes_nothing_from_others() -> None:
    off = {"at_ediktsdatei": {"health": Health.DISABLED}}
    austrian = proved(off, customer(address=PostalAddress(city="Linz", country="AT")))
    assert austrian.verdict is Verdict.NOT_PROVED
    assert proved(off).verdict is Verdict.NOTHING_FOUND
    assert not any(gap.reserve for gap in proved(off).gaps)


def test_a_register_of_the_own_country_that_is_off_is_a_gap() -> None:
    assert proved({OLDER: OFF}).verdict is Verdict.NOTHING_FOUND_WITH_GAPS
    assert proved(who=customer(address=None)).gaps[0].kind is GapKind.NO_COUNTRY


def test_a_customer_that_has_just_changed_is_not_proved() -> None:
    found = proved(who=customer(updated_at=NOW - timedelta(minutes=2)))
    assert (found.verdict, found.gaps[0].kind) == (Verdict.NOT_PROVED, GapKind.WAITING)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (CaseState.OPEN, Verdict.FOUND),
        (CaseState.CLOSED, Verdict.FOUND),
        (CaseState.REVIEW, Verdict.TO_REVIEW),
        (CaseState.DISMISSED, Verdict.NOTHING_FOUND),
    ],
)
def test_what_was_found_is_said_before_all_else(state: CaseState, verdict: Verdict) -> None:
    found = {"id": "c1", "source": GERMAN, "notices": (), "state": state, "event_kind": EventKind.OPENED}
    facts: dict[str, Any] = {**found, "court": None, "case_number": "67a IN 17/26"}
    case = Case.model_construct(**facts)
    assert proved(cases=[case]).verdict is verdict
    dead = proved({GERMAN: {}}, cases=[case])
    assert dead.verdict in {verdict, Verdict.NOTHING_FOUND_WITH_GAPS}
    assert "never read" in dead.statement_en


def test_it_says_what_was_looked_for() -> None:
    number = parse_identifier(Scheme.DE_REGISTER, "HRB 12345", "Amtsgericht Hamburg")
    who = customer(former_names=("Sonnenried Spedition GmbH",), identifiers=(number,))
    searched = proved(who=who).searched
    assert searched.names == ("Hafenlogistik Sonnenried GmbH", "Sonnenried Spedition GmbH")
    assert any("12345" in one for one in searched.identifiers)
    assert (searched.address, searched.country) == ("20457 Hamburg", "DE")
    assert set(searched.keys) == keys_of(who).keys


_HOURS = st.one_of(st.none(), st.integers(0, 90))


@settings(deadline=None)  # the first one imports every register
@given(
    hours=st.fixed_dictionaries(dict.fromkeys(registers.names(), _HOURS)),
    health=st.fixed_dictionaries({name: st.sampled_from(Health) for name in registers.names()}),
)
def test_whatever_the_sources_do_the_plain_sentence_means_that_all_were_read(
    hours: dict[str, int | None], health: dict[str, Health]
) -> None:
    changed = {
        name: {"health": health[name]}
        | (
            {}
            if since is None
            else {"checked_through": NOW - timedelta(hours=since), "late_from": NOW + timedelta(hours=24 - since)}
        )
        for name, since in hours.items()
    }
    found = proved(changed)
    if found.verdict is Verdict.NOTHING_FOUND or "and nothing found" in found.statement_en:
        for name, since in hours.items():
            foreign_and_off = health[name] is Health.DISABLED and registers.load(name).REGISTER.country != "DE"
            assert foreign_and_off or (health[name] is Health.OK and since is not None and since <= 24), name


@pytest.mark.parametrize("language", ["de", "en"])
def test_as_a_file_it_says_the_same(language: Language) -> None:
    known = Known(customer(), (), CreditFile(customer_number="104711", inquiries=(inquiry(),)), states({"ch_shab": {}}))
    found = proof(known, "Eva Kern", NOW)
    said = found.statement_de if language == "de" else found.statement_en
    assert "Schweizerisches Handelsamtsblatt" in said
    pdf = files.document(found, language).content
    assert isinstance(pdf, bytes)
    assert said in text(pdf)
    table = files.table([found], ["999"], language)
    rows = list(
        csv.reader(io.StringIO(str(table.content).lstrip("\ufeff")), delimiter=";" if language == "de" else ",")
    )
    assert len(rows) == 1 + len(registers.names()) + 1
    assert all(len(row) == len(rows[0]) for row in rows)
    assert {row[3] for row in rows[1:-1]} == {said}
    assert rows[-1][0] == "999"
    assert "proof" in rows[-1][2] or "Nachweis" in rows[-1][2]
    assert table.name == "proof-104711-20260302.csv"
