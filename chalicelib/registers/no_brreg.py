"""Norway: Enhetsregisteret (Brønnøysund), status flags of entities.

A state source behind a feed: the feed says that an entity changed, the entity says what it is now. A notice's id is
made from the flags that are set, so that a replayed change or an unchanged entity brings nothing new: states are
compared, not events. Where feed and entity contradict each other, a person looks. No court, case number, practitioner
or time limit stands here; they are in announcements (kunngjøringer), which are pages for people.

Source: a recorded entity (2026), a recorded page of the feed for sub-entities (2022), public clients for the changes.
The feed is trusted for what is older than a quarter of an hour, because an entity may lag.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceChangedError
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.model.notice import EventKind, InsolvencyNotice, Omission
from chalicelib.model.record import content_id
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.norwegian import status, updates
from chalicelib.registers.norwegian.debtor import API, ORIGIN, debtor_of
from chalicelib.registers.norwegian.json_shape import SOURCE, day, read_object, word
from chalicelib.registers.questions import Question, by_number
from chalicelib.web import Web

_NAME = SOURCE
PAGE_SIZE = 1000
_SETTLED_AFTER = timedelta(minutes=15)
_GONE = {404, 410}

REGISTER = Register(
    name=_NAME,
    title="Enhetsregisteret (Brønnøysundregistrene)",
    country="NO",
    origins=(ORIGIN,),
    terms_of_use="No key. Norwegian Licence for Open Government Data (NLOD): name the source. No other change is kept.",
    poll_every=timedelta(minutes=30),
    overlap=timedelta(0),  # the cursor resumes exactly
    expected_per_business_day=(10, 1500),  # believed: deletions included
    time_zone="Europe/Oslo",
    retention="deleted entities stay with few fields; removed ones (Fjernet) answer 410 (believed)",
    seconds_between_requests=0.2,
    follows_cursor=True,
    look_ups_per_day=5000,  # one small request each; no limit is published
    largest_window_days=366,  # days mean nothing to a cursor
    access=Access.OPEN,
    proof=Proof.BELIEVED,
    covers="entities in the register; no court, practitioner or time limit",
    identifiers=(Scheme.NO_ORGNR,),
    solvent_apart=True,
    believed="changes and set flags; an empty page; 10,000 rows at most; 410 for removed entities; forced dissolution",
    keeps_raw_answers=False,
    verified_by="recorded entity without flags (2026), page of the sister feed (2022); the rest by public clients",
)
RECONCILES_BY = Scheme.NO_ORGNR  # what `reconcile` wants to know of the customers


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Each entity whose status changed behind the cursor, then the page of updates itself, which carries the cursor.

    A page is reduced to numbers and status changes: others hold people's addresses. Without a cursor it begins with
    the window's first day.

    Raises:
        SourceError: as `Web.get`; what was yielded before is still good.
    """
    midnight = datetime.combine(window.start, time.min, ZoneInfo(REGISTER.time_zone))
    cursor = _cursor(window.cursor) if window.cursor else _before(web, midnight)
    settled = web.fetched_at - _SETTLED_AFTER
    while cursor is not None:
        page = _page(web, {"oppdateringsid": str(cursor + 1), "size": str(PAGE_SIZE), "includeChanges": "true"})
        entries = list(takewhile(lambda one: one.at <= settled, page))
        web.name_rows(len(entries))
        if entries and entries[0].id <= cursor:
            raise SourceChangedError(_NAME, f"asked for updates behind {cursor}, got {entries[0].id}")
        for one in updates.folded(entries):
            if one.matters:
                yield _entity(web, one.number, one)
        if not entries:
            return
        yield _kept_page(web, entries)
        cursor = entries[-1].id if len(entries) == len(page) else None


def _before(web: Web, moment: datetime) -> int | None:
    """The id before the moment's first update, None when nothing was updated since."""
    printed = moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    page = _page(web, {"dato": printed, "size": "1"})
    return page[0].id - 1 if page else None


def _page(web: Web, params: dict[str, str]) -> list[updates.Update]:
    return updates.read_page(read_object(web.get(f"{API}/oppdateringer/enheter", params=params).content))


