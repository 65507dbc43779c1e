"""What the pages of customers are asked for and sent."""

from typing import Literal

from pydantic import Field

from chalicelib.model.record import Record

Filter = Literal["all", "blocked", "with_case", "without_identifiers", "person", "gone"]
FILTERS: tuple[Filter, ...] = ("all", "blocked", "with_case", "without_identifiers", "person", "gone")


class ListQuery(Record):
    """What the list is asked for."""

    q: str = Field(default="", max_length=200)
    only: Filter = "all"
    after: str = Field(default="", max_length=60)
    before: str = Field(default="", max_length=60)


class CheckForm(Record):
    """Whether bureaus are asked although a valid answer is stored, which costs again."""

    fresh: bool = False


class ProofFile(Record):
    """In which form the proof is kept."""

    format: Literal["pdf", "csv"] = "pdf"
