"""Announcements from DILA's bulk XML of collective procedures (`PCL_BXA<year><issue>`).

Source: 418 recorded announcements of 2008 in windows-1252. `jugementAnnule`, `etranger` and `denominationEIRL` are
known from public clients only.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.registers.french.announcement import SOURCE, Announcement, kind_of
from chalicelib.registers.french.wording import clean
from chalicelib.web.xml_text import read_xml

_JUDGMENT = dict.fromkeys(("famille", "nature", "date", "complementJugement"))
_KNOWN: dict[str, Any] = {
    **dict.fromkeys(("nojo", "numeroAnnonce", "numeroDepartement", "tribunal", "identifiantClient")),
    "typeAnnonce": dict.fromkeys(("creation", "rectificatif", "annulation")),
    "personneMorale": dict.fromkeys(("denomination", "formeJuridique", "sigle")),
    "personnePhysique": dict.fromkeys(("nom", "prenom", "nomUsage", "denominationEIRL")),
    "numeroImmatriculation": dict.fromkeys(("numeroIdentificationRCS", "codeRCS", "nomGreffeImmat")),
    "inscriptionRM": dict.fromkeys(("numeroIdentificationRM", "codeRM", "numeroDepartement")),
    **dict.fromkeys(("nonInscrit", "enseigne", "activite")),
    "adresse": {
        "france": dict.fromkeys(
            ("numeroVoie", "typeVoie", "nomVoie", "complGeographique", "localite", "BP", "codePostal", "ville")
        ),
        "etranger": dict.fromkeys(("adresse", "pays")),
    },
    "jugement": _JUDGMENT,
    "jugementAnnule": _JUDGMENT,
    "parutionAvisPrecedent": dict.fromkeys(("nomPublication", "numeroParution", "dateParution", "numeroAnnonce")),
}


def read(content: bytes) -> Iterator[Announcement]:
    """Announcements of the file, in its order.

    Raises:
        SourceChangedError: cut XML, another root, an unknown element.
    """
    root = read_xml(SOURCE, content)
    if root.tag not in {"PCL_REDIFF", "PCL"}:
        raise SourceChangedError(SOURCE, f"<{root.tag}> is not a plain bulk file of collective procedures (PCL)")
    head = {"parution": None, "dateParution": None, "annonces": {"annonce": _KNOWN}}
    _check_known(root, head, str(root.tag))
    issue = root.findtext("parution") or ""
    try:
        published = datetime.strptime(root.findtext("dateParution") or "", "%d/%m/%Y").date()  # noqa: DTZ007 - a day
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"dateParution is {root.findtext('dateParution')!r}") from error
    if len(issue) != 8 or not issue.isdecimal() or root.find("annonces") is None:
        raise SourceChangedError(SOURCE, f"parution {issue!r} or annonces is missing")
    for element in root.iterfind("annonces/annonce"):
        yield _announcement(element, issue, published)


def _check_known(element: etree._Element, known: dict[str, Any], path: str) -> None:
    for child in element.iterchildren(tag=etree.Element):
        below = known.get(str(child.tag), {})
        if child.tag not in known or (below is None and len(child)):
            raise SourceChangedError(SOURCE, f"unknown element {path}/{child.tag}")
        if below is not None:
            _check_known(child, below, f"{path}/{child.tag}")


def _announcement(element: etree._Element, issue: str, published: Any) -> Announcement:
    number = (element.findtext("numeroAnnonce") or "").strip()
    kinds = element.findall("typeAnnonce/*")
    if not re.fullmatch(r"\d{1,12}", number) or len(kinds) != 1:
        raise SourceChangedError(SOURCE, f"an announcement numbered {number[:40]!r} with {len(kinds)} kinds")
    judgment = _texts(element.find("jugement")) or _texts(element.find("jugementAnnule"))
    persons, omissions = _persons(element)
    return Announcement(
        id=f"A{issue}{int(number)}",  # as Opendatasoft spells it, so that both ways give one id
        published=published,
        kind=kind_of(str(kinds[0].tag)),
        court=clean(element.findtext("tribunal") or ""),
        persons=persons,
        family=judgment.get("famille", ""),
        nature=judgment.get("nature", ""),
        judged_on=judgment.get("date", ""),
        text=judgment.get("complementJugement", ""),
        previous=_texts(element.find("parutionAvisPrecedent")),
        omissions=omissions,
    )


def _texts(element: etree._Element | None) -> dict[str, str]:
    children = [] if element is None else element.iterchildren(tag=etree.Element)
    return {str(child.tag): clean(child.text or "") for child in children}


def _persons(element: etree._Element) -> tuple[tuple[dict[str, Any], ...], tuple[tuple[str, str], ...]]:
    """Debtors with what stands beside them in parallel lists; what cannot be told apart is left out."""
    persons: list[dict[str, Any]] = []
    beside: dict[str, list[Any]] = defaultdict(list)
    for child in element.iterchildren(tag=etree.Element):
        if child.tag in {"personneMorale", "personnePhysique"}:
            persons.append({"typePersonne": "pm" if child.tag == "personneMorale" else "pp", **_texts(child)})
        elif child.tag in {"numeroImmatriculation", "inscriptionRM", "nonInscrit"}:
            beside["registration"].append({str(child.tag): _texts(child) or clean(child.text or "")})
        elif child.tag == "adresse":
            place = child.find("france") if child.find("france") is not None else child.find("etranger")
            beside["adresse"].append({"adresse": _texts(place)})
        elif child.tag == "enseigne":
            beside["enseigne"].append({"enseigne": clean(child.text or "")})
    omissions = []
    for name, field in (
        ("registration", "debtor_identifiers"),
        ("adresse", "debtor_postal_address"),
        ("enseigne", "debtor_aliases"),
    ):
        if len(beside[name]) == len(persons):
            persons = [person | more for person, more in zip(persons, beside[name], strict=True)]
        elif beside[name] and len(persons) > 1:
            omissions.append((field, f"{len(beside[name])} entries for {len(persons)} debtors"))
        elif beside[name]:  # one debtor: RCS and RM side by side, or a second address
            persons = [{**{key: value for more in reversed(beside[name]) for key, value in more.items()}, **persons[0]}]
    return tuple(persons), tuple(omissions)
