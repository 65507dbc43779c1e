"""What the page of one review shows, and what it says of the answer before."""

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import unquote

from chalicelib import acting, bureaus, decide, registers
from chalicelib.cockpit import case_passages
from chalicelib.cockpit.printing import Printer
from chalicelib.cockpit.rendering import words
from chalicelib.cockpit.review_effects import Effects, effects_of
from chalicelib.cockpit.review_evidence import comparison
from chalicelib.cockpit.review_queue import bureau_key, owed_by
from chalicelib.cockpit.visit import Visit
from chalicelib.model.alert import Recipient
from chalicelib.model.case import Case, CaseState, Entry, EntryKind
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.match import Match
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.people import Organisation, Person, Role
from chalicelib.store import cases, credit, customers, ledgers, notices

_MOST_OTHERS = 12
_AT_ONCE = 8
_SAID = {"ours": "ours", "not ours": "not_ours", "unsure": "unsure"}


@dataclass(frozen=True)
class Judgement:
    """What a person said in a case: ours, not_ours or unsure, with the reason."""

    answer: str
    reason: str
    entry: Entry


@dataclass(frozen=True)
class Other:
    """Another case of the customer, or of the same proceedings, with what was said of it last.

    A natural person is not `named`, and no reason is given, where reading this page notes nothing with that person.
    """

    case: Case
    judgement: Judgement | None
    named: bool


@dataclass(frozen=True)
class AnsweredBefore:
    """The answer just given: `state` is the case's, or chosen or refused where a bureau asked."""

    name: str
    state: str
    path: str
    case_path: str | None = None


def of_case(visit: Visit, file: CaseFile) -> Mapping[str, Any]:
    """Both sides, the comparison, what each answer would do, and what was said before."""
    case = file.case
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        asked = pool.submit(notices.get, case.match.notice_id)
        others = pool.submit(_others, case)
        booked = pool.submit(ledgers.open_amounts, {case.customer_number})
        customer = customers.get(case.customer_number)
    from chalicelib.matching import weights  # noqa: PLC0415 - its tables would slow block questions

    notice = asked.result()
    day = Printer(visit).day
    fresh = _fresh(customer, notice, visit)
    changed = bool(customer and customer.updated_at > case.match.matched_at)
    return {
        "file": file,
        "case": case,
        "customer": customer,
        "notice": notice,
        "open": owed_by(customer, booked.result()),
        "text": case_passages.shown(notice) if notice else None,
        "comparison": comparison(case.match, fresh, customer, notice, visit.language, day),
        "customer_changed": changed,
        "judgements": judgements(file.entries),
        "others": others.result(),
        "effects": effects(visit, file, notice, gone=customer is None),
        "colleagues": colleagues(visit),
        "suggested": suggested(visit),
        "seen": digest(file),
        "review_from": weights.review_from(),
        "watch_from": weights.watch_from(),
        "rule": rule_key(case.match.rule),
        "source_name": source_title(case.source),
    }


def effects(visit: Visit, file: CaseFile, notice: InsolvencyNotice | None, *, gone: bool = False) -> dict[str, Effects]:
    """What "ours" and "not ours" would do, decided as they would be and not recorded; empty where nothing can be.

    When the customer is `gone`, "not ours" is all that can be said.
    """
    if notice is None or file.case.state is CaseState.CLOSED:
        return {}
    occasion = (acting.occasion_without_customer if gone else acting.occasion)(file, visit.now)
    word = decide.Word(person=visit.signature, reason="preview")
    answers = {"not_ours": False} if gone else {"ours": True, "not_ours": False}
    return {
        name: effects_of(decide.on_judgement(file, notice, occasion, word, ours=ours), file, occasion)
        for name, ours in answers.items()
    }


def digest(file: CaseFile) -> str:
    """Mark of what the person decides by: the block, the state, and the publications."""
    return hashlib.sha256(repr(acting.in_view(file)).encode()).hexdigest()[:24]


