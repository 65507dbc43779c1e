"""Documents as PDF, one file each, found by file name.

A document's file defines DOCUMENT (its title in both languages and the record it is made from) and
`render(data, language)`, which returns the bytes of a PDF/A-2u file and touches nothing else: no network, no clock.
Equal data gives equal bytes. Adding a document is adding such a file; nothing lists them.
"""

import importlib
import pkgutil
from functools import cache
from typing import Any, Protocol, cast

from chalicelib.errors import NotFoundError
from chalicelib.model.customer import Language
from chalicelib.model.record import Record


class Document(Record):
    """What a kind of document is called, and the record it is made from."""

    title_de: str
    title_en: str
    data: type[Record]

    def title(self, language: Language) -> str:
        """The title in a language."""
        return self.title_de if language == "de" else self.title_en


class DocumentModule(Protocol):
    """What a document's file offers."""

    DOCUMENT: Document

    def render(self, data: Any, language: Language) -> bytes:
        """The PDF made from a record of the type that DOCUMENT names."""


@cache
def names() -> tuple[str, ...]:
    """Names of all documents in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg))


def load(name: str) -> DocumentModule:
    """The document's module.

    Raises:
        NotFoundError: there is no such file.
    """
    if name not in names():
        raise NotFoundError(f"no document {name!r}; known: {', '.join(names())}")
    return cast(DocumentModule, importlib.import_module(f"{__name__}.{name}"))
