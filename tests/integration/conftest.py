"""One deployed stack for all tests here: the local one, or a sandbox account's when its name is given."""

import contextlib
import os
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from chalicelib import aws, bureaus, registers, settings
from infra.local_stack import LocalStack
from infra.stack import Stack
from tests.contract.servers.creditsafe import Creditsafe
from tests.contract.servers.de_portal import GermanPortal
from tests.contract.servers.loopback import served
from tests.contract.servers.northdata import NorthData
from tests.contract.servers.schufa import Schufa

if TYPE_CHECKING:
    from tests.integration.firm import Firm, Registers
    from tests.integration.offices import Bureaus

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder needs the deployed stack."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.integration)


class RecordedOrigin:
    """A loopback origin that answers as told; a test puts what a register shall say next.

    `answers` maps a path (without query) to (status, content type, body), or to a function of the request's
    path with query and body that gives the same. Unknown paths get 404. `requests` keeps what was asked.
    """

    Reply = tuple[int, str, bytes]

    def __init__(self) -> None:
        self.answers: dict[str, RecordedOrigin.Reply | Callable[[str, bytes], RecordedOrigin.Reply]] = {}
        self.requests: list[tuple[str, str, bytes]] = []
        origin = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                origin.requests.append((self.command, self.path, body))
                answer = origin.answers.get(self.path.partition("?")[0], (404, "text/plain", b"unknown path"))
                status, kind, data = answer(self.path, body) if callable(answer) else answer
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_GET  # noqa: N815  # the name is the base class's

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
                """Quiet: the tests' own output is enough."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def put(self, path: str, body: bytes, *, kind: str = "application/json", status: int = 200) -> None:
        """From now on `path` answers with `body`."""
        self.answers[path] = (status, kind, body)

    def close(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def declared_origins() -> list[str]:
    """The origins of every register's file, so that no test can reach a real one by accident."""
    return sorted({origin for name in registers.names() for origin in registers.load(name).REGISTER.origins})


@pytest.fixture(scope="session")
def origins() -> Iterator[dict[str, RecordedOrigin]]:
    """A server of our own for each origin that a register declares, by declared origin."""
    servers = {origin: RecordedOrigin() for origin in declared_origins()}
    yield servers
    for server in servers.values():
        server.close()


@pytest.fixture(scope="session")
def german_portal() -> GermanPortal:
    """The German register's form, with sessions and all; a test adds rows to it."""
    return GermanPortal([])


@pytest.fixture(scope="session")
def offices() -> dict[str, Any]:
    """A server of our own for some bureaus, by name; they are off until a test sets credentials."""
    return {"creditsafe": Creditsafe(), "northdata": NorthData(), "schufa": Schufa()}


@pytest.fixture(scope="session")
def stack(origins: dict[str, RecordedOrigin], german_portal: GermanPortal, offices: dict[str, Any]) -> Iterator[Stack]:
    """The deployed stack: packaged and deployed once for all tests."""
    sandbox = os.environ.get("INSOLVENCY_WATCH_SANDBOX_STACK")
    with contextlib.ExitStack() as cleanup:
        if sandbox and "AWS_ENDPOINT_URL" not in os.environ:
            yield Stack(sandbox)
        else:
            replaced = {origin: server.url for origin, server in origins.items()}
            german = registers.load("de_insolvenzbekanntmachungen").REGISTER.origins
            replaced |= dict.fromkeys(german, cleanup.enter_context(served(german_portal)))
            for name, server in offices.items():
                replaced |= dict.fromkeys(bureaus.load(name).BUREAU.origins, cleanup.enter_context(served(server.app)))
            yield cleanup.enter_context(LocalStack(replaced_origins=replaced))


@pytest.fixture(scope="session")
def local_stack(stack: Stack) -> LocalStack:
    """The stack where only the local one can show something (sent mails, the emulator's log)."""
    if not isinstance(stack, LocalStack):
        pytest.skip("can only be seen on the local stack")
    return stack


@pytest.fixture(scope="session")
def api_url(stack: Stack) -> str:
    """The API's address."""
    return stack.api_url


@pytest.fixture(scope="session")
def token(stack: Stack) -> Callable[..., str]:
    """Gives an access token with the scopes it is called with."""
    return stack.token


@pytest.fixture(scope="session")
def firm(stack: Stack) -> "Firm":
    """The firm's side: keeps customers, asks for blocks, decides cases."""
    from tests.integration.firm import Firm  # noqa: PLC0415 - firm.py uses this file's origins

    return Firm(stack)


@pytest.fixture
def as_admin(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process works on the stack's tables, as a command does for somebody with the account's credentials."""
    names = {"TABLE_NAME": "TableName", "KEYS_TABLE_NAME": "KeysTableName", "EVIDENCE_BUCKET": "EvidenceBucketName"}
    for variable, output in names.items():
        monkeypatch.setenv(variable, stack.outputs[output])
    if stack.endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stack.endpoint)
        monkeypatch.setenv("AWS_DEFAULT_REGION", stack.session.region_name)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    settings.settings.cache_clear()
    aws.dynamodb.cache_clear()
    yield
    settings.settings.cache_clear()
    aws.dynamodb.cache_clear()


@pytest.fixture
def creditsafe(offices: dict[str, Any]) -> Creditsafe:
    """The bureau, with nothing of earlier tests."""
    office: Creditsafe = offices["creditsafe"]
    office.companies, office.events = [], []
    office.reports.clear()
    office.portfolios.clear()
    return office


@pytest.fixture
def side(firm: "Firm", local_stack: LocalStack) -> Iterator["Bureaus"]:
    """The bureaus' side of the firm; what a test switches on is off again behind it."""
    from tests.integration.offices import Bureaus  # noqa: PLC0415 - offices.py uses firm.py

    found = Bureaus(firm, local_stack)
    yield found
    found.switch_off()
    firm.wait_until_quiet()


@pytest.fixture(scope="session")
def gazettes(firm: "Firm", local_stack: LocalStack, origins: dict[str, RecordedOrigin]) -> "Registers":
    """The registers' side: what they publish, and polls of them. Only the local stack can ask a stand-in."""
    from tests.integration.firm import Registers  # noqa: PLC0415 - firm.py uses this file's origins

    return Registers(firm, origins)
