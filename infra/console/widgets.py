"""Widgets of a CloudWatch dashboard: each graph stands below a text that says what it means and where to read on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Widget = dict[str, Any]
_WIDTH, _TEXT_HEIGHT, _GRAPH_HEIGHT, _COLUMNS = 24, 3, 6, 3


@dataclass(frozen=True)
class Graph:
    """A picture with the sentence that explains it and its section of the runbook."""

    title: str
    meaning: str
    section: str
    properties: dict[str, Any]
    kind: str = "metric"


@dataclass(frozen=True)
class Row:
    """A headline and the graphs below it, three beside each other."""

    title: str
    graphs: list[Graph] = field(default_factory=list)


def lines(title: str, meaning: str, section: str, metrics: Iterable[list[Any]], **more: Any) -> Graph:
    """A graph of metrics over time, five minutes a point."""
    properties = {"view": "timeSeries", "region": "${AWS::Region}", "period": 300, "metrics": list(metrics), **more}
    return Graph(title, meaning, section, {"title": title, **properties})


def table(title: str, meaning: str, section: str, logs: Iterable[str], query: str) -> Graph:
    """What a Logs Insights query finds in the functions' logs; it is run, and billed, while somebody looks."""
    sources = " | ".join(f"SOURCE '${{{name}}}'" for name in logs)
    properties = {"title": title, "region": "${AWS::Region}", "view": "table", "query": f"{sources} | {query}"}
    return Graph(title, meaning, section, properties, "log")


def metric(namespace: str, name: str, stat: str, label: str, *dimensions: str) -> list[Any]:
    """A metric as dashboards write it; dimensions are names and values in turn."""
    return [namespace, name, *dimensions, {"stat": stat, "label": label}]


def laid_out(rows: Iterable[Row], top: int = 0) -> Iterator[Widget]:
    """The widgets at their places, one row below the other."""
    for row in rows:
        yield _text(f"# {row.title}", 0, top, _WIDTH, 1)
        top += 1
        width = _WIDTH // _COLUMNS
        for place, graph in enumerate(row.graphs):
            x, y = place % _COLUMNS * width, top + place // _COLUMNS * (_TEXT_HEIGHT + _GRAPH_HEIGHT)
            link = f"[What to do](${{RunbookUrl}}#{graph.section})"
            yield _text(f"**{graph.title}**: {graph.meaning}. {link}", x, y, width, _TEXT_HEIGHT)
            yield _at(graph.kind, graph.properties, x, y + _TEXT_HEIGHT, width, _GRAPH_HEIGHT)
        top += -(-len(row.graphs) // _COLUMNS) * (_TEXT_HEIGHT + _GRAPH_HEIGHT)


def _text(markdown: str, x: int, y: int, width: int, height: int) -> Widget:
    return _at("text", {"markdown": markdown, "background": "transparent"}, x, y, width, height)


def _at(kind: str, properties: dict[str, Any], x: int, y: int, width: int, height: int) -> Widget:
    return {"type": kind, "x": x, "y": y, "width": width, "height": height, "properties": properties}


def states(title: str, alarms: Iterable[str], x: int, height: int) -> Widget:
    """How these alarms stand, the latest change first; CloudWatch shows 100 at most."""
    properties = {"title": title, "sortBy": "stateUpdatedTimestamp"}
    properties |= {"alarms": [f"${{{name}.Arn}}" for name in sorted(alarms)]}  # type: ignore[dict-item] # widgets mix types
    return {"type": "alarm", "x": x, "y": 0, "width": 12, "height": height, "properties": properties}
