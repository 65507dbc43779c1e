"""Who can be told, and how, beyond what a customer's own record says."""

from chalicelib.model.alert import Recipient
from chalicelib.model.record import Record


class Audience(Record):
    """`defaults` hear of customers that name nobody; the channels are those that exist, by file name."""

    defaults: tuple[Recipient, ...] = ()
    people_channels: tuple[str, ...] = ()
    system_channels: tuple[str, ...] = ()
