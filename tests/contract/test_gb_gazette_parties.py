"""Who is the debtor of a Gazette notice: never its petitioner, solicitor, charge holder, or its own former name."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.registers import gb_gazette as gazette
from chalicelib.registers.gazette.parties import numbers

AT = datetime(2026, 9, 15, 11, 0, tzinfo=UTC)
TERMS = {
    "2450": "Petitions to Wind Up (Companies)",
    "2452": "Winding-Up Orders",
    "2410": "Appointment of Administrators",
}
DEBTOR, LENDER = "THISTLEWICK PALLETS LIMITED", "LOFTGARTH TIMBER LIMITED"


def an_entry(code: Any = "2450", title: str = DEBTOR, text: str = "", **more: Any) -> dict[str, Any]:
    return {
        "id": "https://www.thegazette.co.uk/id/notice/9900101",
        "f:status": "published",
        "f:notice-code": code,
        "title": title,
        "published": "2026-09-15T00:00:00",
        "category": {"@term": TERMS.get(str(code), "Petitions to Wind Up (Companies)")},
        "content": f"<div><p>{text}</p></div>",
    } | more


def by_feed(entry: dict[str, Any]) -> list[InsolvencyNotice]:
    content = json.dumps({"entry": entry}).encode()
    document = Document(
        source="gb_gazette", url="https://x.example/", media_type="application/json", content=content, fetched_at=AT
    )
    return list(gazette.parse(document))


def by_page(body: str, entry: dict[str, Any] | None = None) -> list[InsolvencyNotice]:
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><article>{body}</article></body></html>'
    document = Document(
        source="gb_gazette",
        url="https://x.example/",
        media_type="application/xhtml+xml",
        content=page.encode(),
        fetched_at=AT,
        attributes={"entry": json.dumps(entry or an_entry())},
    )
    return list(gazette.parse(document))


def company(about: str, name: str, number: str | None = None, words: str = "Company Number") -> str:
    printed = f' ({words} <span about="{about}" property="gazorg:companyNumber">{number}</span>)' if number else ""
    return f'<strong about="{about}" property="gazorg:name">{name}</strong>{printed}'


def debtors(notices: list[InsolvencyNotice]) -> list[tuple[str, str | None]]:
    return [(one.debtor_name, one.debtor_reg_no) for one in notices]


ABOUTS = [
    "this:petitioner-1",
    "this:company-2",
    "http://business.data.gov.uk/id/company/99900102",
    "this:creditor-1",
    "",
]


@pytest.mark.parametrize("about", ABOUTS)
@pytest.mark.parametrize("number", ["99900101", None])
@pytest.mark.parametrize("title", [DEBTOR, "Petitions to Wind Up (Companies)"])
def test_a_numbered_petitioner_is_no_debtor(about: str, number: str | None, title: str) -> None:
    own = company("this:company-1" if about else "", DEBTOR, number)
    other = company(about, LENDER, "99900102")
    found = by_page(
        f"<p>In the matter of {own}</p><p>A Petition to wind up the above-named company, presented on 21 August 2026 "
        f"by {other}, claiming to be a Creditor of the Company, will be heard</p>",
        an_entry(title=title),
    )
    assert debtors(found) == [(DEBTOR, number)]


@pytest.mark.parametrize("said", ["On the petition of {other}, an order was made against {own}.", "{other}: {own}"])
def test_the_title_and_the_words_before_tell_a_petitioner_that_comes_first(said: str) -> None:
    own, other = company("this:company-2", DEBTOR, "99900101"), company("this:company-1", LENDER, "99900102")
    assert debtors(by_page(f"<p>{said.format(own=own, other=other)}</p>")) == [(DEBTOR, "99900101")]


def test_the_pages_own_link_decides() -> None:
    own, other = company("this:company-2", DEBTOR), company("this:company-1", LENDER, "99900102")
    links = [
        '<span about="this:notifiableThing" rel="insolvency:hasCompany" resource="this:company-2"/>',
        '<span rel="https://www.thegazette.co.uk/def/insolvency#hasCompany" href="https://x.example/n#company-2"/>',
    ]
    for link in links:
        assert debtors(by_page(f"{link}<p>{other}</p><p>{own}</p>", an_entry(title=LENDER))) == [(DEBTOR, None)]
    within = f'<p>{other}</p><p rel="insolvency:hasCompany">{own}</p>'
    assert debtors(by_page(within, an_entry("2410", title="Appointment of Administrators"))) == [(DEBTOR, None)]


@pytest.mark.parametrize(
    "said",
    [
        "Appointed by {other} as qualifying floating charge holder",
        "Appointor: {other}",
        "Holder of a floating charge: {other}",
        "Solicitors for the company: {other}",
        "Petitioning creditor: {other}",
    ],
)
def test_banks_appointors_and_solicitors_are_no_debtors(said: str) -> None:
    own, other = company("this:company-1", DEBTOR, "99900101"), company("this:company-2", LENDER, "99900102")
    for code in ("2410", "2452"):
        found = by_page(f"<p>{own}</p><p>{said.format(other=other)}</p>", an_entry(code, TERMS[code]))
        assert debtors(found) == [(DEBTOR, "99900101")]


def test_several_companies_of_one_notice_stay_several() -> None:
    own, also = company("this:company-1", DEBTOR, "99900101"), company("this:company-2", "OAST LTD", "99900103")
    found = by_page(f"<p>{own}</p><p>{also}</p><p>Joint administrators were appointed</p>", an_entry("2410"))
    assert debtors(found) == [(DEBTOR, "99900101"), ("OAST LTD", "99900103")]


def test_former_and_trading_names_are_aliases_of_the_debtor_alone() -> None:
    own, old = company("this:company-1", DEBTOR, "99900101"), company("this:company-2", "OLD PALLETS LIMITED")
    trades = '<span about="this:petitioner-1" property="gazorg:tradingAs">Loft and Garth</span>'
    (notice,) = by_page(f"<p>{own}</p><p>Formerly known as {old}</p><p>{trades}</p>", an_entry("2452"))
    assert (notice.debtor_name, notice.debtor_aliases) == (DEBTOR, ())
    (notice,) = by_feed(an_entry("2452", f"{DEBTOR} (formerly known as OLD PALLETS LIMITED) t/a Thistle", "No more"))
    assert (notice.debtor_name, notice.debtor_aliases) == (DEBTOR, ("OLD PALLETS LIMITED", "Thistle"))


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (f"{DEBTOR} . A petition presented on 1 May 2026 by {LENDER} (Company Number 99900102)", None),
        (f"{DEBTOR} (Company Number 99900101), presented by {LENDER} (Company Number 99900102)", "99900101"),
        (
            f"Petition presented by {LENDER} (Company No. 99900102) against {DEBTOR} (No. 1, Company No. 99900101)",
            "99900101",
        ),
        (f"{LENDER} (company number 99900102) has presented a petition to wind up {DEBTOR}", None),
        (f"The Petition of {LENDER} (Registered number 99900102) to wind up {DEBTOR}", None),
        (
            f"a petition was presented by {LENDER}, Co. No. SC990102, craving that {DEBTOR} (SC990101) be wound up",
            "SC990101",
        ),
        (f"Petitioner: {LENDER} Registered number: 99900102", None),
        (f"On the application of {LENDER} (Company Number 99900102)", None),
        (f"In the matter of {DEBTOR} (99900101) and in the matter of the Insolvency Act 1986", "99900101"),
    ],
)
def test_the_feed_gives_nobody_the_petitioners_number(said: str, number: str | None) -> None:
    for title in (DEBTOR, "Petitions to Wind Up (Companies)"):
        (notice,) = by_feed(an_entry(title=title, text=said))
        assert notice.debtor_reg_no == number
        assert LENDER not in notice.debtor_name


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Company Number 01234567", "01234567"),
        ("Registered number: 01234567", "01234567"),
        ("Registered in England No 01234567", "01234567"),
        ("Registered in England and Wales under company number: 1234567", "1234567"),
        ("(Registered in Scotland SC123456)", "SC123456"),
        ("Registration number 01234567", "01234567"),
        ("Company Registration No. OC 301234", "OC301234"),
        ("Company Reg. No: 01234567", "01234567"),
        ("Co. No. 01234567", "01234567"),
        ("Company Number: IP12345R", "IP12345R"),
        ("Registered No IP12345R", "IP12345R"),
        ("ACME (NI012345)", "NI012345"),
        ("ACME LP LP012345", "LP012345"),
        ("Charity Registration Number 1234567", None),
        ("VAT registration number 12345678", None),
        ("IP number 12345", None),
        ("Company Number 123456789", None),
    ],
)
def test_how_company_numbers_are_printed(printed: str, number: str | None) -> None:
    assert next((found for _, found in numbers(printed)), None) == number


def test_a_society_is_found_by_its_number() -> None:
    (notice,) = by_feed(an_entry("2452", "OAST CO-OPERATIVE LIMITED", "(Registered number: IP12345R )"))
    assert [one.key for one in notice.debtor_identifiers] == ["gb_company:IP12345R"]


@pytest.mark.parametrize("code", ["2450", 2450, ["2450"], 2450.0])
def test_a_code_is_read_as_text_number_or_list(code: Any) -> None:
    (notice,) = by_feed(an_entry(code, category=[{"@term": "Corporate Insolvency"}, {"@term": TERMS["2450"]}]))
    assert (notice.event_kind, notice.original_kind) == (
        EventKind.PETITION_FILED,
        "2450 Petitions to Wind Up (Companies)",
    )


def test_an_entry_without_code_is_kept_when_it_names_a_company() -> None:
    (notice,) = by_feed(an_entry(None))
    assert notice.event_kind is EventKind.PETITION_FILED
    assert by_feed(an_entry(None, "Ebenezer Quillfeather", category={"@term": "Bankruptcy Orders"})) == []


def test_a_prohibited_name_is_a_persons_notice_whatever_its_code() -> None:
    assert by_feed(an_entry("2462", "Philomena Thrupp", category={"@term": "Re-use of a Prohibited Name"})) == []


@pytest.mark.parametrize("title", ["Winding-Up Orders", "(In Liquidation)", "Petitions to Wind Up (Companies)"])
def test_a_title_that_names_nobody_leaves_the_name_to_the_words(title: str) -> None:
    (notice,) = by_feed(an_entry("2452", title, f"{DEBTOR} (In Liquidation) Company Number: 99900101"))
    assert (notice.debtor_name, notice.debtor_reg_no) == (DEBTOR, "99900101")