def _entity(web: Web, number: str, update: updates.Update | None) -> Document:
    url = f"{API}/enheter/{number}"
    answer = web.get(url, allow=tuple(_GONE))
    attributes = {"number": number, "status": str(answer.status_code)}
    return Document(
        source=_NAME,
        url=url,
        media_type="application/json",
        content=b"{}" if answer.status_code in _GONE else answer.content,
        fetched_at=web.fetched_at,
        attributes=attributes if update is None else attributes | {"update": update.as_text()},
    )


def _kept_page(web: Web, entries: list[updates.Update]) -> Document:
    return Document(
        source=_NAME,
        url=f"{API}/oppdateringer/enheter",
        media_type="application/json",
        content=updates.kept_page(entries),
        fetched_at=web.fetched_at,
        cursor=str(entries[-1].id),
    )


def reconcile(web: Web, organisation_numbers: Iterable[str]) -> Iterator[Document]:
    """Each entity as it stands today. Raises as `Web.get`."""
    for number in organisation_numbers:
        yield _entity(web, number, None)


def look_up(customer: Customer) -> Question | None:
    """The question about a customer that is new to us, by organisation number."""
    return by_number(customer, RECONCILES_BY, reconcile)


def live(web: Web) -> str | None:
    """The position to go on from after entities were asked one by one: before what has not settled yet."""
    last = _before(web, web.fetched_at - _SETTLED_AFTER)
    return str(last) if last is not None else None


def _cursor(printed: str) -> int:
    if not printed.isdecimal():
        raise SourceChangedError(_NAME, f"cursor {printed!r} is no update's id")
    return int(printed)


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """What the entity is in, or is in no longer; of a page of updates, entities that were removed.

    Raises:
        SourceChangedError: cut JSON, a status that nobody knows, or another shape.
    """
    answer = read_object(document.content)
    update = _update_of(document)
    if "page" in answer:
        entries = updates.read_page(answer)
        for one in entries:
            if one.kind == updates.REMOVED:
                yield _removed(document, one.number, one.day, str(one.id))
        updates.check_read(answer, entries)
    elif document.attributes.get("status") in {str(code) for code in _GONE}:
        if update:
            yield _removed(document, document.attributes["number"], update.day, str(update.id))
    else:
        yield from _of_entity(document, answer, update)


def _update_of(document: Document) -> updates.Update | None:
    printed = document.attributes.get("update")
    return updates.read_entry(read_object(printed.encode())) if printed else None


def _of_entity(document: Document, entity: dict[str, Any], update: updates.Update | None) -> Iterator[InsolvencyNotice]:
    number = word(entity, "organisasjonsnummer")
    name = word(entity, "navn")
    if number is None or name is None:
        raise SourceChangedError(_NAME, f"an entity without number or name: {sorted(entity)[:5]}")
    published = update.day if update else document.fetched_at.astimezone(ZoneInfo(REGISTER.time_zone)).date()
    facts = debtor_of(document, entity, number, name) | {"publication_date": published}
    found, left = status.standings(entity, update.cleared() if update else ())
    if deleted := day(entity, "slettedato"):
        yield _deleted(facts, number, deleted)
        return
    if found:
        yield _standing(facts, number, found, update)
    if update:
        yield from _no_longer(facts, number, found, update)
    told = {*update.said(on=True), *update.said(on=False)} if update else set()
    untold = [one for one in left if one.flag not in told]
    if untold and not any(_outranks(one.flag, untold[0].flag) for one in found):
        yield _left(facts, number, untold[0])


def _standing(
    facts: dict[str, Any], number: str, found: list[status.Standing], update: updates.Update | None
) -> InsolvencyNotice:
    """The strongest of the flags that are set; the others stand in the text.

    Without a date nothing but the update tells one bankruptcy from the next.
    """
    members = {name: value for one in found for name, value in one.members.items()}
    first = found[0]
    begins = update and first.since is None and (update.changes is None or first.flag in update.said(on=True))
    return InsolvencyNotice(
        publication_id=f"{number}-{content_id(json.dumps(members, sort_keys=True))}"
        + (f"-{update.id}" if update and begins else ""),
        event_kind=first.flag.begins,
        original_kind=first.flag.name,
        original_text=_words(members),
        opening_date=first.since,
        proceeding_kind=first.flag.name,
        **facts,
    )


