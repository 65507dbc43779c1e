"""What an event's type number and a case's state mean.

Source: the register's own list of 1,065 event types (2020-12-19, highest number 1069); sections and states by public
clients. What a state says about a company is believed where marked.
"""

import re

from chalicelib.model.event import EventKind

PERSON_CHANGED, ADDRESS_CHANGED = "1", "2"
CLAIMS_SECTION = "P"
_HIGHEST_LISTED = 1069
_DECISIVE_SECTIONS = frozenset({"A", "B"})


def _each(kind: EventKind, numbers: str) -> dict[str, EventKind]:
    return dict.fromkeys(numbers.split(), kind)


# Numbers that are not here are steps of no consequence for a supplier: submissions, costs, appeals that changed
# nothing, disputes about single claims.
_EVENTS: dict[str, EventKind] = {
    **_each(EventKind.PETITION_FILED, "5 6 7 410 1001 185"),  # 185: the court announces that proceedings have begun
    **_each(EventKind.PRELIM_MEASURES, "67 69 547 557 558"),  # moratorium, declared or prolonged
    **_each(EventKind.PRELIM_MEASURES, "85 88 458"),  # interim measure, provisional practitioner
    **_each(EventKind.MEASURES_LIFTED, "70 86 548 549 550"),
    # The petition failed: refused, withdrawn, dismissed, not insolvent, no advance on costs, stopped.
    **_each(EventKind.MEASURES_LIFTED, "72 73 81 82 84 87 473"),
    **_each(EventKind.REFUSED_NO_ASSETS, "83"),
    **_each(EventKind.OPENED, "75 76 77 78"),
    **_each(EventKind.CONVERTED, "79 94 163"),
    **_each(EventKind.RESTRUCTURING, "80 99 158 159"),
    **_each(EventKind.HEARING_OR_DEADLINE_SET, "186 187 484"),
    **_each(EventKind.FINAL_HEARING, "149 188 466 483"),
    **_each(EventKind.DISTRIBUTION, "148 218"),
    **_each(EventKind.DISCHARGE_ANNOUNCED, "172 174 175 1065"),
    **_each(EventKind.DISCHARGE_REFUSED, "181 1050 1069"),
    **_each(EventKind.CLOSED_LIFTED, "95 164 177"),  # bankruptcy lifted, reorganisation or debt relief fulfilled
    **_each(EventKind.CLOSED_DISCONTINUED, "1002 1049 1051 1052"),
    # A higher court set a decision aside, or the proceedings were stopped for a reason the number does not tell.
    **_each(EventKind.UNCLASSIFIED, "162 166 375 478 504 553 629"),
}
STATES: dict[str, EventKind] = {
    "NEVYRIZENA": EventKind.PETITION_FILED,
    "NEVYR-POST": EventKind.PETITION_FILED,
    "MORATORIUM": EventKind.PRELIM_MEASURES,
    "ÚPADEK": EventKind.OPENED,
    "KONKURS": EventKind.OPENED,
    "REORGANIZ": EventKind.OPENED,
    "ODDLUŽENÍ": EventKind.OPENED,  # nearly always a natural person
    "VYRIZENA": EventKind.CLOSED_LIFTED,
    "PRAVOMOCNA": EventKind.CLOSED_LIFTED,
    "ODSKRTNUTA": EventKind.CLOSED_LIFTED,
    "MYLNÝ ZÁP.": EventKind.CANCELLATION,  # entered by mistake
    # Set aside by the High Court, bankruptcy lifted on appeal, revived: believed, and a person reads them.
    "ZRUŠENO VS": EventKind.UNCLASSIFIED,
    "K-PO ZRUŠ.": EventKind.UNCLASSIFIED,
    "OBZIVLA": EventKind.UNCLASSIFIED,
}


def of_event(number: str, section: str | None) -> EventKind | None:
    """The kind of event, None for a step of no consequence.

    A number that came after the list is for a person where it stands among the petitions (A) or decisions (B).

    >>> of_event("76", "B"), of_event("187", "B"), of_event("331", "B"), of_event("1300", "B"), of_event("1300", "D")
    (<EventKind.OPENED: 'OPENED'>, <EventKind.HEARING_OR_DEADLINE_SET: 'HEARING_OR_DEADLINE_SET'>, None, \
<EventKind.UNCLASSIFIED: 'UNCLASSIFIED'>, None)
    """
    if number in _EVENTS:
        return _EVENTS[number]
    unlisted = not re.fullmatch(r"[0-9]{1,4}", number) or int(number) > _HIGHEST_LISTED
    return EventKind.UNCLASSIFIED if unlisted and section in _DECISIVE_SECTIONS else None


def of_state(printed: str) -> EventKind:
    """The event that the case is in; an unknown state is for a person."""
    return STATES.get(printed, EventKind.UNCLASSIFIED)
