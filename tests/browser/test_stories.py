"""What people do in the cockpit, from the alert in their mail to the filed claim, as they see and press it."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from infra.demo import case_books
from tests.browser.conftest import Door, Person, listen
from tests.browser.office import Office

LINK = re.compile(r"https?://\S+/cockpit/cases/\w+")

SEND = """async (address) => {
    const csrf = document.querySelector("input[name=csrf]").value;
    const body = new URLSearchParams({csrf, reason: "because", seen: "x"});
    const answer = await fetch(address, {method: "POST", body});
    return [answer.status, await answer.text()];
}"""


def open_case(page: Page, office: Office, number: str) -> str:
    """The case's page; its id."""
    case_id = office.case_id(number)
    page.goto(f"{office.address}/cockpit/cases/{case_id}")
    return case_id


def unfold_actions(page: Page) -> None:
    """The case's buttons, which stand in a fold where there is little room."""
    fold = page.get_by_text("Aktionen", exact=True)
    if fold.is_visible():
        fold.click()


def said(page: Page, sentence: str) -> None:
    """The page says what was done."""
    expect(page.get_by_role("status").filter(has_text=sentence)).to_be_visible()


def in_mail(office: Office, address: str, number: str) -> str:
    """The link to the case in the person's mail about the customer."""
    mails = [one for one in office.stage.stack.sent_mails() if address in one["To"] and number in one["Subject"]]
    (link,) = {found[0] for one in mails if (found := LINK.search(one["BodyText"]))}
    assert any(f'href="{link}"' in one["BodyHtml"] for one in mails)
    return link


