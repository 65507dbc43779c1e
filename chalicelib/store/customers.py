"""Customers and their match keys, changed together or not at all."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from uuid import uuid4

from chalicelib.errors import ConcurrentChangeError, ConflictError, NotFoundError
from chalicelib.model.customer import Customer
from chalicelib.model.identifier import Scheme
from chalicelib.model.match_keys import (
    FIND_VERSION,
    UNVERSIONED,
    KeyPlace,
    MatchKeys,
    list_place,
    read_place,
    texts,
    word_place,
)
from chalicelib.store import blocks, keys, scanning, table

CANDIDATES_PER_KEY = 100
QUERIES_AT_ONCE = 8


def get(number: str) -> Customer | None:
    """The customer, or None."""
    found = table.get(keys.customer(number))
    return table.read(found, Customer) if found else None


def get_many(numbers: Iterable[str]) -> dict[str, Customer]:
    """Customers by number; unknown numbers are missing from the answer."""
    found = table.get_many([keys.customer(number) for number in sorted(set(numbers))], only=("record",))
    return {customer.number: customer for customer in (table.read(one, Customer) for one in found)}


def put(customer: Customer, found_by: MatchKeys) -> bool:
    """Whether anything changed. Match keys that no longer apply disappear in the same transaction.

    Only a customer with more key changes than one transaction takes is written in several: new keys first, then the
    record, then what goes away, so that no moment exists in which it cannot be found.

    Raises:
        ConcurrentChangeError: somebody else changed the customer in between.
    """
    found = table.get(keys.customer(customer.number))
    old_places = _places(found)
    if found and _same(table.read(found, Customer), customer) and old_places == found_by.places():
        return False
    _write(customer, found_by, found, old_places)
    return True


def rekey(number: str, made: Callable[[Customer], MatchKeys], *, anew: bool = False) -> bool:
    """Whether the customer's keys or words were of another version and are now those that `made` gives.

    `anew` writes every one of them, whatever the record says of them: after a restore they may not be there.

    Raises:
        ConcurrentChangeError: somebody else changed the customer in between.
    """
    found = table.get(keys.customer(number))
    if not found:
        return False
    customer = table.read(found, Customer)
    found_by = made(customer)
    if not anew and found["key_version"] == found_by.version and found.get("find_version") == FIND_VERSION:
        return False
    _write(customer, found_by, found, _places(found), anew=anew)
    return True


def _write(
    customer: Customer,
    found_by: MatchKeys,
    found: table.Item | None,
    old: frozenset[KeyPlace],
    *,
    anew: bool = False,
) -> None:
    condition = "version = :version" if found else "attribute_not_exists(pk)"
    places = found_by.places()
    new = table.item(
        keys.customer(customer.number),
        "customer",
        customer,
        match_keys=texts(places),
        key_version=found_by.version,
        find_version=FIND_VERSION,
        compact=found_by.compact,
        version=int(found["version"]) + 1 if found else 1,
    )
    record = table.put_request(new, condition, {":version": found["version"]} if found else None)
    same_beside = found is not None and found.get("compact") == found_by.compact  # else every key item tells old facts
    added = _put_keys(customer.number, found_by, places - old if same_beside and not anew else places)
    removed = _delete_keys(customer.number, old - places)
    if table.transact_around(added, [record], removed):
        raise ConcurrentChangeError(f"customer {customer.number} was changed by somebody else; try again")


def delete(number: str) -> None:
    """Removes the customer and its match keys.

    A block may be set while this looks for one: the customer is marked before the look, every decision takes the mark
    off (store/decisions.py), and without it nothing is removed. A mark that is left behind means nothing.

    Raises:
        NotFoundError: no such customer.
        ConflictError: a block is active; deleting would make it vanish.
        ConcurrentChangeError: the customer was changed, or something was decided about it, in between.
    """
    found = table.get(keys.customer(number))
    if not found:
        raise NotFoundError(f"no customer {number}")
    _must_be_free(number)
    read, mark = {":version": found["version"]}, {":leaving": uuid4().hex}
    marked = table.update_request(
        keys.customer(number), "SET leaving = :leaving", read | mark, condition="version = :version"
    )
    changed = ConcurrentChangeError(f"customer {number} was changed, or something was decided about it; try again")
    if table.transact([marked]):
        raise changed
    _must_be_free(number)
    condition = "version = :version AND leaving = :leaving"
    record = table.delete_request(keys.customer(number), condition, read | mark)
    if table.transact_around([], [record], _delete_keys(number, _places(found))):
        raise changed


def _must_be_free(number: str) -> None:
    standing = blocks.standing(number)
    if standing and standing.blocks:
        raise ConflictError(f"customer {number} has an active block; release it first")


class Candidates(NamedTuple):
    """Customers or notices worth a comparison: compact records by number or id, "" where stored without one."""

    records: dict[str, str]
    cut: frozenset[str]
    """Keys that more share than are read, even narrowed; the rest was not looked at by them."""


def candidates(found_by: Sequence[MatchKeys]) -> Candidates:
    """Customers that share a key of any of the versions; at most 100 a key and as many again in each town.

    Read without the price of consistency: a customer written a moment ago is compared from its own side, and that
    side reads consistently (`notices_sharing`).
    """
    return _sharing(found_by, keys.CUSTOMER_PREFIX, consistent=False)


def notices_sharing(found_by: Sequence[MatchKeys]) -> Candidates:
    """The known notices that share a key with a customer; read consistently."""
    return _sharing(found_by, keys.NOTICE_PREFIX, consistent=True)


def identified_by(scheme: Scheme) -> set[str]:
    """Values of one kind of identifier over all customers. Reads the whole keys table: for commands, not for steps."""
    found = scanning.scan_keys(f"id|{scheme}:", keys.CUSTOMER_PREFIX)
    return {str(one["pk"]).rpartition("|")[2].partition(":")[2] for one in found}


def _sharing(found_by: Sequence[MatchKeys], prefix: str, *, consistent: bool) -> Candidates:
    questions = [(one, key) for one in found_by for key in sorted(one.keys)]
    records: dict[str, str] = {}
    cut = set()
    with ThreadPoolExecutor(max_workers=QUERIES_AT_ONCE) as pool:
        answers = pool.map(lambda one: _ask(one[0], one[1], prefix, consistent=consistent), questions)
        for (_, key), (items, whole) in zip(questions, answers, strict=True):
            for item in items:
                records.setdefault(keys.matched(str(item["sk"])), str(item.get("compact", "")))
            if not whole:
                cut.add(key)
    return Candidates(records, frozenset(cut))


def _ask(found_by: MatchKeys, key: str, prefix: str, *, consistent: bool) -> tuple[list[table.Item], bool]:
    """Key items under one key, and whether these are all that matter: when too many share it, those of the place."""
    partition, limit = found_by.partition(key), CANDIDATES_PER_KEY

    def read(narrow: str) -> list[table.Item]:
        return table.query(partition, prefix=narrow, limit=limit, keys_table=True, consistent=consistent)

    items = read(prefix)
    if len(items) < limit:
        return items, True
    narrows = found_by.narrows(key) if found_by.version != UNVERSIONED else ()
    narrowed = [read(f"{prefix}{narrow}#") for narrow in sorted({*narrows, ""})] if any(narrows) else []
    whole = bool(narrowed) and all(len(some) < limit for some in narrowed)
    return items + [item for some in narrowed for item in some], whole


def _places(found: table.Item | None) -> frozenset[KeyPlace]:
    return frozenset(map(read_place, found["match_keys"])) if found else frozenset()


def _put_keys(number: str, found_by: MatchKeys, places: Iterable[KeyPlace]) -> list[table.Item]:
    ordered = sorted(places, key=str)
    bare = {*map(word_place, found_by.words), *map(list_place, found_by.lists)}  # people read the customer itself
    facts = {
        place: {"compact": found_by.compact} if found_by.compact and place not in bare else {} for place in ordered
    }
    links = (table.link(keys.customer_match(place, number), "customer_key", **facts[place]) for place in ordered)
    return [table.put_request(link, keys_table=True) for link in links]


def _delete_keys(number: str, places: Iterable[KeyPlace]) -> list[table.Item]:
    ordered = sorted(places, key=str)
    return [table.delete_request(keys.customer_match(place, number), keys_table=True) for place in ordered]


def _same(old: Customer, new: Customer) -> bool:
    return old.model_copy(update={"updated_at": new.updated_at}) == new
