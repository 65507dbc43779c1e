"""The state of a rebuild of the match keys: one item, because one rebuild runs at a time."""

from chalicelib.model.key_rebuild import KeyRebuild
from chalicelib.store import keys, table

_finished: set[str] = set()


def get() -> KeyRebuild | None:
    """The rebuild that runs or ran last, or None."""
    found = table.get(keys.REBUILD)
    return table.read(found, KeyRebuild) if found else None


def put(rebuild: KeyRebuild) -> None:
    """Stores how far it is."""
    table.transact([table.put_request(table.item(keys.REBUILD, "rebuild", rebuild))])


def finished(version: str) -> bool:
    """Whether every stored key is of this version; once true, a process asks no more."""
    if version not in _finished:
        last = get()
        if last is None or last.version != version or last.finished_at is None:
            return False
        _finished.add(version)
    return True