def test_from_the_alert_in_the_mail_to_the_filed_claim(
    browser: Browser, office: Office, door: Door, tmp_path: Path
) -> None:
    """The happy path of a clerk: mail, login, acknowledged, drafted, approved, downloaded."""
    complaints: list[str] = []
    link = in_mail(office, case_books.CLERK, case_books.CUSTOMER)
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE") as context:
        page = context.new_page()
        listen(page, complaints)
        page.goto(link)
        door.fill_in(page, "clerk")
        assert page.url == link, "after the login it goes on to where the mail pointed"
        expect(page.get_by_role("heading", level=1)).to_contain_text("Norderwerft")
        page.get_by_role("button", name="Zur Kenntnis genommen").click()
        said(page, "Bestätigt")
        expect(page.get_by_role("button", name="Zur Kenntnis genommen")).to_have_count(0)
        page.get_by_role("navigation", name="Fächer der Akte").get_by_role("link", name="Dokumente").click()
        draft = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Forderungsanmeldung"))
        draft.get_by_text("Entwerfen", exact=True).click()
        draft.get_by_role("button", name="Entwurf erstellen").click()
        page.get_by_label("Womit verglichen?").fill("mit der Offenen-Posten-Liste verglichen")
        if page.get_by_role("checkbox").count():
            page.get_by_role("checkbox").first.check()
            page.get_by_label("Warum darf es trotzdem hinaus?").fill("wird nachgereicht")
        page.get_by_role("button", name="Freigeben").click()
        expect(page.get_by_role("button", name="Als versandt eintragen")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Herunterladen").first.click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
    assert saved.suffix == ".pdf"
    assert saved.read_bytes()[:5] == b"%PDF-"
    assert office.block(case_books.CUSTOMER)["stage"] == "no_deliveries", "knowing of it releases nothing"
    assert complaints == []


def _settled(page: Page) -> None:
    """Returns when the page listens to keys: a busy machine shows it earlier."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)


def test_a_review_is_decided_by_keyboard_alone(office: Office, person: Person) -> None:
    page = person("manager", "en")
    page.goto(f"{office.address}/cockpit")
    _settled(page)
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()
    _settled(page)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1, name="Is this our customer?")).to_be_visible()
    case_id = page.url.partition("?")[0].rpartition("/")[2]
    _settled(page)
    page.keyboard.press("n")
    expect(page.get_by_role("radio").first).to_be_visible()
    _settled(page)
    page.keyboard.press("1")
    expect(page.get_by_role("radio").first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("not our customer. These proceedings will not ask again.")).to_be_visible()
    page.goto(f"{office.address}/cockpit/cases/{case_id}")
    expect(page.get_by_role("main")).to_contain_text("A person decided")


def test_a_block_is_released_with_its_reason_by_whoever_may(office: Office, person: Person) -> None:
    number = "104712"
    assert office.block(number)["stage"] == "no_deliveries"
    clerk = person("clerk")
    open_case(clerk, office, number)
    unfold_actions(clerk)
    expect(clerk.get_by_text("Notiz", exact=True)).to_be_visible()
    expect(clerk.get_by_text("Sperre aufheben", exact=True)).to_have_count(0)
    manager = person("manager")
    open_case(manager, office, number)
    unfold_actions(manager)
    manager.get_by_text("Sperre aufheben", exact=True).first.click()
    form = manager.get_by_role("form", name="Sperre dieser Akte aufheben")
    form.get_by_role("button", name="Sperre aufheben").click()
    assert office.block(number)["stage"] == "no_deliveries", "the browser asks for the reason first"
    form.get_by_label("Grund").fill("Maßnahmen aufgehoben, Bestätigung des Gerichts liegt vor")
    form.get_by_role("button", name="Sperre aufheben").click()
    said(manager, "Sperre dieser Akte aufgehoben")
    expect(manager.get_by_role("main")).to_contain_text("Maßnahmen aufgehoben, Bestätigung des Gerichts liegt vor")
    expect(manager.get_by_role("main")).to_contain_text("Ines Albrecht")
    assert office.block(number)["stage"] is None


def test_who_may_only_read_has_no_button_and_is_refused_without_one(office: Office, door: Door) -> None:
    with door.context("viewer") as context:
        page = context.new_page()
        case_id = open_case(page, office, "304001")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("main").locator("form[method=post]")).to_have_count(0)
        expect(page.get_by_text("Aktionen", exact=True)).to_have_count(0)
        before = office.block("304001")["stage"]
        status, text = page.evaluate(SEND, f"{office.address}/cockpit/cases/{case_id}/release")
    assert status == 403
    assert "Das darf Ihre Rolle nicht" in text
    assert office.block("304001")["stage"] == before == "no_deliveries"


def test_the_language_is_changed_on_the_page_where_one_is(office: Office, person: Person) -> None:
    page = person("viewer")
    page.goto(f"{office.address}/cockpit/customers?q=Norderwerft")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/cockpit/customers?q=Norderwerft")
    expect(page.get_by_role("navigation", name="Areas").first).to_contain_text("Figures")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("navigation", name="Bereiche").first).to_contain_text("Kennzahlen")


def test_signing_out_ends_it(browser: Browser, office: Office, door: Door) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{office.address}/cockpit/customers")
        door.fill_in(page, "viewer")
        assert page.url == f"{office.address}/cockpit/customers"
        page.get_by_text("Vera Lindner").first.click()
        page.get_by_role("button", name="Abmelden").click()
        expect(page.get_by_role("heading", name="Abgemeldet")).to_be_visible()
        page.goto(f"{office.address}/cockpit/customers")
        expect(page.get_by_label("Password")).to_be_visible()


def test_without_scripts_the_main_ways_work(browser: Browser, office: Office, door: Door) -> None:
    """Login, acknowledging and a review by links, forms and folds alone."""
    with browser.new_context(java_script_enabled=False, locale="de-DE") as context:
        page = context.new_page()
        page.goto(f"{office.address}/cockpit")
        door.fill_in(page, "clerk")
        open_case(page, office, "304001")
        page.get_by_role("button", name="Zur Kenntnis genommen").click()
        said(page, "Bestätigt")
        page.goto(f"{office.address}/cockpit/reviews")
        page.get_by_role("link", name="Mit der ersten beginnen").click()
        answer = page.get_by_role("region", name="Ja, unser Kunde")
        answer.get_by_text("Bestätigen", exact=False).first.click()
        answer.get_by_role("radio").first.check()
        answer.get_by_role("button", name="Bestätigen").click()
        expect(page.get_by_text("als unser Kunde bestätigt")).to_be_visible()
