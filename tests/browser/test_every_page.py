"""Every page in both languages: no complaint of the browser, readable by all, on a phone too, light and quick."""

import statistics
import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, CDPSession, Page

from app import app
from tests.browser.conftest import NARROW, Door, listen
from tests.browser.office import Office

LANGUAGES = ("de", "en")
HEAVIEST = 200_000
# What no link leads to in the seeded data: questions of bureaus, files to import, previews inside another page.
UNLINKED = {
    "/cockpit/imports/drafts/{draft_id}",
    "/cockpit/imports/{run_id}",
    "/cockpit/reviews/bureaus/{bureau}/{number}",
    "/cockpit/settings/mails/{kind}/{of}",
}
FILES = (".csv", "/csv", ".ics", "/pdf", "/file", "/problems")


class Weight:
    """Bytes that come over the wire for a page with all its files, as on a first visit."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


class Look:
    """Looks at pages in one language, wide and narrow; `found` keeps what is wrong, by kind."""

    def __init__(self, context: BrowserContext, office: Office, language: str) -> None:
        self.office, self.language = office, language
        self.found: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self._wide, self._narrow = context.new_page(), context.new_page()
        self._narrow.set_viewport_size(NARROW)
        self._weight = Weight(self._wide)
        for page in (self._wide, self._narrow):
            listen(page, self.found["complaints"])

    def at(self, path: str) -> None:
        """One page."""
        where, page = f"{self.language} {path}", self._wide
        self._weight.bytes = 0
        self._open(page, path)
        if page.locator("html").get_attribute("lang") != self.language or page.locator("h1").count() != 1:
            self.found["language"].append(where)
        self.found["barriers"] += [f"{where}: {one}" for one in barriers(page)]
        if self._weight.bytes >= HEAVIEST:
            self.found["weight"].append(f"{where}: {self._weight.bytes}")
        self._open(self._narrow, path)
        width = self._narrow.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            self.found["sideways"].append(f"{where}: {width} px")

    def _open(self, page: Page, path: str) -> None:
        page.goto(f"{self.office.address}{path}", wait_until="load")
        if page.locator("table[data-chart]").count():
            page.locator("canvas").first.wait_for()


KINDS = ("complaints", "language", "weight", "barriers", "sideways")


@pytest.fixture(scope="module")
def looked_at(door: Door, office: Office) -> dict[str, list[str]]:
    """Every page in each language; what was found, by kind of finding."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for language in LANGUAGES:
        with door.context("admin", language) as context:
            look = Look(context, office, language)
            for path in office.pages.values():
                look.at(path)
        for kind, lines in look.found.items():
            found[kind] += lines
    return found


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['help']}): {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
    ]


def test_every_page_is_found_by_links(office: Office) -> None:
    gets = {path: methods["GET"].view_function for path, methods in app.routes.items() if "GET" in methods}
    pages = {path for path, view in gets.items() if hasattr(view, "least_role") and not path.endswith(FILES)}
    assert pages - set(office.pages) - UNLINKED == set()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_found_wrong(looked_at: dict[str, list[str]], kind: str) -> None:
    assert looked_at[kind] == [], "\n".join(looked_at[kind])


def test_how_quick_and_light_they_are(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: another machine is another speed."""
    visitor, lines = office.visitor("admin"), []
    for route, path in office.pages.items():
        took = []
        for _ in range(3):
            began = time.perf_counter()
            page = visitor.get(path)
            took.append((time.perf_counter() - began) * 1000)
        lines.append(
            f"{route:55} {statistics.median(took):6.0f} ms  {max(took):6.0f} ms  {len(page.body) / 1000:6.1f} kB"
        )
    with capsys.disabled():
        print(f"\n{'page, through gateway and function':55} {'p50':>6}     {'max':>6}     HTML", *lines, sep="\n")  # noqa: T201  # what was measured is for whoever runs it
