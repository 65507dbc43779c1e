"""The look-up service: a company's, or a file number's, proceedings as they stand today.

Source: official WSDL and XSD (2019-02); court and dates of the insolvency by public clients (they came later).
"""

import re
from datetime import date
from typing import NamedTuple

from lxml import etree

from chalicelib.errors import SourceChangedError, SourceUnreachableError, TooManyHitsError
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.registers.czech import soap
from chalicelib.registers.czech.parties import Party, of_look_up
from chalicelib.web import Web

URL = "https://isir.justice.cz:8443/isir_cuzk_ws/IsirWsCuzkService"
MOST_RESULTS = 100
ANSWER = "getIsirWsCuzkDataResponse"
_DATA = (
    *("ic", "rc", "cisloSenatu", "druhVec", "bcVec", "rocnik", "nazevOrganizace", "datumNarozeni", "titulPred"),
    *("titulZa", "jmeno", "nazevOsoby", "druhAdresy", "mesto", "ulice", "cisloPopisne", "okres", "zeme", "psc"),
    *("druhStavKonkursu", "urlDetailRizeni", "dalsiDluznikVRizeni", "datumPmZahajeniUpadku", "datumPmUkonceniUpadku"),
)
_FILE_NUMBER = re.compile(r"(?P<druhVec>[A-Z]+) (?P<bcVec>[0-9]+)/(?P<rocnik>[0-9]{4})")


class Name(NamedTuple):
    """An organisation's name, or a person's surname, first name and birth date."""

    name: str
    first_name: str | None = None
    birth_date: date | None = None


class Standing(NamedTuple):
    """One debtor's proceedings as they stand."""

    file_number: str
    senate: str | None
    court: str | None
    state: str
    debtor: Party | None
    opened: date | None
    closed: date | None
    url: str | None


def by_company(web: Web, number: str) -> etree._Element:
    """The answer about proceedings that run against the company; raises as `_asked`."""
    return _asked(web, {"ic": number, "maxPocetVysledku": str(MOST_RESULTS), "filtrAktualniRizeni": "T"})


def name_of(customer: Customer) -> Name | None:
    """The name to ask by; None for a customer from elsewhere, and for a person who is not told from namesakes."""
    if customer.address is None or customer.address.country != "CZ":
        return None
    if customer.kind is not CustomerKind.PERSON:
        return Name(customer.name)
    if not (customer.first_name and customer.surname and customer.birth_date):
        return None
    return Name(customer.surname, customer.first_name, customer.birth_date)


def by_name(web: Web, name: Name) -> etree._Element:
    """The answer about proceedings that run against whoever has this name, accents or not; raises as `_asked`."""
    asked = {"nazevOsoby": name.name}
    if name.first_name and name.birth_date:
        asked |= {"jmeno": name.first_name, "datumNarozeni": name.birth_date.isoformat()}
    asked |= {"maxPocetVysledku": str(MOST_RESULTS), "filtrAktualniRizeni": "T"}
    return _asked(web, {**asked, "vyhledatPresnouShoduJmen": "T", "vyhledatBezDiakritiky": "T"})


def by_file_number(web: Web, printed: str) -> etree._Element:
    """The answer about one case; raises as `_asked` and `file_number_parts`."""
    parts = file_number_parts(printed)
    return _asked(web, {**parts, "maxPocetVysledku": str(MOST_RESULTS), "filtrAktualniRizeni": "F"})


def file_number_parts(printed: str) -> dict[str, str]:
    """Kind, number and year of a case.

    Raises:
        SourceChangedError: it is written in another way.

    >>> file_number_parts("INS 11459/2013")
    {'druhVec': 'INS', 'bcVec': '11459', 'rocnik': '2013'}
    """
    match = _FILE_NUMBER.fullmatch(printed)
    if match is None:
        raise SourceChangedError(soap.SOURCE, f"file number {printed!r} is no kind, number and year")
    return match.groupdict()


def _asked(web: Web, values: dict[str, str]) -> etree._Element:
    """The answer, of which `records` are the rows.

    Raises:
        TooManyHitsError: the service has more rows than it gives.
        SourceUnreachableError: the server says that it is in trouble.
        SourceChangedError: it says that the request is wrong.
    """
    answer = soap.ask(web, URL, soap.LOOK_UP_TYPES, "getIsirWsCuzkDataRequest", values)
    rows = len(records(answer))
    if rows >= MOST_RESULTS:
        raise TooManyHitsError(soap.SOURCE, f"the look-up of {sorted(values)} gave {rows} rows, the most it gives")
    return answer


def records(answer: etree._Element) -> list[etree._Element]:
    """The answer's rows; none where it says "Prázdný výsledek" (WS2), which is an answer and no failure.

    Raises:
        SourceUnreachableError, SourceChangedError: as `_asked`.
    """
    status = answer.find("stav")
    if etree.QName(answer).localname != ANSWER or status is None:
        raise SourceChangedError(soap.SOURCE, f"<{answer.tag}> where the look-up's answer was expected")
    code = soap.text(status, "kodChyby")
    words = f"look-up {code}: {soap.text(status, 'textChyby')} {soap.text(status, 'popisChyby') or ''}"
    if code in {"SERVER1", "SQL1"}:
        raise SourceUnreachableError(soap.SOURCE, words)
    if code not in {None, "WS2"}:
        raise SourceChangedError(soap.SOURCE, words)
    return [soap.known(row, _DATA) for row in answer.findall("data") if len(row)]


def standing(row: etree._Element) -> Standing:
    """What a row says.

    Raises:
        SourceChangedError: file number or state is missing, or a date is none.
    """
    parts = [soap.required(row, name) for name in ("druhVec", "bcVec", "rocnik")]
    return Standing(
        file_number=f"{parts[0]} {parts[1]}/{parts[2]}",
        senate=soap.text(row, "cisloSenatu"),
        court=soap.text(row, "nazevOrganizace"),
        state=soap.text(row, "druhStavKonkursu") or "",
        debtor=of_look_up(row),
        opened=soap.day(row, "datumPmZahajeniUpadku"),
        closed=soap.day(row, "datumPmUkonceniUpadku"),
        url=soap.text(row, "urlDetailRizeni"),
    )
