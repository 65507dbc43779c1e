"""Customers: the search, all that is known of one, the proof of what was checked, and a check now."""

from chalice.app import Blueprint

from chalicelib.cockpit.customer_forms import FILTERS, CheckForm, ListQuery, ProofFile
from chalicelib.cockpit.page import Moved, Sent, Shown, page
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import NotFoundError
from chalicelib.model.customer import Customer
from chalicelib.model.people import Role
from chalicelib.store import customers

blueprint = Blueprint(__name__)

# Imports inside the functions: matching, registers and bureaus cost 0.3 s that no block question shall pay.


@page(blueprint, "GET /cockpit/customers", query=ListQuery)
def search_customers(visit: Visit, query: ListQuery) -> Shown:
    """Customers found by anything that is remembered of them."""
    from chalicelib.cockpit.customer_list import listed  # noqa: PLC0415 - see above

    return Shown("customers.html", {"asked": query, "found": listed(visit, query), "filters": FILTERS})


@page(blueprint, "GET /cockpit/customers/{number}")
def show_customer(visit: Visit, number: str) -> Shown:
    """All that is known of a customer."""
    from chalicelib.cockpit import customer_page as found  # noqa: PLC0415 - see above

    known = found.opened(visit, number)
    today = visit.now.astimezone(visit.zone).date()
    values = {
        "known": known,
        "customer": known.customer,
        "hints": found.hints(known.customer),
        "identifiers": [(one, found.valid(one)) for one in known.customer.identifiers],
        "sums": found.open_sums(known.ledger, today),
        "histories": found.histories(known),
        "people": visit.firm.people,
    }
    return Shown("customer.html", values)


@page(blueprint, "GET /cockpit/customers/{number}/proof")
def show_proof(visit: Visit, number: str) -> Shown:
    """Until when each source was read completely, what was looked for, and what came of it: to be printed."""
    from chalicelib.cockpit.customer_page import opened, valid  # noqa: PLC0415 - see above
    from chalicelib.proving import checks  # noqa: PLC0415 - see above

    known = opened(visit, number)
    values: dict[str, object] = {
        "known": known,
        "customer": known.customer,
        "proof": known.proof(visit.signature, visit.now),
    }
    values["elsewhere"] = checks.elsewhere(known.cases)
    return Shown(
        "customer_proof.html", {**values, "identifiers": [(one, valid(one)) for one in known.customer.identifiers]}
    )


@page(blueprint, "GET /cockpit/customers/{number}/proof/file", query=ProofFile)
def send_proof(visit: Visit, number: str, query: ProofFile) -> Sent:
    """The same as a document or a table, to be kept."""
    from chalicelib.cockpit.customer_page import opened  # noqa: PLC0415 - see above
    from chalicelib.proving import files  # noqa: PLC0415 - see above

    proof = opened(visit, number).proof(visit.signature, visit.now)
    pdf = query.format == "pdf"
    made = files.document(proof, visit.language) if pdf else files.table([proof], (), visit.language)
    return Sent(made.content, made.media_type, made.name)


@page(blueprint, "GET /cockpit/customers/{number}/check", role=Role.CLERK)
def offer_check(visit: Visit, number: str) -> Shown:
    """Whom a check would ask, and at what price."""
    from chalicelib import readers  # noqa: PLC0415 - see above
    from chalicelib.cockpit.customer_check import offers  # noqa: PLC0415 - see above

    customer = _found(number)
    readers.noted_customer(customer, visit.signature, visit.now)
    return Shown("customer_check.html", {"customer": customer, "offers": offers(customer, visit.now)})


@page(blueprint, "POST /cockpit/customers/{number}/check", role=Role.CLERK, form=CheckForm)
def check_now(visit: Visit, number: str, form: CheckForm) -> Moved:
    """The bureaus asked by hand, within their budgets."""
    from chalicelib.cockpit.customer_check import asked  # noqa: PLC0415 - see above

    outcome = asked(visit, _found(number), fresh=form.fresh)
    return Moved(f"/cockpit/customers/{number}#bureaus", done=f"bureaus_{outcome}")


def _found(number: str) -> Customer:
    customer = customers.get(number)
    if customer is None:
        raise NotFoundError(f"no customer {number!r}")
    return customer
