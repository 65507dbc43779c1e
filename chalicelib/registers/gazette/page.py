"""The notice itself: XHTML in which each fact carries its property (RDFa).

Source: property names from the publisher's own templates for web forms (2014 to 2017). No published page was
recorded, so that their place in today's pages is believed; what is not found there is left to the feed's words.
"""

import re
from datetime import date, datetime, time
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.notice import Hearing, HearingKind, Practitioner
from chalicelib.registers.gazette.feed import SOURCE
from chalicelib.registers.gazette.parties import Company, Roles, is_alias, is_party, numbers, own_name, plain
from chalicelib.registers.gazette.rdfa import Fact, all_words, facts, key, linked, read, text

_IRI = re.compile(r"/id/company/([A-Z]{0,2}\d{5,8}[A-Z]{0,2})(?!\w)")
_NEVER_A_DEBTOR = re.compile(
    r"ip-?company|\bip\d*\b|petitioner|creditor|applicant|appoint|charge|holder|lender|\bbank|solicitor|agent|practitioner",
    re.IGNORECASE,
)
_FORMER = ("gazorg:previousCompanyName", "gazorg:tradingAs", "gazorg:previouslyTradingAs")
_NO_OFFICE_HOLDER = re.compile(r"solicitor|counsel|petitioner|creditor|agent", re.IGNORECASE)
_HEARINGS = {
    "corp-insolvency:dateOfHearing": HearingKind.OTHER,
    "corp-insolvency:meetingTime": HearingKind.CREDITORS_MEETING,
}
_CLAIMS_UNTIL = ("insolvency:dateToSubmitClaims", "corp-insolvency:dateClaimSubmission")  # believed


class Page:
    """A notice's facts and its text.

    Raises:
        SourceChangedError: not well-formed, or no notice at all (a page with another purpose).
    """

    def __init__(self, content: bytes) -> None:
        root = read(content)
        self.words, places = all_words(root)
        self.facts = tuple(facts(root, places))
        self.text = text(root)
        self._linked = linked(root)
        if not self.facts:
            raise SourceChangedError(SOURCE, "a page without any property: not a notice")

    def value(self, *names: str) -> str | None:
        """What a machine reads of the first of the properties that is there."""
        return next((fact.value for name in names for fact in self.facts if fact.name == name and fact.value), None)

    def companies(self, title: str | None = None, *, one_alone: bool = False) -> list[Company]:
        """The debtors, in their order; the IRI's number where the printed one lost its leading zeros.

        What the page links as the notice's company, else what no word for another party came before, or the title
        names. `title` is the feed's, where it names the company; `one_alone` of a notice about one company, such as a
        petition, which is the one in the title.
        """
        roles = Roles(self.words, title)
        known = _merged([one for one in self._named(roles) if not _NEVER_A_DEBTOR.search(one.about)])
        told = [one for one in known if key(one.about) in self._linked]
        if told:
            return told
        called = [one for one in known if title and one.name and plain(one.name) in plain(title)]
        if called and one_alone:
            return called
        return _paired([one for one in known if one in called or not self._is_other(one, roles)])

    def _named(self, roles: Roles) -> list[Company]:
        """What has a company's properties; where it is not said which company, words for another party part them."""
        found: dict[str, Company] = {}
        for fact in self.facts:
            if fact.name in {"gazorg:companyNumber", "gazorg:name", *_FORMER}:
                told = "company" in fact.about.casefold() or not roles.of_another(fact.place)
                thing = fact.about if told else f"{fact.about}?petitioner"
                known = found.get(thing, Company(None, None, about=thing))
                iri = _IRI.search(fact.about)
                known = known._replace(number=iri[1]) if iri else known
                if fact.name == "gazorg:name":
                    found[thing] = _renamed(known, fact.text)
                elif fact.name == "gazorg:companyNumber":
                    found[thing] = known._replace(number=known.number or _bare(fact.text))
                else:
                    found[thing] = known._replace(aliases=(*known.aliases, *filter(None, [fact.text])))
        return [one for one in found.values() if one.name or one.number]

    def _is_other(self, company: Company, roles: Roles) -> bool:
        """Whether the place that names it first speaks of another party, or of a former name."""
        names = {"gazorg:name", "gazorg:companyNumber"}
        first = next(fact for fact in self.facts if fact.about == company.about and fact.name in names)
        if is_alias(self.words, first.place) or roles.of_another(first.place):
            return True
        return is_party(self.words, first.place + len(first.text))

    def numbers(self) -> frozenset[str]:
        """Every company number that the page gives to a company, be it the debtor or not."""
        printed = (_bare(fact.text) for fact in self.facts if fact.name == "gazorg:companyNumber")
        return frozenset(filter(None, printed))

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

    def registered_office(self) -> PostalAddress | None:
        """Registered office of the first debtor."""
        return _address(self.facts, "company-registered-office-1")

    def practitioners(self) -> list[Practitioner]:
        """Office holders; a petitioner's solicitor stands in the same place and is none."""
        types = {fact.about: fact.text for fact in self.facts if fact.name == "corp-insolvency:practitionerType"}
        first = next(iter(types.values()), "")
        names = {fact.about: fact.text for fact in self.facts if fact.name == "foaf:name" and _is_holder(fact.about)}
        holders = {
            about: name for about, name in names.items() if not _NO_OFFICE_HOLDER.search(types.get(about, first))
        }
        return [self._practitioner(about, name) for about, name in holders.items() if name]

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


def _bare(printed: str) -> str | None:
    return next((number for _, number in numbers(printed)), printed) or None


def _renamed(company: Company, printed: str) -> Company:
    name, aliases = own_name(printed)
    if company.name:  # the name that comes first is the debtor's
        return company
    return company._replace(name=name or None, aliases=(*aliases, *company.aliases))


def _merged(found: list[Company]) -> list[Company]:
    """Each company once, although the page may hold it as two things."""
    once: list[Company] = []
    for one in found:
        for place, known in enumerate(once):
            both = {known.number, one.number} - {None}
            alike = known.name and one.name and plain(known.name) == plain(one.name)
            if (known.number and known.number == one.number) or (alike and len(both) < 2):
                aliases = tuple(dict.fromkeys((*known.aliases, *one.aliases)))
                once[place] = Company(known.name or one.name, known.number or one.number, aliases, known.about)
                break
        else:
            once.append(one)
    return once


def _paired(found: list[Company]) -> list[Company]:
    """One name without number and one number without name are one company."""
    if len(found) == 2 and {bool(one.name) for one in found} == {bool(one.number) for one in found} == {True, False}:
        named, numbered = sorted(found, key=lambda one: one.name is None)
        return [named._replace(number=numbered.number)] if not named.number else found
    return found


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
