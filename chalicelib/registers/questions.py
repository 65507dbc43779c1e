"""What a register is asked about one customer, where its file offers `look_up(customer)`."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.web import Web


class Question(NamedTuple):
    """`about` says who is meant: asked again only when it changes; `ask` raises what the register's `fetch` raises."""

    about: str
    ask: Callable[[Web], Iterator[Document]]


def by_number(
    customer: Customer, scheme: Scheme, reconcile: Callable[[Web, tuple[str, ...]], Iterator[Document]]
) -> Question | None:
    """The question by the customer's number of this kind, None without one."""
    numbers = tuple(sorted({one.value for one in customer.identifiers if one.scheme is scheme}))
    return Question(f"{scheme}:{','.join(numbers)}", lambda web: reconcile(web, numbers)) if numbers else None
