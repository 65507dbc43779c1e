"""Identifiers of organisations, checked and brought to one spelling."""

import re
from enum import StrEnum

import stdnum.ch.uid
import stdnum.cz.dic
import stdnum.eu.vat
import stdnum.fr.siren
import stdnum.lei
import stdnum.lv.pvn
import stdnum.no.orgnr
from pydantic import Field
from stdnum.exceptions import ValidationError as StdnumError

from chalicelib.errors import InvalidIdentifierError
from chalicelib.model.record import Record


class Scheme(StrEnum):
    """Who gives the number out."""

    DE_REGISTER = "de_register"
    VAT = "vat"
    LEI = "lei"
    SIREN = "siren"
    CH_UID = "ch_uid"
    GB_COMPANY = "gb_company"
    CZ_ICO = "cz_ico"
    SK_ICO = "sk_ico"
    NO_ORGNR = "no_orgnr"
    LV_REG = "lv_reg"
    NL_KVK = "nl_kvk"
    AT_FN = "at_fn"


class Identifier(Record):
    """One identifier in normal form; `office` is the register court, for numbers unique only there."""

    scheme: Scheme
    value: str
    office: str | None = Field(default=None, description="register court in normal form")
    suffix: str | None = Field(default=None, description="letters behind a German number: the court it came from")

    @property
    def key(self) -> str:
        """The identifier as one comparable string.

        >>> parse_identifier(Scheme.DE_REGISTER, "HRB 4711 B", "Charlottenburg (Berlin)").key
        'de_register:charlottenburg:HRB4711'
        """
        return ":".join(part for part in (self.scheme, self.office, self.value) if part)


def parse_identifier(scheme: Scheme, printed: str, office: str | None = None) -> Identifier:
    """Identifier in normal form from what a person or register printed.

    Raises:
        InvalidIdentifierError: the number cannot exist, or a German register number comes without its court.

    >>> parse_identifier(Scheme.SIREN, "732 829 320").value
    '732829320'
    >>> parse_identifier(Scheme.GB_COMPANY, "1234567").value
    '01234567'
    >>> parse_identifier(Scheme.NL_KVK, "1234567").value, parse_identifier(Scheme.AT_FN, "FN 71396 W").value
    ('01234567', '71396w')
    """
    try:
        return _PARSERS[scheme](printed.strip(), office)
    except StdnumError as error:
        raise InvalidIdentifierError(scheme.value, printed, str(error)) from error


def parse_all(entries: list[tuple[Scheme, str, str | None]]) -> tuple[Identifier, ...]:
    """Those of the entries that are possible identifiers; a register's own misprint is not an error of ours."""
    found: dict[str, Identifier] = {}
    for scheme, printed, office in entries:
        try:
            identifier = parse_identifier(scheme, printed, office)
        except InvalidIdentifierError:
            continue
        found.setdefault(identifier.key, identifier)
    return tuple(found.values())


def normal_office(printed: str) -> str:
    """Register court in one spelling.

    >>> normal_office("Amtsgericht Bad Homburg v. d. Höhe"), normal_office("Berlin")
    ('bad homburg', 'charlottenburg')
    """
    name = printed.casefold().replace("\u00ad", "").strip()
    name = re.sub(r"^(registergericht|handelsregister|amtsgericht(es|s)?|ag)\b[\s:,]*", "", name)
    name = re.sub(r"^(amtsgericht(es|s)?|ag)\b[\s:,]*", "", name)
    name = re.sub(r"\s*-?\s*(registergericht|handelsregister)\s*-?$", "", name)
    if "frankfurt" in name and "oder" in name:
        return "frankfurt oder"  # the other Frankfurt; elsewhere what follows the town's name only tells it apart
    name = re.sub(r"\(.{0,200}?\)", " ", name)
    name = name.translate(_UMLAUTS)
    name = re.sub(r"[^a-z0-9]+", " ", name).strip()
    name = re.sub(r"\b(v d|vor der|a d|an der|am|i d|in der|im)\b.*$", "", name).strip() or name
    return _OFFICE_ALIASES.get(name, name)


# Seen: Berlin's commercial register is kept at Charlottenburg. Others are the towns' own second names.
_OFFICE_ALIASES = {
    "berlin": "charlottenburg",
    "berlin charlottenburg": "charlottenburg",
    "hansestadt stendal": "stendal",
}

_UMLAUTS: dict[int, str] = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}

_REGISTER_NUMBER = re.compile(
    r"(?P<kind>HRA|HRB|GnR|GsR|VR|PR|GüR)\s*(?:HRA|HRB|GnR|VR|PR)?\s*[:.]?\s*(?P<number>\d{1,7})\s*(?P<suffix>[A-Z]{1,3})?",
    re.IGNORECASE,
)


def _de_register(printed: str, office: str | None) -> Identifier:
    match = _REGISTER_NUMBER.fullmatch(printed)
    if not match:
        raise InvalidIdentifierError("register_number", printed, "write it as HRB 12345, HRA, GnR, VR or PR")
    if not office or not normal_office(office):
        raise InvalidIdentifierError("register_court", office or "", "a German register number needs its court")
    kind = match["kind"].upper()
    return Identifier(
        scheme=Scheme.DE_REGISTER,
        value=f"{kind}{int(match['number'])}",
        office=normal_office(office),
        suffix=match["suffix"] and match["suffix"].upper(),
    )


