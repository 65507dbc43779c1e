"""redrive [QUEUE]: what lies in the dead-letter queues and why; --back puts it on its queue again."""

import argparse
import sys

from rich.console import Console
from rich.markup import escape

from chalicelib.errors import NotFoundError
from chalicelib.model.dead_letter import DeadLetter
from chalicelib.settings import settings
from chalicelib.store import dead_letters

_SHOWN = 200


def main(argv: list[str]) -> int:
    """0 when nothing lies there, or all of it was put back or dropped; 1 when something is left."""
    options = _parser().parse_args(argv)
    console = Console()
    left = sum(_one(name, urls, options, console) for name, urls in sorted(_chosen(options.queue).items()))
    if not left:
        console.print("Nothing lies in the dead-letter queues.")
    return 1 if left else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="insolvency-watch redrive", description=__doc__)
    parser.add_argument("queue", nargs="?", metavar="QUEUE", help="polls, notices, customers ...; all without it")
    parser.add_argument("--back", action="store_true", help="put the messages on their queue again")
    parser.add_argument(
        "--drop", metavar="ID", action="append", default=[], help="delete this message; may be repeated"
    )
    parser.add_argument("--most", type=int, default=_SHOWN, help=f"look at so many a queue (default {_SHOWN})")
    return parser


def _chosen(wanted: str | None) -> dict[str, tuple[str, ...]]:
    known = dict(settings().dead_letter_queues)
    if wanted is None:
        return known
    if wanted not in known:
        raise NotFoundError(
            f"no dead-letter queue {wanted!r}; known: {', '.join(sorted(known)) or 'none, name a stack'}"
        )
    return {wanted: known[wanted]}


def _one(name: str, urls: tuple[str, ...], options: argparse.Namespace, console: Console) -> int:
    """How many are left in the queue."""
    url, *origins = urls
    letters = dead_letters.taken(url, options.most) if dead_letters.waiting(url) else []
    left = 0
    for letter in letters:
        console.print(f"[bold]{escape(name)}[/] {_line(letter)}")
        if letter.id in options.drop:
            dead_letters.drop(letter, url)
            console.print("  dropped")
        elif options.back and origins:
            dead_letters.put_back(letter, origins[0], url)
            console.print("  put back")
        else:
            left += 1
            dead_letters.let_lie(letter, url)
    if left and options.back:
        print(f"insolvency-watch: {name}: not a queue's messages; docs/runbook.md says what to do", file=sys.stderr)
    return left


def _line(letter: DeadLetter) -> str:
    said = f"{letter.step}: {letter.reason}" if letter.reason else "no reason: the step died or took too long"
    return escape(f"{letter.id} {letter.sent_at:%Y-%m-%d %H:%M} UTC  {said}\n  {letter.body[:300]}")
