"""D&B Direct+: match, a registration (portfolio of D-U-N-S numbers), and its notifications by pull.

Pulling consumes: what was pulled and lost here comes back by replay only. So each run begins with a replay from the
position on, then pulls to the end, and a pull is never repeated within a run, because a lost answer would then lie
behind the position. Every run ends with a document that moves the position, also when nothing happened.

Options of the plan:
    registration: name of the registration; D&B makes it (about seven working days), and no file of ours can.
    confidence_from: lowest confidence of a match, 1 to 10 (8, as the guide advises).
    country: of customers whose address has none (DE).
    order_reason: D&B code of the reason, where the country wants one (Germany).
    index_borders: five borders of the score classes that replace the believed ones.
    harmless_codes: element paths, with commas between them, that mean nothing to us beside the master data.
    The plan's `codes` know an element by its path, or by path=value: legalEvents.hasInsolvency=true.

Source: D&B/Altares integration guides V2.02 (pull monitoring) and V1.4 (match), in
github.com/carloscuartas-dev/traceone-monitoring.
"""

import base64
import re
from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from chalicelib.bureaus import Access
from chalicelib.bureaus.duns import NAME, ZONE, elements
from chalicelib.bureaus.duns.match import candidates
from chalicelib.bureaus.duns.notifications import newest_delivery, parse
from chalicelib.bureaus.strict_json import read_object
from chalicelib.errors import SourceChangedError, SourceRefusedError, TooManyHitsError
from chalicelib.model.address import PostalAddress
from chalicelib.model.bureau import Ability, Bureau
from chalicelib.model.credit import Watched
from chalicelib.model.customer import Customer
from chalicelib.model.document import Document
from chalicelib.web import Web

__all__ = ["BUREAU", "add", "candidates", "changes", "parse", "prepare", "remove", "search", "sign_in", "watched"]

ORIGIN = "https://plus.dnb.com"
_MONITORING = f"{ORIGIN}/v1/monitoring/registrations"
_REPLAY_DAYS = timedelta(days=14)
_SKEW = timedelta(hours=1)  # between the bureau's clock and ours
_REPLAY_PAGE = 100
_PULL_PAGE = 50  # fewer than a replay gives back, so that one pull's second fits into a page of replay

_COUNTRIES = (
    "AT", "BE", "BG", "CA", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LI",
    "LT", "LU", "LV", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "US",
)  # fmt: skip

BUREAU = Bureau(
    name=NAME,
    title="Dun & Bradstreet (Direct+)",
    countries=_COUNTRIES,
    origins=(ORIGIN,),
    abilities=frozenset({Ability.SEARCH, Ability.WATCH, Ability.CHANGES}),
    cursor_kind="time of the newest notification that is stored, or of the last pull that found nothing left",
    time_zone=ZONE,
    retry_safe=frozenset({Ability.SEARCH, Ability.WATCH, Ability.CHANGES}),
    natural_persons=False,
    nothing_found="404 or an empty list of candidates; 404 of a pull means that no notification is left",
    credentials=("key", "secret"),
    overlap=timedelta(0),  # replay resumes exactly
    keeps_changes_for=_REPLAY_DAYS,
    seconds_between_requests=1.0,
    scale=elements.FAILURE.scale(),
    terms_of_use="By contract; five calls a second; a number watched for one day is billed for the year.",
    verified_by="public integration guides with examples; never tried against the live service",
    seen_facts=(
        "POST /v2/token with Basic gives a bearer token for 24 hours: guide V1.4, page 12",
        "GET notifications, at most 100 at a time, 404 when none is left, kept for 4 days: guide V2.02, pages 9-10",
        "replay from a timestamp for 14 days, looped with the newest one: guide V2.02, pages 14-19",
        "kinds UPDATE, DELETE, TRANSFER, SEED, UNDELETE, REVIEWED, UNDER_REVIEW, EXIT, REMOVED: pages 23-24",
        "subjects added, removed and exported; at most 300,000 numbers: pages 12, 13, 16, 21",
        "cleanseMatch, confidence 1 to 10 with 8 advised, grades A, B, F, Z: guide V1.4, pages 14-19",
        "sole traders have numbers, private persons do not: guide V1.4, page 5",
    ),
    believed_facts=(
        "replay also returns what was never pulled within its 4 days (the guide can be read so)",
        "codes 9074 active and 403 out of business of the operating status",
        "elements legalEvents.has* and dnbAssessment.*, as two public clients name them; the contract's blocks decide",
        "classes 1 (best) to 5 of failure and delinquency score, and their bands",
        "shape of the exported list of subjects: lines of numbers, or a JSON list `subjects`",
        "409 for a number that is in the registration already; 404 for a registration that does not exist",
        "v2 of the token's address; a newer sketch has v3",
        "TRANSFER names the new number in the element organization.duns",
        "kinds of registration numbers by their description; 404 for a match without candidates",
    ),
)


