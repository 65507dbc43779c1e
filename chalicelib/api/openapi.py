"""The OpenAPI 3.1 document, made from the routes and the models; `python -m chalicelib.api.openapi` writes it."""

import inspect
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chalice.app import Chalice, RouteEntry
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import Contract
from chalicelib.api.examples import EXAMPLES
from chalicelib.api.problems import ProblemAnswer

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"

_Json = dict[str, Any]
_References = Mapping[Any, _Json]

_DESCRIPTION = """\
Asks whether a customer may be delivered and what credit bureaus say of it, keeps customers, and decides cases.

**The one rule:** only a 200 answer with `blocked: false` means that goods may leave. A customer that is not known
(404), a table that does not answer (503), a time-out and every other error mean *unknown*: hold the order.
`checked_through` says how far the registers have been read.
"""

_SCOPES = {
    Scope.BLOCKS_READ: "ask whether a customer is blocked",
    Scope.CUSTOMERS_READ: "read customers",
    Scope.CUSTOMERS_WRITE: "read, keep and delete customers",
    Scope.CASES_READ: "read cases and notices",
    Scope.CASES_WRITE: "read cases; judge matches, change and release blocks",
    Scope.SOURCES_READ: "read the state of registers and bureaus",
    Scope.CREDIT_READ: "read what credit bureaus have said about customers",
    Scope.CREDIT_CHECK: "ask credit bureaus about a customer, which may cost",
    Scope.LEDGER_READ: "read our books: open items, payments, insurance, ourselves as the creditor",
    Scope.LEDGER_WRITE: "read and change our books",
    Scope.PEOPLE_READ: "read our people and departments",
    Scope.PEOPLE_WRITE: "read and change our people and departments",
}

_PROBLEMS = {
    401: "No token, or one that is not valid. Answered by the gateway before the service.",
    403: "The token has none of the scopes. Answered by the gateway before the service.",
    404: "Not known. For a block question this never means 'not blocked'.",
    409: "The state forbids it, or somebody else changed it first.",
    415: "The body is not `application/json`.",
    422: "The request is not valid; `errors` names every field at fault by its path.",
    429: "Too many requests at once. Answered by the gateway; it means unknown: hold the order, ask again.",
    500: "A fault of the service. For a block question: hold the order.",
    503: "The table does not answer, so the answer is unknown: treat the customer as blocked, ask again later.",
}

_TAGS = (
    "blocks",
    "customers",
    "credit",
    "cases",
    "tasks",
    "alerts",
    "calendars",
    "ledger",
    "people",
    "sources",
    "bureaus",
)
_TAG_OF = {
    **dict.fromkeys(
        ("open-items", "payments", "policies", "credit-limits", "creditor", "assumptions", "base-rates"), "ledger"
    ),
    "departments": "people",
    "proofs": "customers",
    "deadlines": "tasks",
    "acknowledge": "alerts",
}

_PAGE = "text/html"
_PROBLEM = "application/problem+json"
_PARAMETERS = {
    "number": ("The customer's number in your own systems, percent-encoded.", "104711"),
    "case_id": ("Id of the case.", "8f0c5e2ab17d4c3e9a60b1f2"),
    "task_id": ("Id of the task.", "5d0a3c7be91f24a86c11d0e7"),
    "deadline_id": ("Id of the deadline.", "c9e14f02a7b85d3361fa0b24"),
    "alert_id": ("Id of the alert.", "a1b2c3d4e5f60718293a4b5c"),
    "token": ("The signed part of a link in a mail.", "eyJlIjoxfQ.c2lnbmF0dXJl"),
    "calendar": ("The signed part of a calendar's address, with its ending.", "eyJnIjoxfQ.c2lnbmF0dXJl.ics"),
    "document_id": ("Id of the document.", "3b1e77c09a52f4d6180c9e41"),
    "bureau": ("Name of the credit bureau, as under `/v1/bureaus`.", "northdata"),
    "policy_number": ("The policy's number, percent-encoded.", "KV-2026-77"),
    "email": ("The person's e-mail address, percent-encoded.", "eva.kern@example.com"),
    "name": ("The department's name, percent-encoded.", "Credit"),
    "notice_id": ("Id of the notice, percent-encoded.", "ch_shab:KK02-0000012345"),
}


def document(app: Chalice) -> _Json:
    """The whole document as plain JSON values."""
    references, schemas = _schemas(app)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Insolvency Watch",
            "version": "1.0.0",
            "summary": "Delivery blocks from insolvency registers",
            "description": _DESCRIPTION,
        },
        "servers": [{"url": "/", "description": "the stage's API endpoint"}],
        "tags": [
            {"name": tag}
            for tag in ("blocks", "customers", "credit", "cases", "ledger", "people", "sources", "bureaus")
        ],
        "paths": _paths(app, references),
        "components": {"schemas": schemas, "securitySchemes": {"oauth2": _security_scheme()}},
    }


