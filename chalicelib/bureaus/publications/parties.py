"""A company as North Data describes it: name, place, and register entry in our identifiers."""

import re
from typing import Any

from chalicelib.bureaus.json_shape import JsonShape, members
from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Identifier, Scheme, parse_all
from chalicelib.model.notice import DebtorKind

JSON = JsonShape("northdata")
# Members of the schema "Company"; those that are not read below are left aside on purpose.
COMPANY = members(
    "id name rawName address register lei euId elfCode subject originalSubject originalSubjectLang proxyPolicy "
    "segmentCodes northDataUrl terminated status history capital financials mktgTechIndicators "
    "oflagsIndicators events extras sheets relatedCompanies relatedPersons filings flags overallRiskLevel "
    "blocked lastUpdateTime"
)
_ADDRESS = {"street", "extra", "postalCode", "city", "state", "country", "lat", "lng", "formattedValue"}
_REGISTER = {"country", "city", "id", "uniqueKey"}
_GERMAN = re.compile(r"(?:(?P<court>(?:Amtsgericht|AG) .+?) )?(?P<number>(?:HRA|HRB|GnR|GsR|VR|PR|GüR)\s*\d.*)")
_SOLE_TRADER = re.compile(r"\be\.? ?K(?:fm|fr|ffr)?\b\.?|\beingetragene[rn]? Kauf(?:mann|frau)\b", re.IGNORECASE)


def name_of(company: dict[str, Any]) -> str:
    """The company's present name."""
    return JSON.needed(JSON.members(company.get("name"), {"name", "legalForm"}, "company name"), "name", "company name")


def address_of(company: dict[str, Any]) -> PostalAddress | None:
    """The address; None where the bureau knows none."""
    if company.get("address") is None:
        return None
    found = JSON.members(company["address"], _ADDRESS, "address")
    street = ", ".join(part for part in (JSON.word(found, "extra"), JSON.word(found, "street")) if part)
    return PostalAddress(
        street=street or None,
        postcode=JSON.word(found, "postalCode"),
        city=JSON.word(found, "city"),
        country=JSON.word(found, "country"),
        printed=JSON.word(found, "formattedValue"),
    )


def register_of(company: dict[str, Any]) -> dict[str, str]:
    """Members of the register entry that are there: country, city, id, uniqueKey."""
    if company.get("register") is None:
        return {}
    found = JSON.members(company["register"], _REGISTER, "register")
    return {name: value for name in _REGISTER if (value := JSON.word(found, name))}


def identifiers_of(company: dict[str, Any]) -> tuple[Identifier, ...]:
    """Register entry and LEI, as far as they are possible identifiers; a German number only with its court."""
    register, address = register_of(company), address_of(company)
    country = register.get("country") or (address.country if address else None)
    entry = _entry(country, register.get("id", ""), register.get("city"))
    lei = JSON.word(company, "lei")
    return parse_all([*([entry] if entry else []), *([(Scheme.LEI, lei, None)] if lei else [])])


def _entry(country: str | None, printed: str, city: str | None) -> tuple[Scheme, str, str | None] | None:
    """The entry by country, as the guide's appendix of registers writes them."""
    german = _GERMAN.fullmatch(printed)
    if german and country in {None, "DE"}:
        return Scheme.DE_REGISTER, german["number"], city or german["court"]
    if country == "FR":
        return Scheme.SIREN, re.sub(r"(?i)^siren\s*", "", printed), None
    if country == "GB":
        return Scheme.GB_COMPANY, re.sub(r"(?i)^companies house\s*", "", printed), None
    if country == "CH":
        return Scheme.CH_UID, printed, None
    return None


def kind_of(company: dict[str, Any], case_number: str | None) -> DebtorKind:
    """Person or organisation; a registered merchant and a debtor in consumer proceedings (IK) are persons."""
    legal_form = JSON.word(JSON.members(company.get("name"), {"name", "legalForm"}, "company name"), "legalForm")
    if re.search(r"\bIK\b", case_number or "") or _SOLE_TRADER.search(f"{name_of(company)} {legal_form or ''}"):
        return DebtorKind.PERSON
    number = register_of(company).get("id", "")
    return DebtorKind.ORGANISATION if legal_form or number else DebtorKind.UNKNOWN


def subject_id_of(company: dict[str, Any]) -> str:
    """The register's key, which the bureau says is stable; its own ids are not to be stored."""
    register, address = register_of(company), address_of(company)
    if key := register.get("uniqueKey"):
        return f"key:{key}"
    if number := register.get("id"):
        return f"id:{number}|{register.get('city', '')}"
    return f"name:{name_of(company)}|{(address and address.city) or ''}"


def former_names_of(company: dict[str, Any]) -> tuple[str, ...]:
    """Names the company had before, as its history lists them."""
    history = JSON.members(company.get("history") or {}, None, "history")
    names = [name_of(one) for one in JSON.listed(history.get("names") or [], {"name", "date"}, "history.names")]
    return tuple(dict.fromkeys(name for name in names if name != name_of(company)))


def status_of(company: dict[str, Any]) -> str | None:
    """active, liquidation or terminated; the XML form writes them in capitals."""
    status = (JSON.word(company, "status") or "").lower()
    if status not in {"", "active", "liquidation", "terminated"}:
        raise SourceChangedError("northdata", f"unknown status {status[:40]!r}")
    return status or None
