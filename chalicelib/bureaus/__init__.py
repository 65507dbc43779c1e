"""Credit bureaus, one file each, found by file name.

A bureau's file defines BUREAU (its facts), `sign_in`, and the functions of the abilities that BUREAU names. What asks
the bureau returns documents, so that the original is kept before anything is concluded from it; what reads a document
is pure. Adding a bureau is adding such a file; nothing lists them. What several files share lies in packages here.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Protocol, cast

from chalicelib.errors import NotFoundError
from chalicelib.model.bureau import Bureau, BureauPlan
from chalicelib.model.credit import Answer, Candidate, CheckRequest, CreditEvent, Lapse, Watched
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.web import Web

Change = CreditEvent | Lapse | InsolvencyNotice


@dataclass(frozen=True)
class Access:
    """A signed-in session with a bureau, what the admin set for it, and the moment the work began."""

    web: Web
    now: datetime
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    plan: BureauPlan = field(default_factory=BureauPlan)


class BureauModule(Protocol):
    """What a bureau's file offers; of the functions below `sign_in`, those of the abilities in BUREAU."""

    BUREAU: Bureau

    def sign_in(self, web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:
        """Headers that prove who we are, for every request of the session.

        Raises:
            SourceRefusedError: the credentials are wrong or expired.
        """

    def search(self, access: Access, customer: Customer) -> Iterator[Document]:
        """SEARCH: the bureau's answers to who this customer may be, page by page."""

    def candidates(self, document: Document) -> Iterator[Candidate]:
        """SEARCH: everybody named in one answer; none where the bureau knows nobody."""

    def check(self, access: Access, request: CheckRequest) -> Document:
        """CHECK: the bureau's answer to one inquiry, as it came; never sent twice where that costs twice."""

    def answer(self, document: Document, plan: BureauPlan) -> Answer:
        """CHECK, PENDING: what an answer says. An unknown code is a feature of kind UNCLASSIFIED.

        Raises:
            SourceChangedError: an unknown shape.
        """

    def pending(self, access: Access, reference: str) -> Document:
        """PENDING: the result of an inquiry that the bureau worked on by hand, or that it still does.

        Raises:
            ResultLostError: it was read already, and can be read once only.
        """

    def prepare(self, access: Access) -> tuple[str, ...]:
        """WATCH: makes the portfolio ready (created, rules activated); one sentence per thing that was done."""

    def watched(self, access: Access) -> Iterator[Watched]:
        """WATCH: everybody the bureau watches for us, to the last page."""

    def add(self, access: Access, subject_id: str, reference: str) -> None:
        """WATCH: begins to watch one; being watched already is success. `reference` is our customer number."""

    def remove(self, access: Access, subject_id: str) -> None:
        """WATCH: ends to watch one; not being watched is success."""

    def changes(self, access: Access, cursor: str | None) -> Iterator[Document]:
        """CHANGES: documents after the position, each with the position behind it as its cursor.

        The next one is asked for only when this one is stored, so that reading may mark it as read at the bureau.
        None is the first run: a baseline from now on, or what the bureau still keeps.
        """

    def parse(self, document: Document, plan: BureauPlan) -> Iterator[Change]:
        """CHANGES: what happened, in the document's order; unknown codes are UNCLASSIFIED, never dropped.

        Raises:
            SourceChangedError: an unknown shape, or a cut page.
        """


@cache
def names() -> tuple[str, ...]:
    """Names of all bureaus in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg))


def load(name: str) -> BureauModule:
    """The bureau's module.

    Raises:
        NotFoundError: there is no such file.
    """
    if name not in names():
        raise NotFoundError(f"no bureau {name!r}; known: {', '.join(names())}")
    return cast(BureauModule, importlib.import_module(f"{__name__}.{name}"))
