"""Court and case number in one spelling, so that all publications of one case meet."""

import re
import unicodedata


def normal_court(printed: str) -> str:
    """Court name for comparison.

    >>> normal_court("Amtsgericht Stuttgart (Insolvenzgericht)") == normal_court("AG STUTTGART")
    True
    >>> normal_court("Charlottenburg (Berlin)") == normal_court("Charlottenburg")
    True
    """
    name = unicodedata.normalize("NFKD", printed.casefold().replace("\u00ad", ""))
    name = "".join(letter for letter in name if not unicodedata.combining(letter))
    if "frankfurt" in name and "oder" in name:
        return "frankfurt oder"
    name = re.sub(r"\(.{0,200}?\)", " ", name)  # without a bound, each bracket would be looked for to the end
    name = re.sub(r"\b(amtsgericht(es|s)?|ag|insolvenzgericht|hansestadt)\b", " ", name)
    return re.sub(r"[^a-z0-9]+", " ", name).strip()


def normal_case_number(printed: str) -> str:
    """Case number for comparison: letters upper-cased, blanks gone, year in two digits.

    >>> normal_case_number("67g IN 17/2021"), normal_case_number("67G  IN 0017/21")
    ('67GIN17/21', '67GIN17/21')
    """
    compact = re.sub(r"\s+", "", printed.upper())
    return re.sub(r"(?<=[A-Z])0*(\d+)/(?:\d\d)?(\d\d)\b", r"\1/\2", compact)
