"""What an end forbids is free again once the end is taken back, or was none."""

import pytest

from chalicelib import decide
from chalicelib.dossiers import allowed
from chalicelib.dossiers.material import Material
from chalicelib.errors import ConflictError
from chalicelib.model.case_document import DocumentKind
from chalicelib.model.event import EventKind
from tests.builders import a_match, a_notice, an_occasion, filed
from tests.unit.dossiers.material import NOW, OPENING, ask, material

CLAIM = ask(DocumentKind.CLAIM_FILING)


def after(of: Material, kind: EventKind, number: int, **fields: str) -> Material:
    notice = a_notice(kind, number, publication_date=max(OPENING, NOW.date()), **fields)
    decision = decide.on_later_notice(of.file, a_match(number=number), notice, an_occasion(now=NOW))
    return of._replace(file=filed(decision, of.file))


def test_a_claim_can_be_lodged_again_when_the_closing_is_cancelled() -> None:
    closed = after(material(), EventKind.CLOSED_LIFTED, 2)
    with pytest.raises(ConflictError, match="have ended"):
        allowed.check(CLAIM, closed)
    allowed.check(CLAIM, after(closed, EventKind.CANCELLATION, 3, cancels="p2"))


def test_measures_lifted_beside_the_opening_end_no_proceedings() -> None:
    allowed.check(CLAIM, after(material(), EventKind.MEASURES_LIFTED, 2))
