"""Who changed which setting when, newest first."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from pydantic import Field

from chalicelib.cockpit import rendering
from chalicelib.cockpit.page import Shown, page
from chalicelib.cockpit.settings_frame import blueprint, tab
from chalicelib.cockpit.visit import Visit
from chalicelib.model.people import Role
from chalicelib.model.record import Record
from chalicelib.model.recovery import AssumptionChange, BaseRateNotice
from chalicelib.model.settings_change import SettingsChange, ValueChange
from chalicelib.store import firm, settings_log

_ROWS = 50


class Row(NamedTuple):
    """One change, wherever it is kept."""

    at: datetime
    person: str
    area: str
    subject: str
    values: tuple[ValueChange, ...]
    reason: str | None


class Sheet(Record):
    """Which page of the list."""

    page: int = Field(default=1, ge=1)


@page(blueprint, "GET /cockpit/settings/changes", role=Role.MANAGER, query=Sheet)
def changes(visit: Visit, query: Sheet) -> Shown:
    """The changes, page by page."""
    rows = merged(settings_log.changes(), firm.assumption_changes(), firm.base_rates())
    first = (query.page - 1) * _ROWS
    about = {"rows": rows[first : first + _ROWS], "sheet": query.page, "more": len(rows) > first + _ROWS}
    return tab(visit, "changes", about | {"total": len(rows), "named": _named(), "assumptions": _assumptions(visit)})


def _named() -> frozenset[str]:
    """Values that have a word of their own."""
    prefix = "settings_field."
    return frozenset(key.removeprefix(prefix) for key in rendering.words() if key.startswith(prefix))


def _assumptions(visit: Visit) -> dict[str, str]:
    from chalicelib.recovery.default_assumptions import DEFAULT_ASSUMPTIONS  # noqa: PLC0415 - its imports slow others

    german = visit.language == "de"
    return {one.name: one.text_de if german else one.text_en for one in DEFAULT_ASSUMPTIONS.entries}


def merged(
    log: Iterable[SettingsChange], assumptions: Iterable[AssumptionChange], rates: Iterable[BaseRateNotice]
) -> list[Row]:
    """All changes as rows, newest first; assumptions and base rates keep their own record."""
    rows = [Row(one.at, one.person, one.area, one.subject, one.values, one.reason) for one in log]
    rows += _of_assumptions(assumptions)
    for one in rates:
        value = (ValueChange(field="rate", after=f"{one.rate} %"),)
        rows.append(Row(one.at, one.person, "base_rate", one.since.isoformat(), value, one.source))
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _of_assumptions(entered: Iterable[AssumptionChange]) -> Iterator[Row]:
    before: dict[str, str] = {}
    for one in entered:
        new = {name: str(value) for name, value in one.values.items()}
        values = tuple(ValueChange(field=name, before=before.get(name, ""), after=now) for name, now in new.items())
        before |= new
        yield Row(one.at, one.person, "assumptions", "", values, one.source)
