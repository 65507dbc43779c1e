"""The dossier's way from draft to sent, and the creditor's particulars."""

from datetime import date

import pytest
from pydantic import ValidationError

from chalicelib.decide import on_match
from chalicelib.errors import ConflictError, InvalidInputError
from chalicelib.model.creditor import BankAccount, Creditor
from chalicelib.model.dossier import (
    CourtCase,
    DossierState,
    SendingChannel,
    approve,
    court_case_of,
    gaps,
    mark_sent,
    redraft,
)
from chalicelib.model.notice import Hearing, HearingKind
from chalicelib.recovery.claim_terms import ClaimTerms
from chalicelib.recovery.claims import claim_sheet
from tests.builders import a_match, a_notice, an_occasion
from tests.unit.documents.samples import NOW, OPENING, a_dossier, an_item


def test_a_complete_draft_is_approved_and_sent_with_who_when_and_how() -> None:
    draft = a_dossier(state=DossierState.DRAFT, claims=_clean())
    sent = mark_sent(approve(draft, "Eva Kern", NOW), "Jan Ott", NOW, SendingChannel.POST, "Einschreiben")
    assert sent.state is DossierState.SENT
    assert [step.by for step in sent.history] == ["Eva Kern", "Eva Kern", "Jan Ott"]
    step = sent.step(DossierState.SENT)
    assert step is not None
    assert step.how is SendingChannel.POST
    assert sent.version == draft.version + 2


def _clean() -> object:
    return claim_sheet("104711", [an_item()], ClaimTerms(opening_date=OPENING))


def test_gaps_are_named_and_stop_the_approval() -> None:
    bare = a_dossier(
        state=DossierState.DRAFT,
        claims=_clean(),
        court_case=CourtCase(debtor_name="Ohne Angaben UG"),
        creditor=Creditor(name="Firma"),
    )
    fields = {gap.field for gap in gaps(bare)}
    assert {"court_case.court", "court_case.case_number", "creditor.bank_account", "court_case.opening_date"} <= fields
    with pytest.raises(InvalidInputError, match="missing: case number"):
        approve(bare, "Eva Kern", NOW)


def test_a_person_may_send_it_despite_gaps_and_says_why() -> None:
    bare = a_dossier(state=DossierState.DRAFT, creditor=Creditor(name="Firma"))
    approved = approve(bare, "Eva Kern", NOW, despite="Frist endet heute")
    assert approved.history[-1].note == "Frist endet heute"


def test_the_case_file_gives_the_heading() -> None:
    hearing = Hearing(kind=HearingKind.REPORT_AND_EXAMINATION, date=date(2026, 5, 12))
    notice = a_notice(
        practitioner_name="Dr. Jördis Größ",
        opening_date=OPENING,
        hearing_dates=(hearing,),
        claim_deadline=date(2026, 4, 28),
    )
    decision = on_match(a_match(), notice, an_occasion())
    assert decision is not None
    heading = court_case_of(decision.case, "DE")
    assert heading.case_number == "67a IN 17/26"
    assert heading.practitioner_name == "Dr. Jördis Größ"
    assert heading.report_hearing == date(2026, 5, 12)
    assert heading.claim_deadline == date(2026, 4, 28)


@pytest.mark.parametrize("state", [DossierState.APPROVED, DossierState.SENT])
def test_only_a_draft_is_approved(state: DossierState) -> None:
    with pytest.raises(ConflictError, match="only a draft"):
        approve(a_dossier(state=state), "Eva Kern", NOW)


@pytest.mark.parametrize("state", [DossierState.DRAFT, DossierState.SENT])
def test_only_an_approved_dossier_is_sent_and_only_once(state: DossierState) -> None:
    with pytest.raises(ConflictError, match="only an approved one"):
        mark_sent(a_dossier(state=state), "Eva Kern", NOW, SendingChannel.EMAIL)


def test_a_change_makes_a_draft_again_and_forgets_nothing() -> None:
    again = redraft(a_dossier(), "Eva Kern", NOW, "Rechnung nachgetragen")
    assert again.state is DossierState.DRAFT
    assert again.step(DossierState.APPROVED) is not None
    assert redraft(again, "Eva Kern", NOW, "noch einmal") is again


@pytest.mark.parametrize("iban", ["DE89 3704 0044 0532 0130 01", "DE89", "hello"])
def test_an_iban_that_cannot_exist_is_refused(iban: str) -> None:
    with pytest.raises(ValidationError, match="no IBAN that can exist"):
        BankAccount(holder="Firma", iban=iban)


def test_a_vat_id_that_cannot_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="vat_id"):
        Creditor(name="Firma", vat_id="DE123")
