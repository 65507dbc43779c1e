"""Our own people: who works on cases, who stands in for whom, and when they may be disturbed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from chalicelib.errors import InvalidInputError, Problem
from chalicelib.model.customer import EmailAddress, Language
from chalicelib.model.record import Record, WallTime


class Role(StrEnum):
    """What a person may do; each role includes those before it. Compare with `rank`."""

    VIEWER = "viewer"
    CLERK = "clerk"
    MANAGER = "manager"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """Power from 0 (viewer) to 3 (admin).

        >>> Role.MANAGER.rank > Role.CLERK.rank
        True
        """
        return list(Role).index(self)


class DigestPreference(StrEnum):
    """What a person wants in one daily mail: what is of low severity, all that can wait, or nothing."""

    LOW = "low"
    ALL_THAT_CAN_WAIT = "all_that_can_wait"
    NEVER = "never"


class QuietHours(Record):
    """When single mails wait, by the person's own clock; `start` after `end` runs over midnight."""

    start: WallTime = dt.time(19, 0)
    end: WallTime = dt.time(7, 0)
    weekends: bool = True

    @model_validator(mode="after")
    def _leaves_time_to_be_told(self) -> "QuietHours":
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("start, end: give the wall clock's time without an offset; the person has a time zone")
        if self.start == self.end:
            raise ValueError("start, end: the same time would be all day or never; leave quiet hours out instead")
        return self


class Person(Record):
    """One of our people. `deputy` is the e-mail address of who is told when this person does not answer."""

    email: EmailAddress
    name: str = Field(min_length=1, max_length=200)
    language: Language = "de"
    department: str | None = Field(default=None, max_length=100)
    deputy: EmailAddress | None = None
    time_zone: str = "Europe/Berlin"
    quiet: QuietHours | None = QuietHours()
    role: Role = Role.CLERK
    digest: DigestPreference = DigestPreference.LOW

    @field_validator("time_zone")
    @classmethod
    def _is_a_known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise ValueError(f"{name!r} is no IANA time zone such as Europe/Berlin") from unknown
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The person's clock."""
        return ZoneInfo(self.time_zone)


class Department(Record):
    """A department with its common mailbox and, when it has one, its head's e-mail address."""

    name: str = Field(min_length=1, max_length=100)
    mailbox: EmailAddress
    head: EmailAddress | None = None
    language: Language = "de"


class Organisation(Record):
    """Everybody with their departments; addresses are compared without regard to case.

    Two people may stand in for each other; a longer ring, or a person standing in for themself, is a mistake.

    Raises:
        InvalidInputError: a deputy, head or department that is not there, one named twice, or a ring of deputies.
    """

    people: tuple[Person, ...] = ()
    departments: tuple[Department, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "Organisation":
        problems = [*_named_twice(self), *_unknown(self), *_rings(self)]
        if problems:
            raise InvalidInputError(problems)
        return self

    def person(self, email: str | None) -> Person | None:
        """The person with this address."""
        return next((one for one in self.people if email and _same(one.email, email)), None)

    def department(self, name: str | None) -> Department | None:
        """The department of this name."""
        return next((one for one in self.departments if name and _same(one.name, name)), None)

    def mailbox(self, email: str) -> Department | None:
        """The department whose mailbox this is."""
        return next((one for one in self.departments if _same(one.mailbox, email)), None)

    def department_of(self, email: str) -> Department | None:
        """The department that an address belongs to: its own mailbox, or that of the person."""
        person = self.person(email)
        return self.department(person.department) if person else self.mailbox(email)

    def deputy_of(self, email: str) -> Person | None:
        """Who stands in for the person with this address."""
        person = self.person(email)
        return self.person(person.deputy) if person else None

    def head_of(self, email: str) -> Person | None:
        """The head of the department that an address belongs to."""
        department = self.department_of(email)
        return self.person(department.head) if department else None

    def members(self, department: str) -> tuple[Person, ...]:
        """The people of a department."""
        return tuple(one for one in self.people if one.department and _same(one.department, department))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _named_twice(organisation: Organisation) -> Iterator[Problem]:
    emails = Counter(one.email.casefold() for one in organisation.people)
    names = Counter(one.name.casefold() for one in organisation.departments)
    boxes = Counter(one.mailbox.casefold() for one in organisation.departments)
    for path, counted in (("people.email", emails), ("departments.name", names), ("departments.mailbox", boxes)):
        yield from (Problem(path, one, f"{one} is there {often} times") for one, often in counted.items() if often > 1)


def _unknown(organisation: Organisation) -> Iterator[Problem]:
    for number, person in enumerate(organisation.people):
        if person.deputy and not organisation.person(person.deputy):
            reason = f"{person.deputy}, deputy of {person.email}, is none of our people"
            yield Problem(f"people.{number}.deputy", person.deputy, reason)
        if person.department and not organisation.department(person.department):
            reason = f"there is no department {person.department}; {person.email} is said to be in it"
            yield Problem(f"people.{number}.department", person.department, reason)
    for number, one in enumerate(organisation.departments):
        if one.head and not organisation.person(one.head):
            reason = f"{one.head}, head of {one.name}, is none of our people"
            yield Problem(f"departments.{number}.head", one.head, reason)


def _rings(organisation: Organisation) -> Iterator[Problem]:
    reported: set[str] = set()
    for number, person in enumerate(organisation.people):
        ring = _ring_from(person.email.casefold(), organisation)
        if ring and len(ring) != 2 and not reported & set(ring):
            reported |= set(ring)
            shown = " -> ".join((*ring, ring[0]))
            yield Problem(f"people.{number}.deputy", person.deputy or "", f"the deputies run in a ring: {shown}")


def _ring_from(start: str, organisation: Organisation) -> list[str]:
    """The addresses from a person along the deputies back to that person; empty when the way ends elsewhere."""
    way = [start]
    while (deputy := organisation.deputy_of(way[-1])) and deputy.email.casefold() not in way:
        way.append(deputy.email.casefold())
    return way if deputy and deputy.email.casefold() == start else []
