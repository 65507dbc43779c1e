"""Step 2: a new notice meets the customers it may be about, and the cases it continues or takes back."""

from typing import Any

from chalicelib.matching.keys import notice_keys
from chalicelib.model.case_file import CaseFile
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.store import cases, customers, notices
from functions.entry import logger, queue_step, wanted
from functions.matching_step import settle


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
    known = customers.get_many(customers.candidates(notice_keys(notice)) | of_cases)
    for file in files:
        if file.case.customer_number in known:
            settle(notice, known[file.case.customer_number], file.case.id)
    for number in sorted(known.keys() - of_cases):
        settle(notice, known[number])


def _continued_cases(notice: InsolvencyNotice) -> list[CaseFile]:
    """Files of the cases that follow these proceedings, or that the notice's predecessor moved."""
    case_ids = cases.following(notice.proceedings_id)
    for earlier in filter(None, (notice.cancels, notice.corrects)):
        case_ids |= notices.cases_moved_by(f"{notice.source}:{earlier}")
    files = (cases.get(case_id) for case_id in sorted(case_ids))
    return [file for file in files if file]


handler = queue_step("match_notices", match)
