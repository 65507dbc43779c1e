"""step-over SOURCE: a feed that stands still goes on behind what cannot be read; who, why and the evidence are kept."""

import argparse

from chalicelib import clock, polling, registers
from chalicelib.errors import ConflictError, NotFoundError
from chalicelib.model.source import SourceStatus, SteppedOver
from chalicelib.store import sources

_REMEMBERED = 20


def main(argv: list[str]) -> int:
    """0 when the feed goes on from another position."""
    arguments = _arguments(argv)
    facts = registers.load(arguments.source).REGISTER
    status, now = sources.get(arguments.source), clock.now()
    if not facts.follows_cursor:
        raise NotFoundError(f"{facts.name} has no position: its days are asked for again, and nothing stands still")
    target = arguments.to or (status.stuck.past if status.stuck else None)
    if target is None:
        raise NotFoundError(f"{_standing(status)}; name the position to go on from with --to")
    if polling.is_asked(status, now):
        raise ConflictError(f"{facts.name} is being asked at this moment; try again in two minutes")
    step = SteppedOver(
        cursor=status.cursor,
        to=target,
        evidence=status.stuck.evidence if status.stuck else (),
        by=arguments.by,
        reason=arguments.reason,
        at=now,
    )
    steps = (*status.stepped_over, step)[-_REMEMBERED:]
    after = status.model_copy(update={"cursor": target, "stuck": None, "stepped_over": steps})
    sources.put_fields(after, "cursor", "stuck", "stepped_over")
    print(f"{_standing(status)}; goes on from {target}")
    for key in step.evidence:
        print(f"left behind: {key} (once the source's file is mended: replay {facts.name} {key})")
    return 0


def _standing(status: SourceStatus) -> str:
    if status.stuck is None:
        return f"{status.name} does not stand still; its position is {status.cursor}"
    stuck = status.stuck
    since = f"{stuck.since:%Y-%m-%d %H:%M} UTC, {stuck.attempts} attempts"
    return f"{status.name} stands at {stuck.cursor} since {since}: {stuck.reason}"


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="insolvency-watch step-over", description=__doc__)
    parser.add_argument("source", choices=registers.names(), metavar="SOURCE", help=", ".join(registers.names()))
    parser.add_argument("--to", metavar="POSITION", help="go on from here; else behind what cannot be read")
    parser.add_argument("--by", required=True, help="who decides so")
    parser.add_argument("--reason", required=True, help="why nothing is lost, or that it is accepted")
    return parser.parse_args(argv)
