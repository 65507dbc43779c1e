"""Notices, each stored once, with the keys that find them when a customer comes later."""

from collections.abc import Callable, Iterable
from datetime import datetime

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.match_keys import UNVERSIONED, MatchKeys
from chalicelib.model.notice import EventKind, InsolvencyNotice, publication_of
from chalicelib.model.retention import Retention
from chalicelib.store import keys, recalls, source_counts, table
from chalicelib.store.decisions import deletion_mark


def add(
    notice: InsolvencyNotice,
    found_by: MatchKeys,
    *,
    expires_at: datetime | None,
    retention: Retention | None = None,
    recallable: bool = False,
) -> bool:
    """Whether the notice was new. What it takes back is marked and it is counted in the same transaction.

    `recallable` ones are linked to the case that their register may remove.

    `retention` lists a notice that may name a person by the day on which it is deleted; TTL is late, at times days.

    Raises:
        StoreUnreachableError: the table does not answer.
    """
    expiry = {"expires_at": table.epoch(expires_at)} if expires_at else {}
    new = table.item(keys.notice(notice.id), "notice", notice, key_version=found_by.version, **expiry)
    unclassified = notice.event_kind is EventKind.UNCLASSIFIED
    requests = [
        table.put_request(new, "attribute_not_exists(pk)"),
        source_counts.request(notice.source, notice.publication_date, unclassified=unclassified),
    ]
    if retention:
        requests.append(deletion_mark(keys.deletion(keys.notice(notice.id).pk), retention, notice.payload))
    if recallable and notice.case_number:
        requests.append(recalls.link(notice, expiry))
    if notice.takes_back:
        key = keys.withdrawal(f"{notice.source}:{notice.takes_back}")
        requests.append(table.put_request(table.link(key, "withdrawal", withdrawn_by=notice.id)))
    codes = table.transact_around(_put_keys(notice.id, found_by, expiry), requests, [])
    if codes and codes[0] != "ConditionalCheckFailed":
        raise ConcurrentChangeError(f"notice {notice.id} was being written by somebody else; try again")
    return not codes


def keep_bureau_notice(notice: InsolvencyNotice, *, expires_at: datetime, retention: Retention | None = None) -> None:
    """Stores what a bureau told about one customer in the words of a notice; no other customer is compared with it."""
    item = table.item(keys.notice(notice.id), "bureau_notice", notice, expires_at=table.epoch(expires_at))
    mark = [deletion_mark(keys.deletion(keys.notice(notice.id).pk), retention, notice.payload)] if retention else []
    table.transact([table.put_request(item, "attribute_not_exists(pk)"), *mark])


def rekey(notice_id: str, made: Callable[[InsolvencyNotice, str], MatchKeys], *, anew: bool = False) -> bool:
    """Whether the notice's keys were of another version and are now those that `made` gives.

    `made` is asked for the version that stands there too, to remove its keys; `anew` as in `customers.rekey`.

    Raises:
        ConcurrentChangeError: somebody else is writing the same keys.
    """
    found = table.get(keys.notice(notice_id))
    if not found:
        return False
    notice = table.read(found, InsolvencyNotice)
    stored = str(found.get("key_version", UNVERSIONED))
    found_by = made(notice, "")
    if stored == found_by.version and not anew:
        return False
    expiry = {"expires_at": int(found["expires_at"])} if "expires_at" in found else {}
    gone = made(notice, stored).places() - found_by.places()
    removed = [table.delete_request(keys.notice_match(place, notice_id), keys_table=True) for place in gone]
    mark = table.update_request(
        keys.notice(notice_id),
        "SET key_version = :version",
        {":version": found_by.version},
        condition="attribute_exists(pk)",
    )
    if table.transact_around(_put_keys(notice_id, found_by, expiry), [mark], removed):
        raise ConcurrentChangeError(f"notice {notice_id} was being written by somebody else; try again")
    return True


def _put_keys(notice_id: str, found_by: MatchKeys, expiry: dict[str, int]) -> list[table.Item]:
    beside: dict[str, str | int] = {**expiry, "compact": found_by.compact}
    places = sorted(found_by.places(), key=str)
    links = (table.link(keys.notice_match(place, notice_id), "notice_key", **beside) for place in places)
    return [table.put_request(link, keys_table=True) for link in links]


def get(notice_id: str) -> InsolvencyNotice | None:
    """The notice, or None."""
    found = table.get(keys.notice(notice_id))
    return table.read(found, InsolvencyNotice) if found else None


def get_many(notice_ids: Iterable[str]) -> dict[str, InsolvencyNotice]:
    """Those of the notices that are still kept, by id."""
    found = table.get_many([keys.notice(one) for one in notice_ids])
    return {notice.id: notice for notice in (table.read(one, InsolvencyNotice) for one in found)}


def withdrawn_by(notice_id: str) -> str | None:
    """Id of the later publication that took this notice back, or None.

    A publication about several debtors is taken back as a whole: the notice of its second debtor ends in "-2".
    """
    found = table.get_many([keys.withdrawal(one) for one in sorted({notice_id, publication_of(notice_id)})])
    return str(found[0]["withdrawn_by"]) if found else None


def cases_moved_by(notice_id: str) -> set[str]:
    """Ids of the cases that this notice opened or changed."""
    found = table.query(f"{keys.NOTICE_PREFIX}{notice_id}", prefix=keys.CASE_PREFIX)
    return {str(one["sk"]).removeprefix(keys.CASE_PREFIX) for one in found}
