"""What the console shows beside a function or role: the first sentence of the code itself."""

import ast
from typing import Any

from infra.console.parts import Resources, functions
from infra.layer import ROOT

_LONGEST = 256


def describe(resources: Resources) -> None:
    """Writes a description to each function and its role that has none."""
    for name in functions(resources):
        properties: dict[str, Any] = resources[name]["Properties"]
        module = str(properties["Handler"]).rpartition(".")[0]
        text = ast.get_docstring(ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))) or ""
        properties.setdefault("Description", text.splitlines()[0][:_LONGEST])
        role = resources.get(f"{name}Role", {"Properties": {}})["Properties"]
        role.setdefault("Description", f"what the function {name} may do, and nothing else")
