"""Step 2: a new notice meets the customers it may be about, and the cases it continues or takes back."""

from typing import Any

import stamina

from chalicelib import clock
from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.case import CaseState
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.model.watched import NearMiss
from chalicelib.store import cases, notices, thresholds, watch_list
from functions.entry import logger, queue_step, wanted
from functions.matching_step import rivals, settle


def match(message: dict[str, Any], _context: Any) -> None:
    """Settles the notice with every case it belongs to and every customer it may name."""
    (key,) = wanted(message, "pk")
    notice = notices.get(key.removeprefix("NOTICE#"))
    if notice is None:
        logger.info("notice is gone", key=key)
        return
    if notices.withdrawn_by(notice.id):
        logger.info("notice was taken back before it was matched", notice=notice.id)
        return
    files = _continued_cases(notice)
    of_cases = {file.case.customer_number for file in files}
    limits = thresholds.now()
    among = rivals(notice, of_cases, limits)
    for file in files:
        if file.case.customer_number in among.known:
            customer, found = among.known[file.case.customer_number]
            settle(notice, customer, found, file.case.id, limits)
    for number in sorted(among.known.keys() - of_cases):
        if notice.event_kind is EventKind.CANCELLATION:
            _ask_about_cases(notice, *among.known[number])
        else:
            settle(notice, *among.known[number], thresholds=limits)
    _watch(notice, among.near_misses)
    logger.info("compared", notice=notice.id, customers=len(among.known), near_misses=len(among.near_misses))


@stamina.retry(on=ConcurrentChangeError, attempts=5, wait_initial=0.05, wait_max=1.0)
def _watch(notice: InsolvencyNotice, misses: tuple[NearMiss, ...]) -> None:
    """Counts what just missed review; every notice of a source's day is counted in one item."""
    watch_list.add(notice, misses, clock.now())


def _continued_cases(notice: InsolvencyNotice) -> list[CaseFile]:
    """Files of the cases that follow these proceedings, or that the notice's predecessor moved."""
    case_ids = cases.following(notice.proceedings_id)
    for earlier in filter(None, (notice.cancels, notice.corrects)):
        case_ids |= notices.cases_moved_by(f"{notice.source}:{earlier}")
    files = (cases.get(case_id) for case_id in sorted(case_ids))
    return [file for file in files if file]


def _ask_about_cases(notice: InsolvencyNotice, customer: Customer, found: Match) -> None:
    """A cancellation that names nothing we know is a question in each open case the customer has at this source."""
    if found.result is MatchResult.NEGATIVE:
        return
    for case in cases.of_customer(customer.number):
        if case.source == notice.source and case.state in {CaseState.OPEN, CaseState.REVIEW}:
            settle(notice, customer, found, case.id)


handler = queue_step("match_notices", match)
