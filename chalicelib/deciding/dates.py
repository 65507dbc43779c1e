"""What a case's facts set in motion: dates by law, duties as tasks, and questions about dates that cannot be."""

from chalicelib.deadlines import deadlines_of, recomputed
from chalicelib.deciding import tasks
from chalicelib.deciding.duties import duties_without_object, standing_events, tasks_for_event
from chalicelib.deciding.occasion import Occasion
from chalicelib.deciding.policy_duties import policies_of, policy_tasks, replaced
from chalicelib.deciding.vat_back import vat_back
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_facts import facts_of_case
from chalicelib.model.deadline import Deadline, Dues
from chalicelib.model.entered import ClaimFacts
from chalicelib.model.record import Record
from chalicelib.model.task import Task

_RUNNING = frozenset({CaseState.OPEN, CaseState.REVIEW})
_HOME = "DE"


class Schedule(Record):
    """Deadlines that are new or changed, and tasks to write."""

    deadlines: tuple[Deadline, ...] = ()
    tasks: tuple[Task, ...] = ()


def schedule(case: Case, deadlines: tuple[Deadline, ...], known: tuple[Task, ...], occasion: Occasion) -> Schedule:
    """What the case as it now is asks for beyond what it had asked for before.

    Dates run while nobody has said whether the debtor is ours; duties begin when it is. A dismissed case has neither,
    a closed one keeps what it had, and a file of warnings has no proceedings whose law could set dates.
    """
    if case.early_warning or case.state is CaseState.CLOSED:
        return Schedule(tasks=duties_without_object(case, known, occasion.now))
    dues = _dues(case, occasion) if case.state in _RUNNING else Dues()
    before = {one.id: one for one in deadlines}
    after = recomputed(deadlines, dues, occasion.now)
    asked = tuple(tasks.check_dates(one, case, occasion.now) for one in dues.questions)
    ids = {one.id for one in known}
    return Schedule(
        deadlines=tuple(one for one in after if before.get(one.id) != one),
        tasks=(*(one for one in asked if one.id not in ids), *_duties(case, known, occasion)),
    )


def _dues(case: Case, occasion: Occasion) -> Dues:
    said: ClaimFacts = case.claim
    claim = occasion.ledger.claim_facts(said) if occasion.ledger else said
    facts = facts_of_case(
        case,
        case.country or _HOME,
        claim=claim,
        entered=case.entered,
        creditor_country=occasion.creditor_country,
    )
    return deadlines_of(facts, occasion.now)


def _duties(case: Case, known: tuple[Task, ...], occasion: Occasion) -> tuple[Task, ...]:
    """The duties of every event that still holds, also of one that came before the judgement."""
    ledger, policies = occasion.ledger, policies_of(case, occasion.ledger)
    new: dict[str, Task] = {}
    for kind in standing_events(case):
        asked = tasks_for_event(
            case,
            kind,
            occasion.now,
            has_security=bool(ledger and ledger.secured) or bool(case.claim.secured or case.claim.retention_of_title),
            insured=bool(ledger and ledger.insured),
            policies=policies,
            known=(*known, *new.values()),
        )
        new |= {one.id: one for one in asked}
    told = replaced(case.id, policies, {**{one.id: one for one in known}, **new}, occasion.now)
    insured = policy_tasks(case, ledger, known, occasion.now)
    back = vat_back(case, known, occasion.now)
    return (*new.values(), *told, *insured, *back, *duties_without_object(case, known, occasion.now))
