"""United States: dockets of bankruptcy courts in CourtListener's RECAP archive, with a token.

Detail beside the courts' feeds (`us_bankruptcy_rss`): court and case number are spelt alike, so that both meet in one
case. The archive holds what its users bought: chapter, trustee and claims limit are missing more often than not, and
a docket's absence says nothing. Dockets of natural persons are dropped before anything is stored. A docket is a state:
every fact of it is a notice of its own, made from its content, so that asking again brings nothing new.

Source: the project's published source (filters, members, their meaning) and the values of seven recorded dockets; no
answer of the API itself was recorded, so that its envelope is by specification.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import SourceChangedError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.notice import EventKind, InsolvencyNotice, Omission
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.american.courts import case_number, court_name
from chalicelib.registers.american.events import opened
from chalicelib.registers.american.names import debtor, is_dispute, is_kept
from chalicelib.web import Web
from chalicelib.web.json_text import read_json

_NAME = "us_courtlistener"
_ORIGIN = "https://www.courtlistener.com"
_DOCKETS = f"{_ORIGIN}/api/rest/v4/dockets/"
_WANTED = "id court_id docket_number case_name date_filed date_terminated absolute_url bankruptcy_information"
_MOST_PAGES = 2000
_ADVERSARY = re.compile(r"-(ap|mp|mc|adv)-", re.IGNORECASE)  # a dispute within a case: nothing to say here

REGISTER = Register(
    name=_NAME,
    title="CourtListener: RECAP archive of bankruptcy dockets",
    country="US",
    origins=(_ORIGIN,),
    terms_of_use='Free account and token (Free Law Project): set the credentials as {"token": "..."}. 5,000 requests '
    "an hour (believed). Only what users of RECAP bought is there.",
    poll_every=timedelta(hours=24),
    overlap=timedelta(days=3),  # a docket may reach the archive days after it was filed
    expected_per_business_day=(0, 1000),  # believed
    time_zone="America/New_York",
    retention="dockets stay in the archive; no period is set for copies (believed)",
    credential="us_courtlistener",
    seconds_between_requests=0.8,
    largest_window_days=1,
    access=Access.KEY,
    proof=Proof.SPECIFICATION,
    covers="companies and persons who trade, by name alone, of dockets that somebody bought; without companies not "
    "known to be under chapter 11 whose name has no legal form or word of business, or only a surname's",
    believed="the API's answers; 5,000 requests an hour; which words make a name a company's",
    keeps_raw_answers=False,
    verified_by="specification (the project's source) and values of recorded dockets; the API's answers: believed",
)
_ZONE = ZoneInfo(REGISTER.time_zone)


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Pages of dockets filed in the window, without natural persons.

    Raises:
        TooManyHitsError: the pages do not end.
        SourceError: as `Web.get`.
    """
    headers = {"Authorization": f"Token {web.credential('token')[0]}"}
    params: dict[str, str] | None = {
        "court__jurisdiction": "FB",
        "date_filed__gte": window.start.isoformat(),
        "date_filed__lte": window.end.isoformat(),
        "order_by": "id",
        "fields": _WANTED.replace(" ", ","),
    }
    url = _DOCKETS
    for _ in range(_MOST_PAGES):
        answer = _read(web.send("GET", url, params=params, headers=headers).content)
        results = list(_results(answer))
        web.name_rows(len(results))
        kept = [docket for docket in results if _matters(docket)]
        if kept:
            yield Document(
                source=_NAME,
                url=url,
                media_type="application/json",
                content=json.dumps({"results": kept}, ensure_ascii=False).encode(),
                fetched_at=web.fetched_at,
            )
        following = answer.get("next")
        if following is None:
            return
        url, params = str(following), None  # it carries the question and the place to go on from
    raise TooManyHitsError(_NAME, f"more than {_MOST_PAGES} pages of dockets filed since {window.start}")


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per fact of each docket: filed, converted, claims limit, dismissed, terminated.

    Raises:
        SourceChangedError: cut JSON; or a docket without number, court or name, or with a date that is none, after
            all others were yielded.
    """
    odd: list[SourceChangedError] = []
    results = _results(_read(document.content))
    for docket in results:
        try:
            if _matters(docket) and (number := _number(docket)):
                yield from _notices(document, docket, number)
        except SourceChangedError as error:
            odd.append(error)
    if odd:
        raise SourceChangedError(_NAME, f"{len(odd)} of {len(results)} dockets, the first: {odd[0].reason}")


def _matters(docket: dict[str, Any]) -> bool:
    """Whether it is a case, no dispute within one, and its debtor no natural person who does not trade."""
    title = str(docket.get("case_name"))
    return not is_dispute(title) and is_kept(title, _chapter(docket))


def _number(docket: dict[str, Any]) -> str | None:
    """The case's number; None of a dispute's."""
    printed = str(docket.get("docket_number") or "")
    number = case_number(printed)
    if number is None and not _ADVERSARY.search(printed):
        raise SourceChangedError(_NAME, f"docket_number {printed!r}")
    return number


def _notices(document: Document, docket: dict[str, Any], number: str) -> Iterator[InsolvencyNotice]:
    detail, chapter = _detail(docket), _chapter(docket)
    filed = _day(docket, "date_filed")
    today = document.fetched_at.astimezone(_ZONE).date()
    claims = _day(detail, "date_last_to_file_claims")
    facts = _facts(document, docket, number, detail, chapter)
    if filed:
        about = Omission(field="event_kind", reason="a docket does not say whether the petition was the debtor's own")
        omissions = (*facts["omissions"], about)
        what = f"filed-{chapter or 'unknown'}"  # a chapter that is learnt later is news
        yield _notice(facts | {"omissions": omissions}, opened(chapter), what, filed, claims, {"opening_date": filed})
    if claims:
        yield _notice(facts, EventKind.HEARING_OR_DEADLINE_SET, f"claims-{claims}", today, claims, {})
    for name, kind in {
        "date_converted": EventKind.CONVERTED,
        "date_debtor_dismissed": EventKind.MEASURES_LIFTED,
    }.items():
        if when := _day(detail, name):
            yield _notice(facts, kind, f"{name.removeprefix('date_')}-{when}", when, claims, {})
    if ended := _day(docket, "date_terminated"):
        yield _notice(facts, EventKind.CLOSED_LIFTED, f"terminated-{ended}", ended, claims, {"closing_date": ended})


def _notice(
    facts: dict[str, Any], kind: EventKind, what: str, when: date, claims: date | None, more: dict[str, Any]
) -> InsolvencyNotice:
    docket_id = facts["publication_id"]
    identity = {"publication_id": f"{docket_id}-{what}", "publication_date": when, "original_kind": what}
    return InsolvencyNotice(**(facts | identity | more), event_kind=kind, claim_deadline=claims)


def _facts(
    document: Document, docket: dict[str, Any], number: str, detail: dict[str, Any], chapter: str | None
) -> dict[str, Any]:
    """What every notice of the docket says."""
    court = court_name(_word(docket, "court_id"))
    if court is None:
        raise SourceChangedError(_NAME, f"unknown court {docket.get('court_id')!r}")
    who = debtor(_word(docket, "case_name"), chapter)
    trustee = str(detail.get("trustee_str") or "").strip()
    path = docket.get("absolute_url")
    missing = () if detail else (Omission(field="proceeding_kind", reason="nobody bought the case's summary yet"),)
    facts: dict[str, Any] = {
        "source": _NAME,
        "publication_id": _word(docket, "id"),
        "country": "US",
        "original_text": f"{_word(docket, 'case_name')}\n{number}, chapter {chapter or 'not known'}",
        "court": court,
        "case_number": number,
        "proceeding_kind": f"chapter {chapter}" if chapter else None,
        "debtor_kind": who.kind,
        "debtor_name": who.name,
        "debtor_aliases": who.aliases,
        "omissions": missing,
        "source_url": f"{_ORIGIN}{path}" if isinstance(path, str) and path.startswith("/") else None,
        "fetched_at": document.fetched_at,
        "payload": document.digest,
    }
    return facts | ({"practitioner_name": trustee, "practitioner_role": "trustee"} if trustee else {})


def _detail(docket: dict[str, Any]) -> dict[str, Any]:
    """The bankruptcy's own members; none where the archive has none, or gives a link instead."""
    found = docket.get("bankruptcy_information")
    if found is None or isinstance(found, str):
        return {}
    if not isinstance(found, dict):
        raise SourceChangedError(_NAME, f"bankruptcy_information is a {type(found).__name__}")
    return found


def _chapter(docket: dict[str, Any]) -> str | None:
    return str(_detail(docket).get("chapter") or "").strip() or None


def _day(found: dict[str, Any], name: str) -> date | None:
    printed = found.get(name)
    try:
        return date.fromisoformat(str(printed)[:10]) if printed else None
    except ValueError as error:
        raise SourceChangedError(_NAME, f"{name} is {printed!r}") from error


def _word(docket: dict[str, Any], name: str) -> str:
    value = docket.get(name)
    if not isinstance(value, str | int) or not str(value).strip():
        raise SourceChangedError(_NAME, f"a docket whose {name} is {value!r}")
    return str(value).strip()


def _results(answer: dict[str, Any]) -> list[dict[str, Any]]:
    found = answer.get("results")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SourceChangedError(_NAME, "an answer without a list of results")
    return found


def _read(content: bytes) -> dict[str, Any]:
    try:
        found = read_json(content.decode("utf-8"))
    except ValueError as error:
        raise SourceChangedError(_NAME, f"cut or malformed JSON: {error}") from error
    if not isinstance(found, dict):
        raise SourceChangedError(_NAME, f"a {type(found).__name__} where an object was expected")
    return found
