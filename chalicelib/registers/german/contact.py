"""Telephone number and e-mail address in a person's block."""

import re

_PHONE = re.compile(
    r"(?:Telefon(?:nummer)?|Tel(?:efon)?\.?(?:-? ?Nr\.?)?|Fon|Ruf|Tel\. ?Nr\.|"
    r"Mobil(?:telefon)?)\s*(?:geschäftlich|dienstlich|"
    r"\(geschäftlich\))?\s*[:.]?\s*:?\s*(?P<number>[+(]?[\d(][\d ()/.+–-]{4,}\d)"
)
_EMAIL = re.compile(
    r"(?<![\w.@-])([A-Za-z0-9äöü][\w.+-]*)@((?:[A-Za-z0-9äöüß][\wäöüß-]*\.)+?"
    r"(?i:[a-z]{2}|com|net|org|info|biz|law|legal|group|online|berlin|hamburg|koeln|cologne|bayern|nrw|"
    r"ruhr|saarland|pro|tax|consulting|"
    r"expert|email|jetzt|gmbh|name|mobi|partners|swiss|wien|space|team|works|world|systems|management|"
    r"services|solutions))(?![a-zäöü0-9-])"
)


def phone(printed: str) -> str | None:
    """The first telephone number behind its label; a fax number never."""
    match = _PHONE.search(printed)
    if not match:
        return None
    number = match["number"]
    after = printed[match.end() :]
    if re.match(r"\.?\s*[A-ZÄÖÜ]", after) and re.search(r"[ ]\d{1,2}$", number) and after.startswith("."):
        number = re.sub(r"[ ]\d{1,2}$", "", number)
    if re.search(r"\d\. \d{1,2}$", number):
        number = re.sub(r"\. \d{1,2}$", "", number)
    return number.strip(" .-/")


def email(printed: str) -> str | None:
    """The first e-mail address, without what a lost line break glued behind it."""
    match = _EMAIL.search(printed) or _EMAIL.search(re.sub(r"\s*@\s*", "@", printed))
    return match[0] if match else None
