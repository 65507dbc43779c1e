"""What our books say about the claim, for the deadlines that depend on it."""

from collections.abc import Iterable
from datetime import date

from chalicelib.model.case_facts import ClaimFacts
from chalicelib.model.open_item import ItemKind, OpenItem, RetentionOfTitle, SecurityKind


def claim_facts(
    items: Iterable[OpenItem],
    opened_on: date | None = None,
    *,
    filed_on: date | None = None,
    established_on: date | None = None,
) -> ClaimFacts:
    """The facts of all open invoices together; without any, nothing is said about them.

    One disputed or secured invoice is enough to start its dates; the claim counts as titled only when every invoice
    is, because the others still fall under the limitation of three years.
    """
    claims = [
        item
        for item in items
        if item.kind is ItemKind.INVOICE and item.open.amount and (opened_on is None or item.arose_before(opened_on))
    ]
    if not claims:
        return ClaimFacts(filed_on=filed_on, established_on=established_on)
    untitled = [item for item in claims if not item.titled]
    return ClaimFacts(
        earliest_due_year=min(item.due_date.year for item in untitled or claims),
        disputed=any(item.disputed for item in claims),
        titled=not untitled,
        secured=any(_separate_satisfaction(item) for item in claims),
        retention_of_title=any(item.retention_of_title is not RetentionOfTitle.NONE for item in claims),
        filed_on=filed_on,
        established_on=established_on,
    )


def _separate_satisfaction(item: OpenItem) -> bool:
    """InsO 49 to 51; a guarantee is a right against somebody else and gives none in the debtor's goods."""
    by_security = item.security is not None and item.security.kind is not SecurityKind.GUARANTEE
    return by_security or item.retention_of_title is RetentionOfTitle.EXTENDED
