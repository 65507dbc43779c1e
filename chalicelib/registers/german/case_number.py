"""Case numbers of insolvency courts, such as 67h IN 9/20."""

import re

CASE = re.compile(
    r"(?<![\w/])(?:(?P<division>\d{1,4}\s?[a-zA-Z]{0,2})\s*)?(?P<letters>IN|IK|IE|"
    r"RES)\s*(?P<number>\d{1,6})\s?/\s?(?P<year>\d{2,4})(?!\d)"
)


def tidy(printed: str) -> str:
    """One spelling of spaces; letters stay as printed.

    >>> tidy("67h  IN 9 / 20"), tidy("36EIN 4/20")
    ('67h IN 9/20', '36E IN 4/20')
    """
    match = CASE.search(printed)
    if not match:
        return re.sub(r"\s+", " ", printed).strip()
    division = re.sub(r"\s", "", match["division"] or "")
    case = f"{match['letters']} {int(match['number'])}/{match['year']}"
    return f"{division} {case}" if division else case


def case_number(listed: str, cleaned: str) -> str:
    """The list's case number, in the text's own letters when the text prints the same one.

    >>> case_number("67H IN 9/20", "Amtsgericht Hamburg, Aktenzeichen: 67h IN 9/20 Über")
    '67h IN 9/20'
    """
    wanted = tidy(listed)
    for match in CASE.finditer(cleaned):
        if tidy(match[0]).upper() == wanted.upper():
            return tidy(match[0])
    if wanted:
        return wanted
    first = CASE.search(cleaned)
    return tidy(first[0]) if first else ""
