"""Damages recordings for as long as you like: python -m tests.fuzz [--seconds 600] [NAME ...]

Prints what was tried; 1 when something ended in an error without a name, took longer than ten seconds, or took much
longer than its text had grown. What broke is written to the folder `.build/fuzz`, to become a recording and a test.
"""

import argparse
import hashlib
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fuzz.damage import damaged
from tests.fuzz.growth import steep
from tests.fuzz.targets import Target, targets

_FOUND = Path(__file__).parents[2] / ".build" / "fuzz"
_SLOW_SECONDS = 10.0


@dataclass
class Tried:
    """What became of a target's recordings."""

    outcomes: Counter[str] = field(default_factory=Counter)
    broken: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    slowest: float = 0.0

    def one(self, target: Target, content: bytes) -> None:
        """Reads it once; every error that has no name is kept by the place it came from."""
        begun = time.perf_counter()
        try:
            target.read(content)
            self.outcomes["read"] += 1
        except target.allowed:
            self.outcomes["named error"] += 1
        except Exception as error:  # noqa: BLE001 - whatever has no name is what we look for
            self.outcomes["BROKEN"] += 1
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {last.filename.rpartition('/')[2]}:{last.lineno}"
            if place not in self.broken or len(content) < len(self.broken[place][0]):
                self.broken[place] = content, "".join(traceback.format_exception(error)[-3:])
        taken = time.perf_counter() - begun
        self.slowest = max(self.slowest, taken)
        if taken > _SLOW_SECONDS:
            self.broken[f"took {taken:.0f} s"] = content, ""


def fuzz(target: Target, seconds: float, seed: int) -> Tried:
    """Damages the target's recordings until the time is over."""
    tried, ends, dice = Tried(), time.monotonic() + seconds, Random(f"{seed} {target.name}")
    while time.monotonic() < ends:
        tried.one(target, damaged(target.seeds, dice))
    return tried


def grow(target: Target, tried: Tried) -> None:
    """Has each text of the target's recordings grow, and keeps what costs too much more."""
    for place, content in steep(target):
        tried.broken[place] = content, ""


def _keep(name: str, tried: Tried) -> None:
    for place, (content, trace) in tried.broken.items():
        _FOUND.mkdir(parents=True, exist_ok=True)
        stem = f"{name.replace('/', '-')}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
        (_FOUND / stem).write_bytes(content)
        (_FOUND / f"{stem}.txt").write_text(f"{place}\n{trace}")
        print(f"    {place}: {_FOUND / stem}")


def main() -> int:
    """0 when every damaged recording was read or ended in a named error."""
    known = targets()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"beginnings of: {', '.join(known)}")
    parser.add_argument("--seconds", type=float, default=600.0, help="for each reader (default: 600)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="to try the same again")
    asked = parser.parse_args()
    chosen = [one for name, one in known.items() if not asked.names or name.startswith(tuple(asked.names))]
    print(f"{len(chosen)} readers, {asked.seconds:g} s each, seed {asked.seed}")
    broken = 0
    for target in chosen:
        tried = fuzz(target, asked.seconds, asked.seed)
        grow(target, tried)
        counts = ", ".join(f"{count} {what}" for what, count in sorted(tried.outcomes.items()))
        print(f"{target.name:36} {counts}; slowest {tried.slowest * 1000:.0f} ms", flush=True)
        _keep(target.name, tried)
        broken += len(tried.broken)
    return 1 if broken or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
