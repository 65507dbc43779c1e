"""Somebody read what we keep of a natural person."""

from datetime import datetime

from chalicelib.model.record import Record


class Reading(Record):
    """Who read a customer's page, and when for the first time on that day."""

    customer_number: str
    by: str
    at: datetime
