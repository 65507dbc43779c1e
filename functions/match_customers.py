"""Step 2, backwards: a new or changed customer meets the notices that are already known."""

from typing import Any

from chalicelib.matching.keys import customer_keys
from chalicelib.store import customers, notices
from functions.entry import logger, queue_step, wanted
from functions.matching_step import settle


def match(message: dict[str, Any], _context: Any) -> None:
    """Settles the customer with every stored notice that shares a key, oldest publication first."""
    (key,) = wanted(message, "pk")
    customer = customers.get(key.removeprefix("CUSTOMER#"))
    if customer is None:
        logger.info("customer is gone")
        return
    found = (notices.get(notice_id) for notice_id in customers.notices_sharing(customer_keys(customer)))
    for notice in sorted(filter(None, found), key=lambda one: (one.publication_date, one.id)):
        if not notices.withdrawn_by(notice.id):
            settle(notice, customer)


handler = queue_step("match_customers", match)
