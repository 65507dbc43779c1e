"""Our own firm: as the creditor, and what it assumes about claims."""

from collections.abc import Sequence
from typing import Any

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.creditor import Creditor
from chalicelib.model.record import Record
from chalicelib.model.recovery import AssumptionChange, BaseRateNotice
from chalicelib.store import keys, table

_ASSUMPTIONS = "ASSUMPTIONS"
_BASE_RATE = "BASE_RATE"


def creditor() -> Creditor | None:
    """Our record as the creditor, or None while nobody has entered one."""
    found = table.get(keys.CREDITOR)
    return table.read(found, Creditor) if found else None


def put_creditor(ours: Creditor, also: Sequence[dict[str, Any]] = ()) -> None:
    """Keeps our record as the creditor, and `also` with it."""
    table.transact([table.put_request(table.item(keys.CREDITOR, "creditor", ours)), *also])


def country() -> str | None:
    """Where our firm sits, as far as its address says."""
    ours = creditor()
    return ours.address.country if ours and ours.address else None


def assumption_changes() -> tuple[AssumptionChange, ...]:
    """Every change of the decision aid's assumptions, oldest first."""
    found = table.query(keys.FIRM, prefix=keys.firm(_ASSUMPTIONS, "").sk)
    return tuple(table.read(one, AssumptionChange) for one in found)


def add_assumption_change(change: AssumptionChange) -> None:
    """Adds a change; what was assumed before stays on record.

    Raises:
        ConcurrentChangeError: somebody else made a change at the same moment.
    """
    _append(_ASSUMPTIONS, "assumptions", change, len(assumption_changes()))


def base_rates() -> tuple[BaseRateNotice, ...]:
    """Every base rate that a person entered, in the order of entering."""
    found = table.query(keys.FIRM, prefix=keys.firm(_BASE_RATE, "").sk)
    return tuple(table.read(one, BaseRateNotice) for one in found)


def add_base_rate(notice: BaseRateNotice) -> None:
    """Adds a base rate; one entered before for the same half-year stays on record.

    Raises:
        ConcurrentChangeError: somebody else entered one at the same moment.
    """
    _append(_BASE_RATE, "base_rate", notice, len(base_rates()))


def _append(kind: str, type_: str, record: Record, known: int) -> None:
    item = table.item(keys.firm(kind, f"{known + 1:06}"), type_, record)
    if table.transact([table.put_request(item, "attribute_not_exists(pk)")]):
        raise ConcurrentChangeError("somebody else has entered one at this moment; try again")
