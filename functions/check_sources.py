"""On a schedule: says of every source whether it delivers, and raises an alarm when one changes for the worse."""

from datetime import datetime
from typing import Any

from chalicelib import admin_settings, bureaus, channels, clock, comparing, registers
from chalicelib.model.alert import Alert, AlertKind
from chalicelib.model.message import SourceMessage
from chalicelib.model.record import content_id
from chalicelib.model.source import Health, SourceKind, SourceStatus
from chalicelib.settings import settings
from chalicelib.source_health import Finding, examine, examine_bureau
from chalicelib.store import alerts, sources
from functions.entry import count, count_source, logger, scheduled_step

_WELL = frozenset({Health.OK, Health.DISABLED})


def check() -> dict[str, Any]:
    """Health by source; a change between well and not well is told to the default recipients once.

    Looks as well whether all that came in is compared, for proofs.
    """
    now = clock.now()
    healths: dict[str, str] = {}
    for name in (*registers.names(), *bureaus.names()):
        status = sources.get(name)
        finding = _finding(name, status, now)
        healths[name] = finding.health
        count_source("SourceLate", int(finding.health not in _WELL), name)
        if (finding.health in _WELL) != (status.health in _WELL):
            _tell(status, finding, now)
        if finding != (status.health, status.health_reason):
            kind: SourceKind = "bureau" if name in bureaus.names() else "register"
            sources.put_health(name, finding.health, finding.reason, kind)
    comparing.measure(settings().dead_letter_queues, now)
    count("SourcesLate", sum(health not in _WELL for health in healths.values()))
    return {"sources": healths, "parameters": _tell_of_parameters()}


def _tell_of_parameters() -> int:
    """How many things are wrong with what admins have set; each is logged in words, and the alarm rings."""
    wrong = admin_settings.problems()
    for one in wrong:
        logger.error("a parameter cannot be used as it stands", reason=one)
    count("AdminParametersInvalid", len(wrong))
    return len(wrong)


def _finding(name: str, status: SourceStatus, now: datetime) -> Finding:
    disabled = name in admin_settings.disabled_sources()
    if name in bureaus.names():
        return examine_bureau(bureaus.load(name).BUREAU, status, now, disabled=disabled)
    return examine(registers.load(name).REGISTER, status, now, disabled=disabled)


def _tell(status: SourceStatus, finding: Finding, now: datetime) -> None:
    kind = AlertKind.SOURCE_RECOVERED if finding.health in _WELL else AlertKind.SOURCE_LATE
    message = SourceMessage(
        source=status.name,
        health=finding.health,
        reason=finding.reason,
        checked_through=status.checked_through,
        occurred_at=now,
    )
    since = (status.failing_since or status.last_success or now).isoformat()
    audience = channels.audience()
    for channel in audience.people_channels:
        for person in audience.defaults:
            identity = content_id(status.name, kind, since, channel, person.address)
            alerts.add(
                Alert(id=identity, kind=kind, channel=channel, recipient=person, message=message, created_at=now)
            )


handler = scheduled_step(check)
