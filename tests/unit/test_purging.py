"""After its last day nothing of a person is left but the business record; before it, and while it runs, all stays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import decide, intake, purging
from chalicelib.deadlines import retention
from chalicelib.errors import StoreUnreachableError
from chalicelib.matching.keys import keys_of
from chalicelib.model.address import PostalAddress
from chalicelib.model.alert import AlertState
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.deadline import DeadlineKind
from chalicelib.model.document import Document
from chalicelib.model.match import Evidence, Match
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.model.retention import REMOVED, Purged
from chalicelib.settings import settings
from chalicelib.store import alerts, cases, customers, decisions, deletions, evidence, keys, notices
from tests.builders import NOW, WORD, a_customer, a_match, a_notice, an_occasion
from tests.unit.memory_table import MemoryTable

PERSON = {
    "kind": CustomerKind.PERSON,
    "name": "Wilhelmine Quittenbaum",
    "first_name": "Wilhelmine",
    "surname": "Quittenbaum",
    "birth_date": date(1961, 4, 3),
}
TRACES = ("quittenbaum", "wilhelmine", "1961-04-03", "03.04.1961", "lindenallee")
OPENED, GRANTED = date(2023, 3, 1), date(2026, 3, 10)
AFTER = date(2026, 9, 11)


def a_person(**fields: object) -> Customer:
    return a_customer(**PERSON | fields)


def said(kind: EventKind, number: int, day: date, **fields: object) -> InsolvencyNotice:
    """A publication about the person, with everything that names her."""
    known = {
        "debtor_kind": DebtorKind.PERSON,
        "debtor_name": "Quittenbaum, Wilhelmine",
        "debtor_first_name": "Wilhelmine",
        "debtor_surname": "Quittenbaum",
        "birth_date": date(1961, 4, 3),
        "debtor_postal_address": PostalAddress(street="Lindenallee 4", postcode="20457", city="Hamburg"),
        "original_text": "In dem Verfahren über das Vermögen der Wilhelmine Quittenbaum, geboren am 03.04.1961 ...",
        "payload": f"de_insolvenzbekanntmachungen/2026/03/10/{number}",
    }
    return a_notice(kind, number, publication_date=day, **known | fields)


def compared(number: int) -> Match:
    """The comparison with both values in it."""
    values = {"customer_value": "Wilhelmine Quittenbaum", "notice_value": "Quittenbaum, Wilhelmine"}
    one = a_match().evidence[0].model_dump() | values | {"sentence_de": "Quittenbaum und Quittenbaum sind gleich."}
    return a_match(number=number, evidence=(Evidence.model_validate(one),))


class World:
    """A table with one person's case, and a bucket whose payloads hold what `inside` says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.table = MemoryTable(monkeypatch)
        self.gone: list[str] = []
        self.refuses = False
        self.inside: dict[str, set[str]] = {}
        monkeypatch.setattr(deletions, "delete_payload", self._delete)
        self.drafts_gone: list[str] = []
        monkeypatch.setattr(deletions, "delete_drafts", self.drafts_gone.append)
        monkeypatch.setattr(purging, "_inside", lambda key: self.inside.get(key, set()))
        customers.put(a_person(), keys_of(a_person()))

    def _delete(self, key: str) -> int:
        if self.refuses:
            raise StoreUnreachableError(f"evidence {key} cannot be deleted: AccessDenied")
        self.gone.append(key)
        return 2

    def publish(self, notice: InsolvencyNotice, number: int, now: datetime = NOW) -> str:
        """Stores the notice and what follows from it; the case's id."""
        intake.add_notice(notice, now)
        known = cases.following(notice.proceedings_id)
        occasion = an_occasion(a_person(), now)
        file = cases.get(next(iter(known))) if known else None
        made = (
            decide.on_later_notice(file, compared(number), notice, occasion)
            if file
            else decide.on_match(compared(number), notice, occasion)
        )
        assert made is not None
        assert decisions.record(made)
        for one in made.alerts:
            alerts.update(one.model_copy(update={"state": AlertState.SENT, "sent_at": now}))
        return made.case.id

    def purge(self, today: date = AFTER) -> list[Purged]:
        return list(purging.purge(today))

    def kept(self) -> list[object]:
        """All items but the marks of days."""
        return [one for rows in self.table.items.values() for one in rows.values() if one["type"] != "deletion"]

    def dump(self) -> str:
        """All that is stored but the customer's own record."""
        for rows in self.table.items.values():
            for key in [one for one in rows if one.sk == keys.PROFILE or one.sk.startswith("CUSTOMER#")]:
                rows.pop(key)
        return self.table.dump().casefold()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield World(monkeypatch)
    settings.cache_clear()


@pytest.fixture
def discharged(world: World) -> str:
    """The id of a case from the opening to the discharge, with a word of ours in it."""
    case_id = world.publish(said(EventKind.OPENED, 1, OPENED), 1)
    file = cases.get(case_id)
    assert file is not None
    word = WORD.model_copy(update={"reason": "Frau Quittenbaum hat angerufen; eva.quittenbaum@example.com gefragt"})
    decisions.record(decide.on_release(file, an_occasion(a_person()), word))
    return world.publish(said(EventKind.DISCHARGE_GRANTED, 2, GRANTED), 2)


def test_nothing_goes_before_its_day(world: World, discharged: str) -> None:
    before = world.kept()
    assert world.purge(date(2026, 9, 10)) == []
    assert world.kept() == before


