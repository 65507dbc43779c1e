"""Kept payloads of a period, read again with today's parsers; what is not understood is named and the rest goes on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from itertools import islice, takewhile

from chalicelib import access, bureaus, inquiring, reading, registers
from chalicelib.backtesting.gathered import Gathered
from chalicelib.backtesting.people import People
from chalicelib.backtesting.told import Place, ToldAnswer, ToldEvent, position_of
from chalicelib.bureaus import BureauModule
from chalicelib.errors import NotFoundError, SourceChangedError, SourceError, SourceRefusedError
from chalicelib.model.backtest import Covered, UnreadPayload
from chalicelib.model.bureau import Ability, BureauPlan
from chalicelib.model.credit import CreditEvent
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.thresholds import Thresholds
from chalicelib.store import evidence

_AT_ONCE = 16
_CHUNK = 128


def read(
    sources: tuple[str, ...],
    since: date,
    until: date,
    people: People,
    limits: Thresholds,
    done: Callable[[int], object],
) -> Gathered:
    """Everything the sources' payloads of these days tell, both days inclusive; days are those of fetching (UTC)."""
    gathered = Gathered(people, limits)
    for source in sources:
        _read_source(source, since, until, gathered, done)
    return gathered


def _read_source(source: str, since: date, until: date, gathered: Gathered, done: Callable[[int], object]) -> None:
    keys = takewhile(lambda key: evidence.day_of(key) <= until, evidence.keys_since(source, since))
    payloads = unread = looked_up = 0
    before, days = gathered.notices, set[date]()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while chunk := list(islice(keys, _CHUNK)):
            for key, document in zip(chunk, pool.map(_kept, chunk), strict=True):
                payloads, days = payloads + 1, days | {evidence.day_of(key)}
                try:
                    looked_up += not _take(document, key, gathered)
                except (SourceChangedError, SourceRefusedError, NotFoundError) as error:
                    unread += 1
                    gathered.unread.append(UnreadPayload(key=key, reason=_reason(error)))
            done(len(chunk))
    first = evidence.first_day(source)
    gathered.sources.append(
        Covered(
            source=source,
            kind="register" if source in registers.names() else "bureau",
            first_kept=first,
            payloads=payloads,
            days=len(days),
            look_ups=looked_up,
            notices=gathered.notices - before,
            unreadable=unread,
            remark=_remark(source, since, first, payloads, kept_here=gathered.people.kept_here),
        )
    )


def _reason(error: NotFoundError | SourceError) -> str:
    return error.reason if isinstance(error, SourceError) else str(error)


def _remark(source: str, since: date, first: date | None, payloads: int, *, kept_here: bool) -> str | None:
    """What could not be looked at, so that "nothing found" is never said of it."""
    said = []
    if first is None:
        said.append("no evidence is kept: nothing can be said")
    elif first > since:
        said.append(f"evidence is kept from {first} on: nothing can be said of the days before")
    if first is not None and not payloads:
        said.append("no payload of this period is kept")
    if source in bureaus.names() and payloads and not kept_here:
        said.append("what it tells of customers it watches or was asked about is not replayed against a file")
    return "; ".join(said) or None


def _kept(key: str) -> Document | NotFoundError:
    try:
        return evidence.get(key)
    except NotFoundError as error:  # purged since it was listed, or without what was said about it
        return error


def _take(document: Document | NotFoundError, key: str, gathered: Gathered) -> bool:
    """Whether the payload could tell of events at all; raises what kept it from being read to its end."""
    if isinstance(document, NotFoundError):
        raise document
    with reading.of_payload(document.source, key):
        if document.source in registers.names():
            _take_notices(registers.load(document.source).parse(document), document, key, gathered)
            return True
        return _take_told(bureaus.load(document.source), document, key, gathered)


def _take_notices(found: Iterator[InsolvencyNotice], document: Document, key: str, gathered: Gathered) -> None:
    for line, notice in enumerate(found):
        place = Place(position_of(document), document.fetched_at, line)
        kept = {"payload": key, "fetched_at": document.fetched_at, "original_text": ""}
        gathered.add_notice(notice.model_copy(update=kept), place)


def _take_told(module: BureauModule, document: Document, key: str, gathered: Gathered) -> bool:
    plan, place = _plan(document.source), Place(0, document.fetched_at, 0)
    if inquiry := gathered.people.inquiries.get(key):
        answer = inquiring.read(module, document, key, plan)
        known = {"answer": answer, "payload": key, "answered_at": document.fetched_at}
        gathered.add_answer(ToldAnswer(inquiry.model_copy(update=known), place))
        return True
    if document.cursor is None and _is_look_up(module, document, plan):
        return False
    for line, change in enumerate(module.parse(document, plan)):
        here = place._replace(line=line)
        if isinstance(change, InsolvencyNotice):
            update = {"payload": key, "fetched_at": document.fetched_at, "original_text": ""}
            gathered.add_notice(change.model_copy(update=update), here)
        elif isinstance(change, CreditEvent):
            told = change.model_copy(update={"payload": key, "fetched_at": document.fetched_at})
            gathered.add_event(ToldEvent(told, here))
    return True


def _is_look_up(module: BureauModule, document: Document, plan: BureauPlan) -> bool:
    """Whether the payload answers who somebody is, or a check of which no record is kept any more."""
    abilities = module.BUREAU.abilities
    if Ability.CHANGES in abilities:
        try:
            with reading.of_payload(document.source, ""):
                list(module.parse(document, plan))
        except (SourceChangedError, SourceRefusedError):
            pass
        else:
            return False
    ways: list[Callable[[], object]] = []
    ways += [lambda: list(module.candidates(document))] if Ability.SEARCH in abilities else []
    ways += [lambda: module.answer(document, plan)] if Ability.CHECK in abilities else []
    return any(_reads(document, way) for way in ways)


def _reads(document: Document, way: Callable[[], object]) -> bool:
    try:
        with reading.of_payload(document.source, ""):
            way()
    except (SourceChangedError, SourceRefusedError):
        return False
    return True


@cache
def _plan(bureau: str) -> BureauPlan:
    return access.bureau_plan(bureau)
