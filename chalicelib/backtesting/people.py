"""Whom the kept payloads are replayed against: the customers kept here, or those of a file."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.evaluation.reading import CustomerReader, Sheet
from chalicelib.evaluation.retrieval import Index
from chalicelib.imports.cells import RowProblem
from chalicelib.matching.keys import keys_of
from chalicelib.matching.prepared import Prepared, prepare
from chalicelib.matching.scoring import score
from chalicelib.matching.thresholds import worth_reading
from chalicelib.model.credit import Inquiry
from chalicelib.model.customer import Customer
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.thresholds import Thresholds
from chalicelib.store import customers, scanning, table

_PAGE = 500


@dataclass(slots=True)
class People:
    """Customers under their match keys, and how one is read in full.

    `inquiries`: what bureaus were asked about them, by the evidence key of the answer; none for customers of a file.
    """

    get_many: Callable[[Iterable[str]], Mapping[str, Customer]]
    kept_here: bool
    index: Index = field(default_factory=Index)
    inquiries: dict[str, Inquiry] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def worth_comparing(self, notice: InsolvencyNotice, limits: Thresholds) -> frozenset[str]:
        """Numbers of the customers that the matching step would read in full."""
        found = self.index.find(keys_of(notice))
        if not found.places:
            return frozenset()
        theirs, index = prepare(notice), self.index
        scored = (
            (place, score(Prepared.from_compact(index.compact[place].decode()), theirs)) for place in found.places
        )
        return frozenset(index.numbers[place] for place, one in scored if worth_reading(one, limits))


def of_table(progress: Callable[[int], object]) -> People:
    """The customers kept here, with what bureaus were asked about them. Reads the whole table."""
    found = People(customers.get_many, kept_here=True)
    for page in scanning.scan_types(("customer", "inquiry"), None, _PAGE):
        for item in page.items:
            if item["type"] == "customer":
                customer = table.read(item, Customer)
                found.index.add(customer.number, keys_of(customer))
            else:
                inquiry = table.read(item, Inquiry)
                found.inquiries |= {key: inquiry for key in (inquiry.payload, inquiry.result) if key}
        progress(page.looked_at)
    return found


def of_file(path: Path, progress: Callable[[int], object]) -> People:
    """The customers of a file with the columns of the customer import; rows that are none stand in `problems`.

    Raises:
        InvalidInputError: no such file, a needed column is missing, or a customer number occurs twice.
    """
    sheet = Sheet.open(path)
    reader, known = CustomerReader.of(sheet), dict[str, Customer]()
    found = People(lambda numbers: _chosen(known, numbers), kept_here=False)
    for row in sheet.read():
        progress(1)
        customer = reader.read(row)
        if isinstance(customer, list):
            found.problems += customer
            continue
        if customer.number in known:
            raise InvalidInputError([Problem(str(path), customer.number, "this customer number occurs twice")])
        known[customer.number] = customer
        found.index.add(customer.number, keys_of(customer))
    return found


def _chosen(known: Mapping[str, Customer], numbers: Iterable[str]) -> Mapping[str, Customer]:
    wanted: Collection[str] = set(numbers)
    return {number: known[number] for number in wanted if number in known}
