"""What our books say of each customer, and the policies that insure the firm's claims.

Every change of an account also renews its mark `BOOKS`, last of all: the mark's stream record wakes the step that
lets the customer's cases follow. The marks are listed, so that all accounts can be found. An invoice that goes leaves
its due date for two years: only so a later payment can be told to be late.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal

from chalicelib.errors import ConcurrentChangeError, NotFoundError
from chalicelib.model.customer import Money
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.ledger import BooksKept, BooksLook, Ledger
from chalicelib.model.open_item import ItemKind, OpenItem, Payment
from chalicelib.model.record import Record, content_id
from chalicelib.store import keys, settled, table

_ITEM = "open_item"
_PAYMENT = "payment"
_LIMIT = "credit_limit"
_DUE = "BOOKS#due"
_ACCOUNTS = "LEDGERS"
_PAGE = 1000
_READERS = 16


def get(number: str) -> Ledger | None:
    """The customer's account in one consistent read, or None when the books have never said anything of it."""
    ledger = account(number)
    return ledger.model_copy(update={"policies": policies()}) if ledger else None


def account(number: str) -> Ledger | None:
    """The same without the firm's policies, which are no part of it: one read less where many accounts are read."""
    found = table.query(keys.ledger(number))
    if not found:
        return None
    items = (table.read(one, OpenItem) for one in found if one["type"] == _ITEM)
    payments = (table.read(one, Payment) for one in found if one["type"] == _PAYMENT)
    limits = (table.read(one, CreditLimit) for one in found if one["type"] == _LIMIT)
    return Ledger(
        customer_number=number,
        items=tuple(sorted(items, key=lambda one: (one.due_date, one.number, one.kind))),
        payments=tuple(sorted(payments, key=lambda one: (one.received_on, one.number))),
        limits=tuple(sorted(limits, key=lambda one: (one.valid_from, one.policy_number))),
    )


def numbers() -> Iterator[str]:
    """The number of every customer of whom the books say anything."""
    after = None
    while True:
        found, after = table.query_listing(_ACCOUNTS, after=after, limit=_PAGE)
        yield from (str(one["listed_at"]) for one in found)
        if after is None:
            return


def open_amounts(numbers: Iterable[str]) -> dict[str, tuple[Money, ...]]:
    """What each customer's open invoices come to, by currency; one whose account was never sent to us is missing."""
    marks = table.get_many([keys.booked(one, "BOOKS") for one in sorted(set(numbers))])
    found = {str(one["pk"]).removeprefix(keys.ledger("")): one.get("open") for one in marks}
    older = [number for number, open_ in found.items() if open_ is None]  # marked before the sum was kept
    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        counted = dict(zip(older, pool.map(_counted, older), strict=True))
    return {number: _amounts(counted[number] if open_ is None else open_) for number, open_ in found.items()}


def keep_items(number: str, items: Sequence[OpenItem], now: datetime, *, complete: bool = False) -> BooksKept:
    """Keeps open items of one customer; a `complete` list settles those that it no longer holds.

    Raises:
        ConcurrentChangeError: the account was changed, or the customer deleted, in between.
    """
    wanted: dict[keys.Key, Record] = {keys.booked(number, "ITEM", one.id): one for one in items}
    return _keep(number, wanted, _ITEM, now, gone=(lambda known: known - set(wanted)) if complete else _nothing)


def keep_payments(number: str, payments: Sequence[Payment], now: datetime) -> BooksKept:
    """Keeps payments of one customer; raises as `keep_items`."""
    return _keep(number, {keys.booked(number, "PAYMENT", one.id): one for one in payments}, _PAYMENT, now)


def keep_limits(number: str, limits: Sequence[CreditLimit], now: datetime) -> BooksKept:
    """Keeps credit limits of one customer; raises as `keep_items`."""
    wanted: dict[keys.Key, Record] = {
        keys.booked(number, "LIMIT", one.policy_number, one.valid_from.isoformat()): one for one in limits
    }
    return _keep(number, wanted, _LIMIT, now)


def settle_item(number: str, kind: ItemKind, item_number: str, now: datetime) -> None:
    """Removes an open item that is settled.

    Raises:
        NotFoundError: there is no such item.
    """
    _remove(number, keys.booked(number, "ITEM", content_id(number, kind, item_number)), _ITEM, now)


def remove_payment(number: str, payment_number: str, now: datetime) -> None:
    """Removes a payment that was booked by mistake; raises as `settle_item`."""
    _remove(number, keys.booked(number, "PAYMENT", content_id(number, "payment", payment_number)), _PAYMENT, now)


def remove_limit(number: str, policy_number: str, valid_from: str, now: datetime) -> None:
    """Removes a limit that was entered by mistake; raises as `settle_item`."""
    _remove(number, keys.booked(number, "LIMIT", policy_number, valid_from), _LIMIT, now)


def forget(number: str) -> None:
    """Removes everything the books say of a customer."""
    found = [*table.query(keys.ledger(number)), *settled.items(number)]
    requests = [table.delete_request(keys.Key(str(one["pk"]), str(one["sk"]))) for one in found]
    for start in range(0, len(requests), table.TRANSACTION_LIMIT):
        table.transact(requests[start : start + table.TRANSACTION_LIMIT])


