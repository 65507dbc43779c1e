"""The debtor's entry in the commercial register."""

import re

from chalicelib.model.identifier import normal_office

_NUMBER = (
    r"(?:HRA|HRB|GnR|GsR|PR|VR)(?:\s*(?:HRA|HRB|GnR|PR|VR))?\s*(?:Nr\.?|"
    r"Nummer)?\s*[:.]?\s*\d{1,7}(?:\s?(?!PR\b|VR\b)[A-Z]{1,3}(?![\w]))?"
)
_LISTED = re.compile(rf"(?:(?P<office>.{{1,80}}?)\s*,\s*)?(?P<number>{_NUMBER}|KRS.*|[A-Z]{{2,3}}\s?\d.*)")
_IN_TEXT = (
    re.compile(
        rf"(?:Handelsregister|Genossenschaftsregister|Vereinsregister|Partnerschaftsregister|"
        rf"Register)s?[^.|]{{0,40}}?(?:des|beim|bei dem) (?:Amtsgerichts?|AG|"
        rf"Registergerichts?)\s*(?P<office>[^.|]{{2,60}}?)\s*,?\s*(?:unter|mit der|,)?\s*(?:der )?(?:Nr\.|"
        rf"Nummer|Registernummer|lfd\. Nr\.)?\s*(?P<number>{_NUMBER})"
    ),
    re.compile(rf"\((?:AG|Amtsgericht)\s+(?P<office>[^,]{{2,50}}(?:\([^)]*\))?),\s*(?P<number>{_NUMBER})\)"),
    re.compile(
        rf"Registergericht:?\s*(?:Amtsgericht\s+)?(?P<office>[^.|]{{2,60}}?)\s*(?:Registergericht|"
        rf"Handelsregister|Registernr|,|-)?\s*Register-?(?:Nr\.?|nummer):?\s*(?P<number>{_NUMBER})"
    ),
    re.compile(rf"(?:AG|Amtsgericht)\s+(?P<office>[A-ZÄÖÜ][^,.|]{{2,40}}?)\s*,\s*(?P<number>{_NUMBER})"),
    re.compile(
        rf"(?P<number>{_NUMBER})\s*,?\s*(?:AG|Amtsgericht|beim Amtsgericht)\s+(?P<office>[A-ZÄÖÜ][\w-]+(?: "
        rf"?\([^)]*\))?)"
    ),
)
_REPRESENTED = re.compile(r"vertr(?:eten|\.) ?d")


def read_register(office_listed: str, register_listed: str, cleaned: str) -> tuple[str | None, str | None]:
    """Register court and number as printed; the list counts, the text fills what the list leaves empty.

    >>> read_register("", "Kleve, HRB 10001", "")
    ('Kleve', 'HRB 10001')
    >>> read_register("Registergericht Potsdam", "HRB 10002", "Bootsverleih HRB 10002 P wird")
    ('Potsdam', 'HRB 10002 P')
    """
    listed = _LISTED.fullmatch(register_listed.strip()) if register_listed.strip() else None
    office = (listed["office"] if listed else None) or _register_office(office_listed)
    number = listed["number"].strip() if listed else None
    text_office, text_number = _from_text(cleaned)
    if number is None:
        return (text_office, text_number) if text_number else (None, None)
    if not office and text_number and _digits(text_number) == _digits(number):
        office = text_office
    return office or None, _fuller(number, cleaned)


def contradicts(register_listed: str, cleaned: str) -> bool:
    """Whether the text prints one other register number for the debtor than the list.

    >>> contradicts("Kleve, HRB 10001", "eingetragenen X GmbH (AG Kleve, HRB 10007)")
    True
    """
    listed = re.search(_NUMBER, register_listed)
    _office, printed = _from_text(cleaned)
    return bool(listed and printed) and _digits(_tidy(listed[0] if listed else "")) != _digits(printed or "")


def _register_office(listed: str) -> str | None:
    if not listed.startswith("Registergericht"):
        return None
    name = re.sub(r"^Registergericht\s*(?:Amtsgericht|AG)?\s*", "", listed).strip()
    return name or None


def _from_text(cleaned: str) -> tuple[str | None, str | None]:
    """The only entry that the text gives before it speaks of representatives."""
    represented = _REPRESENTED.search(cleaned)
    for part in (cleaned[: represented.start()] if represented else cleaned, cleaned):
        found = {
            (match["office"].strip(" ,-"), _tidy(match["number"]))
            for pattern in _IN_TEXT
            for match in pattern.finditer(part[:2500])
        }
        numbers = {number for _office, number in found}
        if len(numbers) == 1:
            offices = sorted((office for office, _number in found), key=len)
            return offices[0], numbers.pop()
        if found:
            return None, None
    return None, None


def _tidy(number: str) -> str:
    number = re.sub(r"(?:Nr\.?|Nummer|[:.])", " ", number)
    number = re.sub(r"^(\w+?)\s+\1\s+", r"\1 ", re.sub(r"\s+", " ", number))
    return re.sub(r"^([A-Za-z]+) ?(\d+) ?", r"\1 \2 ", number).strip()


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _fuller(listed: str, cleaned: str) -> str:
    """The list's number with the letters that the text adds behind it."""
    number = _tidy(listed)
    if re.search(r"\d [A-Z]+$", number):
        return number
    kind, digits = [*number.split(" ", 1), ""][:2]
    suffix = (
        re.search(rf"\b{re.escape(kind)}\s?{re.escape(digits)}\s([A-Z]{{1,3}})(?=[\s,);.-]|$)(?! ?\d)", cleaned)
        if digits
        else None
    )
    return f"{number} {suffix[1]}" if suffix and suffix[1] not in {"AG", "PR", "VR", "UG", "KG", "SE"} else number


def comparable(office: str | None) -> str:
    """Register court in the model's normal form, empty when unknown."""
    return normal_office(office) if office else ""
