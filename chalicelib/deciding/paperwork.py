"""What people do with the documents of a case: draft, approve, send, draft again. Each of them is an entry."""

from chalicelib.deciding import casework, tasks
from chalicelib.deciding.concluding import recorded
from chalicelib.deciding.occasion import Change, Occasion, Word
from chalicelib.model.case import Case, Entry, EntryKind
from chalicelib.model.case_document import CaseDocument, DocumentKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.deadline import Deadline, DeadlineKind, DeadlineState
from chalicelib.model.decision import Decision
from chalicelib.model.ledger import Ledger
from chalicelib.model.letters import InsurerNoticeKind
from chalicelib.model.task import CAUSE_BEFORE, CAUSE_CASE, SAME_ACT, Task, TaskKind, insurer_cause, task_id

_DOES = {
    DocumentKind.CLAIM_FILING: TaskKind.LODGE_CLAIM,
    DocumentKind.SECURITY_RIGHTS: TaskKind.TELL_SECURITY_RIGHTS,
    DocumentKind.CHOICE_OF_PERFORMANCE: TaskKind.ASK_CHOICE_103,
}
"""The task that sending a document does."""
_TELLS = {
    InsurerNoticeKind.INSOLVENCY: (CAUSE_CASE, CAUSE_BEFORE),
    InsurerNoticeKind.ADVERSE: (CAUSE_BEFORE,),
}
"""Which of the case's notices to the insurer a notice is; one of overdue invoices or of a warning is not yet that of
the insolvency, and none of them claims the compensation."""
_UNMET = frozenset({DeadlineState.OPEN, DeadlineState.LAPSED})


def on_document(file: CaseFile, document: CaseDocument, occasion: Occasion, word: Word) -> Decision:
    """A draft or an approval on record."""
    return _recorded(file, document, occasion, word)


def on_document_sent(file: CaseFile, document: CaseDocument, occasion: Occasion, word: Word) -> Decision:
    """The sending on record: it does its task, meets the deadline that is the same act, and sets the day of filing.

    A second filing, of a later invoice or a corrected one, leaves the first one's day as it is.
    """
    case = file.case
    if document.kind is DocumentKind.CLAIM_FILING and case.claim.filed_on is None:
        claim = case.claim.model_copy(update={"filed_on": document.history[-1].on})
        case = case.model_copy(update={"claim": claim})
    return _recorded(file, document, occasion, word, case=case, sent=True)


def on_explained(file: CaseFile, occasion: Occasion, word: Word) -> Decision:
    """On record that the comparison was explained, and to whom it was handed."""
    entry = casework.entry_for_person(file.case, EntryKind.READ, word.person, word.reason, occasion.now)
    return recorded(file, Change(_touched(file.case, occasion), file.block, (entry,)), occasion)


def _done_by(file: CaseFile, document: CaseDocument, ledger: Ledger | None) -> tuple[Task, ...]:
    """The tasks that sending does; of notices to insurers those under the document's own policy."""
    if document.kind is DocumentKind.INSURER_NOTICE:
        causes = _TELLS.get(document.options.notice_kind, ())
        meant = ledger.policies_meant(document.options.policy_number) if ledger else ()
        if len(meant) == 1:
            causes += tuple(insurer_cause(one, meant[0].number) for one in causes)
        ids = {task_id(file.case.id, TaskKind.NOTIFY_INSURER, one) for one in causes}
        return tuple(one for one in file.tasks if one.id in ids)
    return tuple(one for one in file.tasks if one.kind is _DOES.get(document.kind))


def _recorded(
    file: CaseFile,
    document: CaseDocument,
    occasion: Occasion,
    word: Word,
    *,
    case: Case | None = None,
    sent: bool = False,
) -> Decision:
    acts = _done_by(file, document, occasion.ledger) if sent else ()
    done = tasks.done(acts, {one.kind for one in acts}, word.person, occasion.now)
    same = {one for one, task in SAME_ACT.items() if sent and task is _DOES.get(document.kind)}
    met = tuple(_met(one, word, occasion) for one in file.deadlines if _is_met(one, same))
    entry = _entry(file.case, document, word, occasion)
    change = Change(_touched(case or file.case, occasion), file.block, (entry,), done, met)
    return recorded(file, change, occasion).model_copy(update={"documents": (document,)})


def _is_met(deadline: Deadline, kinds: set[DeadlineKind]) -> bool:
    return deadline.kind in kinds and deadline.cause == CAUSE_CASE and deadline.state in _UNMET


def _met(deadline: Deadline, word: Word, occasion: Occasion) -> Deadline:
    mark = {"state": DeadlineState.DONE, "done_by": word.person, "done_at": occasion.now}
    return deadline.model_copy(update=mark)


def _touched(case: Case, occasion: Occasion) -> Case:
    return case.model_copy(update={"updated_at": occasion.now})


def _entry(case: Case, document: CaseDocument, word: Word, occasion: Occasion) -> Entry:
    step = document.history[-1]
    ways = [str(part) for part in (step.how, step.on) if part]
    what = f"{document.kind} {document.id} version {step.version}: {' '.join([step.state, *ways])}"
    text = f"{what}; SHA-256 {step.digest}; {word.reason}"
    return casework.entry_for_person(case, EntryKind.DOCUMENT, word.person, text, occasion.now)
