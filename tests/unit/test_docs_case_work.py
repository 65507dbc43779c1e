"""docs/case-work.md is true: its calls can be sent as they stand, and its defaults are the code's."""

import json
import re
from pathlib import Path

import pytest

from app import app
from chalicelib.api.ledger import OpenItemsSent
from chalicelib.model.open_item import OpenItem
from chalicelib.model.reminder_plan import ReminderPlan

TEXT = (Path(__file__).parents[2] / "docs" / "case-work.md").read_text(encoding="utf-8")
CALLS = re.findall(r"""call (GET|POST|PUT) ["']?(/v1/[^\s"'`]+)["']?(?: '(\{.*?\})')?(?=`|\n)""", TEXT, re.DOTALL)
ADDRESSES = re.findall(r"\$API(/v1/[^\"]+)", TEXT)


def route_of(path: str) -> str:
    """The API's own path: each variable and number in the documentation stands for a parameter."""
    bare = path.partition("?")[0]
    wanted = bare.split("/")
    same = [one for one in app.routes if len(one.split("/")) == len(wanted) and fits(one.split("/"), wanted)]
    exact = [one for one in same if one == bare]
    assert same, f"{path} is no route"
    return (exact or same)[0]


def fits(route: list[str], wanted: list[str]) -> bool:
    return all(ours == theirs or ours.startswith("{") for ours, theirs in zip(route, wanted, strict=True))


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_every_call_can_be_sent_as_it_stands(method: str, path: str, body: str) -> None:
    contract = app.routes[route_of(path)][method].view_function.contract  # type: ignore[attr-defined] # set by endpoint()
    if body:
        contract.body.model_validate_json(body)
    else:
        assert contract.body is None
    if "?" in path and contract.query:
        contract.query.model_validate(dict(one.split("=") for one in path.split("?")[1].split("&")))


def test_the_calls_are_found() -> None:
    assert len(CALLS) == len(re.findall(r"\bcall (?:GET|POST|PUT) ", TEXT)) > 20
    assert [route_of(path) for path in ADDRESSES]


def test_the_open_item_can_be_kept() -> None:
    (sent,) = [body for _, path, body in CALLS if path == "/v1/open-items"]
    for one in json.loads(sent)["items"]:
        OpenItem.model_validate({**one, "updated_at": "2026-03-20T09:00:00Z"})
    assert OpenItemsSent.model_validate_json(sent).items


def test_the_reminder_plan_is_the_default_one() -> None:
    (written,) = re.findall(r"--value '(\{.*?\})'", TEXT)
    assert ReminderPlan.model_validate_json(written) == ReminderPlan()
    assert [name for name in ReminderPlan.model_fields if f"`{name}`" not in TEXT] == []
