"""Announcements from Opendatasoft's JSON: v2.1 answers, v1 searches, single records and lists of them.

Source: recorded answers of 2020, 2022 and 2026. Fields marked believed come from public clients only.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from chalicelib.errors import SourceChangedError
from chalicelib.registers.french.announcement import SOURCE, Announcement, check_members, kind_of, members, word
from chalicelib.registers.french.wording import clean
from chalicelib.web.json_text import read_json

_FIELDS = members(
    "id publicationavis publicationavis_facette parution dateparution numeroannonce typeavis typeavis_lib familleavis "
    "familleavis_lib numerodepartement departement_nom_officiel region_code region_nom_officiel tribunal commercant "
    "ville cp registre pdf_parution_subfolder ispdf_unitaire listepersonnes jugement parutionavisprecedent "
    "url_complete depot "
    # believed
    "listeetablissements acte modificationsgenerales radiationaurcs divers listeprecedentexploitant "
    "listeprecedentproprietaire"
)
_INSOLVENCY = frozenset({"collective", "conciliation", "retablissement_professionnel"})
_OTHER = frozenset({"dpc", "modification", "creation", "radiation", "vente", "immatriculation", "divers"})
_JUDGMENT = frozenset({"type", "famille", "nature", "date", "complementJugement"})
_PREVIOUS = frozenset({"nomPublication", "numeroParution", "dateParution", "numeroAnnonce"})


def read(text: str) -> Iterator[Announcement]:
    """Announcements of insolvency families; other families are left out on purpose.

    Raises:
        SourceChangedError: cut JSON, an unknown envelope, field or family.
    """
    for record in _records(_json(text, "the answer")):
        check_members(record, _FIELDS, "a record")
        family = word(record, "familleavis")
        if family in _INSOLVENCY:
            yield _announcement(record)
        elif family not in _OTHER:
            raise SourceChangedError(SOURCE, f"unknown familleavis {family!r}")


def answer(text: str) -> tuple[int, list[str]]:
    """Total and ids of a v2.1 answer.

    Raises:
        SourceChangedError: cut, or of another shape.
    """
    found = check_members(_json(text, "the answer"), frozenset({"total_count", "results"}), "the answer")
    total, results = found.get("total_count"), found.get("results")
    if not isinstance(total, int) or not isinstance(results, list):
        raise SourceChangedError(SOURCE, "the answer lacks total_count or results")
    return total, [_id(record) for record in results]


def _id(record: Any) -> str:
    if not isinstance(record, dict):
        raise SourceChangedError(SOURCE, f"a record is a {type(record).__name__}, not an object")
    return word(record, "id")  # its other members are parse's business: one bad page must not hide the next days


def _json(text: str, what: str) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"{what} is cut or malformed JSON: {error}") from error


def _records(found: Any) -> Iterator[Any]:
    """Records in any of the envelopes; v1 keeps them below `fields`."""
    if isinstance(found, list):
        records = found
    elif isinstance(found, dict) and "results" in found:
        records = check_members(found, frozenset({"total_count", "results"}), "the answer")["results"]
    elif isinstance(found, dict) and "records" in found:
        envelope = frozenset({"nhits", "parameters", "records", "facet_groups"})
        records = check_members(found, envelope, "the answer")["records"]
    elif isinstance(found, dict) and ("fields" in found or "id" in found):
        records = [found]
    else:
        raise SourceChangedError(SOURCE, "neither an answer nor a record of Opendatasoft")
    if not isinstance(records, list):
        raise SourceChangedError(SOURCE, f"the records are a {type(records).__name__}, not a list")
    outer = frozenset({"datasetid", "recordid", "fields", "record_timestamp"})
    for record in records:
        v1 = isinstance(record, dict) and "fields" in record
        yield check_members(record, outer, "a v1 record")["fields"] if v1 else record


def _announcement(record: dict[str, Any]) -> Announcement:
    judgment = _embedded(record, "jugement", _JUDGMENT)
    kinds = [kind_of(printed) for printed in (word(record, "typeavis"), word(judgment, "type")) if printed]
    if not kinds:
        raise SourceChangedError(SOURCE, "a record without typeavis and without jugement.type")
    announcement_id = word(record, "id")
    if not re.fullmatch(r"[ABC]\d{9,16}", announcement_id):
        raise SourceChangedError(SOURCE, f"a record with the id {announcement_id!r}")
    persons, omissions = _persons(record)
    if len(set(kinds)) > 1:
        reason = f"typeavis says {word(record, 'typeavis')!r}, jugement.type {word(judgment, 'type')!r}"
        omissions = (*omissions, ("event_kind", reason))
    return Announcement(
        id=announcement_id,
        published=_published(word(record, "dateparution")),
        kind=kinds[0],
        court=clean(word(record, "tribunal")),
        persons=persons,
        family=clean(word(judgment, "famille")),
        nature=clean(word(judgment, "nature")),
        judged_on=word(judgment, "date"),
        text=clean(word(judgment, "complementJugement")),
        previous=_embedded(record, "parutionavisprecedent", _PREVIOUS),
        omissions=omissions,
    )


def _published(printed: str) -> date:
    try:
        return date.fromisoformat(printed)
    except ValueError as error:
        raise SourceChangedError(SOURCE, f"dateparution is {printed!r}") from error


def _embedded(record: dict[str, Any], name: str, known: frozenset[str] | None) -> dict[str, Any]:
    """The object written as JSON inside a string; {} when the field is missing or null."""
    value = record.get(name)
    if value is None or value == "":
        return {}
    if not isinstance(value, str):
        raise SourceChangedError(SOURCE, f"{name} is a {type(value).__name__}, not JSON inside a string")
    found = _json(value, name)
    return check_members(found, known if known is not None else frozenset(found), name)


def _persons(record: dict[str, Any]) -> tuple[tuple[dict[str, Any], ...], tuple[tuple[str, str], ...]]:
    """Debtors from `listepersonnes`; without it from `commercant` and `registre`, one for each SIREN."""
    listed = _embedded(record, "listepersonnes", frozenset({"personne"})).get("personne")
    if listed:
        return tuple(listed if isinstance(listed, list) else [listed]), ()
    registered = record.get("registre") or []
    printed = registered if isinstance(registered, list) else str(registered).split(",")
    numbers = list(dict.fromkeys(re.sub(r"\D", "", str(number)) for number in printed)) or [""]
    person = {**_from_line(clean(word(record, "commercant"))), "adressePP": _place(record)}
    reason = "several debtors share one line, which register number is whose is not told"
    omissions = (("debtor_name", reason),) if len(numbers) > 1 else ()
    return tuple({**person, "numeroImmatriculation": {"numeroIdentification": one}} for one in numbers), omissions


def _place(record: dict[str, Any]) -> dict[str, str]:
    return {"codePostal": word(record, "cp"), "ville": word(record, "ville")}


def _from_line(line: str) -> dict[str, str]:
    """A debtor from one line: "NOM, Prénom, Usage (EI)" is a person, a line without comma may be anything.

    >>> _from_line("FAVRE-LUNEL, Odile")
    {'typePersonne': 'pp', 'nom': 'FAVRE-LUNEL', 'prenom': 'Odile', 'nomUsage': ''}
    >>> _from_line("ATELIER DU LAC")
    {'denomination': 'ATELIER DU LAC'}
    """
    sole_trader = "(EI)" in line
    parts = [part.strip() for part in line.replace("(EI)", "").split(",")]
    if len(parts) in {2, 3} and parts[0] and (sole_trader or (parts[0].isupper() and not parts[1].isupper())):
        return {"typePersonne": "pp", "nom": parts[0], "prenom": parts[1], "nomUsage": "".join(parts[2:])}
    return {"denomination": line}
