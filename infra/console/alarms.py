"""Every alarm. Each says what is wrong and names its section of docs/runbook.md; a test holds the two together.

Most come in families, one for each function or queue of the template. What they cost: docs/runbook.md, section Alarms.
"""

from typing import Any

from chalicelib import bureaus, registers
from infra.console.metrics import DIMENSION, NAMESPACE
from infra.console.parts import dead_letters, functions, minutes_between, schedules, timeout, work_queues

Alarm = dict[str, Any]
Metric = dict[str, Any]
STOP_THEMSELVES = frozenset({"PollRegister", "PollBureau", "ImportCustomers", "WatchDeadlines"})
"""They look at the clock and end before their time; the others only end when they are done."""
_PATIENCE_HOURS = {"AlertsQueue": 0.5, "NoticesQueue": 0.5, "CreditEventsQueue": 0.5}  # what blocks and tells
_DAILY_GRACE_HOURS = 26


def alarms(template: dict[str, Any]) -> dict[str, Alarm]:
    """All alarms by logical name."""
    resources = template["Resources"]
    made: dict[str, Alarm] = {}
    for name in dead_letters(resources):
        made[f"{name}Alarm"] = _dead_letters_wait(name)
    for name in work_queues(resources):
        made[f"{name}WaitsAlarm"] = _queue_waits(name)
    for name in functions(resources):
        made[f"{name}ErrorsAlarm"] = _function_fails(name)
        made[f"{name}SlowAlarm"] = _function_slow(name, timeout(template, name))
    for name, expression in schedules(template):
        made[f"{name}SilentAlarm"] = _schedule_silent(name, minutes_between(expression))
    return made | of_each_source() | _of_sources_and_cases() | _of_messages() | _of_the_platform()


def _dead_letters_wait(queue: str) -> Alarm:
    metric = _sqs("ApproximateNumberOfMessagesVisible", queue, "Maximum", 60)
    return _alarm(f"{queue}: messages were given up and wait for a person.", "dead-letters", metric)


def _queue_waits(queue: str) -> Alarm:
    seconds = int(_PATIENCE_HOURS.get(queue, 2) * 3600)
    meaning = f"{queue}: the oldest message has waited for more than {seconds // 60} minutes."
    return _alarm(meaning, "a-queue-waits", _sqs("ApproximateAgeOfOldestMessage", queue, "Maximum", 300), above=seconds)


def _function_fails(function: str) -> Alarm:
    metric = _lambda("Errors", function, "Sum", 300)
    return _alarm(f"{function}: a step raised an error instead of putting one message aside.", "a-step-fails", metric)


def _function_slow(function: str, seconds: int) -> Alarm:
    share = 0.95 if function in STOP_THEMSELVES else 0.8
    meaning = f"{function}: a run took {share:.0%} of the {seconds} seconds after which Lambda ends it."
    metric = _lambda("Duration", function, "Maximum", 300)
    return _alarm(meaning, "a-step-is-slow", metric, above=round(share * seconds * 1000))


def _schedule_silent(function: str, minutes: int) -> Alarm:
    """Three runs left out in a row; of a daily one, the next run did not come within two hours of its time."""
    daily = minutes >= 1440
    period, periods = (3600, _DAILY_GRACE_HOURS) if daily else (minutes * 60, 3)
    waited = f"{periods} hours" if daily else f"{minutes * periods} minutes"
    meaning = f"{function}: its schedule has not started it for {waited}."
    metric = _lambda("Invocations", function, "Sum", period)
    return _alarm(
        meaning, "a-schedule-is-silent", metric, below=1, EvaluationPeriods=periods, TreatMissingData="breaching"
    )


def of_each_source() -> dict[str, Alarm]:
    """One for each register and bureau: while one is in trouble, another that joins it rings all the same.

    Each check counts each source, 0 for one that is off. While nothing is counted the alarm stays as it is: a check
    that is dead tells no source's recovery. That it is dead is told once, by SourcesLate and by CheckSources' own.
    """
    named = {
        f"{''.join(map(str.capitalize, name.split('_')))}LateAlarm": name
        for name in (*registers.names(), *bureaus.names())
    }
    return {
        alarm: _alarm(
            f"{name} is late, failing or suspicious; check_sources logs and mails why.",
            "a-register-is-late",
            _metric(NAMESPACE, "SourceLate", "Maximum", 1800, **dict([DIMENSION]), source=name),
            TreatMissingData="ignore",
        )
        for alarm, name in named.items()
    }


def _of_sources_and_cases() -> dict[str, Alarm]:
    return {
        "SourcesLateAlarm": _alarm(
            "A register or bureau was not read in time, or check_sources itself is silent.",
            "a-register-is-late",
            _ours("SourcesLate", "Maximum", 1800),
            TreatMissingData="breaching",
        ),
        "RemindersFailAlarm": _alarm(
            "Reminders of a case could not be written.", "reminders-fail", _ours("RemindersFailed", "Sum", 900)
        ),
        "ReminderPlanAlarm": _alarm(
            "The reminder plan cannot be used, defaults apply.",
            "reminders-fail",
            _ours("ReminderPlanInvalid", "Sum", 900),
        ),
        "AdminParametersAlarm": _alarm(
            "A parameter set by an admin cannot be used as it stands.",
            "a-parameter-cannot-be-used",
            _ours("AdminParametersInvalid", "Maximum", 1800),
        ),
        "PurgeWithheldAlarm": _alarm(
            "Personal facts could not be deleted on their day.",
            "a-purge-is-not-complete",
            _ours("PurgeWithheld", "Sum", 900),
        ),
        "WatchesLostAlarm": _alarm(
            "A bureau no longer watches a customer.", "a-watch-is-lost", _ours("WatchesLost", "Sum", 900)
        ),
    }


