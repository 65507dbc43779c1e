"""What registers publish, built for a test: invented companies and people in the registers' own formats."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

import stdnum.ch.uid
from lxml import etree
from stdnum import luhn

LIQUIDATION = "Jugement d'ouverture de liquidation judiciaire"
REORGANISATION = "Jugement d'ouverture d'une procédure de redressement judiciaire"
CONVERSION = "Jugement de conversion en liquidation judiciaire"
CLAIMS_LIST = "Dépôt de l'état des créances"
CLOSURE = "Jugement de clôture pour insuffisance d'actif"


def siren(number: int) -> str:
    """A SIREN that can exist."""
    digits = f"{number:08d}"
    return digits + luhn.calc_check_digit(digits)


def swiss_uid(number: int) -> str:
    """A UID that can exist, as printed: CHE-123.456.789."""
    while not (digit := stdnum.ch.uid.calc_check_digit(f"{number:08d}")).isdigit():
        number += 1
    digits = f"{number:08d}{digit}"
    return f"CHE-{digits[:3]}.{digits[3:6]}.{digits[6:]}"


def french_company(name: str, number: str, city: str = "Nancy") -> dict[str, Any]:
    """A company as it stands in `listepersonnes`."""
    registration = {"numeroIdentification": number, "codeRCS": "RCS", "nomGreffeImmat": city}
    address = {"numeroVoie": "12", "typeVoie": "rue", "nomVoie": "des Peupliers", "codePostal": "54000"}
    return {
        "typePersonne": "pm",
        "denomination": name,
        "formeJuridique": "Société à responsabilité limitée",
        "numeroImmatriculation": registration,
        "adresseSiegeSocial": {**address, "ville": city, "pays": "france"},
    }


def bodacc(
    day: date,
    number: int,
    *debtors: dict[str, Any],
    nature: str = LIQUIDATION,
    kind: str = "annonce",
    text: str = "",
    earlier: dict[str, Any] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """One BODACC record (Opendatasoft v2.1); `earlier` is the record that a rectificatif or annulation is about."""
    issue = f"{day.year}0{day.timetuple().tm_yday:03d}"
    kind_of_judgment = "initial" if kind == "annonce" else kind
    judgment = {"type": kind_of_judgment, "famille": "Jugement", "nature": nature, "date": day.isoformat()}
    previous = earlier and {
        "nomPublication": "BODACC A",
        "numeroParution": earlier["parution"],
        "dateParution": earlier["dateparution"],
        "numeroAnnonce": earlier["numeroannonce"],
    }
    return {
        "id": f"A{issue}{number}",
        "publicationavis": "A",
        "parution": issue,
        "dateparution": day.isoformat(),
        "numeroannonce": number,
        "typeavis": kind,
        "familleavis": "collective",
        "tribunal": "TRIBUNAL DE COMMERCE DE NANCY",
        "listepersonnes": json.dumps({"personne": list(debtors)}),
        "jugement": json.dumps(judgment | {"complementJugement": text or _CLAIMS}),
        "parutionavisprecedent": json.dumps(previous) if previous else None,
        **fields,
    }


_CLAIMS = (
    "Jugement prononçant la liquidation judiciaire, désignant liquidateur Me Odile Tarvel 4, rue du Puits 54000 Nancy. "
    "Les déclarations des créances sont à déposer au liquidateur dans les deux mois de la présente publication."
)


def shab(day: date, number: int, debtor: str, *, kind: str = "KK02", extra: str = "") -> bytes:
    """One SHAB publication; `debtor` comes from `swiss_company` or `swiss_person`."""
    name = f"{kind}:publication"
    title = "".join(f"<{language}>Konkurs {number}</{language}>" for language in ("de", "en", "it", "fr"))
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<{name} xmlns:{kind}="https://shab.ch/shab/{kind}-export">
<meta><id>{shab_id(number)}</id><rubric>KK</rubric><subRubric>{kind}</subRubric><language>de</language>
<registrationOffice><id>00000000-0000-0000-0000-0000000000aa</id><displayName>Konkursamt Musterwil</displayName>
<street>Amtsgasse</street><streetNumber>7</streetNumber><swissZipCode>9999</swissZipCode><town>Musterwil</town>
<containsPostOfficeBox>false</containsPostOfficeBox></registrationOffice>
<publicationNumber>{kind}-{number:010d}</publicationNumber><publicationState>PUBLISHED</publicationState>
<publicationDate>{day}</publicationDate><expirationDate>{day.replace(year=day.year + 5)}</expirationDate>
<primaryTenantCode>shab</primaryTenantCode><legalRemedy>Publikation nach SchKG.</legalRemedy><cantons>BE</cantons>
<title>{title}</title></meta>
<content><proceeding><selectType>summary</selectType></proceeding>{debtor}<or731b>No</or731b>
<resolutionDate>{day}</resolutionDate>{extra}</content></{name}>""".encode()


def shab_id(number: int) -> str:
    """The portal's own id of a publication."""
    return f"00000000-0000-4000-8000-{number:012d}"


def swiss_company(name: str, uid: str) -> str:
    """A company as debtor."""
    return (
        "<debtor><selectType>company</selectType><companies><noUID>false</noUID><company>"
        f"<name>{name}</name><uid>{uid}</uid><legalForm>0107</legalForm>"
        "<address><street>Feldweg</street><houseNumber>3a</houseNumber><swissZipCode>9999</swissZipCode>"
        "<town>Musterwil</town></address><canton>BE</canton></company></companies></debtor>"
    )


def swiss_person(first_name: str, surname: str, born: date) -> str:
    """A natural person as debtor."""
    return (
        f"<debtor><selectType>person</selectType><person><prename>{first_name}</prename><name>{surname}</name>"
        f"<dateOfBirth>{born}</dateOfBirth><addressSwitzerland><street>Feldweg</street><houseNumber>9</houseNumber>"
        "<swissZipCode>9999</swissZipCode><town>Musterwil</town></addressSwitzerland></person></debtor>"
    )


def shab_number(content: bytes) -> int:
    """The number that a publication was built with."""
    return int((etree.fromstring(content).findtext("meta/publicationNumber") or "").rpartition("-")[2])


def answered_by(application: WSGIApplication) -> Callable[[str, bytes], tuple[int, str, bytes]]:
    """A WSGI application as an answer of a recorded origin."""

    def answer(path: str, _body: bytes) -> tuple[int, str, bytes]:
        parts, said = urlsplit(path), {"status": "500"}

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            said.update({name.casefold(): value for name, value in headers}, status=status)

        body = b"".join(application({"PATH_INFO": parts.path, "QUERY_STRING": parts.query}, start))
        return int(said["status"].split()[0]), said.get("content-type", "text/plain"), body

    return answer
