"""Customers and their match keys, changed together or not at all."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from chalicelib.errors import ConcurrentChangeError, ConflictError, NotFoundError
from chalicelib.model.customer import Customer
from chalicelib.model.identifier import Scheme
from chalicelib.store import blocks, keys, table

CANDIDATES_PER_KEY = 100


def get(number: str) -> Customer | None:
    """The customer, or None."""
    found = table.get(keys.customer(number))
    return table.read(found, Customer) if found else None


def get_many(numbers: Iterable[str]) -> dict[str, Customer]:
    """Customers by number; unknown numbers are missing from the answer."""
    found = table.get_many([keys.customer(number) for number in sorted(set(numbers))])
    return {customer.number: customer for customer in (table.read(one, Customer) for one in found)}


def put(customer: Customer, match_keys: frozenset[str], key_version: str) -> bool:
    """Whether anything changed. Match keys that no longer apply disappear in the same transaction.

    Only a customer with more key changes than one transaction takes is written in several: new keys first, then the
    record, then what goes away, so that no moment exists in which it cannot be found.

    Raises:
        ConcurrentChangeError: somebody else changed the customer in between.
    """
    found = table.get(keys.customer(customer.number))
    old_keys: set[str] = set(found["match_keys"]) if found else set()
    if found and _same(table.read(found, Customer), customer) and old_keys == match_keys:
        return False
    condition = "version = :version" if found else "attribute_not_exists(pk)"
    new = table.item(
        keys.customer(customer.number),
        "customer",
        customer,
        match_keys=sorted(match_keys),
        key_version=key_version,
        version=int(found["version"]) + 1 if found else 1,
    )
    record = table.put_request(new, condition, {":version": found["version"]} if found else None)
    added = _put_keys(customer.number, match_keys - old_keys)
    removed = _delete_keys(customer.number, old_keys - match_keys)
    if table.transact_around(added, [record], removed):
        raise ConcurrentChangeError(f"customer {customer.number} was changed by somebody else; try again")
    return True


def delete(number: str) -> None:
    """Removes the customer and its match keys.

    Raises:
        NotFoundError: no such customer.
        ConflictError: a block is active; deleting would make it vanish.
    """
    found = table.get(keys.customer(number))
    if not found:
        raise NotFoundError(f"no customer {number}")
    standing = blocks.standing(number)
    if standing and standing.blocks:
        raise ConflictError(f"customer {number} has an active block; release it first")
    record = table.delete_request(keys.customer(number), "version = :version", {":version": found["version"]})
    if table.transact_around([], [record], _delete_keys(number, set(found["match_keys"]))):
        raise ConcurrentChangeError(f"customer {number} was changed by somebody else; try again")


def candidates(match_keys: frozenset[str]) -> set[str]:
    """Numbers of the customers that share a key; read consistently, at most 100 a key."""
    return {sk.removeprefix(keys.CUSTOMER_PREFIX) for sk in _sharing(match_keys, keys.CUSTOMER_PREFIX)}


def notices_sharing(match_keys: frozenset[str]) -> set[str]:
    """Ids of the known notices that share a key with a customer."""
    return {sk.removeprefix(keys.NOTICE_PREFIX) for sk in _sharing(match_keys, keys.NOTICE_PREFIX)}


def identified_by(scheme: Scheme) -> set[str]:
    """Values of one kind of identifier over all customers. Reads the whole keys table: for commands, not for steps."""
    prefix = f"id|{scheme}:"
    found = table.scan_keys(prefix, keys.CUSTOMER_PREFIX)
    return {str(one["pk"]).removeprefix(prefix) for one in found}


def _sharing(match_keys: frozenset[str], prefix: str) -> set[str]:
    def one(match_key: str) -> list[str]:
        found = table.query(match_key, prefix=prefix, limit=CANDIDATES_PER_KEY, keys_table=True)
        return [str(item["sk"]) for item in found]

    with ThreadPoolExecutor(max_workers=8) as pool:
        return {sk for found in pool.map(one, sorted(match_keys)) for sk in found}


def _put_keys(number: str, match_keys: Iterable[str]) -> list[table.Item]:
    links = (table.link(keys.customer_match(key, number), "customer_key") for key in sorted(match_keys))
    return [table.put_request(link, keys_table=True) for link in links]


def _delete_keys(number: str, match_keys: Iterable[str]) -> list[table.Item]:
    return [table.delete_request(keys.customer_match(key, number), keys_table=True) for key in sorted(match_keys)]


def _same(old: Customer, new: Customer) -> bool:
    return old.model_copy(update={"updated_at": new.updated_at}) == new
