"""Styles, scripts and icons as they are shipped: small text files under the mark of their content."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from chalice.app import Blueprint, Response

blueprint = Blueprint(__name__)
_HERE = Path(__file__).parent
_STYLES = "cockpit.css"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
_SECURITY = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
SENT_AS_BYTES = ("text/css", "text/javascript", "image/svg+xml")
_A_YEAR = "public, max-age=31536000, immutable"


@cache
def _shipped() -> dict[str, str]:
    """Each file's text by its name; the style sheet is all files of styles/ in the order of their names."""
    files = [path for path in (_HERE / "static").iterdir() if path.suffix in _TYPES]
    styles = sorted((_HERE / "styles").glob("*.css"))
    whole = {path.name: path.read_text(encoding="utf-8") for path in files}
    return whole | {_STYLES: "".join(path.read_text(encoding="utf-8") for path in styles)}


def content(name: str) -> str | None:
    """The file's text; None: no such file."""
    return _shipped().get(name)


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
        return Response(body="no such file", status_code=404, headers={"Content-Type": "text/plain", **_SECURITY})
    headers: dict[str, str | list[str]] = {
        "Content-Type": f"{_TYPES[Path(name).suffix]}; charset=utf-8",
        "Cache-Control": _A_YEAR if f"/{mark}/" in address(name) else "no-cache",
        "Vary": "Accept-Encoding",
        **_SECURITY,
    }
    if "gzip" not in str(blueprint.current_request.headers.get("accept-encoding")):
        return Response(body=text.encode(), status_code=200, headers=headers)
    return Response(body=_packed(name), status_code=200, headers={**headers, "Content-Encoding": "gzip"})


@cache
def _packed(name: str) -> bytes:
    """The file as small as it travels well; a gateway that packs by itself leaves it as it is."""
    return gzip.compress(_shipped()[name].encode(), mtime=0)
