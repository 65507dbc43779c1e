"""The dashboard `<stack>`: what an admin sees first, from the sources down to what it costs."""

import json
from collections.abc import Iterable
from typing import Any

from chalicelib import bureaus, registers
from infra.console.alarms import of_each_source
from infra.console.metrics import COUNTED, DIMENSION, NAMESPACE
from infra.console.parts import Resources, dead_letters, functions, of_type, work_queues
from infra.console.widgets import Graph, Row, Widget, laid_out, lines, metric, states, table

_ALARMS_HEIGHT = 5
_INDEX = ("GlobalSecondaryIndexName", "listing")


def dashboard(resources: Resources, alarms: Iterable[str]) -> Resources:
    """The dashboard as a resource. Its body is JSON in which CloudFormation fills in the names."""
    rows = [
        _sources(),
        _matches(),
        _messages(),
        _days_work(),
        _queues(resources),
        _functions(resources),
        _api(),
        _tables(),
        _costs(resources),
    ]
    widgets = [*_alarm_states(alarms), *laid_out(rows, _ALARMS_HEIGHT)]
    body = json.dumps({"start": "-P1D", "widgets": widgets}, separators=(",", ":"))
    properties = {"DashboardName": {"Ref": "AWS::StackName"}, "DashboardBody": {"Fn::Sub": body}}
    return {"Dashboard": {"Type": "AWS::CloudWatch::Dashboard", "Properties": properties}}


def _alarm_states(alarms: Iterable[str]) -> list[Widget]:
    """Those of sources beside all others: a widget shows 100 alarms at most."""
    ours, others = set(of_each_source()), set(alarms)
    return [
        states("Alarms: anything red is explained in the runbook by its name", others - ours, 0, _ALARMS_HEIGHT),
        states("Alarms of single sources", others & ours, 12, _ALARMS_HEIGHT),
    ]


def counted(title: str, meaning: str, section: str, *names: str, stat: str = "Sum") -> Graph:
    """A graph of our own figures, each labelled by what it means."""
    return lines(title, meaning, section, [metric(NAMESPACE, one, stat, COUNTED[one], *DIMENSION) for one in names])


def _sources() -> Row:
    by_source = (
        'filter message = "polled" | stats sum(new) as notices, count(*) as polls, max(@timestamp) as last by source'
    )
    failures = (
        'filter message in ["put aside", "will be tried again", "payload not understood"] | display @timestamp, reason'
    )
    polls = ("PollRegisterLog", "PollBureauLog")
    return Row(
        "Sources",
        [
            counted(
                "Sources that are not well",
                "0 is well; then every block answer says how far it is checked",
                "a-register-is-late",
                "SourcesLate",
                stat="Maximum",
            ),
            _each_source(),
            counted(
                "New notices",
                "a business day without any is not believable",
                "a-register-is-late",
                "NewNotices",
                "PutAside",
                "AdminParametersInvalid",
            ),
            counted(
                "Bureaus",
                "lost watches need a person",
                "a-bureau-fails",
                "ChecksMade",
                "BureausFailed",
                "WatchesLost",
                "ResultsLost",
            ),
            table("Polls by source", "who was asked, and what was new", "a-register-is-late", polls, by_source),
            table("Polls that failed", "the source's own reason", "a-register-is-late", polls, failures),
        ],
    )


def _each_source() -> Graph:
    names = (*registers.names(), *bureaus.names())
    return lines(
        "Which source is not well",
        "1 while a register or bureau is in trouble; 0 while it is well or off",
        "a-register-is-late",
        [metric(NAMESPACE, "SourceLate", "Maximum", name, *DIMENSION, "source", name) for name in names],
    )


def _matches() -> Row:
    acts = (
        'filter message = "answered" and route like /cases/ and route not like /^GET/ and status < 300'
        " | stats count(*) as times by route"
    )
    return Row(
        "Matches and blocks",
        [
            counted(
                "Matches by result",
                "many reviews at once: a register may print names otherwise",
                "near-misses",
                "MatchPositive",
                "MatchUnsure",
                "MatchNegative",
                "KeysCut",
            ),
            counted(
                "Blocks",
                "set before anybody is told",
                "near-misses",
                "BlocksSet",
                "BlocksLifted",
                "CreditEventsApplied",
                "CreditEventsUnlinked",
                "CasesMovedByBooks",
                "CoverEvents",
            ),
            table("What people did in cases", "calls by route", "who-did-what", ["APIHandlerLog"], acts),
        ],
    )


def _messages() -> Row:
    mail = [metric("AWS/SES", one, "Sum", f"{one} (account)") for one in ("Send", "Bounce", "Complaint", "Reject")]
    topic = ("TopicName", "${OrderSystemsTopic.TopicName}")
    handed = [
        metric("AWS/SNS", one, "Sum", one, *topic)
        for one in ("NumberOfMessagesPublished", "NumberOfNotificationsDelivered", "NumberOfNotificationsFailed")
    ]
    return Row(
        "Alerts",
        [
            counted(
                "Alerts",
                "failed ones are tried again, then stand under /v1/alerts/failed",
                "alerts-fail",
                "AlertsSent",
                "AlertsFailed",
                "LinksMissing",
            ),
            lines("Mail", "what SES did with it; a bounce means that somebody was not told", "mails-come-back", mail),
            lines("Order systems", "what the topic's subscribers took", "order-systems-are-not-told", handed),
        ],
    )


