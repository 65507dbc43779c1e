"""Records without the person: what a business needs stays (numbers, dates, amounts, our own words), names go."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from chalicelib.model.alert import Alert, AlertState
from chalicelib.model.case import Case, Entry, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.deadline import Deadline, DeadlineKind
from chalicelib.model.event import EventKind
from chalicelib.model.match import Match
from chalicelib.model.message import CaseMessage
from chalicelib.model.news import DigestMessage
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.record import Record
from chalicelib.model.retention import REMOVED
from chalicelib.model.task import Task, TaskKind, task_id

R = TypeVar("R", bound=Record)
_SHORTEST = 3
_FREE_TEXT = frozenset({"text", "text_de", "text_en", "title_de", "title_en", "reason", "note", "place"})
_PRACTITIONER = ("practitioner_name", "practitioner_role", "practitioner_phone", "practitioner_email")

# Of a discharge only that the proceedings are over may stay (CJEU C-26/22, C-64/22).
_DISCHARGES = frozenset({EventKind.DISCHARGE_ANNOUNCED, EventKind.DISCHARGE_GRANTED, EventKind.DISCHARGE_REFUSED})
_OVER = EventKind.CLOSED_LIFTED
_OF_DISCHARGE = frozenset(
    {
        DeadlineKind.DISCHARGE_REFUSAL,
        DeadlineKind.DISCHARGE_DUTY_BREACH,
        DeadlineKind.DISCHARGE_LATE_REASON,
        DeadlineKind.DISCHARGE_REVOCATION,
    }
)
_DISCHARGE_WORDS = frozenset({"Restschuldbefreiung", "discharge granted", "discharge refused", *_DISCHARGES})
_STOP_DE = "Mahnung und Vollstreckung endgültig stoppen."
_STOP_EN = "Stop dunning and enforcement for good."


class Sweep:
    """Takes a person's names, addresses and birth date out of whatever text holds them, in any spelling of case."""

    def __init__(self, words: Iterable[str]) -> None:
        wanted = sorted({one.strip() for one in words if len(one.strip()) >= _SHORTEST}, key=len, reverse=True)
        spaced = (r"\s+".join(map(re.escape, one.split())) for one in wanted)
        whole = rf"(?<![\w.@-])(?:{'|'.join(spaced)})(?![\w@-])(?!\.\w)"  # not inside a mail address
        self._words = re.compile(whole, re.IGNORECASE) if wanted else None

    def text(self, text: str) -> str:
        """The text without them."""
        return self._words.sub(REMOVED, text) if self._words else text

    def value(self, value: Any, member: str = "") -> Any:
        """The same for every text inside a JSON value that people write freely; codes stay as they are."""
        if isinstance(value, str):
            if member == "event_kind" and value in _DISCHARGES:
                return _OVER.value
            return self.text(value) if member in _FREE_TEXT else value
        if isinstance(value, dict):
            return {name: self.value(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [self.value(part, member) for part in value]
        return value

    def record(self, record: R) -> R:
        """The record without them."""
        return type(record).model_validate(self.value(record.model_dump(mode="json")))


def words_of(case: Case, customer: Customer | None, notices: Iterable[InsolvencyNotice]) -> set[str]:
    """Everything by which the person is named in a case: names in both orders, addresses, birth date."""
    found = {case.debtor_name, case.customer_name}
    if customer:
        found |= {*customer.names, customer.birth_date.isoformat() if customer.birth_date else ""}
        found |= _names(customer.first_name, customer.surname)
    for one in notices:
        found |= {one.debtor_name, *one.debtor_aliases, *one.debtor_representatives, one.birth_place or ""}
        found |= _names(one.debtor_first_name, one.debtor_surname)
        found |= _days(one.birth_date)
        if one.debtor_postal_address and one.debtor_postal_address.street:
            found.add(one.debtor_postal_address.street)
    turned = {" ".join(reversed([part.strip() for part in one.split(",")])) for one in found if one.count(",") == 1}
    return {one for one in found | turned if one and one != REMOVED}


def words_of_discharge(file: CaseFile) -> set[str]:
    """How our records tell that a discharge was granted or refused; nothing where none was published."""
    if not _discharged(file):
        return set()
    dates = discharge_dates(file)
    return {*_DISCHARGE_WORDS, *(one.title_de for one in dates), *(one.title_en for one in dates)}


def discharge_dates(file: CaseFile) -> tuple[Deadline, ...]:
    """Deadlines that would tell of the discharge, and remind of it."""
    return tuple(one for one in file.deadlines if one.kind in _OF_DISCHARGE) if _discharged(file) else ()


def told_of_discharge(file: CaseFile) -> frozenset[str]:
    """Ids of the deadlines and tasks by which messages tell of the discharge."""
    return frozenset({*(one.id for one in discharge_dates(file)), _stop_id(file.case.id)})


def _discharged(file: CaseFile) -> bool:
    return any(one.event_kind in _DISCHARGES for one in file.case.notices)


def _stop_id(case_id: str) -> str:
    return task_id(case_id, TaskKind.STOP_DUNNING, "discharge")


def _names(first: str | None, surname: str | None) -> set[str]:
    if not first or not surname:
        return {surname or ""}
    return {f"{first} {surname}", f"{surname}, {first}", f"{surname} {first}", surname}


def _days(born: date | None) -> set[str]:
    return {born.isoformat(), f"{born:%d.%m.%Y}", f"{born.day}.{born.month}.{born.year}"} if born else set()


def match(found: Match) -> Match:
    """The comparison without its values: which fields were compared, by which rule, and how well they agreed."""
    blank = {"customer_value": "", "notice_value": "", "sentence_de": "", "sentence_en": ""}
    return found.model_copy(update={"evidence": tuple(one.model_copy(update=blank) for one in found.evidence)})


def case(found: Case, sweep: Sweep, today: date) -> Case:
    """The file as a business record: numbers, court, dates, what we claimed and did."""
    gone: dict[str, object] = dict.fromkeys(_PRACTITIONER)
    gone |= {"practitioner_address": None, "source_url": None, "information_system": None, "retention": None}
    gone |= {"customer_name": REMOVED, "debtor_name": REMOVED, "match": match(found.match), "purged_on": today}
    gone |= {"entered": found.entered.model_copy(update={"discharge_final_on": None})}
    swept = sweep.record(found)
    gone |= {"notices": tuple(one.model_copy(update={"stated": None}) for one in swept.notices)}
    return swept.model_copy(update={**gone, "version": found.version + 1})


def entry(found: Entry, sweep: Sweep) -> Entry:
    """What happened, without what a register said of the person."""
    swept = sweep.record(found)
    told_by_register = found.kind in {EntryKind.NOTICE, EntryKind.NOTICE_WITHDRAWN}
    gone: dict[str, object] = {"match": match(found.match)} if told_by_register and found.match else {}
    if found.event_kind in _DISCHARGES:
        gone["text"] = REMOVED  # the register's own word for the event
    return swept.model_copy(update=gone)


def task(found: Task, sweep: Sweep) -> Task | None:
    """The task where a person wrote it, or where it tells of a discharge; None for others: ours name nobody."""
    if found.id == _stop_id(found.case_id):
        neutral = {"text_de": _STOP_DE, "text_en": _STOP_EN, "rule": None, "version": found.version + 1}
        return found.model_copy(update=neutral)
    return sweep.record(found) if found.kind is TaskKind.MANUAL else None


def alert(found: Alert, case_id: str, sweep: Sweep, dues: frozenset[str] = frozenset()) -> Alert | None:
    """The message as proof of who was told when; None for one that never left: its news is past.

    Lines about `dues` lose what they say of them.
    """
    if found.state is not AlertState.SENT:
        return None
    message = found.message
    if isinstance(message, CaseMessage):
        gone: dict[str, object] = dict.fromkeys(_PRACTITIONER)
        gone |= {"practitioner_address": None, "source_url": None, "evidence": ()}
        message = message.model_copy(update={**gone, "customer_name": REMOVED, "debtor_name": REMOVED})
    elif isinstance(message, DigestMessage):
        sweep = Sweep(())  # other cases stand beside this one; only its own lines lose the name
    swept = sweep.value(message.model_dump(mode="json"))
    changed = type(message).model_validate(_without_names(swept, case_id, dues))
    asks = found.wants_acknowledgement and found.acknowledged_at is not None
    return found.model_copy(update={"message": changed, "wants_acknowledgement": asks})


def _without_names(value: Any, case_id: str, dues: frozenset[str]) -> Any:
    """The JSON in which the lines of the case name nobody."""
    if isinstance(value, list):
        return [_without_names(part, case_id, dues) for part in value]
    if not isinstance(value, dict):
        return value
    inside = {name: _without_names(part, case_id, dues) for name, part in value.items()}
    if inside.get("case_id") == case_id and "customer_name" in inside:
        inside["customer_name"] = REMOVED
    if inside.get("due_id") in dues:
        inside |= {"title_de": REMOVED, "title_en": REMOVED, "rule": None}
    return inside
