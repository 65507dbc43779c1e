"""The whole product on this machine: ministack on loopback, the packaged template deployed to it.

    with LocalStack() as stack:
        stack.call("GET", "/health")

What it cannot prove is written in docs/decisions/0002-emulator.md.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import boto3

from infra.deploy import deploy
from infra.layer import OWN_VERSION, ROOT
from infra.package import for_local_stack
from infra.stack import Stack

REGION = "eu-central-1"
EMULATOR = ROOT / ".venv-emulator" / "bin" / "python"
FUNCTIONS = ROOT / ".venv-runtime" / "bin" / "python"
_LOGIN_SERVICE = f"https://cognito-idp.{REGION}.amazonaws.com"  # where tokens say they come from


class LocalStack(Stack):
    """A stack of its own on a free loopback port; stopped and wiped when the block ends."""

    def __init__(
        self, *, replaced_origins: Mapping[str, str] | None = None, parameters: Mapping[str, str] | None = None
    ) -> None:
        self.port = _free_port()
        session = boto3.Session("test", "test", region_name=REGION)
        super().__init__("insolvency-watch-local", session, f"http://127.0.0.1:{self.port}")
        self.parameters = {
            "Stage": "local",
            "PythonRuntime": f"python{OWN_VERSION}",
            "ReplacedOrigins": json.dumps({_LOGIN_SERVICE: self.endpoint} | dict(replaced_origins or {})),
            "DefaultRecipients": "credit-control@example.com",
            "PublicUrl": f"{self.endpoint}/_aws/execute-api/{{api}}/api",
        } | dict(parameters or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
            self.deploy()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Starts the emulator and waits until it answers.

        Raises:
            RuntimeError: it did not come up; the message holds the end of its log.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="insolvency-watch-"))
        with self.emulator_log.open("wb") as log:
            self._process = subprocess.Popen(
                [str(EMULATOR), str(ROOT / "infra" / "emulator.py")],
                env=self._environment(),
                cwd=self._folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + 30
        while not self._healthy():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"ministack did not start:\n{self.emulator_log.read_text()[-3000:]}")
            time.sleep(0.05)

    def deploy(self) -> list[str]:
        """Packages the checkout and deploys it; the changes made, one line each."""
        changes = deploy(self.session, self.endpoint, self.name, for_local_stack().template, self.parameters)
        self.__dict__.pop("outputs", None)
        self.__dict__.pop("_physical_ids", None)
        self._let_mail_out()
        self._let_people_in()
        return changes

    def stop(self) -> None:
        """Ends the emulator with the functions it runs, by their process group, and removes what they wrote."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # nothing of it is kept: no need to ask kindly
            self._process.wait(10)
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    @property
    def emulator_log(self) -> Path:
        """What the emulator itself writes: mappings that fail, functions that do not start."""
        assert self._folder is not None, "the local stack is not running"  # noqa: S101  # a caller's mistake
        return self._folder / "ministack.log"

    @property
    def api_url(self) -> str:
        return f"{self.endpoint}/_aws/execute-api/{self.outputs['RestAPIId']}/api"

    @property
    def token_url(self) -> str:
        return f"{self.endpoint}/oauth2/token"

    def sent_mails(self) -> list[dict[str, Any]]:
        """The mails SES was given: MessageId, Source, To, Subject, BodyText, BodyHtml, Timestamp."""
        with urllib.request.urlopen(f"{self.endpoint}/_ministack/ses/messages", timeout=10) as response:  # noqa: S310  # loopback
            accounts: dict[str, list[dict[str, Any]]] = json.load(response)["messages"]
        return [mail for mails in accounts.values() for mail in mails]

    def _let_mail_out(self) -> None:
        """What a person does once in a real account: the sender is verified, the account is out of SES' sandbox."""
        self.client("ses").verify_domain_identity(Domain="example.com")
        self.client("sesv2").put_account_details(
            MailType="TRANSACTIONAL", WebsiteURL="https://example.com", ProductionAccessEnabled=True
        )

    def _let_people_in(self) -> None:
        """The cockpit's addresses here hold the API's id, which the template cannot put into the login's client."""
        self.client("cognito-idp").update_user_pool_client(
            UserPoolId=self.outputs["UserPoolId"],
            ClientId=self.outputs["CockpitClientId"],
            ClientName="cockpit",
            SupportedIdentityProviders=["COGNITO"],
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=["openid", "email", "profile"],
            CallbackURLs=[f"{self.api_url}/cockpit/signed-in"],
            LogoutURLs=[f"{self.api_url}/cockpit/signed-out?done=1"],
        )

    def _environment(self) -> dict[str, str]:
        """Exactly this and nothing of ours: functions inherit the emulator's environment."""
        return {
            "PATH": os.defpath,
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "STATE_DIR": str(self._folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
            "FUNCTIONS_PYTHON": str(FUNCTIONS),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "AUTH": "true",
        }

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as response:  # noqa: S310  # loopback
                return bool(response.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
