"""What a month costs, from measured units and dated prices.

It reads the group "units" of bench/results.json (python -m bench.units), bench/prices.toml, the merged template and the
registers' own facts. Nothing is asked of AWS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from bench.assumptions import Deployment, Prices
from bench.results import RESULTS, rows_of
from bench.units import CUSTOMERS, HITS
from infra.package import merged_template

STANDING = "what stands there, unused"
WAITING = "waiting between a register's answers"
STORING = "keeping it"
_WHOLE_PROCESSOR_MB = 1769
_SERVICES = {"s3 writes": "s3", "s3 reads": "s3", "sendings": "sqs", "mails": "ses", "news": "sns"}
NAMED = {
    "standing": STANDING,
    "page": f"the page Today, {HITS} cases",
    "reminding": f"watch_deadlines runs, {HITS} cases",
    "unanswered": f"watch_deadlines runs, {HITS} cases unanswered",
    "unchanged": "a customer is imported unchanged",
    "import": "a customer is imported",
    "imported": str(CUSTOMERS),
    "hits": str(HITS),
}
_FUNCTIONS = {"api": "APIHandler"}
_PRICED = {
    "read units": ("DynamoDB", 1, "dynamodb_read_unit"),
    "write units": ("DynamoDB", 1, "dynamodb_write_unit"),
    "sendings": ("SQS", 1, "sqs_request"),
    "mails": ("SES", 1, "ses_mail"),
    "news": ("SNS", 1, "sns_request"),
    "s3 writes": ("S3", 1, "s3_write"),
    "s3 reads": ("S3", 1, "s3_read"),
    "secrets": ("Secrets Manager", 1, "secret_request"),
}
"""By figure the service that bills it, how many it bills for one, and the price."""


class Times(NamedTuple):
    """How often something happens; how much it then has to do, as a multiple of what was measured."""

    often: float
    grown: float = 1
    invoked: int = 1
    """0 where the runs themselves are counted elsewhere."""

    @property
    def work(self) -> float:
        """Both together."""
        return self.often * self.grown


@dataclass
class Bill:
    """USD of a month by what happens and service."""

    prices: Prices
    amounts: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, happening: str, service: str, count: float, price: str) -> None:
        """So many, at the table's price of one."""
        self.amounts[happening, service] = self.amounts.get((happening, service), 0) + count * self.prices.usd(price)

    def of(self, *, happening: str = "", service: str = "") -> float:
        """The sum of one or the other, or of all."""
        return sum(
            usd for (what, where), usd in self.amounts.items() if happening in {"", what} and service in {"", where}
        )


