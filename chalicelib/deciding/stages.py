"""Which stage a block has, from the notices that count and what a person has already decided."""

from chalicelib.deciding.grounds import IDENTITY_OPEN, ground_for
from chalicelib.deciding.reactions import NO_CASE, REACTIONS, Reaction, ends, runs
from chalicelib.model.block import Block, BlockState, Release, Stage
from chalicelib.model.case import Case, CaseState, NoticeInCase
from chalicelib.model.credit import OUR_POLICY
from chalicelib.model.event import BY_SCORE_ALONE
from chalicelib.model.match import MatchResult
from chalicelib.model.notice import Authority, EventKind
from chalicelib.model.record import Record

# Equal name, form and address can also be a healthy successor, and a misspelt name another person's after all: such
# a match alone never stops deliveries.
SOFT_RULES = frozenset({"name_form_address", "person_birth_date_misspelt"})


class Wanted(Record):
    """The stage the counting notices ask for, and the notice that asks for it."""

    stage: Stage
    no_payouts: bool
    notice: NoticeInCase


def counting(notices: tuple[NoticeInCase, ...]) -> list[NoticeInCase]:
    """Notices of the proceedings that were not taken back and are about this customer, oldest publication first."""
    kept = [one for one in notices if not one.withdrawn_by and one.result is not MatchResult.NEGATIVE]
    kept = [one for one in kept if one.event_kind not in NO_CASE | {EventKind.CANCELLATION}]
    return sorted(kept, key=lambda one: one.publication_date)


def decisive(notices: tuple[NoticeInCase, ...]) -> list[NoticeInCase]:
    """The counting notices that set the stage: a register's that is certain and says how things stand, else all.

    A register outranks the bureaus; a publication that nobody has yet found to be about this customer does not.
    """
    kept = counting(notices)
    return [one for one in kept if one.authority is Authority.REGISTER and _outranks(one)] or kept


def _outranks(notice: NoticeInCase) -> bool:
    return notice.result is MatchResult.POSITIVE and (runs(notice.event_kind) or ends(notice.event_kind))


def wanted(case: Case) -> Wanted | None:
    """The strictest stage among the decisive notices that place a block, else that of the first; None without any.

    Among equally strict ones the latest decides, for its legal ground is the one that holds now.
    """
    kept = [(one, REACTIONS[one.event_kind]) for one in decisive(case.notices)]
    if not kept:
        return None
    placing = [pair for pair in kept if pair[1].places] or kept[:1]
    notice, reaction = max(reversed(placing), key=lambda pair: pair[1].stage.rank)
    no_payouts = any(one.no_payouts for _, one in placing)
    return _limited(Wanted(stage=reaction.stage, no_payouts=no_payouts, notice=notice), kept, case)


def _limited(full: Wanted, kept: list[tuple[NoticeInCase, Reaction]], case: Case) -> Wanted:
    """No more than the certainty of the match allows, and what data protection allows to a score alone."""
    if case.natural_person and full.notice.event_kind in BY_SCORE_ALONE:
        return full.model_copy(update={"stage": Stage.WARN})
    if case.state is not CaseState.REVIEW:
        return full
    soft = any(one.soft and one.result is MatchResult.POSITIVE and reaction.certain for one, reaction in kept)
    ceiling = Stage.PREPAYMENT_ONLY if soft else Stage.WARN
    stage = min(full.stage, ceiling, key=lambda one: one.rank)
    return Wanted(stage=stage, no_payouts=full.no_payouts and soft, notice=full.notice)


def place(case: Case, asked: Wanted, country: str) -> Block:
    """A new block of the case."""
    kind = asked.notice.event_kind
    own = asked.notice.notice_id.startswith(f"{OUR_POLICY}:")
    unsure = case.state is CaseState.REVIEW and asked.stage is Stage.WARN
    return Block(
        customer_number=case.customer_number,
        case_id=case.id,
        stage=asked.stage,
        no_payouts=asked.no_payouts,
        ground=IDENTITY_OPEN if unsure else ground_for(kind, country, by_our_policy=own),
        notice_id=asked.notice.notice_id,
        since=case.updated_at,
        changed_at=case.updated_at,
        may_release=releaser(asked.stage),
    )


def releaser(stage: Stage) -> str:
    """The role that may release a block at this stage."""
    return "clerk" if stage.rank <= Stage.PREPAYMENT_ONLY.rank else "manager"


def after_notice(case: Case, block: Block | None, asked: Wanted, country: str, *, renews: bool) -> Block:
    """The block after a later notice: never lowered by it, placed again or raised only by what is new.

    A stage that a person has lowered stays so until a new event; the legal ground follows the latest event.
    """
    fresh = place(case, asked, country)
    if block is None:
        return fresh
    if not renews:
        return block
    if not block.active:
        return fresh
    if asked.stage.rank >= block.stage.rank:
        no_payouts = fresh.no_payouts or block.no_payouts
        return fresh.model_copy(update={"since": block.since, "no_payouts": no_payouts})
    if asked.no_payouts and not block.no_payouts:
        return block.model_copy(update={"no_payouts": True, "changed_at": fresh.changed_at})
    return block


def after_withdrawal(case: Case, block: Block | None, asked: Wanted | None, country: str, cause: str) -> Block | None:
    """The block after a notice was taken back: lowered to what the others ask for, or released when none is left."""
    if block is None or not block.active:
        return block
    if asked is None:
        return released(block, Release(person="register", reason=cause, at=case.updated_at))
    fresh = place(case, asked, country).model_copy(update={"since": block.since})
    if asked.stage.rank <= block.stage.rank:
        return fresh
    kept = {"stage": block.stage, "no_payouts": block.no_payouts, "may_release": block.may_release}
    return fresh.model_copy(update=kept)  # a person has lowered it


def released(block: Block, release: Release) -> Block:
    """The block, released."""
    return block.model_copy(update={"state": BlockState.RELEASED, "release": release, "changed_at": release.at})
