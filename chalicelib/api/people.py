"""Our own people: who works on cases, who stands in for whom, and which departments there are."""

from collections import Counter

from chalice.app import Blueprint

from chalicelib import clock
from chalicelib.api.authorizers import Scope, client_of
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import InvalidInputError, NotFoundError, Problem
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.model.record import Record, content_id
from chalicelib.model.settings_change import SettingsChange, ValueChange, made
from chalicelib.store import people, settings_log

blueprint = Blueprint(__name__)
_READERS = (Scope.PEOPLE_READ, Scope.PEOPLE_WRITE)
_WRITERS = (Scope.PEOPLE_WRITE,)
_LINES = 99  # what fits into one transaction beside the people themselves


class Departments(Record):
    """The firm's departments."""

    departments: tuple[Department, ...]


@endpoint(blueprint, "GET /v1/people", scopes=_READERS, answer=Organisation, problems=(503,))
def get_people() -> Organisation:
    """Everybody with their departments."""
    return people.organisation()


@endpoint(
    blueprint, "PUT /v1/people", scopes=_WRITERS, answer=Organisation, body=Organisation, problems=(409, 422, 503)
)
def put_people(body: Organisation) -> Organisation:
    """Keep everybody anew, people and departments at once; who is missing here is removed."""
    whole, version = people.versioned()
    _put(whole, body, version)
    return body


@endpoint(
    blueprint, "PUT /v1/people/{email}", scopes=_WRITERS, answer=Person, body=Person, problems=(404, 409, 422, 503)
)
def put_person(email: str, body: Person) -> Person:
    """Keep one person, new or changed. Deputy and department must be there already."""
    if not _same(email, body.email):
        raise InvalidInputError([Problem("email", body.email, f"the path says {email!r}")])
    whole, version = people.versioned()
    others = tuple(one for one in whole.people if not _same(one.email, email))
    _put(whole, Organisation(people=(*others, body), departments=whole.departments), version)
    return body


@endpoint(blueprint, "DELETE /v1/people/{email}", scopes=_WRITERS, answer=None, problems=(404, 409, 422, 503))
def delete_person(email: str) -> None:
    """Remove a person. One who is somebody's deputy or heads a department stays (422): name another first."""
    whole, version = people.versioned()
    others = tuple(one for one in whole.people if not _same(one.email, email))
    if len(others) == len(whole.people):
        raise NotFoundError(f"{email} is none of our people")
    _put(whole, Organisation(people=others, departments=whole.departments), version)


@endpoint(blueprint, "GET /v1/departments", scopes=_READERS, answer=Departments, problems=(503,))
def list_departments() -> Departments:
    """The firm's departments."""
    return Departments(departments=people.organisation().departments)


@endpoint(
    blueprint,
    "PUT /v1/departments/{name}",
    scopes=_WRITERS,
    answer=Department,
    body=Department,
    problems=(404, 409, 422, 503),
)
def put_department(name: str, body: Department) -> Department:
    """Keep one department, new or changed. Its head must be there already."""
    if not _same(name, body.name):
        raise InvalidInputError([Problem("name", body.name, f"the path says {name!r}")])
    whole, version = people.versioned()
    others = tuple(one for one in whole.departments if not _same(one.name, name))
    _put(whole, Organisation(people=whole.people, departments=(*others, body)), version)
    return body


@endpoint(blueprint, "DELETE /v1/departments/{name}", scopes=_WRITERS, answer=None, problems=(404, 409, 422, 503))
def delete_department(name: str) -> None:
    """Remove a department. One that still has people stays (422)."""
    whole, version = people.versioned()
    others = tuple(one for one in whole.departments if not _same(one.name, name))
    if len(others) == len(whole.departments):
        raise NotFoundError(f"there is no department {name}")
    _put(whole, Organisation(people=whole.people, departments=others), version)


def _put(before: Organisation, after: Organisation, version: int) -> None:
    """Keeps everybody as they are now, with a line in the log of settings for each who is new, other or gone."""
    client, now = f"client {client_of(blueprint.current_request.context)}", clock.now()
    changes = [
        made("people", one, before.person(one), after.person(one), person=client, at=now)
        for one in dict.fromkeys(one.email for one in (*before.people, *after.people))
        if before.person(one) != after.person(one)
    ]
    changes += [
        made("departments", one, before.department(one), after.department(one), person=client, at=now)
        for one in dict.fromkeys(one.name for one in (*before.departments, *after.departments))
        if before.department(one) != after.department(one)
    ]
    people.put(after, version, [settings_log.request(one) for one in _fitting(changes)])


def _fitting(changes: list[SettingsChange]) -> list[SettingsChange]:
    """The changes as one transaction takes them: what is too much for it stands in one line, with its sum."""
    if len(changes) <= _LINES:
        return changes
    kept, rest = changes[: _LINES - 1], changes[_LINES - 1 :]
    values = tuple(
        ValueChange(field=area, after=str(count)) for area, count in Counter(one.area for one in rest).items()
    )
    text = f"{len(rest)} more changed at once: their number by area"
    key = content_id("rest", *(one.id for one in rest))
    return [*kept, rest[0].model_copy(update={"id": key, "subject": "", "values": values, "reason": text})]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
