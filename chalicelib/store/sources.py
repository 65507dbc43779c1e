"""State of the sources, and which rows of their lists are already stored."""

from datetime import date, datetime, timedelta

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.source import Health, SourceKind, SourceStatus
from chalicelib.store import keys, source_counts, table


def get(name: str) -> SourceStatus:
    """State of one source; a source never polled has an empty state."""
    found = table.get(keys.source(name))
    return table.read(found, SourceStatus) if found else SourceStatus(name=name)


def put(status: SourceStatus) -> None:
    """Stores a source's state. One poll a source runs at a time, so the last writer is the only one."""
    table.transact([table.put_request(table.item(keys.source(status.name), "source", status))])


def put_begun(name: str, now: datetime, kind: SourceKind = "register") -> SourceStatus:
    """State of a source whose poll begins; noted at once, so that it is not asked for again while it runs.

    What a version before has counted in the state is first added to the counts, before anything new is.

    Raises:
        ConcurrentChangeError: somebody else was adding it at this moment; try again.
    """
    status = get(name)
    if not status.counted:
        source_counts.adopt(name, status.notices_total, status.unclassified_total, status.notices_by_day)
    begun = status.model_copy(update={"attempts_total": status.attempts_total + 1, "kind": kind, "counted": True})
    put(begun.model_copy(update={"last_attempt": now}))
    return begun


def claim(status: SourceStatus, now: datetime, kind: SourceKind) -> None:
    """Notes that the source is asked now, unless somebody has asked it since the state was read.

    Raises:
        ConcurrentChangeError: somebody was faster.
    """
    key, before = keys.source(status.name), status.model_dump(mode="json")["last_attempt"]
    asked = status.model_copy(update={"last_attempt": now, "kind": kind})
    still = "#record.#last_attempt = :before" if before else "attribute_not_exists(#record.#last_attempt)"
    update = table.update_request(
        key,
        "SET #record.#last_attempt = :now, #record.#kind = :kind",
        {":now": asked.model_dump(mode="json")["last_attempt"], ":kind": kind}
        | ({":before": before} if before else {}),
        condition=f"attribute_exists(pk) AND {still}",
        names={"#record": "record", "#last_attempt": "last_attempt", "#kind": "kind"},
    )
    if not table.transact([update]):
        return
    first = table.put_request(table.item(key, "source", asked), "attribute_not_exists(pk)")
    if before or table.transact([first]):
        raise ConcurrentChangeError(f"{status.name} was asked by somebody else at this moment")


def put_polled(status: SourceStatus) -> None:
    """Stores how a poll ended; the health that was found while it ran stays, and what a person accepted."""
    current = get(status.name)
    kept = {"health": current.health, "health_reason": current.health_reason, "accepted": current.accepted}
    put(status.model_copy(update=kept))


def put_health(name: str, health: Health, reason: str, kind: SourceKind = "register") -> None:
    """Stores what the check found and nothing else: a poll may be writing the rest."""
    found = get(name).model_copy(update={"health": health, "health_reason": reason, "kind": kind})
    put_fields(found, "health", "health_reason", "kind")


def put_fields(status: SourceStatus, *fields: str) -> None:
    """Stores these fields alone; the others, such as the position, belong to a poll that may be running.

    Raises:
        ConcurrentChangeError: somebody else was writing at this moment; try again.
    """
    body = status.model_dump(mode="json")
    known = [field for field in fields if body[field] is not None]
    gone = [field for field in fields if body[field] is None]
    kept, removed = [f"#record.#{one} = :{one}" for one in known], [f"#record.#{one}" for one in gone]
    request = table.update_request(
        keys.source(status.name),
        " ".join(f"{verb} {', '.join(parts)}" for verb, parts in (("SET", kept), ("REMOVE", removed)) if parts),
        {f":{field}": body[field] for field in known},
        condition="attribute_exists(pk)",
        names={"#record": "record"} | {f"#{field}": field for field in fields},
    )
    codes = table.transact([request])
    if codes == ["ConditionalCheckFailed"]:
        put(SourceStatus(name=status.name, **{field: getattr(status, field) for field in fields}))
    elif codes:
        raise ConcurrentChangeError(f"the state of {status.name} was being written by somebody else; try again")


def statuses() -> tuple[SourceStatus, ...]:
    """State of every source that was ever polled, by name."""
    return tuple(table.read(found, SourceStatus) for found in table.query(keys.SOURCES))


def rows_seen(source: str, start: date, end: date) -> frozenset[str]:
    """Keys of the list rows of these publication days whose details are stored."""
    days = ((start + timedelta(days=number)).isoformat() for number in range((end - start).days + 1))
    return frozenset(str(found["sk"]) for day in days for found in table.query(keys.seen(source, day, "").pk))


def remember_row(source: str, day: str, row_key: str, *, expires_at: datetime) -> None:
    """Notes that a list row's details are stored."""
    item = table.link(keys.seen(source, day, row_key), "seen", expires_at=table.epoch(expires_at))
    table.transact([table.put_request(item)])
