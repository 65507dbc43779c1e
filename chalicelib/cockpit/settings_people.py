"""People and departments: who is told, who stands in, who may sign in and do what."""

from typing import Any

from chalicelib import admin_settings
from chalicelib.cockpit.page import Moved, Shown, page
from chalicelib.cockpit.settings_frame import HOME, Mistakes, blueprint, mark, noted, tab, unchanged
from chalicelib.cockpit.settings_organisation import (
    DepartmentForm,
    PersonForm,
    department_of,
    person_of,
    wall_time,
    with_department,
    with_person,
    without_department,
    without_person,
)
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import NotFoundError
from chalicelib.model.people import Department, DigestPreference, Organisation, Person, QuietHours, Role
from chalicelib.model.record import Record
from chalicelib.store import people, settings_log

_ZONES = (
    "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Paris", "Europe/London", "Europe/Amsterdam",
    "Europe/Warsaw", "Europe/Madrid", "Europe/Rome", "Europe/Prague", "Europe/Stockholm", "Europe/Athens", "UTC",
)  # fmt: skip


class OnePerson(Record):
    """Whom a form is about; nobody for a new person."""

    email: str = ""


class OneDepartment(Record):
    """Which department a form is about; none for a new one."""

    name: str = ""


class Removal(Record):
    """Who or what is removed, as it was seen."""

    was: str
    seen: str = ""


@page(blueprint, "GET /cockpit/settings")
def overview(visit: Visit) -> Shown | Moved:
    """Everybody with their departments; whoever may not see that goes on to their own settings."""
    if not visit.may(Role.MANAGER):
        return Moved(f"{HOME}/mine")
    firm = visit.firm
    told_without = admin_settings.default_recipients()
    return tab(visit, "people", {"firm": firm, "wall_time": wall_time, "defaults": told_without})


@page(blueprint, "GET /cockpit/settings/person", role=Role.ADMIN, query=OnePerson)
def person_form(visit: Visit, query: OnePerson) -> Shown:
    """The form of a person."""
    known = visit.firm.person(query.email)
    if query.email and known is None:
        raise NotFoundError(f"{query.email} is none of our people")
    return _person(visit, known, _values(known) if known else {"was": "", "quiet": True})


@page(blueprint, "POST /cockpit/settings/person", role=Role.ADMIN, form=PersonForm)
def save_person(visit: Visit, form: PersonForm) -> Shown | Moved:
    """A person kept, new or changed."""
    firm, version = people.versioned()
    known = firm.person(form.was)
    unchanged(form.seen, known)
    found = person_of(form)
    whole = with_person(firm, form.was, found) if isinstance(found, Person) else found
    if isinstance(whole, dict):
        return _person(visit, known, form.model_dump(), whole)
    after = whole.person(found.email) if isinstance(found, Person) else None
    change = noted(visit, "people", form.was or form.email, known, after)
    people.put(whole, version, [settings_log.request(change)])
    return Moved(HOME, done="settings_saved")


@page(blueprint, "POST /cockpit/settings/person/remove", role=Role.ADMIN, form=Removal)
def remove_person(visit: Visit, form: Removal) -> Shown | Moved:
    """A person removed, unless somebody still leans on them."""
    firm, version = people.versioned()
    known = firm.person(form.was)
    unchanged(form.seen, known)
    whole = without_person(firm, form.was)
    if isinstance(whole, dict):
        return _person(visit, known, _values(known) if known else {}, whole)
    people.put(whole, version, [settings_log.request(noted(visit, "people", form.was, known, None))])
    return Moved(HOME, done="settings_removed")


@page(blueprint, "GET /cockpit/settings/department", role=Role.ADMIN, query=OneDepartment)
def department_form(visit: Visit, query: OneDepartment) -> Shown:
    """The form of a department."""
    known = visit.firm.department(query.name)
    if query.name and known is None:
        raise NotFoundError(f"there is no department {query.name}")
    return _department(visit, known, {**known.model_dump(), "was": known.name} if known else {"was": ""})


@page(blueprint, "POST /cockpit/settings/department", role=Role.ADMIN, form=DepartmentForm)
def save_department(visit: Visit, form: DepartmentForm) -> Shown | Moved:
    """A department kept, new or changed."""
    firm, version = people.versioned()
    known = firm.department(form.was)
    unchanged(form.seen, known)
    found = department_of(form)
    whole = with_department(firm, form.was, found) if isinstance(found, Department) else found
    if isinstance(whole, dict):
        return _department(visit, known, form.model_dump(), whole)
    change = noted(visit, "departments", form.was or form.name, known, whole.department(form.name))
    people.put(whole, version, [settings_log.request(change)])
    return Moved(f"{HOME}#departments", done="settings_saved")


@page(blueprint, "POST /cockpit/settings/department/remove", role=Role.ADMIN, form=Removal)
def remove_department(visit: Visit, form: Removal) -> Shown | Moved:
    """A department removed, unless it still has people."""
    firm, version = people.versioned()
    known = firm.department(form.was)
    unchanged(form.seen, known)
    whole: Organisation | Mistakes = without_department(firm, form.was)
    if isinstance(whole, dict):
        values = {**known.model_dump(), "was": known.name} if known else {}
        return _department(visit, known, values, whole)
    people.put(whole, version, [settings_log.request(noted(visit, "departments", form.was, known, None))])
    return Moved(f"{HOME}#departments", done="settings_removed")


def _person(visit: Visit, known: Person | None, values: dict[str, Any], mistakes: Mistakes | None = None) -> Shown:
    usual = QuietHours()
    blank: dict[str, Any] = {
        "email": "",
        "name": "",
        "department": None,
        "deputy": None,
        "language": "de",
        "role": Role.CLERK,
    }
    blank |= {"time_zone": _ZONES[0], "digest": DigestPreference.LOW, "quiet_weekends": True}
    blank |= {"quiet_start": wall_time(usual.start), "quiet_end": wall_time(usual.end)}
    zones = _ZONES if values.get("time_zone", _ZONES[0]) in _ZONES else (*_ZONES, values["time_zone"])
    others = [one for one in visit.firm.people if known is None or one.email != known.email]
    about: dict[str, Any] = {
        "known": known,
        "values": blank | values,
        "seen": mark(known),
        "zones": zones,
        "others": others,
    }
    about |= {"roles": tuple(Role), "digests": tuple(DigestPreference)}
    return tab(visit, "people", about, "person", mistakes)


def _department(
    visit: Visit, known: Department | None, values: dict[str, Any], mistakes: Mistakes | None = None
) -> Shown:
    blank = {"name": "", "mailbox": "", "head": None, "language": "de"}
    about = {"known": known, "values": blank | values, "seen": mark(known)}
    return tab(visit, "people", about, "department", mistakes)


def own_values(person: Person) -> dict[str, Any]:
    """Language, quiet hours and digest as a form shows them."""
    quiet = person.quiet or QuietHours()
    return {
        "language": person.language,
        "digest": person.digest,
        "quiet": person.quiet is not None,
        "quiet_start": wall_time(quiet.start),
        "quiet_end": wall_time(quiet.end),
        "quiet_weekends": quiet.weekends,
    }


def _values(person: Person) -> dict[str, Any]:
    kept = person.model_dump(include={"email", "name", "department", "deputy", "time_zone", "role"})
    return {**kept, **own_values(person), "was": person.email}
