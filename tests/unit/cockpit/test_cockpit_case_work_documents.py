"""A case's documents in the cockpit: what can be drafted, and the way from draft to sent."""

import re
from datetime import date

import pytest

from chalicelib.acting import found
from chalicelib.cockpit import case_documents
from chalicelib.cockpit.case_documents import desk_of
from chalicelib.cockpit.case_drafts import DraftForm, asked_for, opened_by, options_of, where
from chalicelib.errors import InvalidInputError
from chalicelib.model.case_document import DocumentKind, DocumentOptions
from chalicelib.model.claim import Gap
from chalicelib.model.people import Role
from tests.unit.cockpit.case_world import FOLDER, TODAY, a_drawer, opened_case, our_firm, with_books
from tests.unit.cockpit.door import Door
from tests.unit.cockpit.test_cockpit_visit import a_visit

ONE = f"{FOLDER}/documents/{{document_id}}"


def test_what_can_be_drafted_and_what_cannot_says_why(door: Door) -> None:
    case_id = opened_case()
    assert desk_of(found(case_id), a_visit()).refused
    our_firm()
    desk = desk_of(found(case_id), a_visit())
    assert {one.kind for one in desk.kinds} == {DocumentKind.CHOICE_OF_PERFORMANCE, DocumentKind.EVIDENCE_LIST}
    assert [kind for _, kinds in desk.closed for kind in kinds].count(DocumentKind.CLAIM_FILING) == 1
    with_books()
    kinds = {one.kind: one for one in desk_of(found(case_id), a_visit()).kinds}
    claim = kinds[DocumentKind.CLAIM_FILING]
    assert {"court_case.practitioner_address", "conversion", "set_off"} <= {one.field for one in claim.gaps}
    assert {"practitioner_address", "exchange_rates"} <= set(claim.fields)


def test_a_gap_leads_to_where_it_is_filled() -> None:
    def place(field: str) -> str | None:
        return where(Gap(field=field, text_de="", text_en=""), "c1")

    assert place("creditor.bank_account") == "/cockpit/settings/firm"
    assert place("retention.R-1.goods") == "/cockpit/imports"
    assert place("court_case.court") == "/cockpit/cases/c1/proceedings"
    assert place("options.respond_by") is None
    assert place("items.0.sha256") is None
    gaps = (Gap(field="options.respond_by", text_de="", text_en=""),)
    assert asked_for(DocumentKind.EVIDENCE_LIST, gaps) == ("respond_by",)


def test_contracts_of_several_rows_keep_their_columns() -> None:
    form = DraftForm.model_validate(
        {"contract_reference": "B-1\nB-2\n", "contract_concluded_on": "\n2026-01-05\n", "contract_ours": "\n \n"}
    )
    first, second = options_of(form).contracts
    assert (first.reference, first.concluded_on) == ("B-1", None)
    assert (second.reference, second.concluded_on, second.ours) == ("B-2", date(2026, 1, 5), None)


def test_what_a_form_leaves_out_stays_as_it_was() -> None:
    before = DocumentOptions(respond_by=TODAY, our_reference="Z-1")
    after = options_of(DraftForm(our_reference="Z-2", insurer_city="Hamburg", measures="a\n\nb"), before)
    assert (after.respond_by, after.our_reference, after.measures) == (TODAY, "Z-2", ("a", "b"))
    assert after.insurer_address is not None
    assert after.insurer_address.city == "Hamburg"


@pytest.mark.parametrize(
    "given", [{"exchange_rates": "USD much ECB"}, {"contract_reference": "B", "contract_concluded_on": "soon"}]
)
def test_what_cannot_be_read_is_refused_by_its_field(given: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError, match=r"exchange_rates|contracts"):
        options_of(DraftForm.model_validate(given))


