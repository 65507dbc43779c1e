"""The house rules, kept by a test: who may import whom, where the outside is touched, how large a thing may grow."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from chalicelib import channels, registers

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path for path in (ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "functions").rglob("*.py"))
)
ALL_PYTHON = sorted([*SOURCES, *(ROOT / "infra").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])

# A room may import the rooms named here (and itself); "top" are the single files beside the rooms.
MAY_IMPORT = {
    "model": {"errors"},
    "errors": set(),
    "clock": set(),
    "settings": {"model"},
    "aws": {"errors"},
    "web": {"errors"},
    "registers": {"model", "errors", "web"},
    "bureaus": {"model", "errors", "web"},
    "deadlines": {"model", "errors"},
    "matching": {"model", "errors"},
    "imports": {"model", "errors", "exports"},
    "documents": {"model", "errors"},
    "drafting": {"model", "errors", "documents", "dossiers", "store"},
    "dossiers": {"model", "errors", "deadlines", "recovery"},
    "evaluation": {"model", "errors", "deciding", "imports", "matching"},
    "channels": {"model", "errors", "admin_settings", "aws", "settings"},
    "admin_settings": {"errors", "bureaus", "registers", "settings", "store"},
    "store": {"model", "errors", "aws", "settings"},
    "source_health": {"model", "errors", "source_expectation"},
    "source_expectation": {"model"},
    "stuck_feeds": {"model", "errors", "poll_results"},
    "poll_results": {"model", "errors", "intake", "source_expectation", "source_health", "store"},
    "recovery": {"model", "errors", "deadlines"},
    "reminding": {"model", "errors", "deciding", "exports"},
    "calendars": {"model", "errors"},
    "figures": {"model", "errors", "deciding", "reminding"},
    "measuring": {"model", "errors", "figures", "store"},
    "signed_links": {"errors"},
    "exports": {"model"},
    "activity": {"model"},
    "activity_files": {"model", "activity", "documents", "exports"},
    "agenda": {"model", "errors", "calendars", "store"},
    "oidc": {"model", "errors", "settings", "web"},
    "links": {"model", "errors", "settings", "signed_links", "store"},
    "bureau_health": {"model", "errors", "bureaus", "source_health", "store"},
    "reading": {"errors"},
    "inquiring": {
        "model",
        "errors",
        "access",
        "admin_settings",
        "reading",
        "bureaus",
        "deadlines",
        "deciding",
        "settings",
        "store",
    },
    "portfolio": {"model", "errors", "reading", "bureaus", "deciding", "inquiring", "settings", "store"},
    "bureau_states": {
        "model",
        "errors",
        "access",
        "admin_settings",
        "bureaus",
        "inquiring",
        "settings",
        "source_health",
        "store",
    },
    "credit_answer": {"model", "errors", "bureaus", "inquiring", "store"},
    "unread": {"model", "access", "bureaus", "inquiring", "store"},
    "access": {"model", "errors", "bureaus", "settings", "store", "web"},
    "deciding": {"model", "errors", "deadlines", "matching"},
    "settling": {"model", "decide", "deciding", "matching"},
    "backtesting": {
        "model",
        "errors",
        "access",
        "bureaus",
        "decide",
        "deciding",
        "evaluation",
        "exports",
        "imports",
        "inquiring",
        "matching",
        "reading",
        "registers",
        "settling",
        "store",
    },
    "decide": {"model", "errors", "deadlines", "matching", "deciding"},
    "answering": {"model", "errors", "decide", "occasions", "store"},
    "acting": {"model", "errors", "decide", "occasions", "store"},
    "subjects": {"model", "errors", "access", "bureaus", "deciding", "portfolio", "store"},
    "polling": {"model", "errors", "admin_settings", "bureaus", "registers", "settings", "store"},
    "readers": {"model", "store"},
    "checking": {"model", "bureau_health", "inquiring", "store"},
    "case_books": {"model", "errors", "acting", "deciding", "recovery", "store"},
    "case_papers": {"model", "errors", "acting", "deciding", "dossiers", "drafting", "recovery", "store"},
    "occasions": {"model", "channels", "deciding", "store"},
    "bookkeeping": {"model", "errors", "imports", "store"},
    "comparing": {"model", "store"},
    "purging": {"model", "errors", "reading", "registers", "matching", "deciding", "store"},
    "looking_up": {"model", "errors", "access", "admin_settings", "intake", "registers", "settings", "store"},
    "recalling": {"model", "purging", "registers", "store"},
    "proving": {"model", "activity_files", "bureaus", "documents", "exports", "matching", "registers"},
    "intake": {"model", "errors", "reading", "registers", "deadlines", "matching", "store"},
}
ENTRY_POINTS = {"api", "cockpit", "commands", "functions", "app"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "service"}


def room(path: Path) -> str:
    """The room a source file belongs to."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "chalicelib" and len(parts) > 1 else parts[0]


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Dotted names of everything the file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def our_rooms(path: Path) -> set[str]:
    """Rooms of ours that the file imports."""
    dotted = (name.split(".") for name in imported(path))
    inside = {parts[1] for parts in dotted if parts[0] == "chalicelib" and len(parts) > 1}
    return inside - {room(path)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_lies_below_it(path: Path) -> None:
    here = room(path)
    if here in ENTRY_POINTS or here in {"chalicelib", "__init__"}:
        below_nobody = {"api", "cockpit", "commands"}
        assert not our_rooms(path) & below_nobody - ({"api", "cockpit"} if here == "app" else {here})
        return
    assert here in MAY_IMPORT, f"{here} is a new room: give it a line in MAY_IMPORT"
    assert our_rooms(path) <= MAY_IMPORT[here]


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("boto3", {"aws", "store", "channels"}),
        ("botocore", {"aws", "store", "channels"}),
        ("httpx", {"web"}),
        ("chalice", {"app", "api", "cockpit"}),
        ("aws_lambda_powertools", {"functions"}),
    ],
)
def test_the_outside_is_touched_in_one_place(package: str, rooms: set[str]) -> None:
    users = {room(path) for path in SOURCES if any(name.split(".")[0] == package for name in imported(path))}
    assert users <= rooms


