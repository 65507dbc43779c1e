"""The position in the feed: the last event's id, and the cases whose debtor is still looked for.

The look-up service follows the feed with a delay, so that a new case may not be found when its first event comes.
"""

import re

from chalicelib.errors import SourceChangedError
from chalicelib.registers.czech.soap import SOURCE

_GIVEN_UP_AFTER = 60_000  # events: some three business days
_MOST = 100
_FORM = re.compile(r"(?P<last>[0-9]{1,15})(?P<cases>(?:;[A-Z]+ [0-9]+/[0-9]{4}@[0-9]{1,15})*)")


def read(cursor: str) -> tuple[int, dict[str, int]]:
    """The last id, and each case that is still looked for with the id of its event.

    Raises:
        SourceChangedError: the cursor is none of ours.

    >>> read("70000018;INS 907/2026@70000015")
    (70000018, {'INS 907/2026': 70000015})
    """
    match = _FORM.fullmatch(cursor)
    if match is None:
        raise SourceChangedError(SOURCE, f"cursor {cursor!r} is no event's id")
    cases = (one.rpartition("@") for one in match["cases"].split(";") if one)
    return int(match["last"]), {number: int(event) for number, _, event in cases}


def written(last: int, cases: dict[str, int]) -> str:
    """The cursor, with the newest of the cases that are not given up.

    >>> written(70000018, {"INS 907/2026": 70000015, "INS 1/2008": 12})
    '70000018;INS 907/2026@70000015'
    """
    fresh = [(number, event) for number, event in cases.items() if last - event <= _GIVEN_UP_AFTER]
    newest = sorted(fresh, key=lambda one: one[1])[-_MOST:]
    return ";".join([str(last), *(f"{number}@{event}" for number, event in newest)])
