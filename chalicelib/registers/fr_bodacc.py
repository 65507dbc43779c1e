"""France: Bulletin officiel des annonces civiles et commerciales (BODACC A), collective procedures.

`parse` reads Opendatasoft's JSON (v2.1 and v1) and DILA's bulk XML; both give the same ids. A correction speaks
through `underlying_kind`, and points at what it corrects only where the reference can exist; often it cannot
("00000069" as issue), so matching by court, SIREN and nature is left to whoever knows the earlier notices.

Source: recorded answers of 2020, 2022 and 2026, 418 bulk announcements of 2008.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from chalicelib.errors import SourceChangedError, SourceUnreachableError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import EventKind, InsolvencyNotice, Omission
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.french import appointees, bulk, debtors, natures, records, wording
from chalicelib.registers.french.announcement import Announcement
from chalicelib.web import Web

_NAME = "fr_bodacc"
_ORIGIN = "https://bodacc-datadila.opendatasoft.com"
_RECORDS = f"{_ORIGIN}/api/explore/v2.1/catalog/datasets/annonces-commerciales/records"
_PAGE = 100
_REACHABLE = 10_000  # offset + limit (believed)

REGISTER = Register(
    name=_NAME,
    title="BODACC A, procédures collectives",
    country="FR",
    origins=(_ORIGIN,),
    terms_of_use="Licence Ouverte / Etalab, no key; 5,000,000 requests a day by the answer's header.",
    poll_every=timedelta(hours=6),
    overlap=timedelta(days=3),
    expected_per_business_day=(150, 1500),
    time_zone="Europe/Paris",
    retention="kept for good; BODACC never deletes, it publishes corrections and cancellations",
    seconds_between_requests=0.3,
    largest_window_days=1,
    access=Access.OPEN,
    proof=Proof.RECORDED,
    covers="all debtors in collective procedures",
    identifiers=(Scheme.SIREN,),
    believed="no more than 10,000 rows of an answer can be reached; members that public clients alone name; three "
    "kinds of judgment; creditors abroad have two months more",
    verified_by="recorded payloads of 2008 (bulk), 2020 and 2022 (v1), 2026 (v2.1, selected fields)",
)


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """The window's records, day by day in pages, each day complete.

    Raises:
        SourceError: as `Web.get`.
        TooManyHitsError: a day with more records than the interface lets one page through.
        SourceChangedError: a day's pages do not add up to the total that they state.
    """
    for offset in range((window.end - window.start).days + 1):
        yield from _day(web, window.start + timedelta(days=offset))


def _day(web: Web, day: date) -> Iterator[Document]:
    ids: set[str] = set()
    first_total: int | None = None
    while first_total is None or len(ids) < first_total:
        params = {
            "where": f'dateparution="{day.isoformat()}" AND familleavis="collective"',
            "order_by": "id",
            "limit": str(_PAGE),
            "offset": str(len(ids)),
        }
        response = web.get(_RECORDS, params=params)
        total, page = records.answer(_text(response.content))
        if total > _REACHABLE:
            raise TooManyHitsError(_NAME, f"{day} has {total} records, {_REACHABLE} can be reached")
        if first_total is not None and total != first_total:
            raise SourceUnreachableError(_NAME, f"{day} grew from {first_total} to {total} records while it was read")
        first_total, known = total, len(ids)
        web.name_rows(len(page))
        ids.update(page)
        if len(ids) != known + len(page) or (not page and total > known):
            raise SourceChangedError(
                _NAME, f"{day} gave {len(ids)} of {total} records, some of them twice or not at all"
            )
        yield Document(
            source=_NAME,
            url=str(response.url),
            media_type="application/json",
            content=response.content,
            fetched_at=web.fetched_at,
        )
    if len(ids) != first_total:
        raise SourceChangedError(_NAME, f"{day} gave {len(ids)} records, {first_total} were announced")


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """One notice per debtor and announcement; other families of BODACC are left out on purpose.

    Raises:
        SourceChangedError: an unknown field or shape, or a cut file. An unknown nature is not an error.
    """
    if document.content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        announcements = bulk.read(document.content)
    else:
        announcements = records.read(_text(document.content))
    not_understood: SourceChangedError | None = None
    for announcement in announcements:
        try:
            yield from _notices(announcement, document)
        except SourceChangedError as error:  # the others of this page are as good as before
            not_understood = not_understood or error
    if not_understood:
        raise not_understood


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceChangedError(_NAME, f"not UTF-8: {error}") from error


def _notices(announcement: Announcement, document: Document) -> Iterator[InsolvencyNotice]:
    facts, omissions = _facts(announcement)
    if not announcement.persons:
        raise SourceChangedError(_NAME, f"{announcement.id} names no debtor")
    for number, person in enumerate(announcement.persons, start=1):
        suffix = "" if number == 1 else f"-{number}"
        ids = {name: facts[name] + suffix for name in ("corrects", "cancels") if facts.get(name)}
        debtor = debtors.read(person)
        # Few announcements print a roll number; beside a SIREN it would only tear the proceedings apart.
        roll_number = None if debtor["debtor_identifiers"] else wording.case_number(announcement.text)
        yield InsolvencyNotice(
            **{**facts, **debtor, **ids},
            case_number=roll_number,
            publication_id=announcement.id + suffix,
            omissions=tuple(Omission(field=field, reason=reason) for field, reason in omissions),
            fetched_at=document.fetched_at,
            payload=document.digest,
        )


def _facts(said: Announcement) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What the announcement says, whoever of its debtors is meant, and what it leaves open."""
    omissions = list(said.omissions)
    kind = natures.event_kind(said.nature, said.text)
    if any(field == "event_kind" for field, _ in omissions):
        kind = EventKind.UNCLASSIFIED
    judged = _judged_on(said, kind, omissions)
    rule = wording.claim_rule(said.text)
    practitioners = appointees.practitioners(said.text)
    if not practitioners and appointees.names_somebody(said.text):
        omissions.append(("practitioner_name", "the text names one in words that were not understood"))
    facts: dict[str, Any] = {
        "source": _NAME,
        "country": "FR",
        "publication_date": said.published,
        "original_kind": said.nature or said.family or "sans nature",
        "original_text": said.text or said.nature,
        "opening_date": judged if kind is EventKind.OPENED else None,
        "closing_date": judged if kind in _CLOSINGS else None,
        "court": wording.court_name(said.court),
        "proceeding_kind": _proceeding_kind(said.nature) or _proceeding_kind(said.text),
        "claim_deadline_rule": rule,
        "claim_deadline": _claim_deadline(said, kind, rule, omissions),
        "source_url": f"https://www.bodacc.fr/pages/annonces-commerciales-detail/?q.id=id:{said.id}",
        **_events(said, kind, omissions),
    }
    if practitioners:
        first = practitioners[0]
        facts |= {
            "practitioner_name": first.name,
            "practitioner_role": first.role,
            "practitioner_firm": first.firm,
            "practitioner_address": first.address,
            "further_practitioners": practitioners[1:],
        }
    return facts, omissions


