"""What follows when a notice meets one customer: the firm's thresholds, then the decision. Pure.

The matching steps and the backtest both settle here, so that a replay decides as the deployed steps do.
"""

from collections.abc import Sequence

from chalicelib import decide
from chalicelib.deciding import meeting
from chalicelib.deciding.occasion import Occasion
from chalicelib.matching.thresholds import applied, lowered
from chalicelib.model.case import Case, CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.decision import Decision
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.thresholds import Thresholds


def met(notice: InsolvencyNotice, match: Match, known: Sequence[Case]) -> Case | None:
    """The customer's case of another source that these proceedings continue.

    Only a certain match may join it, or one that may be and names the same court and docket number: another debtor's
    proceedings must not become the customer's by another's word.
    """
    if match.result is MatchResult.POSITIVE:
        return meeting.continued(notice, known)
    return meeting.of_the_same_docket(notice, known) if match.result is MatchResult.UNSURE else None


def settled(
    file: CaseFile | None, match: Match, notice: InsolvencyNotice, occasion: Occasion, limits: Thresholds
) -> tuple[Match, Decision | None]:
    """The match as it stands with the thresholds, and the decision; None when nothing follows.

    The thresholds decide about new cases, and about a block that a case under review would get; what was decided
    before stays.
    """
    if file is None:
        match = applied(match, limits)
        return match, decide.on_match(match, notice, occasion)
    match = lowered(match, limits) if file.case.state is CaseState.REVIEW else match
    return match, decide.on_later_notice(file, match, notice, occasion)
