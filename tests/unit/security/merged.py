"""The merged template as the rules read it: statements with their owner, and references as readable words."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from infra.package import merged_template

Properties = dict[str, Any]


@cache
def template() -> dict[str, Any]:
    """The template as `make package` writes it."""
    with TemporaryDirectory() as folder:
        return dict(merged_template(Path(folder)))


def of_type(kind: str) -> dict[str, Properties]:
    """The properties of every resource of a type, by its name."""
    resources = template()["Resources"].items()
    return {name: each.get("Properties", {}) for name, each in resources if each["Type"] == kind}


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every policy statement with the resource that holds it, wherever in its properties it stands."""
    for name, each in template()["Resources"].items():
        for one in _inside(each.get("Properties", {})):
            yield name, one


def _inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "Effect" in value and ("Action" in value or "NotAction" in value):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _inside(each)


def as_list(value: Any) -> list[Any]:
    """One or many, as many."""
    return value if isinstance(value, list) else [value]


def words(reference: Any) -> list[str]:
    """What a resource, principal or value says, each way of a choice by itself; a choice's condition goes before it.

    >>> words({"Fn::GetAtt": ["Table", "Arn"]}), words({"Fn::If": ["OverTls", {"Ref": "Topic"}, "*"]})
    (['${Table.Arn}'], ['OverTls: ${Topic}', 'not OverTls: *'])
    """
    if isinstance(reference, list):
        return [word for each in reference for word in words(each)]
    if not isinstance(reference, dict):
        return [str(reference)]
    if "Fn::If" in reference:
        condition, *ways = reference["Fn::If"]
        named = zip((f"{condition}: ", f"not {condition}: "), ways, strict=True)
        return [name + word for name, way in named for word in words(way)]
    if "Ref" in reference or "Fn::GetAtt" in reference:
        return [f"${{{'.'.join(as_list(reference.get('Ref') or reference['Fn::GetAtt']))}}}"]
    if "Fn::Sub" in reference:
        return [str(as_list(reference["Fn::Sub"])[0])]
    return [word for each in reference.values() for word in words(each)]
