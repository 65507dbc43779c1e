"""docs/bureaus.md is true: its table, its examples and its fields are what the code says."""

import json
import re
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from chalicelib import bureaus
from chalicelib.model.bureau import Ability, Bureau, BureauPlan

TEXT = (Path(__file__).parents[2] / "docs" / "bureaus.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^#)", TEXT, re.MULTILINE | re.DOTALL))


def table() -> str:
    """The table of abilities, from the facts of every bureau."""
    rows = ["| bureau | about | countries | " + " | ".join(Ability) + " |"]
    rows.append("|---" * (len(Ability) + 3) + "|")
    return "\n".join([*rows, *(row(bureaus.load(name).BUREAU) for name in bureaus.names())])


def row(facts: Bureau) -> str:
    """One bureau of the table."""
    kinds = [kind for kind, known in (("firms", facts.organisations), ("persons", facts.natural_persons)) if known]
    can = ["yes" if one in facts.abilities else "" for one in Ability]
    cells = [f"`{facts.name}` {facts.title}", ", ".join(kinds), " ".join(sorted(facts.countries)), *can]
    return "| " + " | ".join(cells) + " |"


def test_the_table_of_abilities_is_what_the_bureaus_say() -> None:
    (written,) = re.findall(r"<!-- table: .*? -->\n(.*?)\n<!-- end of table -->", TEXT, re.DOTALL)
    assert written == table(), f"docs/bureaus.md is stale; its table must be:\n{table()}"


def test_every_bureau_has_its_section_and_no_other() -> None:
    assert set(SECTIONS) == set(bureaus.names())


@pytest.mark.parametrize("name", bureaus.names())
def test_the_examples_can_be_set_as_they_stand(name: str) -> None:
    module = bureaus.load(name)
    credentials, plan = (json.loads(one) for one in re.findall(r"```json\n(.*?)```", SECTIONS[name], re.DOTALL))
    documented = (cast(ModuleType, module).__doc__ or "") + " ".join(module.BUREAU.credentials)
    assert set(module.BUREAU.credentials) <= set(credentials)
    assert [member for member in credentials if member not in documented] == []
    options = BureauPlan.model_validate(plan).options
    assert [option for option in options if option not in documented] == []


def test_every_field_of_the_plan_is_explained() -> None:
    explained = "\n".join(line for line in TEXT.splitlines() if line.startswith("| `"))
    assert [name for name in BureauPlan.model_fields if f"`{name}`" not in explained] == []
    (example,) = re.findall(r"```json\n(.*?)```", TEXT.split("## The plan")[1].split("## Credentials")[0], re.DOTALL)
    BureauPlan.model_validate_json(example)
