"""Files through the matcher, in as many processes as are wanted; rows stay in their order."""

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.evaluation.judging import Outcome, judge_notice
from chalicelib.evaluation.reading import CustomerReader, NoticeReader, Sheet, Truth
from chalicelib.evaluation.retrieval import Index
from chalicelib.imports.cells import RowProblem
from chalicelib.imports.table import RawRow
from chalicelib.matching.keys import keys_of
from chalicelib.model.customer import Customer
from chalicelib.model.match_keys import MatchKeys

B = TypeVar("B")
_CHUNK = 500
_JUDGED_AT = datetime(2026, 1, 1, tzinfo=UTC)

Progress = Callable[[int], None]


def index_customers(sheet: Sheet, processes: int, progress: Progress) -> tuple[Index, list[RowProblem]]:
    """Every good customer under its keys, and why other rows are none.

    Raises:
        InvalidInputError: a needed column is missing, or a customer number occurs twice.
    """
    reader = CustomerReader.of(sheet)
    index, problems = Index(), list[RowProblem]()
    for chunk in _spread(_CustomerWork(reader), _chunks(sheet.read()), processes):
        progress(len(chunk))
        for one in chunk:
            if isinstance(one, list):
                problems += one
                continue
            number, keys = one
            if number in index.place_of:
                raise InvalidInputError([Problem(str(sheet.path), number, "this customer number occurs twice")])
            index.add(number, keys)
    return index, problems


def judge_notices(
    sheet: Sheet, index: Index, truth: Mapping[str, Truth], processes: int, progress: Progress
) -> Iterator[Outcome | list[RowProblem]]:
    """The outcome of every notice in the file's order, or why its row is none."""
    work = _NoticeWork(NoticeReader.of(sheet), index, truth)
    for chunk in _spread(work, _chunks(sheet.read()), processes):
        progress(len(chunk))
        yield from chunk


class _CustomerWork:
    def __init__(self, reader: CustomerReader) -> None:
        self._reader = reader

    def __call__(self, rows: list[RawRow]) -> list[tuple[str, MatchKeys] | list[RowProblem]]:
        read = (self._reader.read(row) for row in rows)
        return [(one.number, keys_of(one)) if isinstance(one, Customer) else one for one in read]


class _NoticeWork:
    def __init__(self, reader: NoticeReader, index: Index, truth: Mapping[str, Truth]) -> None:
        self._reader, self._index, self._truth = reader, index, truth

    def __call__(self, rows: list[RawRow]) -> list[Outcome | list[RowProblem]]:
        stranger = Truth(frozenset(), "")
        read = (self._reader.read(row) for row in rows)
        return [
            one
            if isinstance(one, list)
            else judge_notice(one, self._truth.get(one.publication_id, stranger), self._index, _JUDGED_AT)
            for one in read
        ]


_work: Callable[..., object] | None = None


def _inherited(rows: list[RawRow]) -> object:
    assert _work is not None  # noqa: S101 - set before the processes were forked
    return _work(rows)


def _spread(work: Callable[[list[RawRow]], B], chunks: Iterator[list[RawRow]], processes: int) -> Iterator[B]:
    """The work on each chunk. Processes are forked, so that they share an index of a million customers."""
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, chunks)
        return
    global _work  # noqa: PLW0603 - what forked processes find is what stands in a module
    _work = work
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        running = [pool.submit(_inherited, chunk) for chunk in islice(chunks, 2 * processes)]
        while running:
            done = running.pop(0).result()
            running += [pool.submit(_inherited, chunk) for chunk in islice(chunks, 1)]
            yield done  # type: ignore[misc] # _inherited is `work`


def _chunks(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