def test_from_draft_to_sent_and_anew(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    a_drawer(monkeypatch)
    case_id = opened_case()
    our_firm()
    with_books()
    door.sign_in(Role.CLERK, language="en")
    moved = door.post(f"{FOLDER}/documents", {"kind": "claim_filing"}, case_id=case_id)
    ids = {"case_id": case_id, "document_id": moved.location.split("/")[-1].split("?")[0]}
    page = door.get(ONE, **ids).body
    assert "<iframe" in page
    assert f"/documents/{ids['document_id']}/pdf?version=1" in page
    approval = {"seen": "1", "reason": "read it"}
    assert door.post(f"{ONE}/approval", approval, **ids).status == 422
    assert door.post(f"{ONE}/approval", approval | {"despite": "time runs out"}, **ids).status == 303
    sending = {"channel": "post", "on": TODAY.isoformat(), "note": "RR 12 DE"}
    assert door.post(f"{ONE}/sent", sending | {"seen": "1"}, **ids).status == 409
    assert door.post(f"{ONE}/sent", sending | {"seen": "2"}, **ids).status == 303
    file = found(case_id)
    assert (file.documents[0].state, file.case.claim.filed_on) == ("sent", TODAY)
    anew = {"seen": "3", "reason": "one was paid", "our_reference": "Z-9"}
    assert door.post(f"{ONE}/redraft", anew, **ids).status == 303
    assert found(case_id).documents[0].options.our_reference == "Z-9"
    assert [step.state for step in found(case_id).documents[0].history] == ["draft", "approved", "sent", "draft"]
    assert "one was paid" in door.get(ONE, **ids).body


def test_only_the_pdf_may_stand_in_a_frame_and_only_in_ours(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    a_drawer(monkeypatch)
    case_id = opened_case()
    our_firm()
    door.sign_in(Role.CLERK)
    moved = door.post(f"{FOLDER}/documents", {"kind": "evidence_list"}, case_id=case_id)
    ids = {"case_id": case_id, "document_id": moved.location.split("/")[-1].split("?")[0]}
    accept = {"accept": "text/html,*/*;q=0.8"}
    shown = door.get(f"{ONE}/pdf", headers=accept, **ids)
    assert (shown.status, shown.headers["Content-Security-Policy"]) == (200, "frame-ancestors 'self'")
    assert shown.headers["Content-Disposition"].startswith("inline")
    saved = door.get(f"{ONE}/pdf", headers=accept, query={"save": "true"}, **ids)
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "frame-ancestors 'none'" in door.get(ONE, **ids).headers["Content-Security-Policy"]
    explained = door.post(f"{FOLDER}/explanation", headers=accept, case_id=case_id)
    assert (explained.status, explained.headers["Content-Type"]) == (200, "application/pdf")


def test_a_viewer_reads_and_drafts_nothing(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    a_drawer(monkeypatch)
    case_id = opened_case()
    our_firm()
    door.sign_in(Role.VIEWER)
    assert door.post(f"{FOLDER}/documents", {"kind": "evidence_list"}, case_id=case_id).status == 403
    assert found(case_id).documents == ()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN])
def test_a_gap_is_a_link_only_for_who_may_open_its_page(
    door: Door, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    case_id = opened_case()
    our_firm()
    with_books()
    assert (opened_by("/cockpit/settings/firm"), opened_by("/cockpit/imports")) == (Role.MANAGER, Role.CLERK)
    monkeypatch.setitem(case_documents._GAPS, "where", lambda _gap, _case_id: "/cockpit/imports")
    monkeypatch.setitem(case_documents._GAPS, "field_for", lambda _gap: None)
    door.sign_in(role, language="en")
    body = door.get(f"{FOLDER}/documents", case_id=case_id).body
    gaps = "".join(re.findall(r'<ul class="gaps">.*?</ul>', body, re.DOTALL))
    assert ("/cockpit/imports" in gaps) is (role is Role.ADMIN)
    assert ("To be filled in under: Import a file" in gaps) is (role is Role.VIEWER)
