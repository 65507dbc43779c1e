"""What a register may call back: by case number its notices and payloads, and the removals it has told.

RECALL#<source>#<case number>  NOTICE#<id>        recallable     expires with the notice
RECALL#<source>#<case number>  PAYLOAD#<key>      recallable     also those that brought no new notice
RECALL#<source>#<case number>  REMOVAL#<id>       removal        listed by day until obeyed, then kept as the proof
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.removal import Removal
from chalicelib.store import table
from chalicelib.store.keys import Key

_LISTING = "RECALLS#due"
_PAGE = 200
_PROOF = timedelta(days=365)
_PAYLOADS_LINKED_FOR = timedelta(days=1300)  # longer than the bucket keeps them by default


class Recallable(NamedTuple):
    """Everything stored about a case: notice ids and evidence keys, with the items that say so."""

    notices: tuple[str, ...]
    payloads: tuple[str, ...]
    links: tuple[Key, ...]


def link(notice: InsolvencyNotice, expiry: dict[str, int]) -> table.Item:
    """The request that lets a removal find the notice."""
    key = Key(_pk(notice.source, notice.case_number or ""), f"NOTICE#{notice.id}")
    return table.put_request(table.link(key, "recallable", **expiry))


def link_payload(source: str, case_numbers: Collection[str], payload: str, now: datetime) -> None:
    """Lets removals of these cases find the payload, too."""
    until = table.epoch(now + _PAYLOADS_LINKED_FOR)
    links = [Key(_pk(source, one), f"PAYLOAD#{payload}") for one in sorted(case_numbers)]
    requests = [table.put_request(table.link(one, "recallable", expires_at=until)) for one in links]
    for start in range(0, len(requests), table.TRANSACTION_LIMIT):
        table.transact(requests[start : start + table.TRANSACTION_LIMIT])


def put(removal: Removal) -> None:
    """Lists a removal for the next day's purge: whoever still has to hear of it can read until then.

    One that is listed or was obeyed already is left alone.
    """
    day = removal.told_at.astimezone(UTC).date() + timedelta(days=1)
    key = key_of(removal)
    listed = {"listing": _LISTING, "listed_at": f"{day.isoformat()}#{key.pk}"}
    table.transact([table.put_request(table.item(key, "removal", removal, **listed), "attribute_not_exists(pk)")])


def key_of(removal: Removal) -> Key:
    """Key of the removal. A case may be published and removed again, so that the day counts."""
    told = (f"{removal.told_at:%Y-%m-%d}", removal.publication_id, removal.company_number or "", removal.reason)
    return Key(_pk(removal.source, removal.case_number), f"REMOVAL#{'#'.join(told)}")


def due(today: date) -> list[Removal]:
    """Removals not yet obeyed whose day is today or past, oldest first."""
    end, after = (today + timedelta(days=1)).isoformat(), None
    found: list[Removal] = []
    while True:
        page, after = table.query_listing(_LISTING, after=after, limit=_PAGE)
        reached = [one for one in page if str(one["listed_at"]) < end]
        found += [table.read(one, Removal) for one in reached]
        if after is None or len(reached) < len(page):
            return found


def of_case(source: str, case_number: str) -> Recallable:
    """What is stored about the case."""
    items = [one for one in table.query(_pk(source, case_number)) if one["type"] == "recallable"]
    parts = [str(one["sk"]).partition("#") for one in items]
    return Recallable(
        notices=tuple(rest for kind, _, rest in parts if kind == "NOTICE"),
        payloads=tuple(rest for kind, _, rest in parts if kind == "PAYLOAD"),
        links=tuple(Key(str(one["pk"]), str(one["sk"])) for one in items),
    )


def obeyed(removal: Removal, now: datetime) -> table.Item:
    """The request that takes the removal off the list and keeps it for a year as the proof."""
    done = removal.model_copy(update={"obeyed_at": now})
    return table.put_request(table.item(key_of(removal), "removal", done, expires_at=table.epoch(now + _PROOF)))


def _pk(source: str, case_number: str) -> str:
    return f"RECALL#{source}#{case_number}"
