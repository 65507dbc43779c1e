"""What a Creditsafe company report says, as far as a decision about credit needs it.

Source: OpenAPI 1.10.4, Creditsafe.GlobalData.Reports.CompanyReportResponse. The content of `negativeInformation` is not
specified and differs by country, so that it is there at all goes to a person.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from chalicelib.bureaus.creditsafe_connect import JSON
from chalicelib.bureaus.json_shape import members
from chalicelib.errors import SourceChangedError
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Answer, Band, Feature, IndexValue, Outcome
from chalicelib.model.customer import Money
from chalicelib.model.event import EventKind

SCALE = "international score"
_ANSWER = {"correlationId", "failedSections", "report", "companyId", "dateOfOrder", "language", "userId"}
# Sections that are left aside on purpose: they say nothing about insolvency or credit.
_ASIDE = members(
    "companyId language companyIdentification contactInformation indicators shareCapitalStructure directors "
    "directorships otherInformation groupStructure extendedGroupStructure financialStatements "
    "localFinancialStatements additionalInformation directorsExtra extendedGroupStructureExtra paymentData "
    "paymentDataExtra alternateSummary companySummary creditScore"
)
_NEGATIVE = ("negativeInformation", "negativeInformationExtra")
_SUMMARY = members(
    "businessName country companyNumber companyRegistrationNumber ggsID mainActivity companyStatus "
    "latestTurnoverFigure latestShareholdersEquityFigure creditRating"
)
_RATING = members("commonValue commonDescription creditLimit providerValue providerDescription pod assessment")
_STATUS = {"Active", "NonActive", "Pending", "Other"}
_NOT_RATED = re.compile(r"\bnot (?:rated|scored)|unrated|no score", re.IGNORECASE)


def read_report(content: bytes, plan: BureauPlan) -> Answer:
    """The report's rating, limit, state and negative entries.

    Raises:
        SourceChangedError: an unknown shape.
    """
    whole = JSON.members(JSON.read(content), _ANSWER, "answer")
    report = JSON.members(whole.get("report"), None, "report")
    failed = whole.get("failedSections") or []
    summary = JSON.members(report.get("companySummary") or {}, _SUMMARY, "companySummary")
    if not summary and "CompanySummary" not in failed:
        raise SourceChangedError(JSON.source, "a report without companySummary")
    rating = JSON.members(summary.get("creditRating") or {}, _RATING, "creditRating")
    index, limit = _index(rating), _limit(rating)
    features = (*_state(summary, plan), *_negative(report, plan), *_unknown(report, plan))
    said = Outcome.ANSWERED if index or limit or features else Outcome.NO_STATEMENT
    return Answer(
        outcome=said,
        subject_id=JSON.word(whole, "companyId") or JSON.word(report, "companyId"),
        subject_name=JSON.word(summary, "businessName"),
        index=index,
        features=features,
        limit=limit,
        text=f"sections that failed at the bureau: {', '.join(map(str, failed))}" if failed else None,
    )


def index_value(printed: str, text: str | None = None) -> IndexValue:
    """A value of the international score. E also stands for "not rated" (believed), and then is no band at all.

    >>> index_value("C").band.value, index_value("E", "Not Rated").band, index_value("71").band
    ('C', None, None)
    """
    rated = printed in Band.__members__ and not (text and _NOT_RATED.search(text))
    band = Band(printed) if rated else None
    own = printed if printed in Band.__members__ else None
    return IndexValue(scale=SCALE, value=printed, own_class=own, band=band, text=text)


def _index(rating: dict[str, Any]) -> IndexValue | None:
    common = JSON.word(rating, "commonValue")
    if common is None:
        return None
    if common not in Band.__members__:
        raise SourceChangedError(JSON.source, f"unknown commonValue {common[:40]!r}")
    provider = JSON.members(rating.get("providerValue") or {}, {"maxValue", "minValue", "value"}, "providerValue")
    value, least, most = (JSON.word(provider, name) for name in ("value", "minValue", "maxValue"))
    own = [f"own value {value}" + (f" of {least} to {most}" if least and most else "")] if value else []
    said = [JSON.word(rating, "commonDescription"), *own, JSON.word(rating, "providerDescription")]
    return index_value(common, "; ".join(part for part in said if part) or None)


def _limit(rating: dict[str, Any]) -> Money | None:
    """The limit; None where it is no plain amount with a currency, such as a word."""
    found = JSON.members(rating.get("creditLimit") or {}, {"currency", "value"}, "creditLimit")
    printed, currency = JSON.word(found, "value"), JSON.word(found, "currency")
    if not printed or not re.fullmatch(r"\d+(?:\.\d+)?", printed) or not re.fullmatch(r"[A-Z]{3}", currency or ""):
        return None
    return Money(amount=Decimal(printed), currency=str(currency))


def _state(summary: dict[str, Any], plan: BureauPlan) -> Iterator[Feature]:
    found = JSON.members(summary.get("companyStatus") or {}, {"status", "description"}, "companyStatus")
    status = JSON.word(found, "status")
    if status is not None and status not in _STATUS:
        raise SourceChangedError(JSON.source, f"unknown companyStatus {status[:40]!r}")
    if status not in {None, "Active"}:
        yield _feature(f"companyStatus:{status}", JSON.word(found, "description"), plan)


def _negative(report: dict[str, Any], plan: BureauPlan) -> Iterator[Feature]:
    for name in _NEGATIVE:
        if _says_something(report.get(name)):
            parts = report[name] if isinstance(report[name], dict) else {}
            told = [part for part, value in parts.items() if _says_something(value)]
            yield _feature(name, f"holds {', '.join(told)[:400]}" if told else None, plan)


def _unknown(report: dict[str, Any], plan: BureauPlan) -> Iterator[Feature]:
    """Sections of a country that are not in the specification, so that none is overlooked."""
    for name in sorted(report.keys() - _ASIDE - set(_NEGATIVE)):
        if _says_something(report[name]):
            yield _feature(f"section:{name}", "a section that is not known", plan)


def _feature(code: str, text: str | None, plan: BureauPlan) -> Feature:
    return Feature(code=code, event_kind=plan.codes.get(code, EventKind.UNCLASSIFIED), text=text)


def _says_something(value: Any) -> bool:
    """Whether there is anything in it but emptiness, noughts and denials."""
    if isinstance(value, dict):
        return any(_says_something(one) for one in value.values())
    if isinstance(value, list):
        return any(_says_something(one) for one in value)
    return bool(value)
