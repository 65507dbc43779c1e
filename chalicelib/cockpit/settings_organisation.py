"""Changes of our people and departments, each with what speaks against it, field by field."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from chalicelib.cockpit.settings_frame import Mistake, Mistakes
from chalicelib.model.customer import Language
from chalicelib.model.people import Department, DigestPreference, Organisation, Person, QuietHours, Role
from chalicelib.model.record import Record

_HOME_ZONE = "Europe/Berlin"
M = TypeVar("M", bound=Record)


class QuietForm(Record):
    """Language, quiet hours and digest, as a form sends them."""

    seen: str = ""
    language: Language = "de"
    quiet: bool = False
    quiet_start: str = ""
    quiet_end: str = ""
    quiet_weekends: bool = False
    digest: DigestPreference = DigestPreference.LOW


class PersonForm(QuietForm):
    """A person as a form sends one; `was` is the address of the person to change, empty for a new one."""

    was: str = ""
    email: str = ""
    name: str = ""
    department: str | None = None
    deputy: str | None = None
    time_zone: str = _HOME_ZONE
    role: Role = Role.CLERK


class DepartmentForm(Record):
    """A department as a form sends one; `was` is the name of the one to change."""

    seen: str = ""
    was: str = ""
    name: str = ""
    mailbox: str = ""
    head: str | None = None
    language: Language = "de"


def person_of(form: PersonForm) -> Person | Mistakes:
    """The person that the form describes, or what is wrong with its fields."""
    values = form.model_dump(include={"email", "name", "department", "deputy", "time_zone", "role"})
    return _made(Person, values | quiet_values(form))


def with_own_values(person: Person, form: QuietForm) -> Person | Mistakes:
    """The person with what people may set for themselves."""
    return _made(Person, person.model_dump() | quiet_values(form))


def department_of(form: DepartmentForm) -> Department | Mistakes:
    """The department that the form describes, or what is wrong with its fields."""
    return _made(Department, form.model_dump(exclude={"seen", "was"}))


def quiet_values(form: QuietForm) -> dict[str, Any]:
    """Language, digest and quiet hours of a form as a person has them; no times given are the usual ones."""
    usual = QuietHours()
    start, end = form.quiet_start or usual.start.isoformat(), form.quiet_end or usual.end.isoformat()
    quiet = {"start": start, "end": end, "weekends": form.quiet_weekends}
    return {"language": form.language, "digest": form.digest, "quiet": quiet if form.quiet else None}


def with_person(firm: Organisation, was: str, person: Person) -> Organisation | Mistakes:
    """Our people with this one, new or in the place of `was`; whoever named the old address names the new one."""
    others = [one for one in firm.people if not _same(one.email, was)]
    if any(_same(one.email, person.email) for one in others):
        return {"email": Mistake("settings_mistake.email_taken", {"email": person.email})}
    if was:
        others = [_renamed(one, was, person.email) for one in others]
    places = [number for number, one in enumerate(firm.people) if _same(one.email, was)]
    others.insert(places[0] if places else len(others), person)
    heads = [_headed(one, was, person.email) for one in firm.departments] if was else list(firm.departments)
    if mistakes := {**_of_deputies(person, others), **_of_admins(firm, others, "role")}:
        return mistakes
    return Organisation(people=tuple(others), departments=tuple(heads))


def without_person(firm: Organisation, email: str) -> Organisation | Mistakes:
    """Our people without this one; a deputy, a head and the last admin stay until another is named."""
    others = [one for one in firm.people if not _same(one.email, email)]
    stands_in = [one.name for one in others if one.deputy and _same(one.deputy, email)]
    heads = [one.name for one in firm.departments if one.head and _same(one.head, email)]
    if stands_in:
        return {"remove": Mistake("settings_mistake.is_deputy", {"names": ", ".join(stands_in)})}
    if heads:
        return {"remove": Mistake("settings_mistake.is_head", {"names": ", ".join(heads)})}
    if mistakes := _of_admins(firm, others, "remove"):
        return mistakes
    return Organisation(people=tuple(others), departments=firm.departments)


def with_department(firm: Organisation, was: str, changed: Department) -> Organisation | Mistakes:
    """Our departments with this one; people of a department that gets another name stay in it."""
    others = [one for one in firm.departments if not _same(one.name, was)]
    if any(_same(one.name, changed.name) for one in others):
        return {"name": Mistake("settings_mistake.name_taken", {"name": changed.name})}
    if any(_same(one.mailbox, changed.mailbox) for one in others):
        return {"mailbox": Mistake("settings_mistake.mailbox_taken", {"email": changed.mailbox})}
    moved = {"department": changed.name}
    stay = [one.model_copy(update=moved) if was and _same(one.department or "", was) else one for one in firm.people]
    return Organisation(people=tuple(stay), departments=(*others, changed))


def without_department(firm: Organisation, name: str) -> Organisation | Mistakes:
    """Our departments without this one; one that still has people stays."""
    if members := firm.members(name):
        return {"remove": Mistake("settings_mistake.has_people", {"names": ", ".join(one.name for one in members)})}
    return Organisation(
        people=firm.people, departments=tuple(one for one in firm.departments if not _same(one.name, name))
    )


def _of_deputies(person: Person, people: list[Person]) -> Mistakes:
    """A deputy who is the person, or a ring of more than two that the person closes."""
    by_email = {one.email.casefold(): one for one in people}
    way, deputy = [person], person.deputy
    while deputy and (one := by_email.get(deputy.casefold())) and one not in way:
        way.append(one)
        deputy = one.deputy
    closes = deputy is not None and _same(deputy, person.email)
    if closes and len(way) == 1:
        return {"deputy": Mistake("settings_mistake.own_deputy")}
    if closes and len(way) > 2:
        names = " → ".join(one.name for one in (*way, person))
        return {"deputy": Mistake("settings_mistake.deputy_ring", {"names": names})}
    return {}


def _of_admins(firm: Organisation, after: list[Person], field: str) -> Mistakes:
    had = any(one.role is Role.ADMIN for one in firm.people)
    has = any(one.role is Role.ADMIN for one in after)
    return {field: Mistake("settings_mistake.last_admin")} if had and not has else {}


def _made(kind: type[M], values: Mapping[str, object]) -> M | Mistakes:
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        fields = {str(one["loc"][0]) if one["loc"] else "name" for one in error.errors()}
        named = {"quiet": "quiet_start"}
        return {named.get(field, field): Mistake(f"settings_mistake.{field}") for field in sorted(fields)}


def _renamed(one: Person, was: str, email: str) -> Person:
    return one.model_copy(update={"deputy": email}) if one.deputy and _same(one.deputy, was) else one


def _headed(one: Department, was: str, email: str) -> Department:
    return one.model_copy(update={"head": email}) if one.head and _same(one.head, was) else one


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def wall_time(value: dt.time) -> str:
    """As a form's time field wants it."""
    return value.strftime("%H:%M")