def _vat(printed: str, _office: str | None) -> Identifier:
    return Identifier(scheme=Scheme.VAT, value=stdnum.eu.vat.validate(printed))


def _lei(printed: str, _office: str | None) -> Identifier:
    return Identifier(scheme=Scheme.LEI, value=stdnum.lei.validate(printed))


def _siren(printed: str, _office: str | None) -> Identifier:
    return Identifier(scheme=Scheme.SIREN, value=stdnum.fr.siren.validate(printed))


def _ch_uid(printed: str, _office: str | None) -> Identifier:
    return Identifier(scheme=Scheme.CH_UID, value=stdnum.ch.uid.validate(printed))


def _gb_company(printed: str, _office: str | None) -> Identifier:
    compact = re.sub(r"\s", "", printed).upper()
    if re.fullmatch(r"[A-Z]{2}(\d{5}[A-Z]|\d{4}[A-Z]{2})", compact):  # a society: IP12345R, SP1234RS
        return Identifier(scheme=Scheme.GB_COMPANY, value=compact)
    match = re.fullmatch(r"([A-Z]{0,2})(\d{1,8})", compact)
    if not match or len(compact) > 8:
        raise InvalidIdentifierError("company_number", printed, "eight digits, or two letters and six digits")
    letters, digits = match.groups()
    return Identifier(scheme=Scheme.GB_COMPANY, value=letters + digits.zfill(8 - len(letters)))


def _nl_kvk(printed: str, _office: str | None) -> Identifier:
    """Number of the Dutch trade register: eight digits; the register itself prints old ones without leading zeros."""
    compact = re.sub(r"^KVK[-: ]*|[\s.]", "", printed.strip(), flags=re.IGNORECASE)
    if not re.fullmatch(r"\d{5,8}", compact) or not int(compact):
        raise InvalidIdentifierError("kvk_number", printed, "eight digits")
    return Identifier(scheme=Scheme.NL_KVK, value=compact.zfill(8))


def _at_fn(printed: str, _office: str | None) -> Identifier:
    """Number of the Austrian companies register: up to six digits and a check letter, which is part of the number."""
    compact = re.sub(r"^FN[-: ]*|\s", "", printed.strip(), flags=re.IGNORECASE)
    match = re.fullmatch(r"0*([1-9]\d{0,5})([A-Za-z])", compact)
    if not match:
        raise InvalidIdentifierError("companies_register_number", printed, "write it as FN 12345 a, with its letter")
    return Identifier(scheme=Scheme.AT_FN, value=match[1] + match[2].lower())


def _ico(scheme: Scheme, printed: str) -> Identifier:
    """Czechia's and Slovakia's company number: one check digit, and leading zeros that are often left off.

    Both states kept the numbers of 1970 when they parted, so that equal digits are two companies.
    """
    compact = re.sub(r"\s", "", printed)
    if not re.fullmatch(r"[0-9]{6,8}", compact):
        raise InvalidIdentifierError(scheme.value, printed, "an IČO has eight digits")
    whole = compact.zfill(8)
    if stdnum.cz.dic.calc_check_digit_legal(whole[:-1]) != whole[-1]:
        raise InvalidIdentifierError(
            scheme.value, printed, "the last digit of an IČO is a check digit, and it is wrong"
        )
    return Identifier(scheme=scheme, value=whole)


def _cz_ico(printed: str, _office: str | None) -> Identifier:
    return _ico(Scheme.CZ_ICO, printed)


def _sk_ico(printed: str, _office: str | None) -> Identifier:
    return _ico(Scheme.SK_ICO, printed)


def _no_orgnr(printed: str, _office: str | None) -> Identifier:
    """With or without the country's letters before it and MVA behind it, as on invoices."""
    bare = re.sub(r"^NO(?=[\s\d])|\s*MVA$", "", printed, flags=re.IGNORECASE)
    return Identifier(scheme=Scheme.NO_ORGNR, value=stdnum.no.orgnr.validate(bare))


def _lv_reg(printed: str, _office: str | None) -> Identifier:
    """A register number of eleven digits; a person's code has as many and begins with 0 to 3."""
    value = stdnum.lv.pvn.validate(printed)
    if value[0] <= "3":
        raise InvalidIdentifierError("lv_reg", printed, "this is a person's code, not a company's number")
    return Identifier(scheme=Scheme.LV_REG, value=value)


_PARSERS = {
    Scheme.DE_REGISTER: _de_register,
    Scheme.VAT: _vat,
    Scheme.LEI: _lei,
    Scheme.SIREN: _siren,
    Scheme.CH_UID: _ch_uid,
    Scheme.GB_COMPANY: _gb_company,
    Scheme.NL_KVK: _nl_kvk,
    Scheme.AT_FN: _at_fn,
    Scheme.CZ_ICO: _cz_ico,
    Scheme.SK_ICO: _sk_ico,
    Scheme.NO_ORGNR: _no_orgnr,
    Scheme.LV_REG: _lv_reg,
}
