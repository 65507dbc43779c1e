"""The pages of the cockpit that are shown and measured, with the richest of the demo's cases."""

from collections.abc import Iterator
from typing import NamedTuple

from infra.demo import case_books
from infra.demo.stage import Records, Stage


class Scene(NamedTuple):
    """A page and the name of its picture."""

    name: str
    path: str


def scenes(stage: Stage) -> Iterator[Scene]:
    """Every page worth showing."""
    records = Records(stage)
    case = records.case_of(case_books.CUSTOMER)
    asked = next((one for one in records.cases if one.state == "review"), None)
    assert case is not None  # noqa: S101  # the story has opened it
    for name in ("today", "reviews", "cases", "customers", "figures", "sources", "imports", "settings"):
        yield Scene(name, "/cockpit" if name == "today" else f"/cockpit/{name}")
    if asked:
        yield Scene("review", f"/cockpit/reviews/{asked.id}")
    yield Scene("case", f"/cockpit/cases/{case.id}")
    for folder in ("parties", "proceedings", "open-items", "deadlines", "documents", "advice", "activity"):
        yield Scene(f"case-{folder}", f"/cockpit/cases/{case.id}/{folder}")
    yield Scene("customer", f"/cockpit/customers/{case_books.CUSTOMER}")
    yield Scene("customer-proof", f"/cockpit/customers/{case_books.CUSTOMER}/proof")
    for folder in ("thresholds", "escalation", "mails"):
        yield Scene(f"settings-{folder}", f"/cockpit/settings/{folder}")
