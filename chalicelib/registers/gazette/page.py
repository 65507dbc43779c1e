"""The notice itself: XHTML in which each fact carries its property (RDFa).

Source: property names from the publisher's own templates for web forms (2014 to 2017). No published page was
recorded, so that their place in today's pages is believed; what is not found there is left to the feed's words.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.notice import Hearing, HearingKind, Practitioner
from chalicelib.registers.gazette.feed import SOURCE

COMPANY_NUMBER = re.compile(
    r"\bcompany\s+(?:number|no\.?|registration number)\s*:?\s*([A-Z]{0,2}\s?\d{5,8})\b", re.IGNORECASE
)
_IRI = re.compile(r"business\.data\.gov\.uk/id/company/([A-Z]{0,2}\d{6,8})")
_XML = "{http://www.w3.org/1999/xhtml}"
_HEARINGS = {
    "corp-insolvency:dateOfHearing": HearingKind.OTHER,
    "corp-insolvency:meetingTime": HearingKind.CREDITORS_MEETING,
}
_CLAIMS_UNTIL = ("insolvency:dateToSubmitClaims", "corp-insolvency:dateClaimSubmission")  # believed


class Fact(NamedTuple):
    """One property of one thing: `about` is the thing, `value` what a machine reads, `text` what is printed."""

    about: str
    name: str
    value: str
    text: str


class Company(NamedTuple):
    """A debtor of the notice."""

    name: str | None
    number: str | None


class Page:
    """A notice's facts and its text.

    Raises:
        SourceChangedError: not well-formed, or no notice at all (a page with another purpose).
    """

    def __init__(self, content: bytes) -> None:
        root = _read(content)
        self.facts = tuple(_facts(root))
        self.text = _text(root)
        if not self.facts:
            raise SourceChangedError(SOURCE, "a page without any property: not a notice")

    def value(self, *names: str) -> str | None:
        """What a machine reads of the first of the properties that is there."""
        return next((fact.value for name in names for fact in self.facts if fact.name == name and fact.value), None)

    def companies(self) -> list[Company]:
        """The debtors, in their order; the IRI's number where the printed one lost its leading zeros."""
        found: dict[str, Company] = {}
        for fact in self.facts:
            if fact.name in {"gazorg:companyNumber", "gazorg:name"} and "ip-company" not in fact.about.casefold():
                known = found.get(fact.about, Company(None, None))
                if fact.name == "gazorg:name":
                    found[fact.about] = known._replace(name=known.name or fact.text or None)
                else:
                    iri = _IRI.search(fact.about)
                    found[fact.about] = known._replace(number=iri[1] if iri else known.number or fact.text or None)
        with_number = [company for company in found.values() if company.number]
        return with_number or [company for about, company in found.items() if "company" in about.casefold()]

    def case_number(self) -> str | None:
        """The court's number, "CR-2026-000123" or "123 of 2026"."""
        if code := self.value("court:caseCode"):
            return code if re.search(r"\d", code) else None
        number, year = self.value("court:caseNumber"), self.value("court:caseYear")
        if number and year and year not in number:
            return f"{number} of {year}"
        return number

    def court(self) -> str | None:
        """The court with its district."""
        parts = (self.value("court:courtName"), self.value("court:courtDistrict", "court:countyCourtName"))
        return ", ".join(part for part in parts if part) or None

    def hearings(self) -> tuple[Hearing, ...]:
        """Hearings and meetings that carry a date."""
        place = self.value("corp-insolvency:nameOfPlaceOfHearing")
        found = (
            Hearing(kind=_HEARINGS[fact.name], date=when[0], time=when[1], place=place)
            for fact in self.facts
            if fact.name in _HEARINGS and (when := moment(fact.value))
        )
        return tuple(dict.fromkeys(found))

    def claims_until(self) -> date | None:
        """The last day for lodging claims."""
        when = moment(self.value(*_CLAIMS_UNTIL) or "")
        return when[0] if when else None

    def former_names(self) -> tuple[str, ...]:
        """Former and trade names of the first debtor."""
        names = {"gazorg:previousCompanyName", "gazorg:tradingAs", "gazorg:previouslyTradingAs"}
        return tuple(dict.fromkeys(fact.text for fact in self.facts if fact.name in names and fact.text))

    def registered_office(self) -> PostalAddress | None:
        """Registered office of the first debtor."""
        return _address(self.facts, "company-registered-office-1")

    def practitioners(self) -> list[Practitioner]:
        """Office holders; a petitioner's solicitor stands in the same place and is none."""
        if (self.value("corp-insolvency:practitionerType") or "").casefold() == "solicitor":
            return []
        names = {fact.about: fact.text for fact in self.facts if fact.name == "foaf:name" and _is_holder(fact.about)}
        return [self._practitioner(about, name) for about, name in names.items() if name]

    def _practitioner(self, about: str, name: str) -> Practitioner:
        number = re.search(r"(\d+)$", about)
        mine = {fact.name: fact.text for fact in self.facts if fact.about == about and fact.text}
        suffix = number[1] if number else "1"
        firms = [f.text for f in self.facts if f.name == "gazorg:name" and f.about.endswith(f"IP-company-{suffix}")]
        address = _address(self.facts, f"IP{suffix}-address-1") or _address(self.facts, "IP1-address-1")
        return Practitioner(
            name=name,
            role=mine.get("corp-insolvency:practitionerType") or mine.get("person:hasRole"),
            firm=firms[0] if firms else None,
            address=address,
            phone=mine.get("gaz:telephone"),
            email=mine.get("gaz:email"),
        )