def _days_work() -> Row:
    return Row(
        "Reminders, files, deletion",
        [
            counted(
                "Reminders",
                "a day without any is no fault",
                "reminders-fail",
                "Reminders",
                "Escalations",
                "DeadlinesLapsed",
                "RemindersFailed",
                "ReminderPlanInvalid",
                "Reports",
            ),
            counted(
                "Figures",
                "once a day, and when somebody asks in the cockpit",
                "a-schedule-is-silent",
                "FiguresMeasured",
            ),
            counted("Purge", "withheld must be 0", "a-purge-is-not-complete", "Purged", "PurgeWithheld"),
            counted(
                "Imports",
                "refused rows stand with their reason in the result file",
                "dead-letters",
                "CustomersImported",
                "OpenItemsImported",
                "PaymentsImported",
                "RowsRefused",
            ),
        ],
    )


def _queues(resources: Resources) -> Row:
    def of(name: str, queues: Iterable[str]) -> list[list[Any]]:
        return [metric("AWS/SQS", name, "Maximum", one, "QueueName", f"${{{one}.QueueName}}") for one in queues]

    work, given_up = work_queues(resources), dead_letters(resources)
    visible = "ApproximateNumberOfMessagesVisible"
    age = of("ApproximateAgeOfOldestMessage", work)
    return Row(
        "Queues",
        [
            lines("Age of the oldest message", "seconds; notices should wait for seconds only", "a-queue-waits", age),
            lines("Depth", "messages that wait for their step", "a-queue-waits", of(visible, work)),
            lines("Dead letters", "what is not done; must be 0", "dead-letters", of(visible, given_up)),
        ],
    )


def _functions(resources: Resources) -> Row:
    def of(name: str, stat: str) -> list[list[Any]]:
        return [metric("AWS/Lambda", name, stat, one, "FunctionName", f"${{{one}}}") for one in functions(resources)]

    relay = [metric("AWS/Lambda", "IteratorAge", "Maximum", "relay", "FunctionName", "${RelayChanges}")]
    memory = (
        'filter @type = "REPORT" | stats max(@maxMemoryUsed) / 1000000 as used_MB,'
        " max(@memorySize) / 1000000 as given_MB, count(*) as runs by @log | sort used_MB desc"
    )
    logs = of_type(resources, "AWS::Logs::LogGroup")
    return Row(
        "Steps",
        [
            lines("Errors", "runs that failed as a whole", "a-step-fails", of("Errors", "Sum")),
            lines("Throttles", "runs that Lambda turned away", "calls-are-throttled", of("Throttles", "Sum")),
            lines("Longest run", "milliseconds", "a-step-is-slow", of("Duration", "Maximum")),
            lines("Runs", "a schedule's line never stops", "a-schedule-is-silent", of("Invocations", "Sum")),
            lines("Relay", "milliseconds a change waits for the relay", "the-relay-is-late", relay),
            table("Memory", "used of given; close to it means a bigger MemorySize", "a-step-is-slow", logs, memory),
        ],
    )


def _api() -> Row:
    about = ("ApiName", "${AWS::StackName}", "Stage", "api")
    answers = [metric("AWS/ApiGateway", one, "Sum", one, *about) for one in ("Count", "4XXError", "5XXError")]
    waits = [metric("AWS/ApiGateway", "Latency", stat, stat, *about) for stat in ("p50", "p99", "Maximum")]
    slow = (
        'filter message = "answered" | stats count(*) as calls, pct(milliseconds, 50) as p50,'
        " pct(milliseconds, 99) as p99 by route | sort p99 desc"
    )
    return Row(
        "API",
        [
            lines(
                "Answers", "4xx: the caller's mistake, or nobody of that number; 5xx: ours", "the-api-fails", answers
            ),
            lines("Time to answer", "milliseconds, with the gateway's own", "the-api-is-slow", waits),
            table("Routes", "milliseconds in our code", "the-api-is-slow", ["APIHandlerLog"], slow),
        ],
    )


def _tables() -> Row:
    def of(name: str) -> list[list[Any]]:
        return [
            metric("AWS/DynamoDB", name, "Sum", "main table", "TableName", "${WatchTable}"),
            metric("AWS/DynamoDB", name, "Sum", "its index", "TableName", "${WatchTable}", *_INDEX),
            metric("AWS/DynamoDB", name, "Sum", "match keys", "TableName", "${MatchKeysTable}"),
        ]

    reads, writes = "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"
    away = [*of("ReadThrottleEvents"), *of("WriteThrottleEvents")]
    return Row(
        "Tables",
        [
            lines("Reads", "units; each is billed", "what-it-costs", of(reads)),
            lines("Writes", "units; each is billed, five times a read", "what-it-costs", of(writes)),
            lines("Turned away", "must be 0", "a-table-is-throttled", away),
        ],
    )


def _costs(resources: Resources) -> Row:
    time = [metric("AWS/Lambda", "Duration", "Sum", one, "FunctionName", f"${{{one}}}") for one in functions(resources)]
    written = [
        metric("AWS/Logs", "IncomingBytes", "Sum", one, "LogGroupName", f"${{{one}}}")
        for one in of_type(resources, "AWS::Logs::LogGroup")
    ]
    sent = [
        metric("AWS/SQS", "NumberOfMessagesSent", "Sum", one, "QueueName", f"${{{one}.QueueName}}")
        for one in work_queues(resources)
    ]
    kept = [
        metric(
            "AWS/S3", "BucketSizeBytes", "Average", one, "BucketName", f"${{{one}}}", "StorageType", "StandardStorage"
        )
        for one in of_type(resources, "AWS::S3::Bucket")
    ]
    day = {"period": 86400, "stacked": True}
    return Row(
        "What drives the cost",
        [
            lines("Time of the steps", "milliseconds a day, billed by memory", "what-it-costs", time, **day),
            lines("Logs", "bytes a day: the dearest bytes here", "what-it-costs", written, **day),
            lines("Messages", "a day", "what-it-costs", sent, **day),
            lines("Buckets", "bytes in standard storage", "what-it-costs", kept, **day),
        ],
    )
