"""What each event does when it is the first that is known of a customer's proceedings."""

import pytest

from chalicelib import decide
from chalicelib.deciding.reactions import NO_CASE, REACTIONS
from chalicelib.model.alert import AlertKind
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import DebtorKind, EventKind
from chalicelib.model.task import TaskKind
from tests.builders import a_customer, a_match, a_notice, an_occasion, filed, questions

WARN, PREPAY, STOP = Stage.WARN, Stage.PREPAYMENT_ONLY, Stage.NO_DELIVERIES
ENDED = (TaskKind.DECIDE_RELEASE,)
E = EventKind

# event, stage, no payouts, statute named in the ground, questions
FIRST_EVENTS = [
    (E.PETITION_FILED, PREPAY, False, "BGB 321", ()),
    (E.PRELIM_MEASURES, STOP, True, "InsO 21", ()),
    (E.PRELIM_SELF_ADMIN, STOP, False, "InsO 21", ()),
    (E.REFUSED_NO_ASSETS, STOP, False, "InsO 26", ()),
    (E.OPENED, STOP, True, "InsO 103", ()),
    (E.OPENED_SELF_ADMIN, STOP, True, "InsO 103, 270", ()),
    (E.CONVERTED, STOP, True, "InsO 103", ()),
    (E.ASSETS_INSUFFICIENT, STOP, True, "InsO 208", ()),
    (E.PRACTITIONER_APPOINTED, STOP, True, "InsO 103", ()),
    (E.HEARING_OR_DEADLINE_SET, STOP, True, "InsO 103", ()),
    (E.LATE_EXAM, STOP, True, "InsO 103", ()),
    (E.CLAIMS_LIST_DEPOSITED, STOP, True, "InsO 103", ()),
    (E.DISTRIBUTION, STOP, True, "InsO 103", ()),
    (E.FINAL_HEARING, STOP, True, "InsO 103", ()),
    (E.DISCHARGE_ANNOUNCED, PREPAY, False, "BGB 321", ()),
    (E.FREED_BUSINESS, PREPAY, False, "InsO 35", ENDED),
    (E.MEASURES_LIFTED, WARN, False, "BGB 321", ENDED),
    (E.CLOSED_DISCONTINUED, PREPAY, False, "BGB 321", ENDED),
    (E.CLOSED_LIFTED, PREPAY, False, "BGB 321", ENDED),
    (E.DISCHARGE_GRANTED, WARN, False, "BGB 321", ENDED),
    (E.DISCHARGE_REFUSED, PREPAY, False, "BGB 321", ENDED),
    (E.RESTRUCTURING, WARN, False, "BGB 321", ()),
    (E.SCORE_DROPPED, PREPAY, False, "BGB 321", ()),
    (E.LIMIT_WITHDRAWN, PREPAY, False, "BGB 321", ()),
    (E.PAYMENT_DEFAULT, PREPAY, False, "BGB 321", ()),
    (E.ADVERSE_INFORMATION, PREPAY, False, "BGB 321", ()),
    (E.CREDIT_RECOVERED, WARN, False, "BGB 321", ENDED),
]


@pytest.mark.parametrize(("kind", "stage", "no_payouts", "statute", "asked"), FIRST_EVENTS)
def test_a_certain_first_event(
    kind: EventKind, stage: Stage, no_payouts: bool, statute: str, asked: tuple[TaskKind, ...]
) -> None:
    decision = decide.on_match(a_match(), a_notice(kind), an_occasion())
    assert decision is not None
    assert decision.block is not None
    assert (decision.block.stage, decision.block.no_payouts) == (stage, no_payouts)
    assert statute in decision.block.ground.statute
    assert tuple(task.kind for task in questions(decision)) == asked
    assert decision.case.state is CaseState.OPEN
    assert {alert.kind for alert in decision.alerts} == {AlertKind.BLOCK_PLACED}


@pytest.mark.parametrize(
    ("kind", "question"),
    [(E.UNCLASSIFIED, TaskKind.CLASSIFY_NOTICE), (E.CORRECTION, TaskKind.CHECK_CORRECTION)],
)
def test_what_was_not_understood_never_blocks_by_itself_and_asks(kind: EventKind, question: TaskKind) -> None:
    decision = decide.on_match(a_match(), a_notice(kind), an_occasion())
    assert decision is not None
    assert decision.block is not None
    assert (decision.block.stage, decision.case.state) == (WARN, CaseState.REVIEW)
    assert {task.kind for task in questions(decision)} == {question, TaskKind.REVIEW_MATCH}
    assert {alert.kind for alert in decision.alerts} == {AlertKind.REVIEW_NEEDED}


