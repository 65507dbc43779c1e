"""When the rest of the API is imported: never for what an order system asks."""

import os
import subprocess
import sys

import pytest

from app import app

_SCRIPT = """
import sys
from app import app
method, path = sys.argv[1:]
context = {"httpMethod": method, "resourcePath": path, "path": "/api" + path}
event = {"requestContext": context, "headers": {}, "pathParameters": {"number": "7" * 300, "reader": "7"}}
answer = app(event | {"stageVariables": None, "multiValueQueryStringParameters": None, "body": "{}"}, None)
print(len(app.routes), answer["statusCode"], "chalicelib.api.cases" in sys.modules)
"""
_ENVIRONMENT = {"AWS_LAMBDA_FUNCTION_NAME": "api", "TABLE_NAME": "t", "KEYS_TABLE_NAME": "k", "EVIDENCE_BUCKET": "e"}
API = [path for path in app.routes if path != "/" and not path.startswith("/cockpit")]


@pytest.mark.parametrize(
    ("method", "path", "routes", "status", "all_taken"),
    [
        ("GET", "/v1/customers/{number}/block", 3, 404, False),
        ("POST", "/v1/blocks/query", 3, 422, False),
        ("GET", "/v1/customers/{number}", len(API) + 1, 404, True),
    ],
)
def test_a_deployed_function_takes_the_rest_in_with_the_first_request_for_it(
    method: str, path: str, routes: int, status: int, all_taken: bool
) -> None:
    command = [sys.executable, "-c", _SCRIPT, method, path]
    done = subprocess.run(command, env=os.environ | _ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603 # ours
    assert done.stdout.splitlines()[-1:] == [f"{routes} {status} {all_taken}"], done.stderr
