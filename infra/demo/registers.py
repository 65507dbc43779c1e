"""Four registers and two bureaus on loopback, at their own paths: what the stack is told to ask instead of the real."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from wsgiref.types import WSGIApplication

from chalicelib import bureaus
from chalicelib.registers import load, names
from infra.demo.bureaus import Offices
from infra.demo.recordings import Published
from tests.contract.servers.bodacc import Bodacc
from tests.contract.servers.companies_house import CompaniesHouse
from tests.contract.servers.de_portal import GermanPortal
from tests.contract.servers.loopback import served
from tests.contract.servers.shab import Shab

STREAM_KEY = "demo-stream-key"
PLAYED = ("de_insolvenzbekanntmachungen", "fr_bodacc", "ch_shab", "gb_companies_house")
_NOBODY = "http://127.0.0.1:9"  # the discard port: a source that is not played must not reach the real one


@dataclass(frozen=True)
class Registers:
    """The playing registers and bureaus; `replaced` is what the stack's ReplacedOrigins parameter wants."""

    german: GermanPortal
    french: Bodacc
    swiss: Shab
    british: CompaniesHouse
    offices: Offices
    replaced: dict[str, str]

    def not_played(self) -> str:
        """Names of the registers that the demo leaves switched off, as the stack's DisabledSources wants them."""
        return ",".join(name for name in names() if name not in PLAYED)

    def publish(self, more: Published) -> None:
        """Publishes more while the stack runs."""
        self.german.rows.extend(more.german)
        self.french.records.extend(more.french)
        self.swiss.publications.extend(more.swiss)
        self.british.events.extend(more.british)


@contextmanager
def playing(published: Published) -> Iterator[Registers]:
    """The registers and bureaus, serving until the block ends."""
    german = GermanPortal(published.german)
    french = Bodacc(published.french)
    swiss = Shab(published.swiss)
    british = CompaniesHouse(published.british, stream_key=STREAM_KEY, rest_key=STREAM_KEY)
    offices = Offices()
    bureau_apps: dict[str, WSGIApplication] = {"creditsafe": offices.creditsafe.app, "schufa": offices.schufa.app}
    apps: dict[str, WSGIApplication] = dict(zip(PLAYED, (german, french, swiss, british), strict=True))
    with ExitStack() as cleanup:
        replaced: dict[str, str] = {}
        for name in names():
            url = cleanup.enter_context(served(apps[name])) if name in apps else _NOBODY
            replaced |= dict.fromkeys(load(name).REGISTER.origins, url)
        for name in bureaus.names():
            url = cleanup.enter_context(served(bureau_apps[name])) if name in bureau_apps else _NOBODY
            replaced |= dict.fromkeys(bureaus.load(name).BUREAU.origins, url)
        yield Registers(german, french, swiss, british, offices, replaced)
