"""What D&B's notifications say."""

import json
from datetime import UTC, date, datetime

import pytest

from chalicelib.errors import (
    SourceChangedError,
)
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, CreditEvent, Lapse, LapseKind
from chalicelib.model.event import EventKind
from tests.contract.dnb_sessions import ACTIVE, OUT, SHARED, changes_of, closing, document, recorded, told
from tests.contract.servers.dnb import element


def test_every_kind_of_the_guide_is_read_and_the_rest_is_for_a_person() -> None:
    found = told([recorded("notifications.mixed.json")])
    lapses = {(one.subject_id, one.kind): one.moved_to for one in found if isinstance(one, Lapse)}
    assert lapses == {
        ("310000002", LapseKind.TRANSFERRED): "310000003",
        ("310000004", LapseKind.EXITED): None,
        ("310000005", LapseKind.EXITED): None,
        ("310000006", LapseKind.EXITED): None,
        ("310000006", LapseKind.RESTORED): None,
        ("310000007", LapseKind.UNDER_REVIEW): None,
        ("310000007", LapseKind.RESTORED): None,
    }
    events = {one.original_code: one for one in found if isinstance(one, CreditEvent)}
    assert {code: one.event_kind for code, one in events.items()} == {
        "dunsControlStatus.operatingStatus=403": EventKind.ADVERSE_INFORMATION,
        "legalEvents.hasOpenBankruptcy=true": EventKind.OPENED,
        "legalEvents.hasInsolvency=true": EventKind.UNCLASSIFIED,
        "dnbAssessment.failureScore.classScore=4": None,
        "moonPhase=new": EventKind.UNCLASSIFIED,
        "primaryName=Łódka & Söhne GmbH in Liquidation": EventKind.UNCLASSIFIED,
        "SPLIT": EventKind.UNCLASSIFIED,
    }
    score = events["dnbAssessment.failureScore.classScore=4"]
    assert score.index is not None
    assert score.previous_index is not None
    assert (score.index.band, score.previous_index.band) == (Band.D, Band.B)
    status = events["dunsControlStatus.operatingStatus=403"]
    assert (status.on, status.at) == (date(2026, 3, 16), datetime(2026, 3, 16, 23, 11, tzinfo=UTC))


def test_a_whole_record_tells_what_is_bad_in_it_already() -> None:
    found = told([recorded("notifications.seed.json")])
    assert {one.original_code: one.event_kind for one in found} == {
        "dunsControlStatus.operatingStatus=403": EventKind.ADVERSE_INFORMATION,
        "legalEvents.hasOpenJudgments=true": EventKind.ADVERSE_INFORMATION,
        "dnbAssessment.failureScore": None,
    }
    assert {one.subject_name for one in found} == {"O'Hara Żuraw Sp. z o.o."}


def test_master_data_is_left_out_and_recovery_is_told() -> None:
    assert (
        changes_of(
            element("telephone[0].telephoneNumber", "1", "2"),
            element("primaryAddress", {}, {"postalCode": "1"}),
            element("corporateLinkage.globalUltimateFamilyTreeMembersCount", 3, 4),
            element("primaryName", "A GmbH", "B GmbH"),
            element("dunsControlStatus.operatingStatus", {"description": "Unknown", "dnbCode": 1}, ACTIVE),
            element("dnbAssessment.failureScore.scoreDate", "2026-01-01", "2026-03-01"),
        )
        == []
    )
    (back, judgments) = changes_of(
        element("dunsControlStatus.operatingStatus", OUT, ACTIVE),
        element("legalEvents.hasOpenJudgments", True, False),
    )
    assert (back.event_kind, judgments.event_kind) == (EventKind.CREDIT_RECOVERED, EventKind.CREDIT_RECOVERED)


def test_the_contract_s_codes_win() -> None:
    given = BureauPlan(
        codes={"legalEvents.hasInsolvency=true": EventKind.PETITION_FILED, "telephone": EventKind.ADVERSE_INFORMATION},
        options={"harmless_codes": "moonPhase"},
    )
    found = changes_of(
        element("legalEvents.hasInsolvency", False, True),
        element("legalEvents.hasInsolvency", True, False),
        element("telephone", None, []),
        element("moonPhase.sign", 1, 2),
        given=given,
    )
    kinds = [one.event_kind for one in found]
    assert kinds == [EventKind.PETITION_FILED, EventKind.UNCLASSIFIED, EventKind.ADVERSE_INFORMATION]


def test_a_percentile_is_told_only_where_no_class_stands_beside_it() -> None:
    (alone,) = changes_of(element("dnbAssessment.failureScore.nationalPercentile", 70, 12))
    assert (alone.event_kind, alone.index.value, alone.index.band) == (None, "12", None)


def test_scores_that_end_or_are_no_numbers() -> None:
    (gone,) = changes_of(element("dnbAssessment.delinquencyScore.classScore", 2, None))
    assert gone.event_kind is EventKind.UNCLASSIFIED
    (override,) = changes_of(element("dnbAssessment.failureScore.scoreOverrideReasons", None, [{"dnbCode": 1}]))
    assert override.event_kind is EventKind.UNCLASSIFIED
    with pytest.raises(SourceChangedError, match="no number"):
        changes_of(element("dnbAssessment.failureScore.classScore", 2, "bad"))


def test_the_same_change_through_another_registration_is_the_same_event() -> None:
    one, other = closing(), closing()
    first = document(json.dumps({"notifications": [{**one, "deliveryTimeStamp": "2026-03-17T06:00:01Z"}]}).encode())
    second = document(json.dumps({"notifications": [{**other, "deliveryTimeStamp": "2026-03-18T06:00:01Z"}]}).encode())
    assert [event.id for event in told([first])] == [event.id for event in told([second])]
    (later,) = changes_of(element("dunsControlStatus.operatingStatus", ACTIVE, OUT, "2026-03-20T00:00:00Z"))
    assert later.id not in {event.id for event in told([first])}


@pytest.mark.parametrize(
    ("at", "day"), [("2026-03-16T23:30:00Z", date(2026, 3, 16)), ("2026-03-17T00:30:00+01:00", date(2026, 3, 16))]
)
def test_days_are_days_in_utc(at: str, day: date) -> None:
    (event,) = changes_of(element("dunsControlStatus.operatingStatus", ACTIVE, OUT, at))
    assert event.on == day


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"notifications": {}}',
        b'{"notifications": [], "novel": 1}',
        b'{"notifications": [{"type": "EXIT"}]}',
        b'{"notifications": [{"type": "EXIT", "organization": {"duns": "1"}, "deliveryTimeStamp": "soon"}]}',
    ],
)
def test_what_was_never_seen_in_a_page_is_named(content: bytes) -> None:
    with pytest.raises(SourceChangedError):
        told([document(content)])


@pytest.mark.skipif(not SHARED.exists(), reason="no samples here")
def test_public_examples_are_read() -> None:
    for name in ("pull.notifications.200.json", "pull.notifications.replay.200.json"):
        assert told([document((SHARED / name).read_bytes())]) == []
    found = told([document((SHARED / "constructed" / "pull.notifications.mixed.json").read_bytes())])
    assert [type(one).__name__ for one in found] == ["CreditEvent", "Lapse", "Lapse", "Lapse"]
    assert found[0].event_kind is EventKind.ADVERSE_INFORMATION
    assert found[1].moved_to == "300000003"
