"""Courts by the code under which they enter events.

Source: KSJIMBM, MSPHAAB, KSZPCPM in recorded events and clients; the others believed.
"""

_NAMES = {
    "MSPHAAB": "Městský soud v Praze",
    "KSSTCAB": "Krajský soud v Praze",
    "KSJICCB": "Krajský soud v Českých Budějovicích",
    "KSZPCPM": "Krajský soud v Plzni",
    "KSSCEUL": "Krajský soud v Ústí nad Labem",
    "KSVYCHK": "Krajský soud v Hradci Králové",
    "KSJIMBM": "Krajský soud v Brně",
    "KSSEMOS": "Krajský soud v Ostravě",
}


def named(code: str | None) -> str | None:
    """The insolvency court's name; None for a branch, a higher court or an unknown code."""
    return _NAMES.get(code or "")
