"""A customer's number, in a file of its own: what order systems ask needs no more of a customer."""

from typing import Annotated

from pydantic import StringConstraints

CustomerNumber = Annotated[
    str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^#\s\x00-\x1f][^#\x00-\x1f]*$")
]
