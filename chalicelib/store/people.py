"""Our people and departments: one record, so that every change is checked against the whole."""

from collections.abc import Sequence
from typing import Any

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.people import Organisation
from chalicelib.store import keys, table


def organisation() -> Organisation:
    """Everybody; empty while nobody has been entered."""
    return versioned()[0]


def versioned() -> tuple[Organisation, int]:
    """Everybody, and the version that a change must have read; 0 before the first."""
    found = table.get(keys.ORGANISATION)
    return (table.read(found, Organisation), int(found["version"])) if found else (Organisation(), 0)


def put(changed: Organisation, version: int, also: Sequence[dict[str, Any]] = ()) -> None:
    """Keeps everybody as they are now, and `also` with them.

    Raises:
        ConcurrentChangeError: somebody else changed them since this version was read.
    """
    new = table.item(keys.ORGANISATION, "organisation", changed, version=version + 1)
    new["record"] = changed.model_dump(mode="json")  # null says that a person has no quiet hours: absence means some
    condition, values = ("version = :version", {":version": version}) if version else ("attribute_not_exists(pk)", None)
    if table.transact([table.put_request(new, condition, values), *also]):
        raise ConcurrentChangeError("our people were changed by somebody else; read them again")
