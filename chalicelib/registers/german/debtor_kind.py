"""Organisation or natural person: what a debtor's name, number and case say together."""

import re

from chalicelib.model.notice import DebtorKind
from chalicelib.registers.german.street import is_given

LEGAL_FORM = re.compile(
    r"\b(?:g?GmbH|GMBH|G?GMBH|mbH|MBH|gemeinnützige UG|UG|AG|KGaA|KGAA|KG|OHG|GbR|GBR|eG|EG|e\.? ?G\.|SE|"
    r"SCE|Ltd|LTD|Limited|LIMITED|LLC|INC|Inc|PartG|PARTG|mbB|MBB|e\.? ?V\b\.?|E\.? ?V\b\.?|B\.?V\.?|"
    r"S\.?A\.?R\.?L|S\.A\.|"
    r"Gesellschaft|GESELLSCHAFT|Aktiengesellschaft|AKTIENGESELLSCHAFT|Kommanditgesellschaft|"
    r"KOMMANDITGESELLSCHAFT|Stiftung|STIFTUNG|Genossenschaft|GENOSSENSCHAFT|Verein|VEREIN|EWIV|OG|EEIG|PLC|"
    r"SP\. ?Z|s\.r\.o)\b|"
    r"(?i:gesellschaft (?:bürgerlichen rechts|mit beschränkter haftung)|(?<=\w)gesellschaft\b|"
    r"haftungsbeschränkt|(?<=\w)genossenschaft\b|(?<=\w)verein\b)"  # looking back: a long word is read once
)
SOLE_TRADER = re.compile(
    r"\b(?:e\.? ?K(?:fm|fr|ffr)?\b\.?|E\.? ?K(?:FM|FR|FFR)?\b\.?|(?i:eingetragene[rn]? (?:kauf(?:mann|"
    r"frau))|Inh\b\.?|Inhaber(?:in)?\b|handelnd unter))",
    re.UNICODE,
)


def debtor_kind(listed: str, case: str, register: str | None, stated: str) -> DebtorKind:
    """Organisation or person; a registered merchant is a person whatever register number it has.

    >>> debtor_kind("NORDWIND GARTENBAU E.K.", "1 IN 1/25", "HRA 1", "")
    <DebtorKind.PERSON: 'person'>
    """
    if (
        " IK " in f" {case} "
        or SOLE_TRADER.search(listed)
        or (not LEGAL_FORM.search(listed) and SOLE_TRADER.search(stated))
    ):
        return DebtorKind.PERSON
    person = re.findall(r"[A-Za-zÄÖÜäöüß'-]+", stated.split(",", maxsplit=1)[0])
    if not LEGAL_FORM.search(listed + " " + stated) and 2 <= len(person) <= 4 and is_given(person[0]):
        return DebtorKind.PERSON
    if LEGAL_FORM.search(listed) or (register or "").startswith(("HRB", "GnR", "VR", "PR")):
        return DebtorKind.ORGANISATION
    if re.fullmatch(r"[^,\d]+, [^,\d]+", listed):
        return DebtorKind.PERSON
    return DebtorKind.ORGANISATION if LEGAL_FORM.search(stated) else DebtorKind.UNKNOWN
