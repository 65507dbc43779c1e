"""What a changed element of a D-U-N-S record means; master data is named here to be left out, the rest is for a person.

Source: element names of the guide's examples; `legalEvents`, `dnbAssessment` and the codes of the operating status as
two public clients write them, hence believed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.bureaus.duns import NAME
from chalicelib.bureaus.index_scale import Classes
from chalicelib.errors import SourceChangedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Band, IndexValue
from chalicelib.model.event import EventKind

_RISK = (
    ("1", "low risk", Band.A),
    ("2", "below average risk", Band.B),
    ("3", "average risk", Band.C),
    ("4", "above average risk", Band.D),
    ("5", "high risk", Band.E),
)
FAILURE = Classes(name="D&B failure score class", best=Decimal(1), rows=_RISK)
_SCORES = {
    "failureScore": FAILURE,
    "delinquencyScore": Classes(name="D&B delinquency score class", best=Decimal(1), rows=_RISK),
}
_SCORE_PATH = re.compile(r"dnbAssessment\.(failureScore|delinquencyScore)(?:\.(\w+))?")
_SCORE_DETAILS = frozenset({"classScoreDescription", "scoreDate", "scoreModel", "rawScore", "scoreCommentary"})

STATUS = "dunsControlStatus.operatingStatus"
_ACTIVE, _OUT_OF_BUSINESS = frozenset({"9074", "active"}), frozenset({"403", "out of business"})

# When the flag says yes, and when it says no again.
_FLAGS: Mapping[str, tuple[EventKind, EventKind]] = {
    "hasOpenBankruptcy": (EventKind.OPENED, EventKind.UNCLASSIFIED),
    "hasBankruptcy": (EventKind.UNCLASSIFIED, EventKind.UNCLASSIFIED),  # also one of years ago
    "hasInsolvency": (EventKind.UNCLASSIFIED, EventKind.UNCLASSIFIED),  # the stage is not said
    "hasOpenJudgments": (EventKind.ADVERSE_INFORMATION, EventKind.CREDIT_RECOVERED),
    "hasOpenLiens": (EventKind.ADVERSE_INFORMATION, EventKind.CREDIT_RECOVERED),
    "hasOpenSuits": (EventKind.ADVERSE_INFORMATION, EventKind.CREDIT_RECOVERED),
    "hasOpenClaims": (EventKind.ADVERSE_INFORMATION, EventKind.CREDIT_RECOVERED),
}
BASELINE = (STATUS, *(f"legalEvents.{flag}" for flag in _FLAGS), *(f"dnbAssessment.{name}" for name in _SCORES))
"""Paths that are read in a whole record, such as the one sent when watching begins."""

_MASTER_DATA = (
    "primaryAddress", "registeredAddress", "mailingAddress", "formerPrimaryAddresses", "formerRegisteredAddresses",
    "telephone", "fax", "email", "websiteAddress", "numberOfEmployees", "industryCodes", "primaryIndustryCode",
    "unspscCodes", "activities", "corporateLinkage", "mostSeniorPrincipals", "currentPrincipals", "formerPrincipals",
    "tradeStyleNames", "multilingualPrimaryName", "multilingualPrimaryAddress", "preferredLanguage", "stockExchanges",
    "financials", "latestFinancials", "otherFinancials", "previousFinancials", "latestFiscalFinancials",
    "dunsControlStatus.firstReportDate", "dunsControlStatus.lastUpdateDate", "dunsControlStatus.isMarketable",
    "dunsControlStatus.isTelephoneDisconnected", "dunsControlStatus.fullReportDate", "isStandalone", "certifiedEmail",
    "countryISOAlpha2Code", "defaultCurrency", "fiscalYearEnd", "squareFootage", "socioEconomicInformation",
)  # fmt: skip
_NAMES = frozenset({"primaryName", "registeredName"})
_WINDING_UP = re.compile(r"\bin liquidation\b|\bi\.\s?l\.|\bi\.\s?i\.|\bin insolvenz\b|en liquidation\b", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What one element says; `kind` is None when only an index moved."""

    kind: EventKind | None
    code: str
    text: str = ""
    index: IndexValue | None = None
    previous_index: IndexValue | None = None