@dataclass(frozen=True)
class Model:
    """What was measured, what it costs, and what is deployed."""

    measured: Mapping[str, dict[str, Any]]
    prices: Prices
    deployed: Deployment

    def bill(self, customers: int) -> Bill:
        """The month of a firm of this size; 0 customers: nobody publishes, asks or works."""
        bill = Bill(self.prices)
        for happening, times in self.happenings(customers).items():
            self._happens(bill, happening, times)
        self._waits(bill, customers)
        self._stands(bill)
        self._keeps(bill, customers)
        return bill

    def happenings(self, customers: int) -> dict[str, Times]:
        """How often in a month what was measured happens, and how much more it then has to do."""
        ask = self.prices.assumed
        opened = customers * ask("cases_per_customer_year") / 12
        judged, later = opened * ask("judged_per_case"), opened * ask("later_notices_of_a_case")
        changed, files = customers * ask("customers_changed_month"), customers * ask("customer_files_month")
        accounts = customers * ask("accounts")
        delivered, differ = accounts * ask("business_days"), ask("accounts_changed_day")
        queries = customers * ask("block_queries_per_customer_day") * ask("days")
        found = {
            self._nobody: max(self.notices(customers) - opened - judged - later, 0),
            "a notice about a customer opens a case": opened,
            "a later notice of the same case": later,
            "a notice that a person must judge": judged,
            "a judgement": judged,
            "a block query, not blocked, states read anew": queries,
            "a customer is imported": changed,
            "a customer is imported unchanged": max(files - changed, 0),
            "an account is imported": delivered * differ,
            "an account is imported unchanged": delivered * (1 - differ),
            f"watch_deadlines reminds, {HITS} cases": opened * ask("reminders_of_a_case") / HITS,
        }
        return {name: Times(often) for name, often in found.items()} | self._runs(customers, accounts)

    def _runs(self, customers: int, accounts: float) -> dict[str, Times]:
        """What grows with the cases that run and with the accounts, each time."""
        ask, days = self.prices.assumed, self.prices.assumed("days")
        cases = self.running_cases(customers) / HITS
        people = max(customers / 100_000 * ask("people_per_100000_customers"), ask("least_people")) if customers else 0
        runs = {name: days * 1440 / minutes for name, minutes in self.deployed.minutes.items()}
        polls = sum(days * 86400 / one.poll_every.total_seconds() for one in self.deployed.registers)
        silent = ask("share_of_cases_unanswered")
        return {
            "a poll finds nothing new": Times(polls),
            "start_polls runs": Times(runs["StartPolls"]),
            "check_sources runs": Times(runs["CheckSources"]),
            f"watch_deadlines runs, {HITS} cases": Times(runs["WatchDeadlines"], cases * (1 - silent)),
            f"watch_deadlines runs, {HITS} cases unanswered": Times(runs["WatchDeadlines"], cases * silent, invoked=0),
            f"send_reports runs, {HITS} cases": Times(runs["SendReports"], cases),
            f"purge_expired runs, {HITS} cases": Times(runs["PurgeExpired"]),
            "measure_figures runs again the same day": Times(runs["MeasureFigures"] - days),
            f"measure_figures runs, {CUSTOMERS:,} accounts": Times(days, accounts / CUSTOMERS),
            f"the page Today, {HITS} cases": Times(people * ask("today_pages") * ask("business_days"), cases),
        }

    def notices(self, customers: int) -> float:
        """Notices of a month: as many as each register expects on its fullest days."""
        if not customers:
            return 0
        busy = sum(one.expected_per_business_day[1] for one in self.deployed.registers)
        return float(busy * self.prices.assumed("business_days"))

    def running_cases(self, customers: int) -> float:
        """Cases that run at any time."""
        ask = self.prices.assumed
        return float(customers * ask("cases_per_customer_year") * ask("years_of_a_case"))

    @property
    def _nobody(self) -> str:
        return [name for name in self.measured if name.startswith("a notice about nobody")][-1]

    def _happens(self, bill: Bill, happening: str, times: Times) -> None:
        for step, figures in self.measured[happening]["steps"].items():
            ran = figures["invocations"] * times.often * times.invoked
            seconds = self.milliseconds(step, figures) / 1000 * times.work + self.cold_seconds(ran)
            bill.add(happening, "Lambda", ran, "lambda_request")
            bill.add(happening, "Lambda", seconds * self.deployed.memory(function(step)) / 1024, "lambda_gb_second")
            bill.add(happening, "X-Ray", self.traced(ran), "xray_trace")
            logged = ran * self.prices.assumed("kilobytes_logged_by_a_run") / 1e6
            bill.add(happening, "Logs", logged, "logs_gb")
            kept_months = self.deployed.counts["log days"] / self.prices.assumed("days")
            bill.add(happening, "Logs", logged * kept_months, "logs_gb_month")
            bill.add(happening, "SQS", 2 * ran if self.deployed.reads_a_queue(function(step)) else 0, "sqs_request")
            bill.add(happening, "API Gateway", ran if step == "api" else 0, "api_request")
            for what, (service, each, price) in _PRICED.items():
                bill.add(happening, service, figures[what] * each * times.work, price)

    def traced(self, ran: float) -> float:
        """X-Ray keeps the first run of each second, and a share of those beyond."""
        ask = self.prices.assumed
        return float(min(ran, ran * ask("traced_share") + ask("traced_seconds_month")))

    def milliseconds(self, step: str, figures: Mapping[str, float]) -> float:
        """What Lambda bills, estimated: the processor's time by the share of it, and AWS' answers in turn."""
        share = min(self.deployed.memory(function(step)) / _WHOLE_PROCESSOR_MB, 1)
        took = self.prices.assumed("milliseconds_of_a_call")
        waited = (figures["reads"] + figures["transactions"]) * took["dynamodb"]
        waited += sum(figures[name] * took[service] for name, service in _SERVICES.items())
        waited += (figures["parameters"] + figures["secrets"]) * took["other"]
        return float(figures["processor ms"] / share + waited)

    def cold_seconds(self, ran: float) -> float:
        """Seconds that starting anew adds to so many runs."""
        ask = self.prices.assumed
        return float(ran * ask("cold_starts") * ask("milliseconds_of_a_cold_start") / 1000)

    def _waits(self, bill: Bill, customers: int) -> None:
        """Registers are asked slowly, and Lambda is paid for waiting."""
        ask, gigabytes = self.prices.assumed, self.deployed.memory("PollRegister") / 1024
        for one in self.deployed.registers:
            polls = ask("days") * 86400 / one.poll_every.total_seconds()
            notices = one.expected_per_business_day[1] * ask("business_days") if customers else 0
            a_poll = ask("requests_of_a_poll_of").get(one.name, ask("requests_of_a_poll"))
            requests = polls * a_poll + notices * ask("requests_of_a_notice")[one.name]
            bill.add(WAITING, "Lambda", requests * one.seconds_between_requests * gigabytes, "lambda_gb_second")

    def _stands(self, bill: Bill) -> None:
        counts, hours = self.deployed.counts, self.prices.assumed("days") * 24
        empty = counts["queue readers"] * self.prices.assumed("empty_queue_requests_minute") * hours * 60
        bill.add(STANDING, "CloudWatch", counts["alarms"], "cloudwatch_alarm_month")
        bill.add(STANDING, "CloudWatch", counts["figures"], "cloudwatch_metric_month")
        bill.add(STANDING, "CloudWatch", counts["dashboards"], "cloudwatch_dashboard_month")
        bill.add(STANDING, "Secrets Manager", counts["secrets"], "secret_month")
        bill.add(STANDING, "Cognito", counts["machine clients"], "cognito_client_month")
        tokens = counts["machine clients"] * hours * self.prices.assumed("tokens_per_client_hour")
        bill.add(STANDING, "Cognito", tokens, "cognito_token")
        bill.add(STANDING, "SQS", empty, "sqs_request")
        bill.add(STANDING, "KMS", self.prices.assumed("kms_requests_hour") * hours, "kms_request")

    def _keeps(self, bill: Bill, customers: int) -> None:
        """After the first years, when as much goes as comes."""
        ask, per_customer = self.prices.assumed, sum(
            self.measured[f"bytes of a customer in the {name} table"]["ours"] for name in ("main", "keys")
        )  # fmt: skip
        cases = self.running_cases(customers)
        notices = self.notices(customers)
        gigabytes = customers * per_customer / 1e9 + cases * ask("kilobytes_of_a_case") / 1e6
        gigabytes += notices * ask("notice_kept_months") * ask("kilobytes_of_a_notice") / 1e6
        payloads = notices * ask("kilobytes_of_a_payload") / 1e6 * self.deployed.counts["evidence days"] / ask("days")
        bill.add(STORING, "DynamoDB", gigabytes, "dynamodb_gb_month")
        bill.add(STORING, "DynamoDB", gigabytes, "dynamodb_recovery_gb_month")
        bill.add(STORING, "S3", payloads, "s3_gb_month")


def function(step: str) -> str:
    """Logical name of the function that runs a step.

    >>> function("match_notices"), function("api")
    ('MatchNotices', 'APIHandler')
    """
    return _FUNCTIONS.get(step) or "".join(part.capitalize() for part in step.split("_"))


def model(results: Path = RESULTS) -> Model:
    """The model from the files as they stand."""
    measured = {row["name"]: row for row in rows_of("units", results)}
    with TemporaryDirectory() as folder:
        template = merged_template(Path(folder))
    return Model(measured, Prices.read(), Deployment(template))
