"""What sending a document does in the case."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from chalicelib.deciding import tasks
from chalicelib.deciding.books import on_books_changed
from chalicelib.deciding.paperwork import on_document_sent
from chalicelib.model.case_document import DocumentKind
from chalicelib.model.letters import (
    InsurerNoticeKind,
)
from chalicelib.model.task import CAUSE_BEFORE, CAUSE_CASE, TaskKind, insurer_cause, task_id
from tests.builders import WORD, an_occasion, filed
from tests.unit.dossiers.material import NOW, a_file, an_item, books
from tests.unit.dossiers.test_assembly import a_document

CLAIM, EXPLANATION = DocumentKind.CLAIM_FILING, DocumentKind.MATCH_EXPLANATION
TO_THE_PRACTITIONER = (CLAIM, DocumentKind.SECURITY_RIGHTS, DocumentKind.CHOICE_OF_PERFORMANCE)


def test_sending_does_the_task_and_the_deadline_and_enters_the_day() -> None:
    file = a_file()
    decision = on_document_sent(file, a_document(), an_occasion(now=NOW), WORD)
    after = filed(decision, file)
    assert after.case.claim.filed_on == date(2026, 3, 20)
    assert [(task.kind, task.done_by) for task in decision.tasks if task.done_by] == [("lodge_claim", WORD.person)]
    assert [one.kind for one in after.deadlines if one.done_by] == ["claim_filing"]
    assert decision.alerts == ()
    again = on_document_sent(after, a_document(), an_occasion(now=NOW + timedelta(days=9)), WORD)
    assert again.case.claim.filed_on == date(2026, 3, 20), "the first filing suspends the limitation"


def test_a_report_of_overdue_invoices_is_not_the_notice_of_insolvency() -> None:
    insurer = a_document(notice_kind=InsurerNoticeKind.OVERDUE)
    insurer = insurer.model_copy(update={"kind": DocumentKind.INSURER_NOTICE})
    decision = on_document_sent(a_file(), insurer, an_occasion(now=NOW), WORD)
    assert decision.case.claim.filed_on is None
    assert not [task for task in decision.tasks if task.done_by]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (InsurerNoticeKind.OVERDUE, set()),
        (InsurerNoticeKind.ADVERSE, {"early"}),
        (InsurerNoticeKind.INSOLVENCY, {"early", "opened"}),
    ],
)
def test_a_notice_to_the_insurer_is_no_more_than_it_says_and_claims_no_compensation(
    kind: InsurerNoticeKind, told: set[str]
) -> None:
    file = a_file()
    asked = {
        "early": task_id(file.case.id, TaskKind.NOTIFY_INSURER, insurer_cause(CAUSE_BEFORE, "KV-1")),
        "opened": task_id(file.case.id, TaskKind.NOTIFY_INSURER, insurer_cause(CAUSE_CASE, "KV-1")),
        "paid": task_id(file.case.id, TaskKind.CLAIM_COMPENSATION, "KV-1"),
    }
    occasion = an_occasion(now=NOW).model_copy(update={"ledger": books(an_item(insured_share=Decimal(90)))})
    file = filed(on_books_changed(file, occasion), file)
    early = tasks.task(TaskKind.NOTIFY_INSURER, file.case, insurer_cause(CAUSE_BEFORE, "KV-1"), NOW)
    file = file.model_copy(update={"tasks": (*file.tasks, early)})
    assert set(asked.values()) <= {one.id for one in file.tasks}
    notice = a_document(notice_kind=kind).model_copy(update={"kind": DocumentKind.INSURER_NOTICE})
    after = on_document_sent(file, notice, occasion, WORD)
    done = {one.id for one in after.tasks if one.done_by}
    assert done == {asked[one] for one in told}


@pytest.mark.parametrize(
    ("named", "told"), [("KV-2", {"KV-2"}), (None, {"KV-1"})], ids=["named", "the one with a limit"]
)
def test_a_notice_under_one_policy_does_not_do_that_under_another(named: str | None, told: set[str]) -> None:
    file = a_file()
    occasion = an_occasion(now=NOW).model_copy(update={"ledger": books(an_item(insured_share=Decimal(90)), policies=2)})
    causes = {number: insurer_cause(CAUSE_CASE, number) for number in ("KV-1", "KV-2")}
    given = {number: tasks.task(TaskKind.NOTIFY_INSURER, file.case, one, NOW) for number, one in causes.items()}
    file = file.model_copy(update={"tasks": (*file.tasks, *given.values())})
    notice = a_document(policy_number=named).model_copy(update={"kind": DocumentKind.INSURER_NOTICE})
    done = {one.id for one in on_document_sent(file, notice, occasion, WORD).tasks if one.done_by}
    assert done & {one.id for one in given.values()} == {given[number].id for number in told}