def _left(facts: dict[str, Any], number: str, one: status.Standing) -> InsolvencyNotice:
    """A flag that is false while its date stays: nobody says whether it ended or never was."""
    reason = f"{one.flag.name} is not set, yet its date {one.since} stays"
    solvent = one.flag.begins is one.flag.ends
    return InsolvencyNotice(
        publication_id=f"{number}-date-only-{content_id(json.dumps(one.members, sort_keys=True))}",
        event_kind=one.flag.begins if solvent else EventKind.UNCLASSIFIED,
        original_kind=f"{one.flag.name}: false",
        original_text=_words(one.members),
        **facts | {"omissions": (*facts["omissions"], Omission(field="event_kind", reason=reason))},
    )


def _deleted(facts: dict[str, Any], number: str, when: date) -> InsolvencyNotice:
    reason = "the register says that the entity was deleted, not why: merged, wound up, or after a bankruptcy"
    facts = facts | {"omissions": (*facts["omissions"], Omission(field="event_kind", reason=reason))}
    return InsolvencyNotice(
        publication_id=f"{number}-deleted-{when.isoformat()}",
        event_kind=EventKind.UNCLASSIFIED,
        original_kind="slettedato",
        original_text=f"slettedato: {when.isoformat()}",
        **facts,
    )


def _no_longer(
    facts: dict[str, Any], number: str, found: list[status.Standing], update: updates.Update
) -> Iterator[InsolvencyNotice]:
    """What the feed cleared and the entity confirms; and what the feed set and the entity does not show."""
    standing = {one.flag for one in found}
    missing = [flag for flag in update.said(on=True) if flag not in standing]
    cleared = [flag for flag in update.said(on=False) if flag not in standing and flag not in missing]
    if missing:
        reason = f"the feed set {missing[0].name} at {update.at.isoformat()}, the entity does not show it"
        facts = facts | {"omissions": (*facts["omissions"], Omission(field="event_kind", reason=reason))}
        yield InsolvencyNotice(
            publication_id=f"{number}-contradiction-{update.id}",
            event_kind=EventKind.UNCLASSIFIED,
            original_kind=missing[0].name,
            original_text=_words(dict(update.changes or ())),
            **facts,
        )
    elif cleared and not any(_outranks(one.flag, cleared[0]) for one in found):
        yield InsolvencyNotice(
            publication_id=f"{number}-no-{cleared[0].name}-{update.day.isoformat()}",
            event_kind=cleared[0].ends,
            original_kind=f"{cleared[0].name}: false",
            original_text=_words(dict(update.changes or ())),
            closing_date=update.day,
            **facts,
        )


def _outranks(one: status.Flag, other: status.Flag) -> bool:
    return status.FLAGS.index(one) < status.FLAGS.index(other)


def _removed(document: Document, number: str, when: date, update_id: str) -> InsolvencyNotice:
    """The register no longer shows the entity, for reasons of law: all that is known about it is meant."""
    reason = "the register removed the entity as a whole: all notices about it are meant"
    name = Omission(field="debtor_name", reason="the register tells a removed entity's number only")
    return InsolvencyNotice(
        publication_id=f"{number}-removed-{update_id}",
        publication_date=when,
        event_kind=EventKind.CANCELLATION,
        original_kind=updates.REMOVED,
        omissions=(name, Omission(field="cancels", reason=reason)),
        source=_NAME,
        country="NO",
        debtor_name=f"organisation {number}",
        debtor_reg_no=number,
        debtor_identifiers=parse_all([(Scheme.NO_ORGNR, number, None)]),
        fetched_at=document.fetched_at,
        payload=document.digest,
    )


def _words(members: dict[str, Any]) -> str:
    return "\n".join(f"{name.strip('/')}: {json.dumps(value, ensure_ascii=False)}" for name, value in members.items())
