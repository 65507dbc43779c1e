"""Drawn and kept: equal drafts are equal bytes, approval draws what was read, nothing goes out unapproved."""

import hashlib
from datetime import date, timedelta

import pytest

from chalicelib import drafting
from chalicelib.deciding import faceless
from chalicelib.errors import ConflictError, InvalidInputError, NotFoundError
from chalicelib.model.case_document import CaseDocument, DocumentKind
from chalicelib.model.dossier import DossierState, SendingChannel
from tests.unit.documents.reading import text
from tests.unit.dossiers.material import NOW, an_item, ask, books, material

TODAY = NOW.date()
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def bucket(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What is kept, by digest and ending."""
    held: dict[str, bytes] = {}

    def keep(_case: str, content: bytes, ending: str, *, draft: bool) -> str:
        digest = hashlib.sha256(content).hexdigest()
        held[f"{draft} {digest}.{ending}"] = content
        return digest

    monkeypatch.setattr("chalicelib.store.documents.keep", keep)
    monkeypatch.setattr(
        "chalicelib.store.documents.get", lambda _case, digest, ending, draft: held[f"{draft} {digest}.{ending}"]
    )
    return held


def draft(kind: DocumentKind = DocumentKind.CLAIM_FILING, **options: object) -> CaseDocument:
    return drafting.draft(ask(kind, **options), material(), by="Eva Kern")


def approved(document: CaseDocument, despite: str | None = None) -> CaseDocument:
    return drafting.approve(document, by="Jan Voss", at=LATER, reason="read", despite=despite)


def test_the_same_draft_is_the_same_bytes(bucket: dict[str, bytes]) -> None:
    one, other = draft(), draft()
    assert one == other
    assert len(bucket) == 2, "one PDF, one record of what it prints"
    assert drafting.content(one)[:5] == b"%PDF-"


@pytest.mark.parametrize("kind", [DocumentKind.CLAIM_FILING, DocumentKind.SECURITY_RIGHTS])
def test_approval_draws_what_was_read_without_the_mark(kind: DocumentKind) -> None:
    document = draft(kind, respond_by=date(2026, 4, 10))
    final = approved(document)
    assert "ENTWURF" in text(drafting.content(document))
    words = text(drafting.content(final))
    assert "ENTWURF" not in words
    assert "Größ" in words
    assert text(drafting.content(final, 1)) == text(drafting.content(document))
    assert final.prepared_at == NOW, "the day on the letter is the draft's"


def test_what_changed_in_the_books_does_not_slip_into_an_approval() -> None:
    document = draft()
    changed = material(ledger=books(an_item("RE-NEW")))
    assert "RE-NEW" not in text(drafting.content(approved(document)))
    again = drafting.redraft(document, changed._replace(now=LATER), by="Eva Kern", note="new invoice")
    assert "RE-NEW" in text(drafting.content(again))
    assert [step.version for step in again.history] == [1, 2]
    assert (again.id, again.prepared_at) == (document.id, LATER)


def test_gaps_need_a_reason() -> None:
    document = draft(DocumentKind.SECURITY_RIGHTS)
    with pytest.raises(InvalidInputError, match=r"options\.respond_by"):
        approved(document)
    note = approved(document, despite="deadline today").history[-1].note
    assert note == "read; despite its gaps: deadline today"


def test_only_an_approved_document_is_sent_and_only_once() -> None:
    document = draft()
    with pytest.raises(ConflictError, match="draft"):
        sent(document)
    final = approved(document)
    with pytest.raises(ConflictError, match="approved"):
        approved(final)
    gone = sent(final)
    assert (gone.state, gone.history[-1].digest) == (DossierState.SENT, final.history[-1].digest)
    with pytest.raises(ConflictError, match="sent"):
        sent(gone)
    with pytest.raises(NotFoundError):
        drafting.content(gone, 9)


@pytest.mark.parametrize("on", [LATER.date() + timedelta(days=1), NOW.date() - timedelta(days=1)])
def test_a_day_of_sending_that_cannot_be_is_refused(on: date) -> None:
    with pytest.raises(InvalidInputError):
        sent(approved(draft()), on)


def sent(document: CaseDocument, on: date = TODAY) -> CaseDocument:
    return drafting.send(document, by="Eva Kern", at=LATER, how=SendingChannel.POST, on=on, note=None)


def test_the_explanation_is_no_draft() -> None:
    words = text(drafting.explanation(material(), "en"))
    assert "DRAFT" not in words
    assert "What was compared" in words


def test_a_block_that_outlives_the_notice_can_still_be_explained() -> None:
    of = material()
    opened = of.file.case
    purged = faceless.case(opened, faceless.Sweep(faceless.words_of(opened, of.customer, of.notices)), TODAY)
    later = material(file=of.file.model_copy(update={"case": purged}), notices=())
    words = text(drafting.explanation(later, "en"))
    (evidence, *_), (notice, *_) = opened.match.evidence, of.notices
    kept = (notice.source, notice.publication_id, "67a IN 17/26", opened.match.version, "no deliveries on account")
    assert not [one for one in kept if one not in words]
    before = text(drafting.explanation(of, "en"))
    assert words.count(evidence.notice_value) < before.count(evidence.notice_value)  # it is still addressed to them
    with pytest.raises(ConflictError, match="no longer kept"):
        drafting.explanation(material(notices=()), "en")
