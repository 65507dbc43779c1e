"""What infra/template.yaml says, for programs that play a part of it: resources, with names where it refers."""

from functools import cache
from typing import Any

import yaml

from infra.layer import ROOT


class _Loader(yaml.SafeLoader):
    """Takes a short reference (!Ref, !GetAtt, !Sub) for its text, and passes over longer functions."""


def _reference(_loader: yaml.Loader, _name: str, node: yaml.Node) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


_Loader.add_multi_constructor("!", _reference)


@cache
def _template() -> dict[str, Any]:
    text = (ROOT / "infra" / "template.yaml").read_text(encoding="utf-8")
    template: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506  # a safe loader
    return template


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Properties of each resource of a type, by logical id.

    >>> sorted(resources("AWS::DynamoDB::Table"))
    ['MatchKeysTable', 'WatchTable']
    >>> resources("AWS::Serverless::Function")["MatchNotices"]["Environment"]["Variables"]["QUEUE_URL"]
    'NoticesQueue'
    """
    everything = _template()["Resources"].items()
    return {name: one["Properties"] for name, one in everything if one.get("Type") == kind}


def function(name: str) -> dict[str, Any]:
    """Properties of one function, with what all functions share.

    >>> function("MatchNotices")["Timeout"], function("MatchNotices")["MemorySize"]
    (60, 1024)
    """
    of_all: dict[str, Any] = _template()["Globals"]["Function"]
    own = _template()["Resources"][name]["Properties"]
    variables = of_all["Environment"]["Variables"] | own.get("Environment", {}).get("Variables", {})
    return {**of_all, **own, "Environment": {"Variables": variables}}
