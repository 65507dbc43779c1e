"""Every page in both languages: no complaint of the browser, readable by all, on a phone too, light and quick."""

import statistics
import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

from app import app
from tests.browser.conftest import NARROW, Door, listen
from tests.browser.office import Office

LANGUAGES = ("de", "en")
LIGHTEST = 200_000
# Pages that no link leads to in the seeded data, and answers that are files or parts of pages.
NO_PAGE: set[str] = set()


class Weight:
    """Bytes that came over the wire for a page with all its files."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


@pytest.fixture(scope="module")
def looked_at(door: Door, office: Office) -> dict[str, list[str]]:
    """Every page once in each language with an empty cache; what was found, by kind of finding."""
    found: dict[str, list[str]] = {"complaints": [], "language": [], "weight": [], "axe": [], "sideways": []}
    for language in LANGUAGES:
        for path in office.pages.values():
            with door.context("admin", language) as context:
                page = context.new_page()
                listen(page, found["complaints"])
                weight = Weight(page)
                page.goto(f"{office.address}{path}", wait_until="networkidle")
                where = f"{language} {path}"
                if page.locator("html").get_attribute("lang") != language or page.locator("h1").count() != 1:
                    found["language"].append(f"{where}: language or heading")
                if weight.bytes >= LIGHTEST:
                    found["weight"].append(f"{where}: {weight.bytes}")
                found["axe"] += [f"{where}: {one}" for one in barriers(page)]
                page.set_viewport_size(NARROW)  # type: ignore[arg-type] # a dict of its two keys
                page.reload(wait_until="networkidle")
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > NARROW["width"]:
                    found["sideways"].append(f"{where}: {width} px")
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
    pages = {
        path
        for path, methods in app.routes.items()
        if path.startswith("/cockpit") and hasattr(getattr(methods.get("GET"), "view_function", None), "least_role")
    }
    assert "/cockpit" in office.pages
    assert pages - set(office.pages) - NO_PAGE == set()


@pytest.mark.parametrize("kind", ["complaints", "language", "weight", "axe", "sideways"])
def test_nothing_is_found_wrong(looked_at: dict[str, list[str]], kind: str) -> None:
    assert looked_at[kind] == [], "\n".join(looked_at[kind])


def test_how_quick_and_light_they_are(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: another machine is another speed."""
    visitor, lines = office.visitor("admin"), []
    for route, path in office.pages.items():
        took = []
        for _ in range(5):
            began = time.perf_counter()
            page = visitor.get(path)
            took.append((time.perf_counter() - began) * 1000)
        lines.append(
            f"{route:55} {statistics.median(took):6.0f} ms  {max(took):6.0f} ms  {len(page.body) / 1000:6.1f} kB"
        )
    with capsys.disabled():
        print(f"\n{'page, through gateway and function':55} {'p50':>6}     {'max':>6}     HTML", *lines, sep="\n")
