"""What docs/cost.md rests on: prices and habits from bench/prices.toml, sizes and rhythms from the product itself."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib import bureaus, registers
from chalicelib.model.register import Register
from infra.console.metrics import COUNTED, COUNTED_BY_SOURCE
from infra.console.parts import functions, minutes_between, of_type, schedules

PRICES = Path("bench/prices.toml")


@dataclass(frozen=True)
class Prices:
    """The dated table: USD for one of each, and what is assumed of the firm."""

    table: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path = PRICES) -> "Prices":
        """The table as it stands in the file."""
        return cls(tomllib.loads(path.read_text(encoding="utf-8")))

    def usd(self, name: str) -> float:
        """The price of one."""
        price = self.table["prices"][name]
        return float(price["usd"]) / float(price["per"])

    def assumed(self, name: str) -> Any:
        """What is assumed; the file says of it what it means."""
        return self.table["assumed"][name]


@dataclass(frozen=True)
class Deployment:
    """What the merged template deploys, as far as it costs."""

    template: Mapping[str, Any]

    def memory(self, function: str) -> int:
        """Megabytes of a function."""
        own = self.template["Resources"][function]["Properties"].get("MemorySize")
        return int(own or self.template["Globals"]["Function"]["MemorySize"])

    def reads_a_queue(self, function: str) -> bool:
        """Whether the function is woken by a queue: a batch is received and, when it is done, deleted."""
        events = self.template["Resources"][function]["Properties"].get("Events", {}).values()
        return any(one["Type"] == "SQS" for one in events)

    @property
    def minutes(self) -> dict[str, int]:
        """Minutes from one run to the next, by scheduled function."""
        return {name: minutes_between(expression) for name, expression in schedules(dict(self.template))}

    @property
    def registers(self) -> tuple[Register, ...]:
        """The registers that are asked unless an admin says otherwise."""
        off = self.template["Parameters"]["DisabledSources"]["Default"].split(",")
        return tuple(registers.load(name).REGISTER for name in registers.names() if name not in off)

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of what costs while it only lies there."""
        resources = dict(self.template["Resources"])
        clients = [resources[name]["Properties"] for name in of_type(resources, "AWS::Cognito::UserPoolClient")]
        logs = of_type(resources, "AWS::Logs::LogGroup")
        return {
            "alarms": len(of_type(resources, "AWS::CloudWatch::Alarm")),
            "figures": len(COUNTED) + len(COUNTED_BY_SOURCE) * (len(registers.names()) + len(bureaus.names())),
            "dashboards": len(of_type(resources, "AWS::CloudWatch::Dashboard")),
            "secrets": len(of_type(resources, "AWS::SecretsManager::Secret")),
            "machine clients": sum("client_credentials" in one["AllowedOAuthFlows"] for one in clients),
            "queue readers": sum(map(self.reads_a_queue, functions(resources))),
            "log days": max(resources[name]["Properties"]["RetentionInDays"] for name in logs),
            "evidence days": int(self.template["Parameters"]["EvidenceDays"]["Default"]),
        }
