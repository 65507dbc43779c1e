"""What happens once in each scenario: how the world stands before, and the one thing that sets it going."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from chalicelib import intake
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_identifier
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.people import Department, Organisation, Person
from chalicelib.store import people
from tests.builders import a_customer, a_notice
from tests.crash.events import an_event
from tests.crash.sources import REGISTER
from tests.crash.world import World, installed

LEIS = ("529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12", "HWUPKR0MPOU8FGXBT394")


class Scenario(NamedTuple):
    """`before` makes the world, `happens` sets it going; the steps do the rest."""

    before: Callable[[], World]
    happens: Callable[[World], Any]
    one_way: bool = True
    """Whether all comes out the same in every detail; with several notices, who comes first is told differently."""


def customer(place: int = 0, **fields: Any) -> Customer:
    """One of three customers, known by its LEI."""
    name = ("Hafenlogistik Sonnenried GmbH", "Tischlerei Brandmoor GmbH", "Kanuwerft Ellernfleet GmbH")[place]
    identifiers = (parse_identifier(Scheme.LEI, LEIS[place]),)
    return a_customer(**{"number": f"10{place}", "name": name, "identifiers": identifiers} | fields)


def notice(kind: EventKind = EventKind.OPENED, number: int = 1, place: int = 0, **fields: Any) -> InsolvencyNotice:
    """A publication about one of the customers, of the day before the tests' day."""
    about = customer(place)
    own = {
        "source": REGISTER,
        "debtor_name": about.name,
        "debtor_identifiers": about.identifiers,
        "case_number": f"67a IN {17 + place}/26",
        "publication_date": World().now.date() - timedelta(days=1),
    }
    return a_notice(kind, number, **own | fields)


def publish(world: World, *notices: InsolvencyNotice) -> None:
    """Published now, and the poll that reads it asked for."""
    world.gazette.published += [(world.now, one) for one in notices]
    world.now += timedelta(seconds=1)
    day = world.now.date().isoformat()
    first = min(one.publication_date for one in notices).isoformat()
    world.ask("polls", {"source": REGISTER, "from": first, "to": day})


def keep(world: World, *some: Customer) -> None:
    """Kept as the API keeps them."""
    with installed(world):
        for one in some:
            intake.keep_customer(one)


def with_customer() -> World:
    """One customer, nothing published."""
    world = World(ticks=timedelta(0))
    keep(world, customer())
    world.settle()
    return world


def with_case(*kinds: EventKind) -> World:
    """A customer with a case and an active block."""
    world = with_customer()
    for number, kind in enumerate(kinds or (EventKind.OPENED,), 1):
        publish(world, notice(kind, number))
        world.settle()
    return world


def with_notice() -> World:
    """A notice about nobody yet."""
    world = World(ticks=timedelta(0))
    publish(world, notice())
    world.settle()
    return world


def in_quiet_hours() -> World:
    """The customer's clerk sleeps, and another wants a daily mail."""
    world = with_customer()
    world.now = world.now.replace(hour=22)
    eva = Person(name="Eva Kern", email="eva.kern@example.com", department="Credit")
    firm = Organisation(people=(eva,), departments=(Department(name="Credit", mailbox="credit@example.com"),))
    with installed(world):
        people.put(firm, 0)
    return world


def weeks_later() -> World:
    """A case whose dates have come and gone by, and that nobody has looked at."""
    world = with_customer()
    day = world.now.date()
    publish(world, notice(claim_deadline=day + timedelta(days=18), opening_date=day - timedelta(days=1)))
    world.settle()
    world.now += timedelta(weeks=3)
    return world


ITEMS = (
    "customer_number;number;kind;amount;currency;invoice_date;due_date\n"
    "100;RE-1;invoice;1200.00;EUR;2026-01-02;2026-01-16\n"
)
CUSTOMERS = (
    "customer_number;kind;name\n200;organisation;Reederei Vossmoor GmbH\n201;organisation;Muehle Altenkoog GmbH\n;;\n"
)


def import_file(world: World, folder: str, content: str) -> None:
    """Dropped into the import bucket."""
    key = f"incoming/{folder}file.csv"
    world.cloud.objects["imports", key] = content.encode()
    world.ask("imports", {"Records": [{"s3": {"object": {"key": key}}}]})


def _correct(world: World) -> None:
    kind = EventKind.PRELIM_MEASURES
    publish(world, notice(EventKind.CORRECTION, 2, underlying_kind=kind, corrects="p1"))


def _cancel(world: World) -> None:
    publish(world, notice(EventKind.CANCELLATION, 2, underlying_kind=EventKind.OPENED, cancels="p1"))


def _tell(world: World) -> None:
    world.office.told += [an_event(1), an_event(2, EventKind.ADVERSE_INFORMATION)]
    world.ask("bureaus", {"bureau": "creditsafe"})


def _person(**fields: Any) -> Customer:
    return customer(kind=CustomerKind.PERSON, **fields)


SCENARIOS: dict[str, Scenario] = {
    "a notice opens a case": Scenario(with_customer, lambda world: publish(world, notice())),
    "a customer comes behind the notice": Scenario(with_notice, lambda world: keep(world, customer())),
    "two notices of one day": Scenario(
        with_customer,
        lambda world: publish(world, notice(EventKind.PRELIM_MEASURES), notice(EventKind.OPENED, 2)),
        one_way=False,
    ),
    "a correction": Scenario(with_case, _correct),
    "a cancellation": Scenario(with_case, _cancel),
    "a notice and its cancellation": Scenario(
        with_customer,
        lambda world: publish(
            world, notice(), notice(EventKind.CANCELLATION, 2, underlying_kind=EventKind.OPENED, cancels="p1")
        ),
        one_way=False,
    ),
    "a bureau tells": Scenario(with_customer, _tell, one_way=False),
    "a register meets a bureau's warning": Scenario(
        lambda: _after(with_customer(), _tell), lambda world: publish(world, notice())
    ),
    "quiet hours": Scenario(in_quiet_hours, lambda world: publish(world, notice())),
    "polls are due": Scenario(with_case, lambda world: _schedule(world, "start_polls", timedelta(days=1))),
    "a source is late": Scenario(with_case, lambda world: _schedule(world, "check_sources", timedelta(days=9))),
    "dates go by": Scenario(weeks_later, lambda world: _schedule(world, "watch_deadlines", timedelta(0))),
    "reports of a Monday": Scenario(with_case, lambda world: _schedule(world, "send_reports", timedelta(0))),
    "customers are imported": Scenario(with_customer, lambda world: import_file(world, "", CUSTOMERS)),
    "open items are imported": Scenario(with_case, lambda world: import_file(world, "open-items/", ITEMS)),
}


def _after(world: World, happens: Callable[[World], Any]) -> World:
    happens(world)
    world.settle()
    return world


def _schedule(world: World, step: str, later: timedelta) -> None:
    world.now += later
    world.due.append(step)
