"""block NUMBER: what stands against a customer now, as an order system would be told."""

import argparse

from rich.console import Console
from rich.table import Table

from chalicelib.model.block import Block
from chalicelib.store import blocks, sources

_UNKNOWN = 3


def main(argv: list[str]) -> int:
    """0 for a known customer, 3 for an unknown one: unknown never means "not blocked"."""
    parser = argparse.ArgumentParser(prog="insolvency-watch block", description=__doc__)
    parser.add_argument("number", metavar="NUMBER", help="customer number")
    number = parser.parse_args(argv).number
    console = Console()
    standing = blocks.standing(number)
    if standing is None:
        console.print(f"Customer {number} is unknown here. That does not mean 'not blocked'.", markup=False)
        return _UNKNOWN
    if not standing.blocks:
        console.print(f"No block stands against customer {number}.", markup=False)
    for block in sorted(standing.blocks, key=lambda one: -one.stage.rank):
        console.print(_facts(block))
    for status in sources.statuses():
        through = f"{status.checked_through:%Y-%m-%d %H:%M} UTC" if status.checked_through else "never"
        console.print(f"{status.name}: checked through {through}, {status.health}", markup=False)
    return 0


def _facts(block: Block) -> Table:
    """One line a fact, so that ids can be copied whole from any terminal."""
    table = Table(show_header=False, box=None)
    for label, value in (
        ("stage", block.stage),
        ("payouts", "stopped" if block.no_payouts else "free"),
        ("ground", block.ground.statute),
        ("since", f"{block.since:%Y-%m-%d %H:%M} UTC"),
        ("case", block.case_id),
        ("notice", block.notice_id),
        ("may release", block.may_release),
    ):
        table.add_row(label, value)
    return table
