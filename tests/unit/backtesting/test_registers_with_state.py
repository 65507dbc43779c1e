"""Feeds that count their events are replayed by their own count, whenever their payloads were fetched."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import commands
from chalicelib.model.backtest import Backtest, Caught
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.registers import cz_isir, no_brreg
from chalicelib.settings import settings
from chalicelib.web import Web
from tests.builders import a_customer
from tests.contract.recordings import HERE, NOW, days
from tests.contract.servers.brreg import Brreg
from tests.contract.servers.isir import Isir
from tests.contract.servers.loopback import served
from tests.unit.backtesting.bucket import Bucket
from tests.unit.steps import Steps

UPDATES: list[dict[str, Any]] = json.loads((HERE / "no_brreg" / "updates.json").read_text())
ENTITIES: list[dict[str, Any]] = json.loads((HERE / "no_brreg" / "entities.json").read_text())
CLEARED = {"op": "replace", "path": "/konkurs", "value": False}


@pytest.fixture
def monkey(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """What makes tables in memory, whose environment ends with the test."""
    yield monkeypatch
    settings.cache_clear()


def fetched(module: Any, app: Any, cursor: str) -> list[Document]:
    """What the register's file fetches behind the position."""
    origin = module.REGISTER.origins[0]
    with served(app) as local:
        replaced = {origin: local}
        with Web(
            module.REGISTER.name, (origin,), now=NOW, replaced_origins=replaced, seconds_between_requests=0
        ) as web:
            return list(module.fetch(web, days("2026-09-29", cursor=cursor)))


def caught(
    monkey: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], who: Customer, documents: list[Document]
) -> tuple[Caught, ...]:
    """What is caught when the payloads were fetched hour by hour in this order."""
    bucket = Bucket(monkey, Steps(monkey, who))
    for hour, one in enumerate(documents):
        at = datetime(2026, 9, 30, 1, tzinfo=UTC) + timedelta(hours=hour)
        key = f"{one.source}/{at:%Y/%m/%d}/{one.digest}{hour}"
        bucket.kept[key] = one.model_copy(update={"fetched_at": at})
    assert commands.main(["backtest", "--since", "2026-09-01", "--until", "2026-10-31", "--json"]) == 0
    return Backtest.model_validate_json(capsys.readouterr().out).caught


def entity(scheme: str, number: str, name: str) -> Customer:
    """A customer with its number there."""
    return a_customer(name=name, identifiers=({"scheme": scheme, "value": number},))


@pytest.mark.parametrize("backwards", [False, True])
def test_norway_a_flag_set_and_cleared_on_one_day_is_cleared(
    monkey: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], backwards: bool
) -> None:
    cleared = {**UPDATES[0], "oppdateringsid": 21000040, "dato": "2026-09-29T14:00:00.000Z", "endringer": [CLEARED]}
    well = {name: value for name, value in ENTITIES[0].items() if name != "konkursdato"} | {"konkurs": False}
    documents = fetched(no_brreg, Brreg(UPDATES[:1], ENTITIES), "21000000")
    documents += fetched(no_brreg, Brreg([cleared], [well, *ENTITIES[1:]]), "21000001")
    who = entity("no_orgnr", UPDATES[0]["organisasjonsnummer"], ENTITIES[0]["navn"])
    (hit,) = caught(monkey, capsys, who, documents[::-1] if backwards else documents)
    assert (hit.event_kind, len(hit.notices)) == ("CLOSED_LIFTED", 2)
    assert [one.kind for one in sorted(hit.notices, key=lambda one: one.seen_at)] == (
        ["CLOSED_LIFTED", "OPENED"] if backwards else ["OPENED", "CLOSED_LIFTED"]
    )


def test_czechia_events_end_alike_however_the_pages_came(
    monkey: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = HERE / "cz_isir"
    app = Isir((own / "feed.xml").read_bytes(), (own / "look-up.xml").read_bytes(), most=7)
    documents = fetched(cz_isir, app, "70000000")
    assert len(documents) > 1
    who = entity("cz_ico", "99900017", 'Ořechový mlýn "U Tří lip" # s.r.o.')
    ends = [
        [(one.state, one.stage, one.event_kind, one.court, one.case_number, len(one.notices)) for one in found]
        for found in (caught(monkey, capsys, who, order) for order in (documents, documents[::-1]))
    ]
    assert ends[0] == ends[1] != []
