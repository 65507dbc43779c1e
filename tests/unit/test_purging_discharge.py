"""What the purge leaves of a discharge, of letters drafted again, and of the others when one case fails."""

from collections.abc import Iterator
from datetime import date

import pytest

from chalicelib import decide, intake
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.alert import Alert, AlertKind, AlertState, Recipient
from chalicelib.model.case_document import CaseDocument, DocumentKind, DocumentStep
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import DeadlineKind, Severity
from chalicelib.model.dossier import DossierState
from chalicelib.model.news import CaseLine, DateLine, ReminderMessage
from chalicelib.model.notice import EventKind
from chalicelib.settings import settings
from chalicelib.store import alerts, cases, decisions, keys, notices, table
from tests.builders import NOW, WORD, an_occasion
from tests.unit.test_purging import GRANTED, OPENED, PERSON, World, a_person, said


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield World(monkeypatch)
    settings.cache_clear()


@pytest.fixture
def discharged(world: World) -> str:
    """The id of a case from the opening to the discharge, its block released."""
    case_id = world.publish(said(EventKind.OPENED, 1, OPENED), 1)
    file = cases.get(case_id)
    assert file is not None
    decisions.record(decide.on_release(file, an_occasion(a_person()), WORD))
    return world.publish(said(EventKind.DISCHARGE_GRANTED, 2, GRANTED), 2)


def a_reminder(case_id: str, due_id: str, title: str) -> Alert:
    line = {"case": CaseLine(case_id=case_id, customer_number="104711", customer_name=str(PERSON["name"]))}
    words = {"title_de": title, "title_en": title, "rule": "InsO 303(2)", "severity": Severity.FINAL}
    return Alert(
        id=f"reminder of {due_id}",
        kind=AlertKind.REMINDER,
        channel="email",
        recipient=Recipient(address="eva.kern@example.com"),
        message=ReminderMessage(line=DateLine.model_validate(line | words | {"due_id": due_id}), occasion="ahead"),
        created_at=NOW,
        state=AlertState.SENT,
        sent_at=NOW,
    )


def test_that_a_discharge_was_granted_goes_and_reminds_nobody(
    world: World, discharged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cases.get(discharged)
    assert before is not None
    (revocation,) = [one for one in before.deadlines if one.kind is DeadlineKind.DISCHARGE_REVOCATION]
    (stop,) = [one for one in before.tasks if one.rule == "InsO 301"]
    told = [a_reminder(discharged, one.id, one_title) for one, one_title in ((revocation, "Widerruf"), (stop, "Stopp"))]
    sent = alerts.of_case(discharged)
    monkeypatch.setattr(alerts, "of_case", lambda _case: (*sent, *told))
    for word in ("discharge_granted", "restschuldbefreiung erteilt", "discharge granted", "inso 303"):
        assert word in world.table.dump().casefold()
    world.purge()
    dump = world.dump()
    telling = ("discharge_", "restschuldbefreiung erteilt", "discharge granted", "inso 301", "inso 303", "widerruf")
    assert not [word for word in (*telling, 'stopp"') if word in dump]
    after = cases.get(discharged)
    assert after is not None
    assert [one.event_kind for one in after.case.notices] == [EventKind.OPENED, EventKind.CLOSED_LIFTED]
    assert after.case.event_kind is EventKind.CLOSED_LIFTED
    assert [(one.id, one.state) for one in after.tasks] == [(one.id, one.state) for one in before.tasks]
    assert all(keys.alert(one.id) in world.table.items["table"] for one in told)


def test_other_proceedings_keep_their_words(world: World) -> None:
    case_id = world.publish(said(EventKind.OPENED, 1, OPENED), 1)
    world.publish(said(EventKind.CLOSED_LIFTED, 2, GRANTED, original_kind="Aufhebungen"), 2)
    before = cases.get(case_id)
    world.purge()
    after = cases.get(case_id)
    assert before is not None
    assert after is not None
    assert (after.deadlines, after.tasks) == (before.deadlines, before.tasks)
    assert "Aufhebungen" in {one.text for one in after.entries}


def a_document(case_id: str, name: str, state: DossierState) -> CaseDocument:
    step = DocumentStep(version=1, state=state, by="Eva Kern", at=NOW, digest="0" * 64, size=1)
    words = {"title_de": "Forderungsanmeldung Wilhelmine Quittenbaum", "title_en": "Claim"}
    return CaseDocument(
        id=name,
        case_id=case_id,
        kind=DocumentKind.CLAIM_FILING,
        language="de",
        prepared_at=NOW,
        data_digest="0" * 64,
        history=(step,),
        **words,
    )


def test_drafts_go_and_letters_stay(world: World, discharged: str) -> None:
    for name, state in (("draft", DossierState.DRAFT), ("letter", DossierState.SENT)):
        one = a_document(discharged, name, state)
        world.table.transact([table.put_request(table.item(keys.document(discharged, name), "document", one))])
    world.purge()
    file = cases.get(discharged)
    assert file is not None
    assert [one.id for one in file.documents] == ["letter"]
    assert world.drafts_gone == [discharged]


def test_of_a_letter_drafted_again_only_the_draft_goes(world: World, discharged: str) -> None:
    sent = a_document(discharged, "letter", DossierState.SENT)
    again = sent.history[0].model_copy(update={"version": 2, "state": DossierState.DRAFT, "digest": "1" * 64})
    one = sent.model_copy(update={"history": (*sent.history, again)})
    world.table.transact([table.put_request(table.item(keys.document(discharged, "letter"), "document", one))])
    world.purge()
    file = cases.get(discharged)
    assert file is not None
    assert file.documents == (sent,)


def test_a_case_that_fails_stops_no_other(world: World, discharged: str, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = said(EventKind.REFUSED_NO_ASSETS, 4, date(2026, 5, 1), case_number="1 IN 1/26")
    intake.add_notice(notice, NOW)
    real = cases.get

    def changed(_case_id: str) -> CaseFile | None:
        raise ConcurrentChangeError("a case to be purged was changed meanwhile")

    def unreadable(_case_id: str) -> CaseFile | None:
        return CaseFile.model_validate({"case": {"debtor_name": PERSON["name"]}})

    for broken, says in ((changed, "changed meanwhile"), (unreadable, "cannot be read")):
        monkeypatch.setattr(cases, "get", broken)
        answers = {one.subject: one.withheld or "" for one in world.purge(date(2027, 1, 1))}
        assert says in answers[keys.case(discharged).pk]
        assert "Quittenbaum" not in answers[keys.case(discharged).pk]
    assert notices.get(notice.id) is None
    monkeypatch.setattr(cases, "get", real)
    (purged,) = world.purge(date(2027, 1, 2))
    assert (purged.subject, purged.withheld) == (keys.case(discharged).pk, None)
