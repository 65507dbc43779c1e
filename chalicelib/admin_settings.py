"""What an admin may change without a deployment: SSM parameters below the stage's prefix, checked when they are read.

`as-deployed`, or no parameter, leaves what the deployment says. What cannot be used is told in words by `problems`,
and the rest applies. A change takes effect within a minute, or at a step's next run.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from chalicelib.errors import StoreUnreachableError
from chalicelib.settings import settings
from chalicelib.store import parameters

DISABLED_SOURCES = "disabled-sources"
DEFAULT_RECIPIENTS = "default-recipients"
NOTHING = "none"
_MOST_RECIPIENTS = 20


class Reading(NamedTuple):
    """What applies, and what is wrong with the parameter, one sentence each."""

    value: tuple[str, ...]
    problems: tuple[str, ...] = ()


def disabled_sources() -> frozenset[str]:
    """Registers and bureaus that the admin has switched off.

    Raises:
        StoreUnreachableError: SSM does not answer; nobody may be asked on a guess.
    """
    return frozenset(_sources().value)


def default_recipients() -> tuple[str, ...]:
    """Who is told when a customer names nobody. While SSM does not answer, those of the deployment: no block waits."""
    try:
        return _recipients().value
    except StoreUnreachableError:
        return settings().default_recipients


def problems() -> tuple[str, ...]:
    """What is wrong with the parameters as they stand, each with its parameter's name."""
    found: list[str] = []
    for name, read in ((DISABLED_SOURCES, _sources), (DEFAULT_RECIPIENTS, _recipients)):
        try:
            wrong = read().problems
        except StoreUnreachableError as error:
            wrong = (f"cannot be read: {error}",)
        found += [f"{settings().parameter_prefix}/{name}: {one}" for one in wrong]
    return tuple(found)


def _sources() -> Reading:
    from chalicelib import bureaus, registers  # noqa: PLC0415 - httpx comes with them, and matching never asks

    known = frozenset((*registers.names(), *bureaus.names()))
    return read_sources(parameters.get(DISABLED_SOURCES), settings().disabled_sources, known)


def _recipients() -> Reading:
    return read_recipients(parameters.get(DEFAULT_RECIPIENTS), settings().default_recipients)


def read_sources(printed: str | None, deployed: tuple[str, ...], known: Collection[str]) -> Reading:
    """The sources named, without those that do not exist; `none` switches all of them on.

    >>> read_sources("fr_bodacc, ch_schab", (), {"fr_bodacc", "ch_shab"})
    Reading(value=('fr_bodacc',), problems=("there is no source 'ch_schab'; the others named apply",))
    >>> [read_sources(one, ("ch_shab",), {"ch_shab"}).value for one in ("as-deployed", "none")]
    [('ch_shab',), ()]
    """
    if printed is not None and printed.strip() == NOTHING:
        return Reading(())
    names = _parts(printed)
    names = deployed if names is None else names
    wrong = [f"there is no source {name!r}; the others named apply" for name in names if name not in known]
    return Reading(tuple(name for name in names if name in known), tuple(wrong))


def read_recipients(printed: str | None, deployed: tuple[str, ...]) -> Reading:
    """The addresses given, without those that are none; those of the deployment when none is left.

    >>> read_recipients("a@example.com, b@example", ("c@example.com",))
    Reading(value=('a@example.com',), problems=('entry 2 is no mail address; the others apply',))
    """
    given = _parts(printed)
    if given is None:
        return Reading(deployed)
    good = tuple(one for one in given if re.fullmatch(r"[^\s@,<>\"]+@[^\s@,<>\"]+\.[^\s@,<>\".]+", one))
    wrong = [
        f"entry {place} is no mail address; the others apply"  # the entry itself may be a person's data
        for place, one in enumerate(given, start=1)
        if one not in good
    ]
    if len(good) > _MOST_RECIPIENTS:
        wrong.append(f"{len(good)} addresses, of which the first {_MOST_RECIPIENTS} apply")
    if not good:
        wrong.append("it names nobody; the recipients of the deployment apply")
    return Reading(good[:_MOST_RECIPIENTS] or deployed, tuple(wrong))


def _parts(printed: str | None) -> tuple[str, ...] | None:
    """What stands between commas, each once; None where the deployment's own value is meant."""
    if printed is None or printed.strip() == parameters.AS_DEPLOYED:
        return None
    return tuple(dict.fromkeys(part.strip() for part in printed.split(",") if part.strip()))