def text(app: Chalice) -> str:
    """The document as it is committed."""
    return json.dumps(document(app), indent=2, ensure_ascii=False) + "\n"


def _contracts(app: Chalice) -> Iterator[tuple[str, str, RouteEntry, Contract]]:
    for path, methods in app.routes.items():
        if path == "/" or path.startswith("/cockpit"):
            continue  # pages for people
        for method, route in methods.items():
            yield path, method, route, route.view_function.contract  # type: ignore[attr-defined] # set by endpoint()


def _schemas(app: Chalice) -> tuple[_References, _Json]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(ProblemAnswer, "serialization"): None}
    for _, _, _, contract in _contracts(app):
        if contract.answer:
            wanted[contract.answer, "serialization"] = None
        for sent in filter(None, (contract.body, contract.query)):
            wanted[sent, "validation"] = None
    references, definitions = models_json_schema(list(wanted), ref_template="#/components/schemas/{model}")
    schemas = definitions["$defs"]
    for name, example in EXAMPLES.items():
        schemas[name]["examples"] = [example]
    return references, dict(sorted(schemas.items()))


def _paths(app: Chalice, references: _References) -> _Json:
    paths: dict[str, _Json] = {}
    for path, method, route, contract in _contracts(app):
        paths.setdefault(path, {})[method.lower()] = _operation(path, route, contract, references)
    return dict(sorted(paths.items()))


def _operation(path: str, route: RouteEntry, contract: Contract, references: _References) -> _Json:
    summary, _, description = (inspect.getdoc(route.view_function) or "").partition("\n")
    operation: _Json = {
        "operationId": route.view_name,
        "tags": [_tag(path)],
        "summary": summary.removesuffix("."),
        "description": " ".join(description.split()),
        "security": [{"oauth2": [scope]} for scope in contract.scopes],
        "parameters": [*_path_parameters(route), *_query_parameters(contract)],
        "responses": _responses(contract, references),
    }
    if contract.body:
        content = {"application/json": {"schema": references[contract.body, "validation"]}}
        operation["requestBody"] = {"required": True, "content": content}
    return {name: value for name, value in operation.items() if value or name == "security"}


def _tag(path: str) -> str:
    if path.endswith("/block"):
        return "blocks"
    if path.endswith(("/check", "/credit", "/subject")):
        return "credit"
    if path.endswith("/alarm"):
        return "cases"
    if path.endswith("/ledger"):
        return "ledger"
    noun = path.split("/")[-1 if path == "/health" else 2]
    return {"health": "sources", "notices": "cases", **_TAG_OF}.get(noun, noun)


def _path_parameters(route: RouteEntry) -> list[_Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PARAMETERS[name][0],
            "schema": {"type": "string"},
            "example": _PARAMETERS[name][1],
        }
        for name in route.view_args
    ]


def _query_parameters(contract: Contract) -> list[_Json]:
    if contract.query is None:
        return []
    schema = contract.query.model_json_schema(ref_template="#/components/schemas/{model}")
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": part.get("description", name),
            "schema": {key: value for key, value in part.items() if key not in ("description", "title")},
        }
        for name, part in schema["properties"].items()
    ]


def _responses(contract: Contract, references: _References) -> _Json:
    good: _Json = {"description": "Done; nothing to say"}
    content = {one: {"schema": _file_schema(one)} for one in contract.files}
    if contract.files:
        good = {"description": "The file", "content": content}
    if contract.answer:
        content = {"application/json": {"schema": references[contract.answer, "serialization"]}, **content}
        good = {"description": (inspect.getdoc(contract.answer) or "").split("\n", maxsplit=1)[0], "content": content}
    responses = {"200" if contract.answer or contract.files else "204": good}
    gateway = (401, 403) if contract.scopes else ()
    media_type = (415,) if contract.body else ()
    for status in sorted({*contract.problems, *gateway, *media_type, 429, 500}):
        responses[str(status)] = {"description": _PROBLEMS[status]}
        if status in contract.problems:
            schema = references[ProblemAnswer, "serialization"]
            responses[str(status)]["content"] = content if _PAGE in content else {_PROBLEM: {"schema": schema}}
    return responses


def _file_schema(media_type: str) -> _Json:
    return {"type": "string"} if media_type.startswith("text/") else {"type": "string", "format": "binary"}


def _security_scheme() -> _Json:
    return {
        "type": "oauth2",
        "description": "Client credentials at the stage's user pool; any one of the scopes named at a route is enough.",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "https://USER-POOL-DOMAIN.auth.REGION.amazoncognito.com/oauth2/token",
                "scopes": {str(scope): meaning for scope, meaning in _SCOPES.items()},
            }
        },
    }


def main() -> None:
    """Write docs/openapi.json."""
    from app import app  # noqa: PLC0415 - app imports this room

    DOCUMENT.write_text(text(app), encoding="utf-8")


if __name__ == "__main__":
    main()