def policies() -> tuple[Policy, ...]:
    """The firm's credit insurance policies by number."""
    return tuple(table.read(one, Policy) for one in table.query(keys.POLICIES))


def put_policy(policy: Policy) -> None:
    """Keeps a policy under its number."""
    table.transact([table.put_request(table.item(keys.policy(policy.number), "policy", policy))])


def look(number: str) -> BooksLook | None:
    """What was seen in the account last, or None."""
    found = table.get(keys.booked(number, "LOOK"))
    return table.read(found, BooksLook) if found else None


def put_look(seen: BooksLook, again: datetime | None) -> None:
    """Notes what was seen in the account, and when to look at it again although nobody changes it."""
    listed = {"listing": _DUE, "listed_at": f"{again.isoformat()}#{seen.customer_number}"} if again else {}
    table.transact([table.put_request(table.item(keys.booked(seen.customer_number, "LOOK"), "look", seen, **listed))])


def due(now: datetime, limit: int) -> tuple[BooksLook, ...]:
    """The last looks at those accounts that are to be looked at again, longest waiting first."""
    found, _ = table.query_listing(_DUE, after=None, limit=limit)
    return tuple(table.read(one, BooksLook) for one in found if str(one["listed_at"]) <= now.isoformat())


def _nothing(_known: set[keys.Key]) -> Iterable[keys.Key]:
    return ()


def _keep(
    number: str,
    wanted: Mapping[keys.Key, Record],
    kind: str,
    now: datetime,
    gone: Callable[[set[keys.Key]], Iterable[keys.Key]] = _nothing,
) -> BooksKept:
    found = table.query(keys.ledger(number))
    known = {keys.Key(str(one["pk"]), str(one["sk"])): one for one in found if one["type"] == kind}
    changed = {key: one for key, one in wanted.items() if key not in known or not _same(known[key], one)}
    removed = sorted(gone(set(known)))
    kept = BooksKept(changed=len(changed), unchanged=len(wanted) - len(changed), removed=len(removed))
    if changed or removed:
        requests = [table.put_request(table.item(key, kind, one)) for key, one in changed.items()]
        requests += [request for key in removed for request in _taken_away(known[key], now)]
        after = {key: one for key, one in known.items() if key not in removed}
        after |= {key: table.item(key, kind, one) for key, one in changed.items()}
        items = after.values() if kind == _ITEM else found
        _write(number, requests, found, now, open_=_sums(items))
    return kept


def _remove(number: str, key: keys.Key, kind: str, now: datetime) -> None:
    found = table.query(keys.ledger(number))
    known = next((one for one in found if one["sk"] == key.sk and one["type"] == kind), None)
    if known is None:
        raise NotFoundError(f"customer {number} has no such {kind.replace('_', ' ')}")
    left = (one for one in found if one["sk"] != key.sk)
    _write(number, _taken_away(known, now), found, now, open_=_sums(left))


def _taken_away(known: table.Item, now: datetime) -> list[table.Item]:
    """The deletion of an item; an invoice leaves its due date."""
    away = table.delete_request(keys.Key(str(known["pk"]), str(known["sk"])))
    return [away, *settled.left_by(table.read(known, OpenItem), now)] if known["type"] == _ITEM else [away]


def _write(
    number: str, requests: list[table.Item], found: list[table.Item], now: datetime, *, open_: Mapping[str, str]
) -> None:
    """The changes, and with the last of them the mark; each is harmless to repeat when a later one fails."""
    key, version = keys.booked(number, "BOOKS"), _version(found)
    mark = table.link(
        key,
        "ledger",
        version=version + 1,
        changed_at=now.isoformat(),
        open=open_,
        listing=_ACCOUNTS,
        listed_at=number,
    )
    condition, values = ("version = :version", {":version": version}) if version else ("attribute_not_exists(pk)", None)
    centre = [
        table.put_request(mark, condition, values),
        table.check_request(keys.customer(number), "attribute_exists(pk)"),
    ]
    if table.transact_around(requests, centre, []):
        raise ConcurrentChangeError(f"the account of customer {number} was changed meanwhile; send it again")


def _counted(number: str) -> dict[str, str]:
    return _sums(table.query(keys.ledger(number), prefix="ITEM#"))


def _sums(items: Iterable[table.Item]) -> dict[str, str]:
    """What the open invoices among the items come to, by currency."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in items:
        if one["type"] == _ITEM and one["record"].get("kind", ItemKind.INVOICE) == ItemKind.INVOICE:
            sums[one["record"]["open"]["currency"]] += Decimal(one["record"]["open"]["amount"])
    return {currency: str(amount) for currency, amount in sums.items() if amount}


def _amounts(sums: Mapping[str, str]) -> tuple[Money, ...]:
    return tuple(Money(amount=Decimal(amount), currency=currency) for currency, amount in sorted(sums.items()))


def _version(found: list[table.Item]) -> int:
    return next((int(one["version"]) for one in found if one["type"] == "ledger"), 0)


def _same(stored: table.Item, new: Record) -> bool:
    said = new.model_dump(mode="json", exclude_none=True)
    return {**stored["record"], "updated_at": None} == {**said, "updated_at": None}
