"""The four registers on loopback, at their own paths: what the demo's stack is told to ask instead of the real ones."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from wsgiref.types import WSGIApplication

from chalicelib.registers import load
from infra.demo.recordings import Published
from tests.contract.servers.bodacc import Bodacc
from tests.contract.servers.companies_house import CompaniesHouse
from tests.contract.servers.de_portal import GermanPortal
from tests.contract.servers.loopback import served
from tests.contract.servers.shab import Shab

STREAM_KEY = "demo-stream-key"


@dataclass(frozen=True)
class Registers:
    """The playing registers; `replaced` is what the stack's ReplacedOrigins parameter wants."""

    german: GermanPortal
    french: Bodacc
    swiss: Shab
    british: CompaniesHouse
    replaced: dict[str, str]

    def publish(self, more: Published) -> None:
        """Publishes more while the stack runs."""
        self.german.rows.extend(more.german)
        self.french.records.extend(more.french)
        self.swiss.publications.extend(more.swiss)
        self.british.events.extend(more.british)


@contextmanager
def playing(published: Published) -> Iterator[Registers]:
    """The registers, serving until the block ends."""
    german = GermanPortal(published.german)
    french = Bodacc(published.french)
    swiss = Shab(published.swiss)
    british = CompaniesHouse(published.british, stream_key=STREAM_KEY)
    apps: dict[str, WSGIApplication] = {
        "de_insolvenzbekanntmachungen": german,
        "fr_bodacc": french,
        "ch_shab": swiss,
        "gb_companies_house": british,
    }
    with ExitStack() as cleanup:
        replaced: dict[str, str] = {}
        for name, app in apps.items():
            url = cleanup.enter_context(served(app))
            replaced |= dict.fromkeys(load(name).REGISTER.origins, url)
        yield Registers(german, french, swiss, british, replaced)
