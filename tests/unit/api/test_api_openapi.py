"""The committed OpenAPI document: valid, up to date, and true about routes, scopes and examples."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from openapi_spec_validator import validate

from app import app
from chalicelib.api import openapi
from chalicelib.api.examples import EXAMPLES

Json = dict[str, Any]


@pytest.fixture(scope="module")
def committed() -> Json:
    return cast(Json, json.loads(openapi.DOCUMENT.read_text(encoding="utf-8")))


def operations(document: Json) -> list[tuple[str, str, Json]]:
    return [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]


def test_the_committed_document_is_what_the_code_says() -> None:
    stale = "docs/openapi.json is stale: run python -m chalicelib.api.openapi"
    assert openapi.DOCUMENT.read_text(encoding="utf-8") == openapi.text(app), stale


def test_it_is_valid_openapi_3_1(committed: Json) -> None:
    assert committed["openapi"].startswith("3.1")
    validate(committed)


SIGNED_LINKS = ["/v1/acknowledge/{token}", "/v1/acknowledge/{token}", "/v1/calendars/{calendar}"]


def test_every_route_but_health_and_signed_links_needs_a_scope_and_the_document_says_which(committed: Json) -> None:
    open_routes = []
    for path, method, operation in operations(committed):
        route = app.routes[path][method.upper()]
        described = [scope for one in operation["security"] for scope in one["oauth2"]]
        assert described == (list(route.authorizer.scopes) if route.authorizer else [])
        if not described:
            open_routes.append(path)
    assert open_routes == ["/health", *SIGNED_LINKS]


def test_every_scope_asked_for_is_explained(committed: Json) -> None:
    flow = committed["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
    asked = {scope for _, _, one in operations(committed) for need in one["security"] for scope in need["oauth2"]}
    assert asked == set(flow["scopes"])


def test_every_operation_is_named_once_and_described(committed: Json) -> None:
    found = [operation for _, _, operation in operations(committed)]
    assert all(operation["summary"] for operation in found)
    names = [operation["operationId"] for operation in found]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_example_fits_its_schema(committed: Json, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": committed["components"]}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(EXAMPLES[name])


def test_money_may_be_a_string_in_every_schema(committed: Json) -> None:
    for name, schema in committed["components"]["schemas"].items():
        if name.startswith("Money"):
            amount = schema["properties"]["amount"]
            kinds = {amount.get("type")} | {one.get("type") for one in amount.get("anyOf", ())}
            assert "string" in kinds, name


def test_the_app_is_imported_without_environment() -> None:
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH", "HOME")}
    command = [sys.executable, "-W", "error", "-c", "import app; app.app.routes['/health']"]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=root, env=bare, capture_output=True, check=False, timeout=60)  # noqa: S603 - own
    assert (done.returncode, done.stderr) == (0, b"")
