"""What the text says about the debtor beside the name: address, birth, representatives."""

import re
from datetime import date

from chalicelib.model.address import PostalAddress
from chalicelib.registers.german.dates import DATE, read_date

_ADDRESS = re.compile(
    r"(?P<street>[A-ZÄÖÜ\d][^,;|()]{1,60}?\d+ ?[a-zA-Z]?(?: ?[-–/+] ?\d+ ?[a-zA-Z]?)*)\s*[,;]\s*(?:D[- "
    r"])?(?P<postcode>\d{5})\s+(?P<city>[A-ZÄÖÜ][\w.äöüß/-]*(?: (?:am|an|der|im|in|bei|a\.|d\.|i\.|OT|ob|"
    r"vor|v\.) ?[\w.äöüß-]*[A-ZÄÖÜa-zäöüß]\.?| \((?!AG|Amtsgericht|HR)[^)]{2,30}\)| (?:Homburg|Soden|"
    r"Vilbel|Nauheim|Wusterhausen|Hersfeld|Oeynhausen|Camberg|Segeberg|[A-ZÄÖÜ][a-zäöüß]+(?=[,(;]| \()))*)"
)
_BORN = re.compile(rf"geb(?:oren)?\.?\s*(?:am\s*)?:?\s*({DATE})(?:\s+in\s+([A-ZÄÖÜ][\w-]+(?: \([^)]*\))?))?")
_REPRESENTED = re.compile(
    r"(?:gesetzlich )?vertr(?:eten durch|eten d\.|\. ?d(?:urch|\.)?|\.)\s*:?\s*(?:d(?:ie|en|as|er|\.) )?"
)
_NO_LONGER_DEBTOR = re.compile(
    _REPRESENTED.pattern
    + r"|\b(?:wird|wurde|werden|wurden|ist am|ist der|ist die|sind die|ergeht|hat der|hat die|hat das)\b|"
    r"angeordnet|eröffnet|[Zz]u[mr] (?:vorläufigen |neuen )?(?:Insolvenz|Sachwalt|Treuh|Verwalt)|"
    r"Insolvenzverwalter"
)
_REPRESENTATIVE_END = re.compile(
    r"Registergericht|Geschäftszweig|- Schuld|\(AG |, ?ist\b|, ?wird\b|\bwird\b|\bist (?:am|der|die)\b|"
    r"\bhat\b|\bhaben\b|Verfahrensbevollm|- Antrag|\||vertr\. d|wurde|, ?Geschäftsgegenstand|auf Eröffnung|"
    r"\bAG [A-Z]|ergeht|eröffnet"
)
_PERSON = re.compile(
    r"\b((?:(?:Dr|Prof)\. )*[A-ZÄÖÜ][a-zäöüßéèçş]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?(?: (?:von|van|de|zu|der|"
    r"[A-Z]\.))*(?: [A-ZÄÖÜ][a-zäöüßéèçş]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*){1,2})"
)
_OFFICE = re.compile(
    r"\b(?:Herrn?|Frau|Geschäftsführer(?:in|innen|s)?|Liquidator(?:in)?|Vorstand|Vorstands\w*|"
    r"Komplementärin|persönlich haftende[nr]?|Gesellschafter(?:in)?|Inhaber(?:in)?)\b:?"
)
_ORGANISATION = re.compile(r"\b(?:GmbH|UG|AG|KG|mbH|Ltd|SE)\b")


def find_address(cleaned: str, name_end: int) -> PostalAddress | None:
    """The address that follows the debtor's name within a few words.

    >>> find_address("der X GmbH, Hafenstraße 3, 20457 Hamburg (AG Hamburg, HRB 1)", 10).one_line()
    'Hafenstraße 3, 20457 Hamburg'
    """
    if name_end < 0:
        return None
    match = _ADDRESS.search(_about_debtor(cleaned[name_end : name_end + 260]))
    if not match:
        return None
    street = re.sub(
        r"^.*?(?:geschäftsansässig|wohnhaft|ehemals|zuletzt|früher|bisher|Anschrift)\b:?(?: in)?\s*",
        "",
        match["street"],
    )
    if len(street) > 60 or _BORN.search(match["street"]):
        return None
    return PostalAddress(
        street=street.strip(), postcode=match["postcode"], city=match["city"].strip(" ,."), country="DE"
    )


def _about_debtor(behind: str) -> str:
    """What still speaks of the debtor: up to the representatives, the order's verb or an appointment."""
    stop = _NO_LONGER_DEBTOR.search(behind)
    return behind[: stop.start()] if stop else behind


def find_birth(cleaned: str, name_end: int) -> tuple[date | None, str | None]:
    """Birth date and place of a natural person debtor, only where they follow that person's own name."""
    if name_end < 0:
        return None, None
    match = _BORN.search(_about_debtor(cleaned[name_end : name_end + 220]))
    return (read_date(match[1]), match[2]) if match else (None, None)


def find_representatives(cleaned: str, name_end: int) -> tuple[str, ...]:
    """People who act for an organisation, so that nobody takes them for the debtor.

    >>> find_representatives("X GmbH, vertr. d.: Jan Holz, Weg 1, 20457 Ort, (Geschäftsführer), ist der Antrag", 6)
    ('Jan Holz',)
    """
    if name_end < 0:
        return ()
    names: list[str] = []
    behind = cleaned[name_end : name_end + 900]
    for start in _REPRESENTED.finditer(behind):
        rest = behind[start.end() :]
        end = _REPRESENTATIVE_END.search(rest)
        for piece in re.split(r",|;| und |\(|\)", rest[: end.start()] if end else rest[:120]):
            words = _OFFICE.sub("", re.sub(r"^[\s:]*\d+\.\s*", "", piece)).strip(" :")
            match = _PERSON.fullmatch(words)
            if match and not _ORGANISATION.search(words) and words not in names:
                names.append(words)
    return tuple(names)
