"""The log of changed settings: added to, never changed."""

from typing import Any

from chalicelib.model.settings_change import SettingsChange
from chalicelib.store import keys, table

_KIND = "SETTING"


def request(change: SettingsChange) -> dict[str, Any]:
    """One Put for the transaction that makes the change."""
    key = keys.firm(_KIND, f"{change.at.isoformat()}#{change.id}")
    return table.put_request(table.item(key, "settings_change", change))


def add(change: SettingsChange) -> None:
    """Keeps a change that was made elsewhere than in the table."""
    table.transact([request(change)])


def changes() -> tuple[SettingsChange, ...]:
    """Every change, newest first."""
    found = table.query(keys.FIRM, prefix=keys.firm(_KIND, "").sk)
    return tuple(table.read(one, SettingsChange) for one in reversed(found))
