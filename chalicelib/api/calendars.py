"""Calendar feeds under a secret address, for programs that can send no token."""

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import clock, links
from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import FileAnswer, endpoint
from chalicelib.errors import LinkInvalidError, NotFoundError
from chalicelib.model.calendar_feed import CalendarFeed
from chalicelib.model.customer import EmailAddress
from chalicelib.model.record import Record
from chalicelib.settings import settings
from chalicelib.store import calendars, people

blueprint = Blueprint(__name__)
_MEDIA_TYPE = "text/calendar; charset=utf-8"
_SUFFIX = ".ics"
# Programs ask each hour or so; nobody between them and us may keep what names our customers.
_HEADERS = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


class CalendarReader(Record):
    """Whose calendar it is."""

    reader: EmailAddress = Field(description="a person's address, or a department's mailbox")


class CalendarAddress(Record):
    """The secret address of a calendar. Whoever has it can read the calendar: hand it to its reader alone."""

    reader: str
    url: str


@endpoint(
    blueprint,
    "POST /v1/calendars",
    scopes=(Scope.CASES_WRITE,),
    answer=CalendarAddress,
    body=CalendarReader,
    problems=(404, 409, 422, 503),
)
def give_calendar(body: CalendarReader) -> CalendarAddress:
    """Give the address of a person's or department's calendar; the same one until it is revoked."""
    return _address(calendars.of_reader(_known(body.reader)))


@endpoint(
    blueprint,
    "POST /v1/calendars/revocation",
    scopes=(Scope.CASES_WRITE,),
    answer=CalendarAddress,
    body=CalendarReader,
    problems=(404, 409, 422, 503),
)
def revoke_calendar(body: CalendarReader) -> CalendarAddress:
    """Make every earlier address of a calendar void and give the new one."""
    return _address(calendars.revoke(_known(body.reader)))


@endpoint(blueprint, "GET /v1/calendars/{calendar}", scopes=(), answer=None, file="text/calendar", problems=(404, 503))
def read_calendar(calendar: str) -> FileAnswer:
    """The calendar behind a secret address. Nobody signs in: the address is the proof until it is revoked."""
    from chalicelib import agenda  # noqa: PLC0415 - a calendar library that no block question shall pay for

    if not calendar.endswith(_SUFFIX):
        raise LinkInvalidError
    feed = links.calendar_of(calendar.removesuffix(_SUFFIX))
    try:
        found = agenda.feed_of(feed.reader, clock.now())
    except NotFoundError as gone:
        raise LinkInvalidError from gone
    headers = {**_HEADERS, "ETag": found.etag}
    if found.etag in (blueprint.current_request.headers.get("if-none-match") or ""):
        return FileAnswer("", _MEDIA_TYPE, None, 304, headers)
    return FileAnswer(found.content, _MEDIA_TYPE, None, 200, headers)


def _known(reader: str) -> str:
    """The reader's address as the firm keeps it.

    Raises:
        NotFoundError: none of our people, and no department's mailbox.
    """
    firm = people.organisation()
    person, box = firm.person(reader), firm.mailbox(reader)
    if person:
        return person.email
    if box:
        return box.mailbox
    raise NotFoundError("none of our people, and no department's mailbox, has this address")


def _address(feed: CalendarFeed) -> CalendarAddress:
    return CalendarAddress(reader=feed.reader, url=links.calendar_url(feed, _base()))


def _base() -> str:
    """Where this API is reached: as the deployment says, else as this request came."""
    context = blueprint.current_request.context
    own = f"https://{context.get('domainName')}/{context.get('stage')}"
    return settings().public_url.replace("{api}", str(context.get("apiId"))) or own