def sign_in(web: Web, credentials: Mapping[str, str]) -> Mapping[str, str]:
    """A bearer token for 24 hours. Raises as `Web.send`."""
    pair = f"{credentials.get('key', '')}:{credentials.get('secret', '')}"
    headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    answer = web.send("POST", f"{ORIGIN}/v2/token", body={"grant_type": "client_credentials"}, headers=headers)
    return {"Authorization": f"Bearer {read_object(NAME, answer.content, 'token').need('access_token')}"}


def search(access: Access, customer: Customer) -> Iterator[Document]:
    """The one answer of the identity resolution for name and address. Raises as `Web.send`."""
    place, options = customer.address or PostalAddress(), access.plan.options
    asked = {
        "name": customer.name,
        "countryISOAlpha2Code": place.country or options.get("country", "DE"),
        "streetAddressLine1": place.street,
        "postalCode": place.postcode,
        "addressLocality": place.city,
        "candidateMaximumQuantity": "10",
        "confidenceLowerLevelThresholdValue": options.get("confidence_from", "8"),
        "orderReason": options.get("order_reason"),
    }
    url = f"{ORIGIN}/v1/match/cleanseMatch"
    params = {key: value for key, value in asked.items() if value}
    response = access.web.send("GET", url, params=params, allow=(404,))
    yield _document(access, url, response.content, {"kind": "match", "status": str(response.status_code)})


def prepare(access: Access) -> tuple[str, ...]:
    """Nothing is made, because only D&B makes registrations; but that there is one is made certain.

    Raises:
        SourceRefusedError: there is none.
    """
    _registration(access)
    return ()


def _registration(access: Access) -> str:
    """Address of the registration. Without this question, an unknown one would look like one without news.

    Raises:
        SourceRefusedError: the plan names none, or D&B does not know it.
    """
    name = access.plan.options.get("registration", "")
    if not name:
        raise SourceRefusedError(NAME, "the plan has no option registration; D&B makes it and tells its name")
    url = f"{_MONITORING}/{quote(name, safe='')}"
    if access.web.send("GET", url, allow=(404,)).status_code == 404:
        raise SourceRefusedError(NAME, f"D&B knows no registration {name!r}; it makes one in about seven working days")
    return url


def watched(access: Access) -> Iterator[Watched]:
    """Every number in the registration.

    Raises:
        SourceChangedError: the exported list has another shape.
        SourceError: as `Web.send`.
    """
    name = _registration(access).rpartition("/")[2]
    content = access.web.send("GET", f"{_MONITORING}/export/{name}/subjects").content
    if content.lstrip().startswith(b"{"):
        printed = [str(one) for one in read_object(NAME, content, "subjects").raw_list("subjects")]
    else:
        printed = [line.strip().strip('"') for line in content.decode("utf-8-sig", errors="replace").splitlines()]
        printed = printed[1:] if printed and printed[0].casefold() in {"duns", "subject", "subjects"} else printed
    for number in dict.fromkeys(one for one in printed if one):
        if not re.fullmatch(r"\d{9}", number):
            raise SourceChangedError(NAME, f"the list of subjects has {number[:40]!r}, which is no D-U-N-S number")
        yield Watched(subject_id=number)


def add(access: Access, subject_id: str, reference: str) -> None:  # noqa: ARG001 - D&B keeps no customer number
    """Puts the number into the registration; it is billed from now on."""
    url = f"{_registration(access)}/subjects/{quote(subject_id, safe='')}"
    access.web.send("POST", url, params={"subject": "duns"}, allow=(409,))


