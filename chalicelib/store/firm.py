"""Our own firm as the creditor."""

from chalicelib.model.creditor import Creditor
from chalicelib.store import keys, table


def creditor() -> Creditor | None:
    """Our record as the creditor, or None while nobody has entered one."""
    found = table.get(keys.CREDITOR)
    return table.read(found, Creditor) if found else None


def country() -> str | None:
    """Where our firm sits, as far as its address says."""
    ours = creditor()
    return ours.address.country if ours and ours.address else None