def judgements(entries: Iterable[Entry]) -> list[Judgement]:
    """What people have said in a case, newest first."""
    found = []
    for entry in entries:
        said, colon, reason = entry.text.partition(": ")
        if entry.kind is EntryKind.JUDGEMENT and colon and said in _SAID:
            found.append(Judgement(_SAID[said], reason, entry))
    return sorted(found, key=lambda one: one.entry.at, reverse=True)


def colleagues(visit: Visit) -> list[Person]:
    """Who can be asked: our people who may judge, without the person who asks."""
    people = (one for one in visit.firm.people if one.role.rank >= Role.CLERK.rank)
    own = visit.session.email.casefold()
    return sorted((one for one in people if one.email.casefold() != own), key=lambda one: one.name)


def suggested(visit: Visit) -> str | None:
    """Whom one would ask first: the head of one's department, else who stands in."""
    email = visit.session.email
    asked = visit.firm.head_of(email) or visit.firm.deputy_of(email)
    return asked.email if asked and asked.email.casefold() != email.casefold() else None


def colleague(firm: Organisation, email: str | None) -> Recipient | None:
    """Whom the question goes to; None leaves it where it is.

    Raises:
        InvalidInputError: none of our people.
    """
    return acting.one_of_ours(firm, email, "owner") if email else None


def answered(before: str | None) -> AnsweredBefore | None:
    """What the answer before has done, read where it stands now; of natural persons the number stands for the name.

    The address may name any case, and nothing is noted for this word.
    """
    kind, _, rest = (before or "").partition("/")
    if kind == "bureaus":
        bureau, _, number = rest.partition("/")
        return _answered_bureau(bureau, unquote(number))
    file = cases.get(before) if before else None
    if file is None:
        return None
    case = file.case
    state = "unsure" if case.state is CaseState.REVIEW else str(case.state)
    name = case.customer_number if case.natural_person else case.customer_name
    return AnsweredBefore(name, state, f"/cockpit/reviews/{case.id}", f"/cockpit/cases/{case.id}")


@cache
def source_title(name: str) -> str:
    """What a register or bureau is called; its name where it is neither."""
    if name in registers.names():
        return registers.load(name).REGISTER.title
    return bureaus.load(name).BUREAU.title if name in bureaus.names() else name


def rule_key(rule: str) -> str:
    """Key of the words for the rule that asks."""
    key = "review_rule.identifier_but" if rule.startswith("identifier_but_") else f"review_rule.{rule}"
    return key if key in words() else "review_rule.other"


def _answered_bureau(bureau: str, number: str) -> AnsweredBefore | None:
    customer = customers.get(number)
    subject = credit.file_of(number).subject(bureau) if customer else None
    if customer is None or subject is None:
        return None
    state = "chosen" if subject.subject_id else "refused"
    name = customer.number if customer.kind is CustomerKind.PERSON else customer.name
    return AnsweredBefore(name, state, f"/cockpit/reviews/{bureau_key(bureau, number)}")


def _others(case: Case) -> list[Other]:
    """Other cases of this customer, and of these proceedings; the newest with what was said of them."""
    known = {one.id: one for one in cases.of_customer(case.customer_number)}
    ids = sorted(cases.following(case.proceedings_id) - set(known))[:_MOST_OTHERS]
    own = sorted((one for one in known if one != case.id), key=lambda one: known[one].updated_at, reverse=True)
    wanted = [*own[:_MOST_OTHERS], *(one for one in ids if one != case.id)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        files = [file for file in pool.map(cases.get, wanted) if file]
    return [_other(file, case) for file in files]


def _other(file: CaseFile, shown: Case) -> Other:
    noted = shown.natural_person and shown.customer_number == file.case.customer_number
    named = noted or not file.case.natural_person
    said = next(iter(judgements(file.entries)), None)
    return Other(file.case, said if named or said is None else replace(said, reason=""), named)


def _fresh(customer: Customer | None, notice: InsolvencyNotice | None, visit: Visit) -> Match | None:
    """The comparison as it would be now, for what the kept one does not hold."""
    from chalicelib.matching.judge import judge  # noqa: PLC0415 - its tables would slow block questions

    return judge(customer, notice, visit.now) if customer and notice else None
