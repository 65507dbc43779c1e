"""The list of removed cases.

Source: the service's schemas, recorded answers of 2021-05-21.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.registers.dutch import soap


class Removed(NamedTuple):
    """A case that the register removed, named by one of its publications."""

    case_number: str
    publication: str
    reason: str


def read(result: etree._Element) -> Iterator[Removed]:
    """The removed cases; none from another answer or an empty list.

    Raises:
        SourceChangedError: a removal of another form.
    """
    if etree.QName(result).localname != "verwijderdePublicatieLijst" or soap.is_empty(result):
        return
    for one in result.iterchildren(tag=etree.Element):
        parts = {etree.QName(part).localname: " ".join((part.text or "").split()) for part in one}
        if parts.keys() != {"insolventienummer", "publicatieKenmerk", "reden"} or not all(parts.values()):
            raise SourceChangedError(soap.SOURCE, f"a removal with {', '.join(sorted(parts))}")
        yield Removed(parts["insolventienummer"], parts["publicatieKenmerk"], parts["reden"])


def listed_again(result: etree._Element, marks: Collection[str]) -> dict[str, str]:
    """By case number a listed publication of each removed case; none where the list cannot be read: `read` says why.

    >>> _case_of("13.ams.26.9902.F.1300.1.26") == _case_of("ams.26.9902.F.1305.2.26")
    True
    """
    listed = {_case_of(mark): mark for mark in marks}
    try:
        found = list(read(result))
    except SourceChangedError:
        return {}
    return {one.case_number: listed[case] for one in found if (case := _case_of(one.publication)) in listed}


def _case_of(mark: str) -> str:
    """What all publications of a case have in common; older ones lack the court's number in front."""
    return mark.lstrip("0123456789").lstrip(".").rsplit(".", 3)[0]
