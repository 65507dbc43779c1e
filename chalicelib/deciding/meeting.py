"""Where two registers, or a register and a bureau, speak of the same proceedings: one case, whoever spoke first."""

from collections.abc import Iterable, Sequence

from chalicelib.deciding.reactions import ends
from chalicelib.deciding.stages import counting
from chalicelib.model.case import Case, CaseState
from chalicelib.model.event import EARLY_WARNINGS, EventKind
from chalicelib.model.notice import Authority, InsolvencyNotice
from chalicelib.model.proceedings import normal_court, same_case_number, same_court

_BEFORE_OPENING = frozenset({EventKind.PETITION_FILED, EventKind.PRELIM_MEASURES, EventKind.PRELIM_SELF_ADMIN})
_SAYS_LITTLE = frozenset({EventKind.HEARING_OR_DEADLINE_SET, EventKind.CORRECTION, EventKind.UNCLASSIFIED})


def continued(notice: InsolvencyNotice, cases: Sequence[Case]) -> Case | None:
    """The customer's case that the notice belongs to although it cannot name it; None when it opens its own.

    `cases` are all cases of one customer. A warning continues the customer's file of warnings; a bureau's event the
    running case with the same docket number, else one that is certainly the customer's or that only bureaus have
    spoken in; a register's notice, which must be certain itself, a case that only bureaus have spoken in, else one that
    only other registers of its country have (Companies House and the Gazette print the same winding-up; an end must
    be the end of what the case is in), else one of the same register where one of the two names no docket and the
    event is new. What is closed or at its end is
    continued by an end that another source tells, what is dismissed by nothing.
    """
    running = [case for case in cases if case.state in {CaseState.OPEN, CaseState.REVIEW}]
    if notice.effective_kind in EARLY_WARNINGS:
        return _latest(case for case in running if case.early_warning)
    known = [case for case in running if not case.early_warning and _docket_agrees(notice, case)]
    if notice.authority is Authority.REGISTER:
        goes_on = [case for case in known if not ends(case.event_kind)]
        bureaus = (case for case in goes_on if case.by_bureau_alone)
        elsewhere = (case for case in goes_on if _of_other_registers(notice, case) and _may_end(notice, case))
        own = (case for case in goes_on if _left_unnumbered(notice, case))
        return _latest(bureaus) or _latest(elsewhere) or _latest(own) or _ended_alike(notice, cases)
    if notice.case_number:
        same = [case for case in known if case.case_number]
        alone = (case for case in known if case.by_bureau_alone)
        return _latest(same) or _latest(alone) or _ended_alike(notice, cases)
    sure = (case for case in known if case.by_bureau_alone or case.state is CaseState.OPEN)
    goes_on = [case for case in sure if case.by_bureau_alone or not ends(case.event_kind)]
    return _latest(goes_on) or _ended_alike(notice, cases)


def _ended_alike(notice: InsolvencyNotice, cases: Iterable[Case]) -> Case | None:
    """The case at its end, closed or not, of which the notice, too, only says that it ended."""
    if not ends(notice.effective_kind):
        return None
    ended = [
        case
        for case in cases
        if case.state is not CaseState.DISMISSED
        and not case.early_warning
        and ends(case.event_kind)
        and _docket_agrees(notice, case)
    ]
    if notice.authority is Authority.BUREAU:
        return _latest(ended)
    return _latest(case for case in ended if case.by_bureau_alone or _of_other_registers(notice, case))


def of_the_same_docket(notice: InsolvencyNotice, cases: Iterable[Case]) -> Case | None:
    """The customer's running case in which another source has named this court and docket number, or None.

    That the names alone leave a doubt does not make it other proceedings; the notice stays as doubtful in the case.
    """
    if not notice.court or not notice.case_number:
        return None
    running = (case for case in cases if case.state in {CaseState.OPEN, CaseState.REVIEW} and not ends(case.event_kind))
    return _latest(case for case in running if _names_alike(notice, case))


def _names_alike(notice: InsolvencyNotice, case: Case) -> bool:
    """Whether court and docket number are the case's beyond what spelling may change."""
    if not (notice.court and notice.case_number and case.court and case.case_number):
        return False
    name = normal_court(notice.court)
    alike = bool(name) and name == normal_court(case.court)
    return alike and same_case_number(notice.case_number, case.case_number)


def dismissed_before(notice: InsolvencyNotice, cases: Iterable[Case]) -> bool:
    """Whether a person has said of proceedings with this docket number that they are not this customer's."""
    refused = (case for case in cases if case.state is CaseState.DISMISSED and case.case_number)
    return bool(notice.case_number) and any(_docket_agrees(notice, case) for case in refused)


def _latest(cases: Iterable[Case]) -> Case | None:
    return max(cases, key=lambda case: (case.updated_at, case.id), default=None)


def _of_other_registers(notice: InsolvencyNotice, case: Case) -> bool:
    """Whether other registers of the country, and not this one, have told of the case."""
    told_by = {one.notice_id.partition(":")[0] for one in case.notices if one.authority is Authority.REGISTER}
    return bool(told_by) and notice.source not in told_by and notice.country == case.country


def _may_end(notice: InsolvencyNotice, case: Case) -> bool:
    """Whether the notice is no end, or one of what the case is in.

    Court and docket number must both agree, or a petition and measures are lifted where nothing was opened, or what
    was opened is closed after its opening: an old arrangement's end ends no new petition.
    """
    kind = notice.effective_kind
    named = notice.court and notice.case_number and case.court and case.case_number
    if not ends(kind) or (named and _docket_agrees(notice, case)):
        return True
    known = {one.event_kind for one in counting(case.notices)} - _SAYS_LITTLE
    if kind is EventKind.MEASURES_LIFTED:
        return bool(known) and known <= _BEFORE_OPENING
    ended = notice.closing_date or notice.publication_date
    return bool(known - {EventKind.PETITION_FILED}) and not (case.opening_date and ended < case.opening_date)


def _left_unnumbered(notice: InsolvencyNotice, case: Case) -> bool:
    """Whether the register prints of the case what it has not told yet, and one of the two names no docket number.

    The same event again may be another petition: it must not vanish in a case whose block a person has released.
    """
    own = [one for one in case.notices if one.notice_id.startswith(f"{notice.source}:")]
    told = {one.event_kind for one in own}
    unnumbered = not notice.case_number or (notice.court is not None and not (case.court and case.case_number))
    return bool(own) and unnumbered and notice.country == case.country and notice.effective_kind not in told


def _docket_agrees(notice: InsolvencyNotice, case: Case) -> bool:
    """Whether nothing in court and docket number speaks against it; what one side lacks contradicts nothing.

    A register's number without a court is none of a court's: Companies House counts a company's own proceedings.
    """
    counted_elsewhere = notice.authority is Authority.REGISTER and not notice.court
    counted_there = not case.by_bureau_alone and not case.court
    if notice.case_number and case.case_number and not counted_elsewhere and not counted_there:
        courts = not notice.court or not case.court or same_court(notice.court, case.court)
        return courts and same_case_number(notice.case_number, case.case_number)
    return True
