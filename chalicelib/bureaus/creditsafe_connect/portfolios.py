"""Our portfolio at Creditsafe: made once, its rules switched on, companies put in and taken out one by one.

Source: OpenAPI 1.10.4, /monitoring/portfolios. Pages are counted from 0. The calls that replace a whole portfolio
(/sync, /import, /clear) are not here.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from chalicelib.bureaus import Access
from chalicelib.bureaus.creditsafe_connect import JSON
from chalicelib.errors import SourceChangedError, SourceRefusedError
from chalicelib.model.credit import Watched

_NAME_BY_DEFAULT = "Insolvency Watch"
_COUNTRIES_BY_DEFAULT = "DE,AT,CH,FR,GB"
_EVERYWHERE = "XX"  # rules of all countries
_SCORE_AND_LIMIT = frozenset({"101", "102"})
_SOUNDS_OF_INSOLVENCY = re.compile(
    r"insolv|bankrupt|liquidat|administrat|receiver|winding|gazette|petition|judg?ment|\bccj|negative|company status|"
    r"payment",
    re.IGNORECASE,
)
_A_PAGE = 200


def make_ready(access: Access, base: str) -> tuple[str, ...]:
    """What was done, a sentence each; nothing where the portfolio has a rule on already: somebody chose it.

    Raises:
        SourceRefusedError: the portfolio is given by a number and does not exist.
        SourceChangedError: the rules are still off after they were put.
    """
    done: list[str] = []
    portfolio = _find(access, base)
    if portfolio is None:
        portfolio = _make(access, base)
        done.append(f"made the portfolio {_named(access)!r} ({portfolio})")
    if any(_is_on(rule) for rule in _rules(access, base, portfolio)):
        return tuple(done)
    countries = access.plan.options.get("countries", _COUNTRIES_BY_DEFAULT).upper().replace(" ", "").split(",")
    for country in dict.fromkeys((_EVERYWHERE, *filter(None, countries))):
        count, where = (
            _switch_on(access, base, portfolio, country),
            {_EVERYWHERE: "all countries"}.get(country, country),
        )
        done += [f"switched {count} rules on for {where}"] if count else []
    if not any(_is_on(rule) for rule in _rules(access, base, portfolio)):
        raise SourceChangedError(JSON.source, f"portfolio {portfolio} has no rule on: it would never tell anything")
    return tuple(done)


def listed(access: Access, base: str) -> Iterator[Watched]:
    """Every company of the portfolio once; nobody where the portfolio is still to be made.

    Raises:
        SourceChangedError: the pages end before everybody was listed.
    """
    portfolio = _find(access, base)
    if portfolio is None:
        return
    companies = _all_pages(access, f"{base}/monitoring/portfolios/{portfolio}/companies", "data")
    for company in {JSON.needed(one, "id", "company"): one for one in companies}.values():
        yield Watched(
            subject_id=JSON.needed(company, "id", "company"),
            reference=JSON.word(company, "personalReference"),
            name=JSON.word(company, "name"),
            country=JSON.word(company, "countryCode"),
        )


def add(access: Access, base: str, subject_id: str, reference: str) -> None:
    """Puts one company in; 409 says that it is in."""
    body = {"id": subject_id, "personalReference": reference, "freeText": "", "personalLimit": ""}
    access.web.send("POST", f"{_existing(access, base)}/companies", body=body, allow=(409,))


def remove(access: Access, base: str, subject_id: str) -> None:
    """Takes one company out; 404 says that it is not in."""
    access.web.send("DELETE", f"{_existing(access, base)}/companies/{quote(subject_id, safe='')}", allow=(404,))


def _existing(access: Access, base: str) -> str:
    portfolio = _find(access, base)
    if portfolio is None:
        raise SourceRefusedError(JSON.source, f"there is no portfolio {_named(access)!r}; preparing makes it")
    return f"{base}/monitoring/portfolios/{portfolio}"


def _named(access: Access) -> str:
    return access.plan.options.get("portfolio") or _NAME_BY_DEFAULT


def _find(access: Access, base: str) -> str | None:
    """The portfolio's number: as given, or of the only one with our name; shared ones are somebody else's."""
    name = _named(access)
    if name.isdigit():
        return name
    own = [one for one in _all_pages(access, f"{base}/monitoring/portfolios", "portfolios") if one.get("name") == name]
    if len(own) > 1:
        raise SourceRefusedError(JSON.source, f"{len(own)} portfolios are called {name!r}; give the number instead")
    return JSON.needed(own[0], "portfolioId", "portfolio") if own else None


def _make(access: Access, base: str) -> str:
    body = {"name": _named(access), "isDefault": False}
    response = access.web.send("POST", f"{base}/monitoring/portfolios", body=body, again=False)
    return JSON.needed(JSON.members(JSON.read(response.content), None, "portfolio"), "portfolioId", "portfolio")


def _all_pages(access: Access, url: str, what: str) -> Iterator[dict[str, Any]]:
    """Entries of all pages; fewer than the bureau counts is an error, because a gap would look like a removal."""
    seen, number = 0, 0
    while True:
        response = access.web.get(url, params={"page": str(number), "pageSize": str(_A_PAGE)})
        page = JSON.members(JSON.read(response.content), None, "page")
        data = page.get("data")
        entries = JSON.listed(data if what == "data" else JSON.members(data, None, "data").get(what), None, what)
        yield from entries
        seen, number, count = seen + len(entries), number + 1, int(JSON.word(page, "totalCount") or seen)
        if not entries and seen < count:
            raise SourceChangedError(JSON.source, f"the pages end after {seen} of {count} entries")
        if not entries or seen >= count:
            return


def _rules(access: Access, base: str, portfolio: str, country: str | None = None) -> list[dict[str, Any]]:
    """The rules of a country, or all that the portfolio has; none where the bureau has none for it.

    Raises:
        SourceRefusedError: there is no such portfolio.
    """
    url = f"{base}/monitoring/portfolios/{portfolio}/eventRules" + (f"/{country}" if country else "")
    response = access.web.get(url, allow=(404,))
    if response.status_code == 404:
        if "EventRule" not in response.text:
            raise SourceRefusedError(JSON.source, f"there is no portfolio {portfolio}")
        return []
    return JSON.listed(JSON.read(response.content), None, "eventRules")


def _switch_on(access: Access, base: str, portfolio: str, country: str) -> int:
    """How many rules of a country are on now; the list is put as a whole, as the specification recommends."""
    rules = [
        rule
        for rule in _rules(access, base, portfolio, country)
        if JSON.word(rule, "ruleCountryCode") in {None, country}
    ]
    chosen = [JSON.needed(rule, "ruleCode", "rule") for rule in rules if _is_chosen(rule, access)]
    if not chosen:
        return 0
    body = [
        {
            "ruleCode": rule["ruleCode"],
            "isActive": int(str(rule["ruleCode"]) in chosen),
            **{name: rule[name] for name in ("param0", "param1", "param2") if rule.get(name) is not None},
        }
        for rule in rules
    ]
    access.web.send("PUT", f"{base}/monitoring/portfolios/{portfolio}/eventRules/{country}", body=body)
    return len(chosen)


def _is_chosen(rule: dict[str, Any], access: Access) -> bool:
    wanted, code = access.plan.options.get("rules"), JSON.needed(rule, "ruleCode", "rule")
    if wanted:
        return wanted.strip() == "all" or code in wanted.replace(" ", "").split(",")
    return code in _SCORE_AND_LIMIT or bool(_SOUNDS_OF_INSOLVENCY.search(JSON.word(rule, "name") or ""))


def _is_on(rule: dict[str, Any]) -> bool:
    """0 or 1 in the examples, a truth value in the schema."""
    return rule.get("isActive") in (1, True, "1")
