"""Measurements of the firm's figures: the last one whole, the values of each day and month for two years.

FIGURES          LATEST, TARGETS, WANTED   the last measurement, what it shall be, that somebody asked for one
FIGURES          MONTH#<month>             the month's last values; ends by TTL
FIGURES#DAYS     <day>                     each day's last values; ends by TTL
FIGURES#CLAIMS   <case>                    what was open at a case's block, and what came back
"""

from datetime import datetime, timedelta

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.figures import CaseClaim, DayValues, Snapshot, Targets
from chalicelib.model.record import Record
from chalicelib.store import keys, table

_PARTITION = "FIGURES"
_DAYS = "FIGURES#DAYS"
_CLAIMS = "FIGURES#CLAIMS"
_MONTH = "MONTH#"
_KEPT = timedelta(days=731)
_LATEST = keys.Key(_PARTITION, "LATEST")
_TARGETS = keys.Key(_PARTITION, "TARGETS")
_WANTED = keys.Key(_PARTITION, "WANTED")


class Figures(Record):
    """What is kept: the last measurement, the last values of each month, the targets, and whether one is asked for."""

    latest: Snapshot | None = None
    months: tuple[DayValues, ...] = ()
    targets: Targets = Targets()
    wanted_at: datetime | None = None


def get() -> Figures:
    """Everything but the days, in one read."""
    found = {str(one["sk"]): one for one in table.query(_PARTITION)}
    latest, targets, wanted = (found.get(key.sk) for key in (_LATEST, _TARGETS, _WANTED))
    return Figures(
        latest=table.read(latest, Snapshot) if latest else None,
        months=tuple(table.read(found[sk], DayValues) for sk in sorted(found) if sk.startswith(_MONTH)),
        targets=table.read(targets, Targets) if targets else Targets(),
        wanted_at=datetime.fromisoformat(str(wanted["asked_at"])) if wanted else None,
    )


def days() -> tuple[DayValues, ...]:
    """The values of every day that are still kept, oldest first."""
    return tuple(table.read(one, DayValues) for one in table.query(_DAYS))


def put(snapshot: Snapshot) -> None:
    """Keeps a measurement: it takes the place of an earlier one of the same day; whoever asked for one has it now."""
    values, ends = snapshot.values, table.epoch(snapshot.at + _KEPT)
    day = keys.Key(_DAYS, snapshot.day.isoformat())
    month = keys.Key(_PARTITION, f"{_MONTH}{snapshot.day:%Y-%m}")
    written = [table.put_request(table.item(key, "figures day", values, expires_at=ends)) for key in (day, month)]
    latest = table.put_request(table.item(_LATEST, "figures", snapshot))
    table.transact([*written, latest, table.delete_request(_WANTED)])


def put_targets(targets: Targets, read: Targets) -> None:
    """Keeps the targets in the place of those that were read.

    Raises:
        ConcurrentChangeError: somebody else set them in between.
    """
    version = read.at.isoformat() if read.at else ""
    condition, values = ("version = :version", {":version": version}) if version else ("attribute_not_exists(pk)", None)
    new = table.item(_TARGETS, "targets", targets, version=targets.at.isoformat() if targets.at else "")
    if table.transact([table.put_request(new, condition, values)]):
        raise ConcurrentChangeError("somebody else set the targets in between")


def ask(now: datetime) -> None:
    """Notes that somebody wants a measurement; the next scheduled run makes it."""
    table.transact([table.put_request(table.link(_WANTED, "wanted", asked_at=now.isoformat()))])


def claims() -> dict[str, CaseClaim]:
    """What was open at each case's block, by case."""
    found = (table.read(one, CaseClaim) for one in table.query(_CLAIMS))
    return {one.case_id: one for one in found}


def put_claim(claim: CaseClaim) -> None:
    """Keeps what was open at a case's block, and what has come back."""
    table.transact([table.put_request(table.item(keys.Key(_CLAIMS, claim.case_id), "claim", claim))])
