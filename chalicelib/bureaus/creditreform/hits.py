"""Reads a hit list of the address search."""

from collections.abc import Iterator

from chalicelib.bureaus.creditreform import NAME, report
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.model.address import PostalAddress
from chalicelib.model.credit import Candidate
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_all


def candidates(document: Document) -> Iterator[Candidate]:
    """Everybody in the hit list.

    Raises:
        SourceChangedError: an unknown shape.
    """
    answer = read_object(NAME, document.content, "hits")
    if "data" not in answer:
        raise answer.changed("without data")
    shown, total = answer.items("data"), answer.whole("totalCount")
    for hit in shown:
        address = hit.inner("address")
        uid = hit.text("uid") or address.text("uid")
        explanation = {"match_level": document.attributes.get("match_level", ""), "archive": _archive(hit)}
        if total is not None and total > len(shown):
            explanation["cut"] = f"{len(shown)} of {total} hits"
        yield Candidate(
            subject_id=hit.need("crefoId"),
            name=" ".join(part for part in (address.text("firstName"), address.need("name")) if part),
            address=_address(address),
            identifiers=parse_all([(Scheme.CH_UID, uid, None)]) if uid else (),
            birth_date=address.day("dateOfBirth", report.ZONE),
            status=hit.word("status"),
            explanation={key: value for key, value in explanation.items() if value},
        )


def _archive(hit: Members) -> str:
    found = hit.at("archiveType.types") or hit.at("archiveType") or []
    return " ".join(str(one) for one in found) if isinstance(found, list) else ""


def _address(address: Members) -> PostalAddress:
    street = " ".join(part for part in (address.text("addressLine1"), address.text("houseNr")) if part)
    return PostalAddress(
        street=street or None,
        postcode=address.text("postalCode"),
        city=address.text("city"),
        country=address.text("country"),
    )