def test_the_environment_is_read_in_settings_only() -> None:
    readers = {room(path) for path in SOURCES if re.search(r"\bos\.(environ|getenv)\b", path.read_text())}
    assert readers <= {"settings"}


def test_the_clock_is_read_at_entry_points_only() -> None:
    asks = re.compile(r"\bclock\.now\(\)|datetime\.now\(|date\.today\(|time\.time\(\)")
    readers = {room(path) for path in SOURCES if asks.search(path.read_text())}
    assert readers <= {"clock", *ENTRY_POINTS}


def test_no_name_without_meaning() -> None:
    assert not [path for path in ALL_PYTHON if path.stem in FORBIDDEN_NAMES]


@pytest.mark.parametrize("path", ALL_PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {node.name: length for node in functions if (length := (node.end_lineno or 0) - node.lineno + 1) > 40}
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_things_say_what_they_are(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module)
    public = [
        node
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and node.name != "main"
    ]
    assert not [node.name for node in public if not ast.get_docstring(node)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_errors_are_not_swallowed(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            if caught in {"Exception", "BaseException", "everything"}:
                assert path.name == "entry.py", f"{path}:{node.lineno} catches {caught}"


@pytest.mark.parametrize("path", [one for one in ALL_PYTHON if one.name.startswith("test_")], ids=str)
def test_no_test_judges_by_the_clock(path: Path) -> None:
    """A busy machine is no fault: tests say what was cut off, not when. Waiting for something is not done in them."""
    clocks = {"monotonic", "perf_counter", "process_time", "thread_time", "time"}
    read = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"time.{clock}" for clock in clocks}
    ]
    printed_not_judged = path.name == "test_every_page.py"
    assert printed_not_judged or read == []


def test_imports_have_no_circle() -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in SOURCES
    }
    graph = {
        name: {other for other in imported(path) if other in modules and other != name}
        for name, path in modules.items()
    }
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_every_register_is_found_and_complete() -> None:
    for name in registers.names():
        module = registers.load(name)
        assert module.REGISTER.name == name
        assert callable(module.fetch)
        assert callable(module.parse)
        assert module.REGISTER.terms_of_use
        assert module.REGISTER.verified_by
    assert {"de_insolvenzbekanntmachungen", "fr_bodacc", "ch_shab", "gb_companies_house"} <= set(registers.names())


def test_adding_a_channel_takes_one_file() -> None:
    assert {"email", "order_systems"} <= set(channels.names())
    for name in channels.names():
        assert channels.load(name).CHANNEL.reaches in {"people", "systems"}
        named = re.compile(rf"channels\.{name}\b|channels import .*\b{name}\b")
        # A command may print one channel's contract; nothing that a notice passes may know a channel by name.
        mentions = [path for path in SOURCES if room(path) != "commands" and named.search(path.read_text())]
        assert not mentions


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile(
        "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)", "deb" + r"ian\.org"])
    )
    text = [
        *ALL_PYTHON,
        *ROOT.glob("requirements/*"),
        *ROOT.glob("*.toml"),
        ROOT / "Makefile",
        *ROOT.rglob("docs/**/*.md"),
    ]
    assert not [path for path in text if path.is_file() and hosts.search(path.read_text(encoding="utf-8"))]
