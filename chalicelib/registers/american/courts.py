"""The bankruptcy courts: their short names, as they stand in addresses, and what they are called.

Source: the judiciary's list of courts with their feeds, in a public copy of its look-up file; recorded feed of 2018;
the archive's own names by its published source, which maps them.
"""

import re

WITHOUT_FEED = ("alnb", "cob", "miwb", "nceb", "nysb", "pamb")
"""Courts for which the list names no feed; the Southern District of New York had one in 2018."""

WITH_FEED = tuple(
    re.findall(
        r"\w+",
        """
        akb almb alsb areb arwb azb cacb caeb canb casb ctb dcb deb flmb flnb flsb gamb ganb gasb gub hib ianb iasb idb
        ilcb ilnb ilsb innb insb ksb kyeb kywb laeb lamb lawb mab mdb meb mieb mnb moeb mowb msnb mssb mtb ncmb ncwb
        ndb neb nhb njb nmb nmib nvb nyeb nynb nywb ohnb ohsb okeb oknb okwb orb paeb pawb prb rib scb sdb tneb tnmb
        tnwb txeb txnb txsb txwb utb vaeb vawb vib vtb waeb wawb wieb wiwb wvnb wvsb wyb
        """,
    )
)

_STATES = dict(
    re.findall(
        r"\b([a-z]{2})=([\w ]+)",
        """
        ak=Alaska, al=Alabama, ar=Arkansas, az=Arizona, ca=California, co=Colorado, ct=Connecticut, dc=Columbia,
        de=Delaware, fl=Florida, ga=Georgia, gu=Guam, hi=Hawaii, ia=Iowa, id=Idaho, il=Illinois, in=Indiana, ks=Kansas,
        ky=Kentucky, la=Louisiana, ma=Massachusetts, md=Maryland, me=Maine, mi=Michigan, mn=Minnesota, mo=Missouri,
        ms=Mississippi, mt=Montana, nc=North Carolina, nd=North Dakota, ne=Nebraska, nh=New Hampshire, nj=New Jersey,
        nm=New Mexico, nv=Nevada, ny=New York, oh=Ohio, ok=Oklahoma, or=Oregon, pa=Pennsylvania, pr=Puerto Rico,
        ri=Rhode Island, sc=South Carolina, sd=South Dakota, tn=Tennessee, tx=Texas, ut=Utah, va=Virginia,
        vi=the Virgin Islands, vt=Vermont, wa=Washington, wi=Wisconsin, wv=West Virginia, wy=Wyoming
        """,
    )
)
_ELSEWHERE = {"arb": "azb", "nebraskab": "neb", "nysb-mega": "nysb"}
"""Short names that the archive, or an older address of a court, has in the place of the court's own."""
_DISTRICTS = {"n": "Northern ", "s": "Southern ", "e": "Eastern ", "w": "Western ", "m": "Middle ", "c": "Central "}
_CASE_NUMBER = re.compile(
    r"(?:\d{1,2}[-:])?(\d\d)-(?:bk-)?(\d{5})(?:-[A-Za-z0-9]+)*(?:\s*\([\w .]{1,40}\))*", re.IGNORECASE
)


def court_name(short: str) -> str | None:
    """The court's name, however it is called where the notice is from; None when there is no such court.

    >>> court_name("nysb"), court_name("deb"), court_name("xx")
    ('U.S. Bankruptcy Court, Southern District of New York', 'U.S. Bankruptcy Court, District of Delaware', None)
    >>> court_name("arb") == court_name("azb"), court_name("nebraskab") == court_name("neb")
    (True, True)
    """
    short = _ELSEWHERE.get(short, short)
    if short == "nmib":
        return "U.S. Bankruptcy Court, District of the Northern Mariana Islands"
    match = re.fullmatch(r"([a-z]{2})([nsewmc]?)b", short)
    if match is None or match[1] not in _STATES:
        return None
    return f"U.S. Bankruptcy Court, {_DISTRICTS.get(match[2], '')}District of {_STATES[match[1]]}"


def case_number(printed: str) -> str | None:
    """Year and number of a case without the office before and the judge's initials behind them; None of others.

    >>> case_number("26-99001-abc"), case_number("1:26-bk-99001"), case_number("26-99001 (ABC)")
    ('26-99001', '26-99001', '26-99001')
    >>> case_number("26-ap-01234")
    """
    match = _CASE_NUMBER.fullmatch(printed.strip())
    return f"{match[1]}-{match[2]}" if match else None
