"""Step 2, backwards: a new or changed customer meets the notices that are already known."""

from typing import Any

from chalicelib.matching.prepared import Prepared, prepare
from chalicelib.matching.scoring import score
from chalicelib.matching.thresholds import worth_reading
from chalicelib.model.customer import Customer
from chalicelib.model.thresholds import Thresholds
from chalicelib.store import customers, notices, thresholds
from functions.entry import logger, queue_step, wanted
from functions.matching_step import rivals, searched_by, settle, warn_of_cut


def match(message: dict[str, Any], _context: Any) -> None:
    """Settles the customer with every stored notice that may name it, oldest publication first.

    Other customers that the notice may name are its rivals, as they are when the notice itself is new.
    """
    (key,) = wanted(message, "pk")
    customer = customers.get(key.removeprefix("CUSTOMER#"))
    if customer is None:
        logger.info("customer is gone")
        return
    limits = thresholds.now()
    found = (notices.get(notice_id) for notice_id in _worth(customer, limits))
    for notice in sorted(filter(None, found), key=lambda one: (one.publication_date, one.id)):
        if notices.withdrawn_by(notice.id):
            continue
        among = rivals(notice, {customer.number}, limits)
        if customer.number in among.known:
            settle(notice, *among.known[customer.number], thresholds=limits)


def _worth(customer: Customer, limits: Thresholds) -> set[str]:
    """Ids of the notices that are worth reading in full: those that are not negative by their compact record."""
    found = customers.notices_sharing(searched_by(customer))
    warn_of_cut(found)
    mine = prepare(customer)
    return {
        notice_id
        for notice_id, compact in found.records.items()
        if not compact or worth_reading(score(mine, Prepared.from_compact(compact)), limits)
    }


handler = queue_step("match_customers", match)
