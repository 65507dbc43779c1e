"""XML and HTML from outside: no entity is expanded, no file or address is read, nothing swells, whoever reads it."""

import ast
import re
import resource
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from chalicelib.errors import SourceError
from infra.layer import ROOT
from tests.fuzz.targets import Target, targets

MARK = "leaked-by-an-entity"
READERS = [
    "ch_shab/xml",
    "fr_bodacc/xml",
    "de_insolvenzbekanntmachungen/detail",
    "de_insolvenzbekanntmachungen/older",
    "german_portal/detail",
    "german_portal/results",
    "german_portal/form",
    "arvato_infoscore/answer",
    "at_ediktsdatei/page",
    "cz_isir/soap",
    "gb_gazette/page",
    "nl_cir/case",
    "sk_replik/soap",
    "us_bankruptcy_rss/feed",
]
PAGES = {"at_ediktsdatei/page", "de_insolvenzbekanntmachungen/older", "german_portal/results", "german_portal/form"}
_ROOT = re.compile(rb"<(?![?!])([^\s>/]+)")
_WORD = re.compile(rb">([^<>\s][^<>]*)<")
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 20}">' for n in range(12)
)  # 40 * 10^11 letters, if anybody wrote them out


class Watched(BaseHTTPRequestHandler):
    """Whoever asks here was led out of its document."""

    asked: list[str] = []  # noqa: RUF012 - shared by the handlers on purpose

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f'<!ENTITY x "{MARK}">'.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Quiet."""


@pytest.fixture
def outside() -> Iterator[str]:
    Watched.asked = []
    server = HTTPServer(("127.0.0.1", 0), Watched)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def with_entities(content: bytes, declared: str, used: str) -> bytes:
    """The recording with a document type of its own, which a text and an attribute of it use."""
    root = _ROOT.search(content)
    assert root is not None
    name = root.group(1)
    body = re.sub(rb"<!DOCTYPE[^>]*>", b"", content)
    start = _ROOT.search(body)
    assert start is not None
    head, rest = body[: start.start()], body[start.start() :]
    rest = rest.replace(b"<" + name, b'<%s title="%s"' % (name, used.encode()), 1)
    rest = _WORD.sub(lambda found: b">" + found.group(1) + used.encode() + b"<", rest)
    return head + b"<!DOCTYPE %s [%s]>" % (name, declared.encode()) + rest


def reading(target: Target, content: bytes) -> str:
    """What became of it in words, within 300 MB; neither it nor its words hold what an entity would unfold to."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        said = repr(target.read(content))
    except SourceError as error:
        said = f"{type(error).__name__}: {error}"
    assert "ha" * 100 not in said, "an entity was written out"
    assert len(said) < 500_000, "an entity was written out"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000, "it swelled"
    return said


@pytest.mark.parametrize("name", READERS)
def test_no_entity_leads_to_a_file_or_an_address(name: str, outside: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(MARK)
    file = (tmp_path / "secret.txt").as_uri()
    target = targets()[name]
    hostile = [
        (f'<!ENTITY x SYSTEM "{file}">', "&x;"),
        (f'<!ENTITY x SYSTEM "{outside}/entity">', "&x;"),
        (f'<!ENTITY % more SYSTEM "{outside}/parameter"> %more;', "&x;"),
        (f'<!ENTITY x PUBLIC "a" "{outside}/public">', "&x;"),
    ]
    for declared, used in hostile:
        for seed in target.seeds[:4]:
            assert MARK not in reading(target, with_entities(seed, declared, used))
    by_dtd = re.sub(
        rb"(<\?xml[^>]*\?>)?", rb'\1<!DOCTYPE x SYSTEM "%s/dtd">' % outside.encode(), target.seeds[0], count=1
    )
    reading(target, by_dtd)
    included = b'<r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="%s" parse="text"/></r>' % file.encode()
    assert MARK not in reading(target, included)
    assert Watched.asked == []


@pytest.mark.parametrize("name", READERS)
def test_nothing_swells(name: str) -> None:
    target = targets()[name]
    for seed in target.seeds[:2]:
        reading(target, with_entities(seed, LAUGHS, "&l11;"))
        reading(target, with_entities(seed, f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 500))
    deep = 1_000 if name in PAGES else 100_000  # a parser of HTML takes the square of the depth: docs/security.md
    reading(target, b"<a>" * deep + b"</a>" * deep)
    reading(target, b"<a " + b" ".join(b"a%d='x'" % n for n in range(deep // 10)) + b"/>")


@pytest.mark.parametrize(
    "name", ["ch_shab/xml", "fr_bodacc/xml", "de_insolvenzbekanntmachungen/detail", "arvato_infoscore/answer"]
)
def test_a_document_type_is_refused_even_when_it_is_harmless(name: str) -> None:
    """An entity that is not expanded cuts the text it stands in: half a notice would look like a whole one."""
    target = targets()[name]
    for seed in target.seeds[:3]:
        said = reading(target, with_entities(seed, '<!ENTITY x "harmless">', "&x;"))
        assert said.startswith("SourceChangedError"), said


def _calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call in a file that speaks of XML, with the place where it stands and what it calls."""
    for folder in ("chalicelib", "functions", "infra"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if not re.search("etree|minidom|expat|objectify|xml\\.", text, re.IGNORECASE):
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node, ast.unparse(node.func)


def test_every_xml_parser_in_the_code_is_told_to_leave_entities_and_the_network_alone() -> None:
    parsers = 0
    for place, call, called in _calls():
        told = {one.arg: ast.unparse(one.value) for one in call.keywords}
        if called == "etree.XMLParser":
            parsers += 1
            assert told.get("resolve_entities") == "False", place
            assert told.get("no_network") == "True", place
            assert told.get("huge_tree", "False") == "False", place
            assert told.get("load_dtd", "False") == "False", place
        if called in {"etree.fromstring", "etree.parse", "etree.XML"}:
            assert len(call.args) == 2 or "parser" in told, f"{place}: without a parser of ours"
        assert not called.startswith(("ElementTree.", "minidom.", "sax.", "expat.")), place
        assert called not in {"etree.iterparse", "objectify.fromstring", "etree.XInclude", "etree.XSLT"}, place
    assert parsers >= 5
