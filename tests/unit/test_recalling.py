"""What a register takes back leaves every copy: notices, payloads, match keys, persons' names; our own books stay."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import decide, intake, purging, reading, recalling, registers
from chalicelib.errors import NotFoundError, SourceChangedError, StoreUnreachableError
from chalicelib.matching.keys import keys_of
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.document import Document
from chalicelib.model.retention import REMOVED, Purged
from chalicelib.model.source import SourceStatus
from chalicelib.registers import nl_cir
from chalicelib.settings import settings
from chalicelib.store import cases, customers, decisions, deletions, evidence, notices, recalls, sources
from functions import purge_expired
from tests.builders import a_customer, a_match, an_occasion
from tests.contract import test_cz_isir
from tests.contract.recordings import HERE
from tests.contract.servers.cir import Cir
from tests.contract.servers.isir import Isir
from tests.contract.test_nl_cir import fetched
from tests.unit.memory_table import MemoryTable

NOW = datetime(2026, 9, 20, 8, tzinfo=UTC)
TOMORROW = date(2026, 9, 21)
OWN = HERE / "nl_cir"
TRADER, COMPANY = "13.ams.26.9902.F.1300.1.26", "16.mne.26.9901.F.1316.1.26"
CASES = {TRADER: (OWN / "case-trader.xml").read_bytes(), COMPANY: (OWN / "case-company.xml").read_bytes()}
REMOVED_TRADER = ("F.13/26/9902", TRADER, "Eindevindbaarheid")
REMOVED_COMPANY = ("F.16/26/9901", COMPANY, "Eindevindbaarheid")
TRACES = ("voorbeeldma", "jorrit", "de korst")


class World:
    """Both tables and the bucket in memory, filled by polls of a local register."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.table = MemoryTable(monkeypatch)
        self.bucket: dict[str, Document] = {}
        self.refuses = False
        monkeypatch.setattr(evidence, "keep", self._keep)
        monkeypatch.setattr(evidence, "get", self._get)
        monkeypatch.setattr(deletions, "delete_payload", self._delete)
        monkeypatch.setattr(deletions, "delete_drafts", lambda _case: 0)

    def _keep(self, document: Document) -> str:
        key = f"{document.source}/2026/09/20/{document.digest}"
        self.bucket[key] = document
        return key

    def _get(self, key: str) -> Document:
        if key not in self.bucket:
            raise NotFoundError(key)
        return self.bucket[key]

    def _delete(self, key: str) -> int:
        if self.refuses:
            raise StoreUnreachableError("AccessDenied")
        return int(bool(self.bucket.pop(key, None)))

    def poll(self, *removed: tuple[str, str, str], listed: dict[str, bytes] | None = None, now: datetime = NOW) -> None:
        for document in fetched(Cir(CASES if listed is None else listed, removed)):
            intake.keep_document(document.model_copy(update={"fetched_at": now}), now)

    def open_case(self, customer: Customer, notice_id: str) -> str:
        customers.put(customer, keys_of(customer))
        notice = notices.get(notice_id)
        assert notice is not None
        match = a_match(customer_number=customer.number, notice_id=notice.id)
        made = decide.on_match(match, notice, an_occasion(customer, NOW))
        assert made is not None
        assert decisions.record(made)
        return made.case.id

    def obey(self, today: date = TOMORROW) -> list[Purged]:
        return list(recalling.obey(today, NOW + timedelta(days=1)))

    def text(self) -> str:
        for rows in self.table.items.values():
            for key in [one for one in rows if one.sk == "PROFILE" or one.sk.startswith("CUSTOMER#")]:
                rows.pop(key)
        kept = b"".join(one.content for one in self.bucket.values()).decode()
        return (self.table.dump() + kept).casefold()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield World(monkeypatch)
    settings.cache_clear()


def a_trader() -> Customer:
    return a_customer(
        number="1",
        kind=CustomerKind.PERSON,
        name="Jorrit de Voorbeeldma",
        first_name="Jorrit",
        surname="de Voorbeeldma",
    )


def test_of_a_person_nothing_is_left_but_our_own_file(world: World) -> None:
    world.poll()
    case_id = world.open_case(a_trader(), f"nl_cir:{TRADER}")
    world.poll(REMOVED_TRADER, listed={COMPANY: CASES[COMPANY]}, now=NOW + timedelta(hours=2))
    assert [trace for trace in TRACES if trace in world.text()] == list(TRACES)
    assert world.obey(NOW.date()) == []  # whoever has to hear of it can, until tomorrow
    (purged,) = world.obey()
    assert purged.withheld is None
    assert "Eindevindbaarheid" in purged.retention.reason
    assert [trace for trace in TRACES if trace in world.text()] == []
    file = cases.get(case_id)
    assert file is not None
    assert (file.case.debtor_name, file.case.purged_on, file.case.customer_number) == (REMOVED, TOMORROW, "1")
    assert file.entries
    assert notices.get(f"nl_cir:{COMPANY}") is not None  # the other case stays
    assert world.obey() == []


def test_of_an_organisation_the_registers_words_go_and_the_block_stays(world: World) -> None:
    world.poll()
    case_id = world.open_case(a_customer(number="2"), "nl_cir:16.mne.26.9901.F.1300.1.26")
    before = cases.get(case_id)
    world.poll(REMOVED_COMPANY, listed={})
    assert world.obey()
    assert before is not None
    assert cases.get(case_id) == before
    assert [one for one in world.bucket.values() if b"Windvaan" in one.content] == []
    left = [str(one) for rows in world.table.items.values() for one in rows.values() if one["type"] == "notice"]
    assert "Windvaan" not in "".join(left)