def remove(access: Access, subject_id: str) -> None:
    """Takes the number out of the registration."""
    url = f"{_registration(access)}/subjects/{quote(subject_id, safe='')}"
    access.web.send("DELETE", url, params={"subject": "duns"}, allow=(404,))


def changes(access: Access, cursor: str | None) -> Iterator[Document]:
    """Replayed pages from the position on, then pulled ones until none is left; the first run replays 14 days.

    Raises:
        TooManyHitsError: the position is older than the replay reaches, or one second holds more than a page: what
            could be had was delivered, and what lies between is missing. Told once, the position has moved.
        SourceChangedError: a cut page; it was delivered before, and the position did not move.
        SourceError: as `Web.send`.
    """
    url = f"{_registration(access)}/notifications"
    oldest = access.now - _REPLAY_DAYS
    since = _moment(cursor) if cursor else oldest
    missing = [f"between {_stamp(since)} and {_stamp(oldest)}"] if since < oldest else []
    newest = yield from _replayed(access, url, max(since, oldest), missing)
    yield from _pulled(access, url, newest)
    if missing:
        raise TooManyHitsError(NAME, f"notifications are missing {' and '.join(missing)}; check those watched anew")


def _replayed(access: Access, url: str, start: datetime, missing: list[str]) -> Generator[Document, None, datetime]:
    """What was pulled before, or should have been; returns when the newest of it was delivered.

    The guide's timestamp has no fractions. They are sent only where one second fills a page, to get past it; what even
    a thousandth of a second hides is told as missing.
    """
    newest, position, exact = start, start.replace(microsecond=0), False
    while True:
        stamp = _stamp(position, "milliseconds" if exact else "seconds")
        params = {"replayStartTimestamp": stamp, "maxNotifications": str(_REPLAY_PAGE)}
        response = access.web.send("GET", f"{url}/replay", params=params, allow=(400, 404) if exact else (404,))
        if response.status_code == 404:
            return newest
        count = _REPLAY_PAGE
        if response.status_code != 400:
            count, newest = yield from _page(access, f"{url}/replay", response.content, newest)
        reached = newest - timedelta(milliseconds=1) if exact else newest.replace(microsecond=0)
        if reached > position:
            position = reached
        elif count < _REPLAY_PAGE:
            return newest
        elif not exact:
            position, exact = newest - timedelta(milliseconds=1), True
        else:
            missing.append(f"in the second {_stamp(newest)}, which holds {count} or more")
            position, exact = newest.replace(microsecond=0) + timedelta(seconds=1), False


def _pulled(access: Access, url: str, newest: datetime) -> Iterator[Document]:
    """Pages until 404, each asked for once; the last document says that nothing is left, and moves the position."""
    count = 1
    while count:
        response = access.web.send("GET", url, params={"maxNotifications": str(_PULL_PAGE)}, allow=(404,), again=False)
        if response.status_code == 404:
            break
        count, newest = yield from _page(access, url, response.content, newest)
    end = max(newest, access.now - _SKEW)
    yield _document(access, url, response.content, {"kind": "end", "status": str(response.status_code)}, _stamp(end))


def _page(
    access: Access, url: str, content: bytes, newest: datetime
) -> Generator[Document, None, tuple[int, datetime]]:
    """One page as a document; then how many notifications it has, and when the newest of them was delivered."""
    about = {"kind": "notifications", "status": "200"}
    try:
        count, latest = newest_delivery(content)
    except SourceChangedError:
        yield _document(access, url, content, about, _stamp(newest))
        raise
    latest = max(latest or newest, newest)
    yield _document(access, url, content, about, _stamp(latest))
    return count, latest


def _moment(cursor: str) -> datetime:
    try:
        return datetime.fromisoformat(cursor).astimezone(UTC)
    except ValueError as error:
        raise SourceChangedError(NAME, f"position {cursor[:40]!r} is no time") from error


def _stamp(moment: datetime, fractions: str = "seconds") -> str:
    """The time as the guide wants it; without fractions the second is replayed whole."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=fractions) + "Z"


def _document(
    access: Access, url: str, content: bytes, attributes: Mapping[str, str], cursor: str | None = None
) -> Document:
    return Document(
        source=NAME,
        url=url,
        media_type="application/json",
        content=content,
        fetched_at=access.web.fetched_at,
        attributes=attributes,
        cursor=cursor,
    )
