"""One side of a comparison, read once: its names taken apart, its places, numbers and dates in comparable form."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from chalicelib.matching import addresses, identifiers
from chalicelib.matching.addresses import Place
from chalicelib.matching.folding import MAX_CHARACTERS, words_in
from chalicelib.matching.legal_forms import SOLE_TRADER_FORMS
from chalicelib.matching.naming import Kind, Names, read_names
from chalicelib.matching.weights import rarity
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.identifier import Identifier, Scheme
from chalicelib.model.notice import InsolvencyNotice

MAX_NAMES = 24
_ADDRESS_PARTS = ("street", "postcode", "city", "country", "printed")


@dataclass(frozen=True, slots=True)
class Party:
    """What is printed about one side, as far as a comparison needs it: the compact record beside a key."""

    ref: str
    """Customer number or notice id."""
    role: Literal["customer", "notice"]
    kind: Kind
    name: str
    former: tuple[str, ...] = ()
    """Former names, read like the present one."""
    others: tuple[str, ...] = ()
    """Trade names and aliases, read as names of firms."""
    first_name: str | None = None
    surname: str | None = None
    birth_date: date | None = None
    address: PostalAddress | None = None
    seat: str | None = None
    country: str | None = None
    """Country of the register."""
    identifiers: tuple[Identifier, ...] = ()
    published: date | None = None
    nameless: bool = False
    """The source gives the number alone, on purpose."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A party and what was read from it."""

    party: Party
    names: Names
    home: Place
    places: tuple[Place, ...]
    """The address and, where it is another town, the seat."""
    identifiers: tuple[Identifier, ...]
    countries: frozenset[str]
    town_rarity: float
    is_organisation: bool
    """Surely one, and not a sole trader's firm."""

    @property
    def ref(self) -> str:
        """Customer number or notice id."""
        return self.party.ref

    def compact(self) -> str:
        """The party as short JSON text, from which `from_compact` prepares the same again.

        >>> text = Prepared.of(Party("K-1", "customer", "organisation", "Nordlicht GmbH")).compact()
        >>> text
        '{"r":"K-1","o":"customer","k":"organisation","n":"Nordlicht GmbH"}'
        >>> Prepared.from_compact(text).names.main.words
        ('nordlicht',)
        """
        party = self.party
        fields = {
            "r": party.ref,
            "o": party.role,
            "k": party.kind,
            "n": party.name,
            "f": party.former,
            "t": party.others,
            "v": party.first_name,
            "s": party.surname,
            "b": party.birth_date and party.birth_date.isoformat(),
            "a": party.address and [getattr(party.address, part) for part in _ADDRESS_PARTS],
            "p": party.seat,
            "c": party.country,
            "i": [[i.scheme.value, i.value, i.office, i.suffix] for i in party.identifiers],
            "d": party.published and party.published.isoformat(),
            "x": int(party.nameless),
        }
        return json.dumps(
            {key: value for key, value in fields.items() if value}, ensure_ascii=False, separators=(",", ":")
        )

    @staticmethod
    def of(party: Party) -> "Prepared":
        """The party, read."""
        return _read(party)

    @staticmethod
    def from_compact(text: str) -> "Prepared":
        """The party of a compact record, read."""
        given: dict[str, Any] = json.loads(text)
        address = given.get("a")
        return _read(
            Party(
                ref=given["r"],
                role=given["o"],
                kind=given["k"],
                name=given["n"],
                former=tuple(given.get("f", ())),
                others=tuple(given.get("t", ())),
                first_name=given.get("v"),
                surname=given.get("s"),
                birth_date=date.fromisoformat(given["b"]) if "b" in given else None,
                address=PostalAddress(**dict(zip(_ADDRESS_PARTS, address, strict=True))) if address else None,
                seat=given.get("p"),
                country=given.get("c"),
                identifiers=tuple(
                    Identifier(scheme=Scheme(scheme), value=value, office=office, suffix=suffix)
                    for scheme, value, office, suffix in given.get("i", ())
                ),
                published=date.fromisoformat(given["d"]) if "d" in given else None,
                nameless="x" in given,
            )
        )


def prepare(side: Customer | InsolvencyNotice) -> Prepared:
    """The customer, or the debtor of the notice, ready for many comparisons."""
    return _read(_customer(side) if isinstance(side, Customer) else _notice(side))


def _customer(customer: Customer) -> Party:
    former = _cut(customer.former_names)
    return Party(
        ref=customer.number,
        role="customer",
        kind="person" if customer.kind is CustomerKind.PERSON else "organisation",
        name=customer.name[: MAX_CHARACTERS + 1],
        former=former,
        others=_cut(customer.trade_names)[: MAX_NAMES - len(former)],
        first_name=customer.first_name,
        surname=customer.surname,
        birth_date=customer.birth_date,
        address=customer.address,
        identifiers=customer.identifiers,
    )


def _notice(notice: InsolvencyNotice) -> Party:
    return Party(
        ref=notice.id,
        role="notice",
        kind=notice.debtor_kind.value,
        name=notice.debtor_name[: MAX_CHARACTERS + 1],
        others=_cut(notice.debtor_aliases),
        first_name=notice.debtor_first_name,
        surname=notice.debtor_surname,
        birth_date=notice.birth_date,
        address=notice.debtor_postal_address,
        seat=notice.debtor_seat,
        country=notice.country,
        identifiers=notice.debtor_identifiers,
        published=notice.publication_date,
        nameless=_is_nameless(notice),
    )


def _cut(names: tuple[str, ...]) -> tuple[str, ...]:
    """One character more than is read stays, to tell a name that had to be cut."""
    return tuple(name[: MAX_CHARACTERS + 1] for name in names[: MAX_NAMES - 1])


def _is_nameless(notice: InsolvencyNotice) -> bool:
    """Whether the source gives the number alone: what stands for the name is that number and words around it."""
    if not any(omission.field == "debtor_name" for omission in notice.omissions):
        return False
    numbers = {identifier.value.casefold() for identifier in notice.debtor_identifiers}
    return {*words_in(notice.debtor_name)} <= numbers | {"company", "number", "no"}


def _read(party: Party) -> Prepared:
    home, seat = addresses.read_address(party.address, party.seat), Place(town=addresses.town(party.seat or ""))
    names = read_names(
        party.kind, party.name, party.former, party.others, (party.first_name, party.surname), born=party.birth_date
    )
    return Prepared(
        party=party,
        names=names,
        home=home,
        places=(home, seat) if seat.town and seat.town != home.town else (home,),
        identifiers=identifiers.with_derived(party.identifiers),
        countries=_countries(party),
        town_rarity=rarity("town", seat.town or home.town),
        is_organisation=names.kind == "organisation" and not names.main.forms & SOLE_TRADER_FORMS,
    )


def _countries(party: Party) -> frozenset[str]:
    """Countries the party belongs to: of its address, of its register; for customers else of a number's office."""
    at_home = addresses.country(party.address.country if party.address else None)
    if party.role == "customer":
        at_home = at_home or identifiers.country_of(party.identifiers)
        return frozenset({at_home} if at_home else ())
    found = (at_home, addresses.country(party.country))
    return frozenset(country for country in found if country)
