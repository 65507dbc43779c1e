"""Who has to do with a case: administrator, court, our own people, and the customer as we know them."""

from typing import NamedTuple

from chalice.app import Blueprint

from chalicelib.cockpit import case_page
from chalicelib.cockpit.page import Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.model.case_file import CaseFile
from chalicelib.model.customer import Customer
from chalicelib.model.notice import InsolvencyNotice, Practitioner
from chalicelib.model.people import Organisation
from chalicelib.store import customers, notices

blueprint = Blueprint(__name__)


class OwnPerson(NamedTuple):
    """One of our people or departments, with what they are to this case: owner, deputy, responsible, department."""

    part: str
    name: str
    email: str
    department: str


class Parties(NamedTuple):
    """Everybody; the customer is None once they were deleted."""

    practitioners: tuple[Practitioner, ...]
    own: tuple[OwnPerson, ...]
    customer: Customer | None


@page(blueprint, "GET /cockpit/cases/{case_id}/parties")
def show(visit: Visit, case_id: str) -> Shown:
    """Who has to do with the case."""
    file = case_page.opened(visit, case_id)
    kept = notices.get_many(one.notice_id for one in file.case.notices)
    customer = customers.get(file.case.customer_number)
    standing = [kept[one.notice_id] for one in file.case.notices if one.notice_id in kept and not one.withdrawn_by]
    parties = Parties(practitioners(file, standing), own_people(file, customer, visit.firm), customer)
    return case_page.folder(visit, file, "parties", {"parties": parties})


def practitioners(file: CaseFile, standing: list[InsolvencyNotice]) -> tuple[Practitioner, ...]:
    """The administrator as the case knows them, then those that its publications name besides."""
    case = file.case
    found: dict[str, Practitioner] = {}
    if case.practitioner_name:
        firms = [one.practitioner_firm for one in standing if one.practitioner_name == case.practitioner_name]
        found[case.practitioner_name] = Practitioner(
            name=case.practitioner_name,
            role=case.practitioner_role,
            firm=next((one for one in reversed(firms) if one), None),
            address=case.practitioner_address,
            phone=case.practitioner_phone,
            email=case.practitioner_email,
        )
    for notice in reversed(standing):
        for one in notice.further_practitioners:
            found.setdefault(one.name, one)
    return tuple(found.values())


def own_people(file: CaseFile, customer: Customer | None, firm: Organisation) -> tuple[OwnPerson, ...]:
    """Who of us has the case, stands in, or hears of this customer; each address once, in its first part."""
    case = file.case
    named = [("owner", case.owner), ("deputy", case.deputy)]
    if case.owner and not case.deputy and (stands_in := firm.deputy_of(case.owner)):
        named.append(("deputy", stands_in.email))
    if customer:
        named += [("responsible", one.email) for one in customer.responsible]
        named += [("department", one.email) for one in customer.departments]
    names = {one.email: one.name for one in (*customer.responsible, *customer.departments)} if customer else {}
    found: dict[str, OwnPerson] = {}
    for part, email in named:
        if email and email.casefold() not in found:
            found[email.casefold()] = _own(part, email, names, firm)
    return tuple(found.values())


def _own(part: str, email: str, names: dict[str, str], firm: Organisation) -> OwnPerson:
    known, department = case_page.person_name(firm, email), firm.department_of(email)
    name = known if known != email else names.get(email, email)
    return OwnPerson(part, name, email, department.name if department else "")
