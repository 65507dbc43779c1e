"""What looks for weak spots: advisories about locked packages, and requests drawn from the OpenAPI document.

python -m infra.audit [--seconds 150]

Starts the local stack, asks its API everything that docs/openapi.json promises and everything near it, and fails on a
server error or on an answer that the document does not describe.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from chalicelib.api.authorizers import Scope
from infra.layer import ROOT
from infra.local_stack import LocalStack

_TOOLS = ROOT / ".venv-audit" / "bin"
_LOCKED = ("layer", "runtime", "dev", "emulator", "audit")
_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
_CUSTOMER = {"kind": "organisation", "name": "Nordwind Gartenbau GmbH", "responsible": []}


def advisories() -> bool:
    """Whether no locked package has a known weakness; says so where the advisories cannot be reached."""
    good = True
    for name in _LOCKED:
        command = [str(_TOOLS / "pip-audit"), "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
        command += ["--format", "json", "-r", str(ROOT / "requirements" / f"{name}.txt")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            packages = json.loads(done.stdout)["dependencies"]
        except ValueError:
            reason = (done.stderr.strip().splitlines() or ["no words"])[-1]
            print(f"requirements/{name}.txt: NOT CHECKED, no advisories could be read: {reason[:200]}")
            continue
        good = _told(name, packages) and good
    return good


def _told(name: str, packages: list[dict[str, Any]]) -> bool:
    """Prints what is known of the packages of a file; one that could not be looked up is no good news."""
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    weak = [one for one in packages if one.get("vulns")]
    for one in weak:
        ids = ", ".join(each["id"] for each in one["vulns"])
        fixed = sorted({version for each in one["vulns"] for version in each["fix_versions"]})
        print(f"requirements/{name}.txt: {one['name']} {one['version']}: {ids}; mended in {', '.join(fixed) or 'none'}")
    if skipped:
        print(
            f"requirements/{name}.txt: NOT CHECKED, {len(skipped)} of {len(packages)} packages have no advisories here"
        )
    elif not weak:
        print(f"requirements/{name}.txt: no known weakness in {len(packages)} packages")
    return not weak


def requests(seconds: int, seed: int) -> bool:
    """Whether every answer of the deployed API is one that the document describes, and none is a server error."""
    with LocalStack() as stack:
        token = stack.token(*(str(scope) for scope in Scope))
        for number in ("104711", "1"):
            stack.call("PUT", f"/v1/customers/{number}", token=token, body=_CUSTOMER)
        command = [str(_TOOLS / "schemathesis"), "run", str(ROOT / "docs" / "openapi.json"), "--url", stack.api_url]
        command += ["--checks", ",".join(_CHECKS), "--phases", "examples,coverage,fuzzing", "--max-time", str(seconds)]
        command += ["--seed", str(seed), "--continue-on-failure", "--warnings", "off", "--no-color"]
        command += ["--request-timeout", "40", "--suppress-health-check", "all", "-H", f"Authorization: Bearer {token}"]
        return subprocess.run(command, cwd=_scratch(), check=False).returncode == 0


def _scratch() -> Path:
    folder = ROOT / ".build" / "audit"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main() -> int:
    """0 when nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=150, help="for the requests (default: 150)")
    parser.add_argument("--seed", type=int, default=1, help="to draw other requests")
    parser.add_argument("--only", choices=["advisories", "requests"])
    asked = parser.parse_args()
    good = asked.only == "requests" or advisories()
    if asked.only != "advisories":
        good = requests(asked.seconds, asked.seed) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
