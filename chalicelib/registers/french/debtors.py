"""A debtor from an object of `listepersonnes`.

Source: recorded answers; members marked believed come from public clients only.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.model.address import PostalAddress
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import DebtorKind
from chalicelib.registers.french.announcement import SOURCE, check_members, members, word
from chalicelib.registers.french.wording import clean

_PERSON = members(
    "typePersonne denomination formeJuridique sigle nom prenom nomUsage activite numeroImmatriculation inscriptionRM "
    "nonInscrit enseigne adresse adresseSiegeSocial "
    # believed
    "adressePP adresseEtablissementPrincipal denominationEIRL pseudonyme nationalite nomCommercial capital "
    "administration"
)
_REGISTRATION = frozenset({"numeroIdentification", "numeroIdentificationRCS", "codeRCS", "nomGreffeImmat"})
_CRAFT = frozenset({"numeroIdentificationRM", "codeRM", "numeroDepartement"})
_ADDRESS = frozenset(
    [
        "numeroVoie",
        "typeVoie",
        "nomVoie",
        "complGeographique",
        "localite",
        "BP",
        "codePostal",
        "ville",
        "pays",
        "adresse",
    ]
)
_ADDRESSES = ("adresseSiegeSocial", "adressePP", "adresse", "adresseEtablissementPrincipal")


def read(person: Any) -> dict[str, Any]:
    """Notice fields of the debtor.

    Raises:
        SourceChangedError: an unknown member, or neither company nor person.
    """
    check_members(person, _PERSON, "a personne")
    known = {name: clean(word(person, name)) for name in ("typePersonne", "denomination", "nom", "prenom", "nomUsage")}
    if known["typePersonne"] not in {"", "pm", "pp"}:
        raise SourceChangedError(SOURCE, f"unknown typePersonne {known['typePersonne']!r}")
    who = _person(known) if known["nom"] else _organisation(known)
    return {
        **who,
        **_registration(person),
        **_place(person),
        "debtor_aliases": tuple(dict.fromkeys([*who.get("debtor_aliases", ()), *_trade_names(person, who)])),
    }


def _organisation(known: Mapping[str, str]) -> dict[str, Any]:
    if not known["denomination"]:
        raise SourceChangedError(SOURCE, "a personne without denomination or nom")
    kinds = {"pm": DebtorKind.ORGANISATION, "pp": DebtorKind.PERSON, "": DebtorKind.UNKNOWN}
    return {"debtor_kind": kinds[known["typePersonne"]], "debtor_name": known["denomination"]}


def _person(known: Mapping[str, str]) -> dict[str, Any]:
    """A natural person; the name in use stands among the aliases."""
    first, surname, used = known["prenom"], known["nom"], known["nomUsage"]
    others = [f"{first} {used}".strip()] if used and used != surname else []
    return {
        "debtor_kind": DebtorKind.PERSON,
        "debtor_name": f"{first} {surname}".strip(),
        "debtor_first_name": first or None,
        "debtor_surname": surname,
        "debtor_aliases": tuple(others),
    }


def _trade_names(person: Mapping[str, Any], who: Mapping[str, Any]) -> list[str]:
    names = [
        clean(word(person, name)) for name in ("sigle", "enseigne", "nomCommercial", "denominationEIRL", "pseudonyme")
    ]
    return [name for name in names if name.strip(" .-") and name != who["debtor_name"]]


def _registration(person: Mapping[str, Any]) -> dict[str, Any]:
    """SIREN from the commercial or the craft register; both carry the same number."""
    commercial = check_members(person.get("numeroImmatriculation") or {}, _REGISTRATION, "numeroImmatriculation")
    craft = check_members(person.get("inscriptionRM") or {}, _CRAFT, "inscriptionRM")
    number = word(commercial, "numeroIdentification") or word(commercial, "numeroIdentificationRCS")
    printed = [one for one in (number, word(craft, "numeroIdentificationRM")) if one]
    office = clean(word(commercial, "nomGreffeImmat")) or " ".join(
        filter(None, (word(craft, "codeRM"), word(craft, "numeroDepartement")))
    )
    return {
        "debtor_reg_no": printed[0] if printed else None,
        "debtor_reg_office": office or None,
        "debtor_identifiers": parse_all([(Scheme.SIREN, one, None) for one in printed]),
    }


def _place(person: Mapping[str, Any]) -> dict[str, Any]:
    places = [check_members(person.get(name) or {}, _ADDRESS, name) for name in _ADDRESSES]
    given = next((place for place in places if any(place.values())), {})
    known = {name: clean(word(given, name)) for name in _ADDRESS}
    street = " ".join(filter(None, (known["numeroVoie"], known["typeVoie"], known["nomVoie"])))
    country = known["pays"]
    address = PostalAddress(
        street=street or None,
        postcode=known["codePostal"] or None,
        city=known["ville"] or None,
        country="FR" if country.casefold() in {"", "france"} else None,
        printed=", ".join(filter(None, (known["adresse"], country))) if known["adresse"] else None,
    )
    return {
        "debtor_postal_address": address if address.one_line() else None,
        "debtor_seat": known["ville"] or known["localite"] or None,
    }
