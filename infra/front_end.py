"""Fetches the cockpit's front-end parts as npm publishes them, in the versions named here: `make front-end`.

What it writes is committed: nobody needs npm to change a template, and nothing is loaded from elsewhere.
"""

import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from infra.layer import ROOT

PARTS = {
    "htmx.org": ("2.0.11", {"dist/htmx.min.js": "htmx.js", "LICENSE": "htmx.LICENSE.txt"}),
    "uplot": (
        "1.6.32",
        {
            "dist/uPlot.iife.min.js": "uplot.js",
            "dist/uPlot.min.css": "../styles/05-uplot.css",
            "LICENSE": "uplot.LICENSE.txt",
        },
    ),
    "@github/hotkey": ("3.1.4", {"dist/index.js": "hotkey.js", "LICENSE": "hotkey.LICENSE.txt"}),
    "modern-normalize": (
        "3.0.1",
        {"modern-normalize.css": "../styles/00-normalize.css", "license": "modern-normalize.LICENSE.txt"},
    ),
}
ICONS_PACKAGE, ICONS_VERSION = "@tabler/icons", "3.51.0"
# fmt: off
ICONS = [
    "alarm", "alert-triangle", "archive", "arrow-left", "arrow-right", "ban", "bell", "building", "calculator",
    "calendar-event", "chart-bar", "check", "chevron-down", "chevron-right", "circle-check", "circle-x",
    "clock", "coin", "database", "download", "external-link", "eye", "file-text", "filter", "flag", "folder",
    "gavel", "help-circle", "history", "home", "info-circle", "language", "lock", "lock-open", "logout",
    "mail", "menu-", "message", "note", "pencil", "phone", "plus", "printer", "refresh", "scale", "search",
    "send", "settings", "shield", "shield-lock", "trash", "truck-off", "upload", "user", "user-check", "users",
    "world", "x",
]
# fmt: on
STATIC = ROOT / "chalicelib" / "cockpit" / "static"


def main() -> None:
    """Writes every part, the icons as one file, and what each is and where from."""
    STATIC.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for package, (version, files) in PARTS.items():
            whole = _unpacked(package, version, Path(folder))
            for inside, name in files.items():
                text = (whole / inside).read_text(encoding="utf-8")
                (STATIC / name).write_text(re.sub(r"\n?/[/*]# sourceMappingURL=.*", "", text), encoding="utf-8")
        icons = _unpacked(ICONS_PACKAGE, ICONS_VERSION, Path(folder))
        (STATIC / "icons.svg").write_text(_sprite(icons), encoding="utf-8")
        (STATIC / "icons.LICENSE.txt").write_text((icons / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")
    versions = {name: version for name, (version, _) in PARTS.items()} | {ICONS_PACKAGE: ICONS_VERSION}
    (STATIC / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", encoding="utf-8")


def _unpacked(package: str, version: str, folder: Path) -> Path:
    """Folder of the package as npm publishes it."""
    packed = subprocess.run(
        ["npm", "pack", f"{package}@{version}", "--silent", "--pack-destination", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    target = folder / package.replace("/", "-")
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def _sprite(icons: Path) -> str:
    """All icons as symbols of one file, so that a page shows one by its name."""
    symbols = []
    for name in ICONS:
        svg = (icons / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.DOTALL).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>')
    lines = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{lines}\n</svg>\n'


if __name__ == "__main__":
    main()
