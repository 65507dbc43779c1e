"""The state of the run that puts customers before the bureaus: one item, because one run works at a time."""

from chalicelib.model.link_run import LinkRun
from chalicelib.store import keys, table


def get() -> LinkRun | None:
    """The run that runs or ran last, or None."""
    found = table.get(keys.LINK_RUN)
    return table.read(found, LinkRun) if found else None


def put(run: LinkRun) -> None:
    """Stores how far it is."""
    table.transact([table.put_request(table.item(keys.LINK_RUN, "link_run", run))])
