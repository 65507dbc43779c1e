"""Deadlines after something changed: what was done stays done, what moved keeps its history, nothing disappears."""

from collections.abc import Mapping
from datetime import date, datetime

from chalicelib.model.deadline import NOT_KNOWN, Deadline, DeadlineKind, DeadlineState, DeadlineVersion, Dues

_COMPARED = ("rule", "inputs", "raw_date", "final_date", "safe_date", "warn_from", "severity", "title_de", "title_en")
_GONE = frozenset({DeadlineState.MOOT, DeadlineState.REPLACED})


def recomputed(old: tuple[Deadline, ...], new: Dues, now: datetime) -> tuple[Deadline, ...]:
    """The case's deadlines: the old ones brought up to date, then those that are new. Twice gives the same as once."""
    fresh = {one.id: one for one in new.deadlines if not _superfluous(one, old)}
    known = {one.id for one in old}
    added = [one for id_, one in fresh.items() if id_ not in known]
    kept = [_updated(one, fresh[one.id], now) if one.id in fresh else _gone(one, added, now) for one in old]
    return (*kept, *added)


def lapsed(deadline: Deadline, today: date, now: datetime) -> Deadline | None:
    """The deadline as one that went by undone, with its history; None while it can be met, or when it is settled."""
    if deadline.state is not DeadlineState.OPEN or not deadline.lapses:
        return None
    if deadline.final_date is None or today <= deadline.final_date:
        return None
    history = (*deadline.history, _version(deadline, "went by undone", now))
    return deadline.model_copy(update={"state": DeadlineState.LAPSED, "history": history})


def _superfluous(one: Deadline, old: tuple[Deadline, ...]) -> bool:
    """Late filing is nothing for whoever ticked off the filing."""
    filed = any(each.kind is DeadlineKind.CLAIM_FILING and _stays_done(each) for each in old)
    return filed and one.kind is DeadlineKind.LATE_FILING


def _stays_done(one: Deadline) -> bool:
    """Whether it was ticked off; what is done only because a filing date was entered goes by that date."""
    by_date = one.done_by is None and one.inputs.get("filed_on", NOT_KNOWN) != NOT_KNOWN
    return one.state is DeadlineState.DONE and not by_date


def _other_claims(old: Deadline, new: Deadline) -> bool:
    """Whether the limitation is now that of another year's claims: what was done for one year's is not done for all."""
    year = new.inputs.get("earliest_due_year", NOT_KNOWN)
    return old.kind is DeadlineKind.LIMITATION and year not in {NOT_KNOWN, old.inputs.get("earliest_due_year")}


def _updated(old: Deadline, new: Deadline, now: datetime) -> Deadline:
    old = old.model_copy(update={"lapses": new.lapses})  # what was written before it was kept says nothing of it
    kept = _stays_done(old) and not _other_claims(old, new)
    state = DeadlineState.DONE if kept else new.state
    changed = [name for name in _COMPARED if getattr(old, name) != getattr(new, name)]
    if not changed and state is old.state:
        return old
    done = {"state": state, "done_by": old.done_by if kept else None, "done_at": old.done_at if kept else None}
    if not changed and old.state not in _GONE:
        return old.model_copy(update=done)  # only time went by
    reason = _reason(old, new) if changed else f"{old.state} -> {state}"
    return new.model_copy(update={**done, "history": (*old.history, _version(old, reason, now))})


def _gone(old: Deadline, added: list[Deadline], now: datetime) -> Deadline:
    """Its reason is gone: what was done or went by stays so, what was still ahead is replaced or moot."""
    if old.state is not DeadlineState.OPEN:
        return old
    replaced = any(one.kind is old.kind for one in added)
    state = DeadlineState.REPLACED if replaced else DeadlineState.MOOT
    if not replaced and old.lapses and old.final_date and old.final_date < now.date():
        state = DeadlineState.LAPSED
    reason = "another deadline of this kind took its place" if replaced else "no longer follows from the case"
    return old.model_copy(update={"state": state, "history": (*old.history, _version(old, reason, now))})


def _version(old: Deadline, reason: str, now: datetime) -> DeadlineVersion:
    return DeadlineVersion(
        rule=old.rule,
        inputs=old.inputs,
        raw_date=old.raw_date,
        final_date=old.final_date,
        safe_date=old.safe_date,
        state=old.state,
        computed_at=old.computed_at,
        replaced_at=now,
        reason=reason,
    )


def _reason(old: Deadline, new: Deadline) -> str:
    """Which inputs changed, from what to what; else that the rule did."""
    changes = _differences(old.inputs, new.inputs)
    if old.holiday_set != new.holiday_set:
        changes.append(f"holidays: {old.holiday_set} -> {new.holiday_set}")
    return "; ".join(changes) or f"rule: {old.rule} -> {new.rule}"


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    names = dict.fromkeys((*old, *new))
    return [f"{name}: {old.get(name, '-')} -> {new.get(name, '-')}" for name in names if old.get(name) != new.get(name)]
