"""What an entry of a docket means to a creditor.

Courts name their entries freely, several hundred each. A few say that a case begins, turns or ends; most are papers
of a case that runs, and are left out by the word they begin with; the rest is for a person.

Source: eight entries of a recorded feed (2018), entries of seven recorded dockets (2004 to 2023); otherwise believed.
A voluntary petition is the order for relief (11 U.S.C. 301(b)), under chapter 9 it is not (921(d)); an involuntary one
(303) and one for recognition under chapter 15 (1515) are petitions that a court decides on.
"""

import re

from chalicelib.model.notice import EventKind

_PAPERS = re.compile(
    r"(amended |supplemental |emergency |ex parte |joint |notice of |second |third |final |interim |monthly )*"
    r"(motion|application|affidavit|declaration|certificate|certification|statement|operating report|fee|response|"
    r"objection|reply|opposition|stipulation|memorandum|exhibit|letter|transcript|brief|hearing|adjournment|proof of|"
    r"claim|scheduling|schedules?|order on|order granting|order denying|order setting hearing|generic|appearance|"
    r"withdrawal|presentment|agenda|bill|receipt|request|service|bnc|pdf|summary|list|proposed|status|minute|"
    r"pro hac|monthly|report of (sale|balloting)|creditor request|financial management|disclosure|employment|"
    r"redaction|reaffirmation|certificate of|deficiency|payment|transfer of claim|answer|subpoena|witness|appeal)\b",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[re.Pattern[str], EventKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"^involuntary petition|chapter \d+ involuntary petition", EventKind.PETITION_FILED),
        (r"petition for recognition|chapter 15 petition", EventKind.PETITION_FILED),
        (r"voluntary petition", EventKind.OPENED),
        (r"^order for relief", EventKind.OPENED),
        (r"^(order )?convert(ing)?\b.*\b(case|chapter)|case converted|^conversion of case", EventKind.CONVERTED),
        (r"^reopen(ed)? case|^order reopening|case reopened", EventKind.UNCLASSIFIED),
        (
            r"^(order )?(dismiss(ing)? (the )?(case|debtor)|dismissal of case)|^case dismissed",
            EventKind.MEASURES_LIFTED,
        ),
        (r"^close bankruptcy case|bankruptcy case closed|^final decree|^order closing", EventKind.CLOSED_LIFTED),
        (r"^(order )?discharg(e of|ing) debtor", EventKind.DISCHARGE_GRANTED),
        (r"no distribution|no asset report", EventKind.ASSETS_INSUFFICIENT),
        (r"meeting of creditors|^341", EventKind.HEARING_OR_DEADLINE_SET),
        (r"last day to file|bar date|deadline.*claims|notice of (possible )?assets", EventKind.HEARING_OR_DEADLINE_SET),
        (r"appointment of .*trustee|appoint(ing)? .*trustee|trustee appointed", EventKind.PRACTITIONER_APPOINTED),
        (r"^(trustee'?s )?(notice of )?(final report|distribution)", EventKind.DISTRIBUTION),
    )
)
_AMENDED = re.compile(r"^amended", re.IGNORECASE)


def kind_of(event: str, chapter: str | None) -> EventKind | None:
    """The event, UNCLASSIFIED for what is not known, None for a paper of a case that runs.

    >>> kind_of("Voluntary Petition (Chapter 11)", "11"), kind_of("Motion, Approve", "7"), kind_of("Whatnot", "7")
    (<EventKind.OPENED_SELF_ADMIN: 'OPENED_SELF_ADMIN'>, None, <EventKind.UNCLASSIFIED: 'UNCLASSIFIED'>)
    """
    found = next((kind for pattern, kind in _KINDS if pattern.search(event)), None)
    if found is EventKind.OPENED and not event.casefold().startswith("order"):
        return None if _AMENDED.search(event) else opened(chapter)
    if _PAPERS.match(event) and (
        found is None or re.match(r"motion|application|objection|response", event, re.IGNORECASE)
    ):
        return None
    return found or EventKind.UNCLASSIFIED


def opened(chapter: str | None) -> EventKind:
    """What a debtor's own petition is: under chapter 11 the debtor stays in possession (11 U.S.C. 1107)."""
    if chapter in {"9", "15"} or chapter is None:
        return EventKind.PETITION_FILED
    return EventKind.OPENED_SELF_ADMIN if chapter == "11" else EventKind.OPENED
