"""Whoever reads a natural person's documents or figures stands in the case, once a day; a company's readers do not."""

import pytest

from chalicelib import decide
from chalicelib.errors import StoreUnreachableError
from chalicelib.model.case import Entry, EntryKind
from chalicelib.model.case_document import CaseDocument, DocumentKind, DocumentStep
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import CreditFile
from chalicelib.model.customer import CustomerKind
from chalicelib.model.dossier import DossierState
from chalicelib.model.ledger import Ledger
from tests.builders import NOW, a_customer, a_match, a_notice, an_occasion, filed
from tests.unit.api.test_api_http import call
from tests.unit.recovery.books import OPENED_ON, an_item

READINGS = ("documents", "documents/{document_id}", "exposure", "claims", "vat", "insurance", "advice")


class Desk:
    """A case of a person or a company in memory, with an account and a document; and what was noted in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.noted: list[Entry] = []
        self.monkeypatch = monkeypatch
        monkeypatch.setattr("chalicelib.store.cases.add_entry", self._add)
        monkeypatch.setattr("chalicelib.store.credit.file_of", lambda number: CreditFile(customer_number=number))
        monkeypatch.setattr("chalicelib.store.firm.assumption_changes", lambda: ())
        monkeypatch.setattr("chalicelib.store.firm.base_rates", lambda: ())
        ledger = Ledger(customer_number="104711", items=(an_item(),))
        monkeypatch.setattr("chalicelib.store.ledgers.get", lambda _number: ledger)

    def _add(self, entry: Entry) -> bool:
        self.noted.append(entry)
        return True

    def case(self, kind: CustomerKind) -> CaseFile:
        occasion = an_occasion(a_customer(kind=kind))
        file = filed(decide.on_match(a_match(), a_notice(opening_date=OPENED_ON), occasion))
        step = DocumentStep(version=1, state=DossierState.SENT, by="Eva Kern", at=NOW, digest="0" * 64, size=1)
        document = CaseDocument(
            id="d1",
            case_id=file.case.id,
            kind=DocumentKind.CLAIM_FILING,
            language="de",
            title_de="Forderungsanmeldung",
            title_en="Claim",
            prepared_at=NOW,
            data_digest="0" * 64,
            history=(step,),
        )
        file = file.model_copy(update={"documents": (document,)})
        self.monkeypatch.setattr("chalicelib.store.cases.get", lambda _case_id: file)
        return file


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(monkeypatch)


@pytest.mark.parametrize("what", READINGS)
def test_the_reader_of_a_persons_file_is_noted(desk: Desk, what: str) -> None:
    file = desk.case(CustomerKind.PERSON)
    assert file.case.natural_person
    assert call("GET", f"/v1/cases/{{case_id}}/{what}", case_id=file.case.id, document_id="d1").status == 200
    (entry,) = desk.noted
    assert (entry.kind, entry.by, entry.case_id) == (EntryKind.READ, "client erp-7", file.case.id)


@pytest.mark.parametrize("what", READINGS)
def test_a_companys_readers_are_nobodys_data(desk: Desk, what: str) -> None:
    file = desk.case(CustomerKind.ORGANISATION)
    assert call("GET", f"/v1/cases/{{case_id}}/{what}", case_id=file.case.id, document_id="d1").status == 200
    assert desk.noted == []


def test_a_pdf_is_not_shown_where_its_reader_cannot_be_noted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.case(CustomerKind.PERSON)

    def refuse(_entry: Entry) -> bool:
        raise StoreUnreachableError("no table")

    monkeypatch.setattr("chalicelib.store.cases.add_entry", refuse)
    route = "/v1/cases/{case_id}/documents/{document_id}/content"
    assert call("GET", route, case_id=file.case.id, document_id="d1").status == 503
