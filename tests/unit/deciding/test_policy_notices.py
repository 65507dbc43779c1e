"""One notice to the insurer for each policy that covers the customer, each ticked by itself."""

from datetime import timedelta

from chalicelib import decide
from chalicelib.deciding.books import on_books_changed
from chalicelib.deciding.occasion import Occasion
from chalicelib.model.case_file import CaseFile
from chalicelib.model.event import EventKind
from chalicelib.model.insurance import Policy
from chalicelib.model.ledger import Ledger
from chalicelib.model.task import CAUSE_CASE, Task, TaskKind, TaskState, insurer_cause, task_id
from tests.builders import NOW, WORD, a_match, a_notice, an_occasion, filed
from tests.unit.recovery.books import OPENED_ON, an_item
from tests.unit.recovery.test_cover_warnings import a_limit, a_policy

NORTH, SOUTH = a_policy("NK-1"), a_policy("SK-7", insurer="Suedkredit")
BOTH = (a_limit("NK-1"), a_limit("SK-7"))


def insured(*policies: Policy, **fields: object) -> Occasion:
    items = (an_item(insured_share=90),)
    ledger = Ledger.model_validate({"customer_number": "104711", "items": items, "policies": policies} | fields)
    return an_occasion(now=NOW + timedelta(days=1)).model_copy(update={"ledger": ledger})


def opened(occasion: Occasion, kind: EventKind = EventKind.OPENED) -> CaseFile:
    return filed(decide.on_match(a_match(), a_notice(kind, opening_date=OPENED_ON), occasion))


def notices(file: CaseFile) -> list[Task]:
    found = [one for one in file.tasks if one.kind is TaskKind.NOTIFY_INSURER]
    return sorted(found, key=lambda one: one.text_en)


def test_every_policy_that_covers_the_customer_has_its_own_notice() -> None:
    file = opened(insured(NORTH, SOUTH, a_policy("XX-9"), limits=BOTH))
    first, second = notices(file)
    assert ("NK-1" in first.text_de, "Nordkredit" in first.text_en) == (True, True)
    assert ("SK-7" in second.text_de, "Suedkredit" in second.text_en) == (True, True)
    assert first.id == task_id(file.case.id, TaskKind.NOTIFY_INSURER, insurer_cause(CAUSE_CASE, "NK-1"))
    file = filed(decide.on_task_done(file, insured(NORTH, SOUTH, limits=BOTH), WORD, task_id=first.id), file)
    assert [one.state for one in notices(file)] == [TaskState.DONE, TaskState.OPEN]
    assert on_books_changed(file, insured(NORTH, SOUTH, limits=BOTH)) is None


def test_what_an_event_says_to_the_insurer_stands_in_each_notice() -> None:
    file = opened(insured(NORTH, SOUTH, limits=BOTH), EventKind.REFUSED_NO_ASSETS)
    assert ["Versicherungsfall" in one.text_de for one in notices(file)] == [True, True]


def test_where_no_policy_is_known_the_insurer_is_notified_all_the_same() -> None:
    (task,) = notices(opened(insured()))
    assert task.id == task_id(task.case_id, TaskKind.NOTIFY_INSURER, CAUSE_CASE)


def test_policies_that_become_known_take_the_place_of_the_notice_that_named_none() -> None:
    file = opened(insured())
    file = filed(on_books_changed(file, insured(NORTH, SOUTH, limits=BOTH)), file)
    assert [(one.state, one.done_by) for one in notices(file)] == [
        (TaskState.DONE, "books"),
        (TaskState.OPEN, None),
        (TaskState.OPEN, None),
    ]
    assert on_books_changed(file, insured(NORTH, SOUTH, limits=BOTH)) is None


def test_the_only_insurer_that_was_told_is_not_told_again_and_of_several_nobody_knows_which() -> None:
    file = opened(insured())
    (task,) = notices(file)
    file = filed(decide.on_task_done(file, insured(), WORD, task_id=task.id), file)
    alone = on_books_changed(file, insured(NORTH, limits=BOTH[:1]))
    assert alone is None or not [one for one in alone.tasks if one.kind is TaskKind.NOTIFY_INSURER]
    both = on_books_changed(file, insured(NORTH, SOUTH, limits=BOTH))
    assert both is not None
    assert [one.state for one in both.tasks if one.kind is TaskKind.NOTIFY_INSURER] == [TaskState.OPEN] * 2
