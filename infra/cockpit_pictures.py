"""Pictures of every page in both languages, from the demo's data, for the README: `make pictures`."""

import io
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from rich.console import Console

from chalicelib.clock import now
from infra.chromium import MISSING, executable
from infra.demo.cockpit_act import Login, give_logins
from infra.demo.recordings import recorded
from infra.demo.registers import playing
from infra.demo.scenes import Scene, scenes
from infra.demo.stage import Stage
from infra.demo.story import Story
from infra.layer import ROOT
from infra.local_stack import LocalStack

FOLDER = ROOT / "docs" / "pictures" / "cockpit"
SIZE = (1280, 800)
HEAVIEST = 150_000
_LANGUAGES = {"de": "Deutsch", "en": "English"}


def main() -> None:
    """Plays the story and writes the pictures.

    Raises:
        SystemExit: there is no browser.
    """
    quiet, today = Console(quiet=True), now().astimezone(ZoneInfo("Europe/Berlin")).date()
    with sync_playwright() as playwright:
        program = executable(playwright)
        if program is None:
            raise SystemExit(MISSING)
        browser = playwright.chromium.launch(executable_path=program)
        with playing(recorded(today)) as registers, LocalStack(replaced_origins=registers.replaced) as stack:
            stage = Stage(stack)
            Story(stage, registers, quiet, today).run()
            stack.invoke("MeasureFigures", {})
            login, shown = give_logins(stack)["admin"], list(scenes(stage))
            for language in _LANGUAGES:
                _take(browser, stack.api_url, login, language, shown)


def _take(browser: Browser, address: str, login: Login, language: str, shown: list[Scene]) -> None:
    with browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, locale=language) as context:
        _sign_in(context, address, login, language)
        page = context.new_page()
        for scene in shown:
            answer = page.goto(f"{address}{scene.path}", wait_until="networkidle")
            if answer is None or answer.status != 200:
                print(f"left out: {scene.path} answers {answer.status if answer else 'nothing'}")
                continue
            path = FOLDER / f"{scene.name}.{language}.png"
            size = _save(page.screenshot(), path)
            print(f"{path.relative_to(ROOT)}  {size / 1000:.0f} kB")


def _sign_in(context: BrowserContext, address: str, login: Login, language: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/cockpit")
    page.get_by_label("Username").fill(login.email)
    page.get_by_label("Password").fill(login.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/cockpit$"))
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_role("button", name=_LANGUAGES[language]).click()
        page.locator(f"html[lang={language}]").wait_for()
    page.close()


def _save(picture: bytes, path: Path) -> int:
    """Writes the picture with as many colours as its weight allows; how many bytes it has."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    packed = b""
    for colours in (256, 128, 64, 32):
        file = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        packed = file.getvalue()
        if len(packed) < HEAVIEST:
            break
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    return len(packed)


if __name__ == "__main__":
    main()
