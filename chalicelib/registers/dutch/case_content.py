"""A case as the service tells it: the debtor, the office holders and every publication so far.

Source: RSpublicWS_InsolvencyContentWithReports02.xsd, a recorded case of 2021. `_KNOWN` is the schema's tree.
"""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind, Practitioner
from chalicelib.registers.dutch.soap import CONTENT, SOURCE

PUBLICATION = re.compile(r"(?:\d{2}\.)?[a-z]{3}\.\d{2}\.\d{1,4}\.[FSR]\.\d{4}\.\d{1,2}\.\d{2}")
_NUMBER = re.compile(r"[FSR]\.(?:\d{2}/)?\d{2}/\d{1,4}")
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_DATE = re.compile(
    rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})(?:\s+om\s+(\d{{1,2}})[.:](\d{{2}}))?", re.IGNORECASE
)
_ROLES = {"C": "curator", "B": "bewindvoerder"}


def _texts(names: str) -> dict[str, Any]:
    return dict.fromkeys(names.split())


_ADDRESS = _texts("datumBegin straat huisnummer huisnummerToevoeging1 huisnummerToevoeging2 postcode plaats adresType")
_KNOWN: dict[str, Any] = {
    **_texts(
        "ssrNummer preHGKInsolventieNummer insolventienummer behandelendeInstantieCode behandelendeInstantieNaam "
        "behandelendeVestigingCode behandelendeVestigingNaam isPreHGKGepubliceerd RC VorigeRC vorigInsolventienummer "
        "eindeVindbaarheid"
    ),
    "persoon": _texts(
        "rechtspersoonlijkheid voornaam voorletters voorvoegsel achternaam geboortedatum geboorteplaats geboorteland "
        "overlijdensdatum KvKNummer KvKPlaats"
    ),
    "adressen": {"geheimAdres": None, "adres": _ADDRESS},
    "handelendOnderDeNamen": {
        "handelendOnderDeNaam": {
            **_texts("handelsnaam KvKNummer KvKPlaats"),
            "handelsadressen": {"handelsadres": _ADDRESS},
        }
    },
    "cbvers": {
        "cbv": {
            **_texts("datumBegin datumEind titulatuur voorletters voorvoegsel achternaam CB"),
            "adres": {**_ADDRESS, "telefoonnummer": None},
        }
    },
    "publicatiegeschiedenis": {
        "publicatie": {
            **_texts("publicatieDatum publicatieKenmerk publicatieOmschrijving publicatieSoortCode"),
            "publicerendeInstantieCode": None,
            "zittingslocatie": _texts("straat huisnummer huisnummerToevoeging plaats"),
        },
        "instroomLegacy": None,
    },
    "beschikbareVerslagen": {"verslag": _texts("publicatiedatumVerslag kenmerk titel eindverslag")},
}


class Moment(NamedTuple):
    """A day, with the time of day where one is printed."""

    day: date
    hour: time | None


