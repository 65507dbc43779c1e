"""The proceedings of a case: what is known of them and from where, with every publication's own words."""

from datetime import date
from typing import NamedTuple

from chalice.app import Blueprint

from chalicelib.cockpit import case_page
from chalicelib.cockpit.case_events import source_title
from chalicelib.cockpit.case_passages import Shown as Text
from chalicelib.cockpit.case_passages import shown
from chalicelib.cockpit.page import Shown, page
from chalicelib.cockpit.rendering import word, words
from chalicelib.cockpit.visit import Visit
from chalicelib.model.case import Case, Entry, EntryKind, NoticeInCase
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Language
from chalicelib.model.deadline import DeadlineKind
from chalicelib.model.notice import Authority, InsolvencyNotice
from chalicelib.store import notices

blueprint = Blueprint(__name__)


class Publication(NamedTuple):
    """One notice of the case, or a bureau's word; `notice` and `text` are None once it was deleted."""

    counted: NoticeInCase
    source: str
    bureau: bool
    notice: InsolvencyNotice | None
    text: Text | None


class ClaimDeadline(NamedTuple):
    """Until when claims are to be lodged, and how we know: a key of words with the day of what said so."""

    on: date | None
    known_from: str
    published: date | None = None
    rule: str | None = None


@page(blueprint, "GET /cockpit/cases/{case_id}/proceedings")
def show(visit: Visit, case_id: str) -> Shown:
    """What is known of the proceedings."""
    file = case_page.opened(visit, case_id)
    kept = notices.get_many(one.notice_id for one in file.case.notices)
    listed = publications(file.case, kept, visit.language)
    values = {
        "publications": listed,
        "latest": next((one.notice for one in listed if one.notice and not one.counted.withdrawn_by), None),
        "claims": claim_deadline(file),
        "source": source_title(file.case.source, visit.language),
        "alarms": alarms(file),
        "field_name": lambda name: called(f"compared.{name}", visit.language),
        "read_name": lambda name: called(f"read.{name}", visit.language),
        "published": case_page.published(file.case),
    }
    return case_page.folder(visit, file, "proceedings", values)


def publications(case: Case, kept: dict[str, InsolvencyNotice], language: Language) -> tuple[Publication, ...]:
    """Everything that was published or told, newest first."""
    ordered = sorted(case.notices, key=lambda one: one.publication_date, reverse=True)
    return tuple(_publication(one, kept.get(one.notice_id), language) for one in ordered)


def _publication(counted: NoticeInCase, notice: InsolvencyNotice | None, language: Language) -> Publication:
    source = source_title(notice.source if notice else counted.notice_id.partition(":")[0], language)
    text = shown(notice) if notice else None
    return Publication(counted, source, counted.authority is Authority.BUREAU, notice, text)


def claim_deadline(file: CaseFile) -> ClaimDeadline:
    """The time limit for lodging claims: as a notice states it, as a person entered it, or as we reckon it."""
    case = file.case
    if case.claim_deadline:
        said = [one for one in case.notices if one.stated and one.stated.claim_deadline == case.claim_deadline]
        standing = [one.publication_date for one in said if not one.withdrawn_by]
        return ClaimDeadline(case.claim_deadline, "notice", max(standing, default=None))
    if case.entered.claim_deadline:
        return ClaimDeadline(case.entered.claim_deadline, "entered")
    reckoned = next((one for one in file.deadlines if one.kind is DeadlineKind.CLAIM_FILING and one.final_date), None)
    if reckoned:
        return ClaimDeadline(reckoned.final_date, "reckoned", rule=case.claim_deadline_rule or reckoned.rule)
    return ClaimDeadline(None, "rule" if case.claim_deadline_rule else "unknown", rule=case.claim_deadline_rule)


def called(key: str, language: Language) -> str:
    """What a field is called; its code when it has no word yet."""
    return word(key, language) if key in words() else key.partition(".")[2]


def alarms(file: CaseFile) -> tuple[Entry, ...]:
    """What people said who gave the alarm by hand."""
    return tuple(one for one in file.entries if one.kind is EntryKind.MANUAL_ALARM)
