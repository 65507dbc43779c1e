"""When a case's block first stopped something, told again from its entries; a warning stops nothing."""

from datetime import datetime

from chalicelib.deciding.reactions import NO_CASE, REACTIONS
from chalicelib.deciding.stages import SOFT_RULES, wanted
from chalicelib.model.block import Stage
from chalicelib.model.case import CaseState, Entry, EntryKind, NoticeInCase
from chalicelib.model.case_file import CaseFile
from chalicelib.model.match import MatchResult


def stopped_at(file: CaseFile) -> datetime | None:
    """The moment in which the block first stood above a warning; None as long as it only ever warned."""
    if file.block is None:
        return None
    past = _Past(file)
    found = next((entry.at for entry in file.entries if past.stops(entry)), None)
    return found or (file.block.since if file.block.stage is not Stage.WARN else None)


class _Past:
    """The case as it was entry by entry, as far as the stage depends on it."""

    def __init__(self, file: CaseFile) -> None:
        self._case = file.case
        self._state = CaseState.REVIEW
        self._notices: dict[str, NoticeInCase] = {}

    def stops(self, entry: Entry) -> bool:
        """Takes the entry in and says whether the block stood above a warning after it."""
        if entry.kind is EntryKind.STAGE_CHANGE:
            return _chosen(entry) not in {None, Stage.WARN}
        if entry.kind is EntryKind.NOTICE:
            self._add(entry)
        elif entry.kind is EntryKind.JUDGEMENT:
            self._judge(entry)
        elif entry.kind is EntryKind.NOTICE_WITHDRAWN:
            self._notices = {key: one for key, one in self._notices.items() if not _taken_back(self, key, entry)}
        else:
            return False
        past = self._case.model_copy(update={"state": self._state, "notices": tuple(self._notices.values())})
        asked = wanted(past)
        return self._state is not CaseState.DISMISSED and asked is not None and asked.stage is not Stage.WARN

    def final(self, notice_id: str) -> NoticeInCase | None:
        """The notice as the case now has it."""
        return next((one for one in self._case.notices if one.notice_id == notice_id), None)

    def _add(self, entry: Entry) -> None:
        notice = self.final(entry.notice_id or "")
        if notice is None:
            return
        then: dict[str, object] = {"withdrawn_by": None}
        if entry.match and self._state is CaseState.REVIEW:
            soft = entry.match.rule in SOFT_RULES
            then |= {"result": entry.match.result, "soft": soft}
            sure = entry.match.result is MatchResult.POSITIVE and not soft and notice.event_kind not in NO_CASE
            if sure and REACTIONS[notice.event_kind].certain:
                self._state = CaseState.OPEN
        self._notices[notice.notice_id] = notice.model_copy(update=then)

    def _judge(self, entry: Entry) -> None:
        ours = judged_ours(entry)
        if ours is None:
            return
        self._state = CaseState.OPEN if ours else CaseState.DISMISSED


def judged_ours(entry: Entry) -> bool | None:
    """What a person said of the match; None when the entry is no judgement, or they could not say."""
    said = entry.text.partition(":")[0] if entry.kind is EntryKind.JUDGEMENT else ""
    return {"ours": True, "not ours": False}.get(said)


def _taken_back(past: _Past, notice_id: str, entry: Entry) -> bool:
    notice = past.final(notice_id)
    return notice is not None and notice.withdrawn_by == entry.notice_id


def _chosen(entry: Entry) -> Stage | None:
    """The stage that a person set, as `decide.on_stage_change` words it."""
    name = entry.text.partition(" -> ")[2].partition(":")[0]
    return next((one for one in Stage if one == name), None)
