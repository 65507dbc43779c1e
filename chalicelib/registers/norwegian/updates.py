"""The update feed: which entities changed their status.

Source: a recorded page of the sister feed for sub-entities (2022-07-05), changes as public clients show them (2026).
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceChangedError
from chalicelib.registers.norwegian.json_shape import SOURCE, a_list, an_object
from chalicelib.registers.norwegian.status import Flag, flag_of

NEW, CHANGED, DELETED, REMOVED, UNKNOWN = "Ny", "Endring", "Sletting", "Fjernet", "Ukjent"
UNREAD = "unread"  # ours: an entry that is not understood
_LISTS = ("oppdaterteEnheter", "oppdaterteUnderenheter")
_OSLO = ZoneInfo("Europe/Oslo")


class Update(NamedTuple):
    """One entry of the feed; `changes` are those of status members, None where the feed tells no changes.

    Of one that is not understood (UNREAD) only id and `reason` are known.
    """

    id: int
    at: datetime
    number: str
    kind: str
    changes: tuple[tuple[str, Any], ...] | None
    reason: str = ""

    @property
    def day(self) -> date:
        """The day in Norway."""
        return self.at.astimezone(_OSLO).date()

    @property
    def matters(self) -> bool:
        """Whether the entity must be looked at: its status changed, it was deleted, or nobody says what changed."""
        if self.kind in {REMOVED, UNREAD}:
            return False
        return self.kind == DELETED or (self.changes is None and self.kind != NEW) or bool(self.changes)

    def said(self, *, on: bool) -> list[Flag]:
        """Flags that the changes set, or clear; true or false outweighs a date."""
        told = [(path.strip("/"), bool(value), flag) for path, value in self.changes or () if (flag := flag_of(path))]
        plain = {flag for path, _, flag in told if path == flag.name}
        found = [flag for path, value, flag in told if value is on and (path == flag.name or flag not in plain)]
        return list(dict.fromkeys(found))

    def cleared(self) -> list[Flag]:
        """Flags that the changes set to false, or remove, themselves and not only their dates."""
        return [
            flag
            for path, value in self.changes or ()
            if (flag := flag_of(path)) and path == f"/{flag.name}" and not value
        ]

    def as_text(self) -> str:
        """The entry as JSON with nothing in it but its status."""
        changes = None if self.changes is None else [{"path": path, "value": value} for path, value in self.changes]
        return json.dumps(
            {
                "oppdateringsid": self.id,
                "dato": self.at.isoformat(),
                "organisasjonsnummer": self.number,
                "endringstype": self.kind,
                **({} if changes is None else {"endringer": changes}),
            }
        )


def read_page(answer: dict[str, Any]) -> list[Update]:
    """The page's entries; none where it has no `_embedded`. One that is not understood is among them, by its id.

    Raises:
        SourceChangedError: another list, an entry without an id, or ids that do not rise.
    """
    embedded = an_object(answer.get("_embedded", {}), "_embedded")
    if "page" not in answer or (unknown := sorted(embedded.keys() - {*_LISTS})):
        raise SourceChangedError(SOURCE, f"no page of updates: {sorted(answer)} {unknown if embedded else ''}")
    entries = [_entry_or_reason(one) for name in _LISTS for one in a_list(embedded.get(name), name)]
    if [one.id for one in entries] != sorted({one.id for one in entries}):
        raise SourceChangedError(SOURCE, "the ids of a page do not rise")
    return entries


def kept_page(entries: list[Update]) -> bytes:
    """What is kept of a page: entities that changed their status or were removed, and what was not understood."""
    kept = [json.loads(one.as_text()) for one in entries if one.matters or one.kind == REMOVED]
    unread = {str(one.id): one.reason for one in entries if one.kind == UNREAD}
    about = {"last": entries[-1].id, "entries": len(entries), "unread": unread}
    return json.dumps({"_embedded": {"oppdaterteEnheter": kept}, "page": about}).encode()


def check_read(answer: dict[str, Any], entries: list[Update]) -> None:
    """Nothing, when every entry of a page, kept or as the register gave it, was understood.

    Raises:
        SourceChangedError: the first that was not.
    """
    told = an_object(an_object(answer["page"], "page").get("unread", {}), "unread")
    found = [*told.items(), *((one.id, one.reason) for one in entries if one.kind == UNREAD)]
    if found:
        raise SourceChangedError(SOURCE, f"update {found[0][0]}: {found[0][1]}")


def _entry_or_reason(found: Any) -> Update:
    try:
        return read_entry(found)
    except SourceChangedError as error:
        identity = found.get("oppdateringsid") if isinstance(found, dict) else None
        if not isinstance(identity, int) or isinstance(identity, bool):
            raise
        return Update(identity, datetime.min.replace(tzinfo=UTC), "", UNREAD, (), error.reason)


def read_entry(found: Any) -> Update:
    """One entry.

    Raises:
        SourceChangedError: a member is missing or of another kind.
    """
    entry = an_object(found, "an update")
    number, kind, identity = entry.get("organisasjonsnummer"), entry.get("endringstype"), entry.get("oppdateringsid")
    if not re.fullmatch(r"[0-9]{9}", str(number)) or not isinstance(identity, int) or isinstance(identity, bool):
        raise SourceChangedError(SOURCE, f"update {identity!r} about {number!r}")
    if str(kind) not in {NEW, CHANGED, DELETED, REMOVED, UNKNOWN}:
        raise SourceChangedError(SOURCE, f"update {identity} of unknown kind {kind!r}")
    try:
        at = datetime.fromisoformat(str(entry.get("dato")))
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"update {identity} of {entry.get('dato')!r}") from error
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    changes = (
        None if entry.get("endringer") is None else tuple(_status_changes(a_list(entry["endringer"], "endringer")))
    )
    return Update(identity, at, str(number), str(kind), changes)


def _status_changes(changes: list[Any]) -> Iterator[tuple[str, Any]]:
    """Path and new value of each change that concerns a status; a flag added as false changes nothing."""
    for one in changes:
        change = an_object(one, "a change")
        path, op = change.get("path"), change.get("op", "replace")
        if not isinstance(path, str):
            raise SourceChangedError(SOURCE, f"a change of path {path!r}")
        value = None if op == "remove" else change.get("value")
        whole = value if path in {"", "/"} and isinstance(value, dict) else {path: value}
        yield from (
            (name if name.startswith("/") else f"/{name}", after)
            for name, after in whole.items()
            if flag_of(name) and not (op == "add" and not after)
        )


def folded(entries: list[Update]) -> list[Update]:
    """One entry per entity: the last that matters, with the last value of each path that any of them changed."""
    found: dict[str, Update] = {}
    for one in entries:
        if one.kind == UNREAD:
            continue
        before = found.get(one.number)
        if before is not None and not one.matters and one.kind != REMOVED:
            continue
        if before is None:
            found[one.number] = one
            continue
        changes: tuple[tuple[str, Any], ...] | None = None
        if before.changes is not None and one.changes is not None:
            changes = tuple({**dict(before.changes), **dict(one.changes)}.items())
        kind = one.kind if one.kind in {DELETED, REMOVED} else before.kind if before.kind == DELETED else one.kind
        found[one.number] = one._replace(changes=changes, kind=kind)
    return list(found.values())
