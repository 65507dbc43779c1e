"""Ways out, one file each, found by file name.

A channel's file defines CHANNEL (whom it reaches) and `send(alert, acknowledge_url=..., case_url=...)`, which hands the
alert over and returns the receipt. Adding a channel is adding such a file; nothing lists them.
"""

import importlib
import pkgutil
from functools import cache
from typing import Literal, Protocol, cast

from chalicelib import admin_settings
from chalicelib.errors import NotFoundError
from chalicelib.model.alert import Alert, Recipient
from chalicelib.model.audience import Audience
from chalicelib.model.record import Record


class Channel(Record):
    """Whom a channel reaches: people by address, or systems that listen to everything."""

    reaches: Literal["people", "systems"]


class ChannelModule(Protocol):
    """What a channel's file offers."""

    CHANNEL: Channel

    def send(self, alert: Alert, *, acknowledge_url: str | None = None, case_url: str | None = None) -> str:
        """Receipt of the service that took the message over; people get where to acknowledge it and the case's page.

        Raises:
            ChannelError: it was not taken; says whether another attempt can help.
        """


@cache
def names() -> tuple[str, ...]:
    """Names of all channels in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg))


def load(name: str) -> ChannelModule:
    """The channel's module.

    Raises:
        NotFoundError: there is no such file.
    """
    if name not in names():
        raise NotFoundError(f"no channel {name!r}; known: {', '.join(names())}")
    return cast(ChannelModule, importlib.import_module(f"{__name__}.{name}"))


def audience() -> Audience:
    """Everybody who can be told in this deployment: the default recipients, over each channel there is."""
    reached = {name: load(name).CHANNEL.reaches for name in names()}
    return Audience(
        defaults=tuple(Recipient(address=address) for address in admin_settings.default_recipients()),
        people_channels=tuple(name for name, reaches in reached.items() if reaches == "people"),
        system_channels=tuple(name for name, reaches in reached.items() if reaches == "systems"),
    )
