"""The debtors of a notice, from its page where it is read, else from its entry in the feed."""

from typing import Any

from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, EventKind, Omission
from chalicelib.registers.gazette.feed import Entry
from chalicelib.registers.gazette.page import Page
from chalicelib.registers.gazette.parties import Company, head_of, name_in, number_of, own_name

_ABOUT_ONE = {EventKind.PETITION_FILED, EventKind.MEASURES_LIFTED, EventKind.PRELIM_MEASURES}


def companies(found: Entry, page: Page | None, kind: EventKind) -> list[Company]:
    """The debtors: from the page, else the one of the feed, whose title is the company's name or only the category."""
    words = page.words if page else found.text
    named = found.named or name_in(words) or name_in(found.text) or head_of(found.text)
    name, aliases = own_name(named) if named else (None, ())
    title = name if found.named else None
    on_page = page.companies(title, one_alone=kind in _ABOUT_ONE) if page else []
    if len(on_page) > 1:
        return [one for one in on_page if one.name] or on_page[:1]
    only = on_page[0] if on_page else Company(name or None, None)
    spelt = only.name or name or None
    number = only.number or _printed(found, page, spelt if on_page else title, spelt)
    return [only._replace(name=spelt, number=number, aliases=tuple(dict.fromkeys((*only.aliases, *aliases))))]


def _printed(found: Entry, page: Page | None, name: str | None, read: str | None) -> str | None:
    """The number in the words; one that the page gives to another company is not the debtor's."""
    others = page.numbers() if page else frozenset()
    for text in (page.words if page else "", found.text):
        number = number_of(text, name, read=read)
        if number and number not in others:
            return number
    return None


def debtor_of(company: Company, omissions: tuple[Omission, ...], page: Page | None, number: int) -> dict[str, Any]:
    """What the notice says of the company; `number` counts the notice's debtors."""
    if company.name is None:
        omissions = (*omissions, Omission(field="debtor_name", reason="the notice's head does not name the company"))
    if company.number is None:
        reason = "neither feed nor page prints a company number that is certainly the debtor's"
        omissions = (*omissions, Omission(field="debtor_reg_no", reason=reason))
    if page is None:
        reason = "stands in the notice itself, which is not read by day"
        omissions = (*omissions, Omission(field="practitioner_name", reason=reason))
    return {
        "debtor_kind": DebtorKind.ORGANISATION,
        "debtor_name": company.name or "company not named",
        "debtor_aliases": company.aliases,
        "debtor_reg_no": company.number,
        "debtor_reg_office": "Companies House" if company.number else None,
        "debtor_identifiers": parse_all([(Scheme.GB_COMPANY, company.number, None)]) if company.number else (),
        "debtor_postal_address": page.registered_office() if page and number == 1 else None,
        "omissions": omissions,
    }