def moment(printed: str) -> tuple[date, time | None] | None:
    """Day and time of day; None when there is no date in it.

    >>> moment("2026-02-18T10:30:00"), moment("2026-02-18"), moment("10:30 on a Monday")
    ((datetime.date(2026, 2, 18), datetime.time(10, 30)), (datetime.date(2026, 2, 18), None), None)
    """
    try:
        found = datetime.fromisoformat(printed.strip())
    except ValueError:
        try:
            return date.fromisoformat(printed.strip()[:10]), None
        except ValueError:
            return None
    return found.date(), found.time() if "T" in printed else None


def _read(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceChangedError(SOURCE, f"cut or malformed XHTML: {error}") from error
    if list(root.iter(etree.Entity)):
        raise SourceChangedError(SOURCE, "a page with entities of its own")
    return root


def _facts(root: etree._Element) -> Iterator[Fact]:
    for element in root.iter(etree.Element):
        if name := element.get("property"):
            text = _words(element)
            yield Fact(_about(element), name, (element.get("content") or text).strip(), text)


def _about(element: etree._Element | None) -> str:
    while element is not None:
        if found := element.get("about") or element.get("resource"):
            return found
        element = element.getparent()
    return ""


def _text(root: etree._Element) -> str:
    article = next(root.iter(f"{_XML}article", "article"), None)
    body = article if article is not None else next(root.iter(f"{_XML}body", "body"), root)
    blocks = list(body.iter(f"{_XML}p", "p", f"{_XML}dd", "dd", f"{_XML}h2", "h2"))
    lines = (_words(block) for block in blocks or [body])
    return "\n".join(line for line in lines if line)


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _is_holder(about: str) -> bool:
    return bool(re.search(r"\bIP\d*$", about))


def _address(facts: tuple[Fact, ...], about: str) -> PostalAddress | None:
    parts = {fact.name: fact.text for fact in facts if fact.about.endswith(about) and fact.text}
    wanted: dict[str, Any] = {
        "street": ", ".join(filter(None, (parts.get("vcard:street-address"), parts.get("vcard:extended-address")))),
        "city": parts.get("vcard:locality"),
        "postcode": parts.get("vcard:postal-code"),
    }
    known = {name: value for name, value in wanted.items() if value}
    return PostalAddress(**known, country="GB") if known else None
