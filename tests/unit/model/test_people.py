"""Our own people: lookups, and an organisation that does not hold together is refused with reasons."""

from datetime import UTC, time

import pytest
from pydantic import ValidationError

from chalicelib.errors import InvalidInputError
from chalicelib.model.people import Department, Organisation, Person, QuietHours, Role


def a_person(name: str, deputy: str | None = None, department: str | None = None) -> Person:
    return Person(
        email=f"{name}@example.com",
        name=name.title(),
        deputy=f"{deputy}@example.com" if deputy else None,
        department=department,
    )


CREDIT = Department(name="Credit", mailbox="credit@example.com", head="hanna@example.com")


def test_people_are_found_whatever_the_case_of_their_address() -> None:
    firm = Organisation(
        people=(a_person("eva", "otto", "Credit"), a_person("otto"), a_person("hanna")), departments=(CREDIT,)
    )
    assert firm.person("EVA@example.com") == firm.people[0]
    assert firm.deputy_of("eva@example.com") == firm.people[1]
    assert firm.head_of("eva@example.com") == firm.head_of("Credit@Example.com") == firm.people[2]
    assert firm.department_of("otto@example.com") is None
    assert firm.members("credit") == (firm.people[0],)
    assert firm.person(None) is firm.deputy_of("nobody@example.com") is None


def test_two_people_may_stand_in_for_each_other() -> None:
    firm = Organisation(people=(a_person("eva", "otto"), a_person("otto", "eva")))
    assert firm.deputy_of("otto@example.com") == firm.people[0]


@pytest.mark.parametrize(
    ("people", "departments", "path", "words"),
    [
        ((a_person("eva", "eva"),), (), "people.0.deputy", "ring"),
        ((a_person("a", "b"), a_person("b", "c"), a_person("c", "a")), (), "people.0.deputy", "b@example.com -> c@"),
        ((a_person("eva", "ghost"),), (), "people.0.deputy", "none of our people"),
        ((a_person("eva", department="Sales"),), (), "people.0.department", "no department Sales"),
        ((a_person("eva"),), (CREDIT,), "departments.0.head", "none of our people"),
        ((a_person("eva"), a_person("EVA")), (), "people.email", "2 times"),
        (
            (a_person("hanna"),),
            (CREDIT, CREDIT.model_copy(update={"mailbox": "x@example.com"})),
            "departments.name",
            "2 times",
        ),
    ],
)
def test_what_does_not_hold_together_is_named(
    people: tuple[Person, ...], departments: tuple[Department, ...], path: str, words: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Organisation(people=people, departments=departments)
    assert [(one.path, words in one.reason) for one in refused.value.problems] == [(path, True)]


def test_a_way_into_a_ring_reports_the_ring_once() -> None:
    ring = (a_person("a", "b"), a_person("b", "c"), a_person("c", "d"), a_person("d", "b"))
    with pytest.raises(InvalidInputError) as refused:
        Organisation(people=ring)
    assert [one.path for one in refused.value.problems] == ["people.1.deputy"]


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "Berlin"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError, match="IANA"):
        Person(email="eva@example.com", name="Eva", time_zone=zone)


def test_quiet_hours_leave_time_and_are_wall_clock() -> None:
    with pytest.raises(ValidationError, match="all day or never"):
        QuietHours(start=time(8), end=time(8))
    with pytest.raises(ValidationError, match="without an offset"):
        QuietHours(start=time(20, tzinfo=UTC), end=time(8))


def test_roles_grow() -> None:
    assert [one.rank for one in (Role.VIEWER, Role.CLERK, Role.MANAGER, Role.ADMIN)] == [0, 1, 2, 3]


def test_an_organisation_survives_json() -> None:
    firm = Organisation(people=(a_person("hanna"),), departments=(CREDIT,))
    assert Organisation.model_validate_json(firm.model_dump_json()) == firm
