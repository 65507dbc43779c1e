"""Saved queries of CloudWatch Logs Insights, under the stack's name. Words in capitals are to be replaced.

Logs carry ids, never names: who a customer or a person is stands in the case.
"""

from typing import Any

from infra.console.parts import Resources, of_type

_ALL = "*"
_QUERIES = {
    "FollowANotice": (
        "follow one notice or case through all steps",
        _ALL,
        """# Replace ID by a notice's id, a case's id, or both: /(first|second)/. The line "decided" names the case.
fields @timestamp, message, notice, case, alert, result, rule, stage, channel, reason, @log
| filter @message like /ID/
| sort @timestamp asc
| limit 1000""",
    ),
    "WhoDidWhat": (
        "who did what in a case",
        ["APIHandlerLog"],
        """# Replace CASE by the case's id. `client` is the program that called; the case's own history has the person.
fields @timestamp, client, route, status, task_id, document_id
| filter message = "answered" and case_id = "CASE"
| sort @timestamp asc
| limit 1000""",
    ),
    "FailedAlerts": (
        "alerts that failed",
        ["SendAlertsLog"],
        """# What a channel refused, and what was given up after the last attempt.
fields @timestamp, message, alert, case, channel, kind, attempts, reason
| filter message in ["not taken", "put aside", "sent without a link"]
| sort @timestamp desc
| limit 500""",
    ),
    "SlowRoutes": (
        "slow routes of the API",
        ["APIHandlerLog"],
        """# Milliseconds in our code; the gateway and a cold start come on top. One call: filter by request.
filter message = "answered"
| stats count(*) as calls, pct(milliseconds, 50) as p50, pct(milliseconds, 99) as p99, max(milliseconds) as longest
    by route
| sort p99 desc""",
    ),
    "WhatASourceSaid": (
        "what a source said",
        ["PollRegisterLog", "PollBureauLog", "CheckSourcesLog", "CheckCustomersLog"],
        """# Replace SOURCE by its name, such as fr_bodacc. `evidence` is the key of the kept payload.
fields @timestamp, message, new, documents, complete, attempt, reason, evidence
| filter source = "SOURCE" or reason like /^SOURCE:/
| sort @timestamp desc
| limit 500""",
    ),
    "GivenUp": (
        "what was given up, and why",
        _ALL,
        """# One line a message that went into dead letters.
fields @timestamp, step, attempt, reason
| filter message = "put aside"
| sort @timestamp desc
| limit 500""",
    ),
    "ColdStarts": (
        "memory and cold starts of the steps",
        _ALL,
        """filter @type = "REPORT"
| stats count(*) as runs, count(@initDuration) as cold, pct(@initDuration, 50) as cold_ms, max(@duration) as longest_ms,
    max(@maxMemoryUsed) / 1000000 as used_MB, max(@memorySize) / 1000000 as given_MB by @log
| sort used_MB desc""",
    ),
}


def queries(resources: Resources) -> Resources:
    """The saved queries as resources; the local emulator knows no saved queries and gets none."""
    every = of_type(resources, "AWS::Logs::LogGroup")
    return {
        f"{name}Query": _query(title, every if logs == _ALL else list(logs), text)
        for name, (title, logs, text) in _QUERIES.items()
    }


def _query(title: str, logs: list[str], text: str) -> dict[str, Any]:
    properties = {
        "Name": {"Fn::Sub": f"${{AWS::StackName}}/{title}"},
        "LogGroupNames": [{"Ref": name} for name in logs],
        "QueryString": text,
    }
    return {"Type": "AWS::Logs::QueryDefinition", "Condition": "OnAws", "Properties": properties}
