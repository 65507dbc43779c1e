"""The hearings of a case: what all its standing notices have set, so that none vanishes when another notice comes."""

from chalicelib.model.case import NoticeInCase
from chalicelib.model.event import EventKind
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import Authority, Hearing, HearingKind

_BOTH = HearingKind.REPORT_AND_EXAMINATION
_ROLES = {
    HearingKind.REPORT: {HearingKind.REPORT},
    HearingKind.EXAMINATION: {HearingKind.EXAMINATION},
    _BOTH: {HearingKind.REPORT, HearingKind.EXAMINATION},
    HearingKind.FINAL: {HearingKind.FINAL},
}
"""What there is once in proceedings; a later notice that sets it moves it. Other hearings are each one of its own."""


def standing_hearings(notices: tuple[NoticeInCase, ...]) -> tuple[Hearing, ...]:
    """The hearings that stand, earliest first; a register's word replaces what bureaus told.

    A later date of the same hearing replaces an earlier one that had not taken place when it was published. A special
    examination (InsO 177) comes beside the general one.
    """
    setting = [one for one in notices if one.hearing_dates and not one.withdrawn_by]
    setting = [one for one in setting if one.result is not MatchResult.NEGATIVE]
    setting = [one for one in setting if one.authority is Authority.REGISTER] or setting
    standing: list[Hearing] = []
    for notice in sorted(setting, key=lambda one: one.publication_date):
        if notice.event_kind is not EventKind.LATE_EXAM:
            standing = [left for one in standing if (left := _left(one, notice))]
        standing += [one for one in notice.hearing_dates if one not in standing]
    return tuple(sorted(standing, key=lambda one: (one.date, one.kind)))


def _left(hearing: Hearing, notice: NoticeInCase) -> Hearing | None:
    """What a later notice leaves of a hearing: a joint one whose other half was moved keeps its first half."""
    roles = _ROLES.get(hearing.kind, set())
    moved = {role for one in notice.hearing_dates for role in _ROLES.get(one.kind, set())}
    if not roles & moved or hearing.date < notice.publication_date:
        return hearing
    kept = roles - moved
    return hearing.model_copy(update={"kind": kept.pop()}) if kept else None
