"""Candidates of the identity resolution (cleanseMatch)."""

from collections.abc import Iterator

from chalicelib.bureaus.duns import NAME
from chalicelib.bureaus.strict_json import Members, read_object
from chalicelib.model.address import PostalAddress
from chalicelib.model.credit import Candidate
from chalicelib.model.document import Document
from chalicelib.model.identifier import Identifier, Scheme, parse_all

_GRADES = {"A": "equal", "B": "close", "F": "different", "Z": "not compared"}


def candidates(document: Document) -> Iterator[Candidate]:
    """Everybody in the answer; nobody where it is a 404, or an empty list.

    Raises:
        SourceChangedError: an unknown shape, or a confidence outside 1 to 10.
    """
    answer = read_object(NAME, document.content, "match")
    if document.attributes.get("status") == "404":
        return
    if "matchCandidates" not in answer:
        raise answer.changed("without matchCandidates")
    for found in answer.items("matchCandidates"):
        firm, quality = found.inner("organization"), found.inner("matchQualityInformation")
        confidence = quality.whole("confidenceCode")
        if confidence is None or not 1 <= confidence <= 10:
            raise quality.changed(f"confidenceCode {confidence} is none between 1 and 10")
        yield Candidate(
            subject_id=firm.need("duns"),
            name=firm.need("primaryName"),
            address=_address(firm.inner("primaryAddress")),
            identifiers=_identifiers(firm),
            former_names=tuple(one.need("name") for one in firm.items("tradeStyleNames")),
            status=firm.inner("dunsControlStatus").inner("operatingStatus").text("description"),
            confidence=str(confidence),
            explanation=_explanation(quality),
        )


def _explanation(quality: Members) -> dict[str, str]:
    """The bureau's grade per compared field, in words: A equal, B close, F different, Z not compared."""
    found = {}
    for one in quality.items("matchGradeComponents"):
        rating = one.need("componentRating")
        found[one.need("componentType")] = _GRADES.get(rating, rating)
    if (score := quality.text("nameMatchScore")) is not None:
        found["nameMatchScore"] = score
    return found


def _address(address: Members) -> PostalAddress:
    country = address.inner("addressCountry").text("isoAlpha2Code")
    return PostalAddress(
        street=address.inner("streetAddress").text("line1"),
        postcode=address.text("postalCode"),
        city=address.inner("addressLocality").text("name"),
        country=country,
    )


def _identifiers(firm: Members) -> tuple[Identifier, ...]:
    """Numbers whose kind its description names (believed); a German register number comes without its court."""
    entries: list[tuple[Scheme, str, str | None]] = []
    for one in firm.items("registrationNumbers"):
        number, kind = one.text("registrationNumber"), (one.text("typeDescription") or "").casefold()
        if number and "siret" in kind:
            entries.append((Scheme.SIREN, number[:9], None))
        elif number:
            entries.extend((scheme, number, None) for word, scheme in _NUMBERS if word in kind)
    return parse_all(entries)


_NUMBERS = (
    ("siren", Scheme.SIREN),
    ("vat", Scheme.VAT),
    ("value added tax", Scheme.VAT),
    ("lei", Scheme.LEI),
    ("companies house", Scheme.GB_COMPANY),
    ("uid", Scheme.CH_UID),
)
