"""Registers' answers about single customers, who still waits for one, and how many questions a day has had.

LOOKUPS#<number>       <register>           look_up        listed by the day to ask again when it was put off
LOOKUPS#DAY#<register> <day>                look_ups       questions asked that day; ends by TTL
"""

from datetime import datetime, timedelta

from chalicelib.errors import ConcurrentChangeError
from chalicelib.model.look_up import LookUp
from chalicelib.store import table
from chalicelib.store.keys import Key

_LISTING = "LOOKUPS#due"
_COUNTED_FOR = timedelta(days=30)


def _key(number: str, register: str) -> Key:
    return Key(f"LOOKUPS#{number}", register)


def of(number: str) -> dict[str, LookUp]:
    """What each register said about the customer, by the register's name."""
    found = (table.read(one, LookUp) for one in table.query(_key(number, "").pk))
    return {one.register_name: one for one in found}


def put(look_up: LookUp, due: datetime | None = None) -> None:
    """Stores it; with `due` the customer is listed to be asked about again from then on."""
    key = _key(look_up.customer_number, look_up.register_name)
    listed = {"listing": _LISTING, "listed_at": f"{due.isoformat()}#{look_up.customer_number}"} if due else {}
    table.transact([table.put_request(table.item(key, "look_up", look_up, **listed))])


def forget(number: str) -> None:
    """Removes what was noted about a customer that is gone."""
    for name in of(number):
        table.transact([table.delete_request(_key(number, name))])


def due(now: datetime, limit: int) -> tuple[LookUp, ...]:
    """Those put off whose time has come, longest waiting first."""
    found, _ = table.query_listing(_LISTING, after=None, limit=limit)
    return tuple(table.read(one, LookUp) for one in found if str(one["listed_at"]) <= now.isoformat())


def reserve(register: str, now: datetime, most: int) -> bool:
    """Whether the day, in UTC, has room for one more question, which is then counted.

    Raises:
        ConcurrentChangeError: somebody else was counting; try again.
    """
    request = table.update_request(
        Key(f"LOOKUPS#DAY#{register}", f"{now:%Y-%m-%d}"),
        "SET #type = :type, expires_at = :until ADD calls :one",
        {":type": "look_ups", ":until": table.epoch(now + _COUNTED_FOR), ":one": 1, ":room": most - 1},
        condition="attribute_not_exists(calls) OR calls <= :room",
    )
    codes = table.transact([request]) if most > 0 else ["ConditionalCheckFailed"]
    if codes and codes[0] != "ConditionalCheckFailed":
        raise ConcurrentChangeError(f"look-ups at {register} were being counted by somebody else; try again")
    return not codes
