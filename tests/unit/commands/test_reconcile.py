"""Reconciling: companies are asked one by one, an unreadable answer stops no other, and the feed goes on live."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from wsgiref.types import WSGIApplication

import pytest

from chalicelib import commands, registers
from chalicelib.errors import CredentialsMissingError
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.source import SourceStatus, Stuck
from chalicelib.settings import settings
from chalicelib.store import evidence, sources
from tests.contract.recordings import HERE
from tests.contract.servers.brreg import Brreg
from tests.contract.servers.cir import Cir
from tests.contract.servers.isir import Isir
from tests.contract.servers.loopback import served
from tests.contract.servers.replik import Replik
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 9, 30, 9, tzinfo=UTC)
OLD = Stuck(cursor="1", reason="gap", since=NOW)


def recording(source: str, name: str) -> bytes:
    return (HERE / source / name).read_bytes()


def isir() -> Isir:
    return Isir(recording("cz_isir", "feed.xml"), recording("cz_isir", "look-up.xml"))


def replik(most: int = 500) -> Replik:
    names = ("rows.xml", "details.xml", "changes.xml")
    return Replik(*(recording("sk_replik", name) for name in names), most=most)


def brreg() -> Brreg:
    updates, entities = (json.loads(recording("no_brreg", name)) for name in ("updates.json", "entities.json"))
    return Brreg(updates, entities)


def cir() -> Cir:
    return Cir({"16.mne.26.9901.F.1316.1.26": recording("nl_cir", "case-company.xml")})


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Document]]:
    found: list[Document] = []

    def keep(document: Document) -> str:
        found.append(document)
        return f"{document.source}/{document.digest}"

    MemoryTable(monkeypatch)
    monkeypatch.setattr(evidence, "keep", keep)
    monkeypatch.setattr("chalicelib.clock.now", lambda: NOW)
    monkeypatch.setattr("chalicelib.access.register_secret", lambda _facts: '{"ws-security": "robot:s3:cret"}')
    yield found
    settings.cache_clear()


@contextmanager
def known(monkeypatch: pytest.MonkeyPatch, scheme: Scheme, *numbers: str) -> Iterator[None]:
    monkeypatch.setattr(
        "chalicelib.store.customers.identified_by", lambda asked: set(numbers) if asked is scheme else set()
    )
    yield


def run(source: str, app: WSGIApplication) -> int:
    sources.put(SourceStatus(name=source, cursor="1", failing_since=NOW, failure="gap", stuck=OLD))
    with served(app) as origin:
        return commands.main(
            ["reconcile", source, *(f"--origin={one}={origin}" for one in registers.load(source).REGISTER.origins)]
        )


@pytest.mark.parametrize(
    ("source", "app", "scheme", "number", "cursor"),
    [
        ("cz_isir", isir(), Scheme.CZ_ICO, "99900050", "70000018"),
        ("sk_replik", replik(), Scheme.SK_ICO, "99900017", NOW.isoformat()),
        ("sk_replik", replik(most=2), Scheme.SK_ICO, "99900017", NOW.isoformat()),  # the list of changes is capped
        ("no_brreg", brreg(), Scheme.NO_ORGNR, "100000016", None),
        ("nl_cir", cir(), Scheme.NL_KVK, "09900101", NOW.isoformat()),
    ],
)
def test_a_gap_is_closed_and_the_feed_goes_on_live(
    kept: list[Document],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    source: str,
    app: WSGIApplication,
    scheme: Scheme,
    number: str,
    cursor: str | None,
) -> None:
    with known(monkeypatch, scheme, number):
        assert run(source, app) == 0
    printed = capsys.readouterr().out
    assert "1 companies asked" in printed
    assert ", 0 new notices" not in printed
    state = sources.get(source)
    assert (state.cursor, state.checked_through, state.failing_since, state.stuck) == (cursor, NOW, None, None)


def test_norway_goes_on_before_what_has_not_settled(kept: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    app = brreg()
    app.updates[-1] = {**app.updates[-1], "dato": "2026-09-30T08:50:00.000Z"}
    with known(monkeypatch, Scheme.NO_ORGNR):
        assert run("no_brreg", app) == 0
    assert sources.get("no_brreg").cursor == str(app.updates[-1]["oppdateringsid"] - 1)


def test_an_answer_nobody_understands_stops_no_other(
    kept: list[Document], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = brreg()
    first, second = list(app.entities.values())[:2]
    app.entities[first["organisasjonsnummer"]] = {**first, "underNyKonkursform": True}
    with known(monkeypatch, Scheme.NO_ORGNR, first["organisasjonsnummer"], second["organisasjonsnummer"]):
        assert run("no_brreg", app) == 1
    shown = capsys.readouterr()
    assert "2 companies asked, 1 new notices" in shown.out
    assert "underNyKonkursform" in shown.err
    assert "1 answers were not understood" in shown.err
    assert sources.get("no_brreg").failing_since is None


def test_registers_that_cannot_be_asked_say_what_closes_a_gap(
    kept: list[Document], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["reconcile", "lv_ur"]) == 1
    assert "asks for its days as a whole" in capsys.readouterr().err
    streams = [name for name in registers.names() if registers.load(name).REGISTER.follows_cursor]
    assert all(hasattr(registers.load(name), "reconcile") for name in streams)


def test_a_poll_that_runs_is_not_disturbed(kept: list[Document], capsys: pytest.CaptureFixture[str]) -> None:
    sources.put(SourceStatus(name="cz_isir", last_attempt=NOW))
    assert commands.main(["reconcile", "cz_isir"]) == 1
    assert "being asked at this moment" in capsys.readouterr().err


def test_a_dutch_company_is_looked_up_by_its_number(kept: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    app = cir()
    with known(monkeypatch, Scheme.NL_KVK, "09900101"):
        assert run("nl_cir", app) == 0
    assert [(name, *parts.values()) for name, parts in app.requests] == [
        ("searchUndertaking", "09900101"),
        ("getCase", "16.mne.26.9901.F.1316.1.26"),
    ]


def test_credentials_are_missing_in_words(monkeypatch: pytest.MonkeyPatch, kept: list[Document]) -> None:
    def missing(_facts: object) -> str:
        raise CredentialsMissingError("nl_cir", "no credentials")

    monkeypatch.setattr("chalicelib.access.register_secret", missing)
    with known(monkeypatch, Scheme.NL_KVK):
        assert run("nl_cir", cir()) == 1
