"""Who hears of a case: who has it in hand, too; who is given something does not read of it tomorrow."""

from chalicelib import decide
from chalicelib.model.alert import Recipient
from chalicelib.model.deadline import Severity
from chalicelib.model.decision import Decision
from chalicelib.model.notice import EventKind
from tests.builders import WORD, a_customer, a_match, a_notice, an_occasion, filed

ZOE = Recipient(address="zoe.lang@example.com", name="Zoe Lang", language="en")


def mailed(decision: Decision | None) -> list[str]:
    assert decision is not None
    return sorted(one.recipient.address for one in decision.alerts if one.channel == "email")


def test_the_owner_of_a_case_hears_of_it_beside_those_whom_the_customer_names() -> None:
    file = filed(decide.on_match(a_match(), a_notice(EventKind.PRELIM_MEASURES), an_occasion()))
    before = mailed(decide.on_later_notice(file, a_match(number=2), a_notice(number=2), an_occasion()))
    file = filed(decide.on_assigned(file, an_occasion(), WORD, owner=ZOE), file)
    after = mailed(decide.on_later_notice(file, a_match(number=2), a_notice(number=2), an_occasion()))
    assert after == sorted([*before, ZOE.address])


def test_an_owner_whom_the_customer_names_as_well_hears_once_under_their_name() -> None:
    eva = a_customer().responsible[0]
    file = filed(decide.on_match(a_match(), a_notice(EventKind.PRELIM_MEASURES), an_occasion()))
    file = filed(decide.on_assigned(file, an_occasion(), WORD, owner=Recipient(address=eva.email.upper())), file)
    decision = decide.on_later_notice(file, a_match(number=2), a_notice(number=2), an_occasion())
    assert decision is not None
    told = [one.recipient for one in decision.alerts if one.recipient.address.casefold() == eva.email]
    assert [one.name for one in told] == [eva.name]


def test_what_somebody_is_given_does_not_wait_for_the_daily_mail() -> None:
    file = filed(decide.on_match(a_match(), a_notice(), an_occasion()))
    given = decide.on_assigned(file, an_occasion(), WORD, owner=ZOE, task_id=file.tasks[0].id)
    assert [(one.recipient.address, one.severity) for one in given.alerts] == [(ZOE.address, Severity.RECOVERABLE)]
