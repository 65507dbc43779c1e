"""Styles, scripts and icons as they are shipped: small text files under the mark of their content."""

import hashlib
from functools import cache
from pathlib import Path

from chalice.app import Blueprint, Response

blueprint = Blueprint(__name__)
_HERE = Path(__file__).parent
_STYLES = "cockpit.css"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
_A_YEAR = "public, max-age=31536000, immutable"


@cache
def content(name: str) -> str | None:
    """The file's text; the style sheet is all files of styles/ in the order of their names. None: no such file."""
    if name == _STYLES:
        return "".join(path.read_text(encoding="utf-8") for path in sorted((_HERE / "styles").glob("*.css")))
    known = {path.name: path for path in (_HERE / "static").iterdir() if path.suffix in _TYPES}
    return known[name].read_text(encoding="utf-8") if name in known else None


@cache
def address(name: str) -> str:
    """Path of a file with the mark of its content.

    Raises:
        FileNotFoundError: it is not shipped.
    """
    text = content(name)
    if text is None:
        raise FileNotFoundError(name)
    return f"/cockpit/static/{hashlib.sha256(text.encode()).hexdigest()[:12]}/{name}"


@blueprint.route("/cockpit/static/{mark}/{name}", methods=["GET"])
def send(mark: str, name: str) -> Response:
    """The file; an old mark gets the new content without being kept."""
    text = content(name)
    if text is None:
        return Response(body="no such file", status_code=404, headers={"Content-Type": "text/plain"})
    kept = _A_YEAR if f"/{mark}/" in address(name) else "no-cache"
    headers: dict[str, str | list[str]] = {
        "Content-Type": f"{_TYPES[Path(name).suffix]}; charset=utf-8",
        "Cache-Control": kept,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'",
    }
    return Response(body=text, status_code=200, headers=headers)
