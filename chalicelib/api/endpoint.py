"""One decorator that makes a function an endpoint: route, scope, checked input, JSON answer, problem answers."""

import functools
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote

from chalice.app import Blueprint, Request, Response
from pydantic import BaseModel, ValidationError

from chalicelib.api.authorizers import Scope, client_of, needs_any
from chalicelib.api.problems import ANSWERED, answer_problem
from chalicelib.errors import InvalidInputError, NotFoundError, Problem


@dataclass(frozen=True)
class FileAnswer:
    """A file as the answer: bytes for media types that app.py lists as binary, text for the others.

    Without a name it is shown and not saved, as a page is; `headers` take the place of the usual ones.
    """

    content: bytes | str
    media_type: str
    name: str | None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


View = Callable[..., BaseModel | FileAnswer | None]
M = TypeVar("M", bound=BaseModel)
_LONGEST_ID = 254  # a mail address; signed links, which need no scope, are longer
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Contract:
    """What the endpoint promises; the OpenAPI document is made from it."""

    scopes: tuple[Scope, ...]
    answer: type[BaseModel] | None
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    problems: tuple[int, ...]
    files: tuple[str, ...] = ()


def endpoint(
    blueprint: Blueprint,
    method_and_path: str,
    *,
    scopes: tuple[Scope, ...],
    answer: type[BaseModel] | None,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    problems: tuple[int, ...] = (),
    file: str | tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Register the function under `METHOD /path`; `file` is the media type of one that answers with a FileAnswer.

    It is called with the path's parameters, decoded (a REST API hands them on as the caller encoded them), and with
    `body` and `query` where the endpoint has them. A named error becomes a problem answer here, because Chalice's
    middleware never sees a view's errors.
    """
    method, _, path = method_and_path.partition(" ")
    contract = Contract(scopes, answer, body, query, problems, (file,) if isinstance(file, str) else file)

    def register(view: View) -> View:
        @functools.wraps(view)
        def guarded(**path_parameters: str) -> Response:
            started = time.monotonic()
            given: dict[str, Any] = {name: unquote(value) for name, value in path_parameters.items()}
            try:
                _no_endless_id(given, contract)
                answered = _answer(view(**given, **_checked_input(blueprint.current_request, contract)))
            except ANSWERED as error:
                answered = answer_problem(error)
            if contract.scopes:
                _note(blueprint.current_request, method_and_path, given, answered.status_code, started)
            return answered

        guarded.contract = contract  # type: ignore[attr-defined] # read by openapi.py alone
        authorizer = needs_any(*scopes) if scopes else None
        blueprint.route(path, methods=[method], authorizer=authorizer, content_types=_media_types(contract))(guarded)
        return view

    return register


def _media_types(contract: Contract) -> list[str]:
    """What may be posted; who posts without a token comes from a page of ours, whose button sends an empty form."""
    return ["application/json"] if contract.scopes else [_FORM, "application/json"]


def checked(model: type[M], value: object) -> M:
    """The value as the model.

    Raises:
        InvalidInputError: with the dotted path of every field at fault.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise invalid(error, "body") from error


def invalid(error: ValidationError, whole: str) -> InvalidInputError:
    """Pydantic's findings as ours; `whole` stands for a problem that belongs to no single field."""
    details = error.errors(include_url=False, include_context=False, include_input=False)
    return InvalidInputError(
        [Problem(".".join(str(part) for part in detail["loc"]) or whole, "", detail["msg"]) for detail in details]
    )


def _checked_input(request: Request, contract: Contract) -> dict[str, BaseModel]:
    given: dict[str, BaseModel] = {}
    if contract.body:
        try:
            given["body"] = contract.body.model_validate_json(request.raw_body or b"")
        except ValidationError as error:
            raise invalid(error, "body") from error
    if contract.query:
        try:
            given["query"] = contract.query.model_validate(dict(request.query_params or {}))
        except ValidationError as error:
            raise invalid(error, "query") from error
    return given


def _no_endless_id(given: Mapping[str, str], contract: Contract) -> None:
    if contract.scopes and any(len(value) > _LONGEST_ID for value in given.values()):
        raise NotFoundError("no id of ours is so long")  # the table would not even look for it


def _note(request: Request, route: str, ids: dict[str, Any], status: int, started: float) -> None:
    """Writes who read or changed what, and how long it took: client and ids alone, one line of JSON in the log."""
    line = {
        "level": "INFO",
        "message": "answered",
        "client": client_of(request.context),
        "request": request.context.get("requestId"),
        "route": route,
        "status": status,
        "milliseconds": round(1000 * (time.monotonic() - started)),
        **ids,
    }
    sys.stdout.write(f"{json.dumps(line)}\n")


def _answer(model: BaseModel | FileAnswer | None) -> Response:
    if isinstance(model, FileAnswer):
        return _file(model)
    headers: dict[str, str | list[str]] = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    if model is None:
        return Response(body="", status_code=204, headers={"Cache-Control": "no-store"})
    return Response(body=model.model_dump_json(), status_code=200, headers=headers)


def _file(answer: FileAnswer) -> Response:
    headers: dict[str, str | list[str]] = {"Content-Type": answer.media_type, "Cache-Control": "no-store"}
    if answer.name:
        headers["Content-Disposition"] = f'attachment; filename="{answer.name}"'
    return Response(body=answer.content, status_code=answer.status, headers={**headers, **answer.headers})
