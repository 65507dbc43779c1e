"""A sample of what `make audit` asks: each route with input nobody means, answered as the OpenAPI document promises."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.api.authorizers import Scope
from infra.layer import ROOT
from infra.stack import Answer, Stack

DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]
NAMES = ["X-1", "%00", "a%2F..%2Fb", "%F0%9F%98%80%E2%80%AE", "%25", "0" * 300]
BODIES: list[Any] = [None, [], {}, "text", 1e308, {"unknown": {"deep": [[[[[]]]]]}}, [{}] * 30]
QUERY = "?limit=-1&from=2026-02-30&cursor=%00&format=exe"


def broken_promise(method: str, path: str, answer: Answer) -> str | None:
    """What the document says otherwise; None when the answer is one of those it describes."""
    promised = DOCUMENT["paths"][path][method.lower()]["responses"]
    if answer.status == 403 and "Missing Authentication Token" in str(answer.body):
        return None  # the gateway reads %2F as a slash, and knows no such path
    if answer.status >= 500:
        return f"server error {answer.status}"
    if str(answer.status) not in promised:
        return f"{answer.status} is not promised, but {sorted(promised)}"
    kind = {name.lower(): value for name, value in answer.headers.items()}.get("content-type", "").partition(";")[0]
    content = promised[str(answer.status)].get("content", {})
    if content and kind not in content:
        return f"{kind} is not promised, but {sorted(content)}"
    if not kind.endswith("json") or kind not in content:
        return None
    schema = {**content[kind]["schema"], "components": DOCUMENT["components"]}
    wrong = [error.message[:200] for error in Draft202012Validator(schema).iter_errors(answer.body)]
    return "; ".join(wrong) or None


@pytest.fixture(scope="module")
def everything(token: Callable[..., str]) -> str:
    """A token with every scope."""
    return token(*(str(scope) for scope in Scope))


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=str)
def test_whatever_is_sent_is_answered_as_promised(method: str, path: str, stack: Stack, everything: str) -> None:
    found = {}
    with_body = "requestBody" in DOCUMENT["paths"][path][method.lower()]
    first = sum(map(ord, path))  # other input at other routes; the same at each run
    for turn in range(3):
        name, body = NAMES[(first + turn) % len(NAMES)], BODIES[(first + turn) % len(BODIES)]
        asked = re.sub(r"\{[^}]*\}", name, path) + (QUERY if turn == 1 and method == "GET" else "")
        answer = stack.call(method, asked, token=everything, body=body if with_body else None)
        if (broken := broken_promise(method, path, answer)) is not None:
            found[asked, str(body)] = broken
    assert found == {}


def test_a_broken_promise_is_seen() -> None:
    block = "/v1/customers/{number}/block"
    good = {"Content-Type": "application/json"}
    assert "server error" in str(broken_promise("GET", block, Answer(502, {}, "")))
    assert "not promised" in str(broken_promise("GET", block, Answer(418, {}, "")))
    assert "text/html" in str(broken_promise("GET", block, Answer(200, {"Content-Type": "text/html"}, "")))
    assert "required" in str(broken_promise("GET", block, Answer(200, good, {})))