def test_nothing_of_running_proceedings_goes_ever(world: World) -> None:
    world.publish(said(EventKind.OPENED, 1, OPENED), 1)
    before = world.kept()
    assert world.purge(date(2099, 1, 1)) == []
    assert world.kept() == before


def test_after_the_day_no_trace_of_the_person_is_left(world: World, discharged: str) -> None:
    assert any(trace in world.table.dump().casefold() for trace in TRACES)
    (purged,) = world.purge()
    assert purged.retention.reason.startswith("InsBekV 3(1)")
    assert not [trace for trace in TRACES if trace in world.dump().replace("eva.quittenbaum@example.com", "")]
    assert sorted(world.gone) == [f"de_insolvenzbekanntmachungen/2026/03/10/{number}" for number in (1, 2)]
    assert not [trace for trace in TRACES if trace in purged.model_dump_json().casefold()]


def test_the_business_record_stays(world: World, discharged: str) -> None:
    before = cases.get(discharged)
    world.purge()
    after = cases.get(discharged)
    assert before is not None
    assert after is not None
    assert (after.case.case_number, after.case.court) == ("67a IN 17/26", "Amtsgericht Hamburg")
    assert (after.case.purged_on, after.case.debtor_name, after.case.customer_name) == (AFTER, REMOVED, REMOVED)
    assert after.case.customer_number == "104711"
    assert after.deadlines
    assert after.deadlines == tuple(
        one for one in before.deadlines if one.kind is not DeadlineKind.DISCHARGE_REVOCATION
    )
    assert [one.id for one in after.entries] == [one.id for one in before.entries]
    assert after.entries[0].match is not None
    assert [one.field for one in after.entries[0].match.evidence] == ["name"]
    told = alerts.of_case(discharged)
    assert told
    assert all(one.sent_at and one.recipient.address for one in told)


def test_again_finds_nothing(world: World, discharged: str) -> None:
    assert len(world.purge()) == 1
    before = world.table.dump()
    assert world.purge() == []
    assert world.table.dump() == before


def test_a_dry_run_says_all_and_does_nothing(world: World, discharged: str) -> None:
    before = world.table.dump()
    dry = list(purging.purge(AFTER, dry=True))
    assert world.table.dump() == before
    assert world.gone == []
    assert dry == world.purge()


def test_what_cannot_be_deleted_is_named_and_found_again(world: World, discharged: str) -> None:
    world.refuses = True
    (withheld,) = world.purge()
    assert "AccessDenied" in (withheld.withheld or "")
    world.refuses = False
    (purged,) = world.purge(AFTER + timedelta(days=1))
    assert purged.withheld is None
    assert not [trace for trace in TRACES if trace in world.dump().replace("eva.quittenbaum@example.com", "")]


def test_a_payload_goes_with_the_last_notice_in_it(world: World, discharged: str) -> None:
    other = a_notice(EventKind.OPENED, 9)
    notices.add(other, keys_of(other), expires_at=None)
    shared = "de_insolvenzbekanntmachungen/2026/03/10/1"
    world.inside = {shared: {said(EventKind.OPENED, 1, OPENED).id, other.id}}
    (purged,) = world.purge()
    assert purged.shared == (shared,)
    assert shared not in world.gone


def test_a_later_publication_begins_the_file_anew(world: World, discharged: str) -> None:
    world.purge()
    later = said(EventKind.OPENED, 3, date(2026, 10, 1))
    world.publish(later, 3, datetime(2026, 10, 1, tzinfo=UTC))
    file = cases.get(discharged)
    assert file is not None
    assert (file.case.debtor_name, file.case.customer_name) == (later.debtor_name, "Wilhelmine Quittenbaum")
    assert (file.case.purged_on, file.case.retention) == (None, None)


def test_a_notice_without_a_case_goes_on_its_day_with_its_keys(world: World) -> None:
    notice = said(EventKind.REFUSED_NO_ASSETS, 4, NOW.date())
    intake.add_notice(notice, NOW)
    until = retention.of_notice(notice, NOW).delete_on
    assert until == date(2026, 4, 2)
    assert world.purge(until - timedelta(days=1)) == []
    (purged,) = world.purge(until)
    assert world.gone == [notice.payload]
    assert not [trace for trace in TRACES if trace in world.dump()]
    assert f"NOTICE#{notice.id} NOTICE" in purged.deleted


def test_a_notice_that_ttl_took_first_takes_its_payload_along(world: World) -> None:
    notice = said(EventKind.REFUSED_NO_ASSETS, 4, NOW.date())
    intake.add_notice(notice, NOW)
    world.table.items["table"].pop(keys.notice(notice.id))
    world.purge(date(2027, 1, 1))
    assert world.gone == [notice.payload]
    assert world.purge(date(2027, 1, 1)) == []


def test_companies_are_no_persons(world: World) -> None:
    notice = a_notice(EventKind.REFUSED_NO_ASSETS)
    intake.add_notice(notice, NOW)
    assert world.purge(date(2099, 1, 1)) == []


def test_bureaus_payloads_are_about_one_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(_key: str) -> Document:
        raise AssertionError("a bureau's answer needs no reading")

    monkeypatch.setattr(evidence, "get", unread)
    assert purging._inside("schufa/2026/03/10/abc") == set()
