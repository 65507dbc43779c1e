"""What is kept of one answer of the feed: events that count, of debtors that may be customers, and who they are.

The feed names the debtor once, when a case begins; later events carry the file number alone. So each case of an
answer is looked up when it is fetched, and the rows are kept beside its events: the page explains itself.
"""

from typing import NamedTuple

from lxml import etree

from chalicelib.errors import SourceChangedError
from chalicelib.registers.czech import cases as all_cases
from chalicelib.registers.czech import feed, look_up, soap
from chalicelib.registers.czech.cases import Case
from chalicelib.registers.czech.parties import DEBTOR, without_birth_numbers
from chalicelib.web import Web
from chalicelib.web.soap import answered

ROOT, EVENTS, STANDINGS, UNREAD = "isirPage", "events", "standings", "unread"


class Page(NamedTuple):
    """What is kept, and the cases of which nobody knows the debtor yet: file number -> id of their last event."""

    content: bytes
    nameless: dict[str, int]


def kept(web: Web, elements: list[etree._Element]) -> Page:
    """The page as XML of our own around the register's elements.

    Of an event that is not understood its id and the reason are kept: whom it is about cannot be told, so that the
    event itself must not be kept. `read` raises for it; the register gives it again to whoever asks from its id on.

    Raises:
        SourceError: as `look_up.by_file_number`.
    """
    root = etree.Element(ROOT)
    events, standings = etree.SubElement(root, EVENTS), etree.SubElement(root, STANDINGS)
    counting: list[feed.Event] = []
    for element in elements:
        try:
            counting += _counting(element)
        except SourceChangedError as error:
            etree.SubElement(root, UNREAD, id=soap.text(element, "id") or "").text = error.reason
    cases = all_cases.rebuilt(counting)
    trading = {number: _kept_standings(web, standings, number, case) for number, case in cases.items()}
    events.extend(
        [feed.clean(one) for one in counting if trading[one.file_number] or _takes_out(one, cases[one.file_number])]
    )
    named = {look_up.standing(row).file_number for row in standings}
    over = {number for number, case in cases.items() if case.struck_off or case.gone}  # the look-up may be older
    nameless = {
        one.file_number: one.id
        for one in counting
        if trading[one.file_number] and one.file_number not in named | over and not cases[one.file_number].debtors
    }
    return Page(etree.tostring(root, encoding="utf-8", xml_declaration=True), nameless)


def _takes_out(one: feed.Event, case: Case) -> bool:
    """Whether a debtor who may be a customer leaves the case: that is told even of a consumer's case."""
    leaving = [case.known(person) for person in one.people if person.gone and person.role == DEBTOR]
    return any(party is not None and party.trades for party in leaving)


def _counting(element: etree._Element) -> list[feed.Event]:
    """The event, where it counts and all of it can be read."""
    one = feed.event(element)
    if not one.counts:
        return []
    Case().apply(one)
    look_up.file_number_parts(one.file_number)
    return [one]


def _kept_standings(web: Web, standings: etree._Element, file_number: str, case: Case) -> bool:
    """Whether the case is kept: one of its debtors may be a customer, or nobody knows them yet."""
    named = list(case.debtors.values())
    if named and not any(party.trades for party in named):
        return False
    rows = look_up.records(look_up.by_file_number(web, file_number))
    told = [party for row in rows if (party := look_up.standing(row).debtor)]
    debtors = [*named, *(party for party in told if not case.lacks(party))]
    if debtors and not any(party.trades for party in debtors):
        return False
    _keep(standings, rows)
    return True


def trading_rows(answer: etree._Element) -> bytes | None:
    """The look-up's answer reduced to debtors that may be customers, None when none is left."""
    root = etree.Element(ROOT)
    standings = etree.SubElement(root, STANDINGS)
    _keep(standings, look_up.records(answer))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if len(standings) else None


def _keep(standings: etree._Element, rows: list[etree._Element]) -> None:
    """A person beside a company in one case, such as a spouse or a partner, stays out."""
    for row in rows:
        debtor = look_up.standing(row).debtor
        if debtor is not None and debtor.trades:
            without_birth_numbers(row)
            standings.append(row)


def check_read(root: etree._Element) -> None:
    """Nothing, when every event of a kept page was understood.

    Raises:
        SourceChangedError: the first that was not.
    """
    for unread in root.iterchildren(UNREAD):
        raise SourceChangedError(soap.SOURCE, f"event {unread.get('id')}: {unread.text}")


def read(root: etree._Element) -> tuple[list[feed.Event], list[look_up.Standing]]:
    """Events in the order of their ids, and standings, of a kept page or of an answer as the register gave it.

    Raises:
        SourceChangedError: something else, or an element that was never seen.
    """
    if root.tag != ROOT:
        answer = answered(soap.SOURCE, root)
        name = etree.QName(answer).localname
        if name == "getIsirWsPublicPosledniDataResponse":
            return [], []
        if name == look_up.ANSWER:
            return [], [look_up.standing(row) for row in look_up.records(answer)]
        return _events(feed.elements(answer)), []
    soap_events, soap_rows = root.findall(f"{EVENTS}/data"), root.findall(f"{STANDINGS}/data")
    return _events(soap_events), [look_up.standing(row) for row in soap_rows]


def _events(elements: list[etree._Element]) -> list[feed.Event]:
    return sorted((one for one in map(feed.event, elements) if one.counts), key=lambda one: one.id)
