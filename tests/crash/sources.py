"""A register and a bureau whose every word a test writes; they come in through the steps that poll real ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from chalicelib import bureaus, clock, registers
from chalicelib.bureaus import Access
from chalicelib.errors import SourceUnreachableError
from chalicelib.model.bureau import Ability, BureauPlan
from chalicelib.model.credit import CreditEvent
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.register import Window
from chalicelib.registers import RegisterModule

REGISTER, BUREAU = "ch_shab", "creditsafe"


@dataclass
class Gazette:
    """A register of single publications; `silent_after` documents it does not answer any more, once."""

    published: list[tuple[datetime, InsolvencyNotice]] = field(default_factory=list)
    silent_after: int | None = None
    unreadable: set[str] = field(default_factory=set)

    @property
    def REGISTER(self) -> Any:  # noqa: N802 - a register's file calls it so
        """The real one's facts."""
        return _FACTS

    def fetch(self, _web: Any, window: Window) -> Iterator[Document]:
        """What was published until now about the window's days."""
        now, given = clock.now(), 0
        for at, notice in self.published:
            if at > now or not window.start <= notice.publication_date <= window.end:
                continue
            if notice.publication_id in window.known_rows:
                continue
            if given == self.silent_after:
                self.silent_after = None
                raise SourceUnreachableError(REGISTER, "connection reset")
            given += 1
            content = b"{}" if notice.publication_id in self.unreadable else notice.model_dump_json().encode()
            day = notice.publication_date.isoformat()
            yield Document(
                source=REGISTER,
                url=f"https://register.example/{notice.publication_id}",
                media_type="application/json",
                content=content,
                fetched_at=now,
                attributes={"row_key": notice.publication_id, "day": day},
            )

    def parse(self, document: Document) -> Iterator[InsolvencyNotice]:
        """The one notice of the document."""
        yield InsolvencyNotice.model_validate_json(document.content)


@dataclass
class Office:
    """A bureau that tells of customers of ours, event by event, each at its position."""

    told: list[CreditEvent] = field(default_factory=list)

    @property
    def BUREAU(self) -> Any:  # noqa: N802 - a bureau's file calls it so
        """The real one's facts, with the one ability that matters here."""
        return _OFFICE

    def changes(self, _desk: Access, cursor: str | None) -> Iterator[Document]:
        """What was told after the position."""
        for place, event in enumerate(self.told[int(cursor or 0) :], int(cursor or 0) + 1):
            yield Document(
                source=BUREAU,
                url=f"https://bureau.example/{place}",
                media_type="application/json",
                content=event.model_dump_json().encode(),
                fetched_at=clock.now(),
                cursor=str(place),
            )

    def parse(self, document: Document, _plan: BureauPlan) -> Iterator[CreditEvent]:
        """The one event of the document."""
        yield CreditEvent.model_validate_json(document.content)


_FACTS = registers.load(REGISTER).REGISTER.model_copy(update={"overlap": timedelta(days=1)})
_OFFICE = bureaus.load(BUREAU).BUREAU.model_copy(update={"abilities": frozenset({Ability.CHANGES})})
_REAL_REGISTER, _REAL_BUREAU = registers.load, bureaus.load


def register_named(name: str, gazette: Gazette) -> RegisterModule | Gazette:
    """The stand-in under its name; other names as ever."""
    return gazette if name == REGISTER else _REAL_REGISTER(name)


def bureau_named(name: str, office: Office) -> Any:
    """The stand-in under its name; other names as ever."""
    return office if name == BUREAU else _REAL_BUREAU(name)


@contextmanager
def entered_register(*_: Any, **__: Any) -> Iterator[Any]:
    """A session that asks nobody."""
    yield SimpleNamespace(source=REGISTER, last_response=None, rows_named=None)


@contextmanager
def entered_bureau(name: str, now: datetime, **_: Any) -> Iterator[Access]:
    """A session that asks nobody."""
    web: Any = SimpleNamespace(source=name, prove=lambda: None)
    yield Access(web=web, now=now, plan=BureauPlan())
