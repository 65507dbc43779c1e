"""Recordings of every register are replayed: whom a notice is about is caught, whatever source it is from."""

from collections.abc import Iterator

import pytest

from chalicelib import bureaus, commands, registers
from chalicelib.deciding.reactions import NO_CASE
from chalicelib.errors import SourceError
from chalicelib.matching.keys import keys_of
from chalicelib.model.backtest import Backtest
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.notice import DebtorKind, InsolvencyNotice
from chalicelib.settings import settings
from chalicelib.store import customers
from tests.builders import NOW
from tests.fuzz import targets
from tests.unit.backtesting.bucket import Bucket, glycines
from tests.unit.steps import Steps

WITHOUT_RECORDINGS = {"de_insolvenzbekanntmachungen_alt"}
_SILENT = {*NO_CASE, EventKind.CANCELLATION, EventKind.CORRECTION}


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Document]]:
    """Every recording of a source as the document that its file makes of it."""
    found: list[Document] = []
    make = targets._document

    def noted(*given: object) -> Document:
        found.append(make(*given))  # type: ignore[arg-type] # handed on as given
        return found[-1]

    monkeypatch.setattr(targets, "_document", noted)
    for one in targets.targets().values():
        if one.name.partition("/")[0] in registers.names():
            for seed in one.seeds:
                _tried(one, seed)
    yield found
    settings.cache_clear()


def _tried(target: targets.Target, seed: bytes) -> None:
    try:
        target.read(seed)
    except target.allowed:
        return


def notices_of(document: Document) -> tuple[list[InsolvencyNotice], bool]:
    """What its register's file reads, and whether it could be read to the end."""
    found: list[InsolvencyNotice] = []
    try:
        found.extend(registers.load(document.source).parse(document))
    except SourceError:
        return found, False
    return found, True


def meant(notice: InsolvencyNotice) -> Customer:
    """A customer that is the notice's debtor beyond doubt."""
    return Customer(
        number=notice.source,
        kind=CustomerKind.ORGANISATION,
        name=notice.debtor_name,
        identifiers=notice.debtor_identifiers[:1],
        address=notice.debtor_postal_address,
        updated_at=NOW,
    )


def test_whoever_is_meant_is_caught_from_every_register(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], documents: list[Document]
) -> None:
    bucket, read = Bucket(monkeypatch, Steps(monkeypatch, glycines())), dict[str, InsolvencyNotice]()
    unread = 0
    for place, one in enumerate(documents):
        bucket.kept[f"{one.source}/{one.fetched_at:%Y/%m/%d}/{one.digest}{place}"] = one
        found, whole = notices_of(one)
        unread += not whole
        for notice in found:
            told = notice.debtor_kind is not DebtorKind.PERSON and notice.event_kind not in _SILENT
            if told and (notice.debtor_identifiers or notice.source.startswith("us_")):
                read.setdefault(notice.source, notice)
    assert set(registers.names()) - set(read) <= WITHOUT_RECORDINGS
    for notice in read.values():
        customers.put(meant(notice), keys_of(meant(notice)))
    status = commands.main(["backtest", "--since", "2020-01-01", "--until", "2030-01-01", "--json"])
    answer = Backtest.model_validate_json(capsys.readouterr().out)
    assert (status, len(answer.unread)) == (int(unread > 0), unread)
    caught = {one.customer_number for one in answer.caught}
    assert caught == set(read)
    assert answer.payloads == len(documents)
    assert not [one for one in answer.caught if one.depends_on_order and one.stage is not None]
    assert {one.source for one in answer.sources} == {*registers.names(), *bureaus.names()}
