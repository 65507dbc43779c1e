"""A publication of the Swiss gazette as its export writes it, from the few facts that tell one from another."""

from datetime import date, timedelta
from typing import Any

from lxml import etree

_VISIBLE_FOR = timedelta(days=5 * 365)


def publication(facts: dict[str, Any], day: date) -> bytes:
    """The publication's own XML."""
    kind = facts["kind"]
    space = f"https://shab.ch/shab/{kind}-export"
    root = etree.Element(f"{{{space}}}publication", nsmap={kind: space})
    _fill(etree.SubElement(root, "meta"), _meta(facts, day))
    content = _call_to_creditors(facts) if kind == "KK02" else _free_text(facts)
    _fill(etree.SubElement(root, "content"), content)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _meta(facts: dict[str, Any], day: date) -> dict[str, Any]:
    office = facts["office"]
    return {
        "id": facts["id"],
        "rubric": "KK",
        "subRubric": facts["kind"],
        "language": "de",
        "registrationOffice": {
            "id": facts["id"][::-1],
            "displayName": office["name"],
            "street": office["street"],
            "streetNumber": office["number"],
            "swissZipCode": office["postcode"],
            "town": office["town"],
            "containsPostOfficeBox": "false",
        },
        "publicationNumber": facts["number"],
        "publicationState": "PUBLISHED",
        "publicationDate": day.isoformat(),
        "expirationDate": (day + _VISIBLE_FOR).isoformat(),
        "primaryTenantCode": "shab",
        "legalRemedy": "Publikation nach Art. 231 und 232 SchKG.",
        "cantons": facts["canton"],
        "title": dict.fromkeys(("de", "en", "it", "fr"), facts["title"]),
    }


def _call_to_creditors(facts: dict[str, Any]) -> dict[str, Any]:
    office = facts["office"]
    return {
        "proceeding": {"selectType": "summary"},
        "debtor": _debtor(facts),
        "or731b": "No",
        "resolutionDate": facts["resolution"],
        "daysAfterPublication": "30",
        "entryDeadline": facts["deadline"],
        "registrationOffice": "\n".join(
            (
                office["name"],
                f"{office['street']} {office['number']}",
                f"{office['postcode']} {office['town']}",
                "Telefon: +41 71 555 01 22",
                "E-Mail: sg@konkurs.example.com",
            )
        ),
    }


def _free_text(facts: dict[str, Any]) -> dict[str, Any]:
    return {"title": facts["title"], "publication": facts["text"]}


def _debtor(facts: dict[str, Any]) -> dict[str, Any]:
    company = facts["company"]
    number = company["uid"].replace("CHE-", "").replace(".", "")
    return {
        "selectType": "company",
        "companies": {
            "noUID": "false",
            "company": {
                "name": company["name"],
                "uid": company["uid"],
                "uidOrganisationId": number,
                "uidOrganisationIdCategorie": "CHE",
                "legalForm": company["form"],
                "address": {
                    "street": company["street"],
                    "houseNumber": company["number"],
                    "swissZipCode": company["postcode"],
                    "town": company["town"],
                },
                "canton": facts["canton"],
            },
        },
    }


def _fill(element: etree._Element, children: dict[str, Any]) -> None:
    for name, value in children.items():
        child = etree.SubElement(element, name)
        if isinstance(value, dict):
            _fill(child, value)
        else:
            child.text = value