_CLOSINGS = {EventKind.CLOSED_DISCONTINUED, EventKind.CLOSED_LIFTED}


def _events(said: Announcement, kind: EventKind, omissions: list[tuple[str, str]]) -> dict[str, Any]:
    """Event kind with what it corrects or cancels."""
    if said.kind == "initial" and kind is not EventKind.CANCELLATION:
        if said.previous:
            omissions.append(("corrects", "an initial announcement refers to an earlier one without correcting it"))
        return {"event_kind": kind}
    field = "corrects" if said.kind == "rectificatif" else "cancels"
    earlier = _earlier_id(said)
    if earlier is None:
        reference = said.previous.get("numeroParution")
        omissions.append((field, f"the reference {reference!r} names no issue" if reference else "no reference given"))
    if field == "corrects":
        return {"event_kind": EventKind.CORRECTION, "underlying_kind": kind, "corrects": earlier}
    if natures.goes_on(said.text):  # the debtor stays in proceedings: a block must not fall
        return {"event_kind": EventKind.CORRECTION, "underlying_kind": EventKind.OPENED, "corrects": earlier}
    undone = kind if kind not in {EventKind.CANCELLATION, EventKind.UNCLASSIFIED} else None
    return {"event_kind": EventKind.CANCELLATION, "underlying_kind": undone, "cancels": earlier}


def _earlier_id(said: Announcement) -> str | None:
    """Id of the announcement referred to; None when the reference is junk."""
    previous = {name: str(value).strip() for name, value in said.previous.items()}
    letter = re.fullmatch(r"BODACC\s+([ABC])", wording.clean(previous.get("nomPublication", "")), re.IGNORECASE)
    issue, number = previous.get("numeroParution", ""), previous.get("numeroAnnonce", "")
    printed = wording.french_date(previous.get("dateParution", ""))
    possible = re.fullmatch(r"20\d{6}/\d{1,12}", f"{issue}/{number}") and printed and issue[:4] == str(printed.year)
    return f"{letter[1].upper()}{issue}{int(number)}" if letter and possible else None


def _judged_on(said: Announcement, kind: EventKind, omissions: list[tuple[str, str]]) -> date | None:
    """Date of the judgment; None with a reason where it is missing or cannot be true."""
    judged = wording.french_date(said.judged_on)
    if judged is not None and 1967 <= judged.year <= said.published.year:  # absurd years occur
        return judged
    field = "opening_date" if kind is EventKind.OPENED else "closing_date"
    if kind is EventKind.OPENED or kind in _CLOSINGS:
        omissions.append((field, f"the judgment's date is {said.judged_on!r}"))
    return None


def _claim_deadline(
    said: Announcement, kind: EventKind, rule: str | None, omissions: list[tuple[str, str]]
) -> date | None:
    """The date by `wording.claim_deadline`, or None with a reason where creditors would look for one."""
    if rule is None:
        if kind is EventKind.OPENED:
            omissions.append(("claim_deadline", "the announcement names no time limit"))
        return None
    if said.kind != "initial":
        omissions.append(("claim_deadline", "whether a correction starts the time limit again is not certain"))
        return None
    deadline = wording.claim_deadline(rule, said.published)
    if deadline is None:
        omissions.append(("claim_deadline", "the words do not say two months from publication"))
    return deadline


def _proceeding_kind(nature: str) -> str | None:
    plain = wording.folded(nature)
    return next((name for pattern, name in _PROCEEDINGS if re.search(pattern, plain)), None)


_PROCEEDINGS: tuple[tuple[str, str], ...] = (
    (r"liquidation", "liquidation judiciaire"),
    (r"en redressement|redressement", "redressement judiciaire"),
    (r"sauvegarde", "sauvegarde"),
    (r"retablissement professionnel", "rétablissement professionnel"),
    (r"homologation de l'accord", "conciliation"),
)
