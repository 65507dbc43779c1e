"""A Chromium that is installed, whoever installed it."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no Chromium was found: install Debian's (apt-get install chromium) or Playwright's "
    "(.venv/bin/python -m playwright install chromium), or name one in the variable CHROMIUM"
)


def executable(playwright: Playwright) -> str | None:
    """Path of the browser's program; None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    own = playwright.chromium.executable_path
    return next((path for path in map(shutil.which, _NAMES) if path), own if Path(own).exists() else None)
