"""Insolvency practitioners of a case: who acts now, who comes with them."""

from datetime import date
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.notice import Practitioner
from chalicelib.registers.british.json_shape import SOURCE, check_members, day, members_of, word

_MEMBERS = {"name", "address", "appointed_on", "ceased_to_act_on", "role"}
_ADDRESS = {"address_line_1", "address_line_2", "locality", "region", "postal_code", "country"}


def read(case: dict[str, Any], today: date) -> dict[str, Any]:
    """Notice fields of those who act today, in the register's order; who ceased to act is left out.

    Raises:
        SourceChangedError: an unknown member or a date that is none.
    """
    printed = members_of(case.get("practitioners"), _MEMBERS, "practitioners")
    acting = [_practitioner(one) for one in printed if _acts(one, today)]
    if not acting:
        return {}
    first = acting[0]
    return {
        "practitioner_name": first.name,
        "practitioner_role": first.role,
        "practitioner_address": first.address,
        "further_practitioners": tuple(acting[1:]),
    }


def _acts(printed: dict[str, Any], today: date) -> bool:
    if printed.get("appointed_on") is not None:
        day(printed["appointed_on"], "practitioners.appointed_on")
    ceased = printed.get("ceased_to_act_on")
    return ceased is None or day(ceased, "practitioners.ceased_to_act_on") > today


def _practitioner(printed: dict[str, Any]) -> Practitioner:
    name = word(printed, "name")
    if name is None:
        raise SourceChangedError(SOURCE, "a practitioner without a name")
    return Practitioner(name=name, role=word(printed, "role"), address=_address(printed.get("address")))


def _address(printed: Any) -> PostalAddress | None:
    if printed is None:
        return None
    check_members(printed, _ADDRESS, "address")
    parts = {name: word(printed, name) for name in _ADDRESS}
    street = ", ".join(filter(None, (parts["address_line_1"], parts["address_line_2"])))
    return PostalAddress(
        street=street or None,
        postcode=parts["postal_code"],
        city=parts["locality"],
        country="GB" if parts["country"] is None else None,
        printed=", ".join(
            filter(None, (street, *(parts[n] for n in ("locality", "region", "postal_code", "country"))))
        ),
    )