def read(element: str, previous: Any, current: Any, plan: BureauPlan) -> Told | None:
    """What the change means; None for master data and for what the plan calls harmless.

    Raises:
        SourceChangedError: a score or status of another type than ever seen.
    """
    path = re.sub(r"\[[^\]]*\]", "", element.removeprefix("organization."))
    value = _word(current)
    code = f"{path}={value}" if value is not None and len(value) <= 60 else path
    for known in (code, path):
        if known in plan.codes:
            return Told(plan.codes[known], code, _change(previous, current))
    renamed = path in _NAMES and not _WINDING_UP.search(value or "")
    if renamed or _within(path, _harmless(plan)) or _within(path, _MASTER_DATA):
        return None
    if path == STATUS or path.startswith(f"{STATUS}."):
        return _status(path, previous, current, code)
    if (score := _SCORE_PATH.fullmatch(path)) is not None:
        return _score(score[1], score[2], previous, current, plan, code)
    flag = path.removeprefix("legalEvents.")
    if flag != path and flag in _FLAGS and isinstance(current, bool):
        return Told(_FLAGS[flag][0 if current else 1], code, _change(previous, current))
    return Told(EventKind.UNCLASSIFIED, code, _change(previous, current))


def _harmless(plan: BureauPlan) -> tuple[str, ...]:
    return tuple(part.strip() for part in plan.options.get("harmless_codes", "").split(",") if part.strip())


def _within(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}.") for prefix in prefixes)


def _status(path: str, previous: Any, current: Any, code: str) -> Told | None:
    """Out of business is adverse and no proof of insolvency: a solvent firm may close. Back to active is a recovery."""
    if path.endswith(".startDate"):
        return None
    now, before = (_word(one) or "" for one in (current, previous))
    if now.casefold() in _OUT_OF_BUSINESS:
        text = f"out of business, which may be a solvent closing: {_change(previous, current)}"
        return Told(EventKind.ADVERSE_INFORMATION, code, text)
    if now.casefold() in _ACTIVE:
        recovered = before.casefold() in _OUT_OF_BUSINESS
        return Told(EventKind.CREDIT_RECOVERED, code, _change(previous, current)) if recovered else None
    return Told(EventKind.UNCLASSIFIED, code, _change(previous, current))


def _score(name: str, part: str | None, previous: Any, current: Any, plan: BureauPlan, code: str) -> Told | None:
    if part in _SCORE_DETAILS:
        return None
    if part not in {None, "classScore", "nationalPercentile"}:
        return Told(EventKind.UNCLASSIFIED, code, _change(previous, current))
    index = _index(name, part, current, plan)
    if index is None:
        return Told(EventKind.UNCLASSIFIED, code, f"the score is no longer given: {_change(previous, current)}")
    return Told(None, code, index=index, previous_index=_index(name, part, previous, plan))


def _index(name: str, part: str | None, value: Any, plan: BureauPlan) -> IndexValue | None:
    """The class of a score; a percentile has no class of its own, and none is made up for it."""
    if part is None and isinstance(value, Mapping):
        value = value.get("classScore")
    if value is None:
        return None
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}(\.\d+)?", str(value)):
        raise SourceChangedError(NAME, f"{name} {str(value)[:40]!r} is no number")
    if part == "nationalPercentile":
        return IndexValue(scale=_SCORES[name].name.replace("class", "percentile"), value=str(value))
    return _SCORES[name].value(str(value), plan)


def _word(value: Any) -> str | None:
    """One word for the value: D&B's code where there is one, its description, or the plain value."""
    if isinstance(value, Mapping):
        found = value.get("dnbCode", value.get("description"))
        return None if found is None else str(found)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def _change(previous: Any, current: Any) -> str:
    return f"{_shown(previous)} -> {_shown(current)}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping) and isinstance(value.get("description"), str):
        return str(value["description"])[:200]
    return "none" if value is None else str(value)[:200]
