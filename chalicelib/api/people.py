"""Our own people: who works on cases, who stands in for whom, and which departments there are."""

from chalice.app import Blueprint

from chalicelib.api.authorizers import Scope
from chalicelib.api.endpoint import endpoint
from chalicelib.errors import InvalidInputError, NotFoundError, Problem
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.model.record import Record
from chalicelib.store import people

blueprint = Blueprint(__name__)
_READERS = (Scope.PEOPLE_READ, Scope.PEOPLE_WRITE)
_WRITERS = (Scope.PEOPLE_WRITE,)


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
    _, version = people.versioned()
    people.put(body, version)
    return body


@endpoint(blueprint, "PUT /v1/people/{email}", scopes=_WRITERS, answer=Person, body=Person, problems=(409, 422, 503))
def put_person(email: str, body: Person) -> Person:
    """Keep one person, new or changed. Deputy and department must be there already."""
    if not _same(email, body.email):
        raise InvalidInputError([Problem("email", body.email, f"the path says {email!r}")])
    whole, version = people.versioned()
    others = tuple(one for one in whole.people if not _same(one.email, email))
    people.put(Organisation(people=(*others, body), departments=whole.departments), version)
    return body


@endpoint(blueprint, "DELETE /v1/people/{email}", scopes=_WRITERS, answer=None, problems=(404, 409, 422, 503))
def delete_person(email: str) -> None:
    """Remove a person. One who is somebody's deputy or heads a department stays (422): name another first."""
    whole, version = people.versioned()
    others = tuple(one for one in whole.people if not _same(one.email, email))
    if len(others) == len(whole.people):
        raise NotFoundError(f"{email} is none of our people")
    people.put(Organisation(people=others, departments=whole.departments), version)


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
    problems=(409, 422, 503),
)
def put_department(name: str, body: Department) -> Department:
    """Keep one department, new or changed. Its head must be there already."""
    if not _same(name, body.name):
        raise InvalidInputError([Problem("name", body.name, f"the path says {name!r}")])
    whole, version = people.versioned()
    others = tuple(one for one in whole.departments if not _same(one.name, name))
    people.put(Organisation(people=whole.people, departments=(*others, body)), version)
    return body


@endpoint(blueprint, "DELETE /v1/departments/{name}", scopes=_WRITERS, answer=None, problems=(404, 409, 422, 503))
def delete_department(name: str) -> None:
    """Remove a department. One that still has people stays (422)."""
    whole, version = people.versioned()
    others = tuple(one for one in whole.departments if not _same(one.name, name))
    if len(others) == len(whole.departments):
        raise NotFoundError(f"there is no department {name}")
    people.put(Organisation(people=whole.people, departments=others), version)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