def test_payloads_that_brought_nothing_new_go_too(world: World) -> None:
    world.poll()
    moved = CASES[TRADER].replace(b"Bakkerij De Korst", b"Bakkerij  De Korst")
    assert moved != CASES[TRADER]
    world.poll(listed={TRADER: moved})
    assert len([one for one in world.bucket.values() if b"Voorbeeldma" in one.content]) == 2
    world.poll(REMOVED_TRADER, listed={})
    assert world.obey()
    assert [one for one in world.bucket.values() if b"Voorbeeldma" in one.content] == []


def test_a_case_that_is_published_again_later_stays(world: World) -> None:
    world.poll(REMOVED_TRADER, listed={})
    world.poll(now=NOW + timedelta(hours=3))
    world.obey()
    assert notices.get(f"nl_cir:{TRADER}") is not None


def test_a_case_both_removed_and_modified_since_the_last_poll_stays(world: World) -> None:
    world.poll(REMOVED_TRADER)
    assert world.obey() == []
    assert notices.get(f"nl_cir:{TRADER}") is not None
    assert [one for one in world.bucket.values() if b"Voorbeeldma" in one.content]
    world.poll(REMOVED_TRADER, listed={}, now=NOW + timedelta(days=1))
    assert list(recalling.obey(TOMORROW + timedelta(days=1), NOW + timedelta(days=2)))
    assert notices.get(f"nl_cir:{TRADER}") is None


def test_what_cannot_be_deleted_is_named_and_tried_again(world: World) -> None:
    world.poll()
    world.poll(REMOVED_TRADER, listed={})
    world.refuses = True
    (withheld,) = world.obey()
    assert "AccessDenied" in (withheld.withheld or "")
    world.refuses = False
    (purged,) = world.obey()
    assert purged.withheld is None
    assert notices.get(f"nl_cir:{TRADER}") is None


def test_a_dry_run_does_nothing_and_the_proof_is_kept(world: World) -> None:
    world.poll()
    world.poll(REMOVED_TRADER, listed={})
    before = world.table.dump()
    (dry,) = recalling.obey(TOMORROW, NOW, dry=True)
    assert world.table.dump() == before
    assert [dry.payloads, dry.deleted] == [(one := world.obey()[0]).payloads, one.deleted]
    (proof,) = [one for one in world.table.items["table"].values() if one["type"] == "removal"]
    assert proof["record"]["obeyed_at"]
    assert "expires_at" in proof
    world.poll(REMOVED_TRADER, listed={})  # the list is asked for from an hour before: told again, obeyed already
    assert recalls.due(TOMORROW + timedelta(days=9)) == []


def test_a_case_that_is_removed_again_goes_again(world: World) -> None:
    world.poll()
    world.poll(REMOVED_TRADER, listed={})
    assert world.obey()
    world.poll(now=NOW + timedelta(days=2))
    assert notices.get(f"nl_cir:{TRADER}") is not None
    world.poll(REMOVED_TRADER, listed={}, now=NOW + timedelta(days=3))
    assert list(recalling.obey(TOMORROW + timedelta(days=3), NOW + timedelta(days=4)))
    assert notices.get(f"nl_cir:{TRADER}") is None


def test_a_list_of_removals_in_another_form_is_an_error(world: World) -> None:
    odd = Cir({}).result("searchRemovedSince", {}).replace(b"<exceptie", b"<x/><exceptie")
    with pytest.raises(SourceChangedError), reading.of_payload("nl_cir", "key"):
        list(nl_cir.removals(fetched(Cir({}))[0].model_copy(update={"content": odd.replace(b"exceptie", b"iets")})))


def test_a_dead_list_of_removals_is_told_as_long_as_copies_may_be_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(days: float, notices_total: int = 5) -> list[str]:
        heard = NOW - timedelta(days=days)
        sources.put(SourceStatus(name="nl_cir", checked_through=heard, notices_total=notices_total))
        return recalling.late_lists(NOW)

    assert recalling.late_lists(NOW) == []  # nothing was ever copied
    assert late(1) == []
    assert late(4, notices_total=0) == []
    (told,) = late(4)
    assert "nl_cir: removals were last heard of 2026-09-16" in told
    assert late(4000) == []
    late(4)
    monkeypatch.setattr(purging, "purge", lambda _today: iter(()))
    assert purge_expired.purge(TOMORROW, NOW) == {"purged": 0, "withheld": 1}


def test_a_debtor_struck_off_in_czechia_goes_and_the_others_of_the_page_stay(world: World) -> None:
    (page,) = test_cz_isir.fetched(Isir(test_cz_isir.FEED, test_cz_isir.LOOK_UP))
    intake.keep_document(page.model_copy(update={"fetched_at": NOW}), NOW)
    assert notices.get("cz_isir:70000016") is not None  # cases still have to hear that it was struck off
    (purged,) = world.obey()
    assert "datumVyskrtnuti" in purged.retention.reason
    assert notices.get("cz_isir:70000016") is None
    assert notices.get("cz_isir:70000008") is not None
    assert (len(purged.shared), purged.payloads) == (1, ())  # the page goes with the last of its notices


def test_registers_that_call_back() -> None:
    assert [name for name in registers.names() if hasattr(registers.load(name), "removals")] == ["cz_isir", "nl_cir"]
