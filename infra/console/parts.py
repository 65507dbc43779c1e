"""What stands in a merged template: functions with their time limits and schedules, queues with their dead letters."""

import re
from collections.abc import Iterator
from typing import Any

Resources = dict[str, dict[str, Any]]


def of_type(resources: Resources, kind: str) -> list[str]:
    """Logical names of the resources of a type, sorted."""
    return sorted(name for name, each in resources.items() if each.get("Type") == kind)


def functions(resources: Resources) -> list[str]:
    """Logical names of all functions."""
    return of_type(resources, "AWS::Serverless::Function")


def work_queues(resources: Resources) -> list[str]:
    """Queues that a step reads: those that have dead letters of their own."""
    return [name for name in of_type(resources, "AWS::SQS::Queue") if "RedrivePolicy" in resources[name]["Properties"]]


def dead_letters(resources: Resources) -> list[str]:
    """Queues that only a person reads."""
    return sorted(set(of_type(resources, "AWS::SQS::Queue")) - set(work_queues(resources)))


def timeout(template: dict[str, Any], function: str) -> int:
    """Seconds after which Lambda ends the function."""
    own = template["Resources"][function]["Properties"].get("Timeout")
    return int(own or template["Globals"]["Function"]["Timeout"])


def schedules(template: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each scheduled function with its schedule's default expression."""
    for name in functions(template["Resources"]):
        for event in template["Resources"][name]["Properties"].get("Events", {}).values():
            if event["Type"] == "Schedule":
                expression = event["Properties"]["Schedule"]
                yield name, str(template["Parameters"][expression["Ref"]]["Default"])


def minutes_between(expression: str) -> int:
    """Minutes from one run to the next.

    >>> minutes_between("rate(5 minutes)"), minutes_between("rate(1 hour)"), minutes_between("cron(0 5 * * ? *)")
    (5, 60, 1440)

    Raises:
        ValueError: neither a rate nor once a day; then nobody could say when it is late.
    """
    if found := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return int(found[1]) * {"minute": 1, "hour": 60, "day": 1440}[found[2]]
    if re.fullmatch(r"cron\(\d+ \d+ \* \* \? \*\)", expression):
        return 1440
    raise ValueError(f"infra/console knows no interval for the schedule {expression}")
