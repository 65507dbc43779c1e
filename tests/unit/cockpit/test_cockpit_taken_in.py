"""When the cockpit's pages are imported: never for a question of a system."""

import os
import subprocess
import sys

import pytest

from app import app

_SCRIPT = """
import sys
from app import app
print(sum(path.startswith("/cockpit") for path in app.routes), "jinja2" in sys.modules)
context = {"httpMethod": "GET", "resourcePath": sys.argv[1], "path": "/api" + sys.argv[1]}
event = {"requestContext": context, "headers": {}, "pathParameters": None, "stageVariables": None}
answer = app(event | {"multiValueQueryStringParameters": {"done": ["1"]}, "body": None}, None)
print(sum(path.startswith("/cockpit") for path in app.routes), answer["statusCode"])
"""


@pytest.mark.parametrize(("path", "status"), [("/cockpit/signed-out", 200), ("/", 303)])
def test_a_deployed_function_takes_the_pages_in_with_the_first_request_for_one(path: str, status: int) -> None:
    names = {"AWS_LAMBDA_FUNCTION_NAME": "api", "TABLE_NAME": "t", "KEYS_TABLE_NAME": "k", "EVIDENCE_BUCKET": "e"}
    command = [sys.executable, "-c", _SCRIPT, path]
    done = subprocess.run(command, env=os.environ | names, capture_output=True, text=True, check=False)  # noqa: S603 # ours
    pages = sum(path.startswith("/cockpit") for path in app.routes)
    assert done.stdout.splitlines() == ["1 False", f"{pages} {status}"], done.stderr
