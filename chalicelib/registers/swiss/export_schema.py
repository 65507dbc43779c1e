"""The gazette's export schema, as far as it was seen: what may stand in a publication, and how it is read.

Source: recorded publications of schema 1.26 and 1.2; elements marked believed are known from public clients only.
"""

from datetime import date
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError

SOURCE = "ch_shab"


def _texts(names: str) -> dict[str, Any]:
    return dict.fromkeys(names.split())


# Known children; None: text only. An element outside this tree is a changed form.
_COUNTRY = {"name": _texts("de fr it en"), "isoCode": None}
_STREET = _texts("street houseNumber swissZipCode town addressLine1 addressLine2")
_LIMIT = _texts("daysAfterPublication entryDeadline commentEntryDeadline")
_OFFICE = {
    **_texts("id displayName street streetNumber swissZipCode town containsPostOfficeBox"),
    "postOfficeBox": _texts("number swissZipCode town"),
}
META: dict[str, Any] = {
    **_texts(
        "id rubric subRubric language publicationNumber publicationState publicationDate expirationDate "
        "primaryTenantCode onBehalfOf legalRemedy cantons repeatedPublications"
    ),
    "registrationOffice": _OFFICE,
    "secondaryTenants": _texts("tenantCode publicationDate"),
    "title": _texts("de en it fr"),
}
CONTENT: dict[str, Any] = {
    "debtor": {
        "selectType": None,
        "companies": {
            "noUID": None,
            "company": {
                **_texts("name uid uidOrganisationId uidOrganisationIdCategorie legalForm"),
                "address": _STREET,
                "canton": None,
                "customAddress": None,  # believed
                "country": _COUNTRY,  # believed
            },
        },
        "person": {
            **_texts("prename name dateOfBirth dateOfDeath placeOfOrigin personInformation"),
            "countryOfOrigin": _COUNTRY,
            "residence": {"selectType": None},
            "addressSwitzerland": _STREET,
            "addressForeign": {"addressCustomText": None, "country": _COUNTRY},  # believed
        },
    },
    "proceeding": {"selectType": None},
    "claimOfCreditors": _LIMIT,
    "inventory": _LIMIT,
    "appeal": _LIMIT,  # believed
    "auction": _texts("date time location"),
    "creditorMeeting": _texts("dateFrom time location"),  # believed
    **_LIMIT,
    **_texts(
        "addition or731b resolutionDate cessationDate advanceAmount proceedingEndDate proceedingRevocationDate "
        "registrationOffice remarks additionalLegalRemedy locationCirculationAuthority auctionObjects "
        "informationAboutEdition entryStart title publication"
    ),
    **_texts(  # believed
        "otherProceeding additionalLegalRemedyStatic affectedLand registrationOfficeComplain registrationOfficeAppeal"
    ),
}


def check_known(element: etree._Element, known: dict[str, Any], path: str) -> None:
    """Nothing, when all children are in the tree of known ones.

    Raises:
        SourceChangedError: an element that was never seen, or text where children are expected.
    """
    if (element.text or "").strip():
        raise SourceChangedError(SOURCE, f"text {element.text!r} directly under {path}")
    for child in element.iterchildren(tag=etree.Element):
        name = f"{path}/{child.tag}"
        if child.tag not in known:
            raise SourceChangedError(SOURCE, f"unknown element {name}")
        below = known[str(child.tag)]
        if below is not None:
            check_known(child, below, name)
        elif len(child):
            raise SourceChangedError(SOURCE, f"{name} has children where text was expected")


def text(element: etree._Element | None, path: str) -> str | None:
    """Trimmed text of the one element at the path, None when missing or empty."""
    found = None if element is None else element.findtext(path)
    return (found or "").strip() or None


def required(element: etree._Element, path: str) -> str:
    """As `text`.

    Raises:
        SourceChangedError: there is none.
    """
    if (found := text(element, path)) is None:
        raise SourceChangedError(SOURCE, f"{path} is missing")
    return found


def day(element: etree._Element, path: str) -> date | None:
    """The date at the path.

    Raises:
        SourceChangedError: it is no ISO date.
    """
    if (printed := text(element, path)) is None:
        return None
    try:
        return date.fromisoformat(printed[:10])
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"{path} is {printed!r}, not a date") from error