def test_every_event_has_a_line_above() -> None:
    told_elsewhere = {E.UNCLASSIFIED, E.CORRECTION, E.CANCELLATION} | NO_CASE
    assert {line[0] for line in FIRST_EVENTS} | told_elsewhere == set(EventKind)
    assert set(REACTIONS) | NO_CASE == set(EventKind)


@pytest.mark.parametrize("kind", [*sorted(NO_CASE), E.CANCELLATION])
def test_what_is_no_insolvency_of_the_customer_opens_nothing(kind: EventKind) -> None:
    assert decide.on_match(a_match(), a_notice(kind), an_occasion()) is None


@pytest.mark.parametrize("kind", list(EventKind))
def test_a_negative_match_opens_nothing(kind: EventKind) -> None:
    assert decide.on_match(a_match(MatchResult.NEGATIVE), a_notice(kind), an_occasion()) is None


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind not in NO_CASE and kind is not E.CANCELLATION])
def test_an_unsure_match_never_goes_beyond_a_warning(kind: EventKind) -> None:
    decision = decide.on_match(a_match(MatchResult.UNSURE), a_notice(kind), an_occasion())
    assert decision is not None
    assert decision.block is not None
    assert (decision.block.stage, decision.block.no_payouts) == (WARN, False)
    assert decision.case.state is CaseState.REVIEW
    assert TaskKind.REVIEW_MATCH in {task.kind for task in questions(decision)}
    assert decision.block.ground.statute.startswith("none")


def test_equal_name_and_address_alone_block_to_prepayment_at_most_and_ask() -> None:
    """A healthy successor has the same name at the same door."""
    decision = decide.on_match(a_match(rule="name_form_address"), a_notice(E.OPENED), an_occasion())
    assert decision is not None
    assert decision.block is not None
    assert (decision.block.stage, decision.case.state) == (PREPAY, CaseState.REVIEW)
    assert {task.kind for task in questions(decision)} == {TaskKind.REVIEW_MATCH}


@pytest.mark.parametrize("person_by", ["customer", "notice"])
def test_an_automatic_block_of_a_natural_person_is_looked_at_by_a_human_being(person_by: str) -> None:
    customer = a_customer(kind="person", name="Anna Lindqvist") if person_by == "customer" else a_customer()
    kind = DebtorKind.PERSON if person_by == "notice" else DebtorKind.UNKNOWN
    decision = decide.on_match(a_match(), a_notice(E.OPENED, debtor_kind=kind), an_occasion(customer))
    assert decision is not None
    (task,) = questions(decision)
    assert (task.kind, task.rule) == (TaskKind.REVIEW_PERSON_BLOCK, "GDPR 22(3)")
    assert decision.case.natural_person


@pytest.mark.parametrize("country", ["FR", "CH", "GB"])
def test_a_ground_abroad_is_not_a_german_statute_of_insolvency(country: str) -> None:
    block = filed(decide.on_match(a_match(), a_notice(E.OPENED, country=country), an_occasion())).block
    assert block is not None
    assert "InsO" not in block.ground.statute


def test_everybody_named_is_told_once_and_the_topic_too() -> None:
    twice = a_customer(departments=a_customer().responsible)
    decision = decide.on_match(a_match(), a_notice(), an_occasion(twice))
    assert decision is not None
    assert sorted((alert.channel, alert.recipient.address) for alert in decision.alerts) == [
        ("email", "eva.kern@example.com"),
        ("order_systems", "order-systems"),
    ]


def test_a_customer_without_anybody_is_told_to_the_defaults() -> None:
    nobody = a_customer(responsible=(), departments=())
    decision = decide.on_match(a_match(), a_notice(), an_occasion(nobody))
    assert decision is not None
    assert [alert.recipient.address for alert in decision.alerts if alert.channel == "email"] == ["all@example.com"]


def test_the_same_notice_decides_the_same_ids() -> None:
    first = decide.on_match(a_match(), a_notice(), an_occasion())
    second = decide.on_match(a_match(), a_notice(), an_occasion())
    assert first == second