class Case:
    """One case of the register.

    Raises:
        SourceChangedError: an element outside the schema, or no case number, debtor or publication.
    """

    def __init__(self, insolvente: etree._Element) -> None:
        self._root = insolvente
        _check_known(insolvente, _KNOWN, "insolvente")
        self.number = self.required("insolventienummer")
        if not _NUMBER.fullmatch(self.number):
            raise SourceChangedError(SOURCE, f"insolventienummer {self.number!r}")

    def text(self, path: str, below: etree._Element | None = None) -> str | None:
        """Text at the path, None when missing or empty."""
        root = self._root if below is None else below
        found = root.findtext("/".join(f"{{{CONTENT}}}{step}" for step in path.split("/")))
        return " ".join((found or "").split()) or None

    def required(self, path: str, below: etree._Element | None = None) -> str:
        """As `text`.

        Raises:
            SourceChangedError: there is none.
        """
        if (found := self.text(path, below)) is None:
            raise SourceChangedError(SOURCE, f"{path} is missing")
        return found

    def each(self, path: str) -> list[etree._Element]:
        """Elements at the path."""
        return self._root.findall("/".join(f"{{{CONTENT}}}{step}" for step in path.split("/")))

    def day(self, path: str, below: etree._Element | None = None) -> date | None:
        """The date at the path.

        Raises:
            SourceChangedError: it is none.
        """
        printed = self.text(path, below)
        try:
            return date.fromisoformat(printed[:10]) if printed else None
        except ValueError as error:
            raise SourceChangedError(SOURCE, f"{path} is {printed!r}") from error

    @property
    def is_consumer(self) -> bool:
        """A natural person who trades under no name and has no number in the trade register."""
        person = self.text("persoon/rechtspersoonlijkheid") == "natuurlijk persoon"
        return person and not self.text("persoon/KvKNummer") and not self.each("handelendOnderDeNamen")

    def court(self) -> str:
        """The court with the place it sits at."""
        place = self.text("behandelendeVestigingNaam")
        court = self.required("behandelendeInstantieNaam")
        return f"{court}, {place}" if place and place not in court else court

    def debtor(self) -> dict[str, Any]:
        """Notice fields about the debtor."""
        kind = self.required("persoon/rechtspersoonlijkheid")
        if kind not in {"rechtspersoon", "natuurlijk persoon"}:
            raise SourceChangedError(SOURCE, f"rechtspersoonlijkheid {kind!r}")
        surname = " ".join(filter(None, (self.text("persoon/voorvoegsel"), self.required("persoon/achternaam"))))
        names = self.each("handelendOnderDeNamen/handelendOnderDeNaam")
        aliases = [self.required("handelsnaam", name) for name in names]
        own = self.text("persoon/KvKNummer")
        numbers = [own, *(self.text("KvKNummer", name) for name in names if name.get("voorheen") != "true")]
        facts: dict[str, Any] = {
            "debtor_reg_no": own,
            "debtor_reg_office": (self.text("persoon/KvKPlaats") or "Kamer van Koophandel") if own else None,
            "debtor_identifiers": parse_all([(Scheme.NL_KVK, one, None) for one in numbers if one]),
            "debtor_aliases": tuple(dict.fromkeys(alias for alias in aliases if alias != surname)),
            "debtor_postal_address": self._address(),
        }
        if kind == "rechtspersoon":
            return facts | {"debtor_kind": DebtorKind.ORGANISATION, "debtor_name": surname}
        first = self.text("persoon/voornaam") or self.text("persoon/voorletters")
        person = {
            "debtor_kind": DebtorKind.PERSON,
            "debtor_name": " ".join(filter(None, (first, surname))),
            "debtor_first_name": first,
            "debtor_surname": surname,
            "birth_date": self.day("persoon/geboortedatum"),
            "birth_place": self.text("persoon/geboorteplaats"),
        }
        return facts | person

    def _address(self) -> PostalAddress | None:
        """Where the debtor is to be found: the business address, then the one for letters, then home."""
        wanted = ["VEST", "CORR", "WOON"]
        places = self.each("handelendOnderDeNamen/handelendOnderDeNaam/handelsadressen/handelsadres")
        places = [*self.each("adressen/adres"), *places]
        known = [place for place in places if self.text("adresType", place) in wanted]
        first = min(known, key=lambda place: wanted.index(self.text("adresType", place) or ""), default=None)
        return None if first is None else self._place(first)

    def _place(self, element: etree._Element) -> PostalAddress:
        parts = ("straat", "huisnummer", "huisnummerToevoeging1", "huisnummerToevoeging2")
        street = " ".join(filter(None, (self.text(part, element) for part in parts)))
        return PostalAddress(
            street=street or None,
            postcode=self.text("postcode", element),
            city=self.text("plaats", element),
            country="NL",
        )

    def practitioners(self) -> list[Practitioner]:
        """Those in office, curators first as the register lists them."""
        acting = [one for one in self.each("cbvers/cbv") if self.day("datumEind", one) is None]
        return [self._practitioner(one) for one in acting]

    def _practitioner(self, element: etree._Element) -> Practitioner:
        code = self.required("CB", element)
        if code not in _ROLES:
            raise SourceChangedError(SOURCE, f"CB {code!r}")
        parts = ("titulatuur", "voorletters", "voorvoegsel", "achternaam")
        place = element.find(f"{{{CONTENT}}}adres")
        return Practitioner(
            name=" ".join(filter(None, (self.text(part, element) for part in parts))),
            role=_ROLES[code],
            address=None if place is None else self._place(place),
            phone=None if place is None else self.text("telefoonnummer", place),
        )

    def publications(self) -> list[etree._Element]:
        """Every publication so far.

        Raises:
            SourceChangedError: there is none.
        """
        found = self.each("publicatiegeschiedenis/publicatie")
        if not found:
            raise SourceChangedError(SOURCE, "a case without publication")
        return found

    def session_place(self, publication: etree._Element) -> str | None:
        """Where the hearing of the publication takes place."""
        parts = ("straat", "huisnummer", "huisnummerToevoeging", "plaats")
        found = [self.text(f"zittingslocatie/{part}", publication) for part in parts]
        return " ".join(part for part in found if part) or None


def moments(printed: str) -> list[Moment]:
    """Days named in a publication's text, in their order.

    >>> moments("Verificatievergadering op 3 maart 2026 om 10.30 uur")
    [Moment(day=datetime.date(2026, 3, 3), hour=datetime.time(10, 30))]
    """
    return list(_moments(printed))


def _moments(printed: str) -> Iterator[Moment]:
    for day, month, year, hour, minute in _DATE.findall(printed):
        try:
            found = date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
            yield Moment(found, time(int(hour), int(minute)) if hour else None)
        except ValueError as error:
            raise SourceChangedError(SOURCE, f"no date in {printed!r}: {error}") from error


def _check_known(element: etree._Element, known: dict[str, Any], path: str) -> None:
    for child in element.iterchildren(tag=etree.Element):
        name = etree.QName(child)
        if name.namespace != CONTENT or name.localname not in known:
            raise SourceChangedError(SOURCE, f"unknown element {path}/{name.localname}")
        below = known[name.localname]
        if below is not None:
            _check_known(child, below, f"{path}/{name.localname}")
        elif len(child):
            raise SourceChangedError(SOURCE, f"{path}/{name.localname} has children where text was expected")
