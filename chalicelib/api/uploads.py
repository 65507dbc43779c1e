"""Many records of the books in one request: each is kept or refused by itself, with its reasons."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from chalicelib.api.endpoint import checked
from chalicelib.api.problems import FieldProblem
from chalicelib.errors import ConflictError, InvalidInputError
from chalicelib.model.insurance import CreditLimit
from chalicelib.model.ledger import BooksKept
from chalicelib.model.open_item import OpenItem, Payment
from chalicelib.model.record import Record
from chalicelib.store import customers

M = TypeVar("M", OpenItem, Payment, CreditLimit)
MOST = 1000
_ACCOUNTS_AT_ONCE = 8
Sent = dict[str, Any]


class SentResult(Record):
    """What became of one record of the request, in the request's order."""

    position: int = Field(description="0 is the first")
    customer_number: str | None
    result: Literal["kept", "refused"]
    problems: tuple[FieldProblem, ...] = ()


class Kept(Record):
    """What a request did: `changed` were new or different, `settled` were missing in a complete list."""

    changed: int
    unchanged: int
    settled: int
    refused: int
    results: tuple[SentResult, ...]


@dataclass
class Upload(Generic[M]):
    """The records of one request, checked one by one; the good ones by customer."""

    model: type[M]
    sent: Sequence[Sent]
    fixed: Mapping[str, object]
    unique: Callable[[M], str]

    def __post_init__(self) -> None:
        self.problems: dict[int, tuple[FieldProblem, ...]] = {}
        self.good: dict[int, M] = {}
        first: dict[str, int] = {}
        for position, one in enumerate(self.sent):
            record = self._read(position, one)
            if record is None:
                continue
            at = first.setdefault(self.unique(record), position)
            if at != position:
                self.refuse(position, "number", f"the same stands at position {at} already")
            else:
                self.good[position] = record
        known = customers.get_many(one.customer_number for one in self.good.values())
        for position, record in list(self.good.items()):
            if record.customer_number not in known:
                reason = f"no customer {record.customer_number!r}; keep the customer first"
                self.refuse(position, "customer_number", reason)

    def refuse(self, position: int, path: str, reason: str) -> None:
        """Counts the record at a position as refused."""
        self.problems[position] = (*self.problems.get(position, ()), FieldProblem(path=path, reason=reason))
        self.good.pop(position, None)

    def spoilt(self, number: str) -> bool:
        """Whether a record of this customer was refused, or one that does not say whose it is."""
        return any(_customer_of(self.sent[position]) in {number, None} for position in self.problems)

    def kept(self, keep: Callable[[str, list[M]], BooksKept], also: Sequence[str] = ()) -> Kept:
        """Keeps the good records customer by customer; `also` are customers without a record here."""
        accounts: dict[str, list[int]] = {number: [] for number in also}
        for position, record in self.good.items():
            accounts.setdefault(record.customer_number, []).append(position)

        def one(number: str) -> BooksKept | ConflictError:
            try:
                return keep(number, [self.good[position] for position in accounts[number]])
            except ConflictError as error:
                return error

        with ThreadPoolExecutor(_ACCOUNTS_AT_ONCE) as pool:
            outcomes = list(pool.map(one, accounts))
        done = [outcome for outcome in outcomes if isinstance(outcome, BooksKept)]
        for positions, outcome in zip(accounts.values(), outcomes, strict=True):
            if isinstance(outcome, ConflictError):
                if not positions:
                    raise outcome
                for position in positions:
                    self.refuse(position, "customer_number", str(outcome))
        return Kept(
            changed=sum(one.changed for one in done),
            unchanged=sum(one.unchanged for one in done),
            settled=sum(one.removed for one in done),
            refused=len(self.problems),
            results=tuple(self._result(position) for position in range(len(self.sent))),
        )

    def _read(self, position: int, one: Sent) -> M | None:
        try:
            return checked(self.model, {**one, **self.fixed})
        except InvalidInputError as error:
            found = (FieldProblem(path=each.path, reason=each.reason) for each in error.problems)
            self.problems[position] = tuple(found)
            return None

    def _result(self, position: int) -> SentResult:
        problems = self.problems.get(position, ())
        return SentResult(
            position=position,
            customer_number=_customer_of(self.sent[position]),
            result="refused" if problems else "kept",
            problems=problems,
        )


def _customer_of(sent: Sent) -> str | None:
    number = sent.get("customer_number")
    return number if isinstance(number, str) else None


def described(model: type[BaseModel]) -> dict[str, Any]:
    """Words for the OpenAPI document: which fields one record has."""
    needed = [name for name, field in model.model_fields.items() if field.is_required() and name != "updated_at"]
    return {"description": f"at most {MOST}; each has the fields of {model.__name__} (needed: {', '.join(needed)})"}
