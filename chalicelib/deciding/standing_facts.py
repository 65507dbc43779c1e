"""The facts of a case as its standing notices state them, so that a cancelled notice leaves nothing of its own."""

from chalicelib.deciding.stages import counting
from chalicelib.model.case import Case, NoticeInCase, StatedFacts
from chalicelib.model.event import EventKind
from chalicelib.model.notice import Authority, InsolvencyNotice

_IDENTITY = frozenset({"court", "case_number", "source_url"})  # what no cancellation makes unknown


def stated_in(case: Case, notice: InsolvencyNotice) -> StatedFacts:
    """What the notice states; what a correction leaves out is as in the notice that it replaces."""
    own = {field: value for field in StatedFacts.model_fields if (value := getattr(notice, field)) is not None}
    replaced = next((one.stated for one in case.notices if one.withdrawn_by == notice.id and one.stated), None)
    return (replaced or StatedFacts()).model_copy(update=own)


def event(notices: tuple[NoticeInCase, ...], case: Case) -> EventKind:
    """The newest event of the highest authority; the case's own when no notice stands."""
    ranked = _by_weight(notices)
    return ranked[-1].event_kind if ranked else case.event_kind


def restored(case: Case, withdrawn: str) -> dict[str, object]:
    """Each fact that the case has from the cancelled notice, as the newest other notice of most weight states it.

    What none of them states is unknown again, unless one of them was counted before its facts were kept.
    """
    taken_back = next((one.stated for one in case.notices if one.notice_id == withdrawn), None)
    standing = _by_weight(case.notices)
    whole = all(one.stated for one in standing)
    found: dict[str, object] = {}
    for field, value in taken_back or ():
        if value is None or getattr(case, field) != value:
            continue
        others = [getattr(one.stated, field) for one in standing if one.stated]
        known = [one for one in others if one is not None]
        if known or (whole and field not in _IDENTITY):
            found[field] = known[-1] if known else None
    return found


def _by_weight(notices: tuple[NoticeInCase, ...]) -> list[NoticeInCase]:
    """The notices that count, the newest of the highest authority last."""
    return sorted(counting(notices), key=lambda one: one.authority is Authority.REGISTER)
