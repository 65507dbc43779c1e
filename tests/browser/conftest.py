"""A seeded stack, an installed Chromium, and people who sign in at the real login page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from rich.console import Console

from chalicelib.clock import now
from infra import chromium
from infra.demo import case_books
from infra.demo.case_story import CaseAct
from infra.demo.cockpit_act import give_logins
from infra.demo.recordings import recorded
from infra.demo.registers import playing
from infra.demo.stage import Records, Stage
from infra.demo.story import Story
from infra.local_stack import LocalStack
from tests.browser.office import Office

HERE = Path(__file__).parent
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 780}
_SECONDS = 20
expect.set_options(timeout=_SECONDS * 1000)  # a busy machine is slow, not wrong
Person = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder needs the deployed stack."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser; without any installed one the tests are skipped and say what to install."""
    with sync_playwright() as playwright:
        program = chromium.executable(playwright)
        if program is None:
            pytest.skip(chromium.MISSING)
        yield playwright.chromium.launch(executable_path=program)


@pytest.fixture(scope="session")
def office(browser: Browser) -> Iterator[Office]:
    """The deployed stack after the demo's first day, with the books entered and a login for each role."""
    quiet, today = Console(quiet=True), now().astimezone(ZoneInfo("Europe/Berlin")).date()
    with playing(recorded(today)) as registers, LocalStack(replaced_origins=registers.replaced) as stack:
        stage = Stage(stack)
        Story(stage, registers, quiet, today).first_day()
        CaseAct(stage, quiet, today).enter_books()
        stage.settle()
        draft_a_document(stage)
        stack.invoke("MeasureFigures", {})
        yield Office(stage, give_logins(stack))


def draft_a_document(stage: Stage) -> None:
    """One document to look at in the case whose books are known."""
    case = Records(stage).case_of(case_books.CUSTOMER)
    assert case is not None
    body = {"kind": "security_rights", "person": "Jonas Petersen", "options": {}}
    answer = stage.stack.call(
        "POST", f"/v1/cases/{case.id}/documents", token=stage.stack.token("cases/write"), body=body
    )
    assert answer.status == 200, answer


class Door:
    """Lets people in: each role signs in once for each language, and comes back with the cookie it got."""

    def __init__(self, browser: Browser, office: Office) -> None:
        self.browser, self.office = browser, office
        self._kept: dict[tuple[str, str], Any] = {}

    def context(self, role: str, language: str = "de", **options: Any) -> BrowserContext:
        """A browser window of this person, with nothing in its cache."""
        key = (role, language)
        if key not in self._kept:
            self._kept[key] = self._signed_in(role, language)
        context = self.browser.new_context(storage_state=self._kept[key], **{"viewport": WIDE} | options)
        context.set_default_timeout(_SECONDS * 1000)
        return context

    def _signed_in(self, role: str, language: str) -> Any:
        with self.browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{self.office.address}/cockpit")
            self.fill_in(page, role)
            if page.locator("html").get_attribute("lang") != language:
                page.get_by_role("button", name={"de": "Deutsch", "en": "English"}[language]).click()
                page.wait_for_load_state()
            assert page.locator("html").get_attribute("lang") == language
            return context.storage_state()

    def fill_in(self, page: Page, role: str) -> None:
        """The login page, as people fill it in."""
        login = self.office.logins[role]
        page.get_by_label("Username").fill(login.email)
        page.get_by_label("Password").fill(login.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.office.address}/cockpit**")


@pytest.fixture(scope="session")
def door(browser: Browser, office: Office) -> Door:
    """The way in."""
    return Door(browser, office)


@pytest.fixture
def person(door: Door) -> Iterator[Person]:
    """Gives a page of somebody signed in; what a script complains about fails the test at its end."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def come_in(role: str, language: str = "de", **options: Any) -> Page:
        context = door.context(role, language, **options)
        opened.append(context)
        page = context.new_page()
        listen(page, complaints)
        return page

    yield come_in
    for context in opened:
        context.close()
    assert complaints == []


def listen(page: Page, complaints: list[str]) -> None:
    """Notes what the browser complains about: refused by the policy, missing files, broken scripts."""
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
