"""A session with a bureau's file against a local server that plays the bureau."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from chalicelib import bureaus
from chalicelib.bureaus import Access
from chalicelib.model.bureau import BureauPlan
from chalicelib.web import Web

NOW = datetime(2026, 3, 17, 7, 0, tzinfo=UTC)


@contextmanager
def session(
    name: str, server: str, credentials: Mapping[str, str], *, plan: BureauPlan | None = None, now: datetime = NOW
) -> Iterator[Access]:
    """Access to the bureau `name`, each of whose declared origins is answered by `server` (http://127.0.0.1:port)."""
    module = bureaus.load(name)
    replaced = dict.fromkeys(module.BUREAU.origins, server)
    with Web(name, module.BUREAU.origins, now=now, replaced_origins=replaced, seconds_between_requests=0.0).signing_in(
        lambda web: module.sign_in(web, credentials)
    ) as web:
        yield Access(web=web, now=now, credentials=credentials, plan=plan or BureauPlan())
