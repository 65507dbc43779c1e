"""Customers: the search, and all that is known of one."""

from chalice.app import Blueprint

from chalicelib.cockpit.customer_forms import FILTERS, ListQuery
from chalicelib.cockpit.page import Shown, page
from chalicelib.cockpit.visit import Visit

blueprint = Blueprint(__name__)


@page(blueprint, "GET /cockpit/customers", query=ListQuery)
def search_customers(visit: Visit, query: ListQuery) -> Shown:
    """Customers found by anything that is remembered of them."""
    from chalicelib.cockpit.customer_list import listed  # noqa: PLC0415 - 0.1 s that no block question shall pay

    return Shown("customers.html", {"asked": query, "found": listed(visit, query), "filters": FILTERS})
