"""A proof says "checked and nothing found" only where everything was checked; else it names what was not."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import registers
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.comparison import Comparison
from chalicelib.model.credit import CreditFile
from chalicelib.model.customer import Language
from chalicelib.model.identifier import Scheme, parse_identifier
from chalicelib.model.proof import GapKind, Verdict
from chalicelib.model.source import Health
from chalicelib.proving import Known, files, proof
from tests.builders import NOW
from tests.unit.api.credit_world import inquiry
from tests.unit.documents.reading import text
from tests.unit.proving.world import (
    CLEAR,
    GERMAN,
    LONG_AGO,
    OFF,
    OLDER,
    SINCE,
    THEN,
    WELL,
    customer,
    proved,
    states,
)


def test_all_read_in_time_is_checked_and_nothing_found() -> None:
    found = proved()
    assert (found.verdict, found.checked_since, found.checked_through) == (Verdict.NOTHING_FOUND, SINCE, THEN)
    period = "in all that was published from 2025-11-03 to 2026-03-02 07:15"
    assert found.statement_en.startswith(f"Checked and nothing found {period}")
    period = "in allem, was vom 03.11.2025 bis 02.03.2026, 07:15 Uhr veröffentlicht wurde."
    assert found.statement_de.startswith(f"Geprüft und nichts gefunden, {period}")
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
    assert register.result in {"stale", "doubtful", "never"}
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
    assert proved({GERMAN: OFF}).verdict is Verdict.NOT_PROVED
    assert proved({GERMAN: {"checked_through": THEN, "health": Health.DISABLED}}).gaps[0].reserve
    assert proved(who=customer(address=None)).gaps[0].kind is GapKind.NO_COUNTRY


def test_a_customer_that_has_just_changed_is_not_proved() -> None:
    found = proved(who=customer(updated_at=NOW - timedelta(minutes=2)))
    assert (found.verdict, found.gaps[0].kind) == (Verdict.NOT_PROVED, GapKind.WAITING)


def test_what_stands_only_beside_another_register_is_named_and_takes_nothing_back() -> None:
    found = proved({OLDER: OFF})
    assert found.verdict is Verdict.NOTHING_FOUND
    assert "Verfahren bis 2017: abgeschaltet" in found.statement_de
    assert registers.load(OLDER).REGISTER.supplements == GERMAN
    assert proved({OLDER: {}}).verdict is Verdict.NOTHING_FOUND_WITH_GAPS  # in use, and never read
    assert proved({GERMAN: {}}).verdict is Verdict.NOT_PROVED  # what stands beside it proves nothing alone


def test_the_beginning_is_that_of_the_register_that_was_read_last() -> None:
    young = date(2026, 2, 27)
    assert proved({"fr_bodacc": WELL | {"watched_since": young}}).checked_since == young


@pytest.mark.parametrize("since", [None, NOW.date() + timedelta(days=1)])
def test_without_a_period_of_all_each_registers_own_counts(since: date | None) -> None:
    found = proved({"fr_bodacc": WELL | {"watched_since": since}})
    assert found.statement_en.startswith("Checked and nothing found in all that each register published in the period")
    assert "from" not in found.statement_en


def test_what_answers_suspiciously_is_never_called_read_completely() -> None:
    thin = {"checked_through": THEN, "health": Health.SUSPICIOUS, "health_reason": "no notice of Friday"}
    found = proved({"fr_bodacc": thin})
    assert "answered up to 2026-03-02 07:15 (Europe/Berlin), but suspiciously (no notice of Fri" in found.statement_en
    assert "completely" not in found.statement_en
    assert "vollständig" not in found.statement_de
    (gap,) = [one for one in found.gaps if one.source == "fr_bodacc"]
    assert gap.kind is GapKind.DOUBTFUL
    assert [one.result for one in found.registers if one.source == "fr_bodacc"] == ["doubtful"]


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (None, "has not been established yet"),
        (Comparison(measured_at=NOW, waiting=3), "has not been established yet"),
        (Comparison(measured_at=NOW, clear_at=THEN, put_aside=2), "2 message(s) of what came in lie aside"),
        (Comparison(measured_at=NOW, clear_at=THEN, rebuilding=True), "search keys are being made anew"),
        (
            Comparison(measured_at=NOW, clear_at=LONG_AGO, waiting=9),
            "compared only up to 2026-03-02 07:",
        ),
        (
            Comparison(measured_at=LONG_AGO, clear_at=LONG_AGO),
            "compared only up to",
        ),  # nobody looks any more
    ],
)
def test_what_came_in_and_is_not_known_to_be_compared_proves_nothing(comparison: Comparison | None, said: str) -> None:
    found = proved(comparison=comparison)
    assert (found.verdict, found.gaps[0].kind, found.gaps[0].reserve) == (Verdict.NOT_PROVED, GapKind.WAITING, True)
    assert said in found.statement_en
    assert "nothing found" not in found.statement_en


def test_nothing_is_proved_beyond_what_is_known_to_be_compared() -> None:
    behind = Comparison(measured_at=NOW, clear_at=NOW - timedelta(minutes=59), waiting=9)
    found = proved({name: WELL | {"checked_through": NOW} for name in registers.names()}, comparison=behind)
    assert (found.verdict, found.checked_through) == (Verdict.NOTHING_FOUND, behind.through)
    changed = proved(who=customer(updated_at=NOW - timedelta(minutes=60)), comparison=behind)
    assert (changed.verdict, changed.gaps[0].kind) == (Verdict.NOT_PROVED, GapKind.WAITING)


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
            foreign = registers.load(name).REGISTER.country != "DE" or name == OLDER
            assert (foreign and health[name] is Health.DISABLED) or (
                health[name] is Health.OK and since is not None and since <= 24
            ), name


@pytest.mark.parametrize("language", ["de", "en"])
def test_as_a_file_it_says_the_same(language: Language) -> None:
    known = Known(
        customer(), (), CreditFile(customer_number="104711", inquiries=(inquiry(),)), states({"ch_shab": {}}), CLEAR
    )
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
