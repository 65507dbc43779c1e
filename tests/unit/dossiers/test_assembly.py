"""What documents are made of: facts where the records have them, gaps where not, and no where the law says no."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from chalicelib.dossiers.assembly import Assembly, assembled
from chalicelib.dossiers.material import Material
from chalicelib.errors import ConflictError, InvalidInputError
from chalicelib.model.case import CaseState
from chalicelib.model.case_document import CaseDocument, DocumentKind, DocumentRequest, DocumentStep
from chalicelib.model.customer import CustomerKind
from chalicelib.model.dossier import Dossier, DossierForm, DossierState, SendingChannel
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from chalicelib.model.letters import (
    ChoiceLetter,
    EvidenceList,
    InsurerNotice,
    InsurerNoticeKind,
    MatchExplanation,
    OpenContract,
    SecurityRightsLetter,
)
from chalicelib.model.open_item import RetentionOfTitle
from tests.builders import a_customer
from tests.unit.dossiers.material import HOME, NOW, OPENING, a_file, an_item, an_opening, ask, books, material

CLAIM, EXPLANATION = DocumentKind.CLAIM_FILING, DocumentKind.MATCH_EXPLANATION
TO_THE_PRACTITIONER = (CLAIM, DocumentKind.SECURITY_RIGHTS, DocumentKind.CHOICE_OF_PERFORMANCE)


def made(request: DocumentRequest, of: Material | None = None) -> Assembly:
    return assembled(request, of or material(), document="d1", by="Eva Kern")


def dossier(request: DocumentRequest, of: Material | None = None) -> Dossier:
    data = made(request, of).data
    assert isinstance(data, Dossier)
    return data


def fields(of: Assembly) -> list[str]:
    return [gap.field for gap in of.gaps]


def test_a_complete_case_gives_a_dossier_without_gaps() -> None:
    found = made(ask(CLAIM))
    data = dossier(ask(CLAIM))
    assert (found.gaps, found.copies, found.language, found.form) == ((), 2, "de", DossierForm.GERMAN)
    assert found.recipient == data.court_case.practitioner_name == "Dr. Jördis Größ"
    assert data.court_case.debtor_reg_no == "Amtsgericht Hamburg, HRB 998877"
    assert data.court_case.opening_time is not None
    assert data.court_case.report_hearing == date(2026, 5, 12)
    assert data.claims.interest_until == OPENING - timedelta(days=1)
    assert data.state is DossierState.DRAFT


def test_the_opening_still_says_who_administers_after_later_notices() -> None:
    opening = an_opening(EventKind.OPENED_SELF_ADMIN)
    of = material(opening)
    file = of.file.model_copy(
        update={"case": of.file.case.model_copy(update={"event_kind": EventKind.HEARING_OR_DEADLINE_SET})}
    )
    assert dossier(ask(CLAIM), of._replace(file=file)).court_case.self_administration


def test_what_a_person_enters_goes_before_the_notice_and_ends_a_gap() -> None:
    bare = an_opening(practitioner_name=None, practitioner_address=None, practitioner_firm=None, case_number=None)
    holes = fields(made(ask(CLAIM), material(bare)))
    assert holes == [f"court_case.{one}" for one in ("case_number", "practitioner_name", "practitioner_address")]
    known = {"practitioner_name": "Jan Voss", "practitioner_address": HOME, "case_number": "67a IN 1/26"}
    filled = ask(CLAIM, our_reference="Z-1", **known)
    assert made(filled, material(bare)).gaps == ()
    assert dossier(filled, material(bare)).creditor.reference == "Z-1"


@pytest.mark.parametrize("kind", TO_THE_PRACTITIONER)
@pytest.mark.parametrize(
    ("event", "why"),
    [
        (EventKind.PETITION_FILED, "not opened yet"),
        (EventKind.PRELIM_MEASURES, "not opened yet"),
        (EventKind.REFUSED_NO_ASSETS, "want of assets"),
        (EventKind.CLOSED_LIFTED, "have ended"),
    ],
)
def test_nothing_goes_to_a_practitioner_outside_of_opened_proceedings(
    kind: DocumentKind, event: EventKind, why: str
) -> None:
    of = material(an_opening(event, opening_date=None))
    of = of._replace(
        file=of.file.model_copy(update={"case": of.file.case.model_copy(update={"state": CaseState.OPEN})})
    )
    with pytest.raises(ConflictError, match=why):
        made(ask(kind, contracts=(OpenContract(reference="V-1"),)), of)


def test_an_opening_without_its_day_is_asked_for_and_one_to_come_is_refused() -> None:
    unknown = material(an_opening(opening_date=None))
    with pytest.raises(InvalidInputError) as refused:
        made(ask(CLAIM), unknown)
    assert [problem.path for problem in refused.value.problems] == ["options.opening_date"]
    assert dossier(ask(CLAIM, opening_date=OPENING), unknown).claims.opening_date == OPENING
    with pytest.raises(ConflictError, match="still to come"):
        made(ask(CLAIM, opening_date=NOW.date() + timedelta(days=1)), unknown)


@pytest.mark.parametrize("state", [CaseState.REVIEW, CaseState.DISMISSED])
def test_nobody_is_written_to_while_the_debtor_may_be_another(state: CaseState) -> None:
    of = material()
    of = of._replace(file=of.file.model_copy(update={"case": of.file.case.model_copy(update={"state": state})}))
    for kind in (*TO_THE_PRACTITIONER, DocumentKind.INSURER_NOTICE):
        with pytest.raises(ConflictError):
            made(ask(kind), of)
    assert made(ask(EXPLANATION), of).printed_by == "match_explanation"


def test_without_books_or_old_invoices_nothing_can_be_lodged() -> None:
    with pytest.raises(ConflictError, match="import open items"):
        made(ask(CLAIM), material(ledger=None))
    later = an_item(delivered_on=OPENING + timedelta(days=2))
    with pytest.raises(ConflictError, match="no open invoice from before"):
        made(ask(CLAIM), material(ledger=books(later)))


def test_a_natural_person_is_computed_as_a_consumer_until_somebody_says() -> None:
    person = a_customer(kind=CustomerKind.PERSON, address=HOME)
    unsaid = made(ask(CLAIM), material(customer=person))
    assert fields(unsaid) == ["options.consumer"]
    assert dossier(ask(CLAIM), material(customer=person)).claims.lines[0].lump_sum is None
    trader = ask(CLAIM, consumer=False)
    assert made(trader, material(customer=person)).gaps == ()
    assert dossier(trader, material(customer=person)).claims.lines[0].lump_sum is not None


def test_a_form_belongs_to_its_country() -> None:
    french = material(an_opening(country="FR"))
    found = made(ask(CLAIM), french)
    assert (found.form, found.language, found.printed_by) == (DossierForm.EU_STANDARD, "en", "claim_filing_eu")
    assert made(ask(CLAIM), material(an_opening(country="AT"))).language == "de"
    with pytest.raises(ConflictError, match="in Germany"):
        made(ask(CLAIM, form=DossierForm.GERMAN), french)
    for country in ("GB", "CH", "DK"):
        with pytest.raises(ConflictError, match="does not bind"):
            made(ask(CLAIM), material(an_opening(country=country)))
    at_home = material()._replace(creditor=material().creditor.model_copy(update={"address": HOME}))
    with pytest.raises(ConflictError, match="another member state"):
        made(ask(CLAIM, form=DossierForm.EU_STANDARD), at_home)
    with pytest.raises(ConflictError, match="German law"):
        made(ask(DocumentKind.SECURITY_RIGHTS), french)
    assert made(ask(CLAIM, form=DossierForm.ENGLISH)).language == "en"
    with pytest.raises(InvalidInputError):
        made(ask(CLAIM, form=DossierForm.ENGLISH, language="de"))
    with pytest.raises(InvalidInputError):
        made(ask(EXPLANATION, form=DossierForm.GERMAN))


def test_letters_name_what_they_miss() -> None:
    rights = made(ask(DocumentKind.SECURITY_RIGHTS))
    assert isinstance(rights.data, SecurityRightsLetter)
    assert fields(rights) == ["options.respond_by"]
    with pytest.raises(ConflictError, match="no security"):
        made(ask(DocumentKind.SECURITY_RIGHTS), material(ledger=books(an_item())))
    with pytest.raises(InvalidInputError):
        made(ask(DocumentKind.CHOICE_OF_PERFORMANCE))
    contract = OpenContract(reference="V-1", ours="Lieferung", retention_of_title=True)
    choice = made(ask(DocumentKind.CHOICE_OF_PERFORMANCE, contracts=(contract,), respond_by=date(2026, 4, 1)))
    assert isinstance(choice.data, ChoiceLetter)
    assert fields(choice) == ["options.contracts.0.concluded_on", "options.contracts.0.theirs"]
    no_account = material()._replace(creditor=material().creditor.model_copy(update={"bank_account": None}))
    assert "creditor.bank_account" not in fields(made(ask(DocumentKind.SECURITY_RIGHTS), no_account))


def test_the_insurers_notice_takes_policy_limit_and_day_of_knowledge() -> None:
    number = parse_identifier(Scheme.DE_REGISTER, "HRB 201533 B", "Amtsgericht Charlottenburg")
    known = material(customer=a_customer(identifiers=(number,)))
    found = made(ask(DocumentKind.INSURER_NOTICE, measures=("Rückruf der Ware",)), known)
    data = found.data
    assert isinstance(data, InsurerNotice)
    assert data.customer_identifier == "HRB 201533 B (Charlottenburg)"
    assert (data.policy.number, data.known_on, data.limit is not None) == ("KV-1", NOW.date(), True)
    assert data.measures == ("Liefersperre seit 20.03.2026", "Rückruf der Ware")
    assert (found.recipient, fields(found)) == ("Nordsee Kreditversicherung AG", ["options.insurer_address"])
    two = books(an_item(), policies=2)
    assert isinstance(made(ask(DocumentKind.INSURER_NOTICE), material(ledger=two)).data, InsurerNotice)
    with pytest.raises(InvalidInputError, match="KV-1, KV-2"):
        made(ask(DocumentKind.INSURER_NOTICE, policy_number="X"), material(ledger=two))
    with pytest.raises(ConflictError, match="no credit insurance policy"):
        made(ask(DocumentKind.INSURER_NOTICE), material(ledger=books(an_item(), policies=0)))
    adverse = ask(DocumentKind.INSURER_NOTICE, notice_kind=InsurerNoticeKind.ADVERSE, insurer_address=HOME)
    assert fields(made(adverse)) == ["options.information"]


def test_the_explanation_says_what_followed_and_who_looked() -> None:
    data = made(ask(EXPLANATION)).data
    assert isinstance(data, MatchExplanation)
    assert data.consequence.startswith("keine Lieferungen auf Rechnung, seit 20.03.2026.")
    assert data.judged_by is None
    english = made(ask(EXPLANATION), material(customer=a_customer(address=HOME.model_copy(update={"country": "FR"}))))
    assert english.language == "en"
    assert isinstance(english.data, MatchExplanation)
    assert english.data.consequence.startswith("no deliveries on account, since 20 Mar 2026.")
    with pytest.raises(ConflictError, match="no longer kept"):
        made(ask(EXPLANATION), material(notices=()))


def a_document(**options: object) -> CaseDocument:
    """A claim filing that was approved and sent."""
    steps = [
        DocumentStep(version=number, state=state, by="Eva Kern", at=NOW, digest="cd" * 32, size=9)
        for number, state in enumerate((DossierState.DRAFT, DossierState.APPROVED), start=1)
    ]
    news = {"version": 3, "state": DossierState.SENT, "how": SendingChannel.POST, "on": date(2026, 3, 20)}
    return CaseDocument(
        id="d1",
        case_id=a_file().case.id,
        kind=CLAIM,
        language="de",
        form=DossierForm.GERMAN,
        title_de="Forderungsanmeldung",
        title_en="Claim filing",
        options=ask(CLAIM, **options).options,
        prepared_at=NOW,
        data_digest="ef" * 32,
        history=(*steps, steps[-1].model_copy(update=news)),
    )


def test_evidence_is_every_notice_and_what_we_sent() -> None:
    file = a_file().model_copy(update={"documents": (a_document(),)})
    data = made(ask(DocumentKind.EVIDENCE_LIST), material(file=file)).data
    assert isinstance(data, EvidenceList)
    assert [item.what_de for item in data.items] == [
        "Insolvenzverfahren eröffnet",
        "Forderungsanmeldung, versandt 20.03.2026",
    ]
    assert [item.sha256 for item in data.items] == ["ab" * 32, "cd" * 32]


def test_exchange_rates_are_those_of_the_opening_day() -> None:
    franc = an_item().gross.model_copy(update={"currency": "CHF"})
    of = material(ledger=books(an_item(gross=franc, open=franc)))
    assert [line.total for line in dossier(ask(CLAIM), of).claims.lines] == [None]
    rate = {"currency": "CHF", "rate": Decimal("1.07"), "source": "ECB"}
    (line,) = dossier(ask(CLAIM, exchange_rates=(rate,)), of).claims.lines
    assert line.conversion is not None
    assert line.conversion.on == OPENING


def test_retention_without_a_delivery_note_is_a_gap_of_its_own() -> None:
    item = an_item(retention_of_title=RetentionOfTitle.EXTENDED, delivery_note=None, goods=None)
    asked = ask(DocumentKind.SECURITY_RIGHTS, respond_by=date(2026, 4, 1))
    assert fields(made(asked, material(ledger=books(item)))) == [
        "retention.RE-1.goods",
        "retention.RE-1.delivery_note",
    ]
