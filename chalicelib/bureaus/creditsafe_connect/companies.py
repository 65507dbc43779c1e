"""Who Creditsafe says a customer may be: the answers of /companies and of /companies/match.

Source: OpenAPI 1.10.4, Connect.ConfidenceMatch and Connect.CompanySearch. That a German register number may come with
its court is believed; without one it identifies nobody and is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from chalicelib.bureaus.creditsafe_connect import JSON
from chalicelib.bureaus.json_shape import members
from chalicelib.errors import SourceChangedError, SourceRefusedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.credit import Candidate
from chalicelib.model.identifier import Identifier, Scheme, parse_all

_ANSWER = {"correlationId", "totalSize", "companies", "messages", "totalMatches", "matchedCompanies"}
# Read: id, country, regNo, vatNo, name, status, address, matchScore*; the others say nothing about who it is. The last
# line is not in the specification: real answers are believed to have them.
_COMPANY = members(
    "id country regNo safeNo idType name type officeType status vatNo address activity legalForm "
    "additionalData dateOfLatestAccounts dateOfLatestChange activityCode phoneNumber matchScoreConfidence "
    "matchScoreExplainPlan tradingNames phoneNumbers website statusDescription monitoringStatus onlineReports "
    "links state province"
)
_STATUS = {"Active", "NonActive", "Pending", "Other"}
_REFUSED = {"AccessRestricted", "InvalidCredentials", "AccessLimitsNearing"}
_NUMBER = r"(?:HRA|HRB|GnR|GsR|VR|PR)\s*\d+(?:\s?[A-Z]{1,3})?"
_WITH_COURT = (
    re.compile(rf"(?P<number>{_NUMBER})\s*[,/|-]?\s*(?:Amtsgericht|AG)?\s*(?P<court>[A-ZÄÖÜ][a-zäöüß].+)"),
    re.compile(rf"(?:Amtsgericht|AG)?\s*(?P<court>[A-ZÄÖÜ][a-zäöüß].+?)\s*[,/|-]?\s*(?P<number>{_NUMBER})"),
)


def read_candidates(content: bytes) -> Iterator[Candidate]:
    """Everybody in the answer; `companies` is an object instead of a list where there is nobody.

    Raises:
        SourceRefusedError: the answer itself says that we may not see it.
        SourceChangedError: an unknown shape.
    """
    answer = JSON.members(JSON.read(content), _ANSWER, "answer")
    _heed_messages(answer)
    found = answer.get("matchedCompanies") if "matchedCompanies" in answer else answer.get("companies")
    if found in ({}, None):
        return
    for company in JSON.listed(found, _COMPANY, "companies"):
        yield _candidate(company)


def total(content: bytes) -> int:
    """How many the bureau found in all pages."""
    answer = JSON.members(JSON.read(content), None, "answer")
    size = answer.get("totalSize", 0)
    if isinstance(size, bool) or not isinstance(size, int):
        raise SourceChangedError(JSON.source, f"totalSize is {size!r}")
    return size


def _heed_messages(answer: dict[str, Any]) -> None:
    for message in JSON.listed(answer.get("messages") or [], {"type", "code", "text"}, "messages"):
        if message.get("type") == "Error":
            code = str(message.get("code"))[:60]
            error = SourceRefusedError if code in _REFUSED else SourceChangedError
            raise error(JSON.source, f"the answer says {code}")


def _candidate(company: dict[str, Any]) -> Candidate:
    country, status = JSON.word(company, "country"), JSON.word(company, "status")
    if status is not None and status not in _STATUS:
        raise SourceChangedError(JSON.source, f"unknown status {status[:40]!r}")
    plan = JSON.members(company.get("matchScoreExplainPlan") or {}, None, "matchScoreExplainPlan")
    return Candidate(
        subject_id=JSON.needed(company, "id", "company"),
        name=JSON.needed(company, "name", "company"),
        address=_address(company, country),
        identifiers=_identifiers(company, country),
        status=status,
        confidence=JSON.word(company, "matchScoreConfidence"),
        explanation={name: value for name in plan if (value := JSON.word(plan, name)) is not None},
    )


def _address(company: dict[str, Any], country: str | None) -> PostalAddress | None:
    if not company.get("address"):
        return None
    found = JSON.members(company["address"], None, "address")
    street = " ".join(part for part in (JSON.word(found, "street"), JSON.word(found, "houseNumber")) if part)
    return PostalAddress(
        street=street or None,
        postcode=JSON.word(found, "postalCode") or JSON.word(found, "postcode"),
        city=JSON.word(found, "city"),
        country=JSON.word(found, "country") or country,
        printed=JSON.word(found, "simpleValue"),
    )


def _identifiers(company: dict[str, Any], country: str | None) -> tuple[Identifier, ...]:
    """Those numbers that are possible identifiers of their country; safeNo is the bureau's own and is none."""
    number, vat = JSON.word(company, "regNo"), company.get("vatNo")
    printed = [str(one) for one in (vat if isinstance(vat, list) else [vat]) if one]
    entries: list[tuple[Scheme, str, str | None]] = [
        (Scheme.VAT, one if one[:2].isalpha() else f"{country}{one}", None) for one in printed
    ]
    if number and country == "DE":
        entries += [(Scheme.DE_REGISTER, match["number"], match["court"]) for match in _german(number)]
    elif number and country == "FR":
        entries.append((Scheme.SIREN, re.sub(r"\D", "", number)[:9], None))  # a SIRET begins with its SIREN
    elif number and country in {"GB", "CH"}:
        entries.append((Scheme.GB_COMPANY if country == "GB" else Scheme.CH_UID, number, None))
    return parse_all(entries)


def _german(number: str) -> list[re.Match[str]]:
    return [match for pattern in _WITH_COURT if (match := pattern.fullmatch(number))][:1]
