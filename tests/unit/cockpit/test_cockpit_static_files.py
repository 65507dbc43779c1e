"""What is shipped for the browser: kept for a year under the mark of its content, and nothing else is given out."""

import re

import pytest

from chalicelib.cockpit import static_files
from tests.unit.cockpit.door import Door

ROUTE = "/cockpit/static/{mark}/{name}"
NAMES = ("cockpit.css", "cockpit.js", "charts.js", "hotkey.js", "htmx.js", "uplot.js", "icons.svg", "mark.svg")


def mark_of(name: str) -> str:
    return static_files.address(name).split("/")[3]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_under_its_mark_is_kept_for_a_year(door: Door, name: str) -> None:
    answer = door.get(ROUTE, mark=mark_of(name), name=name)
    assert (answer.status, answer.body) == (200, static_files.content(name))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"].startswith(("text/css", "text/javascript", "image/svg+xml"))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize("name", NAMES)
def test_a_file_travels_packed_to_whoever_can_unpack_it(door: Door, name: str) -> None:
    plain = door.get(ROUTE, mark=mark_of(name), name=name)
    packed = door.get(ROUTE, mark=mark_of(name), name=name, headers={"accept-encoding": "gzip, deflate, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.body == plain.body
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_under_an_old_mark_the_new_content_is_not_kept(door: Door) -> None:
    answer = door.get(ROUTE, mark="0123456789ab", name="cockpit.css")
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["nothing.js", "../app.py", "..%2Fvisit.py", "versions.json", "", "00-normalize.css"])
def test_nothing_else_is_given_out(door: Door, name: str) -> None:
    answer = door.get(ROUTE, mark="x", name=name)
    assert (answer.status, answer.body) == (404, "no such file")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(FileNotFoundError):
        static_files.address(name)


def test_files_load_nothing_from_elsewhere() -> None:
    """Licences and the vector format's own name stand in them; addresses to load do not."""
    for name in NAMES:
        text = static_files.content(name) or ""
        assert not re.search(r"""(?:url\(|import\s+|from\s+|src=|fetch\()["']?(?:https?:)?//""", text), name
        assert "sourceMappingURL" not in text, name


def test_every_shipped_part_has_its_licence() -> None:
    assert all(static_files.content(f"{part}.LICENSE.txt") for part in ("htmx", "hotkey", "uplot", "icons"))
    assert static_files.content("modern-normalize.LICENSE.txt")
