"""What an order system asks: which blocks stand against a customer now."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from chalicelib.model.block import Block
from chalicelib.model.record import Record
from chalicelib.store import keys, table


class Standing(Record):
    """A known customer's active blocks; an empty tuple means that none stands."""

    customer_number: str
    blocks: tuple[Block, ...]


def standing(number: str) -> Standing | None:
    """The customer's active blocks in one consistent read, or None for an unknown customer.

    Raises:
        StoreUnreachableError: the table does not answer; the caller must not take that for "not blocked".
    """
    found = table.query(f"{keys.CUSTOMER_PREFIX}{number}", prefix=keys.BLOCK_PREFIX, last=keys.PROFILE)
    if not any(one["sk"] == keys.PROFILE for one in found):
        return None
    blocks = (table.read(one, Block) for one in found if one["type"] == "block")
    return Standing(customer_number=number, blocks=tuple(block for block in blocks if block.active))


def standings(numbers: Sequence[str]) -> dict[str, Standing | None]:
    """Standing of each customer, asked in parallel."""
    distinct = list(dict.fromkeys(numbers))
    with ThreadPoolExecutor(max_workers=16) as pool:
        return dict(zip(distinct, pool.map(standing, distinct), strict=True))
