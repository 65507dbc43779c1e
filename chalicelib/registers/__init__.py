"""Insolvency registers, one file each, found by file name.

A register's file defines REGISTER (its facts), `fetch(web, window)` and the pure `parse(document)`. Adding a
register is adding such a file; nothing lists them. A file may offer more, each found by its name:

    reconcile(web, numbers), RECONCILES_BY   how companies stand today, by their numbers of this scheme
    live(web)                                the position behind which all is new, where `fetch` does not begin there
    look_up(customer)                        the question about a customer new to us (`questions.Question`), or None;
                                             asked for who is in its country, or has a number from there
    removals(document)                       cases that the register took back and that must leave every copy
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Protocol, cast

from chalicelib.errors import NotFoundError
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.register import Register, Window
from chalicelib.web import Web

Reconcile = Callable[[Web, Iterable[str]], Iterator[Document]]


class RegisterModule(Protocol):
    """What a register's file offers."""

    REGISTER: Register

    def fetch(self, web: Web, window: Window) -> Iterator[Document]:
        """Every document of the window, in the register's order; `web.name_rows` says how many rows each answer named.

        Raises:
            SourceError: unreachable, refused, capped or changed; what was yielded before is still good.
        """

    def parse(self, document: Document) -> Iterator[InsolvencyNotice]:
        """Every notice in the document.

        Raises:
            SourceChangedError: an unknown field, kind, form, or a cut page.
        """


@cache
def names() -> tuple[str, ...]:
    """Names of all registers in alphabetical order: the files here that start with a country's two letters."""
    return tuple(
        sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[2:3] == "_" and not module.ispkg)
    )


def load(name: str) -> RegisterModule:
    """The register's module.

    Raises:
        NotFoundError: there is no such file.
    """
    if name not in names():
        raise NotFoundError(f"no register {name!r}; known: {', '.join(names())}")
    return cast(RegisterModule, importlib.import_module(f"{__name__}.{name}"))