def _of_messages() -> dict[str, Alarm]:
    topic = _metric("AWS/SNS", "NumberOfNotificationsFailed", "Sum", 300, TopicName="${OrderSystemsTopic.TopicName}")
    return {
        "AlertsFailAlarm": _alarm(
            "A mail or message was refused by its channel.", "alerts-fail", _ours("AlertsFailed", "Sum", 300)
        ),
        "LinksMissingAlarm": _alarm(
            "Mails left without the link that acknowledges them.",
            "mails-without-links",
            _ours("LinksMissing", "Sum", 900),
        ),
        "OrderSystemsAlarm": _alarm(
            "SNS could not hand a message to a subscribed order system.", "order-systems-are-not-told", topic
        ),
        "MailBouncesAlarm": _alarm(
            "A mail from this account came back: somebody was not told (SES counts for the whole account).",
            "mails-come-back",
            _metric("AWS/SES", "Bounce", "Sum", 900),
        ),
    }


def _of_the_platform() -> dict[str, Alarm]:
    api = {"ApiName": "${AWS::StackName}", "Stage": "api"}
    relay = _lambda("IteratorAge", "RelayChanges", "Maximum", 300)
    given_up = _lambda("DestinationDeliveryFailures", "RelayChanges", "Sum", 300)
    server_errors = _metric("AWS/ApiGateway", "5XXError", "Sum", 300, **api)
    latency = _metric("AWS/ApiGateway", "Latency", "p99", 300, **api)
    throttles = _metric("AWS/Lambda", "Throttles", "Sum", 300)
    return {
        "RelayLateAlarm": _alarm(
            "Changes wait more than five minutes for the relay.", "the-relay-is-late", relay, above=300_000
        ),
        "RelayLosesAlarm": _alarm(
            "The relay gave up changes and could not even put their position aside.", "the-relay-is-late", given_up
        ),
        "APIServerErrorsAlarm": _alarm(
            "The API answered 500 or more: order systems hold their orders.", "the-api-fails", server_errors
        ),
        "APISlowAlarm": _alarm(
            "One answer in a hundred takes longer than five seconds, for 15 minutes.",
            "the-api-is-slow",
            latency,
            above=5000,
            EvaluationPeriods=3,
        ),
        "ThrottlesAlarm": _alarm(
            "Lambda turned calls away: the account's concurrency is used up (counted for the whole account).",
            "calls-are-throttled",
            throttles,
        ),
        **_table_throttles("WatchTable"),
        **_table_throttles("WatchTable", "listing"),
        **_table_throttles("MatchKeysTable"),
    }


def _table_throttles(table: str, index: str | None = None) -> dict[str, Alarm]:
    """Reads and writes apart, as DynamoDB counts them."""
    about = {"TableName": f"${{{table}}}"} | ({"GlobalSecondaryIndexName": index} if index else {})
    whose = f"{table}, index {index}" if index else table
    return {
        f"{table}{'Index' if index else ''}{kind}sAlarm": _alarm(
            f"{whose}: DynamoDB turned {kind.lower()}s away.",
            "a-table-is-throttled",
            _metric("AWS/DynamoDB", f"{kind}ThrottleEvents", "Sum", 300, **about),
        )
        for kind in ("Read", "Write")
    }


def _alarm(
    meaning: str, section: str, metric: Metric, *, above: float = 0, below: float | None = None, **own: Any
) -> Alarm:
    direction = "GreaterThanThreshold" if below is None else "LessThanThreshold"
    properties = {
        "AlarmDescription": {"Fn::Sub": f"{meaning} Runbook: ${{RunbookUrl}}#{section}"},
        **metric,
        "EvaluationPeriods": 1,
        "Threshold": above if below is None else below,
        "ComparisonOperator": direction,
        "TreatMissingData": "notBreaching",
        "AlarmActions": [{"Ref": "OperationsTopic"}],
        "OKActions": [{"Ref": "OperationsTopic"}],
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": properties | own}


def _metric(namespace: str, name: str, statistic: str, period: int, **dimensions: str) -> Metric:
    kind = "ExtendedStatistic" if statistic.startswith("p") else "Statistic"
    named = [{"Name": key, "Value": _value(value)} for key, value in dimensions.items()]
    space: Any = {"Fn::Sub": namespace} if "${" in namespace else namespace
    return {"Namespace": space, "MetricName": name, "Dimensions": named, kind: statistic, "Period": period}


def _value(written: str) -> Any:
    """What CloudFormation writes for `${Name}` or `${Name.Attribute}`; any other text as it is."""
    if not written.startswith("${"):
        return written
    name, _, attribute = written[2:-1].partition(".")
    return {"Fn::GetAtt": [name, attribute]} if attribute else {"Ref": name}


def _lambda(name: str, function: str, statistic: str, period: int) -> Metric:
    return _metric("AWS/Lambda", name, statistic, period, FunctionName=f"${{{function}}}")


def _sqs(name: str, queue: str, statistic: str, period: int) -> Metric:
    return _metric("AWS/SQS", name, statistic, period, QueueName=f"${{{queue}.QueueName}}")


def _ours(name: str, statistic: str, period: int) -> Metric:
    return _metric(NAMESPACE, name, statistic, period, **dict([DIMENSION]))
