"""What an entry of a docket means to a creditor.

Courts name their entries freely, several hundred each. A few say that a case begins, turns or ends; most are papers
of a case that runs, and are left out by the word they begin with; the rest is for a person. What counts is what the
entry is, by its beginning, not what it mentions: a motion to dismiss a petition is no petition, a motion's denial no
dismissal.

Source: eight entries of a recorded feed (2018), entries of seven recorded dockets (2004 to 2023); otherwise believed.
A voluntary petition is the order for relief (11 U.S.C. 301(b)), under chapter 9 it is not (921(d)); an involuntary one
(303) and one for recognition under chapter 15 (1515) are petitions that a court decides on. Recognition of a foreign
main proceeding brings the stay (1520).
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
_CHAPTER = r"(?:chapter (?P<named>\d+)(?: small business)?,? (?:\(?subchapter v\)?,? )?)?"
_PETITION = re.compile(
    rf"(?:joint )?{_CHAPTER}(?:joint )?voluntary petition\b"
    r"(?!(?: ?\([^)]*\))?\W*(?:deficien|receipt|cover sheet|signature|filing fee|withdraw))"
    r"(?:.*?\bchapter (?P<behind>\d+))?",
    re.IGNORECASE,
)
_DECISION = (
    r"(?:(?:agreed|stipulated|consent|final|interim|ex parte|corrected|text|bench|minute|docket|sua sponte|emergency|"
    r"(?:stipulation|opinion|decision|judgment|notice|memorandum(?: opinion| decision)?) and|"
    r"memorandum|notice of(?: entry of)?(?: the| an)?) )*order"
)
_ORDER = rf"{_DECISION},? (?:and notice )?"
_GRANTED = (
    r"(?:granting|approving|allowing) (?:[\w.'’]+ ){0,5}?(?:motion|application|request|stipulation|petition) "
    r"(?:to|for|of) (?:an? )?(?:order (?:of )?)?"
)
_BY_ORDER = rf"(?:{_ORDER}(?:to |of |for |granting |approving |directing )?(?:{_GRANTED})?(?:the )?)"
_RECOGNISED = (
    r"(?:granting|approving|recogni[sz]ing|of recognition|for recognition)\b(?=.*\bforeign main\b)"
    r"(?!.*\b(?:time|notice|hearing|provisional|pending|terminat\w*|modif\w*)\b)"
)
_TRUSTEE = r"(?!.*\b(?:counsel|attorneys?|committee|accountant)\b).*\btrustee\b(?![’'])"
_CONVERTING = r"(?:convert(?:ing)?|(?<=of )conversion|conversion of)\b(?!.*\b(?:hearing|conference)\b)"
_CASE = (
    r"(?:(?:the|this|entire|above|bankruptcy|voluntary|individual|jointly|administered|debtor[’']?s[’']?|"
    r"debtors[’']|chapter \d+) )*(?:cases?|debtors?(?![’'])|chapter \d+(?! \w))\b"
)

_KINDS: tuple[tuple[re.Pattern[str], EventKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"(chapter \d+ )?involuntary petition\b", EventKind.PETITION_FILED),
        (r"(chapter 15 )?(verified )?petition for (\w+ )?recognition|chapter 15 petition\b", EventKind.PETITION_FILED),
        (rf"{_ORDER}(for relief(?! from)|granting (the )?involuntary petition)\b", EventKind.OPENED),
        (rf"{_ORDER}{_RECOGNISED}", EventKind.OPENED),
        (rf"{_BY_ORDER}?dismiss(ing|al of)? (the )?involuntary (petition|case)", EventKind.MEASURES_LIFTED),
        (rf"{_BY_ORDER}?dismiss(ing|al of)? (the )?voluntary petition", EventKind.CLOSED_DISCONTINUED),
        (rf"{_BY_ORDER}?dismiss(ing|al of|al)? {_CASE}|case dismissed", EventKind.MEASURES_LIFTED),
        (rf"{_BY_ORDER}dismiss(al|ing)?$|notice of (case )?dismissal of (the )?case", EventKind.MEASURES_LIFTED),
        (
            rf"{_BY_ORDER}?{_CONVERTING}.*\b(case|chapter)\b",
            EventKind.CONVERTED,
        ),
        (r"case converted", EventKind.CONVERTED),
        (
            rf"{_BY_ORDER}?clos(e|ing|ure of) (the )?(bankruptcy |chapter \d+ )*(cases?|estate)\b|order closing$",
            EventKind.CLOSED_LIFTED,
        ),
        (rf"{_ORDER}(?!on |re )(?!.*\bmotion\b).*\b(and|,) closing {_CASE}", EventKind.CLOSED_LIFTED),
        (rf"(bankruptcy )?case (closed|terminated)|{_BY_ORDER}?final decree\b", EventKind.CLOSED_LIFTED),
        (r"(order )?discharg(e of|ing) (the )?debtors?\b(?![’'])", EventKind.DISCHARGE_GRANTED),
        (
            r"((bnc )?certificate of (mailing|notice)|bnc|statement|notice|hearing)\b.*\bmeeting of (the )?creditors",
            EventKind.HEARING_OR_DEADLINE_SET,
        ),
        (
            rf"{_ORDER}\w+ing\b(?<!denying)(?!.* time ).*\b(bar dates?|last day to file)",
            EventKind.HEARING_OR_DEADLINE_SET,
        ),
        (
            rf"({_BY_ORDER}|certificate of |notice of )?(appointment of|appoint(ing)?) {_TRUSTEE}",
            EventKind.PRACTITIONER_APPOINTED,
        ),
        (r"(chapter \d+ )?(trustee[’']?s? )?(notice of )?(final report|distribution)", EventKind.DISTRIBUTION),
    )
)
"""What entries are by their beginning."""
_MENTIONS: tuple[tuple[re.Pattern[str], EventKind], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"no distribution|no asset report", EventKind.ASSETS_INSUFFICIENT),
        (r"meeting of creditors|^341", EventKind.HEARING_OR_DEADLINE_SET),
        (r"last day to file|bar date|deadline.*claims|notice of (possible )?assets", EventKind.HEARING_OR_DEADLINE_SET),
        (r"\btrustee appointed", EventKind.PRACTITIONER_APPOINTED),
    )
)
"""What entries that are neither papers nor orders say wherever they say it."""
_TAKEN_BACK = re.compile(
    r"\b(denied|denying|vacated|withdrawn|withdrawal|in error|rescind\w*|adversary)\b", re.IGNORECASE
)
_NOT_SO = re.compile(
    r"\b(den(y|ied|ying)|in part|vacated|vacating(?! (the )?(automatic )?stay)|set(ting)? aside|withdrawn|withdrawal|"
    r"in error|revers(ed|ing)|rescind\w*|recission|reconsider\w*|reinstat\w*|reopen\w*|adversary|complaint|appeal|"
    r"show cause|why|if|unless|conditional\w*|proposed|tentative|possible|intent|should|may be|will be|as to|nonmain|"
    r"(joint|one|co-?) ?-?debtor)\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"dismiss|conver[ts]|recogni|petition|\bclos(e|ing|ure)\b|final decree|reopen|reinstat|discharge|confirm|"
    r"for relief(?! from)|provisional|appoint.*\b(trustee|examiner|receiver)|bar date|no (asset|distribution)|"
    r"^[\w ]*order( on| granting| denying)?( the| generic| an?)?( motion| application| request)?( generic|s)?$",
    re.IGNORECASE,
)
"""Of an order, what it must not be left out for; also an order that does not say on what."""
_DECIDED = re.compile(rf"(amended )?({_DECISION}|memorandum (opinion|decision))\b", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"(notice of )?withdrawal of (?!.*\b(motion|application|objection|claim|request)\b)", re.IGNORECASE
)
_AMENDED = re.compile(
    rf"(amended|corrected) {_CHAPTER}(in)?voluntary petition|.*\bvoluntary petition\W+(.*\W)?(amended|corrected)\b",
    re.IGNORECASE,
)
_LONGEST = 2000  # letters of an entry that are looked at; patterns take the longer the more


def kind_of(event: str, chapter: str | None) -> EventKind | None:
    """The event, UNCLASSIFIED for what is not known, None for a paper of a case that runs.

    >>> kind_of("Voluntary Petition (Chapter 11)", "11"), kind_of("Motion, Approve", "7"), kind_of("Whatnot", "7")
    (<EventKind.OPENED_SELF_ADMIN: 'OPENED_SELF_ADMIN'>, None, <EventKind.UNCLASSIFIED: 'UNCLASSIFIED'>)
    """
    event = " ".join(event[:_LONGEST].strip(" []").split())
    if _AMENDED.match(event):
        return None
    if petition := _PETITION.match(event):
        return opened(petition["named"] or petition["behind"] or chapter)
    found = next((kind for pattern, kind in _KINDS if pattern.match(event)), None)
    decided = _DECIDED.match(event) or _WITHDRAWN.match(event)
    if found is None and decided and _TURNS.search(event):
        return EventKind.UNCLASSIFIED
    if found is None and _PAPERS.match(event):
        return None
    kind = found or next((kind for pattern, kind in _MENTIONS if pattern.search(event)), EventKind.UNCLASSIFIED)
    not_so = _TAKEN_BACK if kind is EventKind.HEARING_OR_DEADLINE_SET else _NOT_SO
    return EventKind.UNCLASSIFIED if not_so.search(event) else kind


def opened(chapter: str | None) -> EventKind:
    """What a debtor's own petition is: under chapter 11 the debtor stays in possession (11 U.S.C. 1107)."""
    if chapter in {"9", "15"} or chapter is None:
        return EventKind.PETITION_FILED
    return EventKind.OPENED_SELF_ADMIN if chapter == "11" else EventKind.OPENED
