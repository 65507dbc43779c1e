"""How long it takes from a register's publication to the block and to the mail.

python -m bench.end_to_end [--runs 24]

On the local stack, through the deployed functions. The clock starts when a publication is served and its poll is asked
for, as the schedule does. It stops when the block is in the table, which is when an order system is told, and when the
first mail about the customer has been handed over. What the emulator takes to bring a message to a function is part
of it.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from bench.results import measured, percentile, replace_rows
from chalicelib import clock
from infra.demo.recordings import Published
from infra.demo.registers import Registers, playing
from infra.local_stack import LocalStack
from tests.integration.firm import Firm
from tests.integration.payloads import bodacc, french_company, siren

_LOOK_EVERY = 0.02
_LONGEST = 180
_NAMES = ("Brévent", "Orvel", "Morande", "Lisane", "Tarvel", "Quérin")


class Lasted(NamedTuple):
    """Seconds from the publication to the block, and to the mail."""

    block: float
    mail: float


def main() -> int:
    """0 when every publication led to a block and a mail."""
    parser = argparse.ArgumentParser(prog="bench.end_to_end", description=__doc__)
    parser.add_argument("--runs", type=int, default=24, help="publications, one after the other; the first is cold")
    options = parser.parse_args()
    day = clock.now().date() - timedelta(days=1)
    with playing(Published([], [], [], [])) as registers, LocalStack(replaced_origins=registers.replaced) as stack:
        firm = Firm(stack)
        for number in range(options.runs):
            firm.keep(_number(number), _name(number), **_fields(number))
        firm.wait_until_quiet()
        lasted = [published(firm, stack, registers, day, number) for number in range(options.runs)]
    rows = rows_of(lasted)
    replace_rows("end to end", rows)
    for one in rows:
        print(f"{one['name']:<55} {one['ours']:6.2f} s")
    return 0


def _number(number: int) -> str:
    return f"E-{number:03}"


def _name(number: int) -> str:
    return f"Ateliers {_NAMES[number % len(_NAMES)]} {number} SARL"


def _fields(number: int) -> dict[str, Any]:
    person = {"name": "Eva Kern", "email": f"eva.{number}@example.com", "language": "en"}
    return {"identifiers": [{"scheme": "siren", "value": siren(20_000_000 + number)}], "responsible": [person]}


def published(firm: Firm, stack: LocalStack, registers: Registers, day: date, number: int) -> Lasted:
    """One publication about one customer, followed until its mail is out; nothing is left to do when it returns."""
    company = french_company(_name(number).upper(), siren(20_000_000 + number))
    registers.french.records[:] = [bodacc(day, number + 1, company)]
    address = f"eva.{number}@example.com"
    began = time.perf_counter()
    firm.send("PollsQueueUrl", {"source": "fr_bodacc", "from": str(day), "to": str(day)})
    block = seen(lambda: bool(firm.items(f"CUSTOMER#{_number(number)}", "BLOCK#")), f"block {number}") - began
    mail = seen(lambda: any(address in one["To"] for one in stack.sent_mails()), f"mail {number}") - began
    firm.wait_until_quiet()
    return Lasted(block, mail)


def seen(condition: Callable[[], bool], what: str) -> float:
    """The moment at which it was first seen to be so.

    Raises:
        TimeoutError: it never was.
    """
    deadline = time.perf_counter() + _LONGEST
    while not condition():
        if time.perf_counter() > deadline:
            raise TimeoutError(f"{what} did not come in {_LONGEST} s")
        time.sleep(_LOOK_EVERY)
    return time.perf_counter()


def rows_of(lasted: list[Lasted]) -> list[dict[str, Any]]:
    """The first run, in which functions start cold, by itself; median and 95th percentile of the others."""
    cold, warm = lasted[0], lasted[1:]
    rows = []
    for name in Lasted._fields:
        values = [getattr(one, name) for one in warm]
        rows.append(measured(f"publication to {name}, median", statistics.median(values), "s", runs=len(values)))
        rows.append(measured(f"publication to {name}, p95", percentile(values, 0.95), "s", runs=len(values)))
        rows.append(measured(f"publication to {name}, functions cold", getattr(cold, name), "s", runs=1))
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
