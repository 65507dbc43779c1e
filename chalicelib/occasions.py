"""The occasion of a decision, put together from the deployment and the stores."""

from datetime import datetime

from chalicelib import channels
from chalicelib.deciding.occasion import Occasion
from chalicelib.model.customer import Customer
from chalicelib.store import firm, ledgers


def occasion_of(customer: Customer, now: datetime) -> Occasion:
    """Whose case, who can be told, what our books say of the customer, and where our own firm sits."""
    return Occasion(
        customer=customer,
        audience=channels.audience(),
        now=now,
        ledger=ledgers.get(customer.number),
        creditor_country=firm.country(),
    )
