"""My settings: what people set for themselves, and the calendar that they subscribe to."""

from typing import Any

from chalicelib import links
from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.settings_frame import HOME, Mistakes, blueprint, mark, noted, tab, unchanged
from chalicelib.cockpit.settings_organisation import QuietForm, with_own_values, with_person
from chalicelib.cockpit.settings_people import own_values
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import NotFoundError
from chalicelib.model.calendar_feed import CalendarFeed, calendar_id
from chalicelib.model.people import DigestPreference, Person, Role
from chalicelib.store import calendars, people, sessions, settings_log

_MINE = f"{HOME}/mine"


@page(blueprint, "GET /cockpit/settings/mine")
def mine(visit: Visit) -> Shown:
    """What the person has set, and the address of their calendar."""
    return _shown(visit, own_values(visit.person) if visit.person else {})


@page(blueprint, "POST /cockpit/settings/mine", role=Role.CLERK, form=QuietForm)
def save_mine(visit: Visit, form: QuietForm) -> Shown | Moved:
    """The person's own language, quiet hours and digest kept."""
    firm, version = people.versioned()
    known = firm.person(visit.session.email)
    if known is None:
        raise NotFoundError("you are not in the list of our people")
    unchanged(form.seen, known)
    found = with_own_values(known, form)
    whole = with_person(firm, known.email, found) if isinstance(found, Person) else found
    if isinstance(whole, dict):
        return _shown(visit, form.model_dump(), whole)
    change = noted(visit, "people", known.email, known, whole.person(known.email))
    people.put(whole, version, [settings_log.request(change)])
    sessions.renew(visit.session.model_copy(update={"language": form.language}))
    return Moved(_MINE, done="settings_saved")


@page(blueprint, "POST /cockpit/settings/mine/calendar", role=Role.CLERK)
def subscribe(visit: Visit) -> Moved:
    """The address of the person's calendar, made when there is none."""
    calendars.of_reader(_listed(visit).email)
    return Moved(f"{_MINE}#calendar", done="calendar_made")


@page(blueprint, "POST /cockpit/settings/mine/calendar/revoke", role=Role.CLERK)
def revoke(visit: Visit) -> Moved:
    """A new address of the person's calendar; every earlier one shows nothing any more."""
    before = calendars.get(calendar_id(_listed(visit).email))
    after = calendars.revoke(_listed(visit).email)
    settings_log.add(noted(visit, "calendar", after.reader, before, after))
    return Moved(f"{_MINE}#calendar", done="calendar_revoked")


def _listed(visit: Visit) -> Person:
    if visit.person is None:
        raise NotFoundError("you are not in the list of our people, so there is no calendar of yours")
    return visit.person


def _shown(visit: Visit, values: dict[str, Any], mistakes: Mistakes | None = None) -> Shown:
    feed: CalendarFeed | None = calendars.get(calendar_id(visit.person.email)) if visit.person else None
    about = {
        "values": values,
        "seen": mark(visit.person),
        "digests": tuple(DigestPreference),
        "calendar": links.calendar_url(feed, visit.address) if feed else None,
    }
    return tab(visit, "mine", about, mistakes=mistakes)
