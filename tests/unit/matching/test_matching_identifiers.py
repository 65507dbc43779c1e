"""What two sets of identifiers say together."""

import pytest

from chalicelib.matching.identifiers import Link, compare_identifiers
from chalicelib.model.identifier import Identifier, Scheme


def _register(value: str, office: str = "hamburg", suffix: str | None = None) -> Identifier:
    return Identifier(scheme=Scheme.DE_REGISTER, value=value, office=office, suffix=suffix)


def _vat(value: str) -> Identifier:
    return Identifier(scheme=Scheme.VAT, value=value)


@pytest.mark.parametrize(
    ("mine", "theirs", "link"),
    [
        ([_register("HRB1")], [_register("HRB1")], Link.SAME),
        ([_register("HRB1", suffix="B")], [_register("HRB1")], Link.SAME),
        ([_register("HRB1", suffix="B")], [_register("HRB1", suffix="NI")], Link.OTHER_AT_SAME_OFFICE),
        ([_register("HRB1")], [_register("HRB2")], Link.OTHER_AT_SAME_OFFICE),
        ([_register("HRB1")], [_register("HRB1", "kiel")], Link.SAME_NUMBER_OTHER_COURT),
        ([_register("HRB1")], [_register("HRB2", "kiel")], Link.OTHER_ELSEWHERE),
        ([_register("HRB1"), _vat("DE136695976")], [_register("HRB2"), _vat("DE136695976")], Link.CONTRADICTORY),
        ([_register("HRB1"), _vat("DE136695976")], [_register("HRB2", "kiel"), _vat("DE136695976")], Link.SAME),
        ([_register("HRB1"), _register("HRB9")], [_register("HRB9")], Link.SAME),
        ([_vat("DE136695976")], [_vat("ATU13585627")], Link.OTHER_ELSEWHERE),
        ([_vat("DE136695976")], [_register("HRB1")], Link.NONE),
        ([], [_register("HRB1")], Link.NONE),
    ],
)
def test_link(mine: list[Identifier], theirs: list[Identifier], link: Link) -> None:
    assert compare_identifiers(tuple(mine), tuple(theirs)).link is link
    assert compare_identifiers(tuple(theirs), tuple(mine)).link is link
